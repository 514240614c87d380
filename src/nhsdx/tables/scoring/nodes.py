"""Nodes as columns: sums over children, then scores, then scores as capped by gates."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from nhsdx.model import Reading, Status
from nhsdx.scoring import Node, find_least_reaching
from nhsdx.tables.frame_builder import (
    Expr,
    FrameBuilder,
    count_true,
    find_lowest,
    is_true,
    join_all,
    keep_where,
    make_number,
    multiply,
    sum_terms,
)
from nhsdx.tables.scoring.aggregate import (
    FORMULAS,
    climb_stages,
    find_extreme,
    is_first_stage_known,
    score_each_outward,
    score_known,
    score_outward,
    sum_joining,
    sum_known,
)
from nhsdx.tables.scoring.children import EXTREMES, KNOWN, OUTWARD, ChildColumns, Pivot, WeightedChild

WEIGHT, COUNT, APPLICABLE, COVERED, COVERAGE = "weight", "count", "applicable", "covered", "coverage"
WEAKEST, LEFT_OUT, NOT_ASKED = "weakest", "left-out", "not-asked"
SAME_AMONG_CRITERIA = {Reading.LOW: Reading.EVIDENCED, Reading.HIGH: Reading.CLAIMED}

Columns = Mapping[Hashable, Expr]
"""The columns of a node. A reading is the key of a score; other keys are a name, or a name with a reading or status."""
OfNodes = dict[tuple[str, Hashable], Expr]
"""The columns of several nodes, each with the node's id."""
Caps = Mapping[tuple[str, Hashable], Sequence[tuple[Expr, float]]]
"""For a node and a reading, the gates that cap the node.

Each gate has the rows in which it is triggered, and its cap.
"""


class JoinWeight(NamedTuple):
    """The key of a column with the weight of the unknown children that have a certain score under `low` or `high`."""

    reading: Reading
    pivot: float


