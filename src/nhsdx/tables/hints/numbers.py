"""Invalid cells that are numbers in a form that the map does not give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from nhsdx.tables.hints.cells import ColumnCells, Hint, Least, list_columns, quote_value
from nhsdx.tables.hints.mixtures import SIGNS, is_decimal_comma
from nhsdx.tables.meanings import ColumnKind
from nhsdx.tables.number_forms import PLAIN, NumberForms
from nhsdx.tables.words import parse_number


def find_number_hints(columns: Sequence[ColumnCells], forms: NumberForms, least: Least) -> Iterator[Hint]:
    """The hint with the line that would make the most numbers readable without changing how other numbers are read."""
    gains = _list_gains(columns, forms, least)
    if not gains:
        return
    best = max(gains, key=lambda one: (sum(gains[one].values()), -_count_changes(forms, one)))
    message = f"Invalid cells that are numbers {_describe(forms, best)}: {list_columns(gains[best])}."
    yield Hint(message, (write_number_forms(best),))
    others = (one for one in gains if gains[one] == gains[best] and _differs(columns, best, one))
    other = next(others, best)
    if other != best and _count_changes(forms, other) <= _count_changes(forms, best):
        message = f"These cells can also be read as numbers {_describe(forms, other)}, which gives different numbers."
        yield Hint(message, (write_number_forms(other),))


def _list_gains(columns: Sequence[ColumnCells], forms: NumberForms, least: Least) -> dict[NumberForms, dict[str, int]]:
    """For every candidate, how many invalid cells in each column the candidate would make readable."""
    readable = {column.heading: _list_numbers(column) for column in columns}
    own = _read_texts(columns, forms)
    fitting = (one for one in _list_candidates(forms) if not any(_loses(column, own, one) for column in columns))
    gains = {candidate: _count_gains(readable, columns, own, candidate, least) for candidate in fitting}
    return {candidate: gained for candidate, gained in gains.items() if gained}


def _read_texts(columns: Sequence[ColumnCells], forms: NumberForms) -> dict[str, float | None]:
    """The number in every text, according to the map."""
    texts = (text for column in columns for text in (*column.rejected, *column.wrong, *column.right))
    return {text: forms.parse(text) for text in texts}


def _list_candidates(forms: NumberForms) -> Iterator[NumberForms]:
    for percent, out_of, (thousands, decimal) in product((False, True), (False, True), SIGNS):
        if percent >= forms.percent and out_of >= forms.out_of:
            data = {"percent": percent, "out-of": out_of, "thousands": thousands, "decimal": decimal}
            candidate = NumberForms.model_validate(data)
            if candidate != forms:
                yield candidate


def _list_numbers(column: ColumnCells) -> frozenset[float]:
    """The numbers that are possible answers in a column of words."""
    return frozenset(number for word in column.words if (number := parse_number(word)) is not None)


def _count_gains(
    readable: Mapping[str, frozenset[float]],
    columns: Sequence[ColumnCells],
    own: Mapping[str, float | None],
    candidate: NumberForms,
    least: Least,
) -> dict[str, int]:
    """How many invalid cells in each column the candidate would make readable.

    `own` gives the number in each text, according to the map.
    """
    gains = {}
    for column in columns:
        is_free = column.kind is ColumnKind.NUMBERS
        cells = column.wrong if is_free else column.rejected
        new = {text: candidate.parse(text) for text in cells if own[text] is None}
        gained = sum(
            cells[text]
            for text, number in new.items()
            if number is not None and (is_free or number in readable[column.heading])
        )
        if gained >= least.forms:
            gains[column.heading] = gained
    return gains


def _differs(columns: Sequence[ColumnCells], one: NumberForms, other: NumberForms) -> bool:
    """Whether the two forms give different numbers for any invalid cell."""
    texts = (text for column in columns for text in (*column.wrong, *column.rejected))
    return any(one.parse(text) != other.parse(text) for text in texts)


def _loses(column: ColumnCells, own: Mapping[str, float | None], candidate: NumberForms) -> bool:
    """Whether the candidate would make valid cells invalid, or silently turn them into other numbers."""
    is_comma = any(is_decimal_comma(text) for text in column.wrong)
    for text in column.right:
        number = candidate.parse(text)
        if number is None or (number != own[text] and not is_comma):
            return True
    return False


def _count_changes(forms: NumberForms, candidate: NumberForms) -> int:
    own, other = forms.model_dump(), candidate.model_dump()
    return sum(own[key] != other[key] for key in own)


def _describe(forms: NumberForms, candidate: NumberForms) -> str:
    """The forms of numbers that the candidate allows but the map does not."""
    signs = {",": "a comma", ".": "a point", " ": "a space", "'": "an apostrophe"}
    parts = ["with a percent sign"] if candidate.percent and not forms.percent else []
    if candidate.thousands not in (None, forms.thousands):
        parts.append(f"with {signs[candidate.thousands or '']} between thousands")
    if candidate.decimal != forms.decimal:
        parts.append(f"with a decimal {'comma' if candidate.decimal == ',' else 'point'}")
    parts += ["such as 3 out of 10"] if candidate.out_of and not forms.out_of else []
    return " or ".join(parts)


def write_number_forms(forms: NumberForms) -> str:
    """The map line that allows the given forms."""
    given = {"percent": "true"} if forms.percent else {}
    if forms.thousands is not None:
        given["thousands"] = quote_value(forms.thousands)
    if forms.decimal != PLAIN.decimal:
        given["decimal"] = quote_value(forms.decimal)
    if forms.out_of:
        given["out-of"] = "true"
    return f"numbers = {{ {', '.join(f'{key} = {value}' for key, value in given.items())} }}"
