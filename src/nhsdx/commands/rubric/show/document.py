"""A rubric as a document: its use, levels, evidence grades, dimensions, gates and profiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.documents.page import (
    Block,
    Callout,
    Document,
    Fact,
    Facts,
    Heading,
    Line,
    Listing,
    Paragraph,
    Sheet,
    Span,
    Style,
    Tone,
    clean,
    count_words,
    describe_aggregation,
    describe_condition,
    describe_gate_rule,
    describe_shown,
    format_score,
    line_with_id,
    line_with_lead,
    list_stages,
    make_line,
    name_gate,
)
from nhsdx.documents.parts import build_departures
from nhsdx.model import AS_SCORED, OVERALL, EvidenceGrade, OverlayOrigin, Rubric, name_level, name_places
from nhsdx.scoring import Scale

CRITERIA = ("criterion", "criteria")


def build_rubric_document(rubric: Rubric, origin: OverlayOrigin | None = None) -> Document:
    """The page of a whole rubric; for a local rubric, also which rubrics it extends and where it departs from them."""
    title = clean(rubric.rubric.title)
    blocks = (
        *_build_head(rubric, title),
        *_build_local(origin),
        *_build_levels(rubric),
        *_build_grades(rubric),
        *_build_dimensions(rubric),
        *_build_gates(rubric),
        *_build_lists(rubric),
    )
    return Document(title, (Sheet(blocks),))


def _build_head(rubric: Rubric, title: str) -> Iterator[Block]:
    header = rubric.rubric
    yield Heading(1, title, "title")
    yield Paragraph(
        (Span(rubric.reference, code=True), Span(f" · overall {describe_aggregation(rubric, OVERALL)}")), Style.NOTE
    )
    if header.summary:
        yield Paragraph(make_line(clean(header.summary)))
    checked = None if header.checked is None else header.checked.isoformat()
    shown = None if header.shown is AS_SCORED else describe_shown(header.shown)
    facts = (
        ("Scores", shown),
        ("For", header.use.unit),
        ("Limits", header.use.limits),
        ("Privacy", header.use.privacy),
        ("Checked", checked),
    )
    given = tuple(Fact(name, make_line(clean(words))) for name, words in facts if words)
    if given:
        yield Facts(given)
    if header.how_to_answer:
        yield Heading(2, "How to answer", "how-to-answer")
        yield Paragraph(make_line(clean(header.how_to_answer)))
    yield from build_words(rubric)
    yield from build_list("What it is for", "use", [make_line(clean(words)) for words in header.use.intended])
    prohibited = [make_line(clean(words)) for words in header.use.prohibited]
    yield from build_list("What it must not be used for", "prohibited", prohibited)


def build_words(rubric: Rubric) -> Iterator[Block]:
    """The words that have the same meaning in every question, each with its meaning; empty if there are none."""
    if rubric.rubric.words:
        yield Heading(2, "What the words mean", "words")
        yield Facts(
            tuple(Fact(clean(word), make_line(clean(meaning))) for word, meaning in rubric.rubric.words.items())
        )


def build_list(title: str, name: str, items: Sequence[Line], *, is_ordered: bool = False) -> Iterator[Block]:
    """A heading with a list under it; empty if there are no items."""
    if items:
        yield Heading(2, title, name)
        yield Listing(tuple(items), is_ordered)


def _build_local(origin: OverlayOrigin | None) -> Iterator[Block]:
    if origin is None:
        return
    yield Heading(2, "Local rubric", "local")
    yield Facts((Fact("Extends", (Span(" < ".join(origin.chain[1:]), code=True),)),))
    yield from build_departures(origin)


def _build_levels(rubric: Rubric) -> Iterator[Block]:
    """The levels, each with the score at which it begins."""
    scores = Scale.of(rubric.levels).scores
    items = [
        line_with_lead(
            name_level(number, clean(level.label)),
            f"(from {format_score(score, rubric.rubric.shown)}){f': {clean(level.meaning)}' if level.meaning else ''}",
        )
        for number, level, score in zip(name_places(rubric.levels), rubric.levels, scores, strict=True)
    ]
    yield from build_list("Levels, and the score at which each level begins", "levels", items)
    yield from build_list("Stages of the overall score", "stages", _list_stages(rubric, OVERALL))


def _build_grades(rubric: Rubric) -> Iterator[Block]:
    items = [_describe_grade(rubric, grade) for grade in rubric.evidence_grades]
    yield from build_list("Evidence grades, weakest first", "grades", items, is_ordered=True)


def _describe_grade(rubric: Rubric, grade: EvidenceGrade) -> Line:
    age = f"; after {grade.max_age_months} months it counts as one grade weaker" if grade.max_age_months else ""
    paper = "; needs a document" if grade.needs_document else ""
    return line_with_id(
        clean(grade.label), grade.id, f": supports up to level {rubric.name_level(grade.supports)}{age}{paper}"
    )


def _build_dimensions(rubric: Rubric) -> Iterator[Block]:
    yield Heading(2, "Dimensions and their criteria", "dimensions")
    for name, dimension in rubric.dimensions.items():
        yield Heading(3, clean(dimension.title), f"dimension-{name}")
        yield Paragraph((Span(name, code=True), Span(f" · {_describe_role(rubric, name)}")), Style.NOTE)
        if dimension.why:
            yield Paragraph(make_line(clean(dimension.why)))
        if dimension.weight_reason:
            yield Paragraph(line_with_lead("Weight:", clean(dimension.weight_reason)))
        if stages := _list_stages(rubric, name):
            yield Listing(tuple(stages))
        inside = {key: one for key, one in rubric.criteria.items() if one.dimension == name}
        if inside:
            lines = (
                line_with_id(clean(one.title), key, f": {one.kind}, weight {one.weight:g}")
                for key, one in inside.items()
            )
            yield Listing(tuple(lines))


def _list_stages(rubric: Rubric, node: str) -> list[Line]:
    return [line_with_lead(level, f"{condition}.") for level, condition in list_stages(rubric, node)]


def _describe_role(rubric: Rubric, name: str) -> str:
    dimension = rubric.dimensions[name]
    role = "advisory, never counted" if dimension.advisory else f"weight {dimension.weight:g}"
    parent = "" if dimension.parent is None else f" · part of {clean(rubric.dimensions[dimension.parent].title)}"
    shown = "" if dimension.shown is None else f" · {describe_shown(dimension.shown)}"
    return f"{role}{parent} · {describe_aggregation(rubric, name)}{shown}"


def _build_gates(rubric: Rubric) -> Iterator[Block]:
    if rubric.gates:
        yield Heading(2, "Gates", "gates")
    for name, gate in rubric.gates.items():
        lines = (
            line_with_lead("When:", f"{describe_condition(rubric, gate.when)}."),
            line_with_lead("Why:", clean(gate.because)),
            line_with_lead("Do:", clean(gate.remedy)),
        )
        effect = f"{name}; {gate.severity}; {describe_gate_rule(rubric, gate)}"
        yield Callout(Tone.NOTE, f"{name_gate(name, gate.title)} ({effect})", lines)


def _build_lists(rubric: Rubric) -> Iterator[Block]:
    """The context questions, the profiles, and the frameworks to which criteria map."""
    context = [
        line_with_id(clean(one.title), name, f": {'; '.join(clean(option) for option in one.options)}")
        for name, one in rubric.context.items()
    ]
    yield from build_list("Context, shown beside the score", "context", context)
    profiles = [
        line_with_id(clean(profile.title), name, f": {count_words(len(rubric.select_criteria(name)), *CRITERIA)}")
        for name, profile in rubric.profiles.items()
    ]
    yield from build_list("Profiles", "profiles", profiles)
    frameworks = [line_with_id(clean(framework.title), name) for name, framework in rubric.frameworks.items()]
    yield from build_list("Other frameworks, for nhsdx crosswalk", "frameworks", frameworks)
