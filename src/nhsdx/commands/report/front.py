"""Page one of a report: what is asked, where things stand, what is unsupported and unsafe, what to do, what to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.case import Case
from nhsdx.analysis.gaps import find_unsupported, list_gates_not_clear, remove_repeats
from nhsdx.commands.compare.model import Comparison
from nhsdx.commands.report.finding import build_finding
from nhsdx.commands.report.head import build_head
from nhsdx.commands.report.picks import Action, CriterionToAsk, Reason, choose_actions, choose_questions
from nhsdx.documents.blocks import Block, Callout, Facts, Heading, Line, Listing, Paragraph, Sheet, Span, Style, Tone
from nhsdx.documents.number_words import format_level
from nhsdx.documents.phrases import (
    count_words,
    format_day,
    line_with_lead,
    make_line,
    shorten,
    shorten_sentence,
    shorten_title,
)
from nhsdx.documents.range_chart import build_brief_chart
from nhsdx.documents.words import GATE_MEANINGS, GATE_STATES, describe_gate_effect, name_gate
from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionResult, GateResult, GateState, Result
from nhsdx.model.rubric import Rubric
from nhsdx.render.legacy import describe_grade_label

MOST_GATES = 2
MOST_CLAIMS = 3
QUESTIONS = 5
WHY = 210
"""The most of why a gate is there, and of what to do about it."""
QUESTION = 125
GATE = "A gate is a minimum: good marks elsewhere cannot make up for what falls short of it."
TONES = {
    GateState.TRIGGERED: Tone.STOP,
    GateState.UNPROVEN: Tone.WARNING,
    GateState.UNDECIDED: Tone.OPEN,
    GateState.CLEAR: Tone.GOOD,
}


def build_front_page(cases: Sequence[Case], comparison: Comparison | None) -> Sheet:
    """The first page, in the order in which a board member decides."""
    result, rubric = cases[0].result, cases[0].instrument.rubric
    about = result.assessment
    return Sheet(
        (
            Heading(1, shorten_title(result.rubric.title), "title"),
            Paragraph(make_line(f"{shorten_title(about.subject)}, {format_day(about.date)}"), Style.LEAD),
            Facts(tuple(build_head(cases, comparison))),
            Heading(2, "The finding", "finding"),
            Listing(build_finding(result, rubric)),
            *_build_gates(result, rubric),
            Heading(2, "Where it stands", "standing"),
            build_brief_chart(result),
            *_build_unsupported(result, rubric),
            *_build_actions(result, rubric),
            *_build_questions(result, rubric),
        )
    )


def _build_gates(result: Result, rubric: Rubric) -> Iterator[Block]:
    """What is unsafe: each gate that is not clear, why it is there, and what to do about it."""
    if not result.gates:
        return
    yield Heading(2, "What is unsafe, or not shown to be safe", "gates")
    shut = remove_repeats(list_gates_not_clear(result), rubric)
    if not shut:
        yield Paragraph(make_line(_describe_all_clear(result)))
        return
    yield Paragraph(make_line(GATE), Style.NOTE)
    for gate in shut[:MOST_GATES]:
        lines = (
            make_line(shorten_sentence(gate.because, WHY)),
            line_with_lead("Do:", shorten_sentence(gate.remedy, WHY)),
        )
        yield Callout(TONES[gate.state], format_gate_title(result, gate), lines)
    if len(shut) > MOST_GATES:
        yield Paragraph(
            make_line(f"{count_words(len(shut) - MOST_GATES, 'further gate')} not clear: see Gates."), Style.NOTE
        )


def _describe_all_clear(result: Result) -> str:
    """That no gate is shut, and what that does not say."""
    count = len(result.gates)
    which = f"all {count} are" if count > 1 else "the one there is stands"
    return (
        f"Nothing that a gate watches: {which} clear by the evidence, even if all that is unknown turns out bad. "
        "Gates watch only what the rubric names."
    )


def format_gate_title(result: Result, gate: GateResult) -> str:
    """A gate's state, its name, what the state means and what the gate does."""
    meaning = f"{GATE_MEANINGS[gate.state]}; " if gate.state is not GateState.TRIGGERED else ""
    return f"{GATE_STATES[gate.state]}: {name_gate(gate.id)} ({gate.severity}; {meaning}{describe_gate_effect(result, gate)})"


def _build_unsupported(result: Result, rubric: Rubric) -> Iterator[Block]:
    """The widest gaps between claim and evidence."""
    found = find_unsupported(result)
    if not found:
        return
    yield Heading(2, "What is claimed and not supported", "unsupported")
    more = len(found) - MOST_CLAIMS
    items = [_describe_claim(one, rubric) for one in found[:MOST_CLAIMS]]
    yield Listing((*items, *([make_line(f"and {more} more: see Claim and evidence")] if more > 0 else [])))


def _describe_claim(criterion: CriterionResult, rubric: Rubric) -> Line:
    labels = {grade.id: grade.label for grade in rubric.evidence_grades}
    by = describe_grade_label(labels[str(criterion.counted_as)])
    levels = f"level {format_level(criterion.levels[Reading.CLAIMED])} claimed, {criterion.supported_level} supported"
    return (Span(f"{shorten_title(criterion.title)}: ", strong=True), Span(f"{levels} ({by})"))


def _build_actions(result: Result, rubric: Rubric) -> Iterator[Block]:
    found = choose_actions(result, rubric)
    if found:
        yield Heading(2, "What to do first", "first")
        yield Listing(tuple(map(_describe_action, found)), is_ordered=True)


def _describe_action(action: Action) -> Line:
    """What to do about a criterion, in a line."""
    title = Span(f"{shorten_title(action.criterion.title)}: ", strong=True)
    if action.weakness is None:
        return (title, Span("find out, and record the evidence"))
    first = "do what the gate asks; " if action.gate is not None else ""
    claimed, level = action.criterion.levels[Reading.CLAIMED] or 0, action.weakness.level
    if claimed > level:
        return (title, Span(f"{first}bring evidence for level {claimed}, which is claimed; level {level} is supported"))
    step = f"from level {level} to {action.weakness.next_level}"
    return (title, Span(f"{first}{step}: “{shorten(action.weakness.asks)}”"))


def _build_questions(result: Result, rubric: Rubric) -> Iterator[Block]:
    found = choose_questions(result, rubric, QUESTIONS)
    if found:
        yield Heading(2, "Questions to ask", "questions")
        yield Listing(tuple(_format_question(one, rubric) for one in found))


def _format_question(asked: CriterionToAsk, rubric: Rubric) -> Line:
    criterion = asked.criterion
    question = rubric.criteria[criterion.id].question
    words = shorten(question, QUESTION) if question else f"What shows this: {shorten_title(criterion.title)}?"
    return (Span(f"{words} "), Span(f"({_explain_reason(asked)})"))


def _explain_reason(asked: CriterionToAsk) -> str:
    """Why to ask it, in a few words."""
    levels = asked.criterion.levels
    claimed, evidenced = levels[Reading.CLAIMED], levels[Reading.EVIDENCED]
    if asked.reason is Reason.GATE:
        return "a gate hangs on it"
    if asked.reason is Reason.UNKNOWN:
        return "nobody knows"
    if claimed != evidenced:
        return f"level {format_level(claimed)} claimed, {format_level(evidenced)} supported"
    why = "more is claimed than supported" if asked.reason is Reason.UNCARRIED else "much hangs on it"
    return f"level {format_level(evidenced)}, and {why}"
