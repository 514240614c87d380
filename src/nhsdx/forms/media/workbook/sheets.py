"""Reads the sheets of a filled-in workbook: the tables, and the place of each cell as people see it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.forms import fold_cell
from nhsdx.forms.media.workbook.formulas.grid import name_column
from nhsdx.forms.media.workbook.live.inputs import FIRST_SURE_DAY
from nhsdx.model import Finding, quote_word
from nhsdx.tables.readers.workbook import convert_cell, open_sheets
from nhsdx.tables.readers.workbook_faults import find_errors
from nhsdx.tables.readers.workbook_percents import find_percents

LAST_HEADING_ROW = 20
"""The last row that is searched for headings, in case people added rows above the headings."""


class ReadCell(NamedTuple):
    """The text of a cell, which may be empty, and the place of the cell."""

    text: str
    place: str


@dataclass(slots=True)
class ReadSheet:
    """A sheet of a filled-in workbook. `headings` has the column of each expected heading that was found.

    `rows` has the rows below the headings. Problems are collected until everything is read.
    """

    name: str
    file: str
    headings: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def place(self, row: int | None = None, column: int = 0) -> str:
        """The place of the sheet or of one of its cells. The row is counted from 1, and the column from 0."""
        return f"{self.file}: {self.name}" + ("" if row is None else f"!{name_column(column)}{row}")

    def see(self, row: int, cells: Sequence[str], heading: str) -> ReadCell:
        """The cell of this row in the column with the given heading."""
        column = self.headings[heading]
        return ReadCell(cells[column] if column < len(cells) else "", self.place(row, column))

    def refuse(self, code: str, message: str, place: str, remedy: str) -> None:
        """Adds a problem to the findings."""
        self.findings.append(Finding(code, "error", message, place, remedy))


class FilledBook(NamedTuple):
    """The sheets of a filled-in workbook, keyed by their names."""

    name: str
    sheets: dict[str, Any]

    @classmethod
    def open(cls, name: str) -> FilledBook:
        """The workbook in a file. Raises NhsdxError if the file is not a workbook."""
        return cls(name, open_sheets(name)[0])

    def list_cells(self, sheet: str) -> list[list[str]]:
        """The texts of all cells in a sheet."""
        return [[_write(cell) for cell in row] for row in self.sheets[sheet].to_python(skip_empty_area=False)]

    def _find_errors(self, sheet: str) -> dict[tuple[int, int], str]:
        """The cells with an error, such as #N/A. Raises NhsdxError for a formula without a result."""
        try:
            return find_errors(self.name, sheet)
        except NhsdxError as error:
            raise self._move_error(error, sheet) from None

    def _move_error(self, error: NhsdxError, sheet: str) -> NhsdxError:
        """The same error, with its place in the workbook written as people see it."""
        _, _, place = (error.where or "").partition(f"{self.name}:")
        row, _, column = place.partition(":")
        if not (row.isdecimal() and column.isdecimal()):
            return error
        where = ReadSheet(sheet, self.name).place(int(row), int(column) - 1)
        return NhsdxError(error.message, where, error.hint, code=error.code)

    def read_sheet(self, name: str, headings: Sequence[str]) -> ReadSheet:
        """Reads a sheet with a table that has the given headings. Text outside the table is a problem."""
        sheet = ReadSheet(name, self.name)
        cells = self.list_cells(name)
        at = _find_headings(cells, headings)
        if at is None:
            remedy = "copy the sheet from a new workbook, and fill it in again"
            sheet.refuse("unknown-column", "the headings of this sheet are missing", sheet.place(), remedy)
            return sheet
        self._read_headings(sheet, at, cells, headings)
        if not sheet.findings:
            sheet.rows = [(row, one) for row, one in enumerate(cells[at + 1 :], at + 2) if any(one)]
            _refuse_outside(sheet)
            self._refuse_merged(sheet, at)
            for (row, column), sign in self._find_errors(name).items():
                place, remedy = sheet.place(row + 1, column), "write what you mean, or empty the cell"
                sheet.refuse("table-unreadable", f"this cell has the error {sign}", place, remedy)
            self._refuse_percents(sheet, at)
        return sheet

    def _refuse_percents(self, sheet: ReadSheet, at: int) -> None:
        """Refuses percentages, because nobody can say whether 50% means 50 or 0.5."""
        for row, column in find_percents(self.name, sheet.name):
            if row > at and column in sheet.headings.values():
                remedy = "format the cell as a number, and write the number that you mean"
                sheet.refuse("wrong-type", "this cell is a percentage", sheet.place(row + 1, column), remedy)

    def _read_headings(self, sheet: ReadSheet, at: int, cells: list[list[str]], headings: Sequence[str]) -> None:
        known = {fold_cell(heading): heading for heading in headings}
        for column, text in enumerate(cells[at]):
            heading = known.get(fold_cell(text))
            if heading in sheet.headings:
                place = sheet.place(at + 1, column)
                sheet.refuse("duplicate", f"two columns are called {quote_word(text)}", place, "delete one of them")
            elif heading is not None:
                sheet.headings[heading] = column
        for heading in headings:
            if heading not in sheet.headings:
                message = f"the column {quote_word(heading)} is missing"
                remedy = "put the column back, as in the original workbook"
                sheet.refuse("unknown-column", message, sheet.place(at + 1), remedy)

    def _refuse_merged(self, sheet: ReadSheet, at: int) -> None:
        for (first, left), (last, right) in self.sheets[sheet.name].merged_cell_ranges or ():
            if last > at and left < len(sheet.headings) and (first, left) != (last, right):
                message = "cells are merged here, and only one of them has a value"
                remedy = "split the cells, and fill in each of them"
                sheet.refuse("table-unreadable", message, sheet.place(first + 1, left), remedy)


def _find_headings(cells: Sequence[Sequence[str]], headings: Sequence[str]) -> int | None:
    """The first row, counted from 0, with at least two of the headings; None if there is no such row."""
    wanted = set(map(fold_cell, headings))
    for at, row in enumerate(cells[:LAST_HEADING_ROW]):
        if len(wanted & set(map(fold_cell, row))) >= min(2, len(wanted)):
            return at
    return None


def _refuse_outside(sheet: ReadSheet) -> None:
    """Refuses text in a column that is not in the table."""
    inside = set(sheet.headings.values())
    for row, cells in sheet.rows:
        for column, text in enumerate(cells):
            if text and column not in inside:
                message, remedy = "this cell is outside the table", "move the text to a field, such as a note"
                sheet.refuse("unknown-column", message, sheet.place(row, column), remedy)


def _write(cell: object) -> str:
    """A cell as text. A day before March 1900 is written as its number in the spreadsheet."""
    if isinstance(cell, datetime.date):
        day = cell.date() if isinstance(cell, datetime.datetime) else cell
        if day < FIRST_SURE_DAY:
            return f"day number {(day - datetime.date(1899, 12, 30)).days}"
    return convert_cell(cell) or ""
