"""The head of page one: the facts to know before the finding."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.analysis.actions import is_covered
from nhsdx.analysis.case import Case
from nhsdx.analysis.common import CommonCases
from nhsdx.commands.compare.model import Comparison
from nhsdx.commands.report.beside import Voices, find_voice_differences
from nhsdx.commands.report.picks import Picks
from nhsdx.documents.page import (
    Fact,
    clean,
    count_asked,
    count_not_clear,
    count_words,
    describe_grade,
    describe_node_scores,
    format_day,
    has_grades,
    join_words,
    make_line,
    shorten_sentence,
    shorten_title,
)
from nhsdx.documents.parts import describe_actions, describe_checks, describe_context, describe_profile
from nhsdx.model import LocalAndNational, MeasureCriterion, Result, Rubric

WHO = 170
"""The maximum length, in characters, of the text about who answered."""
OTHERS = 2
"""Up to this many other voices are shown one by one on page one."""
LIMITS = 210
CONTEXT = 240
PROFILE = 210
NO_PROFILE = "No profile was used: the whole rubric applies."
PRIVACY = "A post held by one person is identifiable: what this paper says about the post is about that person."


def build_head(voices: Voices, comparison: Comparison | None, picks: Picks) -> Iterator[Fact]:
    """The facts to know before the finding, in the order in which people ask for them."""
    case = voices.main
    result, rubric = case.result, case.instrument.rubric
    yield _make_fact("Purpose", _describe_purpose(result))
    yield _make_fact("Decision asked", _describe_decision(result, picks))
    yield _make_fact("Scope", _describe_scope(result, rubric))
    yield _make_fact("Answered by", _describe_assessors(case))
    if rubric.context:
        yield _make_fact("Context", shorten_sentence(describe_context(result, rubric), CONTEXT))
    if rubric.evidence_grades:
        yield _make_fact("Evidence", _describe_grading(rubric))
    if describe_checks(result):
        yield _make_fact("To check", f"{describe_checks(result)}.")
    if result.actions:
        yield _make_fact("Actions agreed", f"{describe_actions(result)}.")
    if voices.common is not None:
        yield _make_fact("Other voices", _describe_others(voices, voices.common))
    if comparison is not None:
        yield _make_fact("Last time", _describe_last_time(comparison))
    if result.both is not None:
        yield _make_fact("National score", _describe_national(result, result.both))
    if result.rubric.limits:
        yield _make_fact("Limits", shorten_sentence(result.rubric.limits, LIMITS))
    yield from _build_privacy(rubric)


def _build_privacy(rubric: Rubric) -> Iterator[Fact]:
    """The rubric's statement on personal data, or a general one; a rubric with only measures does not need one."""
    asks_people = any(not isinstance(criterion, MeasureCriterion) for criterion in rubric.criteria.values())
    if rubric.rubric.use.privacy or asks_people:
        yield _make_fact("Privacy", shorten_sentence(rubric.rubric.use.privacy or PRIVACY, LIMITS))


def _describe_purpose(result: Result) -> str:
    subject = shorten_title(result.assessment.subject)
    supports = ", what the evidence supports" if has_grades(result) else ""
    return f"Shows how {subject} scores{supports} and what to do first."


def _make_fact(name: str, text: str) -> Fact:
    return Fact(name, make_line(text))


def _describe_decision(result: Result, picks: Picks) -> str:
    gates = count_not_clear(result)
    agreed = sum(is_covered(result.actions, one.step) for one in picks.priorities)
    steps = len(picks.priorities) - agreed
    parts = []
    if gates:
        parts.append(f"act on {count_words(gates, 'gate')} that {'is' if gates == 1 else 'are'} not clear")
    if steps:
        parts.append(
            f"check that {count_words(steps, 'first step')} {'has' if steps == 1 else 'have'} an owner and a date"
        )
    if agreed:
        words = count_words(agreed, "agreed step is", "agreed steps are")
        parts.append(f"check that {words} done")
    return f"For the {clean(result.rubric.audience)}: {join_words([*parts, 'set a date to reassess'])}."


def _describe_scope(result: Result, rubric: Rubric) -> str:
    """How many criteria were asked, the rubric, the profile, and the date used to work out how old evidence is."""
    about, stamp = result.assessment, result.rubric
    checked = f", whose facts were checked up to {format_day(stamp.checked)}" if stamp.checked else ""
    aged = f"; evidence as of {format_day(about.as_of)}" if about.as_of != about.date else ""
    local = ", a local rubric that extends the national one" if result.both is not None else ""
    profile = shorten_sentence(describe_profile(result, rubric), PROFILE) if about.profile else ""
    if not about.profile and rubric.profiles:
        profile = NO_PROFILE
    words = f"{count_asked(result)} of {stamp.id} {stamp.version}{checked}{local}{aged}."
    return f"{words} {profile}".rstrip()


def _describe_assessors(case: Case) -> str:
    """Who answered, and as which voice."""
    voice = f"voice “{case.result.assessment.voice}”"
    roles = ", ".join(clean(role) for role in case.assessment.about.assessors) or "no assessor is given"
    return shorten_sentence(f"{roles} ({voice})" if len(roles) < WHO - len(voice) else f"{voice}: {roles}", WHO)


def _describe_grading(rubric: Rubric) -> str:
    grades = rubric.evidence_grades
    levels = {grade.id: rubric.name_level(grade.supports) for grade in grades}
    ends = [f"“{describe_grade(one)}” (supports level {levels[one.id]})" for one in (grades[0], grades[-1])]
    return f"{len(grades)} grades, from {ends[0]} to {ends[1]}." if len(grades) > 1 else f"One grade: {ends[0]}."


def _describe_others(voices: Voices, common: CommonCases) -> str:
    """The scores of other voices on the criteria that all voices answered, and the largest difference."""
    own, *others = (describe_node_scores(case.result, case.result.overall) for case in common.cases)
    others = [f"“{name}” {scores}" for name, scores in zip(voices.names[1:], others, strict=True)]
    more = f"; and {len(others) - OTHERS} more" if len(others) > OTHERS else ""
    apart = find_voice_differences(voices.results)
    shared = f"On the {count_words(len(common.criteria), 'criterion', 'criteria')} that all voices answered"
    words = f"{shared}: {'; '.join(others[:OTHERS])}{more}; this assessment {own}"
    if not apart:
        return f"{words}. All claim the same levels."
    criteria, levels = count_words(len(apart), "criterion", "criteria"), count_words(apart[0].spread, "level")
    return f"{words}. Their claims differ on {criteria}, by up to {levels}."


def _describe_last_time(comparison: Comparison) -> str:
    """The overall scores of the older result, or of its answers scored with this rubric, and the new overall scores."""
    how = ", scored again with this rubric and profile" if comparison.is_rescored else ""
    day = format_day(comparison.old.assessment.date)
    nodes = comparison.old_rescored.overall, comparison.new.overall
    before, now = (describe_node_scores(comparison.new, node) for node in nodes)
    return f"{day}{how}: {before}; now {now}."


def _describe_national(result: Result, both: LocalAndNational) -> str:
    """The overall scores under the national rubric and the local one."""
    national, local = (describe_node_scores(result, one.overall) for one in (both.national, result))
    return f"National {national}; local {local}."
