"""Columns in which numbers are written in several ways, so that some of the numbers may have been read wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.tables.hints.cells import ColumnCells, Hint
from nhsdx.tables.number_forms import PLAIN, NumberForms

SIGNS = ((None, "."), (",", "."), (" ", "."), ("'", "."), (None, ","), (".", ","), (" ", ","), ("'", ","))
"""Possible pairs of characters: the first separates thousands, and the second comes before decimals."""
COMMA, GROUPED = NumberForms(decimal=","), NumberForms(thousands=",")
ANY = tuple(NumberForms(thousands=sign, decimal=point) for sign, point in SIGNS)
PERCENT = tuple(form.model_copy(update={"percent": True}) for form in ANY)
OUT_OF = tuple(form.model_copy(update={"out_of": True}) for form in ANY)
MOST_TOTALS = 5
MORE = {PERCENT: "with and without a percent sign", OUT_OF: "such as 3 out of 10 with numbers such as 3"}


def find_mixtures(columns: Sequence[ColumnCells], forms: NumberForms) -> Iterator[Hint]:
    """A remark for each column with two ways of writing numbers, or with several totals (out of 5 and out of 10)."""
    for column in columns:
        mixed = describe_mixture([*column.wrong, *column.right], forms)
        if mixed:
            yield Hint(
                f"{column.heading} mixes numbers {mixed}: check what they mean, and write all of them in one way."
            )
        totals = sorted({number for text in column.totals if (number := forms.parse(text)) is not None})
        if len(totals) > 1:
            listed = ", ".join(f"{total:g}" for total in totals[:MOST_TOTALS])
            more = " and more" if len(totals) > MOST_TOTALS else ""
            message = f"{column.heading} has numbers out of different totals ({listed}{more}), and totals are ignored"
            yield Hint(f"{message}. Give all these numbers out of the same total, or as percentages.")


def describe_mixture(texts: Sequence[str], forms: NumberForms) -> str:
    """The two ways in which the given numbers are written; an empty string if there is only one way."""
    numbers = [text for text in texts if _reads(ANY, text)]
    others = set(texts).difference(numbers) if numbers else set()
    for known, words in MORE.items():
        if any(_reads(known, text) for text in others):
            return words
    return "with a decimal comma and with a decimal point" if _mixes_signs(numbers, forms) else ""


def _mixes_signs(numbers: Sequence[str], forms: NumberForms) -> bool:
    points = [text for text in numbers if _has_point(text) and not _is_grouped(text, forms)]
    return bool(points) and any(map(is_decimal_comma, numbers))


def _reads(forms: Sequence[NumberForms], text: str) -> bool:
    return any(form.parse(text) is not None for form in forms)


def _has_point(text: str) -> bool:
    return "." in text and PLAIN.parse(text) is not None


def is_decimal_comma(text: str) -> bool:
    """Whether the comma in a number can only be a decimal comma."""
    return COMMA.parse(text) is not None and PLAIN.parse(text) is None and GROUPED.parse(text) is None


def _is_grouped(text: str, forms: NumberForms) -> bool:
    """Whether the map says that the points in a number separate thousands."""
    return forms.thousands == "." and forms.parse(text) is not None
