"""What to do first: the steps that gates depend on, then other steps that raise a score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from nhsdx.analysis.gaps import list_gates_not_clear, list_nodes_above
from nhsdx.analysis.goals import READING, Goal, GoalFinder
from nhsdx.analysis.next_steps import NextStep, find_next_step
from nhsdx.model import OVERALL, Condition, GateResult, GateState, Result, Rubric, list_simple_parts

HOW_MANY = 3


@dataclass(frozen=True, slots=True)
class Priority:
    """A step to take first, the gates that depend on its criterion and are not clear, and the goal that needs the step.

    The most urgent gates come first. If there is no goal, the step helps even if no other step is taken.
    """

    step: NextStep
    gates: tuple[GateResult, ...] = ()
    goal: Goal | None = None

    def list_triggered(self) -> tuple[GateResult, ...]:
        """The triggered gates, whose requirements have to be met."""
        return tuple(gate for gate in self.gates if gate.state is GateState.TRIGGERED)


def choose_priorities(result: Result, rubric: Rubric) -> tuple[Priority, ...]:
    """The three steps to take first, for every page: those that gates depend on, then those that raise scores most."""
    return tuple(islice(_list_priorities(result, rubric), HOW_MANY))


def _list_priorities(result: Result, rubric: Rubric) -> Iterator[Priority]:
    """The steps for all criteria that can rise, the most urgent first. Each step is given once."""
    gated, seen = find_gated_criteria(result, rubric), set()
    for name, gates in gated.items():
        wanted = frozenset(item for gate in gates for item in _list_wanted(rubric.gates[gate.id].when, name))
        step = find_next_step(rubric, result.criteria[name], wanted)
        if step is not None:
            seen.add(name)
            yield Priority(step, gates)
    for goal in list_goals(result, rubric):
        for name, bar in goal.aims.items():
            step = find_next_step(rubric, result.criteria[name], bar=bar)
            if step is not None and name not in seen:
                seen.add(name)
                yield Priority(step, goal=goal if goal.node else None)


def list_goals(result: Result, rubric: Rubric) -> Iterator[Goal]:
    """The goals for the overall score, then the goals for dimensions that count, from the top of the tree down.

    Goals with one criterion come before goals that need several, and goals for criteria with low scores before others.
    """
    finder, places = GoalFinder.of(rubric, result), {name: at for at, name in enumerate(result.criteria)}

    def rank(goal: Goal) -> tuple[bool, float, int]:
        score, name = min((result.criteria[name].scores[READING] or 0.0, name) for name in goal.aims)
        return len(goal.aims) > 1, score, places[name]

    yield from sorted(finder.list_goals(OVERALL), key=rank)
    counted = [name for name in result.dimensions if OVERALL in list_nodes_above(result, name)]
    for name in sorted(counted, key=lambda one: len(list_nodes_above(result, one))):
        yield from sorted(finder.list_goals(name), key=rank)


def find_gated_criteria(result: Result, rubric: Rubric) -> dict[str, tuple[GateResult, ...]]:
    """For each criterion, the gates that depend on it and are not clear; triggered gates come first.

    Criteria without such gates are left out.
    """
    found: dict[str, tuple[GateResult, ...]] = {}
    gates = list_gates_not_clear(result)
    for gate in sorted(gates, key=lambda one: one.state is not GateState.TRIGGERED):
        low = find_low_criteria_in(rubric.gates[gate.id].when)
        for name in rubric.criteria:
            if name in low and result.criteria[name].status.applies:
                found[name] = (*found.get(name, ()), gate)
    return found


def find_low_criteria_in(condition: Condition) -> frozenset[str]:
    """The criteria for which some part of a condition tests a low score or missing items."""
    parts = list_simple_parts(condition)
    return frozenset(part.criterion for part in parts if part.criterion is not None and not part.is_high)


def _list_wanted(condition: Condition, criterion: str) -> Iterator[str]:
    """The items of a criterion whose absence makes a condition true."""
    for part in list_simple_parts(condition):
        if part.criterion == criterion:
            yield from part.missing or ()
