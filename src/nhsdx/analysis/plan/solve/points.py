"""Points of a frontier: a cost, the best score for it, and the options that give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

Picks: TypeAlias = "tuple[object, ...]"
"""Which options make a point: `(criterion, place)`, or two of these, or nothing."""


class Point(NamedTuple):
    """A cost, the best score for it, and the options that give it."""

    cost: int
    score: Fraction | None
    picks: Picks


class Kind(NamedTuple):
    """What tells the points of a node apart besides cost and score: whether it is known, applies, and its coverage."""

    is_known: bool
    applies: bool
    coverage: Fraction


Front: TypeAlias = Mapping[Kind, Sequence[Point]]
"""The points of a node that nothing dominates, of each kind."""


def is_better(score: Fraction | None, other: Fraction | None) -> bool:
    """Whether a score is higher than another; any score is higher than none."""
    return score is not None and (other is None or score > other)


def drop_dominated(points: Iterable[Point]) -> list[Point]:
    """The points without those that cost at least as much as another for no better score; the first of equals stays."""
    kept: list[Point] = []
    for one in sorted(points, key=lambda one: one.cost):
        if kept and not is_better(one.score, kept[-1].score):
            continue
        if kept and kept[-1].cost == one.cost:
            kept.pop()
        kept.append(one)
    return kept


def group_points(points: Iterable[tuple[Kind, Point]]) -> Front:
    """Points by their kind, without those that are dominated."""
    found: dict[Kind, list[Point]] = {}
    for kind, point in points:
        found.setdefault(kind, []).append(point)
    return {kind: drop_dominated(grouped) for kind, grouped in found.items()}


def join_picks(left: Picks, right: Picks) -> Picks:
    """The options of two points."""
    return (left, right) if left and right else left or right


def list_picks(picks: Picks) -> dict[str, int]:
    """The place of the option of each criterion."""
    found: dict[str, int] = {}
    waiting: list[object] = [picks]
    while waiting:
        one = waiting.pop()
        match one:
            case (str(name), int(place)):
                found[name] = place
            case tuple():
                waiting += one
            case _:
                pass
    return found