class NodeColumns(NamedTuple):
    """A node, those of its children that count and are asked in at least one row, and the ids of these children."""

    node: Node
    children: tuple[WeightedChild, ...]
    names: tuple[str, ...]

    @property
    def by_id(self) -> dict[str, ChildColumns]:
        """The children by their ids."""
        return {name: child for name, (_, child) in zip(self.names, self.children, strict=True)}

    @property
    def applicable(self) -> float | None:
        """The weight of the children that apply, if it is the same in all rows."""
        if any(child.applies is not None for _, child in self.children):
            return None
        return sum(weight for weight, _ in self.children)

    def build_sums(self) -> dict[Hashable, Expr]:
        """Sums over the children: of weights, of weights times scores under each reading, and of criteria left out."""
        sums: dict[Hashable, Expr] = {
            WEIGHT: sum_terms(multiply(weight, count_true(child.is_known)) for weight, child in self.children)
        }
        if self.applicable is None:
            sums[APPLICABLE] = sum_terms(
                make_number(weight) if child.applies is None else multiply(weight, count_true(child.applies))
                for weight, child in self.children
            )
        if any(child.coverage is not None for _, child in self.children):
            sums[COVERED] = sum_terms(
                multiply(weight, count_true(child.is_known) if child.coverage is None else child.coverage)
                for weight, child in self.children
            )
        return sums | dict(self._count_children()) | (dict(self._sum_scores()) if self.node.rule in FORMULAS else {})

    def _count_children(self) -> Iterator[tuple[Hashable, Expr]]:
        """How many criteria are left out or not asked and, if the node has a minimum, how many children are known."""
        if self.node.minimum_known > 1:
            yield COUNT, sum_terms(count_true(child.is_known) for _, child in self.children)
        for status in Status:
            found = [child.left_out[status] for _, child in self.children if status in child.left_out]
            if found:
                yield (LEFT_OUT, status), sum_terms(found)
        not_asked = [child.not_asked for _, child in self.children if child.not_asked is not None]
        if not_asked:
            yield NOT_ASKED, sum_terms(not_asked)

    def _sum_scores(self) -> Iterator[tuple[Hashable, Expr]]:
        """The sum of weights times scores for each reading that needs it, and the weights of unknown children."""
        for reading in Reading:
            if not self._is_same(reading):
                yield reading, sum_known(self.node.rule, self.children, reading)
            if reading in OUTWARD and not self._is_all_extreme(reading) and not self._is_open(reading):
                for pivot, weight in sum_joining(self.children, reading):
                    yield JoinWeight(reading, pivot), weight

    def _is_same(self, reading: Reading) -> bool:
        """Whether the known scores under a reading equal those under another reading whose scores are summed anyway."""
        twin = SAME_AMONG_CRITERIA.get(reading)
        return twin is not None and all(child.known[reading] is child.known[twin] for _, child in self.children)

    def build_figures(self, sums: Columns) -> dict[Hashable, Expr]:
        """The scores before gates, the lowest scores of criteria, and the coverage, worked out from the sums."""
        applicable = self._find_applicable(sums)
        coverage = keep_where(applicable > 0, sums.get(COVERED, sums[WEIGHT]) / applicable)
        enough = list(self._list_needs(sums, coverage))
        figures: dict[Hashable, Expr] = {reading: self._score(reading, sums) for reading in Reading}
        for reading in KNOWN:
            figures[WEAKEST, reading] = find_lowest(child.weakest[reading] for _, child in self.children)
            for key in (reading, (WEAKEST, reading)) if enough else ():
                figures[key] = keep_where(join_all(enough), figures[key])
        return figures | {COVERAGE: coverage}

    def _list_needs(self, sums: Columns, coverage: Expr) -> Iterator[Expr]:
        """The rows in which enough is known for the node to have a score; empty if one known child is enough."""
        if COUNT in sums:
            yield sums[COUNT] >= self.node.minimum_known
        if self.node.minimum_coverage > 0:
            yield is_true(coverage >= find_least_reaching(self.node.minimum_coverage))
        if self.node.stages:
            yield is_first_stage_known(self.node, self.by_id)

    def _score(self, reading: Reading, sums: Columns) -> Expr:
        rule, weight = self.node.rule, sums[WEIGHT]
        if rule not in FORMULAS:
            return self._find_score(reading)
        known = sums[SAME_AMONG_CRITERIA[reading] if self._is_same(reading) else reading]
        if reading not in OUTWARD:
            return score_known(rule, weight, known)
        if self._is_open(reading):
            return score_each_outward(rule, weight, known, self.children, reading)
        if not self._is_all_extreme(reading):
            joining = {key.pivot: sums[key] for key in sums if isinstance(key, JoinWeight) and key.reading is reading}
            return score_outward(rule, weight, known, joining, reading)
        applicable = self._find_applicable(sums)
        return keep_where(applicable > 0, (known + EXTREMES[reading] * (applicable - weight)) / applicable)

    def _find_score(self, reading: Reading) -> Expr:
        """The score under a rule that needs no sums."""
        if self.node.rule == "staged":
            return climb_stages(self.node, self.by_id, reading)
        return find_extreme(self.children, Reading.LOW if self.node.rule == "min" else Reading.HIGH, reading)

    def _is_open(self, reading: Reading) -> bool:
        """Whether the score of some unknown child can have any value."""
        return any(child.pivots[reading].open for _, child in self.children)

    def _is_all_extreme(self, reading: Reading) -> bool:
        """Whether the node is a mean and every unknown child has a score of 0 under `low`, or of 100 under `high`."""
        only = {child.pivots[reading].only for _, child in self.children}
        return self.node.rule == "mean" and only == {EXTREMES[reading]}

    def _find_applicable(self, sums: Columns) -> Expr:
        return sums[APPLICABLE] if self.applicable is None else make_number(self.applicable)

    def build_child(self, sums: Columns, figures: Columns, caps: Mapping[Reading, Sequence[float]]) -> ChildColumns:
        """The node as a child of other nodes; `caps` are the scores at which gates may cap the node."""
        claimed = figures[Reading.CLAIMED]
        known = {reading: figures[reading] for reading in KNOWN}
        known |= {reading: keep_where(~claimed.is_null(), figures[reading]) for reading in OUTWARD}
        return ChildColumns(
            known=known,
            whole={reading: figures[reading] for reading in OUTWARD},
            pivots={reading: self._find_pivot(reading, figures, caps.get(reading, ())) for reading in OUTWARD},
            applies=~figures[Reading.LOW].is_null() if self.applicable is None else None,
            weakest={reading: figures[WEAKEST, reading] for reading in KNOWN},
            left_out={status: sums[LEFT_OUT, status] for status in Status if (LEFT_OUT, status) in sums},
            coverage=figures[COVERAGE],
            not_asked=sums.get(NOT_ASKED),
        )

    def _find_pivot(self, reading: Reading, figures: Columns, caps: Sequence[float]) -> Pivot:
        """The node's score if nothing in the node is known: that of its most extreme child or stage, or a cap."""
        column = keep_where(figures[Reading.CLAIMED].is_null(), figures[reading])
        values = self._list_unknown_scores(reading)
        if not self.node.stages and (self.node.is_limited or self._is_open(reading)):
            return Pivot((), column, open=True)
        if values == {0.0} or (len(values) == 1 and not caps):
            return Pivot(tuple(values))
        return Pivot(tuple(sorted(values | set(caps))), column)

    def _list_unknown_scores(self, reading: Reading) -> set[float]:
        """Every score that the node can have if nothing in it is known: the scores of its stages or of its children."""
        if self.node.stages:
            return {self.node.scale.scores[level] for level in (0, *(stage.level for stage in self.node.stages))}
        return {value for _, child in self.children for value in child.pivots[reading].values}


