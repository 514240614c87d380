"""Whether a result meets what the user asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from nhsdx.commands.check.model import Verdict
from nhsdx.commands.check.policy.shape import Threshold
from nhsdx.model.base import OVERALL
from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionStatus, GateState, Result
from nhsdx.scoring.scale import compare


@dataclass(frozen=True, slots=True)
class Demands:
    """What the user asks of a result: least scores, gates clear, every answer known.

    `on` names the reading that scores and gates are judged on where a threshold names none. Without it
    scores are the claimed ones, and a gate must be clear under every reading, so that none is passed by
    silence.
    """

    thresholds: tuple[Threshold, ...] = ()
    fail_on_gate: bool = False
    require_complete: bool = False
    on: Reading | None = None


class UnmetDemand(NamedTuple):
    """A demand that a result does not meet, in a sentence, and the node or gate it is about."""

    verdict: Verdict
    code: str
    message: str
    about: str


def find_unmet_thresholds(result: Result, demands: Demands) -> Iterator[UnmetDemand]:
    """The scores that are too low, or not there; nodes that the rubric does not have are passed over."""
    nodes = {OVERALL, *result.dimensions, *result.criteria}
    for node, named, least in demands.thresholds:
        if node not in nodes:
            continue
        reading = named or demands.on or Reading.CLAIMED
        whose = f"{reading} overall score" if node == OVERALL else f"{reading} score of {node}"
        score = result.node(node).scores[reading]
        if score is None:
            yield UnmetDemand(Verdict.FAILED, "below-threshold", f"there is no {whose} to hold against {least:g}", node)
        elif compare(score, least) < 0:
            message = f"the {whose} {score:.9g} is below {least:g}"
            yield UnmetDemand(Verdict.FAILED, "below-threshold", message, node)


def find_unmet_gates(result: Result, on: Reading | None) -> Iterator[UnmetDemand]:
    """The gates that are triggered under a reading; without one, those not clear under every reading."""
    for gate in result.gates:
        if on is None and gate.state is not GateState.CLEAR:
            yield UnmetDemand(Verdict.FAILED, "gate-not-clear", f"gate {gate.id} is {gate.state}", gate.id)
        elif on is not None and on in gate.triggered_under:
            message = f"gate {gate.id} is triggered under the {on} reading"
            yield UnmetDemand(Verdict.FAILED, "gate-not-clear", message, gate.id)


def find_unknown_answers(result: Result) -> Iterator[UnmetDemand]:
    """What is undecided because answers are unknown that apply."""
    names = [name for name, criterion in result.criteria.items() if criterion.status is CriterionStatus.UNKNOWN]
    if names:
        message = f"no answer is known for: {', '.join(names)}"
        yield UnmetDemand(Verdict.UNDECIDED, "unknown-answer", message, names[0])
