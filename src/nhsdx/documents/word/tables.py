"""Tables in a Word report: figures, key figures, and range bars beside their figures."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from docx.enum.table import WD_ALIGN_VERTICAL
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm

from nhsdx.documents.bars import divide_range_bar, tabulate_bars
from nhsdx.documents.blocks import (
    Cell,
    Column,
    Histogram,
    KeyFigures,
    Line,
    RangeChart,
    Span,
    StackedBars,
    Table,
    list_texts,
)
from nhsdx.documents.safe_text import clean_xml
from nhsdx.documents.word.styles import (
    BAR_HEIGHT,
    BAR_WIDTH,
    CAPTION,
    CELL,
    HEAD,
    KEY_FIGURE,
    NOTE,
    NUMBER,
    NUMBER_HEAD,
    ROW_HEAD,
    TABLE,
    TEXT_WIDTH,
    add_paragraph,
    find_style_id,
    set_style,
    write,
)
from nhsdx.documents.words import NOT_COUNTED
from nhsdx.model import Scores

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.table import Table as Grid
    from docx.table import _Cell as Field
    from docx.table import _Row as Cells

BARS = 1
"""The table column that contains the bars."""
PIXELS, STRIPE = 660, 8
"""The width of a bar and of a stripe in it, in pixels."""
COLOURS = ("005eb8", "005eb8", "005eb8", "ffffff", "aeb7bd", "aeb7bd", "f0f4f5", "f0f4f5")
"""Two stripe colours for each part of a bar: evidenced, claimed beyond the evidence, possible, and the rest."""
LEGEND = "Filled: evidenced. Striped: claimed beyond the evidence. Grey: possible if every unknown answer is good."
LEGEND_UNGRADED = "Filled: as answered. Grey: possible if every unknown answer is good."
MOST_KEPT = 2_000
"""The maximum number of characters in a row that is kept on one page."""
# The bits of a table's style for its last row: ECMA-376-1, 17.4.55.
HAS_LAST_ROW = 0x0040


def draw_grid(paper: Paper, block: KeyFigures | Table | RangeChart | StackedBars | Histogram) -> None:
    """Adds any block with rows and columns to the document."""
    match block:
        case KeyFigures():
            _draw_figures(paper, block)
        case RangeChart():
            _draw_chart(paper, block)
        case Table():
            _draw_table(paper, block)
        case _:
            _draw_table(paper, tabulate_bars(block))


def _draw_figures(paper: Paper, block: KeyFigures) -> None:
    """Key figures side by side: the label, the figure and a remark."""
    columns = [Column(figure.label) for figure in block.figures]
    grid = _add_grid(paper, "Key figures", columns, [[()] * len(columns)])
    for field, figure in zip(grid.rows[1].cells, block.figures, strict=True):
        write(set_style(field.paragraphs[0], KEY_FIGURE), (Span(figure.value),))
        add_paragraph(field, (Span(figure.note),), NOTE)


def _draw_table(paper: Paper, block: Table) -> None:
    """A table below its caption; if the last row has totals, this row has its own style."""
    add_paragraph(paper, (Span(block.caption),), CAPTION)
    rows = [list(row) for row in block.rows]
    if block.has_total:
        rows[-1][1:] = [tuple(map(_make_bold, cell)) for cell in rows[-1][1:]]
    grid = _add_grid(paper, block.caption, block.columns, rows)
    if block.has_total:
        look = grid._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001 - the library has no table looks
        look.set(qn("w:lastRow"), "1")
        look.set(qn("w:val"), f"{int(look.get(qn('w:val')), 16) | HAS_LAST_ROW:04X}")


def _make_bold(entry: Line) -> Line:
    return tuple(replace(run, strong=True) for run in entry)


def _draw_chart(paper: Paper, chart: RangeChart) -> None:
    """Range bars beside their figures.

    The bars are PNG images, because LibreOffice and all versions of Word show PNG, unlike SVG or drawn shapes.
    """
    columns = (Column(chart.heading, share=14), Column(chart.ends, share=15), *chart.columns)
    grid = _add_grid(paper, chart.caption, columns, _list_chart_rows(chart))
    for row, place in zip(chart.rows, grid.columns[BARS].cells[1:], strict=True):
        run = place.paragraphs[0].add_run()
        run.add_picture(io.BytesIO(draw_bar(row.scores)), Mm(BAR_WIDTH), Mm(BAR_HEIGHT))
        run._r.xpath(".//wp:docPr")[0].set("descr", clean_xml(row.text))  # noqa: SLF001 - the library has no text for pictures
    for cells in grid.rows:
        for field in cells.cells:
            field.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    legend = LEGEND if chart.is_graded else LEGEND_UNGRADED
    if chart.parts is not None:
        legend = f"Filled: {chart.parts[0]}. Striped: {chart.parts[1]}."
    add_paragraph(paper, (Span(f"{legend} The bar goes from {chart.ends}. {chart.note}".rstrip()),), NOTE)


def draw_bar(scores: Scores) -> bytes:
    """A range bar as a PNG image (https://www.w3.org/TR/png-3/) that is one pixel tall, which Word stretches."""
    parts = [part for part, (_, pixels) in enumerate(divide_range_bar(scores, PIXELS)) for _ in range(pixels)]
    line = bytes(2 * part + at // STRIPE % 2 for at, part in enumerate(parts))
    chunks = {
        b"IHDR": struct.pack(">IIBBBBB", PIXELS, 1, 8, 3, 0, 0, 0),
        b"PLTE": bytes.fromhex("".join(COLOURS)),
        b"IDAT": zlib.compress(b"\0" + line, 9),
        b"IEND": b"",
    }
    packed = (struct.pack(">I", len(c)) + k + c + struct.pack(">I", zlib.crc32(k + c)) for k, c in chunks.items())
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def _add_grid(paper: Paper, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Grid:
    """A table whose heading row is repeated on each page; `title` is the name that screen readers read out.

    If there is a table directly before this one, a paragraph with the title separates the two tables, because Word
    would otherwise join them.
    """
    if paper.element.body.xpath("./*[last() - 1][self::w:tbl]"):
        add_paragraph(paper, (Span(title),), CAPTION)
    grid: Grid = paper.add_table(rows=1 + len(rows), cols=len(columns))
    grid.autofit = False
    properties = grid._tbl.tblPr  # noqa: SLF001 - the library knows neither ids nor captions
    properties.style = find_style_id(TABLE)
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), clean_xml(title))
    properties.append(caption)
    whole = sum(column.share for column in columns)
    widths = [Emu(Mm(TEXT_WIDTH) * column.share // whole) for column in columns]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    heads, *others = grid.rows
    _keep_row(heads, is_head=True)
    for field, column, width in zip(heads.cells, columns, widths, strict=True):
        field.width = width
        write(set_style(field.paragraphs[0], NUMBER_HEAD if column.is_number else HEAD), (Span(column.title),))
    for cells, row in zip(others, rows, strict=True):
        _fill_row(cells, row, columns, widths)
    return grid


def _fill_row(cells: Cells, row: Sequence[Cell], columns: Sequence[Column], widths: Sequence[Emu]) -> None:
    """Fills a table row: its heading and its other cells."""
    _keep_row(cells, is_head=False, length=sum(map(len, list_texts(tuple(row)))))
    for at, (field, cell) in enumerate(zip(cells.cells, row, strict=True)):
        field.width = widths[at]
        if at == 0:
            _fill_heading(field, cell)
        else:
            _fill(field, cell, NUMBER if columns[at].is_number else CELL)


def _keep_row(cells: Cells, *, is_head: bool, length: int = 0) -> None:
    """Keeps a row on one page unless it is very long. A heading row is repeated on every page."""
    properties = cells._tr.get_or_add_trPr()  # noqa: SLF001 - the library has no such rows
    if length <= MOST_KEPT:
        properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _fill_heading(field: Field, cell: Cell) -> None:
    """Fills the heading of a row: a name, and remarks below the name."""
    name, *remarks = cell or ((),)
    # Bold inside a bold style would be plain, because in Word the second switches off the first.
    write(set_style(field.paragraphs[0], ROW_HEAD), tuple(replace(run, strong=False) for run in name))
    for entry in remarks:
        add_paragraph(field, entry, NOTE)


def _fill(field: Field, cell: Cell, style: str) -> None:
    """Fills a cell with its lines. An empty cell gets one empty line, because Word needs a paragraph in every cell."""
    first, *others = cell or ((),)
    write(set_style(field.paragraphs[0], style), first)
    for entry in others:
        add_paragraph(field, entry, style)


def _list_chart_rows(chart: RangeChart) -> list[list[Cell]]:
    """A row for each bar; the cell that will contain the bar is empty."""
    rows: list[list[Cell]] = []
    for row in chart.rows:
        label = f"{'– ' * row.depth}{row.label}{f' {NOT_COUNTED}' if row.is_advisory else ''}"
        lines = ((Span(label),), *(((Span(row.note),),) if row.note else ()))
        rows.append([lines, (), *(((Span(text),),) for text in row.cells)])
    return rows
