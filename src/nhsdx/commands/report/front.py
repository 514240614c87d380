"""Page one of a report: its heading, the finding, gates, scores, unsupported claims, actions and questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.case import Case
from nhsdx.analysis.common import score_on_common
from nhsdx.commands.compare.model import Comparison
from nhsdx.commands.report.beside import find_voice_differences, name_voices
from nhsdx.commands.report.finding import build_finding
from nhsdx.commands.report.picks import CriterionToAsk, Picks, Priority, Reason
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
    count_not_clear,
    count_words,
    describe_gate,
    describe_gate_counts,
    describe_grade,
    describe_lead,
    describe_levels,
    describe_readings,
    describe_support,
    format_day,
    format_level,
    has_grades,
    join_words,
    line_with_lead,
    list_headlines,
    list_things_to_do,
    make_line,
    name_gate,
    shorten,
    shorten_sentence,
    shorten_title,
)
from nhsdx.documents.parts import (
    TONES,
    UNSUPPORTED,
    build_brief_chart,
    describe_actions,
    describe_checks,
    describe_context,
    describe_profile,
    list_some,
    list_unsupported,
)
from nhsdx.model import OVERALL, CriterionStatus, LocalAndNational, Reading, Result, Rubric

MOST_GATES = 2
MOST_CLAIMS = 3
WHY = 210
"""The most characters of a gate's reason, and of its remedy."""
QUESTION = 125
GATE = "A gate is a minimum: high scores elsewhere cannot make up for it."
WHO = 170
"""The most characters of the list of assessors."""
MOST_THINGS = 2
"""How many things to do of a first step page one shows."""
THING = 110
"""The most characters of each."""
OTHERS = 2
"""How many other voices page one shows one by one."""
LIMITS = 210
CONTEXT = 240
PROFILE = 210
PRIVACY = "A post held by one person is identifiable: what this paper says of the post is about that person."


def build_front_page(cases: Sequence[Case], comparison: Comparison | None, picks: Picks) -> Sheet:
    """The first page, in the order in which a reader decides."""
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
            *_build_first_steps(result, rubric, picks),
            *_build_questions(picks, rubric),
        )
    )


def _build_gates(result: Result, picks: Picks) -> Iterator[Block]:
    """Each gate that is not clear, why it is there, and what to do about it."""
    if not result.gates:
        return
    yield Heading(2, "What is unsafe, or not shown to be safe", "unsafe")
    if not picks.gates:
        words = f"Nothing: {describe_gate_counts(result)}. A gate checks only the criteria that it is about."
        yield Paragraph(make_line(words))
        return
    counts = describe_gate_counts(result)
    yield Paragraph(make_line(f"{counts[:1].upper()}{counts[1:]}. {GATE}"), Style.NOTE)
    for gate in picks.gates[:MOST_GATES]:
        why, do = (shorten_sentence(text, WHY) for text in (gate.because, gate.remedy))
        lines = (line_with_lead("Why:", why), line_with_lead("Do:", do))
        yield Callout(TONES[gate.state], describe_gate(result, gate), lines)
    shown = {gate.id for gate in picks.gates[:MOST_GATES]}
    others = [gate for gate in picks.not_clear if gate.id not in shown]
    if others:
        names = join_words([name_gate(gate.id) for gate in others])
        yield Paragraph(make_line(f"The others are below: {names}."), Style.NOTE)


def _build_unsupported(result: Result) -> Iterator[Block]:
    """The widest gaps between evidence and claim."""
    found = list_unsupported(result)
    if not found:
        return
    yield Heading(2, f"{UNSUPPORTED}: {len(found)}", "beyond-evidence")
    items = [line_with_lead(f"{shorten_title(one.title)}:", describe_support(one)) for one in found]
    yield list_some(items, MOST_CLAIMS)


def _build_first_steps(result: Result, rubric: Rubric, picks: Picks) -> Iterator[Block]:
    if picks.priorities:
        yield Heading(2, "What to do first", "first")
        yield Listing(tuple(_describe_priority(result, rubric, one) for one in picks.priorities), is_ordered=True)


def _describe_priority(result: Result, rubric: Rubric, priority: Priority) -> Line:
    """A step on one line: what to do, with its effort, and the level that it leads to."""
    step = priority.step
    title = Span(f"{shorten_title(step.criterion.title)}: ", strong=True)
    things = list(list_things_to_do(result, rubric, step, THING))
    left = len(things) - MOST_THINGS
    first = [f"do what the gate {name_gate(priority.gate.id)} requires"] if priority.gate is not None else []
    more = [f"and {left} more below"] if left > 0 else []
    words = "; ".join([*first, *things[:MOST_THINGS], *more])
    lead = "" if step.level is None else f"; {describe_lead(result, step)}"
    return (title, Span(f"{words}{lead}"))


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
    how = f" {Reading.EVIDENCED}" if asked.criterion.supported_level is not None else ""
    return f"level {format_level(levels[Reading.CLAIMED])}{how}; it has a lot of weight"


