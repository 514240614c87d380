"""The nodes of a rubric from the bottom up, and their scores under one reading."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from nhsdx.model import OVERALL, Aggregate, Reading, Rubric
from nhsdx.scoring.scale import compare

Weighted: TypeAlias = Sequence[tuple[float, float]]
"""Pairs of weight (above 0) and score (0-100); never empty."""


def compute_mean(children: Weighted) -> float:
    """The weighted arithmetic mean, sum(w * s) / sum(w)."""
    return math.fsum(w * s for w, s in children) / math.fsum(w for w, _ in children)


def compute_geometric_mean(children: Weighted) -> float:
    """The weighted geometric mean, exp(sum(w * ln s) / sum(w)); 0 if any child scores 0."""
    if any(s <= 0 for _, s in children):
        return 0.0
    return math.exp(math.fsum(w * math.log(s) for w, s in children) / math.fsum(w for w, _ in children))


def find_minimum(children: Weighted) -> float:
    """The lowest score, whatever the weights."""
    return min(s for _, s in children)


RULES: dict[Aggregate, Callable[[Weighted], float]] = {
    "mean": compute_mean,
    "geometric": compute_geometric_mean,
    "min": find_minimum,
}


def aggregate(rule: Aggregate, children: Weighted) -> float:
    """The node's score, 0-100, clamped to the range of its children, which rounding could otherwise leave."""
    scores = [s for _, s in children]
    return min(max(RULES[rule](children), min(scores)), max(scores))


class Child(NamedTuple):
    """A child that counts in its node: its id, and its weight, which is above 0."""

    id: str
    weight: float


class Node(NamedTuple):
    """A dimension, or the overall node, with the children that count in it."""

    id: str
    rule: Aggregate
    children: tuple[Child, ...]


class Evaluation(NamedTuple):
    """One node under one reading: the children that count, with their scores, and the score before gates."""

    counted: tuple[tuple[Child, float], ...]
    before_gates: float | None


def build_nodes(rubric: Rubric) -> tuple[Node, ...]:
    """Every dimension, after its children, and the overall node last.

    Advisory dimensions and those of weight 0 are nodes, but count as no other node's children.
    """
    children: dict[str | None, list[Child]] = {}
    for criterion_id, criterion in rubric.criteria.items():
        children.setdefault(criterion.dimension, []).append(Child(criterion_id, criterion.weight))
    for dimension_id, dimension in rubric.dimensions.items():
        if not dimension.advisory:
            children.setdefault(dimension.parent, []).append(Child(dimension_id, dimension.weight))
    ordered = sorted(rubric.dimensions, key=lambda name: -_measure_depth(rubric, name))
    nodes = [Node(name, rubric.dimensions[name].aggregate, _select_counted(children.get(name, ()))) for name in ordered]
    return (*nodes, Node(OVERALL, rubric.rubric.aggregate, _select_counted(children.get(None, ()))))


def _select_counted(children: Sequence[Child]) -> tuple[Child, ...]:
    return tuple(child for child in children if child.weight > 0)


def _measure_depth(rubric: Rubric, dimension_id: str) -> int:
    parent = rubric.dimensions[dimension_id].parent
    return 0 if parent is None else 1 + _measure_depth(rubric, parent)


def find_known_nodes(nodes: Sequence[Node], known_criteria: Collection[str]) -> frozenset[str]:
    """The ids of the criteria with a known answer, and of every node in which one of them counts."""
    known = set(known_criteria)
    for node in nodes:
        if any(child.id in known for child in node.children):
            known.add(node.id)
    return frozenset(known)


def evaluate(node: Node, scores: Mapping[str, float | None], known: Collection[str], reading: Reading) -> Evaluation:
    """A node's score before its gates, from the scores of its children; None if no child counts."""
    scored = [(child, score) for child in node.children if (score := scores[child.id]) is not None]
    counted = [pair for pair in scored if pair[0].id in known]
    counted += _select_joining(node, counted, [pair for pair in scored if pair[0].id not in known], reading)
    return Evaluation(tuple(counted), _aggregate_children(node, counted) if counted else None)


def _select_joining(
    node: Node, counted: Sequence[tuple[Child, float]], unknown: Sequence[tuple[Child, float]], reading: Reading
) -> list[tuple[Child, float]]:
    """The unknown children that count under `low` or `high`.

    An unknown child could turn out not to apply, so it counts only if it moves the node's score outward;
    otherwise the true score could be outside the range. If no child is known, at least one unknown child counts.
    Of children with the same score all count or none, so that their order makes no difference.
    """
    outward = -1 if reading is Reading.LOW else 1
    joined: list[tuple[Child, float]] = []
    for pair in sorted(unknown, key=lambda pair: -outward * pair[1]):
        so_far = [*counted, *joined]
        is_tied = bool(joined) and compare(pair[1], joined[-1][1]) == 0
        if so_far and not is_tied and compare(pair[1], _aggregate_children(node, so_far)) != outward:
            break
        joined.append(pair)
    return joined


def _aggregate_children(node: Node, counted: Sequence[tuple[Child, float]]) -> float:
    return aggregate(node.rule, [(child.weight, score) for child, score in counted])
