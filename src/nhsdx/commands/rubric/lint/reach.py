"""The lowest and the highest score that answers can give."""

from __future__ import annotations

from collections.abc import Mapping

from nhsdx.model import ChecklistCriterion, Rubric
from nhsdx.scoring import (
    FallingScores,
    GateFacts,
    GateNetwork,
    Node,
    Scale,
    build_nodes,
    find_score_range,
    find_unknown_range,
    list_met_gates,
)


def find_lowest_scores(rubric: Rubric, scale: Scale) -> dict[str, float]:
    """The lowest score of every criterion and node under any reading, before gates.

    Children may be left out, so a node can be as low as its lowest child. An answer without evidence is supported
    only up to the level of the weakest grade.
    """
    lowest = {name: find_unknown_range(rubric, scale, criterion)[0] for name, criterion in rubric.criteria.items()}
    for node in build_nodes(rubric):
        score = _find_lowest_score(node, lowest)
        if score is not None:
            lowest[node.id] = score
    return lowest


def _find_lowest_score(node: Node, scores: Mapping[str, float | None]) -> float | None:
    """The score of the lowest child; for a node with stages, the score of the lowest level."""
    found = [score for child in node.children if (score := scores.get(child.id)) is not None]
    return node.scale.scores[0] if node.stages and found else min(found, default=None)


def find_possible_gates(rubric: Rubric, scale: Scale) -> frozenset[str]:
    """The gates that can be triggered by the worst answers, or by the cap of another such gate."""
    checklists = {name: one for name, one in rubric.criteria.items() if isinstance(one, ChecklistCriterion)}
    every_item = {name: frozenset(one.items) for name, one in checklists.items()}
    lowest = find_lowest_scores(rubric, scale)
    scores: dict[str, float | None] = {name: lowest[name] for name in rubric.criteria}
    worst = GateFacts(scale, scores, find_highest_scores(rubric, scale), every_item)
    network = GateNetwork.of(rubric, scale, build_nodes(rubric))
    FallingScores(network, scores, {}, (), worst, lambda node: _find_lowest_score(node, scores)).settle()
    return list_met_gates(rubric, worst)


def find_highest_scores(rubric: Rubric, scale: Scale) -> dict[str, float]:
    """The highest score of every criterion and node."""
    highest = {name: find_score_range(criterion, scale)[1] for name, criterion in rubric.criteria.items()}
    for node in build_nodes(rubric):
        scores = [highest[child.id] for child in node.children if child.id in highest]
        if scores:
            highest[node.id] = scale.scores[node.stages[-1].level] if node.stages else max(scores)
    return highest
