"""Numbers and days in texts, in the forms that a map gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from nhsdx.tables.date_forms import CENTURY, EPOCH, KINDS, MONTHS, DateForm, match_sign
from nhsdx.tables.frame_builder import Expr, choose, is_true, keep_where
from nhsdx.tables.number_forms import TOTAL, NumberForms

MONTH = 32
"""Days in the number of a month, more than any month has, so that days never carry over."""
MONTHS_IN_YEAR = 12
UNIX_EPOCH = EPOCH.toordinal() - 719_163
"""The day that Excel numbers 0, counted from 1970."""


def join_day(year: Expr, month: Expr, day: Expr) -> Expr:
    """A day as one number: months since year 0 times 32, plus the day of the month."""
    return (year.cast(nw.Int32()) * 12 + month.cast(nw.Int32()) - 1) * MONTH + day.cast(nw.Int32())


def read_day(text: Expr, form: DateForm) -> Expr:
    """The day in a folded text; null for a text that is not a day in this form."""
    dated = keep_where(text.str.contains(form.pattern), text)
    if form.is_serial:
        return _convert_serial(dated.cast(nw.Float64()))
    pieces = dict(zip(form.parts, _split(dated, form), strict=True))
    found = {KINDS[part]: _read_part(part, piece) for part, piece in pieces.items()}
    year, month, day = found["y"], found["m"], found["d"]
    in_year = (year >= 1) & (month >= 1) & (month <= MONTHS_IN_YEAR)
    return keep_where(is_true(in_year & (day >= 1) & (day <= _find_last_day(year, month))), join_day(year, month, day))


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


def _convert_serial(serial: Expr) -> Expr:
    """The day that Excel numbers so, by the calendar that repeats every 400 years, from 1 March of the year 0."""
    days = serial + float(UNIX_EPOCH + 719_468)
    era = (days / 146_097).floor()
    day = days - era * 146_097
    year = ((day - (day / 1460).floor() + (day / 36_524).floor() - (day / 146_096).floor()) / 365).floor()
    day = day - (365 * year + (year / 4).floor() - (year / 100).floor())
    month = ((5 * day + 2) / 153).floor()
    # Months are counted from March here, so that January and February belong to the next year.
    months = (year + era * 400) * MONTHS_IN_YEAR + month + 2
    return (months * MONTH + day - ((153 * month + 2) / 5).floor() + 1).cast(nw.Int32())


def read_numbers(native: Any, columns: Mapping[str, str], forms: NumberForms) -> Any:  # noqa: ANN401 - of any engine
    """The frame with a column of numbers for each of some columns of folded text."""
    made = {name: parse_number_text(nw.col(column), forms) for name, column in columns.items()}
    return nw.from_native(native).with_columns(**made).to_native()


def parse_number_text(text: Expr, forms: NumberForms) -> Expr:
    """The number in each folded text; null where there is none."""
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
