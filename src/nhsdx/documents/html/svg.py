"""Range bars as SVG: lengths in per cent of the width, so that a bar fits any space.

Colours come from the page's style sheet; the shape of a mark also shows its meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

from nhsdx.documents.bars import find_shade
from nhsdx.documents.blocks import RangeRow
from nhsdx.model.reading import Reading
from nhsdx.model.result import LevelMark

HEIGHT = 22
MIDDLE = HEIGHT // 2
THICK = 8
RADIUS = 4.5
DIAMOND = "M0 -6 6 0 0 6 -6 0z"
HATCH = "hatch"
MOST_MARKS = 11


def list_marks(scale: Sequence[LevelMark]) -> list[tuple[int, LevelMark]]:
    """The levels to mark; for a scale with very many, only the first and the last."""
    marks = list(enumerate(scale))
    return marks if len(marks) <= MOST_MARKS else [marks[0], marks[-1]]


def draw_hatching() -> Markup:
    """The pattern for unsupported claims, once for the whole page."""
    svg = Element("svg", {"class": "defs", "width": "0", "height": "0", "aria-hidden": "true", "focusable": "false"})
    size = {"width": "5", "height": "5", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    pattern = SubElement(SubElement(svg, "defs"), "pattern", {"id": HATCH, **size})
    SubElement(pattern, "line", {"class": "hatch", "x1": "0", "y1": "0", "x2": "0", "y2": "5"})
    return _write_text(svg)


def draw_axis(scale: Sequence[LevelMark]) -> Markup:
    """The number of each level, above the score at which it begins."""
    svg = _start_drawing("axis", "14")
    for number, mark in list_marks(scale):
        SubElement(svg, "text", {"x": _format_percent(mark.score), "y": "11"}).text = str(number)
    svg.attrib["aria-hidden"] = "true"
    return _write_text(svg)


def draw_range_bar(row: RangeRow, scale: Sequence[LevelMark], name: str) -> Markup:
    """One row: evidence as a filled bar and a disc, the claim hatched and a diamond, the range as a thin line.

    `name` is the id that its title and description get on the page.
    """
    svg = _start_drawing("bar", str(HEIGHT))
    svg.attrib |= {"role": "img", "aria-labelledby": f"{name}-title", "aria-describedby": f"{name}-text"}
    SubElement(svg, "title", {"id": f"{name}-title"}).text = row.label
    SubElement(svg, "desc", {"id": f"{name}-text"}).text = row.text
    for _, mark in list_marks(scale):
        at = _format_percent(mark.score)
        SubElement(svg, "line", {"class": "level", "x1": at, "x2": at, "y1": "0", "y2": str(HEIGHT)})
    _add_rect(svg, "track", 0.0, 100.0)
    _add_marks(svg, row)
    return _write_text(svg)


def draw_stacked_bar(counts: Sequence[int]) -> Markup:
    """A bar divided as people chose between options. It is hidden from readers of the table, who have its figures."""
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


def _add_marks(svg: Element, row: RangeRow) -> None:
    low, evidenced, claimed, high = (row.scores[reading] for reading in Reading)
    if evidenced is not None and claimed is not None:
        _add_rect(svg, "evidence", 0.0, evidenced)
        _add_rect(svg, "claim", evidenced, claimed, fill=f"url(#{HATCH})")
    if low is not None and high is not None:
        _add_whisker(svg, low, high)
    if claimed is not None:
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
    """A place between 0 and 100, to a hundredth."""
    return f"{score:.2f}".rstrip("0").rstrip(".") + "%"


def _write_text(svg: Element) -> Markup:
    return Markup(tostring(svg, encoding="unicode"))  # noqa: S704 - writing the elements escapes their texts
