"""Whether a result meets the demands of the user."""

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
    """What a result must meet: lowest scores, clear gates, complete answers.

    `on` is the reading for gates, and for thresholds that give none. Without it, scores are the claimed ones, and a
    gate must be clear under every reading, so that no gate is passed because an answer is missing.
    """

    thresholds: tuple[Threshold, ...] = ()
    fail_on_gate: bool = False
    require_complete: bool = False
    on: Reading | None = None


class UnmetDemand(NamedTuple):
    """A demand that a result does not meet, as a sentence, with the node or gate it is about."""

    verdict: Verdict
    code: str
    message: str
    about: str


def find_unmet_thresholds(result: Result, demands: Demands) -> Iterator[UnmetDemand]:
    """The scores that are too low or missing; thresholds on nodes that the rubric does not have are ignored."""
    nodes = {OVERALL, *result.dimensions, *result.criteria}
    for node, named, least in demands.thresholds:
        if node not in nodes:
            continue
        reading = named or demands.on or Reading.CLAIMED
        whose = f"{reading} overall score" if node == OVERALL else f"{reading} score of {node}"
        score = result.find_node(node).scores[reading]
        if score is None:
            yield UnmetDemand(Verdict.FAILED, "below-threshold", f"there is no {whose} to compare with {least:g}", node)
        elif compare(score, least) < 0:
            message = f"the {whose} {score:.9g} is below {least:g}"
            yield UnmetDemand(Verdict.FAILED, "below-threshold", message, node)


def find_unmet_gates(result: Result, on: Reading | None) -> Iterator[UnmetDemand]:
    """The gates that are triggered under a reading; without a reading, all gates that are not clear."""
    for gate in result.gates:
        if on is None and gate.state is not GateState.CLEAR:
            yield UnmetDemand(Verdict.FAILED, "gate-not-clear", f"gate {gate.id} is {gate.state}", gate.id)
        elif on is not None and on in gate.triggered_under:
            message = f"gate {gate.id} is triggered under the {on} reading"
            yield UnmetDemand(Verdict.FAILED, "gate-not-clear", message, gate.id)


def find_unknown_answers(result: Result) -> Iterator[UnmetDemand]:
    """The applicable criteria that are not answered, which leave a check undecided."""
    names = [name for name, criterion in result.criteria.items() if criterion.status is CriterionStatus.UNKNOWN]
    if names:
        message = f"not answered: {', '.join(names)}"
        yield UnmetDemand(Verdict.UNDECIDED, "unknown-answer", message, names[0])
