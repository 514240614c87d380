"""Everything that a check finds in one scored assessment, before waivers are applied."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from nhsdx.analysis.case import Case
from nhsdx.analysis.expectations import find_misses
from nhsdx.analysis.gaps import find_unknown_items
from nhsdx.commands.check.model import Verdict
from nhsdx.commands.check.policy.shape import Threshold
from nhsdx.documents.words import describe_gate_effect
from nhsdx.model import (
    DEFAULT_READING,
    OVERALL,
    CriterionStatus,
    DisplayScale,
    Expectation,
    GateResult,
    GateState,
    Path,
    Reading,
    Result,
    Severity,
    find_criteria_in,
    parse_path,
)
from nhsdx.scoring import compare_rounded, score_with

LOOK_AGAIN = "improve the evidence, or change the threshold"
FIND_OUT = "find out the answer"


@dataclass(frozen=True, slots=True)
class Demands:
    """The conditions for a result: minimum scores, clear gates, complete answers.

    `on` is the reading for gates, and for thresholds that do not give a reading. Without `on`, thresholds apply to the
    evidenced scores, and a gate must be clear under every reading, so that a missing answer never helps to pass a gate.
    """

    thresholds: tuple[Threshold, ...] = ()
    fail_on_gate: bool = False
    require_complete: bool = False
    on: Reading | None = None


class CheckRemark(NamedTuple):
    """One thing found in an assessment, at a path inside its file; `gate` is the gate concerned, if any."""

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
        path = parse_path(found.where)
        if found.code in failing:
            yield CheckRemark(found.code, "error", found.message, found.remedy, path, Verdict.FAILED)
        else:
            yield CheckRemark(found.code, found.severity, found.message, found.remedy, path)


def list_gate_remarks(case: Case, demands: Demands) -> Iterator[CheckRemark]:
    """The gates that are not clear. They fail the check if all gates have to be clear."""
    failing = dict(find_unmet_gates(case.result, demands.on))
    for gate in case.result.gates:
        path = _find_gate_path(case, gate)
        remedy = f"{gate.because} {gate.remedy}"
        if demands.fail_on_gate and gate.id in failing:
            message = _add_effect(case.result, failing[gate.id], gate)
            yield CheckRemark("gate-not-clear", "error", message, remedy, path, Verdict.FAILED, gate.id)
        elif gate.triggered_under:
            message = _add_effect(case.result, f"gate {gate.id} is {gate.state}", gate)
            yield CheckRemark("gate-not-clear", "warning", message, remedy, path, gate=gate.id)


def _add_effect(result: Result, message: str, gate: GateResult) -> str:
    return f"{message} ({gate.severity}; {describe_gate_effect(result, gate)})"


def _find_gate_path(case: Case, gate: GateResult) -> Path:
    """The path of the first answer to a criterion in the gate's condition, or else the path of all answers."""
    concerned = find_criteria_in(case.instrument.rubric.gates[gate.id].when)
    given = [name for name in case.instrument.rubric.criteria if name in concerned and name in case.assessment.answers]
    return ("answers", given[0]) if given else ("answers",)


def find_unmet_gates(result: Result, on: Reading | None) -> Iterator[tuple[str, str]]:
    """The gates that are triggered under `on` or, if `on` is None, are not clear; each with a message."""
    for gate in result.gates:
        if on is None and gate.state is not GateState.CLEAR:
            yield gate.id, f"gate {gate.id} is {gate.state}"
        elif on is not None and on in gate.triggered_under:
            yield gate.id, f"gate {gate.id} is triggered under the {on} reading"


def list_threshold_remarks(result: Result, demands: Demands) -> Iterator[CheckRemark]:
    """The scores that are too low or missing; thresholds on nodes that the rubric does not have are ignored."""
    nodes = {OVERALL, *result.dimensions, *result.criteria}
    for node, named, least in demands.thresholds:
        if node not in nodes:
            continue
        reading = named or demands.on or DEFAULT_READING
        whose = f"{reading} overall score" if node == OVERALL else f"{reading} score of {node}"
        score, shown = result.find_node(node).scores[reading], result.rubric.find_shown(node)
        if score is not None and _is_enough(score, least, shown):
            continue
        message = _describe_shortfall(whose, score, least, shown)
        path = ("answers", node) if node in result.criteria else ("assessment",)
        remedy = LOOK_AGAIN if shown.can_show(least) else "change the threshold"
        yield CheckRemark("below-threshold", "error", message, remedy, path, Verdict.FAILED)


def _is_enough(score: float, least: float, shown: DisplayScale) -> bool:
    return shown.can_show(least) and compare_rounded(score, shown.read(least)) >= 0


def _describe_shortfall(whose: str, score: float | None, least: float, shown: DisplayScale) -> str:
    """Why a score does not reach a threshold."""
    if not shown.can_show(least):
        return f"the {whose} cannot be compared with {least:g}: scores are from {shown.from_:g} to {shown.to:g}"
    if score is None:
        return f"there is no {whose} to compare with {least:g}"
    return f"the {whose} {shown.convert(score):.9g} is {'worse than' if shown.is_reversed else 'below'} {least:g}"


def list_completeness_remarks(result: Result) -> Iterator[CheckRemark]:
    """The applicable criteria and statements that are not answered, which leave a check undecided."""
    names = [name for name, criterion in result.criteria.items() if criterion.status is CriterionStatus.UNKNOWN]
    items = [(name, item) for name, found in find_unknown_items(result).items() for item in found]
    if names:
        message = f"not answered: {', '.join(names)}"
        yield CheckRemark("unknown-answer", "error", message, FIND_OUT, ("answers", names[0]), Verdict.UNDECIDED)
    if items:
        listed = ", ".join(map(".".join, items))
        message, place = f"statements not answered: {listed}", ("answers", items[0][0], "items", items[0][1])
        yield CheckRemark("unknown-answer", "error", message, FIND_OUT, place, Verdict.UNDECIDED)


def list_expectation_remarks(result: Result, expect: Expectation | None) -> Iterator[CheckRemark]:
    """The differences between the result and the assessment's own `[expect]`."""
    if expect is None:
        return
    for miss in find_misses(result, expect):
        remedy = "to see where the result comes from: nhsdx explain; if it is right, correct [expect]"
        path = ("expect", *miss.path)
        yield CheckRemark("expectation-missed", "error", miss.message, remedy, path, Verdict.FAILED)


def list_departure_remarks(result: Result) -> Iterator[CheckRemark]:
    """Where the local rubric departs from the shared one; every report shows this."""
    for one in () if result.both is None else result.both.origin.departures:
        decided = f"decided by {one.decided_by} on {one.decided.isoformat()}"
        message = f"departs from the shared rubric: {one.name} ({one.where}): {one.reason} ({decided})"
        yield CheckRemark("departure", "warning", message, "to see both scores: nhsdx assess", ("rubric",))


def score_without_gates(case: Case, gates: Collection[str]) -> Result:
    """The result of a case if the given gates are removed from its rubric."""
    return score_with(case.instrument.drop_gates(gates), case.assessment, profile=case.profile, as_of=case.as_of)
