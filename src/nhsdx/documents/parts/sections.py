"""Parts of several documents about a result: its chart, gates, unsupported claims, and criteria unknown or left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.gaps import (
    Weakness,
    find_unsupported,
    find_weakest,
    list_by_status,
    list_gates_not_clear,
    repeats_gate,
)
from nhsdx.documents.blocks import Block, Callout, Heading, Line, Listing, Paragraph, RangeChart, RangeRow, Span, Tone
from nhsdx.documents.number_words import format_level
from nhsdx.documents.phrases import count_words, join_words, line_with_lead, make_line, shorten
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import (
    TOO_FEW,
    describe_bar,
    describe_condition,
    describe_gate,
    describe_level,
    describe_scores,
    describe_status,
    describe_support,
    name_gate,
    name_node,
)
from nhsdx.model import (
    CriterionResult,
    CriterionStatus,
    DimensionResult,
    GateResult,
    GateState,
    ParentResult,
    Reading,
    Result,
    Rubric,
    find_criteria_in,
)

MOST_LISTED = 8
UNSUPPORTED = "Answers not supported by their evidence"
LEFT_OUT = (CriterionStatus.NOT_DUE, CriterionStatus.NOT_APPLICABLE, CriterionStatus.OUTSIDE_PROFILE)
TONES = {
    GateState.TRIGGERED: Tone.STOP,
    GateState.UNPROVEN: Tone.WARNING,
    GateState.UNDECIDED: Tone.OPEN,
    GateState.CLEAR: Tone.GOOD,
}
SERIES_CAPTION = "The overall score of each assessment, 0 to 100"
CAPTION = "The whole and its dimensions, 0 to 100"
LEGEND = (
    "Filled bar and disc: evidenced. Hatched bar and diamond: claimed. Thin line: the range, from low to high. "
    "Upright lines: where each level begins."
)
MOST_ROWS = 7
LABEL = 44
"""The most characters of a dimension's title beside its bar."""


def build_brief_chart(result: Result) -> RangeChart:
    """A row for the whole and for each dimension, or only for the top dimensions if there are too many."""
    found = list(list_dimensions(result))
    if len(found) > MOST_ROWS:
        found = [pair for pair in found if pair[0] == 0][:MOST_ROWS]
    return _build_chart(result, found, longest=LABEL)


def build_whole_chart(result: Result) -> RangeChart | None:
    """A row for every dimension at any depth; None if the brief chart has them all."""
    found = list(list_dimensions(result))
    return _build_chart(result, found, longest=LABEL) if len(found) > MOST_ROWS else None


def build_full_chart(result: Result) -> RangeChart:
    """A row for every dimension, with the weakest criterion of each."""
    return _build_chart(result, list(list_dimensions(result)), with_weakest=True)


def build_series_chart(points: Sequence[tuple[str, Result]]) -> RangeChart:
    """A row for each assessment of a series, under its name, with its overall score."""
    rows = [
        _build_row(result, result.overall, 0, name=name, longest=LABEL, with_weakest=True) for name, result in points
    ]
    return RangeChart(SERIES_CAPTION, LEGEND, points[-1][1].scale, tuple(rows), "Assessment")


def list_dimensions(result: Result, parent: str | None = None, depth: int = 0) -> Iterator[tuple[int, DimensionResult]]:
    """Every dimension after its parent, with its depth below the top, which has depth 0."""
    for dimension in result.dimensions.values():
        if dimension.parent == parent:
            yield depth, dimension
            yield from list_dimensions(result, dimension.id, depth + 1)


def _build_chart(
    result: Result, found: list[tuple[int, DimensionResult]], *, longest: int | None = None, with_weakest: bool = False
) -> RangeChart:
    nodes = [(0, result.overall, False), *((depth, one, one.advisory) for depth, one in found)]
    rows = [
        _build_row(result, node, depth, longest=longest, is_advisory=is_advisory, with_weakest=with_weakest)
        for depth, node, is_advisory in nodes
    ]
    return RangeChart(CAPTION, LEGEND, result.scale, tuple(rows))


def _build_row(  # noqa: PLR0913 - a row has this many parts
    result: Result,
    node: ParentResult,
    depth: int,
    *,
    longest: int | None,
    is_advisory: bool = False,
    with_weakest: bool = False,
    name: str | None = None,
) -> RangeRow:
    """A row for a node, with its own title if no other name is given."""
    name = name or name_node(node)
    return RangeRow(
        label=name if longest is None else shorten(name, longest),
        scores=node.scores,
        levels=node.levels,
        level_label=describe_level(result, node.levels[Reading.EVIDENCED]),
        text=describe_bar(name, node.scores),
        depth=depth,
        is_advisory=is_advisory,
        weakest=describe_level(result, node.weakest[Reading.EVIDENCED]) if with_weakest else "",
    )


def build_gates(result: Result, rubric: Rubric) -> Iterator[Block]:
    """Every gate that is not clear, with its condition, reason and remedy; the clear ones by name."""
    if not result.gates:
        return
    not_clear = list_gates_not_clear(result)
    clear = [name_gate(gate.id) for gate in result.gates if gate not in not_clear]
    yield Heading(2, f"Gates: {len(not_clear)} not clear, {len(clear)} clear", "gates")
    for at, gate in enumerate(not_clear):
        repeats = any(repeats_gate(rubric, gate, other) for other in not_clear[:at])
        lines = () if repeats else tuple(_list_gate_lines(rubric, gate))
        yield Callout(TONES[gate.state], describe_gate(result, gate), lines)
    if clear:
        yield Paragraph(make_line(f"Clear under every reading: {join_words(clear)}."))


