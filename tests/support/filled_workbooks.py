"""Form workbooks that people change: their sheets are read as rows of cells and saved again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine

from nhsdx.forms.media.workbook.formulas.grid import name_column
from nhsdx.forms.media.workbook.layout import ANSWER, FIRST_ROW, KEY, NOT_READ, STAMP
from tests.support.workbooks import write_workbook

HEADINGS = FIRST_ROW - 2
"""The row with the headings, counted from 0."""


@dataclass(slots=True)
class ChangedBook:
    """The sheets of a workbook that `import` reads, each as its rows; the rest is left out."""

    path: Path
    sheets: dict[str, list[list[Any]]]

    @classmethod
    def open(cls, path: Path) -> ChangedBook:
        """The sheets of a workbook in a file."""
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        names = [name for name in book.sheet_names if name not in NOT_READ or name == STAMP]
        found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
        return cls(path, {name: [list(row) for row in rows] for name, rows in found.items()})

    def find(self, key: str) -> tuple[str, int]:
        """The sheet with a key, and its row, counted from 0."""
        found = ((name, at) for name, rows in self.sheets.items() for at, row in enumerate(rows) if key in row[KEY:])
        return next(found)

    def fill(self, cells: dict[str, Any]) -> None:
        """Writes answers in the rows of their keys."""
        for key, value in cells.items():
            name, at = self.find(key)
            self.sheets[name][at][ANSWER] = value

    def locate(self, key: str, column: int = ANSWER) -> str:
        """The place of the answer with a key, in words for people."""
        name, at = self.find(key)
        return f"{self.path.name}: {name}!{name_column(column)}{at + 1}"

    def save(self, merged: str = "") -> None:
        """Writes the sheets to the file, like a program that knows only values."""
        sheets = {name: [list(row) for row in rows] for name, rows in self.sheets.items()}
        write_workbook(self.path, sheets, merged)
