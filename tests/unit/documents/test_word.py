"""Word documents with blocks that the examples do not contain."""

from __future__ import annotations

import io
import zipfile
import zlib
from itertools import pairwise

import docx
import pytest
from docx.document import Document as Paper
from docx.oxml.ns import qn

from nhsdx.documents.blocks import (
    Block,
    Column,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Listing,
    Paragraph,
    RangeChart,
    RangeRow,
    Sheet,
    Span,
    Table,
)
from nhsdx.documents.word.blocks import draw_docx
from nhsdx.documents.word.tables import COLOURS, PIXELS, draw_bar
from nhsdx.model.reading import Reading

BAD = "\x00\x1b\ud800\ufffe\uffff"
MARKED = "\ufffd" * len(BAD)
PARTS = ((0, 40), (40, 60), (60, 90), (90, 100))


def make_document(*blocks: Block, title: str = "Title", subject: str = "Subject") -> Document:
    """A document of one sheet with these blocks."""
    sheet = Sheet((Heading(1, title, "title"), *blocks))
    return Document(title, (sheet,), subject, "2026-10-01", ((Span("Footer"),),), is_paper=True)


def draw(*blocks: Block) -> Paper:
    """The document as python-docx reads it."""
    return docx.Document(io.BytesIO(draw_docx(make_document(*blocks))))


def lines(*texts: str) -> Listing:
    """A numbered list."""
    return Listing(tuple((Span(text),) for text in texts), is_ordered=True)


def test_characters_not_allowed_in_xml_are_marked() -> None:
    """In text, cells, footer and properties such characters are replaced, so that the file can be opened."""
    table = Table(BAD, (Column(BAD), Column("b")), ((((Span(BAD),),), ((Span(BAD, code=True),),)),))
    made = make_document(Paragraph((Span(BAD, strong=True),)), table, title=BAD, subject=BAD)
    paper = docx.Document(io.BytesIO(draw_docx(made)))
    assert [one.text for one in paper.paragraphs[:3]] == [MARKED] * 3
    assert [[cell.text for cell in row.cells] for row in paper.tables[0].rows] == [[MARKED, "b"], [MARKED, MARKED]]
    assert paper.sections[0].footer.paragraphs[0].text.startswith(f"{MARKED}, 2026-10-01")
    assert (paper.core_properties.title, paper.core_properties.subject) == (MARKED, MARKED)


def test_each_numbered_list_in_word_counts_from_one() -> None:
    """Each list also counts only its own entries."""
    paper = draw(lines("a", "b"), lines("c", "d"))
    numbers = [one.get(qn("w:val")) for one in paper.element.body.iter(qn("w:numId"))]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    starts = {one.get(qn("w:numId")): one for one in paper.part.numbering_part.element.iter(qn("w:num"))}
    for number in numbers:
        assert [one.get(qn("w:val")) for one in starts[number].iter(qn("w:startOverride"))] == ["1"]


@pytest.mark.parametrize(("text", "is_kept"), [("short", True), ("A long text. " * 500, False)], ids=["short", "long"])
def test_only_a_table_row_that_may_be_taller_than_a_page_can_be_split(text: str, is_kept: bool) -> None:
    """A row taller than a page would be cut off if it could not be split."""
    paper = draw(Table("Caption", (Column("a"), Column("b")), ((((Span("a"),),), ((Span(text),),)),)))
    row = paper.tables[0].rows[1]._tr  # noqa: SLF001 - the library has no public property for it
    assert (row.find(f".//{qn('w:cantSplit')}") is not None) == is_kept


def test_two_consecutive_tables_are_not_joined_in_word() -> None:
    """Word would join them, so the title of the second table is put between them."""
    figures = KeyFigures((KeyFigure("Level", "3", "of 5"),))
    nobody = dict.fromkeys(Reading)
    chart = RangeChart("Title of the chart", (), (), (RangeRow("Overall", nobody, (), "In words."),))
    body = draw(figures, chart).element.body
    tags = [one.tag for one in body]
    assert all({one, other} != {qn("w:tbl")} for one, other in pairwise(tags))
    (first, second) = (number for number, tag in enumerate(tags) if tag == qn("w:tbl"))
    assert [one.text for one in body[first + 1 : second]] == ["Title of the chart"]


def test_emphasis_in_a_row_heading_is_shown() -> None:
    """Word toggles bold: emphasis in a bold style would be shown as plain text."""
    paper = draw(Table("Caption", (Column("a"),), ((((Span("b", strong=True), Span("c")),),),)))
    head = paper.tables[0].rows[1].cells[0].paragraphs[0]
    assert (head.style and head.style.name, [run.style.name for run in head.runs]) == (
        "Row heading",
        ["Default Paragraph Font"] * 2,
    )


def test_a_file_contains_no_time_or_machine_name() -> None:
    """It does not contain the name of another program either."""
    with zipfile.ZipFile(io.BytesIO(draw_docx(make_document()))) as parts:
        infos = parts.infolist()
        whole = b"".join(parts.read(info) for info in infos)
    assert infos[0].filename == "[Content_Types].xml"
    assert {(info.date_time, info.create_system) for info in infos} == {((1980, 1, 1, 0, 0, 0), 0)}
    assert b"Macintosh" not in whole


def test_a_bar_shows_the_evidenced_score_and_the_claim_beyond_it_and_the_range() -> None:
    """The parts are filled, striped and grey, each as long as its share of the scale."""
    picture = draw_bar(dict(zip(Reading, (10.0, 40.0, 60.0, 90.0), strict=True)))
    data = picture[picture.index(b"IDAT") + 4 : picture.index(b"IEND") - 8]
    _, *pixels = zlib.decompress(data)
    assert len(pixels) == PIXELS
    colours = [
        [COLOURS[pixel] for pixel in pixels[PIXELS * start // 100 : PIXELS * end // 100]] for start, end in PARTS
    ]
    assert [set(part) for part in colours] == [{"005eb8"}, {"005eb8", "ffffff"}, {"aeb7bd"}, {"f0f4f5"}]


def test_a_node_without_scores_has_an_empty_bar() -> None:
    """Unknown is not 0: nothing is filled, and the figures are dashes."""
    picture = draw_bar(dict.fromkeys(Reading))
    data = picture[picture.index(b"IDAT") + 4 : picture.index(b"IEND") - 8]
    assert {COLOURS[pixel] for pixel in zlib.decompress(data)[1:]} == {"f0f4f5"}
