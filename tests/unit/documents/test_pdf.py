"""PDF documents of hand-made blocks: text of any length stays within its place."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from nhsdx.documents.blocks import (
    Block,
    Callout,
    Column,
    Document,
    Fact,
    Facts,
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
    Tone,
)
from nhsdx.documents.pdf.file import draw_pdf
from nhsdx.documents.safe_text import clean
from nhsdx.model.nodes import LevelMark
from nhsdx.model.reading import Reading
from tests.support.programs.pdf import attribute, lines, of_kind

pytest.importorskip("typst", reason="PDF needs the extra pdf")
pytestmark = pytest.mark.media

SCALE = tuple(LevelMark(str(number), 20.0 * number) for number in range(6))
TITLE = Heading(1, "A title", "title")
LEFT, RIGHT = 45, 551
"""The text of an A4 page is between these points."""
WIDEST = 150
"""More letters than fit on a line."""


def pdf(*blocks: Block, date: str = "2026-01-02") -> PdfReader:
    """A report with these blocks after page one."""
    sheets = (Sheet((TITLE,)), Sheet(blocks))
    made = Document("A title", sheets, "A subject", date, ((Span("The end"),),), is_paper=True)
    return PdfReader(io.BytesIO(draw_pdf(made)))


def every(text: str) -> tuple[Block, ...]:
    """A block of each kind, with this text wherever text can be."""
    entry = (Span(text), Span(text, strong=True), Span(text, code=True))
    return (
        Heading(2, text, "heading"),
        Paragraph(entry),
        Listing((entry, entry)),
        Facts((Fact(text, entry),)),
        KeyFigures((KeyFigure(text, text, text),) * 2),
        Callout(Tone.OPEN, text, (entry,)),
        Table(text, (Column("A"), Column("B", is_number=True)), (((entry, entry), (entry,)), ((), ()))),
        chart(text),
    )


def chart(label: str, *depths: int) -> RangeChart:
    """A bar for each depth."""
    rows = tuple(
        RangeRow(label, dict.fromkeys(Reading, 40.0), ("40.0", label), f"{label}: 40.0", depth)
        for depth in depths or (0,)
    )
    columns = (Column("Evidenced", is_number=True), Column("Level"))
    return RangeChart(label, SCALE, columns, rows)


def bars(reader: PdfReader) -> list[tuple[float, float]]:
    """The left and right edge of each drawing on the page."""
    boxes = [attribute(one, "/BBox") for one in of_kind(reader, "/Figure")]
    return [(round(float(box[0])), round(float(box[2]))) for box in boxes]


def test_the_pdf_engine_is_loaded_only_when_it_is_needed() -> None:
    """The other formats do not load the PDF engine."""
    code = "import sys, nhsdx.documents.pdf.file; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_file_has_the_language_and_subject_of_its_document() -> None:
    """Screen readers choose a voice by the language; document systems show the subject."""
    reader = pdf()
    assert str(reader.root_object["/Lang"]) == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.subject == "A subject"


def test_a_very_long_word_is_broken_and_keeps_its_letters() -> None:
    """No text runs off the page, and a copied word has no added characters."""
    word = "abcdefghij" * 200
    table = Table("", (Column("A"), Column("B", share=9)), (((), ((Span(word),),)),))
    found = lines(*pdf(Paragraph((Span(word),)), table).pages)
    assert max(map(len, found)) < WIDEST
    assert "".join(found).count(word) == 2


def test_lines_are_broken_between_words_where_possible() -> None:
    """Ids and long names stay whole."""
    words = "electroencephalographic nhs-digital-leadership@1.0.0 " * 30
    text = " ".join(lines(*pdf(Paragraph((Span(words),))).pages))
    assert text.count("electroencephalographic") == text.count("leadership@1.0.0") == 30


def test_bars_are_aligned_however_deep_their_rows_are_nested() -> None:
    """A name is indented by its depth, and there is still room for it."""
    reader = pdf(chart("A deep one", 0, 1, 2, 3, 60))
    assert len(bars(reader)) == 5
    ((left, right),) = set(bars(reader))
    assert LEFT < left < right < RIGHT
    assert sum(line.startswith("A deep one 40.0") for line in lines(*reader.pages)) == 5


def test_many_columns_still_leave_room_for_the_names_of_rows() -> None:
    """Column headings such as the names of voices may be long."""
    names = [f"clinicians-of-the-outpatient-department-and-its-wards-{number}" for number in range(8)]
    columns = (Column("", share=3), *(Column(name, is_number=True, share=2) for name in names))
    row = (((Span("Gates not clear"),),), *(((Span("37.5 (37.5)"),),) for _ in names))
    found = lines(*pdf(Table("Voices", columns, (row,))).pages)
    assert [line for line in found if line.startswith("Gates not clear")]


@pytest.mark.parametrize("text", ["x" * 9_990, "words " * 1_665, "領導" * 500], ids=["word", "words", "Chinese"])
def test_texts_of_any_length_are_printed_to_their_end(text: str) -> None:
    """Long texts continue over several pages, and nothing runs off the page."""
    pages = pdf(*every(text)).pages
    assert max(map(len, lines(*pages[:8]))) < WIDEST
    assert "The end" in lines(pages[-1])


def test_a_pdf_of_a_document_without_a_date_has_no_date() -> None:
    """Otherwise the file would be different every day."""
    metadata = pdf(date="").metadata
    assert metadata is not None
    assert "/CreationDate" not in metadata


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=60).map(clean).filter(bool))
def test_text_in_any_script_can_be_printed(text: str) -> None:
    """The report is complete in any script, even without fonts for it on the machine."""
    reader = pdf(*every(text))
    assert "The end" in lines(reader.pages[-1])
    assert len(of_kind(reader, "/Figure")) == 1
