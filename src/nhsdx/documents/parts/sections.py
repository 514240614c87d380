"""Sections that several documents share: profile, gates, unsupported claims, and unknown or left-out criteria."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.gaps import find_unsupported, is_counted, list_by_status, list_gates_not_clear, repeats_gate
from nhsdx.documents.blocks import Block, Callout, Heading, Line, Listing, Paragraph, Span, Style, Tone
from nhsdx.documents.phrases import count_words, join_words, line_with_lead, make_line
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import (
    BEFORE_REMEDY,
    NOT_ALL_WELL,
    NOT_COUNTED,
    TOO_FEW,
    UNDECIDED,
    describe_condition,
    describe_gate,
    describe_gates_heading,
    describe_scores,
    describe_status,
    describe_support,
    describe_uncounted,
    name_gate,
)
from nhsdx.model import (
    CriterionResult,
    CriterionStatus,
    GateResult,
    GateState,
    Profile,
    Reading,
    Result,
    Rubric,
    find_criteria_in,
)

MOST_LISTED = 8
NOTES_LEFT_OUT = (
    "Free text by the assessors was left out of this copy: "
    "notes, reasons, the texts of actions, and the titles of documents."
)
UNSUPPORTED = "Answers not supported by their evidence"
LEFT_OUT = {
    CriterionStatus.NOT_DUE: "",
    CriterionStatus.NOT_APPLICABLE: "",
    CriterionStatus.NOT_ASKED: "Not asked, because of other answers",
    CriterionStatus.OUTSIDE_PROFILE: "Outside the profile",
}
"""The statuses of criteria that are left out.

If a status has a wording here, its criteria are listed by title on one line; otherwise they have their own section.
"""
TONES = {
    GateState.TRIGGERED: Tone.STOP,
    GateState.UNPROVEN: Tone.WARNING,
    GateState.UNDECIDED: Tone.OPEN,
    GateState.CLEAR: Tone.GOOD,
}


def explain_notes(*, with_notes: bool) -> Iterator[Block]:
    """A remark that free text was left out; nothing if it was not."""
    if not with_notes:
        yield Paragraph(make_line(NOTES_LEFT_OUT), Style.NOTE)


def build_profile(result: Result, rubric: Rubric) -> Iterator[Block]:
    """The purpose of a result's profile, if the profile gives one."""
    words = describe_profile(result, rubric)
    if words:
        yield Paragraph(make_line(words), Style.NOTE)


def describe_profile(result: Result, rubric: Rubric) -> str:
    """The title and summary of a result's profile; empty without a profile."""
    profile = rubric.profiles.get(result.assessment.profile or "")
    return "" if profile is None else explain_profile(profile)


def explain_profile(profile: Profile) -> str:
    """A profile's title and summary: `Profile “Core”: A first look.`."""
    summary = f": {clean(profile.summary)}" if profile.summary else ""
    return f"Profile “{clean(profile.title)}”{summary}"


def build_gates(result: Result, rubric: Rubric) -> Iterator[Block]:
    """Every gate that is not clear, with its condition, reason and remedy; clear gates are only listed by name."""
    if not result.gates:
        return
    not_clear = list_gates_not_clear(result)
    clear = [name_gate(gate.id, gate.title) for gate in result.gates if gate not in not_clear]
    yield Heading(2, describe_gates_heading(result), "gates")
    for at, gate in enumerate(not_clear):
        repeats = any(repeats_gate(rubric, gate, other) for other in not_clear[:at])
        lines = () if repeats else tuple(_list_gate_lines(rubric, gate))
        yield Callout(TONES[gate.state], describe_gate(result, gate, with_id=True), lines)
    if clear:
        warning = "" if not_clear else f"{NOT_ALL_WELL} "
        yield Paragraph(make_line(f"{warning}Clear under every reading: {join_words(clear)}."))


def _list_gate_lines(rubric: Rubric, gate: GateResult) -> Iterator[Line]:
    yield line_with_lead("When:", f"{describe_condition(rubric, rubric.gates[gate.id].when)}.")
    yield line_with_lead("Why:", clean(gate.because))
    yield line_with_lead("Do:", f"{BEFORE_REMEDY[gate.state]}{clean(gate.remedy)}")


def build_unsupported(result: Result) -> Iterator[Block]:
    """The answers that claim more than their evidence supports, the largest gap first."""
    found = list_unsupported(result)
    if found:
        yield Heading(2, UNSUPPORTED, "unsupported")
        yield list_some([_describe_unsupported(result, criterion) for criterion in found])


def list_unsupported(result: Result) -> list[CriterionResult]:
    """The answers that claim more than their evidence supports: counted answers first, then by the size of the gap."""
    return sorted(find_unsupported(result), key=lambda criterion: result.dimensions[criterion.dimension].advisory)


