"""What changed, in words that every page of a comparison shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nhsdx.analysis.gaps import is_capped
from nhsdx.commands.compare.model import Comparison, CriterionChange, Movement, MovementPart, Trend
from nhsdx.documents.number_words import format_change, format_level, format_number, format_percent, format_score
from nhsdx.documents.safe_text import clean
from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionResult, Result
from nhsdx.render.both_page import departure_lines
from nhsdx.render.legacy import change_of, labelled

READINGS = (Reading.CLAIMED, Reading.EVIDENCED, Reading.LOW, Reading.HIGH)
ARROW = " -> "
NOT_CARRIED = "Not carried over: unknown in the other rubric, or with its weakest evidence"
PARTS_NOTE = (
    "Parts add up to the change before rounding. answers: values and statuses; evidence: grades, dates and ageing; "
    "rubric: all but weights; weights: of dimensions and criteria. A dash: there is no score on one side, or on the "
    "way from the one to the other."
)


class MovementRow(NamedTuple):
    """A row of figures: a label, the score before and after, the change and its four parts, as text."""

    label: str
    old: str
    new: str
    change: str
    parts: tuple[str, ...]


class ChangeRow(NamedTuple):
    """A criterion that changed: its title, and its answer, its levels and its evidence, before and after."""

    title: str
    answer: str
    levels: str
    evidence: str


def side_words(result: Result) -> str:
    """Which assessment, of which day, and by which rubric."""
    about, rubric = result.assessment, result.rubric
    words = [clean(about.subject), about.date.isoformat(), f"voice {about.voice}"]
    if about.profile is not None:
        words.append(f"profile {about.profile}")
    if about.as_of != about.date:
        words.append(f"evidence as of {about.as_of.isoformat()}")
    return ", ".join([*words, f"{rubric.id}@{rubric.version}"])


def departed_words(**sides: Result) -> Iterator[str]:
    """Where the rubric of each side departs from a shared one."""
    for side, result in sides.items():
        both = result.both
        yield from (f"{side}: {line}" for line in departure_lines(None if both is None else both.overlaid))


def movement_row(node: Movement, reading: Reading, label: str) -> MovementRow:
    """One node under one reading."""
    old, new, parts = node.old[reading], node.new[reading], node.parts[reading]
    shares = tuple(format_change(None if parts is None else parts[part]) for part in MovementPart)
    return MovementRow(label, format_score(old), format_score(new), format_change(change_of(old, new)), shares)


def level_words(comparison: Comparison) -> Iterator[str]:
    """The overall level, the weakest criterion and the coverage, before and after; and what gates held down."""
    old, new = comparison.old, comparison.new
    if is_capped(old.overall) or is_capped(new.overall):
        was, now = (format_score(result.overall.before_gates[Reading.CLAIMED]) for result in (old, new))
        yield f"claimed before gates: {_changed(was, now)}"
    for reading in (Reading.CLAIMED, Reading.EVIDENCED):
        was, now = labelled(old, old.overall.levels[reading]), labelled(new, new.overall.levels[reading])
        yield f"level {reading}: {_changed(was, now)}"
    was, now = (labelled(one, one.overall.weakest[Reading.CLAIMED]) for one in (old, new))
    yield f"weakest criterion: {_changed(was, now)}"
    yield f"answered: {_changed(format_percent(old.overall.coverage), format_percent(new.overall.coverage))}"


def rescored_words(comparison: Comparison) -> str:
    """That the rubrics differ, and what the same answers give under the new one."""
    rubric, whole = comparison.new.rubric, comparison.nodes[comparison.new.overall.id]
    like = ", ".join(f"{reading} {format_score(whole.rescored[reading])}" for reading in READINGS)
    profile = comparison.new.assessment.profile
    asked = f" and the profile {profile}" if profile is not None else ""
    return (
        f"Scored with different rubrics or profiles. The old answers, scored again with {rubric.id}@{rubric.version}"
        f"{asked}: {like}. Only these compare like with like with the new scores."
    )


def change_row(change: CriterionChange) -> ChangeRow:
    """One criterion, with a dash for what did not change."""
    if change.old is None or change.new is None:
        which = "new in the rubric" if change.old is None else "no longer in the rubric"
        return ChangeRow(clean(change.title), which, "", "")
    old, new = change.old, change.new
    is_answer = "answer" in change.parts or "status" in change.parts
    return ChangeRow(
        clean(change.title),
        f"{answer_words(old)}{ARROW}{answer_words(new)}" if is_answer else "",
        _levels(old, new) if "score" in change.parts else "",
        f"{_evidence(old)}{ARROW}{_evidence(new)}" if "evidence" in change.parts else "",
    )


def answer_words(criterion: CriterionResult) -> str:
    """An answer in a few words: a level, a value, counts, or how many items are met."""
    shown = criterion.shown_answer
    if shown is None:
        return criterion.status.value
    if isinstance(shown, dict):
        return "; ".join(f"{state}: {', '.join(items) or 'none'}" for state, items in shown.items())
    if isinstance(shown, list):
        return "/".join(map(str, shown))
    return f"level {shown}" if criterion.kind == "level" else format_number(shown)


def _levels(old: CriterionResult, new: CriterionResult) -> str:
    """The scores that moved, claimed first."""
    moved = [
        f"{reading} {format_score(old.scores[reading])}{ARROW}{format_score(new.scores[reading])}"
        for reading in (Reading.CLAIMED, Reading.EVIDENCED)
        if old.scores[reading] != new.scores[reading]
    ]
    return ", ".join(moved)


def _evidence(criterion: CriterionResult) -> str:
    if criterion.evidence is None:
        return "none"
    if criterion.counted_as == criterion.evidence:
        return criterion.evidence
    return f"{criterion.evidence} (aged, counts as {criterion.counted_as})"


def gate_words(comparison: Comparison) -> Iterator[str]:
    """Each gate whose state is another."""
    for gate in comparison.gates:
        was = "not in the rubric" if gate.old is None else gate.old.value
        now = "not in the rubric" if gate.new is None else gate.new.value
        yield f"{gate.id}: {was}{ARROW}{now}"


def lists(comparison: Comparison) -> Iterator[tuple[str, Sequence[str]]]:
    """The headed lists of criteria that are worth naming; empty ones are left out."""
    titles = {**comparison.old.criteria, **comparison.new.criteria}
    headed = (
        ("Unknown now, not before", comparison.newly_unknown),
        ("Known now, unknown before", comparison.newly_known),
        (NOT_CARRIED, comparison.not_carried),
    )
    for head, names in headed:
        if names:
            yield head, [clean(titles[name].title) for name in names]


def not_carried_words(trend: Trend) -> list[str]:
    """The titles of the criteria for which some answer of a series does not fit the last rubric."""
    return [clean(trend.points[-1].criteria[name].title) for name in trend.not_carried]


def _changed(was: str, now: str) -> str:
    return was if was == now else f"{was}{ARROW}{now}"


def levels_of(result: Result) -> str:
    """Claimed, evidenced and weakest level of the whole, for a row of a series."""
    levels = result.overall.levels
    shown = (levels[Reading.CLAIMED], levels[Reading.EVIDENCED], result.overall.weakest[Reading.CLAIMED])
    return "/".join(map(format_level, shown))
