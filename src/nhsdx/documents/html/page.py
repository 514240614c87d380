"""A document as one HTML file, which is readable without a network or scripts and contains its results as data."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from jinja2 import Environment
from markupsafe import Markup

from nhsdx.documents.bars import describe_shapes, find_shade, tabulate_bars
from nhsdx.documents.blocks import (
    FOOTER,
    LANGUAGE,
    Document,
    Heading,
    Histogram,
    RangeChart,
    RangeRow,
    StackedBars,
    Table,
)
from nhsdx.documents.html.environment import make_environment
from nhsdx.documents.number_words import format_score
from nhsdx.documents.safe_text import UNSAFE
from nhsdx.model import LevelMark, Reading
from nhsdx.results.in_html import RESULTS_ID

TEMPLATES = Path(__file__).parent / "templates"
MOST_KEPT = 8
"""The maximum number of rows in a table that is kept on one printed page."""
ROOMY, MOST_ON_PAGE_ONE = 3_900, 4_850
"""Page one is printed larger if it has fewer characters than the first number.

It is printed smaller if it has more than the second number.
"""
# Characters that could end the element or begin another.
IN_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
HEIGHT = 22
MIDDLE = HEIGHT // 2
THICK = 8
RADIUS = 4.5
DIAMOND = "M0 -6 6 0 0 6 -6 0z"
HATCH = "hatch"
MOST_MARKS = 11


def draw_html(document: Document) -> str:
    """The whole HTML page, which also contains the published results that it shows, as one JSON value.

    The page has no scripts, and its security policy forbids loading anything: the styles and results are in the file.
    """
    style = _read_style(has_banner=bool(document.banner))
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    return (
        _make_environment()
        .get_template("document.html.j2")
        .render(
            document=document,
            language=LANGUAGE,
            style=Markup(style),  # noqa: S704 - our own style sheet
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            contents=[heading for heading in headings if heading.level == 2],  # noqa: PLR2004 - below the title
            most_on_page_one=MOST_ON_PAGE_ONE,
            roomy_page_one=ROOMY,
            results_id=RESULTS_ID,
            footer=FOOTER,
            data=Markup(embed_json(document.results)) if document.results else "",  # noqa: S704 - nothing in it could end its element
        )
        + "\n"
    )


def embed_json(results: Sequence[Mapping[str, Any]]) -> str:
    """Results as JSON that HTML parsers never treat as markup: one object, or a list of several."""
    value = results[0] if len(results) == 1 else list(results)
    text = json.dumps(value, separators=(",", ":"), allow_nan=False).translate(IN_MARKUP)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@cache
def _read_style(*, has_banner: bool) -> str:
    """The style sheet, including the styles for a banner on every page if the document has a banner."""
    names = ("document.css", "banner.css") if has_banner else ("document.css",)
    return "\n".join((TEMPLATES / name).read_text(encoding="utf-8").strip() for name in names)


@cache
def _make_environment() -> Environment:
    made = make_environment(TEMPLATES)
    made.filters["kind"] = lambda block: type(block).__name__
    made.filters["score"] = format_score
    made.filters["tabulate"] = tabulate_bars
    made.filters["shapes"] = describe_shapes
    made.tests["short"] = _is_short
    made.globals |= {
        "axis": draw_axis,
        "hatching": draw_hatching,
        "bar": draw_range_bar,
        "group_bar": _draw_group_bar,
    }
    return made


def _is_short(table: Table) -> bool:
    """Whether a table is short enough to be kept on one printed page."""
    return len(table.rows) <= MOST_KEPT and all(len(lines) <= 1 for row in table.rows for lines in row[1:])


def _draw_group_bar(chart: StackedBars | Histogram, row: int) -> Markup:
    """The stacked bar for one row, which only repeats the figures beside the bar."""
    counts = chart.rows[row].counts
    if counts is None:
        return Markup("")
    return draw_stacked_bar(counts) if isinstance(chart, StackedBars) else draw_bins(counts)


def list_marks(scale: Sequence[LevelMark]) -> Sequence[LevelMark]:
    """The levels to mark: all of them or, if the scale has very many, only the first and the last."""
    return scale if len(scale) <= MOST_MARKS else [scale[0], scale[-1]]


def draw_hatching() -> Markup:
    """The hatching that marks unsupported claims, defined once for the whole page."""
    svg = Element("svg", {"class": "defs", "width": "0", "height": "0", "aria-hidden": "true", "focusable": "false"})
    size = {"width": "5", "height": "5", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    pattern = SubElement(SubElement(svg, "defs"), "pattern", {"id": HATCH, **size})
    SubElement(pattern, "line", {"class": "hatch", "x1": "0", "y1": "0", "x2": "0", "y2": "5"})
    return _write_text(svg)


def draw_axis(scale: Sequence[LevelMark]) -> Markup:
    """An axis with the number of each level, above the score at which the level begins."""
    svg = _start_drawing("axis", "14")
    for mark in list_marks(scale):
        SubElement(svg, "text", {"x": _format_percent(mark.score), "y": "11"}).text = str(mark.number)
    svg.attrib["aria-hidden"] = "true"
    return _write_text(svg)


def draw_range_bar(row: RangeRow, chart: RangeChart, name: str) -> Markup:
    """One range bar.

    Evidence is a filled bar with a disc, a claim is hatched with a diamond, and the range is a thin line. If the rubric
    has no evidence grades, there is no diamond. `name` is the prefix of the ids that the drawing's title and
    description get on the page.
    """
    svg = _start_drawing("bar", str(HEIGHT))
    svg.attrib |= {"role": "img", "aria-labelledby": f"{name}-title", "aria-describedby": f"{name}-text"}
    SubElement(svg, "title", {"id": f"{name}-title"}).text = row.label
    SubElement(svg, "desc", {"id": f"{name}-text"}).text = row.text
    for mark in list_marks(chart.scale):
        at = _format_percent(mark.score)
        SubElement(svg, "line", {"class": "level", "x1": at, "x2": at, "y1": "0", "y2": str(HEIGHT)})
    _add_rect(svg, "track", 0.0, 100.0)
    _add_marks(svg, row, is_graded=chart.is_graded)
    return _write_text(svg)


def draw_stacked_bar(counts: Sequence[int]) -> Markup:
    """A bar divided by how many people chose each option.

    The drawing is hidden from screen readers, which read the same figures in the table.
    """
    svg = _start_drawing("bar", str(HEIGHT))
    svg.attrib["aria-hidden"] = "true"
    total, start = sum(counts), 0
    _add_rect(svg, "track", 0.0, 100.0)
    for place, count in enumerate(counts):
        if count:
            kind = f"part p{find_shade(place, len(counts))}"
            _add_rect(svg, kind, 100 * start / total, 100 * (start + count) / total)
        start += count
    return _write_text(svg)


def draw_bins(counts: Sequence[int]) -> Markup:
    """A small histogram: a column for each bin, as tall as its share of the largest bin."""
    svg = _start_drawing("bar", str(HEIGHT))
    svg.attrib["aria-hidden"] = "true"
    most = max([*counts, 1])
    for place, count in enumerate(counts):
        tall = HEIGHT * count / most
        at, wide = 100 * place / len(counts), 100 / len(counts) - 1
        size = {"x": _format_percent(at), "width": _format_percent(wide)}
        height = {"y": f"{HEIGHT - tall:.1f}", "height": f"{tall:.1f}"}
        SubElement(svg, "rect", {"class": "evidence", **size, **height})
    return _write_text(svg)


def _add_marks(svg: Element, row: RangeRow, *, is_graded: bool) -> None:
    low, evidenced, claimed, high = (row.scores[reading] for reading in Reading)
    if evidenced is not None and claimed is not None:
        _add_rect(svg, "evidence", 0.0, evidenced)
        _add_rect(svg, "claim", evidenced, claimed, fill=f"url(#{HATCH})")
    if low is not None and high is not None:
        _add_whisker(svg, low, high)
    if claimed is not None and is_graded:
        held = SubElement(svg, "svg", {"x": _format_percent(claimed), "y": str(MIDDLE), "class": "held"})
        SubElement(held, "path", {"class": "diamond", "d": DIAMOND})
    if evidenced is not None:
        place = {"cx": _format_percent(evidenced), "cy": str(MIDDLE), "r": str(RADIUS)}
        SubElement(svg, "circle", {"class": "disc", **place})


def _add_whisker(svg: Element, low: float, high: float) -> None:
    line = {"class": "range", "y1": str(MIDDLE), "y2": str(MIDDLE)}
    SubElement(svg, "line", {**line, "x1": _format_percent(low), "x2": _format_percent(high)})
    for end in (low, high):
        at, top, bottom = _format_percent(end), str(MIDDLE - 6), str(MIDDLE + 6)
        SubElement(svg, "line", {"class": "range", "x1": at, "x2": at, "y1": top, "y2": bottom})


def _add_rect(svg: Element, kind: str, start: float, end: float, **more: str) -> None:
    place = {
        "x": _format_percent(start),
        "width": _format_percent(end - start),
        "y": str(MIDDLE - THICK // 2),
        "height": str(THICK),
    }
    SubElement(svg, "rect", {"class": kind, **place, **more})


def _start_drawing(kind: str, height: str) -> Element:
    return Element("svg", {"class": kind, "width": "100%", "height": height, "focusable": "false"})


def _format_percent(score: float) -> str:
    """A score of 0-100 as a position in the drawing: a percentage with at most two decimals."""
    return f"{score:.2f}".rstrip("0").rstrip(".") + "%"


def _write_text(svg: Element) -> Markup:
    return Markup(tostring(svg, encoding="unicode"))  # noqa: S704 - writing the elements escapes their texts
