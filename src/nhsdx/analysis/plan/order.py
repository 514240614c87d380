"""The order in which a plan's steps are printed: by gate, then as in the rubric, and each after the steps it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nhsdx.analysis.case import Case
from nhsdx.analysis.gaps import list_gates_not_clear
from nhsdx.analysis.plan.efforts import EVIDENCE
from nhsdx.analysis.plan.solve import PlanStep
from nhsdx.model import Action, ChecklistCriterion, GateResult, GateState, list_simple_parts

STATES = tuple(GateState)


def order_steps(before: Case, after: Case, steps: Sequence[PlanStep]) -> tuple[PlanStep, ...]:
    """The steps of a plan in order: first the steps for gates that the plan improves, the most serious gate first."""
    urgent = _rank_by_gate(before, after)
    places = {name: at for at, name in enumerate(before.rubric.criteria)}

    def rank(step: PlanStep) -> tuple[int, int, int, int, int]:
        part = step.item or (EVIDENCE if step.kind == "evidence" else None)
        gate = min(urgent.get((step.criterion, one), len(urgent)) for one in (None, part))
        level, place = _find_place(before, step)
        return gate, places[step.criterion], int(step.kind == "evidence"), level, place

    return _put_required_first(before, sorted(steps, key=rank))


def _put_required_first(case: Case, ranked: Sequence[PlanStep]) -> tuple[PlanStep, ...]:
    """The steps, each after the steps that it requires; steps must not require each other in a circle."""
    placed: dict[PlanStep, None] = {}
    left = list(ranked)
    while left:
        step, seen = left[0], set[PlanStep]()
        while step not in seen:
            seen.add(step)
            step = next((one for one in left if one is not step and _must_come_first(case, one, step)), step)
        placed[step] = None
        left.remove(step)
    return tuple(placed)


def _must_come_first(case: Case, one: PlanStep, other: PlanStep) -> bool:
    """Whether a step does something that must be in place before another step."""
    criterion = case.rubric.criteria[other.criterion]
    required = list(criterion.requires)
    if isinstance(criterion, ChecklistCriterion) and other.item is not None:
        required += criterion.items[other.item].requires
    return any(part.criterion == one.criterion and (part.met is None or one.item in part.met) for part in required)


def _find_place(case: Case, step: PlanStep) -> tuple[int, int]:
    """The level of a step's item, and the item's place in its checklist."""
    criterion = case.rubric.criteria[step.criterion]
    if step.item is None or not isinstance(criterion, ChecklistCriterion):
        return step.level or 0, 0
    return criterion.items[step.item].level or 0, list(criterion.items).index(step.item)


def _rank_by_gate(before: Case, after: Case) -> Mapping[tuple[str, str | None], int]:
    """How urgent each item or each whole criterion is, by the gates whose state the plan improves."""
    states = {gate.id: STATES.index(gate.state) for gate in after.result.gates}
    found: dict[tuple[str, str | None], int] = {}
    for gate in list_gates_not_clear(before.result):
        if states[gate.id] <= STATES.index(gate.state):
            continue
        for part in list_simple_parts(before.rubric.gates[gate.id].when):
            for item in part.missing or (None,):
                if part.criterion is not None:
                    found.setdefault((part.criterion, item), len(found))
            if part.criterion is not None:
                found.setdefault((part.criterion, EVIDENCE), len(found))
    return found


def find_gates_of(before: Case, after: Case, step: PlanStep) -> tuple[GateResult, ...]:
    """The gates that are not clear, that the plan improves, and that depend on what a step changes."""
    states = {gate.id: STATES.index(gate.state) for gate in after.result.gates}
    improved = (gate for gate in list_gates_not_clear(before.result) if states[gate.id] > STATES.index(gate.state))
    return tuple(gate for gate in improved if _depends(before, gate, step))


def _depends(case: Case, gate: GateResult, step: PlanStep) -> bool:
    parts = (part for part in list_simple_parts(case.rubric.gates[gate.id].when) if part.criterion == step.criterion)
    return any(part.missing is None or step.item is None or step.item in part.missing for part in parts)


def list_agreed(actions: Sequence[Action], step: PlanStep) -> tuple[Action, ...]:
    """The open actions that cover a step, the earliest first. An action without items covers its whole criterion."""
    found = (one for one in actions if one.state == "open" and one.criterion == step.criterion)
    return tuple(sorted((one for one in found if not one.items or step.item in one.items), key=lambda one: one.due))
