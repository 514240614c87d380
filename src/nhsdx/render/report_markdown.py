"""A report as Markdown, for GitHub, pandoc and people."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from nhsdx.model.reading import Reading, Scores
from nhsdx.model.report import (
    FOOTER,
    Block,
    Callout,
    Cell,
    Column,
    Facts,
    Heading,
    KeyFigures,
    Line,
    Listing,
    Paragraph,
    RangeChart,
    Report,
    Run,
    Style,
    Table,
)
from nhsdx.render.figures import score_text
from nhsdx.render.markdown import escape
from nhsdx.render.report_lines import LONGEST

WIDTH = 20
LEGEND = "█ supported by evidence   ▒ claimed beyond it   ░ possible if the unknown is good"
CHART = (
    Column("Dimension"),
    Column("0 to 100"),
    *(Column(name, is_number=True) for name in ("Evidenced", "Claimed", "Low", "High")),
    Column("Level by evidence"),
)
BETWEEN_LINES = " · "


def report_markdown(report: Report) -> str:
    """The whole report; text from files stays text."""
    parts = [part for page in report.pages for block in page.blocks for part in _block(block)]
    parts += [f"## {FOOTER}", "\n".join(f"- {_line(entry)}" for entry in report.footer)]
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> Iterator[str]:
    """The paragraphs, lists and tables that a block is, without the empty lines between them."""
    match block:
        case Heading():
            yield f"{'#' * block.level} {_text(block.text)}"
        case Paragraph():
            words = _line(block.line)
            yield f"*{words}*" if block.style is Style.NOTE else words
        case Listing():
            yield "\n".join(_items(block))
        case Facts():
            yield "\n".join(f"- **{_text(fact.name)}**: {_line(fact.line)}" for fact in block.facts)
        case KeyFigures():
            yield "\n".join(
                f"- **{_text(one.label)}**: {_text(one.value)} ({_text(one.note)})" for one in block.figures
            )
        case Callout():
            lines = (f"**{_text(block.title)}**", *map(_line, block.lines))
            yield "\n>\n".join(f"> {words}" for words in lines)
        case Table():
            yield f"*{_text(block.caption)}*"
            yield "\n".join(_table(block.columns, [tuple(map(_cell, row)) for row in block.rows]))
        case RangeChart():
            yield "\n".join(_table(CHART, list(_ranges(block))))
            yield f"*{_text(LEGEND)}*"


def _items(block: Listing) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        yield f"{f'{number}.' if block.is_ordered else '-'} {_line(item)}"


def _table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table; an empty heading or cell stays one."""
    rules = ["---:" if column.is_number else "---" for column in columns]
    for cells in ([_text(column.title) for column in columns], rules, *rows):
        yield f"| {' | '.join(cells)} |"


def _ranges(chart: RangeChart) -> Iterator[tuple[str, ...]]:
    for row in chart.rows:
        label = f"{'– ' * row.depth}{_text(row.label)}{' (not counted)' if row.is_advisory else ''}"
        readings = (Reading.EVIDENCED, Reading.CLAIMED, Reading.LOW, Reading.HIGH)
        figures = (score_text(row.scores[reading]) for reading in readings)
        yield label, f"`{_bar(row.scores)}`", *figures, _text(row.level_label)


def _bar(scores: Scores) -> str:
    """A bar of 0 to 100: solid to the evidenced score, shaded to the claimed, light to the highest possible."""
    evidenced, claimed, high = (
        math.floor((scores[reading] or 0.0) * WIDTH / 100 + 0.5)
        for reading in (Reading.EVIDENCED, Reading.CLAIMED, Reading.HIGH)
    )
    return ("█" * evidenced + "▒" * (claimed - evidenced) + "░" * (high - claimed)).ljust(WIDTH, "·")


def _cell(cell: Cell) -> str:
    return BETWEEN_LINES.join(map(_line, cell))


def _line(line: Line) -> str:
    return "".join(map(_run, line)).rstrip()


def _run(run: Run) -> str:
    """A stretch of text; the space after a stressed one stands outside the stress."""
    if run.code:
        return f"`{run.text}`"
    words = _text(run.text)
    after = run.text[len(run.text.rstrip()) :]
    before = run.text[: len(run.text) - len(run.text.lstrip())]
    return f"{before}{f'**{words}**' if run.strong else words}{after}"


def _text(text: str) -> str:
    return escape(text, LONGEST)
