"""Tables and bars of a document on a terminal, which fit any width from 60 columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from nhsdx.documents.bars import SHADES, describe_signs, divide_bar, divide_range_bar, draw_bins, find_shade
from nhsdx.documents.blocks import BarRow, Cell, Column, Histogram, Line, RangeChart, RangeRow, StackedBars, Table
from nhsdx.documents.words import NOT_COUNTED

GAP, INDENT = 2, 2
WORD, WORD_PART = re.compile(r"\S+"), re.compile(r"[^/-]*[/-]*")
LONGEST_WORDS = (24, 14)
"""The longest word that a text column shows without a break.

The second number is for tables that would be too wide with the first.
"""
LONGEST_ID = 40
"""The maximum length of an id that fits into its column without a break."""
NARROWEST_WITH_BAR = 76
NARROWEST_BAR, WIDEST_BAR = 12, 40
NARROWEST_WITH_STACKED_BAR = 72
STACKED_WIDTH = 14
SHADE_STYLES = ("cyan", "blue", "yellow", "dim", "dim")
NARROWEST_WITH_LABELS = 50
"""The minimum width for labels and bars. If less is left, other columns show only the first word of a text."""


def make_text(line: Line, style: str = "") -> Text:
    """A line of text, with bold words in bold."""
    text = Text(style=style)
    for span in line:
        text.append(span.text, style="bold" if span.strong else None)
    return text


def draw_grid(block: Table | RangeChart | StackedBars | Histogram, console: Console) -> Iterator[RenderableType]:
    """Draws any block with rows and columns."""
    match block:
        case Table():
            yield from draw_table(block, console)
        case RangeChart():
            yield from draw_ranges(block, console)
        case StackedBars():
            yield from draw_stacked_bars(block, console)
        case Histogram():
            yield from draw_histogram(block)


def draw_table(table: Table, console: Console) -> Iterator[RenderableType]:
    """A table below its caption; if it is too wide, each row is a short list of its cells."""
    yield Text(table.caption, style="dim")
    widths = _divide_width(table, console.width)
    if widths:
        yield _make_grid(table, widths)
    else:
        yield from _draw_records(table)


def _make_grid(table: Table, widths: Sequence[int]) -> Grid:
    grid = Grid(box=None, padding=(0, GAP, 0, 0), show_edge=False, pad_edge=False, collapse_padding=True)
    for column, width in zip(table.columns, widths, strict=True):
        grid.add_column(column.title, justify="right" if column.is_number else "left", overflow="fold", width=width)
    last = len(table.rows) - 1
    for at, row in enumerate(table.rows):
        cells = (_break_words(_join_lines(cell), width) for cell, width in zip(row, widths, strict=True))
        grid.add_row(*cells, style="bold" if table.has_total and at == last else "")
    return grid


def _break_words(text: Text, width: int) -> Text:
    """The text with each word that is too wide, such as a file's name, broken after a slash or a hyphen."""
    breaks: list[int] = []
    for word in WORD.finditer(text.plain):
        start, last = word.start(), word.start()
        for part in WORD_PART.finditer(text.plain, *word.span()):
            if part.end() - start > width and last > start:
                breaks.append(last)
                start = last
            last = part.end()
    return Text("\n").join(text.divide(breaks)) if breaks else text


