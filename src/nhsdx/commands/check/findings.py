"""Everything that a check finds in one scored assessment, before waivers are applied."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from nhsdx.analysis.case import Case
from nhsdx.analysis.expectations import find_misses
from nhsdx.commands.check.demands import (
    Demands,
    UnmetDemand,
    find_unknown_answers,
    find_unmet_gates,
    find_unmet_thresholds,
)
from nhsdx.commands.check.model import Verdict
from nhsdx.model.expectation import Expectation
from nhsdx.model.finding import Path, Severity
from nhsdx.model.result import GateResult, Result
from nhsdx.model.rubric import find_criteria_in
from nhsdx.scoring.engine import score_with

LOOK_AGAIN = "improve the evidence, or change the threshold"


class CheckRemark(NamedTuple):
    """One thing found in an assessment, at a path inside its file; `gate` is the gate it is about."""

    code: str
    severity: Severity
    message: str
    remedy: str
    path: Path
    verdict: Verdict = Verdict.PASSED
    gate: str | None = None
    waiver: str | None = None


def list_finding_remarks(result: Result, failing: Collection[str]) -> Iterator[CheckRemark]:
    """The findings about answers; those with one of the codes in `failing` fail the check."""
    for found in result.findings:
        path = tuple(found.where.split("."))
        if found.code in failing:
            yield CheckRemark(found.code, "error", found.message, found.remedy, path, Verdict.FAILED)
        else:
            yield CheckRemark(found.code, found.severity, found.message, found.remedy, path)


def list_gate_remarks(case: Case, demands: Demands) -> Iterator[CheckRemark]:
    """The gates that are not clear; they fail the check if the demands say so."""
    failing = {unmet.about: unmet.message for unmet in find_unmet_gates(case.result, demands.on)}
    for gate in case.result.gates:
        path = _find_gate_path(case, gate)
        remedy = f"{gate.because} {gate.remedy}"
        if demands.fail_on_gate and gate.id in failing:
            message = _describe_caps(failing[gate.id], gate)
            yield CheckRemark("gate-not-clear", "error", message, remedy, path, Verdict.FAILED, gate.id)
        elif gate.triggered_under:
            message = _describe_caps(f"gate {gate.id} is {gate.state}", gate)
            yield CheckRemark("gate-not-clear", "warning", message, remedy, path, gate=gate.id)


def _describe_caps(message: str, gate: GateResult) -> str:
    caps = ", ".join(f"{node} at level {level}" for node, level in gate.caps.items())
    return f"{message} ({gate.severity}; caps {caps})" if caps else f"{message} ({gate.severity})"


def _find_gate_path(case: Case, gate: GateResult) -> Path:
    """The answer that a gate depends on: the first one given of the criteria in its condition."""
    concerned = find_criteria_in(case.instrument.rubric.gates[gate.id].when)
    given = [name for name in case.instrument.rubric.criteria if name in concerned and name in case.assessment.answers]
    return ("answers", given[0]) if given else ("answers",)


def list_threshold_remarks(result: Result, demands: Demands) -> Iterator[CheckRemark]:
    """The scores that are below their threshold."""
    for unmet in find_unmet_thresholds(result, demands):
        yield _make_failure(unmet, ("answers", unmet.about) if unmet.about in result.criteria else ("assessment",))


def list_completeness_remarks(result: Result) -> Iterator[CheckRemark]:
    """The required answers that are unknown."""
    for unmet in find_unknown_answers(result):
        yield _make_failure(unmet, ("answers", unmet.about), "find the answer, and record the evidence")


def _make_failure(unmet: UnmetDemand, path: Path, remedy: str = LOOK_AGAIN) -> CheckRemark:
    return CheckRemark(unmet.code, "error", unmet.message, remedy, path, unmet.verdict)


def list_expectation_remarks(result: Result, expect: Expectation | None) -> Iterator[CheckRemark]:
    """Where the result is not what the assessment's own `[expect]` says."""
    if expect is None:
        return
    for miss in find_misses(result, expect):
        remedy = "find out which is right, the answers or [expect], and correct the other"
        path = ("expect", *miss.path)
        yield CheckRemark("expectation-missed", "error", miss.message, remedy, path, Verdict.FAILED)


def list_departure_remarks(result: Result) -> Iterator[CheckRemark]:
    """Where the local rubric departs from the shared one; every report shows this."""
    for one in () if result.both is None else result.both.origin.departures:
        decided = f"decided by {one.decided_by} on {one.decided.isoformat()}"
        message = f"departs from the shared rubric: {one.name} ({one.where}): {one.reason} ({decided})"
        yield CheckRemark("departure", "warning", message, "see both scores: nhsdx assess", ("rubric",))


def score_without_gates(case: Case, gates: Collection[str]) -> Result:
    """The result of the case without some of the gates of its rubric."""
    rubric = case.instrument.rubric
    kept = {name: gate for name, gate in rubric.gates.items() if name not in gates}
    instrument = case.instrument._replace(rubric=rubric.model_copy(update={"gates": kept}))
    return score_with(instrument, case.assessment, profile=case.profile, as_of=case.as_of)
