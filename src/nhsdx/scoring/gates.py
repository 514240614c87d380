"""When gates fire, and the scores of all nodes once they have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from nhsdx.model.reading import Reading
from nhsdx.model.result import GateResult, GateState
from nhsdx.model.rubric import Condition, Gate, Rubric
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.numbers import compare
from nhsdx.scoring.scale import Scale
from nhsdx.scoring.tree import Evaluation, evaluate


class Run(NamedTuple):
    """All nodes and criteria under one reading: final scores, how they came about, and the gates that fire."""

    reading: Reading
    scores: Mapping[str, float | None]
    evaluations: Mapping[str, Evaluation]
    fired: frozenset[str]


def run(instrument: Instrument, leaves: Mapping[str, float | None], known: Collection[str], reading: Reading) -> Run:
    """Scores every node under a reading, until no further gate fires.

    A gate may depend on a node that another gate caps. Caps only lower and conditions only ask for low
    values, so the gates that fire grow from round to round to one end, whatever their order.
    """
    rubric, scale = instrument.rubric, instrument.scale
    fired: frozenset[str] = frozenset()
    while True:
        scores = dict(leaves)
        evaluations: dict[str, Evaluation] = {}
        for node in instrument.nodes:
            evaluation = evaluate(node, scores, known, reading)
            evaluations[node.id] = evaluation
            scores[node.id] = _capped(instrument, node.id, evaluation.before_gates, fired)
        seen = {name: score for name, score in scores.items() if reading is Reading.LOW or name in known}
        now = fired | {name for name, gate in rubric.gates.items() if holds(gate.when, seen, scale)}
        if now == fired:
            return Run(reading, scores, evaluations, fired)
        fired = now


def _capped(instrument: Instrument, node_id: str, score: float | None, fired: Collection[str]) -> float | None:
    caps = [instrument.scale.scores[level] for _, level in caps_on(instrument.rubric, node_id, fired)]
    return None if score is None else min([score, *caps])


def caps_on(rubric: Rubric, node_id: str, fired: Collection[str]) -> list[tuple[str, int]]:
    """The fired gates that cap a node, each with the level it caps at, in the rubric's order."""
    return [(name, gate.cap[node_id]) for name, gate in rubric.gates.items() if name in fired and node_id in gate.cap]


def holds(condition: Condition, scores: Mapping[str, float | None], scale: Scale) -> bool:
    """Whether a condition is true of these scores; never of a node that has none."""
    if condition.any_of is not None:
        return any(holds(part, scores, scale) for part in condition.any_of)
    if condition.all_of is not None:
        return all(holds(part, scores, scale) for part in condition.all_of)
    score = scores.get(condition.criterion or condition.dimension or "")
    if score is None:
        return False
    if condition.at_most is not None:
        return scale.level_of(score) <= condition.at_most
    return condition.below is not None and compare(score, condition.below) < 0


def gate_result(gate_id: str, gate: Gate, runs: Mapping[Reading, Run]) -> GateResult:
    """Whether a gate fires, under which readings, and what that makes of it."""
    fires = tuple(reading for reading in Reading if gate_id in runs[reading].fired)
    if Reading.CLAIMED in fires:
        state = GateState.FIRED
    elif Reading.EVIDENCED in fires:
        state = GateState.UNPROVEN
    else:
        state = GateState.UNDECIDED if fires else GateState.CLEAR
    return GateResult(
        id=gate_id,
        state=state,
        fires=fires,
        severity=gate.severity,
        caps=gate.cap,
        because=gate.because,
        remedy=gate.remedy,
    )
