"""Sizes of a report in Word: those of its page, and of each style beside the size of the text."""

from __future__ import annotations

from typing import Final, NamedTuple

from nhsdx.model.report import Style

MM: Final = 72 / 25.4
"""The points of a millimetre."""
PAGE_WIDTH, PAGE_HEIGHT, SIDE, ABOVE, BELOW = 210, 297, 15, 12, 14
"""Of a page and its margins, in mm."""
TEXT_WIDTH: Final = PAGE_WIDTH - 2 * SIDE
NAMES_WIDTH, CALLOUT_INDENT = 28, 3
BAR_WIDTH, BAR_HEIGHT = 43, 4.3
CELL_SIDE: Final = 4
"""The room at the right of a cell, in points."""
SPACING: Final = 1.08
"""How far lines are apart, beside what the font asks for."""


class Look(NamedTuple):
    """The letters of a style and the room above and below its paragraphs, beside the size of the text."""

    letters: float
    above: float = 0.0
    below: float = 0.0


LEAD, NOTE, FACT, KEY_FIGURE, CAPTION = "Lead", "Note", "Fact", "Key figure", "Caption"
BODY, BULLETS, NUMBERED, FOOTER = "Normal", "List Bullet", "List Number", "Footer"
CELL, NUMBER, HEAD, NUMBER_HEAD, ROW_HEAD = "Cell", "Cell number", "Column heading", "Number heading", "Row heading"
CALLOUT, CALLOUT_TITLE = "Callout {}", "Callout {} title"
LOOKS: Final = {
    BODY: Look(1, 0.15, 0.3),
    "Heading 1": Look(1.85, 0, 0.3),
    "Heading 2": Look(1.22, 0.8, 0.25),
    "Heading 3": Look(1.1, 0.8, 0.3),
    LEAD: Look(1.25, 0, 0.4),
    NOTE: Look(0.88, 0.15, 0.3),
    BULLETS: Look(1),
    NUMBERED: Look(1),
    FACT: Look(1, 0, 0.1),
    CAPTION: Look(0.88, 0.6, 0.2),
    CELL: Look(0.94, 0.12, 0.08),
    NUMBER: Look(0.94, 0.12, 0.08),
    ROW_HEAD: Look(0.94, 0.12, 0.08),
    HEAD: Look(0.88),
    NUMBER_HEAD: Look(0.88),
    KEY_FIGURE: Look(1.35, 0.2),
    FOOTER: Look(1),
    CALLOUT: Look(1, 0, 0.35),
    CALLOUT_TITLE: Look(1, 0.35),
}
STYLES: Final = {Style.LEAD: LEAD, Style.BODY: BODY, Style.NOTE: NOTE}


def letters(look: Look, size: float) -> float:
    """The size of a style's letters where the text is set in so many points; Word counts halves."""
    return round(look.letters * size * 2) / 2