def score_nodes(
    table: FrameBuilder, nodes: Sequence[Node], known: Mapping[str, ChildColumns], caps: Caps
) -> dict[str, ChildColumns]:
    """The children that already have scores, then all other nodes asked in at least one row, from the bottom up.

    `known` has every criterion that is asked, and may also have nodes. Nodes at the same height in the tree are scored
    in one step.
    """
    children = dict(known)
    for group in _group_by_height([node for node in nodes if node.id not in known]):
        asked = [one for node in group if (one := _build_node(node, children)).children]
        sums, figures = _score_group(table, asked, caps)
        for one in asked:
            limits = {reading: [limit for _, limit in caps.get((one.node.id, reading), ())] for reading in OUTWARD}
            children[one.node.id] = one.build_child(_select_columns(one, sums), _select_columns(one, figures), limits)
    return children


def _score_group(table: FrameBuilder, asked: Sequence[NodeColumns], caps: Caps) -> tuple[OfNodes, OfNodes]:
    """The sums and the figures of nodes whose children are scored, with the caps of gates."""
    sums = table.derive({(one.node.id, key): column for one in asked for key, column in one.build_sums().items()})
    figures = table.derive(
        {
            (one.node.id, key): column
            for one in asked
            for key, column in one.build_figures(_select_columns(one, sums)).items()
        }
    )
    capped = {place: _cap_score(score, caps[place]) for place, score in figures.items() if place in caps}
    return sums, figures | table.derive(capped)


def _build_node(node: Node, children: Mapping[str, ChildColumns]) -> NodeColumns:
    asked = [child for child in node.children if child.id in children]
    counted = tuple(WeightedChild(child.weight, children[child.id]) for child in asked)
    return NodeColumns(node, counted, tuple(child.id for child in asked))


def _select_columns(one: NodeColumns, columns: OfNodes) -> dict[Hashable, Expr]:
    return {key: column for (name, key), column in columns.items() if name == one.node.id}


def _cap_score(score: Expr, caps: Sequence[tuple[Expr, float]]) -> Expr:
    """The score, or the lowest cap of any triggered gate if this cap is lower."""
    limits = [keep_where(triggered, make_number(limit)) for triggered, limit in caps]
    return keep_where(~score.is_null(), find_lowest([score, *limits]))


def _group_by_height(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """The nodes in groups; the children of each node are in earlier groups."""
    heights: dict[str, int] = {}
    for node in nodes:
        heights[node.id] = 1 + max((heights.get(child.id, 0) for child in node.children), default=0)
    for height in sorted(set(heights.values())):
        yield [node for node in nodes if heights[node.id] == height]
