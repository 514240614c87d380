"""What to do first: the steps that gates ask for, then those of the lowest criteria."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from nhsdx.analysis.gaps import list_gates_not_clear, list_lowest
from nhsdx.analysis.next_steps import NextStep, find_next_step
from nhsdx.model import Condition, GateResult, GateState, Result, Rubric, list_simple_parts

HOW_MANY = 3


@dataclass(frozen=True, slots=True)
class Priority:
    """A step to take first, and the gates that depend on its criterion and are not clear, the most urgent first."""

    step: NextStep
    gates: tuple[GateResult, ...] = ()

    def list_triggered(self) -> tuple[GateResult, ...]:
        """The gates that are triggered: what they require is to be done."""
        return tuple(gate for gate in self.gates if gate.state is GateState.TRIGGERED)


def choose_priorities(result: Result, rubric: Rubric) -> tuple[Priority, ...]:
    """The three steps to take first, on every page: those that gates ask for, then those of the lowest criteria."""
    return tuple(islice(_list_priorities(result, rubric), HOW_MANY))


def _list_priorities(result: Result, rubric: Rubric) -> Iterator[Priority]:
    """The steps of all criteria that can rise, the most urgent first."""
    gated = find_gated_criteria(result, rubric)
    for name in dict.fromkeys([*gated, *(one.id for one in list_lowest(result))]):
        gates = gated.get(name, ())
        wanted = frozenset(item for gate in gates for item in _list_wanted(rubric.gates[gate.id].when, name))
        step = find_next_step(rubric, result.criteria[name], wanted)
        if step is not None:
            yield Priority(step, gates)


def find_gated_criteria(result: Result, rubric: Rubric) -> dict[str, tuple[GateResult, ...]]:
    """The criteria that gates which are not clear depend on, each with these gates; triggered gates come first."""
    found: dict[str, tuple[GateResult, ...]] = {}
    gates = list_gates_not_clear(result)
    for gate in sorted(gates, key=lambda one: one.state is not GateState.TRIGGERED):
        low = find_low_criteria_in(rubric.gates[gate.id].when)
        for name in rubric.criteria:
            if name in low and result.criteria[name].status.applies:
                found[name] = (*found.get(name, ()), gate)
    return found


def find_low_criteria_in(condition: Condition) -> frozenset[str]:
    """The criteria that a condition finds too low or missing; not those that it only finds high."""
    parts = list_simple_parts(condition)
    return frozenset(part.criterion for part in parts if part.criterion is not None and not part.is_high)


def _list_wanted(condition: Condition, criterion: str) -> Iterator[str]:
    """The items of a criterion that a condition asks for."""
    for part in list_simple_parts(condition):
        if part.criterion == criterion:
            yield from part.missing or ()
