"""The size of text in which page one fits a side of A4, found without an office program to ask."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from nhsdx.model.report import Block, Callout, Facts, Heading, Line, Listing, Page, Paragraph, RangeChart
from nhsdx.render.report_docx_chart import CHART, chart_rows
from nhsdx.render.report_docx_looks import (
    ABOVE,
    BAR_HEIGHT,
    BELOW,
    BULLETS,
    CALLOUT,
    CALLOUT_INDENT,
    CELL,
    CELL_SIDE,
    FACT,
    HEAD,
    LOOKS,
    MM,
    NAMES_WIDTH,
    NOTE,
    PAGE_HEIGHT,
    SPACING,
    STYLES,
    TEXT_WIDTH,
    letters,
)

SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""In points."""
HEIGHT = (PAGE_HEIGHT - ABOVE - BELOW) * MM * 0.96
"""What may be filled: programs do not all break lines alike."""
WIDTH = TEXT_WIDTH * MM
LIST_INDENT = 18
CALLOUT_EDGES, RULE = 5, 0.5
FONT_LINE, BELOW_BASE = 1.15, 0.22
"""How far Arial's lines are apart, and how far it reaches below them, beside its size."""
# Arial's letters in a few classes, and how wide each is beside its size.
WIDTHS = {
    **dict.fromkeys(" !'(),-./:;I[]fijlrt|‘’", 0.28),
    **dict.fromkeys("Jckszvxy“”", 0.5),
    **dict.fromkeys("%@GMOQWmw…—", 0.85),
}
CAPITAL, LETTER, SQUARE = 0.68, 0.556, 1.0
FIRST_SQUARE = "\u2e80"
"""From here on, most letters are as wide as they are high."""


class Part(NamedTuple):
    """The room that is left above a part of the page, its height and the room below it, in points."""

    above: float
    height: float
    below: float


def size_of(page: Page) -> float:
    """The largest size, in points, at which a page is not too tall; the smallest if it always is."""
    return next((size for size in SIZES if _tall(page, size) <= HEIGHT), SIZES[-1])


def _tall(page: Page, size: float) -> float:
    """How tall a page is, in points. Between two parts is the larger of their rooms, as in Word."""
    tall = room = 0.0
    for part in chain.from_iterable(_parts(block, size) for block in page.blocks):
        tall += max(room, part.above) + part.height
        room = part.below
    return tall


def _parts(block: Block, size: float) -> Iterator[Part]:
    match block:
        case Heading():
            yield _paragraph(f"Heading {block.level}", block.text, size)
        case Paragraph():
            yield _paragraph(STYLES[block.style], _text(block.line), size)
        case Listing():
            for item in block.items:
                yield _paragraph(BULLETS, _text(item), size, WIDTH - LIST_INDENT)
        case Facts():
            for fact in block.facts:
                yield _paragraph(FACT, _text(fact.line), size, WIDTH - NAMES_WIDTH * MM)
        case Callout():
            words = [block.title, *map(_text, block.lines)]
            lines = [_paragraph(CALLOUT, text, size, WIDTH - CALLOUT_INDENT * MM) for text in words]
            yield Part(lines[0].below, sum(line.height for line in lines) + CALLOUT_EDGES, lines[-1].below)
        case RangeChart():
            yield Part(0, _chart_height(block, size), 0)
            yield _paragraph(NOTE, block.legend, size)
        case _:  # pragma: no cover - none of these is on page one
            pass


def _chart_height(chart: RangeChart, size: float) -> float:
    shares = sum(column.share for column in CHART)
    widths = [WIDTH * column.share / shares - CELL_SIDE for column in CHART]
    bar = BAR_HEIGHT * MM * SPACING + letters(LOOKS[CELL], size) * BELOW_BASE
    rows = (
        max(
            bar,
            *(
                _paragraph(CELL, _text(line), size, width).height
                for cell, width in zip(row, widths, strict=True)
                for line in cell
            ),
        )
        for row in chart_rows(chart)
    )
    room = (LOOKS[CELL].above + LOOKS[CELL].below) * size + RULE
    return _paragraph(HEAD, "", size).height + sum(height + room for height in rows)


def _paragraph(style: str, text: str, size: float, width: float = WIDTH) -> Part:
    look = LOOKS[style]
    points = letters(look, size)
    height = _lines(text, width / points) * points * FONT_LINE * SPACING
    return Part(look.above * size, height, look.below * size)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes, broken between words, and within those that are longer than a line."""
    lines, used = 1, 0.0
    for word in text.split(" "):
        wide = sum(map(_wide, word))
        if used and used + wide > width:
            lines, used = lines + 1, 0.0
        used += wide + _wide(" ")
        if wide > width:
            lines, used = lines + int(wide / width), wide % width
    return lines


def _wide(letter: str) -> float:
    if letter >= FIRST_SQUARE:
        return SQUARE
    return WIDTHS.get(letter, CAPITAL if letter.isupper() else LETTER)


def _text(entry: Line) -> str:
    return "".join(run.text for run in entry)
