"""Where a result is weak: gates, claims without enough evidence, unknown answers, and the lowest criteria."""

from __future__ import annotations

from collections.abc import Sequence

from nhsdx.model import (
    OVERALL,
    CriterionResult,
    CriterionStatus,
    GateResult,
    GateState,
    ItemState,
    ParentResult,
    Reading,
    Result,
    Rubric,
)
from nhsdx.scoring import compare_rounded, has_fallen

SEVERITIES = ("critical", "major", "minor")
STATES = (GateState.TRIGGERED, GateState.UNPROVEN, GateState.UNDECIDED)


def list_gates_not_clear(result: Result) -> tuple[GateResult, ...]:
    """The gates that are not clear.

    Gates that cap a score come before other gates. Each of the two groups is sorted by severity, then by state.
    """
    found = [gate for gate in result.gates if gate.state is not GateState.CLEAR]
    return tuple(
        sorted(found, key=lambda gate: (not gate.caps, SEVERITIES.index(gate.severity), STATES.index(gate.state)))
    )


def repeats_gate(rubric: Rubric, gate: GateResult, other: GateResult) -> bool:
    """Whether a gate only warns about a criterion's level, and another gate on that criterion is in the same state.

    Gates on missing items have different causes, so these gates never repeat each other.
    """
    one, two = rubric.gates[gate.id].when, rubric.gates[other.id].when
    is_same = one.criterion is not None and one.criterion == two.criterion
    is_about_level = one.missing is None and two.missing is None
    return is_same and is_about_level and not gate.caps and gate.state is other.state


def remove_repeats(gates: Sequence[GateResult], rubric: Rubric) -> tuple[GateResult, ...]:
    """The gates, without warnings that repeat an earlier gate on the same criterion in the same state."""
    return tuple(
        gate for at, gate in enumerate(gates) if not any(repeats_gate(rubric, gate, one) for one in gates[:at])
    )


def is_capped(node: ParentResult) -> bool:
    """Whether gates lower a node's score under any reading."""
    return any(has_fallen(before, node.scores[reading]) for reading, before in node.before_gates.items())


def find_unsupported(result: Result) -> tuple[CriterionResult, ...]:
    """The criteria whose claimed score is above the evidenced score, largest gap first."""
    gaps = [(gap, criterion) for criterion in result.criteria.values() if (gap := _compute_gap(criterion)) is not None]
    return tuple(criterion for _, criterion in sorted(gaps, key=lambda pair: -pair[0]))


def _compute_gap(criterion: CriterionResult) -> float | None:
    claimed, evidenced = criterion.scores[Reading.CLAIMED], criterion.scores[Reading.EVIDENCED]
    if claimed is None or evidenced is None or compare_rounded(evidenced, claimed) >= 0:
        return None
    return claimed - evidenced


def list_by_status(result: Result, status: CriterionStatus) -> tuple[CriterionResult, ...]:
    """The criteria with the given status, in the rubric's order."""
    return tuple(criterion for criterion in result.criteria.values() if criterion.status is status)


def find_unknown_items(result: Result) -> dict[str, tuple[str, ...]]:
    """For each answered criterion, the ids of its unknown items, in the rubric's order."""
    unknown = {
        criterion.id: tuple(item for item, state in (criterion.items or {}).items() if state is ItemState.UNKNOWN)
        for criterion in list_by_status(result, CriterionStatus.ANSWERED)
    }
    return {criterion: items for criterion, items in unknown.items() if items}


def is_counted(result: Result, criterion: CriterionResult) -> bool:
    """Whether a criterion would count in the overall score if its answer were known."""
    return criterion.weight > 0 and OVERALL in list_nodes_above(result, criterion.dimension)


def list_nodes_above(result: Result, dimension_id: str) -> tuple[str, ...]:
    """The nodes in which a dimension's criteria count: only the dimension itself if it is advisory or has no weight."""
    dimension = result.dimensions[dimension_id]
    if dimension.advisory or not dimension.weight:
        return (dimension_id,)
    above = (OVERALL,) if dimension.parent is None else list_nodes_above(result, dimension.parent)
    return (dimension_id, *above)


def list_lowest(result: Result) -> tuple[CriterionResult, ...]:
    """The criteria that count in the overall score, lowest evidenced score first, then in the rubric's order."""
    found = [
        (score, criterion)
        for criterion in result.criteria.values()
        if is_counted(result, criterion)
        if (score := criterion.scores[Reading.EVIDENCED]) is not None
    ]
    return tuple(criterion for _, criterion in sorted(found, key=lambda pair: pair[0]))
