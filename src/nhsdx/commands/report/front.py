"""Page one of a report: its heading, the finding, gates, scores, unsupported claims, actions and questions."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.analysis.priorities import Priority
from nhsdx.commands.compare.model import Comparison
from nhsdx.commands.report.beside import Voices
from nhsdx.commands.report.finding import build_main_finding
from nhsdx.commands.report.head import build_head
from nhsdx.commands.report.picks import CriterionToAsk, Picks, Reason
from nhsdx.documents.page import (
    BEFORE_REMEDY,
    NOT_ALL_WELL,
    Block,
    Callout,
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
    describe_aim,
    describe_gate,
    describe_gates_heading,
    describe_levels,
    describe_reached,
    describe_support,
    describe_whole_agreed,
    format_day,
    format_level,
    line_with_lead,
    list_first_things,
    make_line,
    shorten,
    shorten_sentence,
    shorten_title,
)
from nhsdx.documents.parts import (
    FIRST,
    TONES,
    UNSUPPORTED,
    build_brief_chart,
    build_goals,
    join_first_things,
    list_some,
    list_unsupported,
)
from nhsdx.model import GateResult, GateState, Reading, Result, Rubric

MOST_GATES = 2
MOST_CLAIMS = 3
WHY = 210
"""The maximum number of characters shown of a gate's reason, or of a remedy that may be shortened."""
BRIEF_WHY = 125
"""How many characters of a gate's reason are kept if the reason is cut to make room for a whole remedy."""
REMEDY = 600
"""A remedy of up to this many characters is never cut."""
TOO_LONG = "The remedy is too long for this page. Read it in full on the next page."
QUESTION = 125
QUESTIONS_BESIDE_GATES = 3
"""How many questions fit on a page that shows as many gates as it can."""
GATE = "A gate is a minimum: high scores elsewhere cannot make up for it."
MOST_THINGS = 2
"""How many things to do are shown on page one for each first step."""
THING = 90
"""The maximum number of characters of each thing to do that are shown."""


def build_front_page(voices: Voices, comparison: Comparison | None, picks: Picks) -> Sheet:
    """The first page, with its parts in the order in which a reader needs them for a decision."""
    result, rubric = voices.main.result, voices.main.instrument.rubric
    about = result.assessment
    return Sheet(
        (
            Heading(1, shorten_title(result.rubric.title), "title"),
            Paragraph(make_line(f"{shorten_title(about.subject)}, {format_day(about.date)}"), Style.LEAD),
            Facts(tuple(build_head(voices, comparison, picks))),
            Heading(2, "The finding", "finding"),
            Listing(build_main_finding(result, rubric, picks.gates, picks.priorities)),
            *_build_gates(result, picks),
            Heading(2, "Scores", "scores"),
            build_brief_chart(result),
            *_build_unsupported(result),
            *_build_first_steps(result, rubric, picks),
            *_build_questions(result, picks, rubric),
        )
    )


def _build_gates(result: Result, picks: Picks) -> Iterator[Block]:
    """Each gate that is not clear, why the rubric has it, and what to do about it."""
    if not result.gates:
        return
    yield Heading(2, "Gates", "gates-first")
    counts = describe_gates_heading(result)
    if not picks.gates:
        yield Paragraph(make_line(f"{counts}. {NOT_ALL_WELL}"))
        return
    yield Paragraph(make_line(f"{counts}. {GATE}"), Style.NOTE)
    for gate in picks.gates[:MOST_GATES]:
        lines = (
            line_with_lead("Why:", shorten_sentence(gate.because, BRIEF_WHY if _has_whole_remedy(gate) else WHY)),
            line_with_lead("Do:", f"{BEFORE_REMEDY[gate.state]}{_shorten_remedy(gate)}"),
        )
        yield Callout(TONES[gate.state], describe_gate(result, gate), lines)
    shown = {gate.id for gate in picks.gates[:MOST_GATES]}
    others = [gate for gate in picks.not_clear if gate.id not in shown]
    if others:
        more = count_words(len(others), "other gate is", "other gates are")
        yield Paragraph(make_line(f"{more} on the following pages."), Style.NOTE)


def _shorten_remedy(gate: GateResult) -> str:
    """A gate's remedy.

    The remedy is given in full if the gate is triggered and caps a score, because a shortened remedy could mislead.
    """
    if not _has_whole_remedy(gate):
        return shorten_sentence(gate.remedy, WHY)
    whole = clean(gate.remedy)
    return whole if len(whole) <= REMEDY else TOO_LONG


def _has_whole_remedy(gate: GateResult) -> bool:
    return gate.state is GateState.TRIGGERED and bool(gate.caps)


def _build_unsupported(result: Result) -> Iterator[Block]:
    """The widest gaps between what the evidence supports and what is claimed."""
    found = list_unsupported(result)
    if not found:
        return
    yield Heading(2, f"{UNSUPPORTED}: {len(found)}", "beyond-evidence")
    items = [line_with_lead(f"{shorten_title(one.title)}:", describe_support(result, one)) for one in found]
    yield list_some(items, MOST_CLAIMS)


def _build_first_steps(result: Result, rubric: Rubric, picks: Picks) -> Iterator[Block]:
    if picks.priorities:
        yield Heading(2, FIRST, "first-steps")
        yield from build_goals(result, picks.priorities)
        yield Listing(tuple(_describe_priority(result, rubric, one) for one in picks.priorities), is_ordered=True)


def _describe_priority(result: Result, rubric: Rubric, priority: Priority) -> Line:
    """A step on one line: what to do, with its effort, and the level that it leads to."""
    step = priority.step
    title = Span(f"{shorten_title(step.criterion.title)}: ", strong=True)
    things = list(list_first_things(result, rubric, priority, THING))
    agreed = describe_whole_agreed(result, step)
    words = join_first_things(result, priority, things, MOST_THINGS, "below")
    return (title, Span(f"{words}; {agreed}" if agreed else words))


def _build_questions(result: Result, picks: Picks, rubric: Rubric) -> Iterator[Block]:
    if picks.questions:
        yield Heading(2, "Questions to ask", "questions")
        most = QUESTIONS_BESIDE_GATES if len(picks.gates) >= MOST_GATES else len(picks.questions)
        yield Listing(tuple(_format_question(result, one, rubric) for one in picks.questions[:most]))


def _format_question(result: Result, asked: CriterionToAsk, rubric: Rubric) -> Line:
    criterion = asked.criterion
    question = rubric.criteria[criterion.id].question
    words = shorten(question, QUESTION) if question else f"What shows this: {shorten_title(criterion.title)}?"
    return (Span(f"{words} "), Span(f"({_explain_reason(result, asked)})"))


def _explain_reason(result: Result, asked: CriterionToAsk) -> str:
    """Why the question should be asked, in a few words."""
    levels = asked.criterion.levels
    if asked.reason is Reason.GATE:
        return "a gate depends on this"
    if asked.reason is Reason.UNKNOWN:
        return "not answered"
    if levels[Reading.CLAIMED] != levels[Reading.EVIDENCED]:
        return describe_levels(result, asked.criterion)
    how = f" {Reading.EVIDENCED}" if asked.criterion.supported_level is not None else ""
    number = f"level {format_level(result, levels[Reading.CLAIMED])}"
    level = describe_reached(result, asked.criterion, Reading.CLAIMED) if asked.criterion.own_scale else number
    why = "it has a lot of weight" if asked.goal is None else f"needed for {describe_aim(result, asked.goal)}"
    return f"{level}{how}; {why}"
