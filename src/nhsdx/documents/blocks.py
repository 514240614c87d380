"""A page for people, as a document of blocks that each medium draws in its own way.

Every text in a document is on one line and safe to show on a screen (see `safe_text`). Each medium escapes the
characters that have a special meaning in its own format.
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
    """The kind of message in a callout: a stop, a warning, an open question, good news, or information."""

    STOP = "stop"
    WARNING = "warning"
    OPEN = "open"
    GOOD = "good"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text: `strong` is true for bold text, and `code` is true for an id, a command or a digest."""

    text: str
    strong: bool = False
    code: bool = False


Line: TypeAlias = tuple[Span, ...]
"""Text on one line, in spans; no space is added between the spans."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. The document's title is the only heading at level 1, and no heading level is skipped."""

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
    """A list of entries, numbered if their order matters."""

    items: tuple[Line, ...]
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and a value, as in `Rubric: nhs-digital-leadership 2.0.0`."""

    name: str
    line: Line


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and their values, one to a line."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines of text for people to copy unchanged, such as part of a TOML file."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure for readers to see at a glance: a label, a value and a remark."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A few key figures side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A few lines set apart from the text around them. The title says in words what `tone` shows by colour."""

    tone: Tone
    title: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its heading, whether it holds numbers, and its width relative to the other columns."""

    title: str
    is_number: bool = False
    share: int = 1


Cell: TypeAlias = tuple[Line, ...]
"""The lines of a cell; an empty cell has no lines."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Each row has a cell for each column, and the first cell is the row's heading.

    `has_total` is true if the last row is the sum of the rows above it.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_total: bool = False


@dataclass(frozen=True, slots=True)
class RangeRow:
    """A node's score under each of the four readings (0 to 100, or None), and the cells beside the node's bar.

    `text` says in words what the bar shows. `depth` is how many dimensions are above the node. The score in an advisory
    row is shown but never counted. `note`, shown below the label, says what is left out of the scores.
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
    """A range chart: for each node, a bar with marks for the evidenced and the claimed score, and cells beside it.

    `columns` are the headings of the cells, `heading` says what the rows are, and `note` says what the columns mean. If
    `is_graded` is false, the rubric has no evidence grades and the bars have no marks for evidenced scores. `ends` are
    the figures at the ends of the bars. `parts` gives names for the two parts of each bar if the bars do not show
    evidenced and claimed scores. A medium that cannot draw charts shows a table.
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
    """A row in a bar chart: the counts for the parts of the bar, and the cells beside the bar.

    `counts` is None if the counts may not be shown: then `note` says why, in place of the bar.
    """

    label: str
    counts: tuple[int, ...] | None
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class StackedBars:
    """Bars divided by how many people chose each option, the best option first. `bar` is the heading of the bars."""

    caption: str
    heading: str
    options: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[BarRow, ...]
    bar: str = "Answers"


@dataclass(frozen=True, slots=True)
class Histogram:
    """A small histogram for each row: how many cases fall into each bin. `columns` is the same as in `StackedBars`."""

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
    """Blocks that begin on a new page, if the medium has pages."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a command shows to people. `footer` says how readers can check the figures.

    `results` are the published results that the document shows; an HTML file also contains them as data.

    `is_paper` is true for a document that is printed and handed round: its first page fits one side of A4, and it has a
    table of contents. `date` is an ISO date, or empty if the document has none. `banner` warns at the head of every
    page that the document is hypothetical.
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
        """The title with the subject and the date, for a window title or the title property of a file."""
        about = ", ".join(part for part in (self.subject, self.date) if part)
        return f"{self.title}: {about}" if about else self.title

    @property
    def blocks(self) -> Iterator[Block]:
        """Every block of every sheet, in order."""
        for sheet in self.sheets:
            yield from sheet.blocks


def list_texts(part: object) -> Iterator[str]:
    """Every text in a part of a document, in order."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from list_texts(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from list_texts(getattr(part, field.name))


def nest_headings(blocks: Iterable[Block], prefix: str) -> Iterator[Block]:
    """A document's blocks for use in a larger document: headings are one level lower, and their ids get a prefix."""
    for block in blocks:
        if isinstance(block, Heading):
            yield Heading(block.level + 1, block.text, prefix + block.id)
        else:
            yield block
