"""The nodes of a rubric from the bottom up, and their scores under one reading."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum
from typing import Literal, NamedTuple, TypeAlias

from nhsdx.model import OVERALL, Aggregate, Condition, Reading, Rubric, Stage, list_simple_parts
from nhsdx.scoring.scale import DECIMALS, Scale, compare_rounded, meets_bound

Weighted: TypeAlias = Sequence[tuple[float, float]]
"""Pairs of weight (above 0) and score (0-100); never empty."""
Rule: TypeAlias = Literal["max", "inverted-geometric", "mean", "geometric", "min", "staged"]
"""The rules for making one score from the scores of children, from the highest result to the lowest, then `staged`."""


def compute_mean(children: Weighted) -> float:
    """The weighted arithmetic mean, sum(w * s) / sum(w)."""
    return math.fsum(w * s for w, s in children) / math.fsum(w for w, _ in children)


def compute_geometric_mean(children: Weighted) -> float:
    """The weighted geometric mean, exp(sum(w * ln s) / sum(w)); 0 if any child scores 0."""
    if any(s <= 0 for _, s in children):
        return 0.0
    return math.exp(math.fsum(w * math.log(s) for w, s in children) / math.fsum(w for w, _ in children))


def compute_inverted_geometric_mean(children: Weighted) -> float:
    """100 minus the geometric mean of how far each child falls short of 100, rounded; 100 if any child scores 100."""
    return 100 - compute_geometric_mean([(w, round(100 - s, DECIMALS)) for w, s in children])


def find_minimum(children: Weighted) -> float:
    """The lowest score, whatever the weights."""
    return min(s for _, s in children)


def find_maximum(children: Weighted) -> float:
    """The highest score, whatever the weights."""
    return max(s for _, s in children)


RULES: dict[Rule, Callable[[Weighted], float]] = {
    "max": find_maximum,
    "inverted-geometric": compute_inverted_geometric_mean,
    "mean": compute_mean,
    "geometric": compute_geometric_mean,
    "min": find_minimum,
}
INVERTED: dict[Aggregate, Rule] = {"mean": "mean", "geometric": "inverted-geometric", "min": "max", "max": "min"}
"""For each aggregate, the rule that applies it to how far children fall short of 100, and takes the result from 100."""


def aggregate(rule: Rule, children: Weighted) -> float:
    """The node's score, 0-100, clamped to the range of its children's scores: rounding could put it just outside."""
    scores = [s for _, s in children]
    return min(max(RULES[rule](children), min(scores)), max(scores))


class Child(NamedTuple):
    """A child that counts in its node: its id, and its weight, which is above 0."""

    id: str
    weight: float


Scored: TypeAlias = tuple[Child, float]
"""A child with a score, and this score."""


class Node(NamedTuple):
    """A dimension, or the overall node, with the children that count in it.

    If the node is staged, its children are the criteria and dimensions that its stages test. Under `evidenced` and
    `claimed`, a node has a score only if enough children, and enough of their weight, are known.
    """

    id: str
    rule: Rule
    children: tuple[Child, ...]
    scale: Scale
    stages: tuple[Stage, ...] = ()
    minimum_known: int = 1
    minimum_coverage: float = 0.0

    @property
    def is_limited(self) -> bool:
        """Whether the node requires more than one known child."""
        return self.minimum_known > 1 or self.minimum_coverage > 0

    @property
    def may_be_unrated(self) -> bool:
        """Whether the node can have a range but no score even though something in it is known."""
        return self.is_limited or bool(self.stages)


class Knowledge(NamedTuple):
    """What is known: the ids of the criteria and nodes that have a score under `evidenced` and `claimed`.

    `coverage` gives the known share, 0-1, of the applicable weight in each node; None if nothing in it applies.
    """

    known: frozenset[str]
    coverage: Mapping[str, float | None]


class Truth(Enum):
    """Whether a stage, or a part of its condition, is reached; `LEFT_OUT` if nothing that it tests applies."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"
    LEFT_OUT = "left-out"


class Evaluation(NamedTuple):
    """One node under one reading: the children that count, with their scores, and the score before gates.

    `truths` gives, for each stage, whether it is reached.
    """

    counted: tuple[tuple[Child, float], ...]
    before_gates: float | None
    truths: tuple[Truth, ...] = ()


