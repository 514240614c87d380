"""Dates as columns of whole numbers, which can be compared and to which months can be added."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import narwhals as nw

from nhsdx.errors import NhsdxError
from nhsdx.model import Rubric
from nhsdx.tables import columns
from nhsdx.tables.frame_builder import Expr, FrameBuilder, find_lowest, is_true, keep_where, make_code, make_truth
from nhsdx.tables.scoring.cells import find_empty_words, match_codes, read_folded_text
from nhsdx.tables.scoring.texts import MONTH, DateReader, join_day

DAY_STEP = 3
"""The step in which columns of days are made from texts."""


class DateCell(NamedTuple):
    """`day` is 32 times the months since year 0, plus the day of the month; null if the cell has no valid date."""

    day: Expr
    wrong: Expr


class DayColumns(NamedTuple):
    """For each row, the date used to work out how old evidence is, and the latest date that evidence may have."""

    as_of: Expr
    latest: Expr


def convert_date(date: datetime.date) -> int:
    """A date as one number; adding `months * MONTH` gives a day that many months later."""
    return (date.year * 12 + date.month - 1) * MONTH + date.day


def read_date(table: FrameBuilder, column: str) -> DateCell:
    """A column of dates, or of text such as 2026-10-01."""
    kind = table.types[column]
    cell = table.col(column)
    if kind in (nw.Date, nw.Datetime):
        parts = (cell.dt.year(), cell.dt.month(), cell.dt.day())
        return DateCell(join_day(*parts), make_truth(value=False))
    day = table.share((column, "day"), DAY_STEP, lambda: _read_day(table, column))
    return DateCell(keep_where(day > 0, day), is_true(day == 0))


def _read_day(table: FrameBuilder, column: str) -> Expr:
    """The day in a text that has one of the map's forms; 0 for a text that is not a date, and null for no answer."""
    forms = table.rules.dates
    text = read_folded_text(table, column, is_phrase=len(forms) > 1)
    empty = match_codes(table, column, dict.fromkeys(find_empty_words(table, column), 1), 0, make_code)
    days = [_read_form(table, column, text, DateReader(form)) for form in forms]
    return nw.coalesce(*days, keep_where(empty == 0, nw.lit(0, dtype=nw.Int32())))


def _read_form(table: FrameBuilder, column: str, text: Expr, reader: DateReader) -> Expr:
    """The day that a text in the given form represents."""

    def share_part(step: int, place: int, part: Expr) -> Expr:
        return table.share((column, reader.form, step, place), step, lambda: part)

    pieces = [share_part(1, *one) for one in enumerate(reader.list_pieces(text))]
    parts = [share_part(2, *one) for one in enumerate(reader.read_pieces(pieces))]
    return reader.join_parts(parts)


def find_days(
    table: FrameBuilder, rubric: Rubric, as_of: datetime.date | None
) -> tuple[DayColumns | None, dict[str, Expr]]:
    """The dates used to work out how old evidence is, and the rows whose own date is invalid."""
    own = read_date(table, columns.DATE) if columns.DATE in table else None
    wrong = {} if own is None else {columns.DATE: own.wrong}
    if as_of is not None:
        given = nw.lit(convert_date(as_of), dtype=nw.Int32())
        return DayColumns(given, given if own is None else find_lowest([given, own.day])), wrong
    if own is None and _has_ageing_evidence(table, rubric):
        raise NhsdxError(
            "the table says when evidence was seen, but not when the assessments were made",
            "",
            "add a column `date`, or give a day for all rows with --as-of",
            code="no-date",
        )
    return None if own is None else DayColumns(own.day, own.day), wrong


def _has_ageing_evidence(table: FrameBuilder, rubric: Rubric) -> bool:
    has_age = any(grade.max_age_months for grade in rubric.evidence_grades)
    return has_age and any(
        columns.name_seen_column(name) in table for name, one in rubric.criteria.items() if one.evidence_ages
    )
