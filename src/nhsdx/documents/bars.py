"""Bars as text: ranges, shares of answers and histograms, in characters that any medium can print, and as tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from nhsdx.documents.blocks import BarRow, Column, Histogram, RangeChart, StackedBars, Table
from nhsdx.documents.phrases import make_row
from nhsdx.model import Reading, Scores

SHADES = "█▓▒░·"
"""The shades of a bar's parts, the darkest first."""
BINS = "▁▂▃▄▅▆▇█"
"""The bars of a histogram, the lowest first."""
RANGE_SIGNS = "█▒░·"
"""Characters for parts of a bar: evidenced, claimed beyond the evidence, possible beyond the claim, and the rest."""

SIGNS = "█ evidenced   ▒ claimed beyond the evidence   ░ possible if every unknown answer is good"
SIGNS_UNGRADED = "█ as answered   ░ possible if every unknown answer is good"
SHAPES = (
    "Filled bar and disc: evidenced. Hatched bar and diamond: claimed. Thin line: the range, from low to high. "
    "Upright lines: where each level begins."
)
SHAPES_UNGRADED = (
    "Filled bar and disc: as answered. Thin line: the range, from low to high. Upright lines: where each level begins."
)


def describe_signs(chart: RangeChart) -> str:
    """What the characters in a chart's bars mean."""
    if chart.parts is not None:
        return f"█ {chart.parts[0]}   ▒ {chart.parts[1]}"
    return SIGNS if chart.is_graded else SIGNS_UNGRADED


def describe_shapes(chart: RangeChart) -> str:
    """What the shapes and the columns of a chart mean."""
    shapes = SHAPES if chart.is_graded else SHAPES_UNGRADED
    if chart.parts is not None:
        shapes = f"Filled bar and disc: {chart.parts[0]}. Hatched bar: {chart.parts[1]}."
    return f"{shapes} {chart.note}".rstrip()


def divide_range_bar(scores: Scores, width: int) -> list[tuple[str, int]]:
    """The characters of a bar from 0 to 100, each with the number of times that it is repeated.

    A claim beyond the evidence is always visible, however small it is.
    """
    evidenced, claimed, high = (
        _measure_cells(scores[reading], width) for reading in (Reading.EVIDENCED, Reading.CLAIMED, Reading.HIGH)
    )
    if claimed == evidenced and (scores[Reading.CLAIMED] or 0.0) > (scores[Reading.EVIDENCED] or 0.0):
        evidenced = max(evidenced - 1, 0)
    ends = (0, evidenced, claimed, max(high, claimed), width)
    return [(sign, end - start) for sign, (start, end) in zip(RANGE_SIGNS, pairwise(ends), strict=True)]


def _measure_cells(score: float | None, width: int) -> int:
    """How many characters of a bar a score fills, with halves rounded up."""
    return math.floor((score or 0.0) * width / 100 + 0.5)


def divide_bar(counts: Sequence[int], width: int) -> list[int]:
    """How many characters of a bar each count gets.

    The numbers add up to the width, or are all 0 if nothing was counted.
    """
    total = sum(counts)
    cells, reached, filled = [], 0, 0
    for count in counts:
        reached += count
        end = (reached * width * 2 + total) // (2 * total) if total else 0
        cells.append(end - filled)
        filled = end
    return cells


def find_shade(place: int, count: int) -> int:
    """The shade of a part of a bar: 0 for the first part, the last shade for the last part."""
    return place * (len(SHADES) - 1) // max(count - 1, 1)


def draw_bins(counts: Sequence[int]) -> str:
    """A block character for each bin, as tall as the bin's share of the largest bin; a space for an empty bin."""
    most = max(counts, default=0)
    return "".join(BINS[(count * len(BINS) - 1) // most] if count else " " for count in counts)


def draw_range_bar(scores: Scores, width: int) -> str:
    """A range bar as plain text."""
    return "".join(sign * cells for sign, cells in divide_range_bar(scores, width))


def tabulate_bars(chart: StackedBars | Histogram) -> Table:
    """A bar chart as a table: one column of counts for each option or bin, then the other columns."""
    parts = chart.options if isinstance(chart, StackedBars) else chart.bins
    columns = (Column(chart.heading, share=3), *(Column(part, is_number=True) for part in parts), *chart.columns)
    rows = (make_row(row.label, *_count_cells(row, len(parts)), *row.cells) for row in chart.rows)
    return Table(chart.caption, columns, tuple(rows))


def _count_cells(row: BarRow, parts: int) -> list[str]:
    """The counts in a row, or the row's remark if the counts may not be shown."""
    return [row.note, *[""] * (parts - 1)] if row.counts is None else list(map(str, row.counts))
