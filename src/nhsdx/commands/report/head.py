"""The head of a report: purpose and decision, scope, who answered, how evidence was graded, and what stands beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.case import Case
from nhsdx.analysis.gaps import list_gates_not_clear, remove_repeats
from nhsdx.commands.compare.model import Comparison
from nhsdx.commands.report.beside import name_voices
from nhsdx.commands.report.picks import choose_actions
from nhsdx.commands.report.voices import find_voice_differences
from nhsdx.documents.blocks import Fact
from nhsdx.documents.number_words import format_score
from nhsdx.documents.phrases import count_words, format_day, join_words, make_line, shorten_sentence, shorten_title
from nhsdx.documents.safe_text import clean
from nhsdx.model.base import OVERALL
from nhsdx.model.reading import Reading, Scores
from nhsdx.model.result import CriterionStatus, LocalAndNational, Result
from nhsdx.model.rubric import Rubric
from nhsdx.render.legacy import describe_grade_label

WHO = 170
"""The most of who answered."""
OTHERS = 2
"""The most other voices that page one tells of, one by one."""
LIMITS = 210


def build_head(cases: Sequence[Case], comparison: Comparison | None) -> Iterator[Fact]:
    """What a reader must know before the finding, in the order in which it is asked for."""
    case = cases[0]
    result, rubric = case.result, case.instrument.rubric
    subject = shorten_title(result.assessment.subject)
    yield Fact("Purpose", make_line(f"To show where {subject} stands, what supports it and what to do first."))
    yield Fact("Decision asked", make_line(_describe_decision(result, rubric)))
    yield Fact("Scope", make_line(_describe_scope(result)))
    yield Fact("Answered by", make_line(_describe_assessors(case)))
    yield Fact("Evidence", make_line(_describe_grading(rubric)))
    if len(cases) > 1:
        yield Fact("Other voices", make_line(_describe_others([one.result for one in cases])))
    if comparison is not None:
        yield Fact("Last time", make_line(_describe_last_time(comparison)))
    if result.both is not None:
        yield Fact("National score", make_line(_describe_national(result.both)))
    if result.rubric.limits:
        yield Fact("Limits", make_line(shorten_sentence(result.rubric.limits, LIMITS)))


def _describe_decision(result: Result, rubric: Rubric) -> str:
    shut = remove_repeats(list_gates_not_clear(result), rubric)
    todo = len(choose_actions(result, rubric))
    parts = (
        [f"act on {count_words(len(shut), 'gate')} that {'is' if len(shut) == 1 else 'are'} not clear"] if shut else []
    )
    parts += [f"give {count_words(todo, 'next action')} an owner and a date"] if todo else []
    return f"The board is asked to {join_words([*parts, 'say when to assess again'])}."


def _describe_scope(result: Result) -> str:
    """How many criteria of which rubric were asked, and how old evidence may be."""
    about, stamp = result.assessment, result.rubric
    asked = sum(one.status is not CriterionStatus.OUTSIDE_PROFILE for one in result.criteria.values())
    profile = f", profile “{about.profile}”" if about.profile else ""
    aged = f"; evidence as of {format_day(about.as_of)}" if about.as_of != about.date else ""
    local = ", a local rubric beside the national one" if result.both is not None else ""
    return f"{count_words(asked, 'criterion', 'criteria')} of {stamp.id} {stamp.version}{profile}{local}{aged}."


def _describe_assessors(case: Case) -> str:
    """Who answered, and as which voice."""
    voice = f"voice “{case.result.assessment.voice}”"
    roles = ", ".join(clean(role) for role in case.assessment.about.assessors)
    return shorten_sentence(f"{roles} ({voice})" if len(roles) < WHO - len(voice) else f"{voice}: {roles}", WHO)


def _describe_grading(rubric: Rubric) -> str:
    grades = rubric.evidence_grades
    if not grades:
        return "Not graded by this rubric: answers count as they were given."
    ends = [f"“{describe_grade_label(one.label)}” (supports level {one.supports})" for one in (grades[0], grades[-1])]
    return f"Graded in {count_words(len(grades), 'step')}, from {ends[0]} to {ends[1]}." if len(grades) > 1 else ends[0]


def _describe_others(results: Sequence[Result]) -> str:
    """What other voices claim, and by how much they differ at most."""
    named_voices = list(zip(name_voices(results), results, strict=True))[1:]
    others = [f"“{name}” {_format_both_readings(one.overall.scores)}" for name, one in named_voices]
    more = f"; and {len(others) - OTHERS} more" if len(others) > OTHERS else ""
    apart = find_voice_differences(results)
    differ = (
        f"they differ on {count_words(len(apart), 'criterion', 'criteria')}" if apart else "their levels are the same"
    )
    most = f", by up to {count_words(apart[0].spread, 'level')}" if apart else ""
    return f"{'; '.join(others[:OTHERS])}{more}; {differ}{most}."


def _describe_last_time(comparison: Comparison) -> str:
    """The overall scores of the older result, or what this rubric makes of its answers."""
    moved = comparison.nodes[OVERALL]
    by = ", scored again with this rubric and profile" if comparison.is_rescored else ""
    day, now = comparison.old.assessment.date, _format_both_readings(moved.new)
    return f"On {format_day(day)}{by}: {_format_both_readings(moved.rescored)}; now {now}."


def _describe_national(both: LocalAndNational) -> str:
    """The overall scores under the national rubric and the local one."""
    two = both.nodes[OVERALL]
    return f"With the national rubric {_format_both_readings(two.national)}; with the local one {_format_both_readings(two.local)}."


def _format_both_readings(scores: Scores) -> str:
    claimed, evidenced = (format_score(scores[one]) for one in (Reading.CLAIMED, Reading.EVIDENCED))
    return f"{claimed} claimed, {evidenced} supported"
