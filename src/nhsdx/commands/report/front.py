"""Page one of a report: its heading, the finding, gates, scores, unsupported claims, actions and questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.case import Case
from nhsdx.commands.compare.model import Comparison
from nhsdx.commands.report.beside import find_voice_differences, name_voices
from nhsdx.commands.report.finding import build_finding
from nhsdx.commands.report.picks import Action, CriterionToAsk, Picks, Reason
from nhsdx.documents.page import (
    Block,
    Callout,
    Fact,
    Facts,
    Heading,
    Line,
    Listing,
    Paragraph,
    Sheet,
    Span,
    Style,
    clean,
    count_words,
    describe_gate,
    describe_grade,
    describe_levels,
    describe_readings,
    describe_support,
    format_day,
    format_level,
    join_words,
    line_with_lead,
    make_line,
    shorten,
    shorten_sentence,
    shorten_title,
)
from nhsdx.documents.parts import TONES, UNSUPPORTED, build_brief_chart, list_some, list_unsupported
from nhsdx.model import OVERALL, CriterionStatus, LocalAndNational, Reading, Result, Rubric

MOST_GATES = 2
MOST_CLAIMS = 3
WHY = 210
"""The most characters of a gate's reason, and of its remedy."""
QUESTION = 125
GATE = "A gate is a minimum: high scores elsewhere cannot make up for it."
WHO = 170
"""The most characters of the list of assessors."""
OTHERS = 2
"""How many other voices page one shows one by one."""
LIMITS = 210


def build_front_page(cases: Sequence[Case], comparison: Comparison | None, picks: Picks) -> Sheet:
    """The first page, in the order in which a board member decides."""
    result, rubric = cases[0].result, cases[0].instrument.rubric
    about = result.assessment
    return Sheet(
        (
            Heading(1, shorten_title(result.rubric.title), "title"),
            Paragraph(make_line(f"{shorten_title(about.subject)}, {format_day(about.date)}"), Style.LEAD),
            Facts(tuple(build_head(cases, comparison, picks))),
            Heading(2, "The finding", "finding"),
            Listing(build_finding(result, rubric, picks.gates)),
            *_build_gates(result, picks),
            Heading(2, "Scores", "scores"),
            build_brief_chart(result),
            *_build_unsupported(result),
            *_build_actions(picks),
            *_build_questions(picks, rubric),
        )
    )


def _build_gates(result: Result, picks: Picks) -> Iterator[Block]:
    """Each gate that is not clear, why it is there, and what to do about it."""
    if not result.gates:
        return
    yield Heading(2, "What is unsafe, or not shown to be safe", "unsafe")
    if not picks.gates:
        count = len(result.gates)
        clear = f"all {count} gates are" if count > 1 else "the only gate is"
        words = f"Nothing: {clear} clear under every reading. A gate checks only the criteria that it is about."
        yield Paragraph(make_line(words))
        return
    yield Paragraph(make_line(GATE), Style.NOTE)
    for gate in picks.gates[:MOST_GATES]:
        why, do = (shorten_sentence(text, WHY) for text in (gate.because, gate.remedy))
        lines = (line_with_lead("Why:", why), line_with_lead("Do:", do))
        yield Callout(TONES[gate.state], describe_gate(result, gate), lines)
    more = len(picks.gates) - MOST_GATES
    if more > 0:
        yield Paragraph(
            make_line(f"{count_words(more, 'further gate is', 'further gates are')} not clear."), Style.NOTE
        )


def _build_unsupported(result: Result) -> Iterator[Block]:
    """The widest gaps between evidence and claim."""
    found = list_unsupported(result)
    if not found:
        return
    yield Heading(2, f"{UNSUPPORTED}: {len(found)}", "beyond-evidence")
    items = [line_with_lead(f"{shorten_title(one.title)}:", describe_support(one)) for one in found]
    yield list_some(items, MOST_CLAIMS)


def _build_actions(picks: Picks) -> Iterator[Block]:
    if picks.actions:
        yield Heading(2, "What to do first", "first")
        yield Listing(tuple(map(_describe_action, picks.actions)), is_ordered=True)


def _describe_action(action: Action) -> Line:
    """The action on a criterion, on one line."""
    title = Span(f"{shorten_title(action.criterion.title)}: ", strong=True)
    if action.weakness is None:
        return (title, Span("find out the answer, and record the evidence"))
    first = "do what the gate requires; " if action.gate is not None else ""
    claimed, level = action.criterion.levels[Reading.CLAIMED] or 0, action.weakness.level
    if claimed > level:
        return (title, Span(f"{first}{describe_levels(action.criterion)}: add evidence"))
    step = f"from level {level} to {action.weakness.next_level}"
    return (title, Span(f"{first}{step}: “{shorten(action.weakness.asks)}”"))


def _build_questions(picks: Picks, rubric: Rubric) -> Iterator[Block]:
    if picks.questions:
        yield Heading(2, "Questions to ask", "questions")
        yield Listing(tuple(_format_question(one, rubric) for one in picks.questions))


def _format_question(asked: CriterionToAsk, rubric: Rubric) -> Line:
    criterion = asked.criterion
    question = rubric.criteria[criterion.id].question
    words = shorten(question, QUESTION) if question else f"What shows this: {shorten_title(criterion.title)}?"
    return (Span(f"{words} "), Span(f"({_explain_reason(asked)})"))


def _explain_reason(asked: CriterionToAsk) -> str:
    """Why to ask it, in a few words."""
    levels = asked.criterion.levels
    if asked.reason is Reason.GATE:
        return "a gate depends on this"
    if asked.reason is Reason.UNKNOWN:
        return "not answered"
    if levels[Reading.CLAIMED] != levels[Reading.EVIDENCED]:
        return describe_levels(asked.criterion)
    level = f"level {format_level(levels[Reading.EVIDENCED])} evidenced"
    why = "more is claimed" if asked.reason is Reason.UNSUPPORTED else "carries a lot of weight"
    return f"{level}; {why}"


def build_head(cases: Sequence[Case], comparison: Comparison | None, picks: Picks) -> Iterator[Fact]:
    """The facts to know before the finding, in the order in which people ask for them."""
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
    """The scores of other voices, and the largest difference."""
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