def build_nodes(rubric: Rubric) -> tuple[Node, ...]:
    """Every dimension, after its children, and the overall node last.

    Advisory dimensions and dimensions with weight 0 are nodes, but do not count in other nodes.
    """
    children: dict[str | None, list[Child]] = {}
    for criterion_id, criterion in rubric.criteria.items():
        children.setdefault(criterion.dimension, []).append(Child(criterion_id, criterion.weight))
    for dimension_id, dimension in rubric.dimensions.items():
        if not dimension.advisory:
            children.setdefault(dimension.parent, []).append(Child(dimension_id, dimension.weight))
    ordered = sorted(rubric.dimensions, key=lambda name: -_measure_depth(rubric, name))
    scale = Scale.of(rubric.levels)
    nodes = [_build_node(rubric, scale, name, children.get(name, ())) for name in ordered]
    return (*nodes, _build_node(rubric, scale, OVERALL, children.get(None, ())))


def _build_node(rubric: Rubric, scale: Scale, name: str, children: Sequence[Child]) -> Node:
    given = rubric.find_aggregation(name)
    rule: Rule = INVERTED[given.aggregate] if given.invert else given.aggregate
    staged = (_weigh_subject(rubric, part.subject) for stage in given.stages for part in list_simple_parts(stage))
    counted = dict.fromkeys(staged) if rule == "staged" else children
    return Node(
        name,
        rule,
        tuple(child for child in counted if child.weight > 0),
        scale,
        given.stages,
        given.minimum_known or 1,
        given.minimum_coverage or 0.0,
    )


def _weigh_subject(rubric: Rubric, name: str) -> Child:
    """A criterion or dimension that a stage tests, as a child: its weight is 1, or 0 if it does not count."""
    return Child(name, 1.0 if (rubric.dimensions.get(name) or rubric.criteria[name]).weight else 0.0)


def _measure_depth(rubric: Rubric, dimension_id: str) -> int:
    parent = rubric.dimensions[dimension_id].parent
    return 0 if parent is None else 1 + _measure_depth(rubric, parent)


def find_known_nodes(nodes: Sequence[Node], known_criteria: Collection[str]) -> frozenset[str]:
    """The ids of the given criteria, and of every node in which any of them counts."""
    known = set(known_criteria)
    for node in nodes:
        if any(child.id in known for child in node.children):
            known.add(node.id)
    return frozenset(known)


def find_knowledge(
    nodes: Sequence[Node], shares: Mapping[str, float | None], known_criteria: Collection[str]
) -> Knowledge:
    """What is known of every node; `shares` has the known share of each criterion, or None if it does not apply."""
    coverage = compute_coverages(nodes, shares)
    known = set(known_criteria)
    for node in nodes:
        if _is_known(node, known, coverage):
            known.add(node.id)
    return Knowledge(frozenset(known), coverage)


def _is_known(node: Node, known: Collection[str], coverage: Mapping[str, float | None]) -> bool:
    """Whether enough of a node is known for a score. Everything that the first stage tests must also be known."""
    count = sum(child.id in known for child in node.children)
    if count < node.minimum_known or compare_rounded(coverage[node.id] or 0.0, node.minimum_coverage) < 0:
        return False
    applicable = find_applicable(node, coverage)
    stages = (applicable.intersection(part.subject for part in list_simple_parts(stage)) for stage in node.stages)
    return next((looked_at for looked_at in stages if looked_at), frozenset()).issubset(known)


def find_applicable(node: Node, coverage: Mapping[str, float | None]) -> frozenset[str]:
    """The ids of the children of a node that are asked and apply."""
    return frozenset(child.id for child in node.children if coverage[child.id] is not None)


def compute_coverages(nodes: Sequence[Node], shares: Mapping[str, float | None]) -> dict[str, float | None]:
    """For each node, the share, 0-1, of the applicable weight that has a known answer; None if nothing applies."""
    found = dict(shares)
    for node in nodes:
        parts = [(child.weight, share) for child in node.children if (share := found[child.id]) is not None]
        total = math.fsum(weight for weight, _ in parts)
        found[node.id] = math.fsum(weight * share for weight, share in parts) / total if parts else None
    return found


