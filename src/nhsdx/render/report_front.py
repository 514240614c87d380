"""Page one of a report: what is asked, where things stand, what is unsupported and unsafe, what to do, what to ask."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.analysis.case import Case
from nhsdx.analysis.gaps import uncarried
from nhsdx.analysis.report_facts import Action, Asked, Reason, actions, shut_gates, to_ask, told_once
from nhsdx.model.reading import Reading
from nhsdx.model.report import Block, Callout, Fact, Facts, Heading, Line, Listing, Page, Paragraph, Run, Style, Tone
from nhsdx.model.result import CriterionResult, CriterionStatus, GateResult, GateState, Result
from nhsdx.model.rubric import Rubric
from nhsdx.render.figures import level_text
from nhsdx.render.report_chart import dimensions_chart
from nhsdx.render.report_finding import finding
from nhsdx.render.report_lines import (
    GATE_MEANINGS,
    GATE_STATES,
    brief,
    counted,
    day_words,
    gate_effect,
    gate_name,
    heard,
    led,
    line,
    named,
    said,
    sentence,
)

MOST_GATES = 2
MOST_CLAIMS = 3
QUESTIONS = 5
WHY = 210
"""The most of why a gate is there, and of what to do about it."""
QUESTION = 125
TONES = {
    GateState.FIRED: Tone.STOP,
    GateState.UNPROVEN: Tone.WARNING,
    GateState.UNDECIDED: Tone.OPEN,
    GateState.CLEAR: Tone.GOOD,
}


def front_page(case: Case, voices: int) -> Page:
    """The first page, in the order in which a board member decides; `voices` is how many the report tells of."""
    result, rubric, about = case.result, case.instrument.rubric, case.result.assessment
    return Page(
        (
            Heading(1, named(result.rubric.title), "title"),
            Paragraph(line(f"{named(about.subject)}, {day_words(about.date)}"), Style.LEAD),
            Facts(tuple(_head(case, voices))),
            Heading(2, "The finding", "finding"),
            Listing(finding(result, rubric)),
            *_gates(result, rubric),
            Heading(2, "Where it stands", "standing"),
            dimensions_chart(result, only_top=True),
            *_unsupported(result, rubric),
            *_first(result, rubric),
            *_questions(result, rubric),
        )
    )


def _head(case: Case, voices: int) -> Iterator[Fact]:
    """Purpose and decision; scope and who answered; how evidence was graded; how far it can be trusted."""
    result, rubric = case.result, case.instrument.rubric
    subject = named(result.assessment.subject)
    yield Fact("Purpose", line(f"To show where {subject} stands, what supports it and what to do first."))
    yield Fact("Decision asked", line(_decision(result, rubric)))
    yield Fact("Scope", line(_scope(case)))
    yield Fact("Answered by", line(_answered(case, voices)))
    yield Fact("Evidence", line(_grading(rubric)))
    if result.rubric.limits:
        yield Fact("Limits", line(sentence(result.rubric.limits, WHY)))


def _decision(result: Result, rubric: Rubric) -> str:
    shut = told_once(shut_gates(result), rubric)
    todo = len(actions(result, rubric))
    parts = [f"act on {counted(len(shut), 'gate')} that {'is' if len(shut) == 1 else 'are'} not clear"] if shut else []
    parts += [f"give {counted(todo, 'next action')} an owner and a date"] if todo else []
    return f"The board is asked to {heard([*parts, 'say when to assess again'])}."


def _scope(case: Case) -> str:
    """How many criteria of which rubric were asked, and how old evidence may be."""
    result = case.result
    about, stamp = result.assessment, result.rubric
    asked = sum(one.status is not CriterionStatus.OUTSIDE_PROFILE for one in result.criteria.values())
    profile = f", profile “{about.profile}”" if about.profile else ""
    aged = f"; evidence as of {day_words(about.as_of)}" if about.as_of != about.date else ""
    local = ", a local rubric beside the national one" if result.both is not None else ""
    return f"{counted(asked, 'criterion', 'criteria')} of {stamp.id} {stamp.version}{profile}{local}{aged}."


def _answered(case: Case, voices: int) -> str:
    roles = ", ".join(said(role) for role in case.assessment.about.assessors)
    beside = f" ({counted(voices - 1, 'other voice')} beside it)" if voices > 1 else ""
    return sentence(f"Voice “{case.result.assessment.voice}”{beside}{f': {roles}' if roles else ''}", 170)


def _grading(rubric: Rubric) -> str:
    grades = rubric.evidence_grades
    if not grades:
        return "Not graded by this rubric: answers count as they were given."
    ends = [f"“{short_grade(one.label)}” (supports level {one.supports})" for one in (grades[0], grades[-1])]
    return f"Graded in {counted(len(grades), 'step')}, from {ends[0]} to {ends[1]}." if len(grades) > 1 else ends[0]


def short_grade(label: str) -> str:
    """A grade's label up to its first comma or colon."""
    return brief(said(label).split(",")[0].split(":")[0], 60)


