"""Where a result is weak: claims without enough evidence, unknown answers, and the lowest criteria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nhsdx.model import (
    ChecklistCriterion,
    Criterion,
    CriterionResult,
    CriterionStatus,
    GateResult,
    GateState,
    LevelCriterion,
    MeasureCriterion,
    ParentResult,
    Reading,
    Result,
    Rubric,
)
from nhsdx.scoring import Scale, compare, find_value_at, has_fallen, score_band

SEVERITIES = ("critical", "major", "minor")
STATES = (GateState.TRIGGERED, GateState.UNPROVEN, GateState.UNDECIDED)


def list_gates_not_clear(result: Result) -> tuple[GateResult, ...]:
    """The gates that are not clear: gates that cap first, then by severity and by state."""
    found = [gate for gate in result.gates if gate.state is not GateState.CLEAR]
    return tuple(
        sorted(found, key=lambda gate: (not gate.caps, SEVERITIES.index(gate.severity), STATES.index(gate.state)))
    )


def repeats_gate(rubric: Rubric, gate: GateResult, other: GateResult) -> bool:
    """Whether a gate is a warning about the same criterion, and in the same state, as another gate."""
    watched = rubric.gates[gate.id].when.criterion
    is_same = watched is not None and watched == rubric.gates[other.id].when.criterion
    return is_same and not gate.caps and gate.state is other.state


def remove_repeats(gates: Sequence[GateResult], rubric: Rubric) -> tuple[GateResult, ...]:
    """Gates, without a warning that repeats an earlier gate on the same criterion and state."""
    return tuple(
        gate for at, gate in enumerate(gates) if not any(repeats_gate(rubric, gate, one) for one in gates[:at])
    )


def is_capped(node: ParentResult) -> bool:
    """Whether gates lower a node's score under any reading."""
    return any(has_fallen(before, node.scores[reading]) for reading, before in node.before_gates.items())


@dataclass(frozen=True, slots=True)
class Weakness:
    """One of the lowest criteria, its evidenced level, and what its next level asks for."""

    criterion: CriterionResult
    level: int
    next_level: int
    asks: str


def find_unsupported(result: Result) -> tuple[CriterionResult, ...]:
    """The criteria whose claimed score is above the evidenced score, largest gap first."""
    gaps = [(gap, criterion) for criterion in result.criteria.values() if (gap := _compute_gap(criterion)) is not None]
    return tuple(criterion for _, criterion in sorted(gaps, key=lambda pair: -pair[0]))


def _compute_gap(criterion: CriterionResult) -> float | None:
    claimed, evidenced = criterion.scores[Reading.CLAIMED], criterion.scores[Reading.EVIDENCED]
    if claimed is None or evidenced is None or compare(evidenced, claimed) >= 0:
        return None
    return claimed - evidenced


def list_by_status(result: Result, status: CriterionStatus) -> tuple[CriterionResult, ...]:
    """The criteria that have a status, in the rubric's order."""
    return tuple(criterion for criterion in result.criteria.values() if criterion.status is status)


def find_weakest(result: Result, rubric: Rubric, count: int = 3) -> tuple[Weakness, ...]:
    """The lowest criteria that count, by evidenced score, then in the rubric's order; none at the top level."""
    top = rubric.top_level
    found = [
        (score, criterion)
        for criterion in result.criteria.values()
        if criterion.weight > 0 and not result.dimensions[criterion.dimension].advisory
        if (score := criterion.scores[Reading.EVIDENCED]) is not None
        if criterion.levels[Reading.EVIDENCED] != top
    ]
    found.sort(key=lambda entry: entry[0])
    return tuple(_describe_weakness(rubric, criterion) for _, criterion in found[:count])


def _describe_weakness(rubric: Rubric, criterion: CriterionResult) -> Weakness:
    """The next level is counted from the level that evidence supports, whatever is claimed."""
    level = criterion.levels[Reading.EVIDENCED] or 0
    return Weakness(criterion, level, level + 1, _describe_next_level(rubric, rubric.criteria[criterion.id], level + 1))


def _describe_next_level(rubric: Rubric, criterion: Criterion, level: int) -> str:
    if isinstance(criterion, LevelCriterion):
        return criterion.levels[level]
    bound = Scale.of(rubric.levels).scores[level]
    if isinstance(criterion, ChecklistCriterion):
        wanted = [item.text for item in criterion.items.values() if item.level == level]
        return "; ".join(wanted) or f"enough of its items for a score of {bound:g}"
    if isinstance(criterion, MeasureCriterion):
        return _format_needed_value(criterion, bound, Scale.of(rubric.levels))
    return f"answers that score {bound:g}"


def _format_needed_value(criterion: MeasureCriterion, bound: float, scale: Scale) -> str:
    """The value at which a measure reaches a score, in words."""
    if criterion.linear is not None:
        line = criterion.linear
        side = "at least" if line.best > line.worst else "at most"
        return f"{side} {find_value_at(line, bound):.6g} {criterion.unit}"
    enough = [band.from_ for band in criterion.bands or () if compare(score_band(band, scale), bound) >= 0]
    return f"{enough[0]:g} {criterion.unit} or more" if enough else "no band scores this much"
