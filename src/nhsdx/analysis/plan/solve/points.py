"""The points of a frontier: each has a cost, the best score for this cost, and the options that give this score."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

Picks: TypeAlias = "tuple[object, ...]"
"""The options that make up a point: `(criterion, position)`, a pair of such values, or `()`."""


class Point(NamedTuple):
    """A cost, the best score for this cost, and the options that give this score."""

    cost: int
    score: Fraction | None
    picks: Picks


class Kind(NamedTuple):
    """What a point says about a node besides cost and score: whether it is known and applies, and its coverage."""

    is_known: bool
    applies: bool
    coverage: Fraction


Front: TypeAlias = Mapping[Kind, Sequence[Point]]
"""For each kind, the points of a node that no other point dominates."""


def is_better(score: Fraction | None, other: Fraction | None) -> bool:
    """Whether a score is higher than another; any score is higher than no score."""
    return score is not None and (other is None or score > other)


def drop_dominated(points: Iterable[Point]) -> list[Point]:
    """The points that score better than every other point that costs no more; of equal points, the first one stays."""
    kept: list[Point] = []
    for one in sorted(points, key=lambda one: one.cost):
        if kept and not is_better(one.score, kept[-1].score):
            continue
        if kept and kept[-1].cost == one.cost:
            kept.pop()
        kept.append(one)
    return kept


def group_points(points: Iterable[tuple[Kind, Point]]) -> Front:
    """Points grouped by their kind, without dominated points."""
    found: dict[Kind, list[Point]] = {}
    for kind, point in points:
        found.setdefault(kind, []).append(point)
    return {kind: drop_dominated(grouped) for kind, grouped in found.items()}


def join_picks(left: Picks, right: Picks) -> Picks:
    """The options of two points, joined."""
    return (left, right) if left and right else left or right


class PickReader:
    """Finds the options that points contain for the given criteria. Parts that many points share are read only once."""

    def __init__(self, names: Collection[str]) -> None:
        self.names, self.found = frozenset(names), dict[int, tuple[tuple[str, int], ...]]()
        self.kept: list[object] = []

    def read(self, picks: Picks) -> tuple[tuple[str, int], ...]:
        """For each given criterion, the position of the option that the point contains."""
        waiting: list[Picks] = [picks]
        while waiting:
            one = waiting[-1]
            parts = [part for part in one if isinstance(part, tuple)]
            missing = [part for part in parts if id(part) not in self.found]
            waiting += missing
            if not missing:
                waiting.pop()
                self.found[id(one)] = self._join(one, parts)
                self.kept.append(one)
        return self.found[id(picks)]

    def _join(self, one: Picks, parts: Sequence[Picks]) -> tuple[tuple[str, int], ...]:
        match one:
            case (str(name), int(place)):
                return ((name, place),) if name in self.names else ()
            case _:
                return tuple(pair for part in parts for pair in self.found[id(part)])


def list_picks(picks: Picks) -> dict[str, int]:
    """For each criterion, the position of the chosen option in its list of options."""
    found: dict[str, int] = {}
    waiting: list[Picks] = [picks]
    while waiting:
        one = waiting.pop()
        match one:
            case (str(name), int(place)):
                found[name] = place
            case _:
                waiting += (part for part in one if isinstance(part, tuple))
    return found
