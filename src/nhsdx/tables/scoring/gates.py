"""Gates as columns: where each is triggered under each reading, and its state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import narwhals as nw

from nhsdx.model import OVERALL, Condition, Gate, GateState, Reading, Rubric
from nhsdx.scoring import Instrument, Scale, find_least_reaching
from nhsdx.tables.frame_builder import Expr, FrameBuilder, choose, is_true, join_all, join_any, make_truth
from nhsdx.tables.scoring.children import ChildColumns
from nhsdx.tables.scoring.nodes import Caps, score_nodes

Triggers = Mapping[tuple[str, Reading], Expr]
"""For each gate and reading, where the gate is triggered."""


def score_gated_nodes(
    table: FrameBuilder, instrument: Instrument, leaves: Mapping[str, ChildColumns]
) -> tuple[dict[str, ChildColumns], Triggers]:
    """Every node with its gates, as in `scoring.gates`: gates on nodes are judged until no more are triggered."""
    rubric, scale = instrument.rubric, instrument.scale
    on_nodes = {name: gate for name, gate in rubric.gates.items() if _find_dimensions(gate.when)}
    on_criteria = {name: gate for name, gate in rubric.gates.items() if name not in on_nodes}
    triggered = _judge_gates(table, on_criteria, leaves, scale)
    nodes = score_nodes(table, instrument.nodes, leaves, _list_caps(rubric, scale, triggered))
    for _ in range(_count_rounds(rubric, on_nodes)):
        triggered |= _judge_gates(table, on_nodes, nodes, scale)
        nodes = score_nodes(table, instrument.nodes, leaves, _list_caps(rubric, scale, triggered))
    return nodes, triggered


def _judge_gates(
    table: FrameBuilder, gates: Mapping[str, Gate], children: Mapping[str, ChildColumns], scale: Scale
) -> dict[tuple[str, Reading], Expr]:
    return table.derive(
        {
            (name, reading): _check_condition(gate.when, children, reading, scale)
            for name, gate in gates.items()
            for reading in Reading
        }
    )


def _check_condition(
    condition: Condition, children: Mapping[str, ChildColumns], reading: Reading, scale: Scale
) -> Expr:
    """Where a condition is true; it is never true without a score."""
    if condition.any_of is not None:
        return join_any(_check_condition(part, children, reading, scale) for part in condition.any_of)
    if condition.all_of is not None:
        return join_all(_check_condition(part, children, reading, scale) for part in condition.all_of)
    child = children.get(condition.criterion or condition.dimension or "")
    if child is None:
        return make_truth(value=False)
    return _check_score(condition, child.find_gated_score(reading), scale)


def _check_score(condition: Condition, score: Expr, scale: Scale) -> Expr:
    """Where a score is below a condition's bound."""
    if condition.at_most is None:
        return is_true(score < find_least_reaching(condition.below or 0.0))
    above = condition.at_most + 1
    return is_true(score < find_least_reaching(scale.scores[above])) if above < len(scale.scores) else ~score.is_null()


def _list_caps(rubric: Rubric, scale: Scale, triggered: Triggers) -> Caps:
    caps: dict[tuple[str, str], list[tuple[Expr, float]]] = {}
    for (name, reading), where in triggered.items():
        for node, level in rubric.gates[name].cap.items():
            caps.setdefault((node, reading), []).append((where, scale.scores[level]))
    return caps


def _count_rounds(rubric: Rubric, gates: Mapping[str, Gate]) -> int:
    """How many times gates on nodes must be judged: the longest chain of gates that wait for another."""
    waits_for = {name: _find_movers(rubric, gates, name) for name in gates}
    rounds = 0
    while waits_for:
        rounds += 1
        ready = {name for name, others in waits_for.items() if not others & waits_for.keys()}
        if not ready:
            return rounds + len(waits_for) - 1
        waits_for = {name: others for name, others in waits_for.items() if name not in ready}
    return rounds


def _find_movers(rubric: Rubric, gates: Mapping[str, Gate], name: str) -> set[str]:
    """The other gates that can change what a gate depends on."""
    return {other for other in gates if other != name and _can_move(rubric, gates[other], gates[name].when)}


def _can_move(rubric: Rubric, gate: Gate, condition: Condition) -> bool:
    """Whether a gate caps a node of a condition, or one below it."""
    return any(node in _list_ancestors(rubric, capped) for capped in gate.cap for node in _find_dimensions(condition))


def _list_ancestors(rubric: Rubric, node: str) -> Iterator[str]:
    while node != OVERALL:
        yield node
        node = rubric.dimensions[node].parent or OVERALL
    yield OVERALL


def _find_dimensions(condition: Condition) -> frozenset[str]:
    """The nodes that a condition depends on."""
    own = frozenset(() if condition.dimension is None else (condition.dimension,))
    return own.union(*map(_find_dimensions, (*(condition.any_of or ()), *(condition.all_of or ()))))


def find_state(triggered: Triggers, gate: str) -> Expr:
    """A gate's state as a word."""
    return choose(
        [
            (triggered[gate, Reading.CLAIMED], nw.lit(GateState.TRIGGERED.value)),
            (triggered[gate, Reading.EVIDENCED], nw.lit(GateState.UNPROVEN.value)),
            (triggered[gate, Reading.LOW] | triggered[gate, Reading.HIGH], nw.lit(GateState.UNDECIDED.value)),
        ],
        nw.lit(GateState.CLEAR.value),
    )
