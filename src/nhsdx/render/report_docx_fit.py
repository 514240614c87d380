"""The size of text in which page one fits a side of A4, found without an office program to ask."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.model.report import Block, Callout, Facts, Heading, Line, Listing, Page, Paragraph, RangeChart
from nhsdx.render.report_docx_chart import CHART, chart_rows
from nhsdx.render.report_docx_looks import (
    ABOVE,
    BAR_HEIGHT,
    BELOW,
    BULLETS,
    CALLOUT,
    CALLOUT_INDENT,
    CALLOUT_TITLE,
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
ROOM = (PAGE_HEIGHT - ABOVE - BELOW) * MM * 0.95
"""What may be filled: programs do not all break lines alike."""
WIDTH = TEXT_WIDTH * MM
LIST_INDENT = 18
FONT_LINE = 1.15
"""How far lines of Arial are apart, beside its size."""
# Arial's letters in a few classes, and how wide each is beside its size.
WIDTHS = {
    **dict.fromkeys(" !'(),-./:;I[]fijlrt|‘’", 0.28),
    **dict.fromkeys("Jckszvxy“”", 0.5),
    **dict.fromkeys("%@GMOQWmw…—", 0.85),
}
CAPITAL, LETTER, SQUARE = 0.68, 0.556, 1.0
FIRST_SQUARE = "\u2e80"
"""From here on, most letters are as wide as they are high."""


def size_of(page: Page) -> float:
    """The largest size, in points, at which a page is not too tall; the smallest if it always is."""
    return next((size for size in SIZES if sum(_tall(block, size) for block in page.blocks) <= ROOM), SIZES[-1])


def _tall(block: Block, size: float) -> float:
    """How tall a block is, in points."""
    if isinstance(block, RangeChart):
        return _chart_tall(block, size) + _paragraph_tall(NOTE, block.legend, WIDTH, size)
    return sum(_paragraph_tall(style, text, width, size) for style, text, width in _paragraphs(block))


def _paragraphs(block: Block) -> Iterator[tuple[str, str, float]]:
    """The paragraphs of a block: style, text and the width for it."""
    match block:
        case Heading():
            yield f"Heading {block.level}", block.text, WIDTH
        case Paragraph():
            yield STYLES[block.style], _text(block.line), WIDTH
        case Listing():
            for item in block.items:
                yield BULLETS, _text(item), WIDTH - LIST_INDENT
        case Facts():
            for fact in block.facts:
                yield FACT, _text(fact.line), WIDTH - NAMES_WIDTH * MM
        case Callout():
            yield CALLOUT_TITLE, block.title, WIDTH - CALLOUT_INDENT * MM
            for entry in block.lines:
                yield CALLOUT, _text(entry), WIDTH - CALLOUT_INDENT * MM
        case _:
            pass


def _chart_tall(chart: RangeChart, size: float) -> float:
    shares = sum(column.share for column in CHART)
    widths = [WIDTH * column.share / shares - CELL_SIDE for column in CHART]
    least = BAR_HEIGHT * MM * SPACING + _paragraph_tall(CELL, "", WIDTH, size) / 4
    return _paragraph_tall(HEAD, "", WIDTH, size) + sum(
        max(
            least,
            *(
                sum(_paragraph_tall(CELL, _text(entry), width, size) for entry in cell)
                for cell, width in zip(row, widths, strict=True)
            ),
        )
        for row in chart_rows(chart)
    )


def _paragraph_tall(style: str, text: str, width: float, size: float) -> float:
    look = LOOKS[style]
    points = letters(look, size)
    return _lines(text, width / points) * points * FONT_LINE * SPACING + (look.above + look.below) * size


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