def _list_gate_lines(rubric: Rubric, gate: GateResult) -> Iterator[Line]:
    yield line_with_lead("When:", f"{describe_condition(rubric, rubric.gates[gate.id].when)}.")
    yield line_with_lead("Why:", clean(gate.because))
    yield line_with_lead("Do:", clean(gate.remedy))


def build_unsupported(result: Result) -> Iterator[Block]:
    """The answers that claim more than their evidence supports, the largest gap first."""
    found = list_unsupported(result)
    if found:
        yield Heading(2, UNSUPPORTED, "unsupported")
        yield list_some([_describe_unsupported(result, criterion) for criterion in found])


def list_unsupported(result: Result) -> list[CriterionResult]:
    """The answers that claim more than their evidence supports: counted ones first, the largest gap first."""
    return sorted(find_unsupported(result), key=lambda criterion: result.dimensions[criterion.dimension].advisory)


def _describe_unsupported(result: Result, criterion: CriterionResult) -> Line:
    advisory = "; not counted" if result.dimensions[criterion.dimension].advisory else ""
    details = f"{advisory}): {describe_support(criterion)}; scores {describe_scores(criterion.scores)}"
    return (Span(f"{clean(criterion.title)} ("), Span(criterion.id, code=True), Span(details))


def build_late_evidence(result: Result, most: int | None = MOST_LISTED) -> Iterator[Block]:
    """The answers whose evidence is dated after the assessment; no more than `most`, if given."""
    found = [finding for finding in result.findings if finding.code == "evidence-from-later"]
    if found:
        answers = count_words(len(found), "answer has", "answers have")
        yield Heading(2, f"Check the dates: {answers} evidence dated after the assessment", "late-evidence")
        yield list_some([make_line(clean(finding.message)) for finding in found], most)


def build_unknown(result: Result, rubric: Rubric, most: int | None = MOST_LISTED) -> Iterator[Block]:
    """The applicable criteria without an answer, those in a gate first; no more than `most`, if given."""
    watched = {name for gate in rubric.gates.values() for name in find_criteria_in(gate.when)}
    found = sorted(list_by_status(result, CriterionStatus.UNKNOWN), key=lambda criterion: criterion.id not in watched)
    if found:
        applicable = sum(criterion.status.applies for criterion in result.criteria.values())
        yield Heading(
            2,
            f"Unknown: {len(found)} of {count_words(applicable, 'applicable criterion', 'applicable criteria')}",
            "unknown",
        )
        yield list_some([describe_unknown(rubric, criterion) for criterion in found], most)


def describe_unknown(rubric: Rubric, criterion: CriterionResult) -> Line:
    """A criterion without an answer: its title, its question and its id."""
    asked = clean(rubric.criteria[criterion.id].question or "not answered")
    words = TOO_FEW if criterion.answer is not None and criterion.answer.is_known else asked
    return (
        Span(f"{clean(criterion.title)}: ", strong=True),
        Span(f"{words} ("),
        Span(criterion.id, code=True),
        Span(")"),
    )


def build_left_out(result: Result) -> Iterator[Block]:
    """The criteria that were left out, by status, with the reasons given."""
    for status in LEFT_OUT:
        found = list_by_status(result, status)
        if not found:
            continue
        if status is CriterionStatus.OUTSIDE_PROFILE:
            titles = ", ".join(clean(criterion.title) for criterion in found)
            yield Paragraph(make_line(f"Outside the profile ({len(found)}): {titles}."))
        else:
            yield Heading(2, f"Left out as {describe_status(status)}: {len(found)}", f"left-out-{status.value}")
            yield Listing(tuple(map(_describe_left_out, found)))


def _describe_left_out(criterion: CriterionResult) -> Line:
    reason = criterion.answer.reason if criterion.answer is not None else None
    return (Span(f"{clean(criterion.title)}: ", strong=True), Span(clean(reason or "no reason given")))


def build_weakest(result: Result, rubric: Rubric) -> Iterator[Block]:
    """The lowest criteria as evidenced, and what the next level of each needs."""
    found = find_weakest(result, rubric)
    if found:
        yield Heading(2, "Weakest criteria as evidenced, and what the next level asks for", "weakest")
        yield Listing(tuple(map(_describe_weakness, found)), is_ordered=True)


def _describe_weakness(weakness: Weakness) -> Line:
    claimed = weakness.criterion.levels[Reading.CLAIMED]
    step = f"level {weakness.level} to {weakness.next_level}"
    if claimed != weakness.level:
        step += f"; {format_level(claimed)} is claimed: add evidence"
    criterion = weakness.criterion
    return (
        Span(f"{clean(criterion.title)} (", strong=False),
        Span(criterion.id, code=True),
        Span(f"; {step}): {clean(weakness.asks)}"),
    )


def list_some(lines: list[Line], most: int | None = MOST_LISTED) -> Listing:
    """The first entries of a list, and how many more there are."""
    left = len(lines[most:]) if most is not None else 0
    return Listing((*lines[:most], *([make_line(f"… and {left} more")] if left else [])))