def _divide_width(table: Table, width: int) -> list[int]:
    """The width of each column; empty if there is no room for the table.

    Spare width goes first to the columns that need the least extra width, and the other columns share the rest.
    """
    room = width - GAP * (len(table.columns) - 1)
    choices = (_list_least_widths(table, longest) for longest in LONGEST_WORDS)
    least = next((widths for widths in choices if sum(widths) <= room), None)
    if least is None:
        return []
    spare = room - sum(least)
    needs = [max(full - own, 0) for full, own in zip(_list_full_widths(table), least, strict=True)]
    widths = list(least)
    for done, at in enumerate(sorted(range(len(needs)), key=needs.__getitem__)):
        more = min(needs[at], spare // (len(needs) - done))
        widths[at] += more
        spare -= more
    return widths


def _list_full_widths(table: Table) -> list[int]:
    """For each column, the width at which no cell needs a second line."""
    return [
        max(map(cell_len, (column.title, *(make_text(line).plain for row in table.rows for line in row[at]))))
        for at, column in enumerate(table.columns)
    ]


def _list_least_widths(table: Table, longest_word: int) -> list[int]:
    """The minimum width of each column: enough for its figures and ids, and for all but very long words."""
    columns = enumerate(table.columns)
    return [_find_least_width(column, [row[at] for row in table.rows], longest_word) for at, column in columns]


def _find_least_width(column: Column, cells: Sequence[Cell], longest_word: int) -> int:
    lines = [line for cell in cells for line in cell]
    texts = [make_text(line).plain for line in lines]
    words = " ".join([column.title] if column.is_number else [column.title, *texts]).split()
    longest = min(max(map(cell_len, words), default=1), longest_word)
    ids = [min(cell_len(span.text), LONGEST_ID) for line in lines for span in line if span.code]
    figures = list(map(cell_len, texts)) if column.is_number else []
    return max([longest, *ids, *figures])


def _draw_records(table: Table) -> Iterator[RenderableType]:
    for row in table.rows:
        yield _join_lines(row[0]).copy() if row[0] else Text("")
        grid = Grid.grid(padding=(0, GAP, 0, 0))
        grid.add_column(style="dim", max_width=24, overflow="fold")
        grid.add_column(ratio=1, overflow="fold")
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            if cell:
                grid.add_row(Text(column.title), _join_lines(cell))
        yield Padding(grid, (0, 0, 0, 2), expand=False)


def _join_lines(cell: Cell) -> Text:
    return Text("\n").join(map(make_text, cell))


def draw_ranges(chart: RangeChart, console: Console) -> Iterator[RenderableType]:
    """A row for each node, with a bar if there is room; on a narrow console, texts are cut to their first word."""
    cells = _list_range_cells(chart, console.width)
    has_bar = console.width >= NARROWEST_WITH_BAR
    width = _find_bar_width(chart, cells, console.width)
    grid = Grid(box=None, padding=(0, GAP, 0, 0), show_edge=False, collapse_padding=True, pad_edge=False)
    grid.add_column(chart.heading, ratio=1, overflow="fold", min_width=cell_len(chart.heading))
    if has_bar:
        grid.add_column(chart.ends, no_wrap=True)
    for column in chart.columns:
        grid.add_column(column.title, justify="right" if column.is_number else "left", no_wrap=True)
    for row, texts in zip(chart.rows, cells, strict=True):
        bar = [_draw_range_bar(row, width)] if has_bar else []
        label = Padding(_draw_label(row), (0, 0, 0, INDENT * row.depth))
        grid.add_row(label, *bar, *map(Text, texts), style="dim" if row.is_advisory else "")
    yield grid
    if has_bar:
        yield Text(describe_signs(chart), style="dim")
    if chart.note:
        yield Text(chart.note, style="dim")


def _draw_label(row: RangeRow) -> RenderableType:
    """The label, with an indented remark below it."""
    label = Text(_label_row(row))
    return Group(label, Padding(Text(row.note, style="dim"), (0, 0, 0, INDENT))) if row.note else label


def _label_row(row: RangeRow) -> str:
    return f"{row.label} {NOT_COUNTED}" if row.is_advisory else row.label


def _find_bar_width(chart: RangeChart, cells: Sequence[Sequence[str]], width: int) -> int:
    """The width that labels and other columns leave for the bars."""
    labels = max(INDENT * row.depth + max(cell_len(_label_row(row)), INDENT + cell_len(row.note)) for row in chart.rows)
    return min(max(width - sum(_measure_columns(chart, cells)) - 2 * GAP - labels, NARROWEST_BAR), WIDEST_BAR)


def _measure_columns(chart: RangeChart, cells: Sequence[Sequence[str]]) -> Iterator[int]:
    """The width of each column beside the bars, including the gap after the column."""
    for at, column in enumerate(chart.columns):
        yield max(cell_len(column.title), *(cell_len(texts[at]) for texts in cells)) + GAP


def _list_range_cells(chart: RangeChart, width: int) -> list[list[str]]:
    """The cells of each row; if there is no room, a text is cut to its first word, which is the number of a level."""
    cells = [list(row.cells) for row in chart.rows]
    if width >= NARROWEST_WITH_LABELS + sum(_measure_columns(chart, cells)):
        return cells
    return [
        [text if column.is_number else text.split(" ")[0] for column, text in zip(chart.columns, texts, strict=True)]
        for texts in cells
    ]


def _draw_range_bar(row: RangeRow, width: int) -> Text:
    text = Text()
    for (sign, cells), style in zip(divide_range_bar(row.scores, width), ("cyan", "yellow", "dim", "dim"), strict=True):
        text.append(sign * cells, style=style)
    return text


def draw_stacked_bars(chart: StackedBars, console: Console) -> Iterator[RenderableType]:
    """A table of the figures for each group and, if there is room, a legend and a bar of the answers."""
    yield Text(chart.caption, style="dim")
    if console.width < NARROWEST_WITH_STACKED_BAR:
        yield _draw_bar_rows(chart, None, [])
        return
    yield from _draw_legend(chart.options)
    yield _draw_bar_rows(chart, chart.bar, list(map(_draw_stacked_bar, chart.rows)))


def _draw_legend(options: Sequence[str]) -> Iterator[RenderableType]:
    """A legend of the options, the best one first.

    If there are more options than shades, some neighbouring options share a shade.
    """
    shades: dict[str, list[str]] = {}
    for place, option in enumerate(options):
        shades.setdefault(SHADES[find_shade(place, len(options))], []).append(option)
    for sign, names in shades.items():
        yield Padding(Text(f"{sign} {', '.join(names)}"), (0, 0, 0, 2))


def _draw_stacked_bar(row: BarRow) -> Text:
    counts = row.counts or ()
    text = Text()
    for place, cells in enumerate(divide_bar(counts, STACKED_WIDTH)):
        shade = find_shade(place, len(counts))
        text.append(SHADES[shade] * cells, style=SHADE_STYLES[shade])
    return text


def draw_histogram(chart: Histogram) -> Iterator[RenderableType]:
    """A small histogram for each row: taller blocks show more cases, and spaces show none."""
    yield Text(chart.caption, style="dim")
    heading = "".join(chart.bins) if all(cell_len(one) == 1 for one in chart.bins) else "Levels"
    bars = [Text(draw_bins(row.counts or ())) for row in chart.rows]
    yield _draw_bar_rows(chart, heading, bars)


def _draw_bar_rows(chart: StackedBars | Histogram, heading: str | None, bars: Sequence[Text]) -> RenderableType:
    """The rows of a chart: label, bar if there is one, and cells. A row without counts has a remark instead."""
    grid = Grid(box=None, padding=(0, GAP, 0, 0), show_edge=False, collapse_padding=True, pad_edge=False)
    grid.add_column(chart.heading, ratio=1, overflow="fold")
    if heading is not None:
        grid.add_column(heading, no_wrap=True)
    for column in chart.columns:
        grid.add_column(column.title, justify="right" if column.is_number else "left", no_wrap=True)
    for at, row in enumerate(chart.rows):
        grid.add_row(Text(row.label), *_list_bar_cells(row, None if heading is None else bars[at]))
    return grid


def _list_bar_cells(row: BarRow, bar: Text | None) -> list[Text]:
    """The bar, if there is one, and the cells beside it. If the counts may not be shown, a remark replaces the bar."""
    cells, remark = list(map(Text, row.cells)), Text(row.note, style="dim")
    if bar is not None:
        return [bar if row.counts is not None else remark, *cells]
    return [remark, *cells[1:]] if row.counts is None and not any(row.cells) else cells
