"""The sheets with the calculations: cells by row and column, each with a constant or a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nhsdx.forms.media.workbook.formulas.formula import CellFormula, Operand, wrap

FIRST_ROW = 4
"""The row, counted from 1, of the first entry in a sheet with a title, a note and headings."""


def name_column(place: int) -> str:
    """The letters of the column at the given place, counted from 0."""
    letters = ""
    while place >= 0:
        letters = chr(ord("A") + place % 26) + letters
        place = place // 26 - 1
    return letters


def quote_sheet(name: str) -> str:
    """The name of a sheet, as it is written in formulas."""
    return "'" + name.replace("'", "''") + "'!"


@dataclass(slots=True)
class WorkingSheet:
    """A sheet with calculations: its name, a note about it, its headings, and the rows that it has so far."""

    name: str
    note: str
    headings: tuple[str, ...]
    rows: list[list[CellFormula]] = field(default_factory=list)

    def add_row(self) -> int:
        """Adds a row of empty cells, and returns its place, counted from 0."""
        self.rows.append([wrap("")] * len(self.headings))
        return len(self.rows) - 1

    def put(self, row: int, heading: str, content: Operand) -> CellFormula:
        """Writes a cell, and returns a reference to the cell with its value."""
        self.rows[row][self.headings.index(heading)] = wrap(content)
        return self.see(row, heading)

    def see(self, row: int, heading: str) -> CellFormula:
        """A reference to a cell, with the cell's current value."""
        column = self.headings.index(heading)
        place = f"${name_column(column)}${row + FIRST_ROW}"
        return CellFormula(quote_sheet(self.name) + place, self.rows[row][column].value)

    def span(self, rows: Sequence[int], heading: str) -> CellFormula:
        """A reference to consecutive cells in one column, with their current values."""
        column = self.headings.index(heading)
        letters = name_column(column)
        text = f"{quote_sheet(self.name)}${letters}${rows[0] + FIRST_ROW}:${letters}${rows[-1] + FIRST_ROW}"
        return CellFormula(text, [self.rows[row][column].value for row in rows])

    def write(self, content: CellFormula) -> str:
        """The text of a formula for a cell. References to cells of the same sheet leave out the name of the sheet."""
        return content.text.replace(quote_sheet(self.name), "")
