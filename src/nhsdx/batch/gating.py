"""Gates as columns: where each is triggered under each reading, and what state that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import narwhals as nw

from nhsdx.batch.children import Child
from nhsdx.batch.nodes import Caps, scored_nodes
from nhsdx.batch.table import Expr, Table, all_of, any_of, choose, is_true, truth
from nhsdx.model.base import OVERALL
from nhsdx.model.reading import Reading
from nhsdx.model.result import GateState
from nhsdx.model.rubric import Condition, Gate, Rubric
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.numbers import reaching
from nhsdx.scoring.scale import Scale

Triggers = Mapping[tuple[str, Reading], Expr]
"""For a gate and a reading where it is triggered."""


def gated_nodes(table: Table, instrument: Instrument, leaves: Mapping[str, Child]) -> tuple[dict[str, Child], Triggers]:
    """Every node with its gates, as `scoring.gates` has it: gates on nodes are judged until no more are triggered."""
    rubric, scale = instrument.rubric, instrument.scale
    on_nodes = {name: gate for name, gate in rubric.gates.items() if _dimensions_in(gate.when)}
    on_criteria = {name: gate for name, gate in rubric.gates.items() if name not in on_nodes}
    triggered = _judged(table, on_criteria, leaves, scale)
    nodes = scored_nodes(table, instrument.nodes, leaves, _caps(rubric, scale, triggered))
    for _ in range(_rounds(rubric, on_nodes)):
        triggered |= _judged(table, on_nodes, nodes, scale)
        nodes = scored_nodes(table, instrument.nodes, leaves, _caps(rubric, scale, triggered))
    return nodes, triggered


def _judged(
    table: Table, gates: Mapping[str, Gate], children: Mapping[str, Child], scale: Scale
) -> dict[tuple[str, Reading], Expr]:
    return table.derive(
        {
            (name, reading): _holds(gate.when, children, reading, scale)
            for name, gate in gates.items()
            for reading in Reading
        }
    )


def _holds(condition: Condition, children: Mapping[str, Child], reading: Reading, scale: Scale) -> Expr:
    """Where a condition is true; never of what has no score."""
    if condition.any_of is not None:
        return any_of(_holds(part, children, reading, scale) for part in condition.any_of)
    if condition.all_of is not None:
        return all_of(_holds(part, children, reading, scale) for part in condition.all_of)
    child = children.get(condition.criterion or condition.dimension or "")
    if child is None:
        return truth(value=False)
    score = child.seen(reading)
    if condition.at_most is None:
        return is_true(score < reaching(condition.below or 0.0))
    above = condition.at_most + 1
    return is_true(score < reaching(scale.scores[above])) if above < len(scale.scores) else ~score.is_null()


def _caps(rubric: Rubric, scale: Scale, triggered: Triggers) -> Caps:
    caps: dict[tuple[str, str], list[tuple[Expr, float]]] = {}
    for (name, reading), where in triggered.items():
        for node, level in rubric.gates[name].cap.items():
            caps.setdefault((node, reading), []).append((where, scale.scores[level]))
    return caps


def _rounds(rubric: Rubric, gates: Mapping[str, Gate]) -> int:
    """How often gates on nodes must be judged: as often as one of them can wait for another."""
    waits_for = {
        name: {other for other in gates if other != name and _can_move(rubric, gates[other], gate.when)}
        for name, gate in gates.items()
    }
    rounds = 0
    while waits_for:
        rounds += 1
        ready = {name for name, others in waits_for.items() if not others & waits_for.keys()}
        if not ready:
            return rounds + len(waits_for) - 1
        waits_for = {name: others for name, others in waits_for.items() if name not in ready}
    return rounds


def _can_move(rubric: Rubric, gate: Gate, condition: Condition) -> bool:
    """Whether a gate caps a node that a condition looks at, or one below it."""
    return any(node in _with_ancestors(rubric, capped) for capped in gate.cap for node in _dimensions_in(condition))


def _with_ancestors(rubric: Rubric, node: str) -> Iterator[str]:
    while node != OVERALL:
        yield node
        node = rubric.dimensions[node].parent or OVERALL
    yield OVERALL


def _dimensions_in(condition: Condition) -> frozenset[str]:
    """The nodes that a condition hangs on."""
    own = frozenset(() if condition.dimension is None else (condition.dimension,))
    return own.union(*map(_dimensions_in, (*(condition.any_of or ()), *(condition.all_of or ()))))


def state_of(triggered: Triggers, gate: str) -> Expr:
    """A gate's state as a word."""
    return choose(
        [
            (triggered[gate, Reading.CLAIMED], nw.lit(GateState.TRIGGERED.value)),
            (triggered[gate, Reading.EVIDENCED], nw.lit(GateState.UNPROVEN.value)),
            (triggered[gate, Reading.LOW] | triggered[gate, Reading.HIGH], nw.lit(GateState.UNDECIDED.value)),
        ],
        nw.lit(GateState.CLEAR.value),
    )
