"""Finds the gates that are triggered, and the scores of all nodes under them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from nhsdx.model import Condition, Gate, GateResult, GateState, Reading, Rubric
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.scale import Scale, compare
from nhsdx.scoring.tree import Evaluation, evaluate


class ScoringRun(NamedTuple):
    """All nodes and criteria under one reading: final scores, scores before gates, and the triggered gates."""

    reading: Reading
    scores: Mapping[str, float | None]
    evaluations: Mapping[str, Evaluation]
    triggered: frozenset[str]


def score_reading(
    instrument: Instrument, leaves: Mapping[str, float | None], known: Collection[str], reading: Reading
) -> ScoringRun:
    """The scores of every node under a reading, repeated until no further gate is triggered.

    A gate may depend on a node that another gate caps. Caps only lower scores, and conditions are only true
    of low scores, so each round can only add triggered gates; their order makes no difference.
    """
    rubric, scale = instrument.rubric, instrument.scale
    triggered: frozenset[str] = frozenset()
    while True:
        scores = dict(leaves)
        evaluations: dict[str, Evaluation] = {}
        for node in instrument.nodes:
            evaluation = evaluate(node, scores, known, reading)
            evaluations[node.id] = evaluation
            scores[node.id] = _apply_caps(instrument, node.id, evaluation.before_gates, triggered)
        seen = {name: score for name, score in scores.items() if reading is Reading.LOW or name in known}
        now = triggered | {name for name, gate in rubric.gates.items() if is_met(gate.when, seen, scale)}
        if now == triggered:
            return ScoringRun(reading, scores, evaluations, triggered)
        triggered = now


def _apply_caps(instrument: Instrument, node_id: str, score: float | None, triggered: Collection[str]) -> float | None:
    caps = [instrument.scale.scores[level] for _, level in list_caps_on(instrument.rubric, node_id, triggered)]
    return None if score is None else min([score, *caps])


def list_caps_on(rubric: Rubric, node_id: str, triggered: Collection[str]) -> list[tuple[str, int]]:
    """The triggered gates that cap a node, each with the level it caps at, in the rubric's order."""
    return [
        (name, gate.cap[node_id]) for name, gate in rubric.gates.items() if name in triggered and node_id in gate.cap
    ]


def is_met(condition: Condition, scores: Mapping[str, float | None], scale: Scale) -> bool:
    """Whether a condition is true of these scores; never true of a node without a score."""
    if condition.any_of is not None:
        return any(is_met(part, scores, scale) for part in condition.any_of)
    if condition.all_of is not None:
        return all(is_met(part, scores, scale) for part in condition.all_of)
    score = scores.get(condition.criterion or condition.dimension or "")
    if score is None:
        return False
    if condition.at_most is not None:
        return scale.find_level(score) <= condition.at_most
    return condition.below is not None and compare(score, condition.below) < 0


def build_gate_result(gate_id: str, gate: Gate, runs: Mapping[Reading, ScoringRun]) -> GateResult:
    """A gate's state, and the readings under which it is triggered."""
    triggered_under = tuple(reading for reading in Reading if gate_id in runs[reading].triggered)
    if Reading.CLAIMED in triggered_under:
        state = GateState.TRIGGERED
    elif Reading.EVIDENCED in triggered_under:
        state = GateState.UNPROVEN
    else:
        state = GateState.UNDECIDED if triggered_under else GateState.CLEAR
    return GateResult(
        id=gate_id,
        state=state,
        triggered_under=triggered_under,
        severity=gate.severity,
        caps=gate.cap,
        because=gate.because,
        remedy=gate.remedy,
    )
