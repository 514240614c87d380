"""The sections of a result's page: gates, what lowers the claim, what is unknown, the weakest criteria."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from nhsdx.analysis.gaps import Weakness, uncarried, weakest, with_status
from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionResult, CriterionStatus, GateResult, GateState, Result
from nhsdx.model.rubric import Rubric
from nhsdx.render.blocks import condition_words, heading, listed
from nhsdx.render.figures import evidence_words, labelled, level_text, score_text
from nhsdx.render.plain import clean

MOST_LISTED = 8
GATE_WORDS = {
    GateState.FIRED: "fires",
    GateState.UNPROVEN: "is unproven: the answer clears it, the evidence does not",
    GateState.UNDECIDED: "is undecided: it hangs on something unknown",
    GateState.CLEAR: "is clear",
}
LEFT_OUT = (CriterionStatus.NOT_DUE, CriterionStatus.NOT_APPLICABLE, CriterionStatus.OUTSIDE_PROFILE)


def sections(result: Result, rubric: Rubric) -> Iterator[RenderableType]:
    """Every section that has something to say, the most urgent first."""
    yield from _gates(result, rubric)
    yield from _uncarried(result)
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
    for gate in shut:
        yield from _gate(result, rubric, gate)


def _gate(result: Result, rubric: Rubric, gate: GateResult) -> Iterator[RenderableType]:
    effect = ", ".join(f"caps {node} at {labelled(result, level)}" for node, level in gate.caps.items())
    yield listed(f"{gate.id} {GATE_WORDS[gate.state]} ({gate.severity}; {effect or 'raises a flag'})")
    yield listed(f"{condition_words(rubric.gates[gate.id].when)}", "When:", 4)
    yield listed(clean(gate.because), "Why: ", 4)
    yield listed(clean(gate.remedy), "Do:  ", 4)


def _uncarried(result: Result) -> Iterator[RenderableType]:
    found = uncarried(result)
    if not found:
        return
    yield from heading("What lowers the claim: answers that their evidence does not carry")
    for criterion in found[:MOST_LISTED]:
        claimed, evidenced = (score_text(criterion.scores[reading]) for reading in (Reading.CLAIMED, Reading.EVIDENCED))
        levels = f"level {level_text(criterion.levels[Reading.CLAIMED])} claimed, {criterion.supported_level} carried"
        advisory = " (advisory)" if result.dimensions[criterion.dimension].advisory else ""
        yield listed(
            f"{clean(criterion.title)}{advisory}: {levels} by {evidence_words(criterion)} ({claimed} to {evidenced})"
        )
    yield from _more(len(found))


def _unknown(result: Result, rubric: Rubric) -> Iterator[RenderableType]:
    found = with_status(result, CriterionStatus.UNKNOWN)
    if not found:
        return
    applicable = sum(criterion.status.applies for criterion in result.criteria.values())
    yield from heading(f"Unknown: {len(found)} of {applicable} criteria that apply")
    for criterion in found[:MOST_LISTED]:
        yield listed(f"{clean(criterion.title)}: {_asked(rubric, criterion)}")
    yield from _more(len(found))


def _asked(rubric: Rubric, criterion: CriterionResult) -> str:
    if criterion.answer is not None and criterion.answer.is_known:
        return "too few respondents to be told"
    return clean(rubric.criteria[criterion.id].question or "no answer yet")


def _left_out(result: Result, status: CriterionStatus) -> Iterator[RenderableType]:
    found = with_status(result, status)
    if not found:
        return
    if status is CriterionStatus.OUTSIDE_PROFILE:
        yield Text("")
        yield Text(f"Outside the profile: {', '.join(clean(criterion.title) for criterion in found)}")
        return
    yield from heading(f"Left out as {status.replace('-', ' ')}: {len(found)}")
    for criterion in found:
        reason = criterion.answer.reason if criterion.answer is not None else None
        yield listed(f"{clean(criterion.title)}: {clean(reason or 'no reason given')}")


def _weakest(result: Result, rubric: Rubric) -> Iterator[RenderableType]:
    found = weakest(result, rubric)
    if not found:
        return
    yield from heading("Weakest by the evidence, and how the next level reads")
    for place, weakness in enumerate(found, 1):
        yield listed(f"{clean(weakness.criterion.title)} ({_step(weakness)}): {clean(weakness.asks)}", f"{place}.")


def _step(weakness: Weakness) -> str:
    claimed = weakness.criterion.levels[Reading.CLAIMED]
    step = f"level {weakness.level} to {weakness.next_level}"
    return step if claimed == weakness.level else f"{step}; {level_text(claimed)} is claimed: bring evidence"