def _describe_unsupported(result: Result, criterion: CriterionResult) -> Line:
    advisory = "; not counted" if result.dimensions[criterion.dimension].advisory else ""
    scores = describe_scores(criterion.scores, result.rubric.find_shown(criterion.id))
    details = f"{advisory}): {describe_support(result, criterion)}; scores {scores}"
    return (Span(f"{clean(criterion.title)} ("), Span(criterion.id, code=True), Span(details))


def build_unknown(result: Result, rubric: Rubric, most: int | None = MOST_LISTED) -> Iterator[Block]:
    """The applicable criteria without an answer, at most `most` if given.

    Criteria that a gate depends on come first.
    """
    watched = {name for gate in rubric.gates.values() for name in find_criteria_in(gate.when)}
    found = sorted(list_by_status(result, CriterionStatus.UNKNOWN), key=lambda criterion: criterion.id not in watched)
    if found:
        yield Heading(2, f"Unknown: {_count_unknown(result, found)}", "unknown")
        yield list_some([_describe_unknown(result, rubric, criterion) for criterion in found], most)


def _count_unknown(result: Result, unknown: Sequence[CriterionResult]) -> str:
    """How many criteria are unknown, and out of how many.

    Criteria that do not count in the score are given separately.
    """
    applicable = [one for one in result.criteria.values() if one.status.applies]
    counted = [one for one in unknown if is_counted(result, one)]
    if len(counted) == len(unknown):
        return f"{len(unknown)} of {count_words(len(applicable), 'applicable criterion', 'applicable criteria')}"
    most = sum(is_counted(result, one) for one in applicable)
    criteria = count_words(most, "criterion that counts", "criteria that count")
    return f"{len(counted)} of {criteria}, and {len(unknown) - len(counted)} not counted"


def _describe_unknown(result: Result, rubric: Rubric, criterion: CriterionResult) -> Line:
    """A criterion without an answer: its title, its question, its id, and a remark if it does not count."""
    asked = clean(rubric.criteria[criterion.id].question or "not answered")
    words = TOO_FEW if criterion.has_too_few_respondents else asked
    words = f"{UNDECIDED}. {asked}" if criterion.is_undecided else words
    return (
        Span(f"{clean(criterion.title)}: ", strong=True),
        Span(f"{words} ("),
        Span(criterion.id, code=True),
        Span(")" if is_counted(result, criterion) else f") {NOT_COUNTED}"),
    )


def build_short_limits(result: Result) -> Iterator[Block]:
    """The limits on what the rubric can show, if the rubric gives any."""
    if result.rubric.limits:
        yield Heading(2, "Limits", "limits")
        yield Paragraph(make_line(clean(result.rubric.limits)), Style.NOTE)


def build_left_out(result: Result, *, with_notes: bool = True) -> Iterator[Block]:
    """The criteria that were left out, by status. If `with_notes` is true, the reasons given are included."""
    for status, lead in LEFT_OUT.items():
        found = list_by_status(result, status)
        titles = ", ".join(clean(criterion.title) for criterion in found)
        if found and lead:
            yield Paragraph(make_line(f"{lead} ({len(found)}): {titles}."))
            continue
        words = describe_status(status)
        counted = [one for one in found if one.scores[Reading.CLAIMED] is not None]
        left_out = [one for one in found if one.scores[Reading.CLAIMED] is None]
        groups = {
            (f"Left out as {words}", f"left-out-{status.value}"): left_out,
            (f"{words.capitalize()}, and counted as the rubric says", f"counted-{status.value}"): counted,
        }
        for (title, name), group in groups.items():
            yield from _list_reasons(result, title, name, group, with_notes=with_notes)


def _list_reasons(
    result: Result, title: str, name: str, found: Sequence[CriterionResult], *, with_notes: bool
) -> Iterator[Block]:
    if found:
        uncounted = sum(not is_counted(result, one) for one in found)
        yield Heading(2, f"{title}: {len(found)}{describe_uncounted(uncounted)}", name)
        yield Listing(tuple(_describe_left_out(result, one, with_notes=with_notes) for one in found))


def _describe_left_out(result: Result, criterion: CriterionResult, *, with_notes: bool) -> Line:
    mark = "" if is_counted(result, criterion) else f" {NOT_COUNTED}"
    title = f"{clean(criterion.title)}{mark}"
    if not with_notes:
        return make_line(title)
    reason = criterion.answer.reason if criterion.answer is not None else None
    return (Span(f"{title}: ", strong=True), Span(clean(reason or "no reason given")))


def list_some(lines: list[Line], most: int | None = MOST_LISTED) -> Listing:
    """The first entries in a list, and how many more there are."""
    left = len(lines[most:]) if most is not None else 0
    return Listing((*lines[:most], *([make_line(f"… and {left} more")] if left else [])))
