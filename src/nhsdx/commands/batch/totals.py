"""The totals of many assessments: the spread of each node, gates, and invalid cells.

The totals are never a league table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import ceil, floor, log10
from typing import NamedTuple

from nhsdx.model import DisplayScale, Finding, GateState, LeftOut, Reading, Rubric
from nhsdx.tables.hints.cells import Hint

SHOWN = (Reading.EVIDENCED, Reading.CLAIMED)
"""The readings whose spread is shown."""
FEWEST_FIGURES, MOST_FIGURES, TINY = 1_000, 1_000_000, 1e-9
LEAST_ROWS = 5
"""How many assessments a group needs to be shown.

An assessment is about an organisation; a survey of people needs larger groups.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A node's scores under one reading: rows by level, median, quartiles, and the lowest and highest scores.

    The figures are exact to the decimals that are shown, and at least to a thousandth of the scale. `scored` is how
    many assessments have a score, and `left_out` is how many have none. The figures are None if no assessment has a
    score.
    """

    levels: tuple[int, ...]
    scored: int
    left_out: int
    minimum: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    maximum: float | None
    spread: float | None


ByNode = Mapping[str, Mapping[Reading, Distribution]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchGroup:
    """The assessments in one group: their shared values, their number, and how their scores are spread.

    `nodes` leaves out nodes for which too few assessments have a score. `left_out` is how many criteria are left out of
    the overall scores, added up over the assessments in the group.
    """

    key: Mapping[str, str | None]
    rows: int
    nodes: ByNode
    left_out: LeftOut


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCount:
    """How often a finding about evidence occurs: in how many rows, and in how many answers."""

    rows: int
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSummary:
    """The totals of all assessments in a table, by node and gate, and then by group in alphabetical order.

    `rubric` is the rubric used. `profiles` counts the assessments with each profile, by the profile's id. `left_out` is
    how many criteria are left out of each node's score, added up across all assessments. `hidden_groups` is the number
    of groups that are not shown. `checks` counts the findings about the dates of evidence, by their codes. `rejected`
    counts the invalid cells in each column, and `hints` says what many of these cells have in common. `findings` lists
    unknown and missing columns. `blank_rows` counts the rows of the table that are left out because all their cells are
    empty.
    """

    rubric: Rubric
    rows: int
    nodes: ByNode
    left_out: Mapping[str, LeftOut]
    gates: Mapping[str, Mapping[GateState, int]]
    profiles: Mapping[str, int] = field(default_factory=dict)
    groups: tuple[BatchGroup, ...] = ()
    hidden_groups: int = 0
    checks: Mapping[str, CheckCount] = field(default_factory=dict)
    rejected: Mapping[str, int] = field(default_factory=dict)
    hints: tuple[Hint, ...] = ()
    blank_rows: int = 0
    findings: tuple[Finding, ...] = ()


class Grid(NamedTuple):
    """The steps to which scores are rounded before they are counted.

    The rounding keeps memory use independent of the number of rows. Scores are rounded down if `part` is 0, and to the
    nearest step if it is 0.5. They are rounded down if fewer than `decimals` decimals are shown, so that rounding them
    again gives the figure shown.
    """

    shown: DisplayScale
    decimals: int
    part: float

    @classmethod
    def of(cls, shown: DisplayScale) -> Grid:
        """The grid for a scale: as fine as the figures shown, with at least a thousand and at most a million steps."""
        width, wanted = abs(shown.to - shown.from_), max(shown.decimals, 1)
        fewest = ceil(log10(FEWEST_FIGURES / width) - TINY)
        most = floor(log10(MOST_FIGURES / width) + TINY)
        decimals = min(max(wanted, fewest), most)
        return cls(shown, decimals, 0.5 if decimals <= wanted else 0.0)

    def read(self, units: float) -> float:
        """The score (0-100) that corresponds to a number of units."""
        return self.shown.read(units / 10.0**self.decimals)


def build_distribution(counts: Iterable[tuple[int | None, int | None, int]], levels: int, grid: Grid) -> Distribution:
    """The distribution of scores. `counts` gives levels, numbers of grid units, and how many rows have both.

    A row without a score has neither a level nor a number of units. Quartiles and median interpolate between neighbours
    (Hyndman and Fan, 1996, type 7).
    """
    at_level = [0] * levels
    at_unit: dict[int, int] = {}
    side = -1 if grid.shown.is_reversed else 1
    left_out = 0
    for level, unit, count in counts:
        if level is None or unit is None:
            left_out += count
            continue
        at_level[level] += count
        at_unit[side * unit] = at_unit.get(side * unit, 0) + count
    scored = sum(at_level)
    figures = compute_quantiles(at_unit, (0.0, 0.25, 0.5, 0.75, 1.0)) if scored else [None] * 5
    minimum, lower, median, upper, maximum = (None if one is None else grid.read(side * one) for one in figures)
    return Distribution(
        levels=tuple(at_level),
        scored=scored,
        left_out=left_out,
        minimum=minimum,
        lower_quartile=lower,
        median=median,
        upper_quartile=upper,
        maximum=maximum,
        spread=None if lower is None or upper is None else upper - lower,
    )


def compute_quantiles(counts: Mapping[int, int], shares: Sequence[float]) -> list[float]:
    """The quantiles at the given shares, from 0 to 1, worked out from how often each value occurs."""
    values = sorted(counts)
    upto = list(accumulate(counts[value] for value in values))

    def find_value(place: int) -> int:
        return values[bisect_right(upto, place)]

    found = []
    for share in shares:
        place = (upto[-1] - 1) * share
        below = floor(place)
        low, high = find_value(below), find_value(min(below + 1, upto[-1] - 1))
        found.append(low + (place - below) * (high - low))
    return found
