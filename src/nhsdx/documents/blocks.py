"""A page for people, as a document of blocks that each medium draws in its own way.

Every text in a document is on one line and safe to show on a screen (see `safe_text`). A medium escapes only characters
with a special meaning in its own format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from nhsdx.model import LevelMark, Scores

FOOTER = "How to check these figures"
"""The heading above a document's footer."""

LANGUAGE = "en-GB"


class Style(StrEnum):
    """How a paragraph looks: the lead of a page, ordinary text, or a remark."""

    LEAD = "lead"
    BODY = "body"
    NOTE = "note"


class Tone(StrEnum):
    """The subject of a callout: a stop, a warning, an open question, good news, or information."""

    STOP = "stop"
    WARNING = "warning"
    OPEN = "open"
    GOOD = "good"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text; `strong` where it is bold, `code` where it is an id, a command or a digest."""

    text: str
    strong: bool = False
    code: bool = False


Line: TypeAlias = tuple[Span, ...]
"""Text on one line, in spans; no space is added between them."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. The title of the document is the only one of level 1, and no level is skipped."""

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
    """A list of entries, numbered where their order means something."""

    items: tuple[Line, ...]
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value, as in `Rubric: nhs-digital-leadership 2.0.0`."""

    name: str
    line: Line


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and their values, one to a line."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines of text to copy as they are, such as a part of a TOML file."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure to see at a glance: its label, its value and a remark on it."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A few figures side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A few lines set apart. The title says in words what `tone` shows by colour."""

    tone: Tone
    title: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, whether it holds numbers, and its width relative to the others."""

    title: str
    is_number: bool = False
    share: int = 1


Cell: TypeAlias = tuple[Line, ...]
"""The lines of a cell; an empty cell has no lines."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Each row has a cell for each column, and the first cell is the row's heading.

    `has_total` is true where the last row sums up those above it.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_total: bool = False


@dataclass(frozen=True, slots=True)
class RangeRow:
    """A node under its four readings, with scores of 0-100, None where it has no score, and its cells.

    `text` says in words what the bar shows. `depth` counts the dimensions above it. An advisory row is shown and
    never counted. `note` is a remark below the label: what is left out of the scores.
    """

    label: str
    scores: Scores
    cells: tuple[str, ...]
    text: str
    depth: int = 0
    is_advisory: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class RangeChart:
    """A row for each node: a range bar with marks for evidence and claim, beside its cells.

    `columns` are the headings of the cells, `heading` says what the rows are, and `note` what the columns mean. Without
    evidence grades (`is_graded`) nothing marks the evidence. `ends` are the figures at the ends of the bars. `parts`
    are the words for the parts of a bar that does not show evidenced and claimed scores. A medium that cannot draw
    shows a table.
    """

    caption: str
    scale: tuple[LevelMark, ...]
    columns: tuple[Column, ...]
    rows: tuple[RangeRow, ...]
    note: str = ""
    heading: str = "Dimension"
    is_graded: bool = True
    ends: str = "0 to 100"
    parts: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class BarRow:
    """A row of a bar chart: counts for the parts of its bar, and its cells.

    `counts` are None where they may not be shown: then `note` says why in place of the bar.
    """

    label: str
    counts: tuple[int, ...] | None
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class StackedBars:
    """A bar for each row, divided by how many chose each of `options`, the best first; `bar` is the bars' heading."""

    caption: str
    heading: str
    options: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[BarRow, ...]
    bar: str = "Answers"


@dataclass(frozen=True, slots=True)
class Histogram:
    """A small histogram for each row: how many cases fall into each of `bins`. `columns` are as for stacked bars."""

    caption: str
    heading: str
    bins: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[BarRow, ...]


Block: TypeAlias = (
    Heading
    | Paragraph
    | Listing
    | Facts
    | Verbatim
    | KeyFigures
    | Callout
    | Table
    | RangeChart
    | StackedBars
    | Histogram
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Blocks that begin on a page of their own, where the medium has pages."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a command shows to people. `footer` says how its figures can be checked.

    `results` are the published results that it shows; an HTML file contains them as data.

    `is_paper` is true for a document that is printed and handed round: its first page fits one side of A4, and it has a
    table of contents. `date` is an ISO date, or empty where the document has none. `banner` is a warning at the head of
    every page that the document is hypothetical.
    """

    title: str
    sheets: tuple[Sheet, ...]
    subject: str = ""
    date: str = ""
    footer: tuple[Line, ...] = ()
    results: tuple[Mapping[str, Any], ...] = ()
    is_paper: bool = False
    banner: str = ""

    @property
    def name(self) -> str:
        """The title with the subject and the date, as a window's or file's title gives it."""
        about = ", ".join(part for part in (self.subject, self.date) if part)
        return f"{self.title}: {about}" if about else self.title

    @property
    def blocks(self) -> Iterator[Block]:
        """Every block of every sheet, in order."""
        for sheet in self.sheets:
            yield from sheet.blocks


def list_texts(part: object) -> Iterator[str]:
    """Every text of a part of a document, in order."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from list_texts(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from list_texts(getattr(part, field.name))


def nest_headings(blocks: Iterable[Block], prefix: str) -> Iterator[Block]:
    """Blocks of a document as a part of a larger one: headings a level lower, their ids behind a prefix."""
    for block in blocks:
        if isinstance(block, Heading):
            yield Heading(block.level + 1, block.text, prefix + block.id)
        else:
            yield block
