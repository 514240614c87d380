"""Dates in columns, as whole numbers that compare and age like dates."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import narwhals as nw

from nhsdx.errors import NhsdxError
from nhsdx.model import Rubric
from nhsdx.tables import columns
from nhsdx.tables.frame_builder import Expr, FrameBuilder, choose, find_lowest, is_true, keep_where, make_truth
from nhsdx.tables.scoring.cells import read_text

DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([ t]00:00(:00(\.0+)?)?)?$"
"""A day, or its midnight, as programs write it that have only moments."""
MONTH = 32
"""Days in the number of a month, more than any month has, so that days never carry over."""


class DateCell(NamedTuple):
    """`day`: months since year 0 times 32, plus the day of the month; null where the cell has no valid date."""

    day: Expr
    wrong: Expr


class DayColumns(NamedTuple):
    """The day to which the age of evidence is counted, and the last day on which it can have been seen, by row."""

    as_of: Expr
    latest: Expr


def convert_date(date: datetime.date) -> int:
    """A date as one number; a day some months later is `months * MONTH` more."""
    return (date.year * 12 + date.month - 1) * MONTH + date.day


def read_date(table: FrameBuilder, column: str) -> DateCell:
    """A column of dates, or of text such as 2026-10-01."""
    kind = table.types[column]
    cell = table.col(column)
    if kind in (nw.Date, nw.Datetime):
        parts = (cell.dt.year(), cell.dt.month(), cell.dt.day())
        return DateCell(_join_day(*parts), make_truth(value=False))
    text = read_text(table, column)
    day = table.share((column, "day"), 1, lambda: _read_day(text))
    return DateCell(keep_where(day > 0, day), is_true(day == 0))


def _read_day(text: Expr) -> Expr:
    """The day in a text; 0 for a text that is not a date, and null for no text."""
    dated = keep_where(text.str.contains(DATE), text)
    year, month, day = (dated.str.slice(start, size).cast(nw.Int32()) for start, size in ((0, 4), (5, 2), (8, 2)))
    is_date = is_true((year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= _find_last_day(year, month)))  # noqa: PLR2004 - months
    nothing = text.is_null() | (text == "")
    return choose([(is_date, _join_day(year, month, day)), (nothing, nw.lit(None, dtype=nw.Int32()))], nw.lit(0))


def _join_day(year: Expr, month: Expr, day: Expr) -> Expr:
    return (year.cast(nw.Int32()) * 12 + month.cast(nw.Int32()) - 1) * MONTH + day.cast(nw.Int32())


def _find_last_day(year: Expr, month: Expr) -> Expr:
    """The last day of a month."""
    leaps = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    february = nw.when(leaps).then(nw.lit(29)).otherwise(nw.lit(28))
    return choose([(month == 2, february), (month.is_in([4, 6, 9, 11]), nw.lit(30))], nw.lit(31))  # noqa: PLR2004 - February


def find_days(
    table: FrameBuilder, rubric: Rubric, as_of: datetime.date | None
) -> tuple[DayColumns | None, dict[str, Expr]]:
    """The days by which the age of evidence is judged, and where a row's own date is invalid."""
    own = read_date(table, columns.DATE) if columns.DATE in table else None
    wrong = {} if own is None else {columns.DATE: own.wrong}
    if as_of is not None:
        given = nw.lit(convert_date(as_of), dtype=nw.Int32())
        return DayColumns(given, given if own is None else find_lowest([given, own.day])), wrong
    if own is None and _has_ageing_evidence(table, rubric):
        raise NhsdxError(
            "the table says when evidence was seen, but not when the assessments were made",
            columns.DATE,
            "add a column `date`, or give a day for all rows with --as-of",
            code="no-date",
        )
    return None if own is None else DayColumns(own.day, own.day), wrong


def _has_ageing_evidence(table: FrameBuilder, rubric: Rubric) -> bool:
    has_age = any(grade.max_age_months for grade in rubric.evidence_grades)
    return has_age and any(
        columns.name_seen_column(name) in table for name, one in rubric.criteria.items() if one.evidence_ages
    )
