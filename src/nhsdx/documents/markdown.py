"""A document as Markdown, for GitHub, pandoc and people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nhsdx.documents.bars import describe_signs, draw_bins, draw_range_bar, tabulate_bars
from nhsdx.documents.blocks import (
    FOOTER,
    Block,
    Callout,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Histogram,
    KeyFigure,
    KeyFigures,
    Line,
    Listing,
    Paragraph,
    RangeChart,
    Span,
    StackedBars,
    Style,
    Table,
    Tone,
    Verbatim,
)
from nhsdx.documents.safe_text import LONGEST, clean
from nhsdx.documents.words import NOT_COUNTED

WIDTH = 20
BETWEEN_LINES = " · "
NO_BREAK_SPACE = "\u00a0"
# Characters with a meaning in CommonMark, or for GitHub and pandoc: https://github.github.com/gfm/
SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&!@$^{]|:(?=[\w+/])|(?<=www)\.")
# A text that begins with one of these would begin a list, a definition or a rule; the character to escape is the last.
AT_START = re.compile(r"(?:[-+:]|\(?(?:\d+|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)[.)])(?=\s|$)|[-=](?=[-=]*$)")


def draw_markdown(document: Document) -> str:
    """The whole document as Markdown; text from files is never taken for markup."""
    banner = [_draw_apart(Callout(Tone.STOP, document.banner))] if document.banner else []
    parts = [*banner, *(part for block in document.blocks for part in _draw(block))]
    if document.footer:
        parts += [f"## {FOOTER}", "\n".join(f"- {_draw_line(entry)}" for entry in document.footer)]
    return "\n\n".join([*parts, *banner]) + "\n"


def _draw(block: Block) -> Iterator[str]:
    """The paragraphs, lists and tables that show a block, without the empty lines between them."""
    match block:
        case Heading():
            yield f"{'#' * block.level} {escape(block.text)}"
        case Paragraph():
            words = _draw_line(block.line)
            yield f"*{words}*" if block.style is Style.NOTE else words
        case Listing():
            yield "\n".join(_draw_items(block))
        case Facts():
            yield "\n".join(f"- **{escape(fact.name)}**: {_draw_line(fact.line)}" for fact in block.facts)
        case KeyFigures():
            yield "\n".join(map(_draw_figure, block.figures))
        case Verbatim() | Callout():
            yield _draw_apart(block)
        case _:
            yield from _draw_grid(block)


def _draw_apart(block: Verbatim | Callout) -> str:
    """Lines set apart from the text: a callout becomes a quotation, and lines to copy become a code block."""
    if isinstance(block, Verbatim):
        return "\n".join(("```toml", *block.lines, "```"))
    lines = (f"**{escape(block.title)}**", *map(_draw_line, block.lines))
    return "\n>\n".join(f"> {words}" for words in lines)


def _draw_figure(figure: KeyFigure) -> str:
    return f"- **{escape(figure.label)}**: {escape(figure.value)} ({escape(figure.note)})"


def _draw_grid(block: Table | RangeChart | StackedBars | Histogram) -> Iterator[str]:
    """A table below its caption; for a bar chart, a table of its figures."""
    if isinstance(block, RangeChart):
        columns = [Column(block.heading), Column(block.ends), *block.columns]
        yield "\n".join(_draw_table(columns, list(_draw_ranges(block))))
        yield from (f"*{escape(words)}*" for words in (describe_signs(block), block.note) if words)
        return
    table = block if isinstance(block, Table) else tabulate_bars(block)
    yield f"*{escape(table.caption)}*"
    rows = [list(map(_draw_cell, row)) for row in table.rows]
    columns = list(table.columns)
    if isinstance(block, Histogram):
        columns.insert(1, Column("Spread"))
        for row, bar in zip(rows, block.rows, strict=True):
            # Markdown would drop a space at the start of the bars, so they would no longer be aligned.
            row.insert(1, f"`{(draw_bins(bar.counts or ()) or ' ').replace(' ', NO_BREAK_SPACE)}`")
    yield "\n".join(_draw_table(columns, rows))


def _draw_items(block: Listing) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        yield f"{f'{number}.' if block.is_ordered else '-'} {_draw_line(item)}"


def _draw_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table; an empty heading or cell stays empty."""
    rules = ["---:" if column.is_number else "---" for column in columns]
    for cells in ([escape(column.title) for column in columns], rules, *rows):
        yield f"| {' | '.join(cells)} |"


def _draw_ranges(chart: RangeChart) -> Iterator[list[str]]:
    for row in chart.rows:
        label = f"{'– ' * row.depth}{escape(row.label)}{f' {NOT_COUNTED}' if row.is_advisory else ''}"
        label = BETWEEN_LINES.join([label, *([escape(row.note)] if row.note else [])])
        yield [label, f"`{draw_range_bar(row.scores, WIDTH)}`", *map(escape, row.cells)]


def _draw_cell(cell: Cell) -> str:
    return BETWEEN_LINES.join(map(_draw_line, cell))


def _draw_line(line: Line) -> str:
    return "".join(map(_draw_span, line)).rstrip()


def _draw_span(span: Span) -> str:
    """A span of text as Markdown; if it is bold, spaces at its ends go outside the asterisks."""
    if span.code and not set("`|") & set(span.text):
        return f"`{span.text}`"
    words = escape(span.text)
    after = span.text[len(span.text.rstrip()) :]
    before = span.text[: len(span.text) - len(span.text.lstrip())]
    return f"{before}{f'**{words}**' if span.strong else words}{after}"


def escape(text: str, longest: int = LONGEST) -> str:
    """The text on one line, escaped so that Markdown finds no markup, link, HTML or table cell in it."""
    written = SPECIAL.sub(lambda found: "\\" + found[0], clean(text, longest))
    start = AT_START.match(written)
    return written if start is None else f"{written[: start.end() - 1]}\\{written[start.end() - 1 :]}"
