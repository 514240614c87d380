"""Writes the sheets with the live results, and the hidden sheets with the calculations."""

from __future__ import annotations

from nhsdx.documents.words import NOT_ALL_WELL
from nhsdx.forms.media.workbook.formulas.formula import CellFormula
from nhsdx.forms.media.workbook.formulas.grid import WorkingSheet
from nhsdx.forms.media.workbook.layout import FIRST_ROW, GATES, LISTS, RESULTS
from nhsdx.forms.media.workbook.live.book import LiveBook
from nhsdx.forms.media.workbook.live.lists import Lists
from nhsdx.forms.media.workbook.live.results import (
    GATE_HEADINGS,
    RESULT_HEADINGS,
    describe_check,
    list_gates,
    list_results,
)
from nhsdx.forms.media.workbook.paper import Book, SheetColumn

RESULT_WIDTHS = (44, 20, 12, 11, 13, 14, 32, 32, 15, 14, 20)
GATE_WIDTHS = (40, 14, 36, 40, 60, 60, 24)
CANNOT = "A workbook cannot calculate everything in this rubric: score the answers with nhsdx assess."
NO_GATES = "The rubric has no gates."
ABOUT_GATES = (
    f"Conditions that cap a score or give a warning. If all are clear: {NOT_ALL_WELL[:1].lower()}{NOT_ALL_WELL[1:]}"
)


def write_live(book: Book, live: LiveBook) -> None:
    """Writes the results and the calculations, or a sheet that says that the workbook has no results."""
    if not live.can_score:
        paper = book.add_sheet(RESULTS, RESULTS, CANNOT, [SheetColumn("Part", 80)])
        paper.write(FIRST_ROW - 1, 0, CANNOT, "lead")
        paper.add_table(1, RESULTS, CANNOT)
        return
    _write_results(book, live)
    _write_gates(book, live)
    for grid in live.grids.values():
        _write_grid(book, grid)


def _write_results(book: Book, live: LiveBook) -> None:
    columns = [SheetColumn(heading, width) for heading, width in zip(RESULT_HEADINGS, RESULT_WIDTHS, strict=True)]
    title = RESULTS if live.instrument.origin is None else f"{RESULTS} of the local rubric"
    paper = book.add_sheet(RESULTS, title, describe_check(live), columns)
    rows = list(list_results(live))
    for place, row in enumerate(rows, FIRST_ROW - 1):
        figure = book.choose_figure(row.decimals, is_node=row.is_node)
        text, percent = ("strong", "strong-percent") if row.is_node else ("text", "percent")
        styles = (text, text, *[figure] * 4, text, text, percent, text, "key")
        for column, (content, style) in enumerate(zip(row.cells, styles, strict=True)):
            paper.write(place, column, content, style)
    paper.add_table(len(rows), RESULTS, "The overall score, and the score of each dimension and criterion.")


def _write_gates(book: Book, live: LiveBook) -> None:
    gates = list(list_gates(live))
    columns = [SheetColumn(heading, width) for heading, width in zip(GATE_HEADINGS, GATE_WIDTHS, strict=True)]
    paper = book.add_sheet(GATES, GATES, ABOUT_GATES if gates else NO_GATES, columns)
    for place, cells in enumerate(gates, FIRST_ROW - 1):
        for column, content in enumerate(cells):
            paper.write(place, column, content, "key" if column == len(cells) - 1 else "text")
    paper.add_table(len(gates), GATES, "The gates of the rubric and their states.")


def _write_grid(book: Book, grid: WorkingSheet) -> None:
    """Writes a hidden sheet with calculations, for readers who want to check them."""
    widths = [max(14.0, len(heading) * 1.1) for heading in grid.headings]
    widths[0] = 40.0
    columns = [SheetColumn(heading, width) for heading, width in zip(grid.headings, widths, strict=True)]
    paper = book.add_sheet(grid.name, grid.name, grid.note, columns)
    for place, row in enumerate(grid.rows):
        for column, content in enumerate(row):
            is_constant = isinstance(content.value, str | int | float) and content.text in _write_constants(content)
            paper.write(place + FIRST_ROW - 1, column, content.value if is_constant else content, "text")
    paper.add_table(len(grid.rows), grid.name, grid.note)
    paper.sheet.hide()


def _write_constants(content: CellFormula) -> tuple[str, ...]:
    """The possible texts of a formula that is only a constant."""
    value = content.value
    return (f'"{value}"', f"({value!r})", repr(value))


def write_lists(book: Book, lists: Lists) -> None:
    """Writes the hidden sheet with all lists."""
    columns = [SheetColumn(heading, 24) for heading, _ in lists.columns]
    paper = book.add_sheet(LISTS, LISTS, "The lists behind drop-downs and formulas.", columns)
    for place, (_, entries) in enumerate(lists.columns):
        for row, entry in enumerate(entries, FIRST_ROW - 1):
            paper.write(row, place, entry, "text")
    longest = max((len(entries) for _, entries in lists.columns), default=1)
    paper.add_table(longest, LISTS, "The lists behind drop-downs and formulas.")
    paper.sheet.hide()
