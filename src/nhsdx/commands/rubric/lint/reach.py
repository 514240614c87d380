"""The lowest and the highest score that answers can give."""

from __future__ import annotations

from collections.abc import Mapping

from nhsdx.model import Answer, Band, ChecklistCriterion, Criterion, Linear, MeasureCriterion, Rubric
from nhsdx.scoring import (
    GateFacts,
    GateNetwork,
    Node,
    Scale,
    Settling,
    build_nodes,
    find_score_range,
    list_met_gates,
    score_answer,
)


def find_reach(criterion: Criterion, scale: Scale) -> tuple[float, float]:
    """The lowest and the highest score of a criterion, counting only values inside a measure's bounds."""
    if not isinstance(criterion, MeasureCriterion):
        return find_score_range(criterion, scale)
    values = _find_ends(criterion, criterion.linear) if criterion.linear else _find_starts(criterion)
    scores = [score_answer(criterion, Answer.model_construct(value=value), scale).score for value in values]
    return min(scores), max(scores)


def is_reachable(criterion: MeasureCriterion, position: int) -> bool:
    """Whether any value inside the measure's bounds falls into the band at this position."""
    bands: tuple[Band, ...] = criterion.bands or ()
    is_too_high = criterion.maximum is not None and bands[position].from_ > criterion.maximum
    is_last = position == len(bands) - 1
    is_too_low = not is_last and criterion.minimum is not None and bands[position + 1].from_ <= criterion.minimum
    return not (is_too_high or is_too_low)


def find_lowest_scores(rubric: Rubric, scale: Scale) -> dict[str, float]:
    """The lowest score of every criterion and node under any reading, before gates.

    Children may be left out, so a node can be as low as its lowest child. An answer without evidence is supported
    only as far as the weakest grade.
    """
    lowest: dict[str, float] = {
        name: min(find_reach(criterion, scale)[0], _find_weakest_support(rubric, criterion, scale))
        for name, criterion in rubric.criteria.items()
    }
    for node in build_nodes(rubric):
        score = _find_lowest_child(node, lowest)
        if score is not None:
            lowest[node.id] = score
    return lowest


def _find_lowest_child(node: Node, scores: Mapping[str, float | None]) -> float | None:
    found = [score for child in node.children if (score := scores.get(child.id)) is not None]
    return min(found, default=None)


def find_possible_gates(rubric: Rubric, scale: Scale) -> frozenset[str]:
    """The gates that the worst answers can trigger, or the cap of another such gate."""
    checklists = {name: one for name, one in rubric.criteria.items() if isinstance(one, ChecklistCriterion)}
    every_item = {name: frozenset(one.items) for name, one in checklists.items()}
    lowest = find_lowest_scores(rubric, scale)
    scores: dict[str, float | None] = {name: lowest[name] for name in rubric.criteria}
    worst = GateFacts(scale, scores, find_highest_scores(rubric, scale), every_item)
    network = GateNetwork.of(rubric, scale, build_nodes(rubric))
    Settling(network, scores, {}, (), worst, lambda node: _find_lowest_child(node, scores)).settle()
    return list_met_gates(rubric, worst)


def _find_weakest_support(rubric: Rubric, criterion: Criterion, scale: Scale) -> float:
    """The score up to which the weakest evidence supports an answer to a criterion."""
    if not rubric.evidence_grades:
        return scale.scores[-1]
    weakest = rubric.evidence_grades[0]
    return scale.scores[criterion.evidence_supports.get(weakest.id, weakest.supports)]


def find_highest_scores(rubric: Rubric, scale: Scale) -> dict[str, float]:
    """The highest score of every criterion and node."""
    highest = {name: find_reach(criterion, scale)[1] for name, criterion in rubric.criteria.items()}
    for node in build_nodes(rubric):
        scores = [highest[child.id] for child in node.children if child.id in highest]
        if scores:
            highest[node.id] = max(scores)
    return highest


def _find_ends(criterion: MeasureCriterion, line: Linear) -> list[float]:
    near, far = sorted((line.worst, line.best))
    bounds = (criterion.minimum, near), (criterion.maximum, far)
    return [end if bound is None else min(max(bound, near), far) for bound, end in bounds]


def _find_starts(criterion: MeasureCriterion) -> list[float]:
    bands = criterion.bands or ()
    # Bounds that exclude every band are a finding of their own; here they are ignored.
    inside = [band for n, band in enumerate(bands) if is_reachable(criterion, n)] or bands
    return [band.from_ if criterion.minimum is None else max(band.from_, criterion.minimum) for band in inside]
