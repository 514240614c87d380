"""Range bars: each mark is where its score is; a missing score is not drawn."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from nhsdx.documents.html.page import draw_axis, draw_hatching, draw_range_bar
from nhsdx.model.nodes import LevelMark
from tests.support.range_rows import MANY, SCALE, chart, row


def parts(drawing: str, kind: str) -> list[dict[str, str]]:
    """The attributes of every element of a class."""
    root = ET.fromstring(drawing)  # noqa: S314 - drawn by nhsdx itself
    return [element.attrib for element in root.iter() if element.get("class") == kind]


def test_the_marks_on_a_bar_are_at_their_scores() -> None:
    """The bar shows evidence from 0, then the claim beyond it; the range is a line with a mark at each end."""
    drawing = draw_range_bar(row(10, 40.25, 60, 100 / 3 + 60), chart(), "bar")
    (evidence,), (claim,) = parts(drawing, "evidence"), parts(drawing, "claim")
    assert (evidence["x"], evidence["width"]) == ("0%", "40.25%")
    assert (claim["x"], claim["width"], claim["fill"]) == ("40.25%", "19.75%", "url(#hatch)")
    assert [one["cx"] for one in parts(drawing, "disc")] == ["40.25%"]
    assert [one["x"] for one in parts(drawing, "held")] == ["60%"]
    assert [(one["x1"], one["x2"]) for one in parts(drawing, "range")] == [
        ("10%", "93.33%"),
        ("10%", "10%"),
        ("93.33%", "93.33%"),
    ]


def test_a_bar_in_html_has_a_title_and_a_description() -> None:
    """A screen reader finds both by the ids in the drawing; markup in them is shown as text."""
    root = ET.fromstring(draw_range_bar(row(1, 2, 3, 4), chart(), "bar-1"))  # noqa: S314 - as above
    texts = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert texts == {"bar-1-title": "Fit & <skill>", "bar-1-text": "In words."}
    assert (root.get("role"), root.get("aria-labelledby"), root.get("aria-describedby")) == (
        "img",
        "bar-1-title",
        "bar-1-text",
    )


def test_the_bar_of_an_unknown_score_has_a_range_and_no_mark() -> None:
    """A node that is left out has neither a range nor a mark."""
    unknown = draw_range_bar(row(0, None, None, 100), chart(), "bar")
    assert len(parts(unknown, "range")) == 3
    excluded = draw_range_bar(row(None, None, None, None), chart(), "bar")
    for kind in ("evidence", "claim", "disc", "held"):
        assert parts(unknown, kind) == []
        assert parts(excluded, kind) == []
    assert parts(excluded, "range") == []
    assert len(parts(excluded, "track")) == 1


@pytest.mark.parametrize(("scale", "numbers"), [(SCALE, ["0", "1", "2", "3", "4"]), (MANY, ["0", "100"])])
def test_a_bar_has_a_mark_where_each_level_begins(scale: tuple[LevelMark, ...], numbers: list[str]) -> None:
    """A scale with very many levels has only its ends marked, so that the numbers can be read."""
    root = ET.fromstring(draw_axis(scale))  # noqa: S314 - as above
    assert [element.text for element in root] == numbers
    assert [element.get("x") for element in root][-1] == "100%"
    assert len(parts(draw_range_bar(row(1, 2, 3, 4), chart(scale), "bar"), "level")) == len(numbers)


def test_the_hatching_is_hidden_from_screen_readers() -> None:
    """The hatching is decoration."""
    root = ET.fromstring(draw_hatching())  # noqa: S314 - as above
    assert root.get("aria-hidden") == "true"
    assert [element.get("id") for element in root.iter("pattern")] == ["hatch"]
