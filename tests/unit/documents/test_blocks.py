"""Documents: their names, their texts, and charts as tables."""

from __future__ import annotations

from nhsdx.documents.bars import tabulate_bars
from nhsdx.documents.blocks import BarRow, Column, Document, Heading, Sheet, StackedBars, list_texts, nest_headings

BARS = StackedBars(
    "Answers",
    "Group",
    ("Yes", "No"),
    (Column("n", is_number=True),),
    (BarRow("All", (3, 1), ("4",)), BarRow("Ward", None, ("",), "hidden")),
)


def test_the_name_of_a_document_has_its_title_and_subject_and_date() -> None:
    """The title of a window describes the page; missing parts are left out."""
    assert Document("Results", ()).name == "Results"
    assert Document("Results", (), "Marlowe Vale", "2026-10-01").name == "Results: Marlowe Vale, 2026-10-01"


def test_a_chart_can_be_turned_into_a_table_of_its_counts() -> None:
    """If bars cannot be drawn, each count has a cell, and a hidden group gives the reason."""
    table = tabulate_bars(BARS)
    assert [column.title for column in table.columns] == ["Group", "Yes", "No", "n"]
    assert [list(list_texts(row)) for row in table.rows] == [["All", "3", "1", "4"], ["Ward", "hidden"]]


def test_headings_of_a_document_inside_another_are_one_level_lower_and_have_different_ids() -> None:
    """Two documents joined into one have no duplicate ids and only one title."""
    blocks = (Heading(1, "One", "title"), Heading(2, "Gates", "gates"))
    nested = [block for part in "ab" for block in nest_headings(blocks, f"{part}-")]
    assert [(one.level, one.id) for one in nested if isinstance(one, Heading)] == [
        (2, "a-title"),
        (3, "a-gates"),
        (2, "b-title"),
        (3, "b-gates"),
    ]


def test_the_blocks_of_all_sheets_are_listed_in_order() -> None:
    """Formats without pages show the sheets one after the other."""
    sheets = (Sheet((Heading(1, "One", "one"),)), Sheet((Heading(2, "Two", "two"),)))
    assert [block.text for block in Document("One", sheets).blocks if isinstance(block, Heading)] == ["One", "Two"]
