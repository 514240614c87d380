"""The annexes of a report: evidence grades, every criterion with its answer, sources and arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from nhsdx.analysis.case import Case
from nhsdx.documents.page import (
    CERTAINTIES,
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
    describe_dated_evidence,
    describe_item_state,
    describe_options,
    describe_own_level,
    describe_reached,
    describe_status,
    format_level,
    format_number,
    format_score,
    has_grades,
    line_with_lead,
    list_headlines,
    make_cell,
    make_line,
    make_row,
    name_from_id,
)
from nhsdx.documents.parts import build_parts, explain_notes, format_figure, list_dimensions
from nhsdx.model import (
    Answer,
    ChecklistCriterion,
    Criterion,
    CriterionResult,
    CriterionStatus,
    DimensionResult,
    DisplayScale,
    EvidenceDocument,
    EvidenceGrade,
    ItemState,
    LevelCriterion,
    MeasureCriterion,
    Reading,
    Result,
    Rubric,
    Source,
    SurveyCriterion,
)

GRADES = (
    Column("Grade", share=2),
    Column("What it is", share=6),
    Column("Supports level", is_number=True),
    Column("Too old after", share=2),
)
CRITERIA = (
    Column("Criterion", share=3),
    Column("Evidenced and claimed", share=4),
    Column("Answer", share=7),
    Column("Reason, documents and sources", share=6),
)
SOURCES = (Column("Source", share=4), Column("Publication", share=13), Column("Certainty", share=3))
CERTAINTY = (
    f"Certainty of the citation. {'. '.join(f'{name.capitalize()}: {CERTAINTIES[name]}' for name in CERTAINTIES)}."
)
POINTS = (
    "Points: what each answer adds to the overall score before gates. The number before a statement is its level. "
    "An answer without points is left out or not counted."
)


def build_grades(rubric: Rubric) -> Iterator[Block]:
    """The evidence grades of the rubric: their meanings, the levels that they support, and when evidence is too old."""
    if rubric.evidence_grades:
        yield Heading(2, "Annex: evidence grades", "annex-grades")
        rows = tuple(make_row(*_list_grade_cells(rubric, grade)) for grade in rubric.evidence_grades)
        yield Table("The evidence grades of the rubric, weakest first", GRADES, rows)


def _list_grade_cells(rubric: Rubric, grade: EvidenceGrade) -> Iterator[str]:
    yield name_from_id(grade.id)
    yield clean(grade.label)
    yield rubric.name_level(grade.supports)
    yield NOTHING if grade.max_age_months is None else f"{grade.max_age_months} months"


def build_criteria(case: Case, *, with_notes: bool = True) -> Iterator[Block]:
    """A table for each dimension: the criteria that were asked, with their answers, evidence and sources."""
    result = case.result
    yield Heading(2, "Annex: every criterion", "annex-criteria")
    yield Paragraph(make_line(POINTS), Style.NOTE)
    for _, dimension in list_dimensions(result):
        found = [one for one in result.criteria.values() if one.dimension == dimension.id and one.status.is_asked]
        if found:
            yield Heading(3, clean(dimension.title), f"annex-{dimension.id}")
            yield from _build_about(case.instrument.rubric, dimension)
            rows = tuple(_build_criterion_row(case, criterion, with_notes=with_notes) for criterion in found)
            caption = "answers and their evidence" if has_grades(result) else "answers"
            yield Table(f"{clean(dimension.title)}: {caption}", _list_columns(result), rows)


def _list_columns(result: Result) -> tuple[Column, ...]:
    """The columns of a table of criteria; without evidence grades, no heading says "evidenced"."""
    first, standing, *others = CRITERIA
    return CRITERIA if has_grades(result) else (first, replace(standing, title="Claimed"), *others)


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
        make_cell(*_list_standing(result, criterion)),
        tuple(_list_answer(rubric, criterion)),
        tuple(_list_support(case, criterion, with_notes=with_notes)),
    )


def _list_standing(result: Result, criterion: CriterionResult) -> Iterator[str]:
    """The evidenced and claimed levels with their points, and the evidence; without an answer, only the status."""
    if criterion.status is not CriterionStatus.ANSWERED:
        yield describe_status(criterion.status)
        return
    standing = {
        reading: (describe_reached(result, criterion, reading), _describe_points(criterion, reading))
        for reading in list_headlines(result)
    }
    if len(standing) > 1 and len(set(standing.values())) == 1:
        level, points = standing[Reading.CLAIMED]
        standing_lines = [f"{level} evidenced and claimed{points}"]
    else:
        standing_lines = [f"{level} {reading}{points}" for reading, (level, points) in standing.items()]
    yield from standing_lines
    if criterion.evidence is not None:
        seen = criterion.answer.seen if criterion.answer is not None else None
        level = format_level(result, criterion.supported_level)
        supports = "" if criterion.supported_level is None else f"; supports level {level} at most"
        yield f"{describe_dated_evidence(criterion)}{'' if seen else ', not dated'}{supports}"


def _list_answer(rubric: Rubric, criterion: CriterionResult) -> Iterator[Line]:
    """What was answered: the statements by answer, or the level as the rubric describes it, or the number."""
    asked = rubric.criteria[criterion.id]
    if isinstance(asked, ChecklistCriterion) and criterion.items is not None and criterion.status.applies:
        yield from _list_items(rubric, asked, criterion.items)
    elif criterion.status is not CriterionStatus.ANSWERED:
        yield make_line(describe_answer(criterion))
    elif isinstance(asked, LevelCriterion) and criterion.answer is not None:
        level = criterion.answer.level or 0
        yield make_line(describe_own_level(asked, level) if asked.own_levels else clean(asked.descriptors[level]))
    else:
        yield from _list_value(asked, criterion, rubric.find_shown(criterion.id))


def _list_value(asked: Criterion, criterion: CriterionResult, shown: DisplayScale) -> Iterator[Line]:
    """The number in an answer, and its score; for a survey, how many people chose each option."""
    counts = None if criterion.answer is None else criterion.answer.counts
    if isinstance(asked, SurveyCriterion) and counts is not None:
        yield make_line(describe_options(asked, counts))
    unit = asked.unit if isinstance(asked, MeasureCriterion) else ""
    score = format_score(criterion.scores[Reading.CLAIMED], shown)
    yield make_line(f"{describe_answer(criterion, unit)}; scores {score}")


def _list_items(rubric: Rubric, asked: ChecklistCriterion, items: Mapping[str, ItemState]) -> Iterator[Line]:
    """A line for each kind of answer given: the statements with this answer, each with its level if it has one."""
    for state in ItemState:
        texts = [
            f"{'' if item.level is None else f'({rubric.name_level(item.level)}) '}{clean(item.text)}"
            for name, item in asked.items.items()
            if items.get(name) is state
        ]
        if texts:
            yield line_with_lead(f"{describe_item_state(state).capitalize()}:", " ".join(texts))


def _describe_points(criterion: CriterionResult, reading: Reading) -> str:
    """A comma and the points that an answer adds under a reading; empty if the answer adds no points."""
    points = criterion.contribution[reading]
    return "" if points is None else f", {format_figure(points)} points"


def _list_support(case: Case, criterion: CriterionResult, *, with_notes: bool) -> Iterator[Line]:
    """The reason given, the documents that support it, and the publications behind the question."""
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
        described = [_describe_document(name, documents.get(name), with_notes=with_notes) for name in answer.documents]
        yield line_with_lead("Documents:", "; ".join(described))


def _describe_document(name: str, document: EvidenceDocument | None, *, with_notes: bool) -> str:
    """The title and date of a document; without notes, the id in place of the title."""
    if document is None:
        return name
    return (clean(document.title) if with_notes else name) + (
        f" ({document.date.isoformat()})" if document.date else ""
    )


def build_sources(rubric: Rubric, result: Result) -> Iterator[Block]:
    """The publications behind the criteria."""
    used = {name for one in result.criteria.values() if one.status.is_asked for name in rubric.criteria[one.id].sources}
    if used:
        yield Heading(2, "Annex: sources", "annex-sources")
        if any(rubric.sources[name].certainty for name in used):
            yield Paragraph(make_line(CERTAINTY), Style.NOTE)
        rows = tuple(_build_source_row(name, source) for name, source in rubric.sources.items() if name in used)
        yield Table("The publications behind the criteria", SOURCES, rows)


def _build_source_row(name: str, source: Source) -> tuple[Cell, ...]:
    """A publication as in a list of references: who, when, what and where."""
    written = ", ".join(str(part) for part in (source.author, source.year) if part)
    parts = (written, source.title, source.url or "")
    publication = ". ".join(clean(part).removesuffix(".") for part in parts if part)
    return make_row(name, publication, source.certainty or NOTHING)


def build_arithmetic(result: Result) -> Iterator[Block]:
    """How the overall score is calculated under each reading."""
    yield Heading(2, "Annex: the arithmetic of the overall score", "annex-arithmetic")
    yield from build_parts(result, result.overall)


def build_annex(case: Case, *, with_notes: bool = True) -> Iterator[Block]:
    """All annexes of a report."""
    result, rubric = case.result, case.instrument.rubric
    yield from explain_notes(with_notes=with_notes)
    yield from build_grades(rubric)
    yield from build_criteria(case, with_notes=with_notes)
    yield from build_sources(rubric, result)
    yield from build_arithmetic(result)
