"""Whether a result meets what the user asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionStatus, GateState, Result
from nhsdx.scoring.numbers import compare


class Verdict(IntEnum):
    """What an unmet demand amounts to: a check that failed, or an assessment too incomplete to decide."""

    FAILED = 1
    UNDECIDED = 4


@dataclass(frozen=True, slots=True)
class Demands:
    """What the user asks of a result: a least overall score of 0-100, gates clear, every answer known.

    `on` names the reading that score and gates are judged on. Without it the score is the claimed one,
    and a gate must be clear under every reading, so that none is passed by silence.
    """

    fail_under: float | None = None
    fail_on_gate: bool = False
    require_complete: bool = False
    on: Reading | None = None


@dataclass(frozen=True, slots=True)
class Unmet:
    """A demand that a result does not meet, in a sentence."""

    verdict: Verdict
    message: str


def unmet(result: Result, demands: Demands) -> tuple[Unmet, ...]:
    """Every demand that a result does not meet."""
    return (*_score(result, demands), *_gates(result, demands), *_completeness(result, demands))


def _score(result: Result, demands: Demands) -> Iterator[Unmet]:
    if demands.fail_under is None:
        return
    reading = demands.on or Reading.CLAIMED
    score = result.overall.scores[reading]
    if score is None:
        yield Unmet(Verdict.FAILED, f"there is no {reading} overall score to hold against {demands.fail_under:g}")
    elif compare(score, demands.fail_under) < 0:
        yield Unmet(Verdict.FAILED, f"the {reading} overall score {score:.9g} is below {demands.fail_under:g}")


def _gates(result: Result, demands: Demands) -> Iterator[Unmet]:
    if not demands.fail_on_gate:
        return
    for gate in result.gates:
        if demands.on is None and gate.state is not GateState.CLEAR:
            yield Unmet(Verdict.FAILED, f"gate {gate.id} is {gate.state}")
        elif demands.on is not None and demands.on in gate.fires:
            yield Unmet(Verdict.FAILED, f"gate {gate.id} fires under the {demands.on} reading")


def _completeness(result: Result, demands: Demands) -> Iterator[Unmet]:
    unknown = [name for name, criterion in result.criteria.items() if criterion.status is CriterionStatus.UNKNOWN]
    if demands.require_complete and unknown:
        yield Unmet(Verdict.UNDECIDED, f"no answer is known for: {', '.join(unknown)}")
