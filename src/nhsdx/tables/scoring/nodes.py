"""Nodes as columns: sums over children, then scores, then scores as capped by gates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import narwhals as nw

from nhsdx.model import Reading
from nhsdx.scoring import Node
from nhsdx.tables.frame_builder import Expr, FrameBuilder, find_lowest, keep_where, make_number, multiply, sum_terms
from nhsdx.tables.scoring.aggregate import score_known, score_outward
from nhsdx.tables.scoring.children import EXTREMES, OUTWARD, ChildColumns, WeightedChild

WEIGHT, APPLICABLE, COVERED, WEAKEST, COVERAGE = "weight", "applicable", "covered", "weakest", "coverage"
SAME_AMONG_CRITERIA = {Reading.LOW: Reading.EVIDENCED, Reading.HIGH: Reading.CLAIMED}

Caps = Mapping[tuple[str, str], Sequence[tuple[Expr, float]]]
"""For a node and a reading, the gates that cap it: where each is triggered, and the score it caps at."""


class NodeColumns(NamedTuple):
    """A node, and the children that count in it and are asked in any row."""

    node: Node
    children: tuple[WeightedChild, ...]

    @property
    def applicable(self) -> float | None:
        """The weight that applies, if it is the same in all rows."""
        if any(child.applies is not None for _, child in self.children):
            return None
        return sum(weight for weight, _ in self.children)

    def build_sums(self) -> dict[str, Expr]:
        """Sums that several scores need: weights, and for a mean the weight times score under each reading."""
        sums = {WEIGHT: sum_terms(multiply(weight, _count_true(child.is_known)) for weight, child in self.children)}
        if self.applicable is None:
            sums[APPLICABLE] = sum_terms(
                make_number(weight) if child.applies is None else multiply(weight, _count_true(child.applies))
                for weight, child in self.children
            )
        if any(child.coverage is not None for _, child in self.children):
            sums[COVERED] = sum_terms(
                multiply(weight, _count_true(child.is_known) if child.coverage is None else child.coverage)
                for weight, child in self.children
            )
        return sums | self._sum_scores() if self.node.rule == "mean" else sums

    def _sum_scores(self) -> dict[str, Expr]:
        """Weight times score under each reading that needs a sum of its own."""
        return {
            reading: sum_terms(multiply(weight, child.known[reading]) for weight, child in self.children)
            for reading in Reading
            if not self._is_same(reading)
        }

    def _is_same(self, reading: Reading) -> bool:
        """Whether the known scores under a reading equal those of another reading that is summed anyway."""
        twin = SAME_AMONG_CRITERIA.get(reading)
        return twin is not None and all(child.known[reading] is child.known[twin] for _, child in self.children)

    def build_figures(self, sums: Mapping[str, Expr]) -> dict[str, Expr]:
        """The scores before gates, the lowest criterion and the coverage, from the sums."""
        figures: dict[str, Expr] = {reading: self._score(reading, sums) for reading in Reading}
        applicable = self._find_applicable(sums)
        figures[WEAKEST] = find_lowest(child.weakest for _, child in self.children)
        figures[COVERAGE] = keep_where(applicable > 0, sums.get(COVERED, sums[WEIGHT]) / applicable)
        return figures

    def _score(self, reading: Reading, sums: Mapping[str, Expr]) -> Expr:
        rule, weight = self.node.rule, sums[WEIGHT]
        if reading in OUTWARD and (rule != "mean" or not self._is_all_extreme(reading)):
            return score_outward(rule, self.children, reading)
        if rule != "mean":
            return score_known(rule, self.children, reading)
        known = sums[SAME_AMONG_CRITERIA[reading] if self._is_same(reading) else reading]
        if reading not in OUTWARD:
            return keep_where(weight > 0, known / weight)
        applicable = self._find_applicable(sums)
        return keep_where(applicable > 0, (known + EXTREMES[reading] * (applicable - weight)) / applicable)

    def _is_all_extreme(self, reading: Reading) -> bool:
        """Whether every unknown child is worth as little, or as much, as possible, so that all of them join."""
        return all(_find_pivot(child, reading) == EXTREMES[reading] for _, child in self.children)

    def _find_applicable(self, sums: Mapping[str, Expr]) -> Expr:
        return sums[APPLICABLE] if self.applicable is None else make_number(self.applicable)

    def build_child(self, figures: Mapping[str, Expr], *, is_capped: bool) -> ChildColumns:
        """The node as a child of others."""
        claimed = figures[Reading.CLAIMED]
        is_known = ~claimed.is_null()
        known = {Reading.EVIDENCED: figures[Reading.EVIDENCED], Reading.CLAIMED: claimed}
        known |= {reading: keep_where(is_known, figures[reading]) for reading in OUTWARD}
        return ChildColumns(
            known=known,
            whole={reading: figures[reading] for reading in OUTWARD},
            pivots={reading: self._find_own_pivot(reading, figures, is_capped=is_capped) for reading in OUTWARD},
            applies=~figures[Reading.LOW].is_null() if self.applicable is None else None,
            weakest=figures[WEAKEST],
            coverage=figures[COVERAGE],
        )

    def _find_own_pivot(self, reading: Reading, figures: Mapping[str, Expr], *, is_capped: bool) -> float | Expr:
        """The score of the node with nothing known: a number if all its children then have the same."""
        pivots = {_find_pivot(child, reading) for _, child in self.children}
        if len(pivots) == 1 and (not is_capped or pivots == {0.0}):
            (pivot,) = pivots
            if pivot is not None:
                return pivot
        return keep_where(figures[Reading.CLAIMED].is_null(), figures[reading])


def _find_pivot(child: ChildColumns, reading: Reading) -> float | None:
    pivot = child.pivots[reading]
    return None if isinstance(pivot, nw.Expr) else pivot


def _count_true(condition: Expr) -> Expr:
    return nw.when(condition).then(make_number(1)).otherwise(make_number(0))


def score_nodes(
    table: FrameBuilder, nodes: Sequence[Node], leaves: Mapping[str, ChildColumns], caps: Caps
) -> dict[str, ChildColumns]:
    """Every criterion and node asked in any row, from the bottom up; nodes of equal height in one step."""
    children = dict(leaves)
    for group in _group_by_height(nodes):
        asked = [one for node in group if (one := _build_node(node, children)).children]
        figures = _score_group(table, asked, caps)
        for one in asked:
            is_capped = (one.node.id, Reading.CLAIMED) in caps
            children[one.node.id] = one.build_child(_select_columns(one, figures), is_capped=is_capped)
    return children


def _score_group(table: FrameBuilder, asked: Sequence[NodeColumns], caps: Caps) -> dict[tuple[str, str], Expr]:
    """The figures of nodes whose children are scored, with the caps of gates."""
    sums = table.derive({(one.node.id, key): column for one in asked for key, column in one.build_sums().items()})
    figures = table.derive(
        {
            (one.node.id, key): column
            for one in asked
            for key, column in one.build_figures(_select_columns(one, sums)).items()
        }
    )
    capped = {place: _cap_score(score, caps[place]) for place, score in figures.items() if place in caps}
    return figures | table.derive(capped)


def _build_node(node: Node, children: Mapping[str, ChildColumns]) -> NodeColumns:
    counted = (WeightedChild(child.weight, children[child.id]) for child in node.children if child.id in children)
    return NodeColumns(node, tuple(counted))


def _select_columns(one: NodeColumns, columns: Mapping[tuple[str, str], Expr]) -> dict[str, Expr]:
    return {key: column for (name, key), column in columns.items() if name == one.node.id}


def _cap_score(score: Expr, caps: Sequence[tuple[Expr, float]]) -> Expr:
    """The score, or the lowest cap of a triggered gate if that is lower."""
    limits = [keep_where(triggered, make_number(limit)) for triggered, limit in caps]
    return keep_where(~score.is_null(), find_lowest([score, *limits]))


def _group_by_height(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """The nodes in groups, the children of each in earlier groups."""
    heights: dict[str, int] = {}
    for node in nodes:
        heights[node.id] = 1 + max((heights.get(child.id, 0) for child in node.children), default=0)
    for height in sorted(set(heights.values())):
        yield [node for node in nodes if heights[node.id] == height]
