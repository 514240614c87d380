"""The annexes of a report: evidence grades, every criterion with its answer and evidence, sources, arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nhsdx.analysis.case import Case
from nhsdx.documents.page import (
    NOTHING,
    Block,
    Cell,
    Column,
    Heading,
    Line,
    Paragraph,
    Style,
    Table,
    clean,
    describe_answer,
    describe_certainty,
    describe_evidence,
    describe_item_state,
    describe_level,
    describe_status,
    format_number,
    format_score,
    has_grades,
    line_with_lead,
    make_cell,
    make_line,
    make_row,
    name_from_id,
)
from nhsdx.documents.parts import build_parts, format_figure, list_dimensions
from nhsdx.model import (
    Answer,
    ChecklistCriterion,
    CriterionResult,
    CriterionStatus,
    DimensionResult,
    EvidenceDocument,
    EvidenceGrade,
    LevelCriterion,
    MeasureCriterion,
    Reading,
    Result,
    Rubric,
    Source,
)

GRADES = (
    Column("Grade", share=2),
    Column("What it is", share=6),
    Column("Supports level", is_number=True),
    Column("Too old after", share=2),
)
CRITERIA = (
    Column("Criterion", share=4),
    Column("Evidenced", share=5),
    Column("Claimed", share=6),
    Column("Reason, documents and sources", share=7),
)
SOURCES = (
    Column("Source", share=3),
    Column("Title", share=6),
    Column("Author", share=4),
    Column("Year", is_number=True),
    Column("Certainty", share=2),
)
NOTES_LEFT_OUT = "Notes and reasons in free text were left out of this copy."
POINTS = (
    "Points: what each answer adds to the overall score before gates. "
    "An answer without points is left out or not counted."
)


def build_grades(rubric: Rubric) -> Iterator[Block]:
    """The evidence grades of the rubric: what each is, what it supports, and when it is too old."""
    if rubric.evidence_grades:
        yield Heading(2, "Annex: evidence grades", "annex-grades")
        rows = tuple(make_row(*_list_grade_cells(grade)) for grade in rubric.evidence_grades)
        yield Table("The evidence grades of the rubric, weakest first", GRADES, rows)


def _list_grade_cells(grade: EvidenceGrade) -> Iterator[str]:
    yield name_from_id(grade.id)
    yield clean(grade.label)
    yield str(grade.supports)
    yield NOTHING if grade.max_age_months is None else f"{grade.max_age_months} months"


def build_criteria(case: Case, *, with_notes: bool = True) -> Iterator[Block]:
    """A table for each dimension: its criteria that were asked, the answer, the evidence, and the sources."""
    result = case.result
    yield Heading(2, "Annex: every criterion", "annex-criteria")
    yield Paragraph(make_line(POINTS), Style.NOTE)
    for _, dimension in list_dimensions(result):
        found = [one for one in result.criteria.values() if one.dimension == dimension.id and _is_asked(one)]
        if found:
            yield Heading(3, clean(dimension.title), f"annex-{dimension.id}")
            yield from _build_about(case.instrument.rubric, dimension)
            rows = tuple(_build_criterion_row(case, criterion, with_notes=with_notes) for criterion in found)
            caption = "answers and their evidence" if has_grades(result) else "answers"
            yield Table(f"{clean(dimension.title)}: {caption}", _list_columns(result), rows)


def _is_asked(criterion: CriterionResult) -> bool:
    return criterion.status is not CriterionStatus.OUTSIDE_PROFILE


def _list_columns(result: Result) -> tuple[Column, ...]:
    """The columns of the criteria; without evidence grades there is none for evidence."""
    first, _, *others = CRITERIA
    return CRITERIA if has_grades(result) else (first, *others)


def _build_about(rubric: Rubric, dimension: DimensionResult) -> Iterator[Block]:
    asked = rubric.dimensions[dimension.id]
    if asked.why:
        yield Paragraph(make_line(clean(asked.why)))
    advisory = "Advisory: shown, never counted. " if dimension.advisory else ""
    reason = f": {clean(asked.weight_reason)}" if asked.weight_reason else ""
    yield Paragraph(make_line(f"{advisory}Weight {format_number(dimension.weight)}{reason}"), Style.NOTE)


def _build_criterion_row(case: Case, criterion: CriterionResult, *, with_notes: bool) -> tuple[Cell, ...]:
    result, rubric = case.result, case.instrument.rubric
    return (
        make_cell(clean(criterion.title), f"({criterion.id}; weight {format_number(criterion.weight)})"),
        *([_build_evidence(result, criterion)] if has_grades(result) else []),
        _build_answer(result, rubric, criterion),
        tuple(_list_support(case, criterion, with_notes=with_notes)),
    )


def _build_evidence(result: Result, criterion: CriterionResult) -> Cell:
    """The level that the evidence supports, the evidence and its date."""
    level = describe_level(result, criterion.levels[Reading.EVIDENCED])
    points = _describe_points(criterion, Reading.EVIDENCED)
    if criterion.evidence is None:
        return make_cell(level, points)
    seen = criterion.answer.seen if criterion.answer is not None else None
    dated = f"seen {seen.isoformat()}" if seen else "not dated"
    supports = "" if criterion.supported_level is None else f"supports level {criterion.supported_level} at most"
    return make_cell(level, points, describe_evidence(criterion), dated, supports)


def _build_answer(result: Result, rubric: Rubric, criterion: CriterionResult) -> Cell:
    """What was answered, the level that it claims, and how the rubric describes this level."""
    asked, level = rubric.criteria[criterion.id], criterion.levels[Reading.CLAIMED]
    if isinstance(asked, ChecklistCriterion) and criterion.items is not None and criterion.status.applies:
        return _build_items(result, asked, criterion)
    if criterion.status is not CriterionStatus.ANSWERED:
        return make_cell(describe_answer(criterion))
    points = _describe_points(criterion, Reading.CLAIMED)
    if isinstance(asked, LevelCriterion) and level is not None:
        return make_cell(describe_level(result, level), points, clean(asked.levels[level]))
    unit = asked.unit if isinstance(asked, MeasureCriterion) else ""
    score = format_score(criterion.scores[Reading.CLAIMED])
    return make_cell(describe_level(result, level), points, describe_answer(criterion, unit), f"scores {score}")


def _build_items(result: Result, asked: ChecklistCriterion, criterion: CriterionResult) -> Cell:
    """The level claimed, and the answer to each item, with its level where it has one."""
    lines = [
        f"{'' if item.level is None else f'{item.level}: '}{describe_item_state(state)}: {clean(item.text)}"
        for name, item in asked.items.items()
        if (state := (criterion.items or {}).get(name)) is not None
    ]
    level = describe_level(result, criterion.levels[Reading.CLAIMED])
    head = level if criterion.status is CriterionStatus.ANSWERED else describe_status(criterion.status)
    return make_cell(head, _describe_points(criterion, Reading.CLAIMED), *lines)


def _describe_points(criterion: CriterionResult, reading: Reading) -> str:
    """The points that an answer adds under a reading; empty where it adds none."""
    points = criterion.contribution[reading]
    return "" if points is None else f"{format_figure(points)} points"


def _list_support(case: Case, criterion: CriterionResult, *, with_notes: bool) -> Iterator[Line]:
    """The reason given, the documents that show it, and the publications behind the question."""
    if criterion.answer is not None:
        yield from _list_reasons(criterion.answer, case.assessment.documents, with_notes=with_notes)
    sources = case.instrument.rubric.criteria[criterion.id].sources
    if sources:
        yield line_with_lead("Sources:", ", ".join(sources))


def _list_reasons(answer: Answer, documents: Mapping[str, EvidenceDocument], *, with_notes: bool) -> Iterator[Line]:
    if answer.reason and with_notes:
        yield line_with_lead("Reason:", clean(answer.reason))
    if answer.why and with_notes:
        yield line_with_lead("Why:", clean(answer.why))
    if answer.documents:
        described = [_describe_document(name, documents.get(name)) for name in answer.documents]
        yield line_with_lead("Documents:", "; ".join(described))


def _describe_document(name: str, document: EvidenceDocument | None) -> str:
    if document is None:
        return name
    return clean(document.title) + (f" ({document.date.isoformat()})" if document.date else "")


def build_sources(rubric: Rubric, result: Result) -> Iterator[Block]:
    """The publications behind the criteria."""
    used = {name for one in result.criteria.values() if _is_asked(one) for name in rubric.criteria[one.id].sources}
    if used:
        yield Heading(2, "Annex: sources", "annex-sources")
        rows = tuple(_build_source_row(name, source) for name, source in rubric.sources.items() if name in used)
        yield Table("The publications behind the criteria", SOURCES, rows)


def _build_source_row(name: str, source: Source) -> tuple[Cell, ...]:
    certainty = describe_certainty(source.certainty) if source.certainty else NOTHING
    others = (source.author or NOTHING, str(source.year or NOTHING), certainty)
    return (make_cell(name), make_cell(clean(source.title), clean(source.url or "")), *make_row(*map(clean, others)))


def build_arithmetic(result: Result) -> Iterator[Block]:
    """How the overall score is calculated under each reading."""
    yield Heading(2, "Annex: the arithmetic of the overall score", "annex-arithmetic")
    yield from build_parts(result, result.overall)


def build_annex(case: Case, *, with_notes: bool = True) -> Iterator[Block]:
    """All annexes of a report."""
    result, rubric = case.result, case.instrument.rubric
    if not with_notes:
        yield Paragraph(make_line(NOTES_LEFT_OUT))
    yield from build_grades(rubric)
    yield from build_criteria(case, with_notes=with_notes)
    yield from build_sources(rubric, result)
    yield from build_arithmetic(result)
