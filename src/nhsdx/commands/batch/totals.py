"""The totals of many assessments: the spread of each node, gates, and invalid cells. Never a league table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import floor

from nhsdx.model import Finding, GateState, LeftOut, Reading, Rubric
from nhsdx.tables.hints.cells import Hint

SHOWN = (Reading.EVIDENCED, Reading.CLAIMED)
"""The readings whose spread is shown."""
LEAST_ROWS = 5
"""How many assessments a group needs. Assessments are of organisations; a survey of people needs more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Scores of one node under one reading: how many at each level, and five figures, exact to a tenth of a point.

    `scored` assessments have a score and `left_out` ones have none. The figures are None where none has a score.
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
    """Assessments with the same values in some columns: the values, the number of assessments, and their spread.

    `left_out` counts the criteria that do not count in the overall scores of all of them together.
    """

    key: Mapping[str, str | None]
    rows: int
    nodes: ByNode
    left_out: LeftOut


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCount:
    """In how many rows a finding is about any answer, and about how many answers in all of them together."""

    rows: int
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSummary:
    """All assessments of a table, by node and gate, and its groups in alphabetical order.

    `rubric` is the one used, and `profiles` counts the assessments with each profile, by its id. `left_out` counts, for
    each node, the criteria that do not count in all assessments together. `hidden_groups` is the number of groups that
    are not shown. `checks` counts the findings about the dates of evidence, by their codes. `rejected` counts the
    invalid cells of each column, and `hints` say what many of them have in common; `findings` lists unknown and
    missing columns. `blank_rows` counts the rows of the table that are left out because all their cells are empty.
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


def build_distribution(counts: Iterable[tuple[int | None, int | None, int]], levels: int) -> Distribution:
    """The distribution of counts by level and by score in tenths of a point; both are None without a score.

    Quartiles and median interpolate between neighbours (Hyndman and Fan, 1996, type 7).
    """
    at_level = [0] * levels
    at_tenth: dict[int, int] = {}
    left_out = 0
    for level, tenth, count in counts:
        if level is None or tenth is None:
            left_out += count
            continue
        at_level[level] += count
        at_tenth[tenth] = at_tenth.get(tenth, 0) + count
    scored = sum(at_level)
    figures = compute_quantiles(at_tenth, (0.0, 0.25, 0.5, 0.75, 1.0)) if scored else [None] * 5
    minimum, lower, median, upper, maximum = (None if figure is None else figure / 10 for figure in figures)
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
    """Quantiles at shares from 0 to 1, from how often each value occurs."""
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
