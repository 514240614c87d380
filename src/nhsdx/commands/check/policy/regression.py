"""Whether a result is worse than the one in the baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nhsdx.commands.check.findings import CheckRemark
from nhsdx.commands.check.model import Verdict
from nhsdx.commands.check.policy.baseline import Key, Published
from nhsdx.model import DEFAULT_READING, OVERALL, GateState, Reading, Result
from nhsdx.scoring import compare_rounded

REBUILD = "score the baseline's assessment again with this rubric and profile, or use: nhsdx compare --rescore"


def _find_latest_before(old: Mapping[Key, Sequence[Published]], new: Result) -> Published | None:
    """The last result up to the date of the new one; later results are ignored."""
    about = new.assessment
    known = old.get((new.rubric.id, about.subject, about.voice), ())
    earlier = [one for one in reversed(known) if one["assessment"]["date"] <= about.date.isoformat()]
    return next((one for one in earlier if not _is_incomparable(one, new)), earlier[0] if earlier else None)


def list_regression_remarks(
    old: Mapping[Key, Sequence[Published]], new: Result, on: Reading | None
) -> Iterator[CheckRemark]:
    """The regressions from the last earlier result with the same rubric, subject and voice.

    A result is worse if its overall score or a dimension is lower under one reading (`on`; by default, evidenced), or
    if a gate has moved to a state further from clear.
    """
    before = _find_latest_before(old, new)
    path = ("assessment",)
    if before is None:
        message = "the baseline has no result for this subject, voice and rubric up to this date"
        yield CheckRemark("baseline-missing", "info", message, "add such a result to the baseline", path)
    elif _is_incomparable(before, new):
        message = "the baseline was scored with another rubric or profile"
        yield CheckRemark("baseline-incomparable", "error", message, REBUILD, path, Verdict.FAILED)
    else:
        lower = _find_lower_scores(before, new, on or DEFAULT_READING)
        for sentence in (*lower, *_find_less_clear_gates(before, new)):
            yield CheckRemark("regression", "error", sentence, "to see why: nhsdx compare", path, Verdict.FAILED)


def _is_incomparable(before: Published, new: Result) -> bool:
    was = before["rubric"]["scoring_digest"], before["assessment"].get("profile")
    lacks_nodes = not new.dimensions.keys() <= before["dimensions"].keys()
    return lacks_nodes or was != (new.rubric.scoring_digest, new.assessment.profile)


def _find_lower_scores(before: Published, new: Result, reading: Reading) -> Iterator[str]:
    for node in (OVERALL, *new.dimensions):
        figures = before["overall"] if node == OVERALL else before["dimensions"][node]
        was, now = figures["score"].get(reading.value), new.find_node(node).scores[reading]
        if was is not None and now is None:
            yield f"{node} ({reading}) was {was:.9g} in the baseline, and has no score now"
        elif was is not None and now is not None and compare_rounded(now, was) < 0:
            yield f"{node} ({reading}) fell from {was:.9g} to {now:.9g}"


def _find_less_clear_gates(before: Published, new: Result) -> Iterator[str]:
    firmness = list(GateState)
    states = {gate["id"]: GateState(gate["state"]) for gate in before["gates"]}
    for gate in new.gates:
        was = states.get(gate.id, GateState.CLEAR)
        if firmness.index(gate.state) < firmness.index(was):
            yield f"gate {gate.id} was {was} in the baseline, and is {gate.state} now"