def _gates(result: Result, rubric: Rubric) -> Iterator[Block]:
    """What is unsafe: each gate that is not clear, why it is there, and what to do about it."""
    shut = told_once(shut_gates(result), rubric)
    if not shut:
        return
    yield Heading(2, "What is unsafe, or not shown to be safe", "gates")
    for gate in shut[:MOST_GATES]:
        lines = (line(sentence(gate.because, WHY)), led("Do:", sentence(gate.remedy, WHY)))
        yield Callout(TONES[gate.state], gate_title(result, gate), lines)
    if len(shut) > MOST_GATES:
        yield Paragraph(line(f"{counted(len(shut) - MOST_GATES, 'further gate')} not clear: see Gates."), Style.NOTE)


def gate_title(result: Result, gate: GateResult) -> str:
    """A gate's state, its name, what the state means and what the gate does."""
    meaning = f"{GATE_MEANINGS[gate.state]}; " if gate.state is not GateState.FIRED else ""
    return f"{GATE_STATES[gate.state]}: {gate_name(gate)} ({gate.severity}; {meaning}{gate_effect(result, gate)})"


def _unsupported(result: Result, rubric: Rubric) -> Iterator[Block]:
    """The widest gaps between claim and evidence."""
    found = uncarried(result)
    if not found:
        return
    yield Heading(2, "What is claimed and not supported", "unsupported")
    more = len(found) - MOST_CLAIMS
    items = [_claim(one, rubric) for one in found[:MOST_CLAIMS]]
    yield Listing((*items, *([line(f"and {more} more: see Claim and evidence")] if more > 0 else [])))


def _claim(criterion: CriterionResult, rubric: Rubric) -> Line:
    labels = {grade.id: grade.label for grade in rubric.evidence_grades}
    by = short_grade(labels[str(criterion.counted_as)])
    levels = f"level {level_text(criterion.levels[Reading.CLAIMED])} claimed, {criterion.supported_level} supported"
    return (Run(f"{named(criterion.title)}: ", strong=True), Run(f"{levels} ({by})"))


def _first(result: Result, rubric: Rubric) -> Iterator[Block]:
    found = actions(result, rubric)
    if found:
        yield Heading(2, "What to do first", "first")
        yield Listing(tuple(map(_action, found)), is_ordered=True)


def _action(action: Action) -> Line:
    """What to do about a criterion, in a line."""
    title = Run(f"{named(action.criterion.title)}: ", strong=True)
    if action.weakness is None:
        return (title, Run("find out, and record the evidence"))
    first = "do what the gate asks; " if action.gate is not None else ""
    claimed, level = action.criterion.levels[Reading.CLAIMED] or 0, action.weakness.level
    if claimed > level:
        return (title, Run(f"{first}bring evidence for level {claimed}, which is claimed; level {level} is supported"))
    step = f"from level {level} to {action.weakness.next_level}"
    return (title, Run(f"{first}{step}: “{brief(action.weakness.asks)}”"))


def _questions(result: Result, rubric: Rubric) -> Iterator[Block]:
    found = to_ask(result, rubric, QUESTIONS)
    if found:
        yield Heading(2, "Questions to ask", "questions")
        yield Listing(tuple(_question(one, rubric) for one in found))


def _question(asked: Asked, rubric: Rubric) -> Line:
    criterion = asked.criterion
    question = rubric.criteria[criterion.id].question
    words = brief(question, QUESTION) if question else f"What shows this: {named(criterion.title)}?"
    return (Run(f"{words} "), Run(f"({_why(asked)})"))


def _why(asked: Asked) -> str:
    """Why to ask it, in a few words."""
    levels = asked.criterion.levels
    claimed, evidenced = level_text(levels[Reading.CLAIMED]), level_text(levels[Reading.EVIDENCED])
    return {
        Reason.GATE: "a gate hangs on it",
        Reason.UNCARRIED: f"level {claimed} claimed, {evidenced} supported",
        Reason.UNKNOWN: "nobody knows",
        Reason.WEIGHT: f"level {evidenced}, and much hangs on it",
    }[asked.reason]
