"""Documents on a terminal: any width, any encoding, with and without colour."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from nhsdx.documents.blocks import (
    BarRow,
    Callout,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Histogram,
    KeyFigure,
    KeyFigures,
    Listing,
    Paragraph,
    Sheet,
    Span,
    StackedBars,
    Style,
    Table,
    Tone,
    Verbatim,
    list_texts,
)
from nhsdx.documents.phrases import line_with_lead, make_line, make_row
from nhsdx.documents.terminal import Screen, draw_text, replace_unencodable

FIGURES = (Column("n", is_number=True), Column("score", is_number=True))
BARS = StackedBars(
    "Who answered what",
    "Group",
    ("Always", "Sometimes", "Never"),
    FIGURES,
    (
        BarRow("All", (10, 20, 10), ("40", "50.0")),
        BarRow("Ward one", (10, 0, 0), ("10", "100.0")),
        BarRow("Ward two", None, ("", ""), "hidden"),
    ),
)
LEVELS = Histogram(
    "Levels",
    "Dimension",
    ("0", "1", "2", "3"),
    (Column("median", is_number=True),),
    (BarRow("Overall, evidenced", (0, 4, 8, 1), ("51.8",)), BarRow("Overall, claimed", (0, 0, 0, 13), ("79.1",))),
)
WIDE = Table(
    "A wide table",
    (Column("Criterion"), *(Column(f"A long heading {number}") for number in range(9)), Column("n", is_number=True)),
    (make_row("Candour", *(f"something long {number}" for number in range(9)), "12"),),
)
ALL = Document(
    "Everything",
    (
        Sheet(
            (
                Heading(1, "Everything", "title"),
                Paragraph(make_line("The lead."), Style.LEAD),
                Facts((Fact("Voice", make_line("self")), Fact("Profile", make_line("core")))),
                Heading(2, "A list", "list"),
                Paragraph(make_line("These:")),
                Listing((make_line("one"), make_line("two")), is_ordered=True),
                KeyFigures((KeyFigure("Answered", "91%", "of the weight"),)),
                Callout(Tone.STOP, "Triggered: “safety”", (line_with_lead("Why:", "it harms"), make_line("More."))),
                Paragraph(make_line("A remark."), Style.NOTE),
                BARS,
                LEVELS,
                WIDE,
            )
        ),
    ),
)


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_every_block_fits_the_width(width: int) -> None:
    """No line is wider than the screen or ends with spaces, whatever the content."""
    lines = draw_text(ALL, Screen(width)).split("\n")
    assert max(map(cell_len, lines)) <= width
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("width", [60, 80, 140])
def test_every_text_is_shown_at_every_width(width: int) -> None:
    """A narrow screen may lose bars, but no text and no figure."""
    words = draw_text(ALL, Screen(width)).split()
    for part in list_texts(ALL):
        if width >= 80 or part not in (*BARS.options, BARS.bar, "Criterion"):
            assert set(part.split()) <= set(words) or part in ("title", "list", "Criterion", *Style, *Tone)


def test_empty_lines_are_only_between_sections() -> None:
    """There is an empty line before a heading but not after it, nor before a remark."""
    blocks = (
        Heading(1, "Title", "title"),
        Paragraph(make_line("Lead"), Style.NOTE),
        Heading(2, "Section", "section"),
        Paragraph(make_line("These:")),
        Listing((make_line("one"),)),
        Callout(Tone.GOOD, "Clear: “safety”"),
        Callout(Tone.OPEN, "Undecided: “standards”"),
    )
    text = draw_text(Document("Title", (Sheet(blocks),)), Screen(60))
    assert text == ("Title\nLead\n\nSection\nThese:\n  - one\n\n  ✓ Clear: “safety”\n  ? Undecided: “standards”\n")


def test_wrapped_lines_start_after_the_leading_word() -> None:
    """All lines of a callout are aligned."""
    callout = Callout(
        Tone.STOP, "Triggered: “safety”", (line_with_lead("Why:", "word " * 20), line_with_lead("Do:", "act"))
    )
    text = draw_text(Document("Title", (Sheet((callout,)),)), Screen(60))
    assert text.splitlines()[1:] == [
        "    Why:  word word word word word word word word word word",
        "          word word word word word word word word word word",
        "    Do:   act",
    ]


def test_a_table_that_is_too_wide_becomes_a_list_for_each_row() -> None:
    """If there is no room for eleven columns, each cell is shown next to its heading."""
    text = draw_text(Document("Title", (Sheet((WIDE,)),)), Screen(80))
    assert text.splitlines()[:3] == ["A wide table", "Candour", "  A long heading 0  something long 0"]
    assert "  n                 12" in text


def test_colour_adds_nothing_but_escape_sequences() -> None:
    """Without colour, the page has the same text."""
    coloured = draw_text(ALL, Screen(100, colour=True))
    assert "\x1b[" in coloured
    assert "\x1b[" not in draw_text(ALL, Screen(100))


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "iso8859-1", "utf-8"])
def test_only_characters_that_an_encoding_lacks_are_replaced(encoding: str) -> None:
    """Characters that can be encoded stay; others get a replacement of the same width, without an error."""
    text = draw_text(ALL, Screen(100))
    shown = draw_text(ALL, Screen(100, encoding=encoding))
    assert shown.encode(encoding)
    assert len(shown) == len(text)
    for one, other in zip(text, shown, strict=True):
        if one != other:
            with pytest.raises(UnicodeEncodeError):
                one.encode(encoding)


def test_a_character_without_a_replacement_becomes_a_question_mark() -> None:
    """Such a console cannot show other scripts, but the page still prints."""
    assert replace_unencodable("a 電 b", "cp1252") == "a ? b"


def test_a_long_file_path_is_broken_between_its_parts() -> None:
    """It is broken after a slash or a hyphen, not inside a word."""
    columns = (Column("File"), *(Column("A rather long heading", is_number=True) for _ in range(2)))
    rows = (make_row("examples/wolds-and-levels/otterbridge-wold.toml", "1", "2"),)
    text = draw_text(Document("Title", (Sheet((Table("Files", columns, rows),)),)), Screen(60))
    words = [line.split()[0] for line in text.splitlines()[-2:]]
    assert words == ["examples/wolds-and-levels/", "otterbridge-wold.toml"]


def test_a_document_with_a_footer_has_the_footer_after_its_last_block() -> None:
    """Instructions for checking the figures come last."""
    footer = ((Span("Result "), Span("sha256:0", code=True)),)
    text = draw_text(Document("Title", (Sheet((Heading(1, "Title", "title"),)),), footer=footer), Screen(60))
    assert text == "Title\n\nHow to check these figures\nResult sha256:0\n"


def test_bars_of_groups_show_shares_and_hidden_groups() -> None:
    """The best option is the darkest; a hidden group has a note in place of its bar."""
    text = draw_text(Document("Title", (Sheet((BARS,)),)), Screen(80))
    assert "█ Always" in text
    assert "████▒▒▒▒▒▒▒···" in text
    assert "██████████████" in text
    assert "hidden" in text.splitlines()[-1]


@pytest.mark.parametrize("width", [20, 60, 80])
def test_lines_to_be_copied_are_never_broken(width: int) -> None:
    """A string of TOML that is broken over two lines is not TOML."""
    line = f'what = "{"Make this true: each system has an owner. " * 6}"'
    text = draw_text(
        Document("Copy", (Sheet((Verbatim((line, "state = 1")), Paragraph(make_line("After")))),)), Screen(width)
    )
    assert text.splitlines()[:2] == [line, "state = 1"]
