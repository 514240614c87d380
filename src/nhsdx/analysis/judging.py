"""One scored assessment judged: all that is to be said about it, and what of that is excused.

With a local rubric both scores are judged, the local and the national one; what holds of one alone says of which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from nhsdx.analysis.case import Case
from nhsdx.analysis.demands import Demands, Unmet, unknown, unmet_gates, unmet_thresholds
from nhsdx.analysis.regression import Key, Published, regression_remarks
from nhsdx.analysis.remarks import (
    Remark,
    completeness_remarks,
    departure_remarks,
    expectation_remarks,
    finding_remarks,
    gate_remarks,
    threshold_remarks,
    without_gates,
)
from nhsdx.analysis.waivers import excused
from nhsdx.model.expectation import Expectation
from nhsdx.model.policy import Waiver
from nhsdx.model.reading import Scores
from nhsdx.model.result import Result

Said = TypeVar("Said", Unmet, Remark)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of every assessment of a run; `baseline` None means that none is."""

    demands: Demands
    fail_on_finding: frozenset[str] = frozenset()
    baseline: Mapping[Key, Sequence[Published]] | None = None


class Excuses(NamedTuple):
    """The waivers in force for a file, by their place in the policy, and where to note those that are needed."""

    waivers: Mapping[int, Waiver]
    used: set[int]

    def applied(self, remarks: Iterable[Remark]) -> list[Remark]:
        """The remarks, those marked as waived that a waiver excuses."""
        return excused(remarks, self.waivers, self.used)


class Judged(NamedTuple):
    """The remarks on a case, and its overall scores without waived gates where these lower them, else None."""

    remarks: list[Remark]
    without_waived: Scores | None


def unmet(result: Result, demands: Demands) -> tuple[Unmet, ...]:
    """Every demand that a result does not meet; of a local rubric also those that its national one does not."""
    results = [result] if result.both is None else [result, result.both.national]
    return tuple(_either(*(tuple(_unmet(one, demands)) for one in results)))


def _unmet(result: Result, demands: Demands) -> Iterator[Unmet]:
    yield from unmet_thresholds(result, demands)
    yield from unmet_gates(result, demands.on) if demands.fail_on_gate else ()
    yield from unknown(result) if demands.require_complete else ()


def _either(local: Sequence[Said], national: Sequence[Said] | None = None) -> Iterator[Said]:
    """What is said of the local score or of the national one; of which, unless it is said of both alike."""
    for one in local:
        is_of_both = national is None or one in national
        yield one if is_of_both else one._replace(message=f"locally: {one.message}")
    for other in national or ():
        if other not in local:
            yield other._replace(message=f"nationally: {other.message}")


def judge(
    case: Case,
    expect: Expectation | None,
    asked: Asked,
    excuses: Excuses,
    further: Iterable[Remark] = (),
) -> Judged:
    """Holds a case to what is asked and to what it expects of itself; waivers excuse, and hide nothing.

    Thresholds, and a baseline, are held to the result without the gates that are waived; `further` remarks
    can be waived too. What is asked is asked of the national score as well, what a case expects is its own.
    """
    cases = [case] if case.national is None else [case, case.national]
    gates = excuses.applied(_either(*(list(gate_remarks(one, asked.demands)) for one in cases)))
    waived = {remark.gate for remark in gates if remark.gate is not None and remark.waiver is not None}
    without = [without_gates(one, waived) if waived else one.result for one in cases]
    others = [
        *_either(*(list(_asked_of(one.result, held, asked)) for one, held in zip(cases, without, strict=True))),
        *expectation_remarks(case.result, expect),
        *departure_remarks(case.result),
        *further,
    ]
    lowered = case.result.overall.scores != without[0].overall.scores
    remarks = [*gates, *excuses.applied(others)]
    return Judged(remarks, without[0].overall.scores if lowered else None)


def _asked_of(result: Result, without: Result, asked: Asked) -> Iterator[Remark]:
    """What is asked of a result, but for its gates; `without` is the result without those that are waived."""
    yield from threshold_remarks(without, asked.demands)
    yield from completeness_remarks(result) if asked.demands.require_complete else ()
    yield from () if asked.baseline is None else regression_remarks(asked.baseline, without, asked.demands.on)
    yield from finding_remarks(result, asked.fail_on_finding)
