"""A report as a Word document: real headings, lists, tables and styles, to be edited by whoever sends it."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Emu, Mm

from nhsdx.model.reading import Reading
from nhsdx.model.report import (
    FOOTER,
    Block,
    Callout,
    Cell,
    Column,
    Facts,
    Heading,
    KeyFigures,
    Line,
    Listing,
    Paragraph,
    RangeChart,
    Report,
    Run,
    Style,
    Table,
    texts,
)
from nhsdx.render.bar_png import bar_png
from nhsdx.render.figures import score_text
from nhsdx.render.report_docx_styles import (
    CELL,
    FACT,
    HEAD,
    LEAD,
    NOTE,
    NUMBER,
    TEXT_WIDTH,
    W,
    callout_style,
    callout_title,
    empty_paper,
)

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.table import Table as Grid
    from docx.table import _Cell as Field
    from docx.text.paragraph import Paragraph as Words

STYLES = {Style.LEAD: LEAD, Style.BODY: "Normal", Style.NOTE: NOTE}
# What XML cannot hold: https://www.w3.org/TR/xml/#charsets
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SIZES = ((3_600, 9.5), (4_300, 9.0), (5_000, 8.5), (5_800, 8.0))
"""Up to how many characters of page one are set in which size, in points, to fit a side of A4."""
SMALLEST = 7.0
MOST_KEPT = 2_000
"""The most characters of a row that is kept on one page."""
BAR_WIDTH, BAR_HEIGHT = Mm(44), Mm(4.4)
CHART = (
    Column("Dimension", share=7),
    Column("Evidence, claim and range", share=8),
    *(Column(name, is_number=True, share=share) for name, share in (("Evidenced", 3), ("Claimed", 3), ("Range", 4))),
    Column("Level by evidence", share=5),
)
RULE = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="D8DDE0"/>'
RULES = f"<w:tblBorders {W}>{RULE.format('bottom')}{RULE.format('insideH')}</w:tblBorders>"
ROOM = f'<w:tblCellMar {W}><w:left w:w="0" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def report_docx(report: Report) -> bytes:
    """The whole report as a file, the same for the same report: no time, name or number comes from the machine."""
    paper = empty_paper(report, _size(report))
    for number, page in enumerate(report.pages):
        begins = len(paper.paragraphs)
        for block in page.blocks:
            _draw(paper, block)
        if number:
            paper.paragraphs[begins].paragraph_format.page_break_before = True
    _draw(paper, Heading(2, FOOTER, "footer"))
    for entry in report.footer:
        _paragraph(paper, entry, NOTE)
    _properties(paper, report)
    return _packed(paper)


def _size(report: Report) -> float:
    """The size of the text, in points, at which page one fits its page."""
    length = sum(map(len, texts(report.pages[0])))
    return next((size for most, size in SIZES if length <= most), SMALLEST)


def _draw(paper: Paper, block: Block) -> None:
    match block:
        case Heading():
            paper.add_heading(_text(block.text), block.level)
        case Paragraph():
            _paragraph(paper, block.line, STYLES[block.style])
        case Listing():
            _listing(paper, block)
        case Facts():
            for fact in block.facts:
                _paragraph(paper, (Run(fact.name, strong=True), Run("\t"), *fact.line), FACT)
        case Callout():
            _paragraph(paper, (Run(block.title),), callout_title(block.tone))
            for entry in block.lines:
                _paragraph(paper, entry, callout_style(block.tone))
        case _:
            _tabulate(paper, block)


def _tabulate(paper: Paper, block: KeyFigures | Table | RangeChart) -> None:
    match block:
        case KeyFigures():
            columns = [Column(figure.label) for figure in block.figures]
            row = [((Run(figure.value, strong=True),), (Run(figure.note),)) for figure in block.figures]
            _grid(paper, "Key figures", columns, [row])
        case Table():
            _table(paper, block)
        case RangeChart():
            _chart(paper, block)


def _paragraph(place: Paper | Field, entry: Line, style: str) -> Words:
    made = _styled(place.add_paragraph(), style)
    _write(made, entry)
    return made


def _styled(words: Words, style: str) -> Words:
    """A paragraph in a style, named by its id: the library's own way searches all styles for each paragraph."""
    words._p.style = style.replace(" ", "")  # noqa: SLF001 - the library has no ids
    return words


def _write(words: Words, entry: Line, *, strong: bool = False) -> None:
    """Puts runs of text into a paragraph."""
    for run in entry:
        made = words.add_run(_text(run.text))
        made.bold = run.strong or strong or None
        if run.code:
            made.font.name = "Consolas"


def _text(text: str) -> str:
    """A text without what no XML file can hold, marked where it stood."""
    return NO_XML.sub("\ufffd", text)


