"""The detail behind page one: figures, unsupported claims, first steps, actions, changes, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nhsdx.analysis.gaps import find_unknown_items, is_counted, list_by_status
from nhsdx.commands.compare.model import Comparison
from nhsdx.commands.report import beside
from nhsdx.commands.report.first_steps import build_first_steps
from nhsdx.commands.report.picks import Picks
from nhsdx.documents.page import (
    BY_SCORE,
    NOT_COUNTED,
    Block,
    Cell,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Line,
    Listing,
    Paragraph,
    Span,
    Style,
    Table,
    clean,
    count_not_clear,
    describe_before_gates,
    describe_beside,
    describe_ends,
    describe_evidence,
    describe_gate_states,
    describe_left_out,
    describe_node_place,
    describe_range,
    describe_reached,
    describe_reading,
    describe_unknown_items,
    describe_weakest,
    describe_weakest_level,
    format_percent,
    format_score,
    has_grades,
    line_with_lead,
    list_headlines,
    list_readings,
    make_cell,
    make_label,
    make_line,
    make_row,
    name_node,
    nest_headings,
    round_half_up,
)
from nhsdx.documents.parts import (
    UNSUPPORTED,
    build_actions,
    build_checks,
    build_context,
    build_gates,
    build_left_out,
    build_local_and_national,
    build_spreads,
    build_unknown,
    build_whole_chart,
    describe_doubts,
    list_dimensions,
    list_unsupported,
)
from nhsdx.model import ChecklistCriterion, CriterionResult, CriterionStatus, ParentResult, Reading, Result, Rubric

AVERAGES = ("mean", "geometric")
"""The aggregates that are averages."""
CLAIMS = (
    Column("Criterion", share=4),
    Column("Level evidenced", share=2),
    Column("Level claimed", share=2),
    Column("Evidence", share=4),
    Column("Points not supported", is_number=True, share=2),
)
SPREAD = "The next table shows how many criteria are at each level, because one score can hide weaknesses."
AVERAGE = "The overall score is an average. It can hide weaknesses, and it does not rank organisations."
NO_AVERAGE = "The overall score is not an average, and it does not rank organisations."


def build_detail(
    voices: beside.Voices, comparison: Comparison | None, picks: Picks, *, with_notes: bool
) -> Iterator[Block]:
    """Everything between page one and the annexes; without notes, free text is left out."""
    result, rubric = voices.main.result, voices.main.instrument.rubric
    yield from build_gates(result, rubric)
    yield from build_figures(result)
    yield from build_context(result, rubric)
    yield from build_claims(result, rubric)
    yield from build_checks(result, most=None, with_notes=with_notes)
    yield from build_strengths(result, picks)
    yield from build_first_steps(result, rubric, picks)
    yield from build_actions(result, with_notes=with_notes)
    yield from beside.build_voices(voices)
    yield from beside.build_change_since(comparison, with_notes=with_notes)
    yield from build_local_and_national(result)
    yield from build_not_known(result, rubric, with_notes=with_notes)
    yield from build_limits(rubric)


def build_figures(result: Result) -> Iterator[Block]:
    """The scores of the whole and of every dimension under each reading, and how many criteria are at each level."""
    yield Heading(2, "The figures", "figures")
    yield KeyFigures(tuple(_list_key_figures(result)))
    chart, shown = build_whole_chart(result), list_readings(result)
    if chart is not None:
        yield chart
    rows = [_build_figures_row(result, result.overall, name_node(result.overall))]
    for depth, dimension in list_dimensions(result):
        mark = f" {NOT_COUNTED}" if dimension.advisory else ""
        rows.append(_build_figures_row(result, dimension, f"{'– ' * depth}{name_node(dimension)}{mark}"))
    columns = (
        Column("Dimension", share=7),
        *(Column(reading.capitalize(), is_number=True, share=3) for reading in shown),
        Column("Place on the scale, and the weakest criterion", share=7),
        Column("Answered", is_number=True, share=3),
    )
    yield Table(f"Scores ({describe_ends(result.rubric.shown)}) under each reading", columns, tuple(rows))
    meanings = ". ".join(f"{reading.capitalize()}: {describe_reading(result, reading)}" for reading in shown)
    by_score = f" {BY_SCORE}" if any(one.is_by_score for one in result.criteria.values()) else ""
    yield Paragraph(make_line(f"{meanings}. {SPREAD}{by_score}"), Style.NOTE)
    yield from build_spreads(result)


def _list_key_figures(result: Result) -> Iterator[KeyFigure]:
    """The headline score, the weakest criterion, how much is answered, and how many gates are not clear."""
    overall, headlines = result.overall, list_headlines(result)
    others = ", ".join(f"{format_score(overall.scores[one], result.rubric.shown)} {one}" for one in headlines[1:])
    beside_it = f"{others}, range {describe_range(overall.scores, result.rubric.shown)}".removeprefix(", ")
    first = headlines[0]
    yield KeyFigure(f"Overall ({first})", format_score(overall.scores[first], result.rubric.shown), beside_it)
    weakest = describe_weakest_level(result, overall, first)
    yield KeyFigure(f"Weakest criterion ({first})", weakest, "the lowest that counts")
    left_out = f"left out: {describe_left_out(overall.left_out) or 'none'}"
    yield KeyFigure("Answered", format_percent(overall.coverage), f"of the applicable weight; {left_out}")
    if result.gates:
        note = describe_gate_states(result) or "none is triggered"
        yield KeyFigure("Gates not clear", f"{count_not_clear(result)} of {len(result.gates)}", note)


def _build_figures_row(result: Result, node: ParentResult, label: str) -> tuple[Cell, ...]:
    first = list_headlines(result)[0]
    place, weakest = describe_node_place(result, node, first), f"weakest: {describe_weakest(result, node, first)}"
    return (
        make_label(label, describe_beside(result, node)),
        *make_row(
            *(
                format_score(node.scores[reading], result.rubric.find_shown(node.id))
                for reading in list_readings(result)
            )
        ),
        make_cell(place, weakest, describe_before_gates(result, node)),
        make_cell(format_percent(node.coverage)),
    )


def build_claims(result: Result, rubric: Rubric) -> Iterator[Block]:
    """The gap between evidence and claim, criterion by criterion."""
    if not rubric.evidence_grades:
        return
    yield Heading(2, UNSUPPORTED, "unsupported")
    found = list_unsupported(result)
    if not found:
        doubts = describe_doubts(result)
        words = "No answer claims more than its evidence supports"
        yield Paragraph(make_line(f"{words}, but {doubts}." if doubts else f"{words}."))
        return
    rows = tuple(_build_claim_row(result, criterion) for criterion in found)
    yield Table(
        "Answers that claim more than their evidence supports, largest gap first; answers that do not count are last",
        CLAIMS,
        rows,
    )


def _build_claim_row(result: Result, criterion: CriterionResult) -> tuple[Cell, ...]:
    evidenced, claimed = (criterion.scores[one] or 0.0 for one in (Reading.EVIDENCED, Reading.CLAIMED))
    mark = f" {NOT_COUNTED}" if result.dimensions[criterion.dimension].advisory else ""
    return make_row(
        f"{clean(criterion.title)}{mark}",
        describe_reached(result, criterion, Reading.EVIDENCED),
        describe_reached(result, criterion, Reading.CLAIMED),
        describe_evidence(criterion),
        round_half_up(claimed - evidenced),
    )


def build_strengths(result: Result, picks: Picks) -> Iterator[Block]:
    """The criteria with the highest evidenced scores."""
    if picks.strengths:
        yield Heading(2, "Strengths as evidenced" if has_grades(result) else "Strengths", "strengths")
        yield Listing(tuple(_describe_strength(result, one) for one in picks.strengths))


def _describe_strength(result: Result, criterion: CriterionResult) -> Line:
    level = describe_reached(result, criterion, Reading.EVIDENCED)
    dimension = clean(result.dimensions[criterion.dimension].title)
    return (Span(f"{clean(criterion.title)} ", strong=True), Span(f"({dimension}): {level}"))


def build_not_known(result: Result, rubric: Rubric, *, with_notes: bool = True) -> Iterator[Block]:
    """The criteria that are not answered, and the criteria that are left out, with the reasons."""
    yield Heading(2, "What is not known", "not-known")
    unknown_items = find_unknown_items(result)
    if not list_by_status(result, CriterionStatus.UNKNOWN):
        but = ", but some statements are unknown" if unknown_items else ""
        yield Paragraph(make_line(f"Every applicable criterion is answered{but}."))
    yield from nest_headings(build_unknown(result, rubric, most=None), "")
    if unknown_items:
        yield Heading(3, f"In answered criteria, {describe_unknown_items(result)}", "unknown-statements")
        yield Listing(tuple(_list_unknown_items(result, rubric, unknown_items)))
    yield from nest_headings(build_left_out(result, with_notes=with_notes), "")


def _list_unknown_items(result: Result, rubric: Rubric, unknown: Mapping[str, tuple[str, ...]]) -> Iterator[Line]:
    """Each unknown statement, after the title of its criterion, and whether it counts."""
    for name, items in unknown.items():
        criterion = rubric.criteria[name]
        mark = "" if is_counted(result, result.criteria[name]) else f" {NOT_COUNTED}"
        if isinstance(criterion, ChecklistCriterion):
            for item in items:
                yield line_with_lead(f"{clean(criterion.title)}:", f"{clean(criterion.items[item].text)}{mark}")


def build_limits(rubric: Rubric) -> Iterator[Block]:
    """The prohibited uses of the report, and its limits."""
    use = rubric.rubric.use
    yield Heading(2, "Limits", "limits")
    if use.limits:
        yield Paragraph(make_line(clean(use.limits)))
    if rubric.rubric.scope:
        yield Paragraph(line_with_lead("Scope:", f"{clean(rubric.rubric.scope)}."))
    if use.prohibited:
        yield Paragraph(make_line("Do not use this report for:"))
        yield Listing(tuple(make_line(clean(one)) for one in use.prohibited))
    yield Paragraph(
        make_line(
            f"{AVERAGE if rubric.rubric.aggregate in AVERAGES else NO_AVERAGE} "
            "Every figure in this report is calculated from the answers in the annex and can be calculated again."
        )
    )
