"""The annexes of a report: every criterion with its answer and sources, and the arithmetic of the overall score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nhsdx.analysis.case import Case
from nhsdx.commands.report.detail import READINGS, describe_grade
from nhsdx.documents.blocks import Block, Cell, Column, Heading, Line, Paragraph, Style, Table
from nhsdx.documents.number_words import NOTHING, format_level, format_number, format_score, round_half_up
from nhsdx.documents.phrases import line_with_lead, make_cell, make_line
from nhsdx.documents.range_chart import list_dimensions
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import describe_answer, describe_level
from nhsdx.model.assessment import Answer, Document
from nhsdx.model.base import OVERALL
from nhsdx.model.criteria import LevelCriterion, MeasureCriterion
from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionResult, CriterionStatus, DimensionResult, Result, Step
from nhsdx.model.rubric import Rubric, Source
from nhsdx.render.legacy import NO_CELL

CRITERIA = (
    Column("Criterion", share=4),
    Column("Answer", share=5),
    Column("Evidence", share=4),
    Column("Supported", share=3),
    Column("Points", is_number=True, share=2),
    Column("Reason, documents and sources", share=7),
)
NODE_WORDS = {
    "mean": "the weighted mean of the dimensions: the sum of weight × score, divided by the sum of the weights",
    "geometric": "the weighted geometric mean of the dimensions",
    "min": "the lowest score of the dimensions",
}
PLACES = 3


def build_criteria(case: Case) -> Iterator[Block]:
    """A table for each dimension: every criterion in it, the answer, what supports it, and the sources."""
    result = case.result
    yield Heading(2, "Annex: every criterion", "annex-criteria")
    yield Paragraph(
        make_line(
            "Points: what each answer brings to the claimed overall score, before gates. A dash: it brings none."
        ),
        Style.NOTE,
    )
    for _, dimension in list_dimensions(result):
        found = [one for one in result.criteria.values() if one.dimension == dimension.id]
        if found:
            yield Heading(3, clean(dimension.title), f"annex-{dimension.id}")
            yield from _build_about(case.instrument.rubric, dimension)
            rows = tuple(_build_criterion_row(case, criterion) for criterion in found)
            yield Table(f"{clean(dimension.title)}: answers and what supports them", CRITERIA, rows)


def _build_about(rubric: Rubric, dimension: DimensionResult) -> Iterator[Block]:
    asked = rubric.dimensions[dimension.id]
    if asked.why:
        yield Paragraph(make_line(clean(asked.why)))
    advisory = "Advisory: shown, never counted. " if dimension.advisory else ""
    reason = f": {clean(asked.weight_reason)}" if asked.weight_reason else ""
    yield Paragraph(make_line(f"{advisory}Weight {format_number(dimension.weight)}{reason}"), Style.NOTE)


def _build_criterion_row(case: Case, criterion: CriterionResult) -> tuple[Cell, ...]:
    result, rubric = case.result, case.instrument.rubric
    points = criterion.contribution[Reading.CLAIMED]
    return (
        make_cell(clean(criterion.title), f"({criterion.id}; weight {format_number(criterion.weight)})"),
        _build_answer(result, rubric, criterion),
        _build_evidence(rubric, criterion),
        make_cell(describe_level(result, criterion.levels[Reading.EVIDENCED])),
        make_cell(NOTHING if points is None else round_half_up(points, PLACES)),
        tuple(_list_support(case, criterion)),
    )


def _build_answer(result: Result, rubric: Rubric, criterion: CriterionResult) -> Cell:
    """What was answered, the level that it is, and how that level is described."""
    if criterion.status is not CriterionStatus.ANSWERED:
        return make_cell(criterion.status.replace("-", " "))
    asked, level = rubric.criteria[criterion.id], criterion.levels[Reading.CLAIMED]
    if isinstance(asked, LevelCriterion) and level is not None:
        return make_cell(f"Level {describe_level(result, level)}", clean(asked.levels[level]))
    unit = asked.unit if isinstance(asked, MeasureCriterion) else ""
    score = format_score(criterion.scores[Reading.CLAIMED])
    return make_cell(describe_answer(criterion, unit), f"scores {score}, level {describe_level(result, level)}")


def _build_evidence(rubric: Rubric, criterion: CriterionResult) -> Cell:
    if criterion.evidence is None:
        return make_cell(NOTHING)
    seen = criterion.answer.seen if criterion.answer is not None else None
    supports = f"supports level {format_level(criterion.supported_level)}"
    return make_cell(describe_grade(rubric, criterion), f"seen {seen.isoformat()}" if seen else "not dated", supports)


def _list_support(case: Case, criterion: CriterionResult) -> Iterator[Line]:
    """Why it was answered so, which documents show it, and which publications the question rests on."""
    rubric = case.instrument.rubric
    if criterion.answer is not None:
        yield from _list_reasons(criterion.answer, case.assessment.documents)
    sources = rubric.criteria[criterion.id].sources
    if sources:
        yield line_with_lead("Sources:", ", ".join(sources))


def _list_reasons(answer: Answer, documents: Mapping[str, Document]) -> Iterator[Line]:
    if answer.reason:
        yield line_with_lead("Reason:", clean(answer.reason))
    if answer.why:
        yield line_with_lead("Why:", clean(answer.why))
    if answer.documents:
        yield line_with_lead(
            "Documents:", "; ".join(_describe_document(name, documents.get(name)) for name in answer.documents)
        )


def _describe_document(name: str, document: Document | None) -> str:
    if document is None:
        return name
    return clean(document.title) + (f" ({document.date.isoformat()})" if document.date else "")


def build_arithmetic(result: Result) -> Iterator[Block]:
    """How the overall score comes about under each reading: scores, weights, points, and what gates did."""
    steps = {step.reading: step for step in result.steps if step.node == OVERALL and step.rule in NODE_WORDS}
    if not steps:
        return
    yield Heading(2, "Annex: the arithmetic of the overall score", "annex-arithmetic")
    rule = next(iter(steps.values())).rule
    yield Paragraph(make_line(f"The overall score is {NODE_WORDS[rule]}. Then gates act: they only lower it."))
    heads = [Column("Dimension", share=4), Column("Weight", is_number=True)]
    heads += [Column(f"{reading.capitalize()}", is_number=True, share=2) for reading in READINGS]
    rows = [_build_row(one, steps) for one in result.dimensions.values() if _is_term(one, steps)]
    rows += [
        _build_sum_row(result, "Before gates", before=True),
        *_list_gate_rows(result),
        _build_sum_row(result, "Overall score", before=False),
    ]
    yield Table("Score and points of each dimension under each reading", tuple(heads), tuple(rows), has_total=True)
    yield Paragraph(make_line("In each field: the score, and the points that it brings after weighting."), Style.NOTE)


def _is_term(dimension: DimensionResult, steps: Mapping[Reading, Step]) -> bool:
    return any(term.name == dimension.id for step in steps.values() for term in step.terms)


def _build_row(dimension: DimensionResult, steps: Mapping[Reading, Step]) -> tuple[Cell, ...]:
    cells = [_build_term(steps.get(reading), dimension.id) for reading in READINGS]
    return (make_cell(clean(dimension.title)), make_cell(format_number(dimension.weight)), *cells)


def _build_term(step: Step | None, name: str) -> Cell:
    for term in () if step is None else step.terms:
        if term.name == name:
            points = f"{round_half_up(term.part, PLACES)} points" if term.part is not None else ""
            return make_cell(round_half_up(term.value, PLACES), points)
    return make_cell(NOTHING)


def _list_gate_rows(result: Result) -> Iterator[tuple[Cell, ...]]:
    """A row for each gate that acts on the overall score: the score above which it lets nothing pass."""
    steps = {step.reading: step for step in result.steps if step.node == OVERALL and step.rule == "gate"}
    for gate in result.gates:
        if any(term.name == gate.id for step in steps.values() for term in step.terms):
            cells = [_build_cap(steps.get(reading), gate.id) for reading in READINGS]
            yield make_cell(f"Gate {gate.id}: at most"), NO_CELL, *cells


def _build_cap(step: Step | None, name: str) -> Cell:
    caps = [term.value for term in (() if step is None else step.terms) if term.name == name]
    return make_cell(round_half_up(caps[0], PLACES) if caps else NOTHING)


def _build_sum_row(result: Result, label: str, *, before: bool) -> tuple[Cell, ...]:
    scores = result.overall.before_gates if before else result.overall.scores
    cells = [
        make_cell(NOTHING if (score := scores[reading]) is None else round_half_up(score, PLACES))
        for reading in READINGS
    ]
    return (make_cell(label), NO_CELL, *cells)


def build_sources(rubric: Rubric, result: Result) -> Iterator[Block]:
    """The publications that the criteria rest on, in full."""
    named = {name for one in result.criteria for name in rubric.criteria[one].sources}
    if not named:
        return
    yield Heading(2, "Annex: sources", "annex-sources")
    columns = (
        Column("Source", share=3),
        Column("Title", share=6),
        Column("Author", share=4),
        Column("Year", is_number=True),
        Column("Known", share=2),
    )
    rows = [_build_source_row(name, source) for name, source in rubric.sources.items() if name in named]
    yield Table("The publications that the rubric rests on", columns, tuple(rows))


def _build_source_row(name: str, source: Source) -> tuple[Cell, ...]:
    return (
        make_cell(name),
        make_cell(clean(source.title), clean(source.url or "")),
        make_cell(clean(source.author or NOTHING)),
        make_cell(str(source.year or NOTHING)),
        make_cell(source.certainty or NOTHING),
    )