def _listing(paper: Paper, block: Listing) -> None:
    if not block.is_ordered:
        for item in block.items:
            _paragraph(paper, item, "List Bullet")
        return
    number = _new_numbers(paper)
    for item in block.items:
        made = _paragraph(paper, item, "List Number")
        numbered = made._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - the library has no lists
        numbered.get_or_add_ilvl().val, numbered.get_or_add_numId().val = 0, number


def _new_numbers(paper: Paper) -> int:
    """The id of a numbering as that of `List Number`, which begins with 1 again."""
    numbering = paper.part.numbering_part.element
    used = paper.styles["List Number"].element.pPr.numPr.numId.val
    made = numbering.add_num(numbering.num_having_numId(used).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def _table(paper: Paper, block: Table) -> None:
    _paragraph(paper, (Run(block.caption),), "Caption")
    grid = _grid(paper, block.caption, block.columns, block.rows)
    if block.has_total:
        for field in grid.rows[-1].cells:
            for words in field.paragraphs:
                for run in words.runs:
                    run.bold = True


def _chart(paper: Paper, chart: RangeChart) -> None:
    rows: list[list[Cell]] = []
    for row in chart.rows:
        low, evidenced, claimed, high = (score_text(row.scores[reading]) for reading in Reading)
        label = f"{'– ' * row.depth}{row.label}{' (not counted)' if row.is_advisory else ''}"
        figures = (evidenced, claimed, f"{low}–{high}", row.level_label)
        rows.append([((Run(label),),), (), *(((Run(figure),),) for figure in figures)])
    grid = _grid(paper, chart.caption, CHART, rows)
    for row, place in zip(chart.rows, grid.columns[1].cells[1:], strict=True):
        run = place.paragraphs[0].add_run()
        run.add_picture(io.BytesIO(bar_png(row, chart.scale)), BAR_WIDTH, BAR_HEIGHT)
        run._r.xpath(".//wp:docPr")[0].set("descr", _text(row.text))  # noqa: SLF001 - the library has no words for pictures
    _paragraph(paper, (Run(chart.legend),), NOTE)


def _grid(paper: Paper, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Grid:
    """A table with rules below its rows, whose heads are repeated on each page."""
    grid: Grid = paper.add_table(rows=1 + len(rows), cols=len(columns))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    properties = grid._tbl.tblPr  # noqa: SLF001 - the library has neither rules, room nor captions
    properties.insert_element_before(parse_xml(RULES), "w:tblLayout", "w:tblLook")
    properties.insert_element_before(parse_xml(ROOM), "w:tblLook")
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), _text(title))
    properties.append(caption)
    whole = sum(column.share for column in columns)
    widths = [Emu(TEXT_WIDTH * column.share // whole) for column in columns]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    heads: list[Cell] = [((Run(column.title),),) for column in columns]
    for made, row in zip(grid.rows, [heads, *rows], strict=True):
        is_head = row is heads
        _row_stays(made, row, is_head=is_head)
        for at, (field, cell) in enumerate(zip(made.cells, row, strict=True)):
            field.width = widths[at]
            style = HEAD if is_head else NUMBER if columns[at].is_number else CELL
            _fill(field, cell, style, is_row_head=at == 0 and not is_head)
            if columns[at].is_number:
                field.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return grid


def _row_stays(made: object, row: Sequence[Cell], *, is_head: bool) -> None:
    """Keeps a row on one page unless it is very long, and repeats the first."""
    properties = made._tr.get_or_add_trPr()  # type: ignore[attr-defined]  # noqa: SLF001 - the library has no such rows
    if sum(map(len, texts(tuple(row)))) <= MOST_KEPT:
        properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _fill(field: Field, cell: Cell, style: str, *, is_row_head: bool) -> None:
    """The lines of a cell; of the first in a row, the first is its head and the others are remarks."""
    first = _styled(field.paragraphs[0], style)
    for number, entry in enumerate(cell):
        words = first if number == 0 else _styled(field.add_paragraph(), NOTE if is_row_head else style)
        _write(words, entry, strong=is_row_head and number == 0)


def _properties(paper: Paper, report: Report) -> None:
    """Title, subject, language and dates: those of the report."""
    core = paper.core_properties
    core.title, core.subject = _text(report.title), _text(report.subject)
    core.author = core.last_modified_by = "nhsdx"
    core.language, core.comments, core.keywords, core.revision = report.language, "", "", 1
    day = datetime.date.fromisoformat(report.date)
    core.created = core.modified = datetime.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - UTC, as the format has it


def _packed(paper: Paper) -> bytes:
    """The file with no time of its own in it."""
    written = io.BytesIO()
    paper.save(written)
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, LONG_AGO), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
