"""Gates as columns: the rows in which each gate is triggered under each reading, and its state."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import narwhals as nw

from nhsdx.errors import NhsdxError
from nhsdx.model import OVERALL, Condition, Gate, GateState, Reading, Rubric, find_nodes_in, is_upward
from nhsdx.scoring import Instrument, Node, Scale
from nhsdx.tables.frame_builder import Expr, FrameBuilder, choose, join_all, join_any, make_truth
from nhsdx.tables.scoring.aggregate import meets_bound
from nhsdx.tables.scoring.children import ChildColumns
from nhsdx.tables.scoring.nodes import Caps, score_nodes

Triggers = Mapping[tuple[str, "View"], Expr]
"""For each gate and view of the answers, the rows in which the gate is triggered."""


class View(NamedTuple):
    """The reading for conditions on low scores and missing items, and the reading for conditions on high scores."""

    low: Reading
    high: Reading


VIEWS = {reading: View(reading, reading) for reading in Reading}
ENDS = View(Reading.LOW, Reading.HIGH)
"""The scores that decide whether a condition could be true: the lowest if it tests low scores, or else the highest."""


def score_gated_nodes(
    table: FrameBuilder, instrument: Instrument, leaves: Mapping[str, ChildColumns]
) -> tuple[dict[str, ChildColumns], Triggers]:
    """Every node, with gates applied by the rules of `scoring.gates`.

    A gate is judged as soon as the scores that it depends on can no longer change. Until all gates are judged, only
    scores on which gates depend are worked out.
    """
    rubric, scale = instrument.rubric, instrument.scale
    on_nodes = {name: gate for name, gate in rubric.gates.items() if find_nodes_in(gate.when)}
    on_criteria = {name: gate for name, gate in rubric.gates.items() if name not in on_nodes}
    stages = list(_order_gates(rubric, on_nodes))
    _refuse_too_much(table, rubric, len(stages))
    triggered = _judge_gates(table, on_criteria, leaves, scale)
    nodes = dict(leaves)
    for stage in stages:
        wanted = _find_descendants(instrument.nodes, [find_nodes_in(gate.when) for gate in stage.values()])
        nodes = score_nodes(table, wanted, nodes, _list_caps(rubric, scale, triggered))
        triggered |= _judge_gates(table, stage, nodes, scale)
        nodes = _drop_capped(rubric, nodes, stage)
    return score_nodes(table, instrument.nodes, nodes, _list_caps(rubric, scale, triggered)), triggered


def _drop_capped(
    rubric: Rubric, nodes: Mapping[str, ChildColumns], gates: Mapping[str, Gate]
) -> dict[str, ChildColumns]:
    """The nodes whose scores the given gates do not change."""
    changed = {above for gate in gates.values() for node in gate.cap for above in _list_ancestors(rubric, node)}
    return {name: node for name, node in nodes.items() if name not in changed}


def _find_descendants(nodes: Sequence[Node], wanted: Iterable[Collection[str]]) -> list[Node]:
    """The given nodes and all nodes below them, in the rubric's order."""
    found = set().union(*wanted)
    # Children come before their parents.
    for node in reversed(nodes):
        if node.id in found:
            found |= {child.id for child in node.children}
    return [node for node in nodes if node.id in found]


def _refuse_too_much(table: FrameBuilder, rubric: Rubric, stages: int) -> None:
    """Raises NhsdxError if the gates need expressions that would take the engine too long."""
    conditions = sum(_count_conditions(gate.when) for gate in rubric.gates.values())
    if len(rubric.dimensions) > table.limit.dimensions:
        message, most = f"this rubric has {len(rubric.dimensions)} dimensions", table.limit.dimensions
    elif stages > table.limit.stages:
        message = f"this rubric has a chain of {stages} gates, each of which waits for the one before"
        most = table.limit.stages
    elif conditions > table.limit.conditions:
        message = f"the gates of this rubric have {conditions:,} conditions"
        most = table.limit.conditions
    else:
        return
    raise NhsdxError(message, rubric.reference, table.advise(most), code="too-many")


def _count_conditions(condition: Condition) -> int:
    return 1 + sum(map(_count_conditions, condition.parts))


