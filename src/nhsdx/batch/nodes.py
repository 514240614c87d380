"""Nodes as columns: sums over children, then scores, then what gates leave of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import narwhals as nw

from nhsdx.batch.aggregates import known_score, outward_score
from nhsdx.batch.children import EXTREMES, OUTWARD, Child, Weighted
from nhsdx.batch.table import Expr, Table, lowest, number, only, times, total
from nhsdx.model.reading import Reading
from nhsdx.scoring.tree import Node

WEIGHT, APPLICABLE, COVERED, WEAKEST, COVERAGE = "weight", "applicable", "covered", "weakest", "coverage"
SAME_AMONG_CRITERIA = {Reading.LOW: Reading.EVIDENCED, Reading.HIGH: Reading.CLAIMED}

Caps = Mapping[tuple[str, str], Sequence[tuple[Expr, float]]]
"""For a node under a reading the gates that cap it: where each is triggered, and the score it caps at."""


class Sum(NamedTuple):
    """A node with the children that count in it and that any row is asked."""

    node: Node
    children: tuple[Weighted, ...]

    @property
    def applicable(self) -> float | None:
        """The weight that applies, if that is the same in all rows."""
        if any(child.applies is not None for _, child in self.children):
            return None
        return sum(weight for weight, _ in self.children)

    def sums(self) -> dict[str, Expr]:
        """What several scores need: weights, and for a mean the weight times score under each reading."""
        sums = {WEIGHT: total(times(weight, _counted(child.is_known)) for weight, child in self.children)}
        if self.applicable is None:
            sums[APPLICABLE] = total(_applicable(weight, child) for weight, child in self.children)
        if any(child.coverage is not None for _, child in self.children):
            sums[COVERED] = total(_covered(weight, child) for weight, child in self.children)
        if self.node.rule == "mean":
            for reading in Reading:
                if not self._is_same(reading):
                    sums[reading] = total(times(weight, child.known[reading]) for weight, child in self.children)
        return sums

    def _is_same(self, reading: Reading) -> bool:
        """Whether the known scores under a reading are those under another that is summed anyway."""
        twin = SAME_AMONG_CRITERIA.get(reading)
        return twin is not None and all(child.known[reading] is child.known[twin] for _, child in self.children)

    def figures(self, sums: Mapping[str, Expr]) -> dict[str, Expr]:
        """The scores before gates, the lowest criterion and the coverage, from the sums."""
        figures: dict[str, Expr] = {reading: self._score(reading, sums) for reading in Reading}
        applicable = self._applicable(sums)
        figures[WEAKEST] = lowest(child.weakest for _, child in self.children)
        figures[COVERAGE] = only(applicable > 0, sums.get(COVERED, sums[WEIGHT]) / applicable)
        return figures

    def _score(self, reading: Reading, sums: Mapping[str, Expr]) -> Expr:
        rule, weight = self.node.rule, sums[WEIGHT]
        if reading in OUTWARD and (rule != "mean" or not self._all_join(reading)):
            return outward_score(rule, self.children, reading)
        if rule != "mean":
            return known_score(rule, self.children, reading)
        known = sums[SAME_AMONG_CRITERIA[reading] if self._is_same(reading) else reading]
        if reading not in OUTWARD:
            return only(weight > 0, known / weight)
        applicable = self._applicable(sums)
        return only(applicable > 0, (known + EXTREMES[reading] * (applicable - weight)) / applicable)

    def _all_join(self, reading: Reading) -> bool:
        """Whether what is unknown is worth as little, or as much, as can be, so that all of it joins."""
        return all(_pivot(child, reading) == EXTREMES[reading] for _, child in self.children)

    def _applicable(self, sums: Mapping[str, Expr]) -> Expr:
        return sums[APPLICABLE] if self.applicable is None else number(self.applicable)

    def child(self, figures: Mapping[str, Expr], *, is_capped: bool) -> Child:
        """The node as a child of others."""
        claimed = figures[Reading.CLAIMED]
        is_known = ~claimed.is_null()
        known = {Reading.EVIDENCED: figures[Reading.EVIDENCED], Reading.CLAIMED: claimed}
        known |= {reading: only(is_known, figures[reading]) for reading in OUTWARD}
        return Child(
            known=known,
            whole={reading: figures[reading] for reading in OUTWARD},
            pivots={reading: self._own_pivot(reading, figures, is_capped=is_capped) for reading in OUTWARD},
            applies=~figures[Reading.LOW].is_null() if self.applicable is None else None,
            weakest=figures[WEAKEST],
            coverage=figures[COVERAGE],
        )

    def _own_pivot(self, reading: Reading, figures: Mapping[str, Expr], *, is_capped: bool) -> float | Expr:
        """What the node is worth with nothing known: of children that are all worth the same, that."""
        pivots = {_pivot(child, reading) for _, child in self.children}
        if len(pivots) == 1 and (not is_capped or pivots == {0.0}):
            (pivot,) = pivots
            if pivot is not None:
                return pivot
        return only(figures[Reading.CLAIMED].is_null(), figures[reading])


def _pivot(child: Child, reading: Reading) -> float | None:
    pivot = child.pivots[reading]
    return None if isinstance(pivot, nw.Expr) else pivot


def _counted(condition: Expr) -> Expr:
    return nw.when(condition).then(number(1)).otherwise(number(0))


def _applicable(weight: float, child: Child) -> Expr:
    return number(weight) if child.applies is None else times(weight, _counted(child.applies))


def _covered(weight: float, child: Child) -> Expr:
    return times(weight, (_counted(child.is_known) if child.coverage is None else child.coverage))


def scored_nodes(table: Table, nodes: Sequence[Node], leaves: Mapping[str, Child], caps: Caps) -> dict[str, Child]:
    """Every criterion and, from the bottom up, every node that any row is asked; all of one height in one step."""
    children = dict(leaves)
    for group in _by_height(nodes):
        asked = [one for node in group if (one := _sum(node, children)).children]
        sums = table.derive({(one.node.id, key): column for one in asked for key, column in one.sums().items()})
        figures = table.derive(
            {(one.node.id, key): column for one in asked for key, column in one.figures(_of(one, sums)).items()}
        )
        figures |= table.derive(
            {place: _capped(score, caps[place]) for place, score in figures.items() if place in caps}
        )
        for one in asked:
            is_capped = (one.node.id, Reading.CLAIMED) in caps
            children[one.node.id] = one.child(_of(one, figures), is_capped=is_capped)
    return children


def _sum(node: Node, children: Mapping[str, Child]) -> Sum:
    counted = (Weighted(child.weight, children[child.id]) for child in node.children if child.id in children)
    return Sum(node, tuple(counted))


def _of(one: Sum, columns: Mapping[tuple[str, str], Expr]) -> dict[str, Expr]:
    return {key: column for (name, key), column in columns.items() if name == one.node.id}


def _capped(score: Expr, caps: Sequence[tuple[Expr, float]]) -> Expr:
    """The score, held to the lowest cap of the gates that are triggered."""
    limits = [only(triggered, number(limit)) for triggered, limit in caps]
    return only(~score.is_null(), lowest([score, *limits]))


def _by_height(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """The nodes in groups, the children of each in earlier groups."""
    heights: dict[str, int] = {}
    for node in nodes:
        heights[node.id] = 1 + max((heights.get(child.id, 0) for child in node.children), default=0)
    for height in sorted(set(heights.values())):
        yield [node for node in nodes if heights[node.id] == height]
