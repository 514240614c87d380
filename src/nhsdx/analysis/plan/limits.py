"""Why a target cannot be reached: gates that stay triggered, weak evidence, and answers that no step changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from nhsdx.analysis.gaps import list_by_status, list_nodes_above
from nhsdx.analysis.plan.plans import Plan
from nhsdx.model import CriterionResult, CriterionStatus, Reading, SurveyCriterion
from nhsdx.scoring import compare_rounded

LimitKind: TypeAlias = Literal["gate", "evidence", "survey", "avoided", "answer"]
HIGHEST = 100.0


class PlanLimit(NamedTuple):
    """A reason why the best plan stays below its target: a gate, or criteria that are limited for the same reason."""

    kind: LimitKind
    ids: tuple[str, ...]


def find_limits(plan: Plan) -> tuple[PlanLimit, ...]:
    """Everything that keeps the best plan below its target, gates first."""
    return (*_list_gates(plan), *_list_criteria(plan))


def _list_gates(plan: Plan) -> Iterator[PlanLimit]:
    for gate in plan.after.result.gates:
        stays = plan.wanted.reading in gate.triggered_under
        if stays and (plan.wanted.must_clear or gate.caps):
            yield PlanLimit("gate", (gate.id,))


def _list_criteria(plan: Plan) -> Iterator[PlanLimit]:
    """The criteria below the plan's node that do not score 100, grouped by the reason for this."""
    if plan.wanted.must_clear:
        return
    found: dict[LimitKind, list[str]] = {}
    for name, criterion in plan.after.result.criteria.items():
        if _counts(plan, criterion):
            found.setdefault(_find_kind(plan, criterion), []).append(name)
    yield from (PlanLimit(kind, tuple(names)) for kind, names in found.items())


def _counts(plan: Plan, criterion: CriterionResult) -> bool:
    score, goal = criterion.scores[plan.wanted.reading], plan.wanted.node
    nodes = (criterion.id, *list_nodes_above(plan.after.result, criterion.dimension))
    return score is not None and compare_rounded(score, HIGHEST) < 0 and goal in nodes


def _find_kind(plan: Plan, criterion: CriterionResult) -> LimitKind:
    if isinstance(plan.before.rubric.criteria[criterion.id], SurveyCriterion):
        return "survey"
    if any(one.partition(".")[0] == criterion.id for one in plan.wishes.avoided):
        return "avoided"
    claimed, score = max(one or 0.0 for one in criterion.scores.values()), criterion.scores[plan.wanted.reading] or 0.0
    return "evidence" if compare_rounded(claimed, score) > 0 else "answer"


def list_still_unknown(plan: Plan) -> tuple[CriterionResult, ...]:
    """The criteria that count in the node of a plan but stay unknown. The plan's scores leave these criteria out."""
    result, node = plan.after.result, plan.wanted.node
    if plan.wanted.reading in (Reading.LOW, Reading.HIGH):
        return ()
    unknown = list_by_status(result, CriterionStatus.UNKNOWN)
    return tuple(one for one in unknown if one.weight > 0 and node in list_nodes_above(result, one.dimension))
