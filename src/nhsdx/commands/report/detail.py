"""The pages behind page one: gates, figures, gaps, strengths, next actions, what is unknown, and the limits."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.analysis.gaps import find_unsupported, find_weakest, list_by_status, list_gates_not_clear
from nhsdx.commands.report.front import TONES, format_gate_title
from nhsdx.commands.report.picks import HOW_MANY, Action, choose_actions, find_strengths
from nhsdx.documents.blocks import (
    Block,
    Callout,
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
)
from nhsdx.documents.number_words import (
    NOTHING,
    format_level,
    format_number,
    format_percent,
    format_score,
    round_half_up,
)
from nhsdx.documents.phrases import count_words, line_with_lead, make_cell, make_line
from nhsdx.documents.range_chart import build_whole_chart, list_dimensions
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import describe_condition, describe_level
from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionResult, CriterionStatus, GateResult, ParentResult, Result
from nhsdx.model.rubric import Rubric
from nhsdx.render.legacy import NO_CELL

READINGS = (Reading.CLAIMED, Reading.EVIDENCED, Reading.LOW, Reading.HIGH)
FIGURES = (
    Column("Dimension", share=7),
    *(Column(name, is_number=True, share=3) for name in ("Claimed", "Evidenced", "Low", "High")),
    Column("Level by evidence", share=4),
    Column("Weakest criterion", share=4),
    Column("Answered", is_number=True, share=3),
)
CLAIMS = (
    Column("Criterion", share=4),
    Column("Claimed", share=2),
    Column("Supported", share=2),
    Column("Best evidence", share=4),
    Column("Points apart", is_number=True, share=2),
)
DONE = (
    Column("Criterion", share=3),
    Column("Now", share=2),
    Column("What the next level asks for", share=5),
    Column("Effort", is_number=True, share=2),
    Column("Owner (role)", share=2),
    Column("By when", share=2),
)
EFFORT = "Effort is that of the one step, in the unit of the rubric. Owner and date are for the board to fill in."
LEFT_OUT = (CriterionStatus.NOT_DUE, CriterionStatus.NOT_APPLICABLE, CriterionStatus.OUTSIDE_PROFILE)


def build_gates(result: Result, rubric: Rubric) -> Iterator[Block]:
    """Every gate that is not clear, with its condition, why it is there and what to do; the clear ones by name."""
    if not result.gates:
        return
    yield Heading(2, "Gates", "gates-in-full")
    shut = list_gates_not_clear(result)
    for gate in shut:
        yield Callout(TONES[gate.state], format_gate_title(result, gate), tuple(_list_gate_lines(gate, rubric)))
    clear = [gate.id for gate in result.gates if gate not in shut]
    if clear:
        yield Paragraph(make_line(f"Clear under every reading: {', '.join(clear)}."))


def _list_gate_lines(gate: GateResult, rubric: Rubric) -> Iterator[Line]:
    yield line_with_lead("When:", f"{describe_condition(rubric, rubric.gates[gate.id].when)}.")
    yield line_with_lead("Why:", clean(gate.because))
    yield line_with_lead("Do:", clean(gate.remedy))


def build_figures(result: Result) -> Iterator[Block]:
    """The four readings of the whole and of every dimension."""
    yield Heading(2, "The figures", "figures")
    yield KeyFigures(tuple(_list_key_figures(result)))
    chart = build_whole_chart(result)
    if chart is not None:
        yield chart
    rows = [_build_figures_row(result, result.overall, "Overall", "")]
    for depth, dimension in list_dimensions(result):
        mark = " (advisory: shown, not counted)" if dimension.advisory else ""
        rows.append(_build_figures_row(result, dimension, clean(dimension.title) + mark, "– " * depth))
    yield Table("Scores of 0 to 100 under the four readings", FIGURES, tuple(rows))
    yield Paragraph(
        make_line(
            "Claimed: as answered. Evidenced: as far as evidence supports each answer. Low and high: how far the score "
            "could lie either way, given what is unknown. An average can hide what is weak, so the weakest is named."
        ),
        Style.NOTE,
    )


def _list_key_figures(result: Result) -> Iterator[KeyFigure]:
    """The level and the weakest criterion side by side, how much is answered, and how many gates are not clear."""
    overall = result.overall
    yield KeyFigure("Level by evidence", describe_level(result, overall.levels[Reading.EVIDENCED]), "overall")
    yield KeyFigure(
        "Weakest criterion", describe_level(result, overall.weakest[Reading.CLAIMED]), "the lowest, as answered"
    )
    yield KeyFigure("Answered", format_percent(overall.coverage), "of the weight that applies")
    if result.gates:
        yield KeyFigure(
            "Gates not clear", f"{len(list_gates_not_clear(result))} of {len(result.gates)}", "under some reading"
        )


def _build_figures_row(result: Result, node: ParentResult, label: str, indent: str) -> tuple[tuple[Line, ...], ...]:
    return (
        make_cell(f"{indent}{label}"),
        *(make_cell(format_score(node.scores[reading])) for reading in READINGS),
        make_cell(describe_level(result, node.levels[Reading.EVIDENCED])),
        make_cell(describe_level(result, node.weakest[Reading.CLAIMED])),
        make_cell(format_percent(node.coverage)),
    )


def build_claims(result: Result, rubric: Rubric) -> Iterator[Block]:
    """The gap between claim and evidence, criterion by criterion, largest first."""
    if not rubric.evidence_grades:
        return
    yield Heading(2, "Claim and evidence", "claims")
    found = find_unsupported(result)
    if not found:
        yield Paragraph(make_line("No answer claims more than its evidence supports."))
        return
    rows = tuple(_build_claim_row(result, rubric, criterion) for criterion in found)
    yield Table("Answers that claim more than their evidence supports, largest gap first", CLAIMS, rows)


def _build_claim_row(result: Result, rubric: Rubric, criterion: CriterionResult) -> tuple[tuple[Line, ...], ...]:
    claimed, evidenced = criterion.scores[Reading.CLAIMED] or 0.0, criterion.scores[Reading.EVIDENCED] or 0.0
    return (
        make_cell(clean(criterion.title)),
        make_cell(describe_level(result, criterion.levels[Reading.CLAIMED])),
        make_cell(describe_level(result, criterion.levels[Reading.EVIDENCED])),
        make_cell(describe_grade(rubric, criterion)),
        make_cell(round_half_up(claimed - evidenced)),
    )


def describe_grade(rubric: Rubric, criterion: CriterionResult) -> str:
    """The grade that carries an answer, and the one named for it if that has aged."""
    labels = {grade.id: clean(grade.label) for grade in rubric.evidence_grades}
    if criterion.counted_as is None:
        return NOTHING
    if criterion.counted_as == criterion.evidence:
        return labels[criterion.counted_as]
    return f"{labels[criterion.counted_as]} (too old to count as: {labels.get(str(criterion.evidence), NOTHING)})"


def build_best_and_worst(result: Result, rubric: Rubric) -> Iterator[Block]:
    """Three strengths, three gaps, and three next actions."""
    strong, weak = find_strengths(result, rubric), find_weakest(result, rubric, HOW_MANY)
    if strong:
        yield Heading(2, "Strengths", "strengths")
        yield Listing(tuple(_describe_standing(result, one) for one in strong))
    if weak:
        yield Heading(2, "Gaps", "gaps")
        yield Listing(tuple(_describe_standing(result, one.criterion) for one in weak))
    todo = choose_actions(result, rubric)
    if todo:
        yield Heading(2, "Next actions", "actions")
        yield Table(
            "What to do next, first things first", DONE, tuple(_build_action_row(result, rubric, one) for one in todo)
        )
        yield Paragraph(make_line(EFFORT), Style.NOTE)


def _describe_standing(result: Result, criterion: CriterionResult) -> Line:
    level = describe_level(result, criterion.levels[Reading.EVIDENCED])
    dimension = clean(result.dimensions[criterion.dimension].title)
    return (Span(f"{clean(criterion.title)} ", strong=True), Span(f"({dimension}): level {level}"))


def _build_action_row(result: Result, rubric: Rubric, action: Action) -> tuple[tuple[Line, ...], ...]:
    criterion, weakness = action.criterion, action.weakness
    gate = f"The gate {action.gate.id} hangs on it." if action.gate is not None else ""
    if weakness is None:
        question = rubric.criteria[criterion.id].question
        now, asks = "unknown", f"Find out: {clean(question)}" if question else "Find out, and record the evidence."
    else:
        now, asks = describe_level(result, weakness.level), clean(weakness.asks)
    return (
        make_cell(clean(criterion.title), gate),
        make_cell(now, _describe_claim(action)),
        make_cell(asks),
        make_cell(NOTHING if action.effort is None else format_number(action.effort)),
        NO_CELL,
        NO_CELL,
    )


def _describe_claim(action: Action) -> str:
    """The level claimed, where it is not the one to start from."""
    claimed = action.criterion.levels[Reading.CLAIMED]
    if action.weakness is None or claimed == action.weakness.level:
        return ""
    return f"{format_level(claimed)} is claimed: bring evidence"


def build_unknown(result: Result, rubric: Rubric) -> Iterator[Block]:
    """What nobody knows, and what was left out and why."""
    yield Heading(2, "What is not known", "unknown")
    found = list_by_status(result, CriterionStatus.UNKNOWN)
    if found:
        yield Paragraph(make_line(f"{count_words(len(found), 'criterion', 'criteria')} that apply and have no answer:"))
        yield Listing(tuple(_describe_unknown(rubric, criterion) for criterion in found))
    else:
        yield Paragraph(make_line("Every criterion that applies has an answer."))
    late = [finding for finding in result.findings if finding.code == "evidence-from-later"]
    if late:
        yield Paragraph(make_line("Dates to check, for the evidence is dated later than the assessment:"))
        yield Listing(tuple(make_line(clean(finding.message)) for finding in late))
    for status in LEFT_OUT:
        yield from _list_left_out(result, status)


def _describe_unknown(rubric: Rubric, criterion: CriterionResult) -> Line:
    question = rubric.criteria[criterion.id].question
    if criterion.answer is not None and criterion.answer.is_known:
        return (Span(f"{clean(criterion.title)}: ", strong=True), Span("too few respondents to be told"))
    return (Span(f"{clean(criterion.title)}: ", strong=True), Span(clean(question or "no answer yet")))


def _list_left_out(result: Result, status: CriterionStatus) -> Iterator[Block]:
    found = list_by_status(result, status)
    if not found:
        return
    yield Paragraph(make_line(f"Left out as {status.replace('-', ' ')}:"))
    if status is CriterionStatus.OUTSIDE_PROFILE:
        yield Listing(tuple(make_line(clean(one.title)) for one in found))
        return
    reasons = [
        one.answer.reason if one.answer is not None and one.answer.reason else "no reason given" for one in found
    ]
    yield Listing(
        tuple(
            (Span(f"{clean(one.title)}: ", strong=True), Span(clean(reason)))
            for one, reason in zip(found, reasons, strict=True)
        )
    )


def build_limits(rubric: Rubric) -> Iterator[Block]:
    """What the report must not be used for, and how far it can be trusted."""
    use = rubric.rubric.use
    yield Heading(2, "Limits", "limits")
    if use.limits:
        yield Paragraph(make_line(clean(use.limits)))
    if rubric.rubric.scope:
        yield Paragraph(line_with_lead("Scope:", f"{clean(rubric.rubric.scope)}."))
    if use.prohibited:
        yield Paragraph(make_line("Not to be used for:"))
        yield Listing(tuple(make_line(clean(one)) for one in use.prohibited))
    yield Paragraph(
        make_line(
            "An overall score is an average with gates: it can hide what is weak, and it does not rank organisations. "
            "Every figure in this report is worked out from the answers in its annex, and can be worked out again."
        )
    )
