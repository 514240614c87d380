"""Adds up the children of a node one at a time, and keeps only the sums that no other sum dominates."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from nhsdx.analysis.plan.solve.arithmetic import Sums, join_unknown
from nhsdx.analysis.plan.solve.points import Front, Kind, Picks, Point, join_picks
from nhsdx.analysis.plan.solve.problem import PlanNode
from nhsdx.model import Reading


class State(NamedTuple):
    """The kind of a sum: the weight that counts, the number of known children, and the coverage so far.

    `unknown` has the scores and weights of unknown children that may count later.
    """

    weight: int = 0
    known: int = 0
    applicable: int = 0
    covered: Fraction = Fraction(0)
    unknown: tuple[tuple[Fraction, int], ...] = ()


class Sum(NamedTuple):
    """A cost, the sum of what children add, and the options that give this sum."""

    cost: int
    value: int
    picks: Picks


States: TypeAlias = "dict[State, list[Sum]]"
"""The sums over some children, by their kind."""
Part: TypeAlias = tuple[Kind, bool, Fraction | None]
"""How some points of a child count: their kind, whether they count like known points and, if not, their score."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Adds up the children of one node, and works out its coverage if `is_tracked`.

    `fronts` has the weight, the name and the front of each child; `kept` are sums from earlier calls.
    """

    node: PlanNode
    reading: Reading
    is_tracked: bool
    sums: Sums
    fronts: tuple[tuple[int, object, Front], ...]
    kept: dict[object, States]
    below: int | None = None

    @classmethod
    def of(  # noqa: PLR0913 - what a fold is made of
        cls,
        node: PlanNode,
        reading: Reading,
        fronts: Sequence[tuple[object, Front]],
        kept: dict[object, States],
        *,
        is_tracked: bool,
        below: int | None = None,
    ) -> Fold:
        """Prepares to add up the children of a node; `fronts` has the name and front of each child that counts."""
        unit = math.lcm(*(weight.denominator for _, weight in node.counted))
        weights = (int(weight * unit) for _, weight in node.counted)
        scores = (point.score for _, front in fronts for points in front.values() for point in points)
        listed = tuple((weight, *pair) for weight, pair in zip(weights, fronts, strict=True))
        return cls(node, reading, is_tracked, Sums.of(node.rule, scores), listed, kept, below)

    def add_up(self, cost: int, picks: Picks) -> Iterator[tuple[Kind, Point]]:
        """Every point of the node, before gates, except those that are certainly dominated."""
        *_, states = self.list_states(cost, picks)
        for state, found in states.items():
            coverage = state.covered / state.applicable if state.applicable else Fraction(0)
            is_known = state.known >= self.node.minimum_known and coverage >= self.node.minimum_coverage
            kind = Kind(is_known, state.applicable > 0, coverage if self.is_tracked else Fraction(0))
            for one in found:
                yield kind, Point(one.cost, self._find_score(one, state, is_known=is_known), one.picks)

    def list_states(self, cost: int, picks: Picks = ()) -> Iterator[States]:
        """The sums before the first child and after each child.

        Sums over the same first children are stored and used again.
        """
        states: States = {State(): [Sum(cost, self.sums.start, picks)]}
        yield states
        key: tuple[object, ...] = (self.node.id, self.sums.unit, cost, picks)
        for weight, name, front in self.fronts:
            key = (key, name)
            if key not in self.kept:
                self.kept[key] = self._join_child(states, weight, self._split(front))
            states = self.kept[key]
            yield states

    def _find_score(self, one: Sum, state: State, *, is_known: bool) -> Fraction | None:
        if not is_known and not self.reading.takes_unknown:
            return None
        if not state.unknown:
            return self.sums.find_score(one.value, state.weight) if state.weight else None
        return join_unknown(self.sums, one.value, state.weight, state.unknown, self.reading)

    def _split(self, front: Front) -> Mapping[Part, list[Point]]:
        """The points of a child, grouped by how they count.

        An unknown child whose score is at the end of the range counts like a known child: it can only lower the node's
        score under `low`, or raise it under `high`.
        """
        end = Fraction(0) if self.reading is Reading.LOW else Fraction(100)
        found: dict[Part, list[Point]] = {}
        for kind, points in front.items():
            for one in points:
                counts = one.score is not None and (kind.is_known or one.score == end)
                found.setdefault((kind, counts, None if counts else one.score), []).append(one)
        return found

    def _join_child(self, states: States, weight: int, parts: Mapping[Part, list[Point]]) -> States:
        """The sums with one more child, without sums that cost more than another and score no more."""
        joined: dict[State, list[list[Sum]]] = {}
        for part, points in parts.items():
            for state, so_far in states.items():
                found = self._combine(so_far, points, weight) if part[1] else _add_cost(so_far, points)
                joined.setdefault(self._move(state, part, weight), []).append(found)
        return {key: found[0] if len(found) == 1 else _drop_dominated(found) for key, found in joined.items()}

    def _move(self, state: State, part: Part, weight: int) -> State:
        (is_known, applies, coverage), counts, score = part
        known = min(state.known + is_known, self.node.minimum_known)
        applicable, covered = state.applicable or int(applies), state.covered
        if self.is_tracked and applies:
            applicable, covered = state.applicable + weight, state.covered + weight * coverage
        unknown = state.unknown if score is None else tuple(sorted((*state.unknown, (score, weight))))
        return State(state.weight + weight * counts, known, applicable, covered, unknown)

    def _combine(self, left: Sequence[Sum], right: Sequence[Point], weight: int) -> list[Sum]:
        """Each of the sums with each point of a child added, without dominated sums.

        Of equal sums, the one made from the later sum in `left` is kept.
        """
        sums = self.sums
        added = [(at, one.cost, sums.weigh(one.score or Fraction(0), weight)) for at, one in enumerate(right)]
        join = operator.add if sums.is_additive else sums.join
        found = [
            (one.cost + cost, -join(one.value, value), -place, at)
            for at, cost, value in added
            for place, one in enumerate(left)
        ]
        return self._keep_best(found, left, right)

    def _keep_best(
        self, found: list[tuple[int, int, int, int]], left: Sequence[Sum], right: Sequence[Point]
    ) -> list[Sum]:
        """The sums that no other sum beats.

        For each sum, `found` has its cost, its negative value and the places of its two parts.
        """
        kept: list[Sum] = []
        for cost, value, place, at in sorted(found):
            if self.below is not None and cost >= self.below:
                break
            if not kept or -value > kept[-1].value:
                kept.append(Sum(cost, -value, join_picks(left[-place].picks, right[at].picks)))
        return kept


def _add_cost(left: Sequence[Sum], right: Sequence[Point]) -> list[Sum]:
    """The sums with a child's cheapest point added, for a child that does not count or that may only count later."""
    cheapest = min(right, key=lambda one: one.cost)
    return [Sum(one.cost + cheapest.cost, one.value, join_picks(one.picks, cheapest.picks)) for one in left]


def _drop_dominated(found: Sequence[Sequence[Sum]]) -> list[Sum]:
    kept: list[Sum] = []
    for one in sorted((one for sums in found for one in sums), key=lambda one: (one.cost, -one.value)):
        if not kept or one.value > kept[-1].value:
            kept.append(one)
    return kept
