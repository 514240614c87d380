"""Page one of a report: the decision, the finding, gates, scores, unsupported claims, actions and questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.case import Case
from nhsdx.commands.compare.model import Comparison
from nhsdx.commands.report.finding import build_finding
from nhsdx.commands.report.head import build_head
from nhsdx.commands.report.picks import Action, CriterionToAsk, Picks, Reason
from nhsdx.documents.blocks import Block, Callout, Facts, Heading, Line, Listing, Paragraph, Sheet, Span, Style
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
from nhsdx.documents.sections import TONES, UNSUPPORTED, list_unsupported
from nhsdx.documents.words import describe_gate, describe_levels, describe_support
from nhsdx.model.reading import Reading
from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric

MOST_GATES = 2
MOST_CLAIMS = 3
WHY = 210
"""The most of why a gate is there, and of what to do about it."""
QUESTION = 125
GATE = "A gate is a minimum: high scores elsewhere cannot make up for it."


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
        clear = f"all {count} gates are" if count > 1 else "the one gate is"
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
    more = len(found) - MOST_CLAIMS
    items = [
        (Span(f"{shorten_title(one.title)}: ", strong=True), Span(describe_support(one))) for one in found[:MOST_CLAIMS]
    ]
    yield Listing((*items, *([make_line(f"… and {more} more")] if more > 0 else [])))


def _build_actions(picks: Picks) -> Iterator[Block]:
    if picks.actions:
        yield Heading(2, "What to do first", "first")
        yield Listing(tuple(map(_describe_action, picks.actions)), is_ordered=True)


def _describe_action(action: Action) -> Line:
    """What to do about a criterion, in a line."""
    title = Span(f"{shorten_title(action.criterion.title)}: ", strong=True)
    if action.weakness is None:
        return (title, Span("find out the answer, and record the evidence"))
    first = "do what the gate asks; " if action.gate is not None else ""
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
