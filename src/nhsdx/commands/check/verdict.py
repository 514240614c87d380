"""Judges one scored assessment: lists everything found in it, and marks what the policy's waivers excuse.

With a local rubric, both the local and the national score are judged. A message about only the local or only the
national score says so.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from nhsdx.analysis.case import Case
from nhsdx.commands.check.findings import (
    CheckRemark,
    Demands,
    find_unmet_gates,
    list_completeness_remarks,
    list_departure_remarks,
    list_expectation_remarks,
    list_finding_remarks,
    list_gate_remarks,
    list_threshold_remarks,
    score_without_gates,
)
from nhsdx.commands.check.model import Verdict
from nhsdx.commands.check.policy.regression import list_regression_remarks
from nhsdx.commands.check.policy.shape import Waiver
from nhsdx.model import Expectation, Problem, Result, Scores, Severity

if TYPE_CHECKING:
    from nhsdx.commands.check.settings import CheckSettings


class ActiveWaivers(NamedTuple):
    """The waivers that apply to a file, by their place in the policy, and the places of the waivers that were used."""

    waivers: Mapping[int, Waiver]
    used: set[int]

    def apply(self, remarks: Iterable[CheckRemark]) -> list[CheckRemark]:
        """The remarks; those that a waiver excuses are marked as waived."""
        return [self._apply_waiver(remark) for remark in remarks]

    def _apply_waiver(self, remark: CheckRemark) -> CheckRemark:
        position = next((n for n, waiver in self.waivers.items() if _covers(waiver, remark)), None)
        if position is None:
            return remark
        self.used.add(position)
        waiver = self.waivers[position]
        words = f"waived by {waiver.owner} until {waiver.expires.isoformat()}: {waiver.reason}"
        severity: Severity = "info" if remark.severity == "info" else "warning"
        return remark._replace(severity=severity, verdict=Verdict.PASSED, waiver=words)


class CaseVerdict(NamedTuple):
    """The remarks on a case, and its overall scores without waived gates; None if no waived gate lowers a score."""

    remarks: list[CheckRemark]
    without_waived: Scores | None


def find_unmet(result: Result, demands: Demands) -> tuple[CheckRemark, ...]:
    """Every demand that a result does not meet; with a local rubric, also the demands on its national result."""
    results = [result] if result.both is None else [result, result.both.national]
    return tuple(_merge_local_and_national(*(tuple(_find_unmet(one, demands)) for one in results)))


def _find_unmet(result: Result, demands: Demands) -> Iterator[CheckRemark]:
    yield from list_threshold_remarks(result, demands)
    for gate, message in find_unmet_gates(result, demands.on) if demands.fail_on_gate else ():
        yield CheckRemark("gate-not-clear", "error", message, "", ("answers",), Verdict.FAILED, gate)
    yield from list_completeness_remarks(result) if demands.require_complete else ()


def _merge_local_and_national(
    local: Sequence[CheckRemark], national: Sequence[CheckRemark] | None = None
) -> Iterator[CheckRemark]:
    """The messages about the local and the national score; a message about only one of the scores says which one."""
    for one in local:
        is_of_both = national is None or one in national
        yield one if is_of_both else one._replace(message=f"locally: {one.message}")
    for other in national or ():
        if other not in local:
            yield other._replace(message=f"nationally: {other.message}")


def judge_case(case: Case, expect: Expectation | None, settings: CheckSettings, waivers: ActiveWaivers) -> CaseVerdict:
    """Everything found in a case under the settings. Findings that a waiver excuses are marked, not hidden.

    Thresholds and a baseline are compared with the result without the gates that are waived. The settings also apply to
    the national score, but `expect` does not.
    """
    cases = [case] if case.national is None else [case, case.national]
    gates = waivers.apply(_merge_local_and_national(*(list(list_gate_remarks(one, settings.demands)) for one in cases)))
    waived = {remark.gate for remark in gates if remark.gate is not None and remark.waiver is not None}
    without = [score_without_gates(one, waived) if waived else one.result for one in cases]
    others = [
        *_merge_local_and_national(
            *(list(_check_result(one.result, other, settings)) for one, other in zip(cases, without, strict=True))
        ),
        *list_expectation_remarks(case.result, expect),
        *list_departure_remarks(case.result),
    ]
    lowered = case.result.overall.scores != without[0].overall.scores
    remarks = [*gates, *waivers.apply(others)]
    return CaseVerdict(remarks, without[0].overall.scores if lowered else None)


def _check_result(result: Result, without: Result, settings: CheckSettings) -> Iterator[CheckRemark]:
    """The findings on a result, except findings on gates; `without` is the result without the waived gates."""
    demands = settings.demands
    yield from list_threshold_remarks(without, demands)
    yield from list_completeness_remarks(result) if demands.require_complete else ()
    if settings.baseline is not None:
        yield from list_regression_remarks(settings.baseline, without, demands.on)
    yield from list_finding_remarks(result, settings.fail_on_finding)


def is_expired(waiver: Waiver, today: datetime.date) -> bool:
    """Whether the last day of a waiver has passed."""
    return waiver.expires < today


def _covers(waiver: Waiver, remark: CheckRemark) -> bool:
    return waiver.gate == remark.gate if waiver.gate is not None else waiver.finding == remark.code


def check_waivers(
    waivers: Sequence[Waiver], today: datetime.date, used: Collection[int], judged: Collection[int]
) -> Iterator[Problem]:
    """The waivers that have expired, and those that excuse nothing.

    `judged` gives the places of the waivers that this run can judge, because their files were checked or no longer
    exist.
    """
    for position, waiver in enumerate(waivers):
        path, what = ("waivers", position), waiver.gate or waiver.finding
        if is_expired(waiver, today):
            message = f"the waiver of {what} expired on {waiver.expires.isoformat()}"
            remedy = f"{waiver.owner}: fix what it excused, or agree a new last day"
            yield Problem((*path, "expires"), "waiver-expired", message, remedy)
        elif position in judged and position not in used:
            yield Problem(path, "waiver-needless", f"the waiver of {what} excuses nothing", "delete it")
