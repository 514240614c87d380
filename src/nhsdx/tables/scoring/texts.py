"""Reads numbers and days in texts, in the forms that a map gives."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import narwhals as nw

from nhsdx.tables.date_forms import CENTURY, EPOCH, KINDS, MONTHS, DateForm, match_sign
from nhsdx.tables.frame_builder import Expr, choose, is_true, keep_where
from nhsdx.tables.number_forms import TOTAL, NumberForms

MONTH = 32
"""The factor for months: more days than any month has, so that the days of one month never run into the next."""
MONTHS_IN_YEAR = 12
MARCH_1900, MARCH_2100 = ((datetime.date(year, 3, 1) - EPOCH).days for year in (1900, 2100))
"""Excel's serial numbers for 1 March 1900 and 1 March 2100."""


def join_day(year: Expr, month: Expr, day: Expr) -> Expr:
    """A day as one number: 32 times the months since year 0, plus the day of the month."""
    return (year.cast(nw.Int32()) * 12 + month.cast(nw.Int32()) - 1) * MONTH + day.cast(nw.Int32())


class DateReader(NamedTuple):
    """Reads days that are all written in one form.

    Each of the three steps makes its own columns: pieces of text, then numbers, then the day. In a single step, some
    engines would work out the same piece several times for each day.
    """

    form: DateForm

    def list_pieces(self, text: Expr) -> list[Expr]:
        """The pieces of a folded text that is in this form; null for any other text."""
        dated = keep_where(text.str.contains(self.form.pattern), text)
        return [dated.cast(nw.Float64()).floor()] if self.form.is_serial else _split(dated, self.form)

    def read_pieces(self, pieces: Sequence[Expr]) -> list[Expr]:
        """The year, the month and the day."""
        if self.form.is_serial:
            return _convert_serial(pieces[0])
        found = {KINDS[part]: _read_part(part, piece) for part, piece in zip(self.form.parts, pieces, strict=True)}
        return [found[part] for part in "ymd"]

    def join_parts(self, parts: Sequence[Expr]) -> Expr:
        """The day as one number; null if there is no such day."""
        year, month, day = parts
        if self.form.is_serial:
            return join_day(year, month, day)
        in_year = (year >= 1) & (month >= 1) & (month <= MONTHS_IN_YEAR)
        return keep_where(is_true(in_year & (day >= 1) & (day <= _find_last_day(year, month))), join_day(*parts))


def _split(text: Expr, form: DateForm) -> list[Expr]:
    if form.is_fixed:
        return [text.str.slice(start, size) for start, size in form.find_starts()]
    one, other = map(match_sign, form.signs)
    text = text.str.replace_all(f"({form.moment})$", "")
    rest = text.str.replace_all(f"^.*?{one}", "")
    return [
        text.str.replace_all(f"{one}.*$", ""),
        rest.str.replace_all(f"{other}.*$", ""),
        rest.str.replace_all(f"^.*?{other}", ""),
    ]


def _read_part(part: str, text: Expr) -> Expr:
    if part == "b":
        name = text.str.slice(0, 3)
        cases = [(name == month, nw.lit(number, dtype=nw.Int32())) for number, month in enumerate(MONTHS, 1)]
        return choose(cases, nw.lit(None, dtype=nw.Int32()))
    number = text.cast(nw.Int32())
    return number + CENTURY if part == "y" else number


def _find_last_day(year: Expr, month: Expr) -> Expr:
    """The last day of a month."""
    leaps = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    february = nw.when(leaps).then(nw.lit(29)).otherwise(nw.lit(28))
    return choose([(month == 2, february), (month.is_in([4, 6, 9, 11]), nw.lit(30))], nw.lit(31))  # noqa: PLR2004 - February


def _convert_serial(serial: Expr) -> list[Expr]:
    """The year, month and day of an Excel serial number; January and February are months 13 and 14 of the year before.

    Days are counted from 1 March 1900. Every later year that can be divided by 4 has a leap day, except 2100.
    """
    since = serial - float(MARCH_1900)
    days = nw.when(serial >= float(MARCH_2100)).then(since + 1).otherwise(since)
    year = ((days * 4 + 3) / 1461).floor()
    of_year = days - (year * 1461 / 4).floor()
    month = ((of_year * 5 + 2) / 153).floor()
    day = of_year - ((month * 153 + 2) / 5).floor() + 1
    return [year + 1900, month + 3, day]


def read_numbers(native: Any, columns: Mapping[str, str], forms: NumberForms) -> Any:  # noqa: ANN401 - of any engine
    """The frame with a column of numbers for each given column of folded text."""
    made = {name: parse_number_text(nw.col(column), forms) for name, column in columns.items()}
    return nw.from_native(native).with_columns(**made).to_native()


def parse_number_text(text: Expr, forms: NumberForms) -> Expr:
    """The number in each folded text; null in a text without a number."""
    written = keep_where(text.str.contains(forms.pattern), text)
    number = _make_plain(written, forms)
    if not forms.out_of:
        return number
    total = _make_plain(written.str.replace_all(f"^.*{TOTAL}", ""), forms)
    return keep_where(number <= total, number)


def _make_plain(text: Expr, forms: NumberForms) -> Expr:
    for pattern, sign in forms.steps:
        text = text.str.replace_all(pattern, sign)
    return text.cast(nw.Float64())
