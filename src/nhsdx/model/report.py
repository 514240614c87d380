"""A report as pages of blocks, which each medium draws in its own way.

Every text in it is ready to be shown as it is: on one line, with nothing in it that could act on a screen.
A medium only escapes what its own format would read as more than text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import TypeAlias

from nhsdx.model.reading import ByReading, Scores
from nhsdx.model.result import LevelMark

RESULTS_ID = "nhsdx-results"
"""The id under which an HTML report holds its results."""


FOOTER = "What vouches for the figures"
"""The heading above a report's footer."""


class Style(StrEnum):
    """How loud a paragraph is: the finding itself, ordinary text, or a remark."""

    LEAD = "lead"
    BODY = "body"
    NOTE = "note"


class Tone(StrEnum):
    """What a callout is about: something to stop for, to beware of, that is open, that is well, or to know."""

    STOP = "stop"
    WARNING = "warning"
    OPEN = "open"
    GOOD = "good"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `strong` where it is stressed, `code` where it is an id or a digest."""

    text: str
    strong: bool = False
    code: bool = False


Line: TypeAlias = tuple[Run, ...]
"""Text on one line, in runs that follow each other without a space of their own."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title of the report is the only one of level 1, and no level is skipped."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    line: Line
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of entries, with numbers where their order means something."""

    items: tuple[Line, ...]
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what stands for it."""

    name: str
    line: Line


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what stands for them, as in the head of a paper."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure to see at a glance, what it is, and a word on it."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A few figures side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A few lines set apart; its title says what `tone` shows."""

    tone: Tone
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading; numbers are set to the right; `share` is its width beside the others'."""

    title: str
    is_number: bool = False
    share: int = 1


Cell: TypeAlias = tuple[Line, ...]
"""What stands in a cell of a table, line by line; an empty one has no line."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: each row has a cell for each column, and the first is the row's header.

    `has_total` where the last row sums up those above.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_total: bool = False


@dataclass(frozen=True, slots=True)
class RangeRow:
    """A node under its four readings: scores of 0-100 and levels, None where there is none.

    `text` tells in words what the bar shows. `depth` counts the dimensions above it; what `is_advisory`
    is shown and counts for nothing.
    """

    label: str
    scores: Scores
    levels: ByReading[int | None]
    level_label: str
    text: str
    depth: int = 0
    is_advisory: bool = False


@dataclass(frozen=True, slots=True)
class RangeChart:
    """A row for each node: a range bar over the scale with marks for evidence and claim, beside its figures.

    `legend` says in words what the marks are. A medium that cannot draw shows the figures as a table.
    """

    caption: str
    legend: str
    scale: tuple[LevelMark, ...]
    rows: tuple[RangeRow, ...]


Block: TypeAlias = Heading | Paragraph | Listing | Facts | KeyFigures | Callout | Table | RangeChart


@dataclass(frozen=True, slots=True)
class Page:
    """Blocks that begin on a page of their own where there are pages."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; the first page fits one side of A4. `footer` says what vouches for its figures."""

    title: str
    subject: str
    date: str
    language: str
    pages: tuple[Page, ...]
    footer: tuple[Line, ...]


def texts(part: object) -> Iterator[str]:
    """Every text of a part of a report, in its order."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from texts(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name))
