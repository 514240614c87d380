"""The sections of a result's page: gates, what lowers the claim, what is unknown, the weakest criteria."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from nhsdx.analysis.gaps import Weakness, find_unsupported, find_weakest, list_by_status
from nhsdx.documents.number_words import format_level, format_score
from nhsdx.documents.safe_text import clean
from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionResult, CriterionStatus, GateResult, GateState, Result
from nhsdx.model.rubric import Condition, Rubric, find_criteria_in
from nhsdx.render.blocks import condition_words, heading, listed
from nhsdx.render.legacy import evidence_words, labelled

MOST_LISTED = 8
GATE_WORDS = {
    GateState.TRIGGERED: "is triggered",
    GateState.UNPROVEN: "is unproven: the answer clears it, the evidence does not",
    GateState.UNDECIDED: "is undecided: it hangs on something unknown",
    GateState.CLEAR: "is clear",
}
LEFT_OUT = (CriterionStatus.NOT_DUE, CriterionStatus.NOT_APPLICABLE, CriterionStatus.OUTSIDE_PROFILE)


def sections(result: Result, rubric: Rubric) -> Iterator[RenderableType]:
    """Every section that has something to say, the most urgent first."""
    yield from _gates(result, rubric)
    yield from _uncarried(result)
    yield from _doubtful_dates(result)
    yield from _unknown(result, rubric)
    for status in LEFT_OUT:
        yield from _left_out(result, status)
    yield from _weakest(result, rubric)


def _more(count: int) -> Iterator[RenderableType]:
    if count > MOST_LISTED:
        yield listed(f"… and {count - MOST_LISTED} more")


def _gates(result: Result, rubric: Rubric) -> Iterator[RenderableType]:
    if not result.gates:
        return
    shut = [gate for gate in result.gates if gate.state is not GateState.CLEAR]
    clear = len(result.gates) - len(shut)
    yield from heading(f"Gates: {len(shut)} not clear, {clear} clear" if shut else f"Gates: {clear} clear")
    told: list[Condition] = []
    for gate in sorted(shut, key=lambda gate: not gate.caps):
        condition = rubric.gates[gate.id].when
        if not gate.caps and any(_is_about_the_same(condition, other) for other in told):
            yield listed(f"{gate.id} {GATE_WORDS[gate.state]} as well ({gate.severity}; raises a flag)")
        else:
            yield from _gate(result, rubric, gate)
        told.append(condition)


def _is_about_the_same(one: Condition, other: Condition) -> bool:
    """Whether two gates watch one criterion, so that what to do about it need be said once."""
    return one.criterion is not None and one.criterion == other.criterion


def _gate(result: Result, rubric: Rubric, gate: GateResult) -> Iterator[RenderableType]:
    effect = ", ".join(f"caps {node} at {labelled(result, level)}" for node, level in gate.caps.items())
    yield listed(f"{gate.id} {GATE_WORDS[gate.state]} ({gate.severity}; {effect or 'raises a flag'})")
    yield listed(f"{condition_words(rubric.gates[gate.id].when)}", "When:", 4)
    yield listed(clean(gate.because), "Why: ", 4)
    yield listed(clean(gate.remedy), "Do:  ", 4)


def _uncarried(result: Result) -> Iterator[RenderableType]:
    found = sorted(find_unsupported(result), key=lambda criterion: result.dimensions[criterion.dimension].advisory)
    if not found:
        return
    yield from heading("What lowers the claim: answers that their evidence does not carry")
    for criterion in found[:MOST_LISTED]:
        claimed, evidenced = (
            format_score(criterion.scores[reading]) for reading in (Reading.CLAIMED, Reading.EVIDENCED)
        )
        levels = f"level {format_level(criterion.levels[Reading.CLAIMED])} claimed, {criterion.supported_level} carried"
        advisory = "; advisory" if result.dimensions[criterion.dimension].advisory else ""
        subject = f"{clean(criterion.title)} ({criterion.id}{advisory})"
        yield listed(f"{subject}: {levels} by {evidence_words(criterion)} ({claimed} to {evidenced})")
    yield from _more(len(found))


def _doubtful_dates(result: Result) -> Iterator[RenderableType]:
    found = [finding for finding in result.findings if finding.code == "evidence-from-later"]
    if found:
        yield from heading(f"Check the dates: {len(found)} answers rest on evidence from later")
        for finding in found[:MOST_LISTED]:
            yield listed(clean(finding.message))
        yield from _more(len(found))


def _unknown(result: Result, rubric: Rubric) -> Iterator[RenderableType]:
    gated = {name for gate in rubric.gates.values() for name in find_criteria_in(gate.when)}
    found = sorted(list_by_status(result, CriterionStatus.UNKNOWN), key=lambda criterion: criterion.id not in gated)
    if not found:
        return
    applicable = sum(criterion.status.applies for criterion in result.criteria.values())
    yield from heading(f"Unknown: {len(found)} of {applicable} criteria that apply")
    for criterion in found[:MOST_LISTED]:
        yield listed(f"{clean(criterion.title)}: {_asked(rubric, criterion)} ({criterion.id})")
    yield from _more(len(found))


def _asked(rubric: Rubric, criterion: CriterionResult) -> str:
    if criterion.answer is not None and criterion.answer.is_known:
        return "too few respondents to be told"
    return clean(rubric.criteria[criterion.id].question or "no answer yet")


def _left_out(result: Result, status: CriterionStatus) -> Iterator[RenderableType]:
    found = list_by_status(result, status)
    if not found:
        return
    if status is CriterionStatus.OUTSIDE_PROFILE:
        yield Text("")
        titles = ", ".join(clean(criterion.title) for criterion in found)
        yield Text(f"Outside the profile ({len(found)}): {titles}")
        return
    yield from heading(f"Left out as {status.replace('-', ' ')}: {len(found)}")
    for criterion in found:
        reason = criterion.answer.reason if criterion.answer is not None else None
        yield listed(f"{clean(criterion.title)}: {clean(reason or 'no reason given')}")


def _weakest(result: Result, rubric: Rubric) -> Iterator[RenderableType]:
    found = find_weakest(result, rubric)
    if not found:
        return
    yield from heading("Weakest by the evidence, and how the next level reads")
    for place, weakness in enumerate(found, 1):
        yield listed(
            f"{clean(weakness.criterion.title)} ({weakness.criterion.id}; {_step(weakness)}): {clean(weakness.asks)}",
            f"{place}.",
        )


def _step(weakness: Weakness) -> str:
    claimed = weakness.criterion.levels[Reading.CLAIMED]
    step = f"level {weakness.level} to {weakness.next_level}"
    return step if claimed == weakness.level else f"{step}; {format_level(claimed)} is claimed: bring evidence"