def judge(condition: Condition, look: Callable[[Condition], Truth]) -> Truth:
    """Whether a condition is met; unknown if unknown answers could decide it. `look` judges the simple parts."""
    if not condition.parts:
        return look(condition)
    found = {judge(part, look) for part in condition.parts} - {Truth.LEFT_OUT}
    decisive, otherwise = (Truth.MET, Truth.NOT_MET) if condition.any_of else (Truth.NOT_MET, Truth.MET)
    if not found or decisive in found:
        return decisive if found else Truth.LEFT_OUT
    return Truth.UNKNOWN if Truth.UNKNOWN in found else otherwise


def look_at(part: Condition, known_score: float | None, scale: Scale, reading: Reading) -> Truth:
    """Whether a score meets a part of a stage's condition; the score is None if it is unknown."""
    if known_score is None:
        return {Reading.LOW: Truth.NOT_MET, Reading.HIGH: Truth.MET}.get(reading, Truth.UNKNOWN)
    return Truth.MET if meets_bound(part, known_score, scale) else Truth.NOT_MET


def evaluate(node: Node, scores: Mapping[str, float | None], knowledge: Knowledge, reading: Reading) -> Evaluation:
    """A node's score before its gates, from the scores of its children; None if too few children count."""
    if node.id not in knowledge.known and not reading.takes_unknown:
        return Evaluation((), None)
    scored = [(child, score) for child in node.children if (score := scores[child.id]) is not None]
    if not scored:
        return Evaluation((), None)
    return _climb(node, scored, knowledge, reading) if node.stages else _aggregate(node, scored, knowledge, reading)


def _aggregate(node: Node, scored: Sequence[Scored], knowledge: Knowledge, reading: Reading) -> Evaluation:
    counted = [pair for pair in scored if pair[0].id in knowledge.known]
    unknown = [pair for pair in scored if pair[0].id not in knowledge.known]
    counted += _select_joining(node, counted, unknown, reading)
    return Evaluation(tuple(counted), _aggregate_children(node, counted))


def _climb(node: Node, scored: Sequence[Scored], knowledge: Knowledge, reading: Reading) -> Evaluation:
    """The score of the highest level up to which all stages are reached.

    A stage counts as reached if nothing in it applies.

    Unknown answers count as not met under `low` and as met under `high`. Under the other readings, a stage is not
    reached if unknown answers could decide it.
    """
    found = {child.id: score for child, score in scored}
    applicable = find_applicable(node, knowledge.coverage)

    def look(part: Condition) -> Truth:
        if part.subject not in applicable:
            return Truth.LEFT_OUT
        return look_at(part, found[part.subject] if part.subject in knowledge.known else None, node.scale, reading)

    truths = tuple(judge(stage, look) for stage in node.stages)
    level = 0
    for stage, truth in zip(node.stages, truths, strict=True):
        if truth not in (Truth.MET, Truth.LEFT_OUT):
            break
        level = stage.level
    return Evaluation(tuple(scored), node.scale.scores[level], truths)


def _select_joining(node: Node, counted: Sequence[Scored], unknown: Sequence[Scored], reading: Reading) -> list[Scored]:
    """The unknown children that count under `low` or `high`.

    An unknown child could turn out not to apply, so it counts only if it moves the node's score outward; otherwise the
    true score could be outside the range. If no child is known, at least one unknown child counts. Children with the
    same score all count or are all left out, so their order makes no difference.
    """
    outward = -1 if reading is Reading.LOW else 1
    joined: list[Scored] = []
    for pair in sorted(unknown, key=lambda pair: -outward * pair[1]):
        so_far = [*counted, *joined]
        is_tied = bool(joined) and compare_rounded(pair[1], joined[-1][1]) == 0
        if so_far and not is_tied and compare_rounded(pair[1], _aggregate_children(node, so_far)) != outward:
            break
        joined.append(pair)
    return joined


def _aggregate_children(node: Node, counted: Sequence[Scored]) -> float:
    return aggregate(node.rule, [(child.weight, score) for child, score in counted])