def _judge_gates(
    table: FrameBuilder, gates: Mapping[str, Gate], children: Mapping[str, ChildColumns], scale: Scale
) -> dict[tuple[str, View], Expr]:
    """The rows in which each gate is triggered, by reading.

    Gates on high scores are also judged at both ends of the range.
    """
    return table.derive(
        {
            (name, view): _check_condition(gate.when, children, view, scale)
            for name, gate in gates.items()
            for view in (*VIEWS.values(), *([ENDS] if is_upward(gate.when) else []))
        }
    )


def _check_condition(condition: Condition, children: Mapping[str, ChildColumns], view: View, scale: Scale) -> Expr:
    """The rows in which a condition is true."""
    if condition.any_of is not None:
        return join_any(_check_condition(part, children, view, scale) for part in condition.any_of)
    if condition.all_of is not None:
        return join_all(_check_condition(part, children, view, scale) for part in condition.all_of)
    child = children.get(condition.criterion or condition.dimension or "")
    return make_truth(value=False) if child is None else _check_child(condition, child, view, scale)


def _check_child(condition: Condition, child: ChildColumns, view: View, scale: Scale) -> Expr:
    """The rows in which a condition is true of one criterion or node.

    A condition on a score is never true without a score.
    """
    if condition.missing is not None:
        return make_truth(value=False) if child.missing is None else child.missing.find(condition.missing, view.low)
    reading, end = (view.high, Reading.HIGH) if condition.is_high else (view.low, Reading.LOW)
    return meets_bound(condition, _find_score(child, reading, end), scale)


def _find_score(child: ChildColumns, reading: Reading, end: Reading) -> Expr:
    """The score that a condition tests.

    A node in which nothing is known has a score only if `reading` is `end`.
    """
    return (child.whole if reading is end else child.known)[reading]


def _list_caps(rubric: Rubric, scale: Scale, triggered: Triggers) -> Caps:
    caps: dict[tuple[str, Hashable], list[tuple[Expr, float]]] = {}
    for (name, view), where in triggered.items():
        for node, level in rubric.gates[name].cap.items():
            caps.setdefault((node, view.low), []).append((where, scale.scores[level]))
    return caps


def _order_gates(rubric: Rubric, gates: Mapping[str, Gate]) -> Iterator[Mapping[str, Gate]]:
    """The gates on nodes, in stages: the gates in a stage depend only on gates in earlier stages.

    If gates wait for each other in a circle, there is a stage for each of these gates, because each can trigger the
    next.
    """
    waits_for = {name: _find_movers(rubric, gates, name) for name in gates}
    while waits_for:
        ready = [name for name, others in waits_for.items() if not others & waits_for.keys()]
        stage = {name: gates[name] for name in ready or waits_for}
        yield from [stage] if ready else [stage] * len(stage)
        waits_for = {name: others for name, others in waits_for.items() if name not in stage}


def _find_movers(rubric: Rubric, gates: Mapping[str, Gate], name: str) -> set[str]:
    """The other gates that can change the scores that a gate depends on."""
    return {other for other in gates if other != name and _can_move(rubric, gates[other], gates[name].when)}


def _can_move(rubric: Rubric, gate: Gate, condition: Condition) -> bool:
    """Whether a gate caps a node that a condition tests, or a node below such a node."""
    return any(node in _list_ancestors(rubric, capped) for capped in gate.cap for node in find_nodes_in(condition))


def _list_ancestors(rubric: Rubric, node: str) -> Iterator[str]:
    while node != OVERALL:
        yield node
        node = rubric.dimensions[node].parent or OVERALL
    yield OVERALL


def find_state(triggered: Triggers, gate: str) -> Expr:
    """A column with a gate's state."""
    own = {view: where for (name, view), where in triggered.items() if name == gate}
    return choose(
        [
            (own[VIEWS[Reading.CLAIMED]], nw.lit(GateState.TRIGGERED.value)),
            (own[VIEWS[Reading.EVIDENCED]], nw.lit(GateState.UNPROVEN.value)),
            (join_any(own.values()), nw.lit(GateState.UNDECIDED.value)),
        ],
        nw.lit(GateState.CLEAR.value),
    )
