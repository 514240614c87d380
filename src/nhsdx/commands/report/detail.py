"""The detail behind page one: figures, unsupported claims, actions, changes, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.case import Case
from nhsdx.analysis.gaps import list_by_status, list_gates_not_clear
from nhsdx.commands.compare.model import Comparison
from nhsdx.commands.report import beside
from nhsdx.commands.report.picks import Action, Picks
from nhsdx.documents.page import (
    NOT_COUNTED,
    NOTHING,
    READING_MEANINGS,
    SHOWN_READINGS,
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
    describe_evidence,
    describe_level,
    format_level,
    format_number,
    format_percent,
    format_score,
    line_with_lead,
    make_cell,
    make_line,
    make_row,
    name_gate,
    name_node,
    nest_headings,
    round_half_up,
)
from nhsdx.documents.parts import (
    UNSUPPORTED,
    build_gates,
    build_late_evidence,
    build_left_out,
    build_local_and_national,
    build_unknown,
    build_weakest,
    build_whole_chart,
    list_dimensions,
    list_unsupported,
)
from nhsdx.model import CriterionResult, CriterionStatus, ParentResult, Reading, Result, Rubric

FIGURES = (
    Column("Dimension", share=7),
    *(Column(reading.capitalize(), is_number=True, share=3) for reading in SHOWN_READINGS),
    Column("Level and weakest criterion (evidenced)", share=5),
    Column("Answered", is_number=True, share=3),
)


CLAIMS = (
    Column("Criterion", share=4),
    Column("Level evidenced", share=2),
    Column("Level claimed", share=2),
    Column("Evidence", share=4),
    Column("Points not supported", is_number=True, share=2),
)


ACTIONS = (
    Column("Criterion", share=3),
    Column("Now", share=2),
    Column("What the next level asks for", share=5),
    Column("Effort", is_number=True, share=2),
    Column("Owner (role)", share=2),
    Column("By when", share=2),
)


EFFORT = "Effort is for this one step, in the unit of the rubric. The board fills in owner and date."


AVERAGE = "An average can hide weaknesses, so the table also shows the weakest criterion."


def build_detail(cases: Sequence[Case], comparison: Comparison | None, picks: Picks) -> Iterator[Block]:
    """Everything between page one and the annexes."""
    result, rubric = cases[0].result, cases[0].instrument.rubric
    yield from build_gates(result, rubric)
    yield from build_figures(result)
    yield from build_claims(result, rubric)
    yield from build_strengths(result, picks)
    yield from build_weakest(result, rubric)
    yield from build_actions(result, rubric, picks)
    yield from beside.build_voices(cases)
    yield from beside.build_change_since(comparison)
    yield from build_local_and_national(result)
    yield from build_not_known(result, rubric)
    yield from build_limits(rubric)


def build_figures(result: Result) -> Iterator[Block]:
    """The four readings of the whole and of every dimension."""
    yield Heading(2, "The figures", "figures")
    yield KeyFigures(tuple(_list_key_figures(result)))
    chart = build_whole_chart(result)
    if chart is not None:
        yield chart
    rows = [_build_figures_row(result, result.overall, name_node(result.overall))]
    for depth, dimension in list_dimensions(result):
        mark = f" {NOT_COUNTED}" if dimension.advisory else ""
        rows.append(_build_figures_row(result, dimension, f"{'– ' * depth}{name_node(dimension)}{mark}"))
    yield Table("Scores of 0 to 100 under the four readings", FIGURES, tuple(rows))
    meanings = ". ".join(f"{reading.capitalize()}: {READING_MEANINGS[reading]}" for reading in SHOWN_READINGS)
    yield Paragraph(make_line(f"{meanings}. {AVERAGE}"), Style.NOTE)


def _list_key_figures(result: Result) -> Iterator[KeyFigure]:
    """The level, the weakest criterion, how much is answered, and how many gates are not clear."""
    overall = result.overall
    level, weakest = (describe_level(result, by[Reading.EVIDENCED]) for by in (overall.levels, overall.weakest))
    yield KeyFigure("Level (evidenced)", level, "overall")
    yield KeyFigure("Weakest criterion (evidenced)", weakest, "the lowest that counts")
    yield KeyFigure("Answered", format_percent(overall.coverage), "of the applicable weight")
    if result.gates:
        not_clear = len(list_gates_not_clear(result))
        yield KeyFigure("Gates not clear", f"{not_clear} of {len(result.gates)}", "under at least one reading")


def _build_figures_row(result: Result, node: ParentResult, label: str) -> tuple[Cell, ...]:
    level, weakest = (describe_level(result, by[Reading.EVIDENCED]) for by in (node.levels, node.weakest))
    return (
        *make_row(label, *(format_score(node.scores[reading]) for reading in SHOWN_READINGS)),
        make_cell(level, f"weakest {weakest}"),
        make_cell(format_percent(node.coverage)),
    )


def build_claims(result: Result, rubric: Rubric) -> Iterator[Block]:
    """The gap between evidence and claim, criterion by criterion."""
    if not rubric.evidence_grades:
        return
    yield Heading(2, UNSUPPORTED, "unsupported")
    found = list_unsupported(result)
    if not found:
        yield Paragraph(make_line("No answer claims more than its evidence supports."))
        return
    rows = tuple(_build_claim_row(result, criterion) for criterion in found)
    yield Table("Answers that claim more than their evidence supports: counted ones first, by the gap", CLAIMS, rows)


def _build_claim_row(result: Result, criterion: CriterionResult) -> tuple[Cell, ...]:
    evidenced, claimed = (criterion.scores[one] or 0.0 for one in (Reading.EVIDENCED, Reading.CLAIMED))
    mark = f" {NOT_COUNTED}" if result.dimensions[criterion.dimension].advisory else ""
    return make_row(
        f"{clean(criterion.title)}{mark}",
        describe_level(result, criterion.levels[Reading.EVIDENCED]),
        describe_level(result, criterion.levels[Reading.CLAIMED]),
        describe_evidence(criterion),
        round_half_up(claimed - evidenced),
    )


def build_strengths(result: Result, picks: Picks) -> Iterator[Block]:
    """The criteria that the evidence supports best."""
    if picks.strengths:
        yield Heading(2, "Strengths as evidenced", "strengths")
        yield Listing(tuple(_describe_strength(result, one) for one in picks.strengths))


def _describe_strength(result: Result, criterion: CriterionResult) -> Line:
    level = describe_level(result, criterion.levels[Reading.EVIDENCED])
    dimension = clean(result.dimensions[criterion.dimension].title)
    return (Span(f"{clean(criterion.title)} ", strong=True), Span(f"({dimension}): level {level}"))


def build_actions(result: Result, rubric: Rubric, picks: Picks) -> Iterator[Block]:
    """What to do next, with room for an owner and a date."""
    if picks.actions:
        yield Heading(2, "Next actions", "actions")
        rows = tuple(_build_action_row(result, rubric, one) for one in picks.actions)
        yield Table("What to do next, the most urgent first", ACTIONS, rows)
        yield Paragraph(make_line(EFFORT), Style.NOTE)


def _build_action_row(result: Result, rubric: Rubric, action: Action) -> tuple[Cell, ...]:
    criterion, weakness = action.criterion, action.weakness
    gate = f"The gate {name_gate(action.gate.id)} depends on this." if action.gate is not None else ""
    if weakness is None:
        question = rubric.criteria[criterion.id].question
        now, claim = "unknown", ""
        asks = f"Find out: {clean(question)}" if question else "Find out, and record the evidence."
    else:
        now, asks = f"{describe_level(result, weakness.level)} evidenced", clean(weakness.asks)
        claimed = criterion.levels[Reading.CLAIMED]
        claim = "" if claimed == weakness.level else f"{format_level(claimed)} is claimed: add evidence"
    effort = NOTHING if action.effort is None else format_number(action.effort)
    return (make_cell(clean(criterion.title), gate), make_cell(now, claim), *make_row(asks, effort, "", ""))


def build_not_known(result: Result, rubric: Rubric) -> Iterator[Block]:
    """The unanswered criteria, the dates to check, and the criteria left out and why."""
    yield Heading(2, "What is not known", "not-known")
    if not list_by_status(result, CriterionStatus.UNKNOWN):
        yield Paragraph(make_line("Every applicable criterion is answered."))
    yield from nest_headings(build_unknown(result, rubric, most=None), "")
    yield from nest_headings(build_late_evidence(result, most=None), "")
    yield from nest_headings(build_left_out(result), "")


def build_limits(rubric: Rubric) -> Iterator[Block]:
    """The prohibited uses of the report, and its limits."""
    use = rubric.rubric.use
    yield Heading(2, "Limits", "limits")
    if use.limits:
        yield Paragraph(make_line(clean(use.limits)))
    if rubric.rubric.scope:
        yield Paragraph(line_with_lead("Scope:", f"{clean(rubric.rubric.scope)}."))
    if use.prohibited:
        yield Paragraph(make_line("Do not use it for:"))
        yield Listing(tuple(make_line(clean(one)) for one in use.prohibited))
    yield Paragraph(
        make_line(
            "The overall score is an average. It can hide weaknesses, and it does not rank organisations. "
            "Every figure in this report is calculated from the answers in the annex and can be calculated again."
        )
    )
