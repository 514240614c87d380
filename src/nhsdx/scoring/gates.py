"""Finds the gates that are triggered, and the scores of all nodes under them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from nhsdx.model import Condition, Gate, GateResult, GateState, Reading, Rubric
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.leaf import Leaf
from nhsdx.scoring.scale import Scale, compare
from nhsdx.scoring.tree import Evaluation, evaluate


class GateFacts(NamedTuple):
    """What the conditions of gates are judged on, under one reading.

    `low_scores` are the scores that a condition on a low score sees, `high_scores` those that a condition on a high
    score sees: an unknown answer counts at its lowest under `low` and at its highest under `high`, and nowhere else.
    `missing` are the items of each checklist that are not met.
    """

    scale: Scale
    low_scores: Mapping[str, float | None]
    high_scores: Mapping[str, float | None]
    missing: Mapping[str, frozenset[str]]


class ScoringRun(NamedTuple):
    """All nodes and criteria under one reading: final scores, scores before gates, and the triggered gates."""

    reading: Reading
    scores: Mapping[str, float | None]
    evaluations: Mapping[str, Evaluation]
    facts: GateFacts
    triggered: frozenset[str]


def score_reading(
    instrument: Instrument, leaves: Mapping[str, Leaf], known: Collection[str], reading: Reading
) -> ScoringRun:
    """The scores of every node under a reading, repeated until no further gate is triggered.

    A gate may depend on a node that another gate caps. Caps only lower scores, and the condition of a gate that
    caps is only true of low scores and missing items, so each round can only add triggered gates; their order makes
    no difference. A gate that only warns changes no score.
    """
    gates = instrument.rubric.gates
    triggered: frozenset[str] = frozenset()
    while True:
        scores, evaluations = _score_nodes(instrument, leaves, known, reading, triggered)
        facts = _find_facts(instrument.scale, leaves, scores, known, reading)
        met = frozenset(name for name, gate in gates.items() if is_met(gate.when, facts))
        further = frozenset(name for name in met if gates[name].cap) - triggered
        if not further:
            return ScoringRun(reading, scores, evaluations, facts, triggered | met)
        triggered |= further


def _score_nodes(
    instrument: Instrument,
    leaves: Mapping[str, Leaf],
    known: Collection[str],
    reading: Reading,
    triggered: Collection[str],
) -> tuple[dict[str, float | None], dict[str, Evaluation]]:
    """The scores of everything while these gates are triggered, and each node before its own gates."""
    scores = {name: leaf.scores[reading] for name, leaf in leaves.items()}
    evaluations: dict[str, Evaluation] = {}
    for node in instrument.nodes:
        evaluations[node.id] = evaluate(node, scores, known, reading)
        scores[node.id] = _apply_caps(instrument, node.id, evaluations[node.id].before_gates, triggered)
    return scores, evaluations


def _find_facts(
    scale: Scale,
    leaves: Mapping[str, Leaf],
    scores: Mapping[str, float | None],
    known: Collection[str],
    reading: Reading,
) -> GateFacts:
    """What conditions see under a reading: of the unknown only what could trigger them, at its end of the range."""
    of_known = {name: score for name, score in scores.items() if name in known}
    return GateFacts(
        scale,
        low_scores=scores if reading is Reading.LOW else of_known,
        high_scores=scores if reading is Reading.HIGH else of_known,
        missing={name: leaf.missing[reading] for name, leaf in leaves.items() if leaf.missing is not None},
    )


def _apply_caps(instrument: Instrument, node_id: str, score: float | None, triggered: Collection[str]) -> float | None:
    caps = [instrument.scale.scores[level] for _, level in list_caps_on(instrument.rubric, node_id, triggered)]
    return None if score is None else min([score, *caps])


def list_caps_on(rubric: Rubric, node_id: str, triggered: Collection[str]) -> list[tuple[str, int]]:
    """The triggered gates that cap a node, each with the level it caps at, in the rubric's order."""
    return [
        (name, gate.cap[node_id]) for name, gate in rubric.gates.items() if name in triggered and node_id in gate.cap
    ]


def is_met(condition: Condition, facts: GateFacts) -> bool:
    """Whether a condition is true of these facts; never true of a node without a score."""
    if condition.any_of is not None:
        return any(is_met(part, facts) for part in condition.any_of)
    if condition.all_of is not None:
        return all(is_met(part, facts) for part in condition.all_of)
    node = condition.criterion or condition.dimension or ""
    if condition.missing is not None:
        return not facts.missing.get(node, frozenset()).isdisjoint(condition.missing)
    if condition.at_least is not None or condition.above is not None:
        return _is_high(condition, facts.high_scores.get(node), facts.scale)
    return _is_low(condition, facts.low_scores.get(node), facts.scale)


def _is_low(condition: Condition, score: float | None, scale: Scale) -> bool:
    if score is None:
        return False
    if condition.at_most is not None:
        return scale.find_level(score) <= condition.at_most
    return condition.below is not None and compare(score, condition.below) < 0


def _is_high(condition: Condition, score: float | None, scale: Scale) -> bool:
    if score is None:
        return False
    if condition.at_least is not None:
        return scale.find_level(score) >= condition.at_least
    return condition.above is not None and compare(score, condition.above) > 0


def build_gate_result(gate_id: str, gate: Gate, runs: Mapping[Reading, ScoringRun]) -> GateResult:
    """A gate's state, and the readings under which it is triggered."""
    triggered_under = tuple(reading for reading in Reading if gate_id in runs[reading].triggered)
    if Reading.CLAIMED in triggered_under:
        state = GateState.TRIGGERED
    elif Reading.EVIDENCED in triggered_under:
        state = GateState.UNPROVEN
    else:
        could_be = triggered_under or is_met(gate.when, _combine_ends(runs))
        state = GateState.UNDECIDED if could_be else GateState.CLEAR
    return GateResult(
        id=gate_id,
        state=state,
        triggered_under=triggered_under,
        severity=gate.severity,
        caps=gate.cap,
        because=gate.because,
        remedy=gate.remedy,
    )


def _combine_ends(runs: Mapping[Reading, ScoringRun]) -> GateFacts:
    """What could be true: the lowest scores where low ones count, the highest where high ones do."""
    return runs[Reading.LOW].facts._replace(high_scores=runs[Reading.HIGH].facts.high_scores)
