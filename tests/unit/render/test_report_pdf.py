"""Reports as PDF, of blocks made by hand: texts of any length and shape keep to their places."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from nhsdx.model.reading import Reading
from nhsdx.model.report import (
    Block,
    Callout,
    Column,
    Fact,
    Facts,
    Heading,
    KeyFigure,
    KeyFigures,
    Listing,
    Page,
    Paragraph,
    RangeChart,
    RangeRow,
    Report,
    Run,
    Table,
    Tone,
)
from nhsdx.model.result import LevelMark
from nhsdx.render.plain import clean
from nhsdx.render.report_pdf import report_pdf

pytest.importorskip("typst", reason="PDF needs the extra pdf")

SCALE = tuple(LevelMark(str(number), 20.0 * number) for number in range(6))
TITLE = Heading(1, "A title", "title")


def pdf(*blocks: Block, language: str = "en-GB") -> PdfReader:
    """A paper with these blocks behind page one."""
    pages = (Page((TITLE,)), Page(blocks))
    made = Report("A title", "A subject", "2026-01-02", language, pages, ((Run("The end"),),))
    return PdfReader(io.BytesIO(report_pdf(made)))


def every(text: str) -> tuple[Block, ...]:
    """A block of each kind with this text in all of its places."""
    entry = (Run(text), Run(text, strong=True), Run(text, code=True))
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
        RangeRow(label, dict.fromkeys(Reading, 40.0), dict.fromkeys(Reading, 2), label, f"{label}: 40.0", depth)
        for depth in depths or (0,)
    )
    return RangeChart(label, label, SCALE, rows)


def lines(reader: PdfReader) -> list[str]:
    """The text of all pages line by line."""
    return [line for page in reader.pages for line in page.extract_text().splitlines()]


def test_the_engine_is_loaded_when_it_is_needed() -> None:
    """Who asks for another format does not wait for it."""
    code = "import sys, nhsdx.render.report_pdf; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_it_has_the_language_and_subject_of_its_report() -> None:
    """A screen reader chooses its voice by the one; programs that file papers show the other."""
    reader = pdf(language="cy-GB")
    assert reader.root_object["/Lang"] == "cy-GB"
    assert reader.metadata is not None
    assert reader.metadata.subject == "A subject"


def test_a_word_without_end_is_broken_and_keeps_its_letters() -> None:
    """Nothing runs off the paper, and whoever copies the word gets it without a sign that was not there."""
    word = "abcdefghij" * 200
    reader = pdf(Paragraph((Run(word),)), Table("", (Column("A"), Column("B", share=9)), (((), ((Run(word),),)),)))
    assert max(map(len, lines(reader))) < 150
    assert "".join(lines(reader)).count(word) == 2


def test_words_are_broken_between_words_where_they_can_be() -> None:
    """Ids and long names stay whole."""
    words = "electroencephalographic nhs-digital-leadership@1.0.0 " * 30
    text = " ".join(lines(pdf(Paragraph((Run(words),)))))
    assert text.count("electroencephalographic") == text.count("leadership@1.0.0") == 30


def test_rows_have_room_for_their_names_however_deep_they_are() -> None:
    """A name moves to the right with its depth, but no further than it can stand."""
    reader = pdf(chart("A deep one", 0, 1, 2, 3, 60))
    assert sum("A deep one" in line for line in lines(reader)) >= 5


def test_many_columns_leave_room_for_what_their_rows_are_about() -> None:
    """Names of voices stand above figures, and may be long."""
    names = [f"clinicians-of-the-outpatient-department-and-its-wards-{number}" for number in range(8)]
    columns = (Column("", share=3), *(Column(name, is_number=True, share=2) for name in names))
    row = (((Run("Gates not clear"),),), *(((Run("37.5 (37.5)"),),) for _ in names))
    assert [line for line in lines(pdf(Table("Voices", columns, (row,)))) if line.startswith("Gates not clear")]


@pytest.mark.parametrize("text", ["x" * 1_000, "words " * 300, "領導" * 150], ids=["one word", "words", "Chinese"])
def test_texts_of_any_length_are_set_to_their_end(text: str) -> None:
    """Over as many pages as it takes, none of it beside the paper."""
    reader = pdf(*every(text))
    assert max(map(len, lines(reader))) < 200
    assert "The end" in lines(reader)


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=60).map(clean))
def test_any_text_can_be_set(text: str) -> None:
    """Whatever its letters, and whether or not the machine has them: the paper is whole."""
    reader = pdf(*every(text))
    assert "The end" in lines(reader)
