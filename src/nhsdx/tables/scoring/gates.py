"""Gates as columns: where each is triggered under each reading, and its state."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import NamedTuple

import narwhals as nw

from nhsdx.errors import NhsdxError
from nhsdx.limits import MOST_ROUNDS, MOST_TABLE_CONDITIONS
from nhsdx.model import OVERALL, Condition, Gate, GateState, Reading, Rubric, is_upward
from nhsdx.scoring import Instrument, Scale, find_least_above, find_least_reaching
from nhsdx.tables.frame_builder import Expr, FrameBuilder, choose, is_true, join_all, join_any, make_truth
from nhsdx.tables.scoring.children import ChildColumns
from nhsdx.tables.scoring.nodes import Caps, score_nodes

Triggers = Mapping[tuple[str, "View"], Expr]
"""For each gate and view of the answers, where the gate is triggered."""


class View(NamedTuple):
    """The readings by which conditions on low scores and missing items, and on high scores, are judged."""

    low: Reading
    high: Reading


VIEWS = {reading: View(reading, reading) for reading in Reading}
ENDS = View(Reading.LOW, Reading.HIGH)
"""What could be true: the lowest scores where low ones count, and the highest where high ones do."""


def score_gated_nodes(
    table: FrameBuilder, instrument: Instrument, leaves: Mapping[str, ChildColumns]
) -> tuple[dict[str, ChildColumns], Triggers]:
    """Every node with its gates, as in `scoring.gates`: gates on nodes are judged until no more are triggered."""
    rubric, scale = instrument.rubric, instrument.scale
    on_nodes = {name: gate for name, gate in rubric.gates.items() if _find_dimensions(gate.when)}
    on_criteria = {name: gate for name, gate in rubric.gates.items() if name not in on_nodes}
    rounds = _count_rounds(rubric, on_nodes)
    _refuse_too_much(rubric, rounds)
    triggered = _judge_gates(table, on_criteria, leaves, scale)
    nodes = score_nodes(table, instrument.nodes, leaves, _list_caps(rubric, scale, triggered))
    for _ in range(rounds):
        triggered |= _judge_gates(table, on_nodes, nodes, scale)
        nodes = score_nodes(table, instrument.nodes, leaves, _list_caps(rubric, scale, triggered))
    return nodes, triggered


def _refuse_too_much(rubric: Rubric, rounds: int) -> None:
    """Raises NhsdxError if the gates would make expressions of columns that no engine could work out in time."""
    conditions = sum(_count_conditions(gate.when) for gate in rubric.gates.values())
    if rounds > MOST_ROUNDS:
        message = f"{rounds} gates of this rubric wait for each other, one after another"
        hint = f"to score a table, expected at most {MOST_ROUNDS}"
    elif conditions > MOST_TABLE_CONDITIONS:
        message = f"the gates of this rubric have {conditions:,} conditions"
        hint = f"to score a table, expected at most {MOST_TABLE_CONDITIONS}"
    else:
        return
    raise NhsdxError(message, rubric.reference, hint, code="too-many")


def _count_conditions(condition: Condition) -> int:
    return 1 + sum(map(_count_conditions, condition.parts))


def _judge_gates(
    table: FrameBuilder, gates: Mapping[str, Gate], children: Mapping[str, ChildColumns], scale: Scale
) -> dict[tuple[str, View], Expr]:
    """Where each gate is triggered under each reading; where it looks up as well as down, also by both ends."""
    return table.derive(
        {
            (name, view): _check_condition(gate.when, children, view, scale)
            for name, gate in gates.items()
            for view in (*VIEWS.values(), *([ENDS] if is_upward(gate.when) else []))
        }
    )


def _check_condition(condition: Condition, children: Mapping[str, ChildColumns], view: View, scale: Scale) -> Expr:
    """Where a condition is true."""
    if condition.any_of is not None:
        return join_any(_check_condition(part, children, view, scale) for part in condition.any_of)
    if condition.all_of is not None:
        return join_all(_check_condition(part, children, view, scale) for part in condition.all_of)
    child = children.get(condition.criterion or condition.dimension or "")
    return make_truth(value=False) if child is None else _check_child(condition, child, view, scale)


def _check_child(condition: Condition, child: ChildColumns, view: View, scale: Scale) -> Expr:
    """Where a condition is true of one criterion or node; it is never true without a score."""
    if condition.missing is not None:
        return make_truth(value=False) if child.missing is None else child.missing.find(condition.missing, view.low)
    if condition.is_high:
        return _is_high(condition, _find_score(child, view.high, Reading.HIGH), scale)
    return _is_low(condition, _find_score(child, view.low, Reading.LOW), scale)


def _find_score(child: ChildColumns, reading: Reading, end: Reading) -> Expr:
    """The score that a condition sees: where nothing is known, there is one under one end of the range alone."""
    return (child.whole if reading is end else child.known)[reading]


def _is_low(condition: Condition, score: Expr, scale: Scale) -> Expr:
    if condition.at_most is None:
        return is_true(score < find_least_reaching(condition.below or 0.0))
    above = condition.at_most + 1
    return is_true(score < find_least_reaching(scale.scores[above])) if above < len(scale.scores) else ~score.is_null()


def _is_high(condition: Condition, score: Expr, scale: Scale) -> Expr:
    if condition.at_least is None:
        return is_true(score >= find_least_above(condition.above or 0.0))
    if condition.at_least == 0:
        return ~score.is_null()
    return is_true(score >= find_least_reaching(scale.scores[condition.at_least]))


def _list_caps(rubric: Rubric, scale: Scale, triggered: Triggers) -> Caps:
    caps: dict[tuple[str, Hashable], list[tuple[Expr, float]]] = {}
    for (name, view), where in triggered.items():
        for node, level in rubric.gates[name].cap.items():
            caps.setdefault((node, view.low), []).append((where, scale.scores[level]))
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
    return own.union(*map(_find_dimensions, condition.parts))


def find_state(triggered: Triggers, gate: str) -> Expr:
    """A gate's state as a word."""
    own = {view: where for (name, view), where in triggered.items() if name == gate}
    return choose(
        [
            (own[VIEWS[Reading.CLAIMED]], nw.lit(GateState.TRIGGERED.value)),
            (own[VIEWS[Reading.EVIDENCED]], nw.lit(GateState.UNPROVEN.value)),
            (join_any(own.values()), nw.lit(GateState.UNDECIDED.value)),
        ],
        nw.lit(GateState.CLEAR.value),
    )
