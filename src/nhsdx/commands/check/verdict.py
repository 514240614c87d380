"""One scored assessment judged: all that is to be said about it, and what of that is excused.

With a local rubric both scores are judged, the local and the national one; what holds of one alone says of which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from nhsdx.analysis.case import Case
from nhsdx.commands.check.demands import (
    Demands,
    UnmetDemand,
    find_unknown_answers,
    find_unmet_gates,
    find_unmet_thresholds,
)
from nhsdx.commands.check.findings import (
    CheckRemark,
    list_completeness_remarks,
    list_departure_remarks,
    list_expectation_remarks,
    list_finding_remarks,
    list_gate_remarks,
    list_threshold_remarks,
    score_without_gates,
)
from nhsdx.commands.check.policy.regression import Key, Published, list_regression_remarks
from nhsdx.commands.check.policy.shape import Waiver
from nhsdx.commands.check.policy.waivers import apply_waivers
from nhsdx.model.expectation import Expectation
from nhsdx.model.reading import Scores
from nhsdx.model.result import Result

Said = TypeVar("Said", UnmetDemand, CheckRemark)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """What is asked of every assessment of a run; `baseline` None means that none is."""

    demands: Demands
    fail_on_finding: frozenset[str] = frozenset()
    baseline: Mapping[Key, Sequence[Published]] | None = None


class ActiveWaivers(NamedTuple):
    """The waivers in force for a file, by their place in the policy, and where to note those that are needed."""

    waivers: Mapping[int, Waiver]
    used: set[int]

    def apply(self, remarks: Iterable[CheckRemark]) -> list[CheckRemark]:
        """The remarks, those marked as waived that a waiver excuses."""
        return apply_waivers(remarks, self.waivers, self.used)


class CaseVerdict(NamedTuple):
    """The remarks on a case, and its overall scores without waived gates where these lower them, else None."""

    remarks: list[CheckRemark]
    without_waived: Scores | None


def find_unmet(result: Result, demands: Demands) -> tuple[UnmetDemand, ...]:
    """Every demand that a result does not meet; of a local rubric also those that its national one does not."""
    results = [result] if result.both is None else [result, result.both.national]
    return tuple(_merge_local_and_national(*(tuple(_find_unmet(one, demands)) for one in results)))


def _find_unmet(result: Result, demands: Demands) -> Iterator[UnmetDemand]:
    yield from find_unmet_thresholds(result, demands)
    yield from find_unmet_gates(result, demands.on) if demands.fail_on_gate else ()
    yield from find_unknown_answers(result) if demands.require_complete else ()


def _merge_local_and_national(local: Sequence[Said], national: Sequence[Said] | None = None) -> Iterator[Said]:
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
    asked: Requirements,
    excuses: ActiveWaivers,
    further: Iterable[CheckRemark] = (),
) -> CaseVerdict:
    """Holds a case to what is asked and to what it expects of itself; waivers excuse, and hide nothing.

    Thresholds, and a baseline, are held to the result without the gates that are waived; `further` remarks
    can be waived too. What is asked is asked of the national score as well, what a case expects is its own.
    """
    cases = [case] if case.national is None else [case, case.national]
    gates = excuses.apply(_merge_local_and_national(*(list(list_gate_remarks(one, asked.demands)) for one in cases)))
    waived = {remark.gate for remark in gates if remark.gate is not None and remark.waiver is not None}
    without = [score_without_gates(one, waived) if waived else one.result for one in cases]
    others = [
        *_merge_local_and_national(
            *(list(_check_requirements(one.result, held, asked)) for one, held in zip(cases, without, strict=True))
        ),
        *list_expectation_remarks(case.result, expect),
        *list_departure_remarks(case.result),
        *further,
    ]
    lowered = case.result.overall.scores != without[0].overall.scores
    remarks = [*gates, *excuses.apply(others)]
    return CaseVerdict(remarks, without[0].overall.scores if lowered else None)


def _check_requirements(result: Result, without: Result, asked: Requirements) -> Iterator[CheckRemark]:
    """What is asked of a result, but for its gates; `without` is the result without those that are waived."""
    yield from list_threshold_remarks(without, asked.demands)
    yield from list_completeness_remarks(result) if asked.demands.require_complete else ()
    yield from () if asked.baseline is None else list_regression_remarks(asked.baseline, without, asked.demands.on)
    yield from list_finding_remarks(result, asked.fail_on_finding)
