"""Writes one sheet: title, note, one table, protection, and settings for printing."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

from nhsdx.documents.safe_text import clean_xml
from nhsdx.forms.media.workbook.formulas.formula import CellFormula
from nhsdx.forms.media.workbook.formulas.grid import quote_sheet
from nhsdx.forms.media.workbook.layout import FIRST_ROW
from nhsdx.forms.media.workbook.style import STYLES, build_figure, name_figure

PRINTED = datetime.datetime(2026, 1, 1)  # noqa: DTZ001 - the same in every workbook, so that equal ones have equal bytes
LINE_HEIGHT, HIGHEST_ROW = 14.5, 409
"""The height of a line, and the greatest height of a row, in points."""
HEADING_ROW = FIRST_ROW - 2
"""The row with the headings, counted from 0."""


class Exact(float):
    """A number that is written with all its digits, and not only the first fifteen."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        """The shortest text from which the same number can be read again. The requested format is ignored."""
        return repr(float(self))


class SheetColumn(NamedTuple):
    """A column of a table: its heading, which is unique in the sheet, and its width in characters."""

    heading: str
    width: float


LETTERS = {"key": 1.5, "lead": 1.0, "strong": 1.0}
"""How many letters fit into a unit of width, for styles that are smaller or bolder than usual."""


def count_lines(text: str, width: float, style: str) -> int:
    """How many lines a text needs in a cell. Row heights are set because not all office programs adjust them."""
    letters = max(int(width * LETTERS.get(style, 1.1)), 1)
    return sum(max(len(textwrap.wrap(line, letters)), 1) for line in text.splitlines() or [""])


class Book:
    """A workbook that is being written, with its formats. With `is_cached`, formulas are written with their values."""

    def __init__(self, book: Any, *, is_cached: bool = True) -> None:  # noqa: ANN401 - of XlsxWriter
        """Starts writing into an XlsxWriter workbook."""
        self.book, self.is_cached = book, is_cached
        self.formats = {name: book.add_format(style) for name, style in STYLES.items()}
        self.tables = 0

    def choose_figure(self, decimals: int, *, is_node: bool) -> str:
        """The name of the format for a figure. If the workbook lacks the format, it is added."""
        name = name_figure(decimals, is_node=is_node)
        if name not in self.formats:
            self.formats[name] = self.book.add_format(build_figure(decimals, is_node=is_node))
        return name

    def add_sheet(self, name: str, title: str, note: str | CellFormula, columns: Sequence[SheetColumn]) -> Paper:
        """Adds a sheet with its title in A1 and a note below the title."""
        sheet = self.book.add_worksheet(name)
        paper = Paper(self, sheet, tuple(columns))
        paper.write(0, 0, title, "title")
        paper.write(1, 0, note, "note")
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.freeze_panes(FIRST_ROW - 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.repeat_rows(HEADING_ROW)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer("&L&A&RPage &P of &N")
        return paper


class Paper:
    """A sheet that is being written, in which rows are counted from 0."""

    def __init__(self, book: Book, sheet: Any, columns: tuple[SheetColumn, ...]) -> None:  # noqa: ANN401 - of XlsxWriter
        """Starts writing into one sheet."""
        self.book, self.sheet, self.columns = book, sheet, columns
        self.lines: dict[int, int] = {}
        self.own = quote_sheet(sheet.name)

    def write(self, row: int, column: int, content: object, style: str) -> None:
        """Writes a cell: a formula, a number, a day or text. Text never becomes a formula."""
        look = self.book.formats[style]
        if row >= HEADING_ROW and isinstance(content, str):
            self.lines[row] = max(self.lines.get(row, 1), count_lines(content, self.columns[column].width, style))
        if isinstance(content, CellFormula):
            value = content.value if self.book.is_cached else ""
            self.sheet.write_formula(row, column, "=" + content.text.replace(self.own, ""), look, value)
        elif isinstance(content, int | float):
            self.sheet.write_number(row, column, Exact(content), look)
        elif isinstance(content, datetime.date):
            self.sheet.write_datetime(row, column, content, look)
        elif content in ("", None):
            self.sheet.write_blank(row, column, None, look)
        else:
            self.sheet.write_string(row, column, str(content), look)

    def leave_room(self, row: int, lines: int) -> None:
        """Makes a row high enough for the given number of lines."""
        self.lines[row] = max(self.lines.get(row, 1), lines)

    def add_table(self, rows: int, title: str, description: str) -> None:
        """Marks up the rows below the headings as a table, with a description for screen readers."""
        self.book.tables += 1
        for row, lines in self.lines.items():
            self.sheet.set_row(row, min(LINE_HEIGHT * lines + 2, HIGHEST_ROW))
        headings = [
            {"header": column.heading, "header_format": self.book.formats["heading"]} for column in self.columns
        ]
        options = {
            "name": f"Table{self.book.tables}",
            "columns": headings,
            "autofilter": False,
            "style": None,
            "title": clean_xml(title),
            "description": clean_xml(description),
        }
        self.sheet.add_table(HEADING_ROW, 0, HEADING_ROW + max(rows, 1), len(self.columns) - 1, options)