def build_head(cases: Sequence[Case], comparison: Comparison | None, picks: Picks) -> Iterator[Fact]:
    """The facts to know before the finding, in the order in which people ask for them."""
    case = cases[0]
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
    if len(cases) > 1:
        yield _make_fact("Other voices", _describe_others(cases))
    if comparison is not None:
        yield _make_fact("Last time", _describe_last_time(comparison))
    if result.both is not None:
        yield _make_fact("National score", _describe_national(result, result.both))
    if result.rubric.limits:
        yield _make_fact("Limits", shorten_sentence(result.rubric.limits, LIMITS))
    yield _make_fact("Privacy", PRIVACY)


def _describe_purpose(result: Result) -> str:
    subject = shorten_title(result.assessment.subject)
    supports = ", what the evidence supports" if has_grades(result) else ""
    return f"Shows how {subject} scores{supports} and what to do first."


def _make_fact(name: str, text: str) -> Fact:
    return Fact(name, make_line(text))


def _describe_decision(result: Result, picks: Picks) -> str:
    gates, steps = count_not_clear(result), len(picks.priorities)
    parts = []
    if gates:
        parts.append(f"act on {count_words(gates, 'gate')} that {'is' if gates == 1 else 'are'} not clear")
    if steps:
        parts.append(f"give an owner and a date to {count_words(steps, 'first step')}")
    return f"For the {clean(result.rubric.audience)}: {join_words([*parts, 'set a date to reassess'])}."


def _describe_scope(result: Result, rubric: Rubric) -> str:
    """How many criteria of which rubric and profile were asked, and on which day evidence was judged."""
    about, stamp = result.assessment, result.rubric
    asked = sum(one.status is not CriterionStatus.OUTSIDE_PROFILE for one in result.criteria.values())
    checked = f", whose facts were checked to {format_day(stamp.checked)}" if stamp.checked else ""
    aged = f"; evidence as of {format_day(about.as_of)}" if about.as_of != about.date else ""
    local = ", a local rubric that extends the national one" if result.both is not None else ""
    profile = shorten_sentence(describe_profile(result, rubric), PROFILE) if about.profile else ""
    words = f"{count_words(asked, 'criterion', 'criteria')} of {stamp.id} {stamp.version}{checked}{local}{aged}."
    return f"{words} {profile}".rstrip()


def _describe_assessors(case: Case) -> str:
    """Who answered, and as which voice."""
    voice = f"voice “{case.result.assessment.voice}”"
    roles = ", ".join(clean(role) for role in case.assessment.about.assessors)
    return shorten_sentence(f"{roles} ({voice})" if len(roles) < WHO - len(voice) else f"{voice}: {roles}", WHO)


def _describe_grading(rubric: Rubric) -> str:
    grades = rubric.evidence_grades
    ends = [f"“{describe_grade(one)}” (supports level {one.supports})" for one in (grades[0], grades[-1])]
    return f"{len(grades)} grades, from {ends[0]} to {ends[1]}." if len(grades) > 1 else f"One grade: {ends[0]}."


def _describe_others(cases: Sequence[Case]) -> str:
    """The scores of other voices on the criteria that all answered, and the largest difference."""
    common, results = score_on_common(cases), [case.result for case in cases]
    headlines = list_headlines(results[0])
    named_voices = list(zip(name_voices(results), [case.result for case in common.cases], strict=True))
    others = [f"“{name}” {describe_readings(one.overall.scores, headlines)}" for name, one in named_voices[1:]]
    own = describe_readings(common.cases[0].result.overall.scores, headlines)
    more = f"; and {len(others) - OTHERS} more" if len(others) > OTHERS else ""
    apart = find_voice_differences(results)
    shared = f"On the {count_words(len(common.criteria), 'criterion', 'criteria')} that all voices answered"
    words = f"{shared}: {'; '.join(others[:OTHERS])}{more}; this one {own}"
    if not apart:
        return f"{words}. All claim the same levels."
    criteria, levels = count_words(len(apart), "criterion", "criteria"), count_words(apart[0].spread, "level")
    return f"{words}. Their claims differ on {criteria}, by up to {levels}."


def _describe_last_time(comparison: Comparison) -> str:
    """The overall scores of the older result, or of its answers scored with this rubric, and those of today."""
    moved = comparison.nodes[OVERALL]
    how = ", scored again with this rubric and profile" if comparison.is_rescored else ""
    day = format_day(comparison.old.assessment.date)
    headlines = list_headlines(comparison.new)
    before, now = (describe_readings(scores, headlines) for scores in (moved.rescored, moved.new))
    return f"{day}{how}: {before}; now {now}."


def _describe_national(result: Result, both: LocalAndNational) -> str:
    """The overall scores under the national rubric and the local one."""
    two, headlines = both.nodes[OVERALL], list_headlines(result)
    national, local = (describe_readings(scores, headlines) for scores in (two.national, two.local))
    return f"National {national}; local {local}."
