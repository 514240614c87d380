"""Excel workbooks: reads the cells of one sheet as words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, TypeAlias

from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from nhsdx.model import suggest_one_of
from nhsdx.tables.readers.headings import Headings
from nhsdx.tables.readers.parts import Parts
from nhsdx.tables.readers.workbook_faults import find_errors
from nhsdx.tables.readers.workbook_percents import find_percents
from nhsdx.tables.readers.workbook_size import build_workbook_error, refuse_large_workbook

Rows: TypeAlias = Iterator[tuple[int, list[str | None]]]
"""The rows of a sheet, each with its row number in the sheet."""
ROWS_AT_ONCE = 20_000
EXACT = 1e15


def read_workbook(name: str, headings: Headings, parts: Parts, sheet: str | None, decimal: str) -> None:
    """Adds the rows of a sheet to parts. Raises NhsdxError for a file that is not a workbook, or an unknown sheet."""
    found, visible = open_sheets(name)
    chosen = choose_sheet(name, found, visible, sheet)
    _add_sheet(name, found[chosen], headings, parts, list_rows(name, chosen, found[chosen], decimal))


def open_sheets(name: str) -> tuple[dict[str, Any], set[str]]:
    """The sheets of a workbook, and the names of the visible sheets.

    Raises NhsdxError if the file is not a workbook.
    """
    calamine = import_extra("python_calamine", "workbook")
    refuse_large_workbook(name)
    try:
        book = calamine.CalamineWorkbook.from_path(name)
        found = {one: book.get_sheet_by_name(one) for one in book.sheet_names}
        visible = {one.name for one in book.sheets_metadata if one.visible == calamine.SheetVisibleEnum.Visible}
    except (calamine.CalamineError, OSError):
        raise build_workbook_error(name) from None
    return found, visible


def choose_sheet(name: str, found: dict[str, Any], visible: set[str], sheet: str | None) -> str:
    """The sheet that the user asks for, or the only visible sheet with cells."""
    if sheet is not None:
        if sheet not in found:
            message = f'the workbook has no sheet "{sheet}"'
            raise NhsdxError(message, name, suggest_one_of(sheet, found), code="unknown-reference")
        return sheet
    filled = [one for one, content in found.items() if one in visible and content.start is not None]
    if not filled:
        raise NhsdxError("the workbook has no cells", name, "check that it is the right file", code="table-unreadable")
    if len(filled) > 1:
        remedy = f"give one with --sheet: {', '.join(filled)}"
        raise NhsdxError("the workbook has several sheets: which one?", name, remedy, code="usage")
    return filled[0]


def _add_sheet(name: str, sheet: Any, headings: Headings, parts: Parts, rows: Rows) -> None:  # noqa: ANN401 - of calamine
    place, first = _find_headings(rows, may_lack=headings.may_repeat)
    parts.names, width = headings.name(first, f"{name}:{place}:1"), len(first)
    _refuse_merged(name, sheet, place + headings.may_repeat, width)
    while waiting := list(islice(rows, ROWS_AT_ONCE)):
        for number, row in waiting:
            _expect_headings(name, number, row[width:], width)
        parts.add_rows([row[:width] for _, row in waiting], [number - place for number, _ in waiting])


def _find_headings(rows: Rows, *, may_lack: bool) -> tuple[int, list[str]]:
    """The number and the cells of the first filled row.

    If `may_lack` is true, columns may lack headings; otherwise, cells after the last heading are left out.
    """
    for place, row in rows:
        filled = [column for column, heading in enumerate(row, 1) if heading]
        if filled:
            return place, [one or "" for one in (row if may_lack else row[: filled[-1]])]
    return 1, []


def _expect_headings(name: str, number: int, beyond: Sequence[str | None], width: int) -> None:
    """Raises NhsdxError for cells to the right of the last heading."""
    if any(beyond):
        message = "this row has cells to the right of the last heading"
        hint = "give each column a heading, or move other cells to another sheet"
        if width == 1:
            hint = "expected the headings in the first row: delete any title or remark above the headings"
        raise NhsdxError(message, f"{name}:{number}:1", hint, code="table-unreadable")


def _refuse_merged(name: str, sheet: Any, first: int, width: int) -> None:  # noqa: ANN401 - of calamine
    """Raises NhsdxError for merged cells of answers, because only one of the cells has the value."""
    for (row, column), _ in sheet.merged_cell_ranges or ():
        if row >= first and column < width:
            hint = "split the cells, and fill in each of them"
            where = f"{name}:{row + 1}:{column + 1}"
            raise NhsdxError(
                "cells are merged here, and only one of them has a value", where, hint, code="table-unreadable"
            )


def list_rows(name: str, title: str, sheet: Any, decimal: str = ".") -> Rows:  # noqa: ANN401 - a sheet of calamine
    """The rows of a sheet, with the sheet's row numbers, up to the last row that has a cell."""
    words = find_errors(name, title) | find_percents(name, title, decimal)
    found = sheet.to_python(skip_empty_area=False)
    height = max([len(found), *(row + 1 for row, _ in words)])
    width = max([*map(len, found[:1]), *(column + 1 for _, column in words)], default=0)
    others: dict[int, dict[int, str]] = {}
    for (row, column), word in words.items():
        others.setdefault(row, {})[column] = word
    for row in range(height):
        cells = [convert_cell(cell, decimal) for cell in found[row]] if row < len(found) else []
        cells += [None] * (width - len(cells))
        for column, word in others.get(row, {}).items():
            cells[column] = word
        yield row + 1, cells


def convert_cell(cell: object, decimal: str = ".") -> str | None:
    """A cell as a word: a whole number has no decimal point, and a day has no time."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else repr(cell).replace(".", decimal)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
    text = cell.isoformat() if isinstance(cell, datetime.date) else str(cell)
    return text if text.strip() else None
