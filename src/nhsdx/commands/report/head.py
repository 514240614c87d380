"""The head of a report: purpose and decision, scope, who answered, how evidence was graded, and other results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.case import Case
from nhsdx.commands.compare.model import Comparison
from nhsdx.commands.report.picks import Picks
from nhsdx.commands.report.voices import find_voice_differences, name_voices
from nhsdx.documents.blocks import Fact
from nhsdx.documents.phrases import count_words, format_day, join_words, make_line, shorten_sentence, shorten_title
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import describe_grade, describe_readings
from nhsdx.model.base import OVERALL
from nhsdx.model.result import CriterionStatus, LocalAndNational, Result
from nhsdx.model.rubric import Rubric

WHO = 170
"""The most of who answered."""
OTHERS = 2
"""How many other voices page one shows one by one."""
LIMITS = 210


def build_head(cases: Sequence[Case], comparison: Comparison | None, picks: Picks) -> Iterator[Fact]:
    """What a reader must know before the finding, in the order in which people ask for it."""
    case = cases[0]
    result, rubric = case.result, case.instrument.rubric
    subject = shorten_title(result.assessment.subject)
    yield _make_fact("Purpose", f"Shows how {subject} scores, what the evidence supports and what to do first.")
    yield _make_fact("Decision asked", _describe_decision(picks))
    yield _make_fact("Scope", _describe_scope(result))
    yield _make_fact("Answered by", _describe_assessors(case))
    yield _make_fact("Evidence", _describe_grading(rubric))
    if len(cases) > 1:
        yield _make_fact("Other voices", _describe_others([one.result for one in cases]))
    if comparison is not None:
        yield _make_fact("Last time", _describe_last_time(comparison))
    if result.both is not None:
        yield _make_fact("National score", _describe_national(result.both))
    if result.rubric.limits:
        yield _make_fact("Limits", shorten_sentence(result.rubric.limits, LIMITS))


def _make_fact(name: str, text: str) -> Fact:
    return Fact(name, make_line(text))


def _describe_decision(picks: Picks) -> str:
    gates, actions = len(picks.gates), len(picks.actions)
    parts = []
    if gates:
        parts.append(f"act on {count_words(gates, 'gate')} that {'is' if gates == 1 else 'are'} not clear")
    if actions:
        parts.append(f"assign an owner and a date to {count_words(actions, 'action')}")
    return f"The board is asked to {join_words([*parts, 'set a date to reassess'])}."


def _describe_scope(result: Result) -> str:
    """How many criteria of which rubric were asked, and on which day evidence was judged."""
    about, stamp = result.assessment, result.rubric
    asked = sum(one.status is not CriterionStatus.OUTSIDE_PROFILE for one in result.criteria.values())
    profile = f", profile “{about.profile}”" if about.profile else ""
    aged = f"; evidence as of {format_day(about.as_of)}" if about.as_of != about.date else ""
    local = ", a local rubric that extends the national one" if result.both is not None else ""
    return f"{count_words(asked, 'criterion', 'criteria')} of {stamp.id} {stamp.version}{profile}{local}{aged}."


def _describe_assessors(case: Case) -> str:
    """Who answered, and as which voice."""
    voice = f"voice “{case.result.assessment.voice}”"
    roles = ", ".join(clean(role) for role in case.assessment.about.assessors)
    return shorten_sentence(f"{roles} ({voice})" if len(roles) < WHO - len(voice) else f"{voice}: {roles}", WHO)


def _describe_grading(rubric: Rubric) -> str:
    grades = rubric.evidence_grades
    if not grades:
        return "This rubric does not grade evidence, so evidenced and claimed scores are the same."
    ends = [f"“{describe_grade(one)}” (supports level {one.supports})" for one in (grades[0], grades[-1])]
    return f"{len(grades)} grades, from {ends[0]} to {ends[1]}." if len(grades) > 1 else f"One grade: {ends[0]}."


def _describe_others(results: Sequence[Result]) -> str:
    """The scores of other voices, and by how much they differ at most."""
    named_voices = list(zip(name_voices(results), results, strict=True))[1:]
    others = [f"“{name}” {describe_readings(one.overall.scores)}" for name, one in named_voices]
    more = f"; and {len(others) - OTHERS} more" if len(others) > OTHERS else ""
    apart = find_voice_differences(results)
    if not apart:
        return f"{'; '.join(others[:OTHERS])}{more}; all claim the same levels."
    criteria, levels = count_words(len(apart), "criterion", "criteria"), count_words(apart[0].spread, "level")
    return f"{'; '.join(others[:OTHERS])}{more}; their claims differ on {criteria}, by up to {levels}."


def _describe_last_time(comparison: Comparison) -> str:
    """The overall scores of the older result, or of its answers scored with this rubric, and those of today."""
    moved = comparison.nodes[OVERALL]
    how = ", scored again with this rubric and profile" if comparison.is_rescored else ""
    day = format_day(comparison.old.assessment.date)
    return f"{day}{how}: {describe_readings(moved.rescored)}; now {describe_readings(moved.new)}."


def _describe_national(both: LocalAndNational) -> str:
    """The overall scores under the national rubric and the local one."""
    two = both.nodes[OVERALL]
    return f"National {describe_readings(two.national)}; local {describe_readings(two.local)}."
