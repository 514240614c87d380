"""One criterion of a rubric as a document: its question, possible answers, guidance and sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.commands.rubric.show.document import build_list
from nhsdx.documents.page import (
    Block,
    Document,
    Heading,
    Paragraph,
    Sheet,
    Span,
    Style,
    clean,
    count_effort,
    describe_asked,
    describe_certainty,
    describe_measure,
    describe_out_of,
    describe_relation,
    describe_worth,
    line_with_lead,
    list_enough,
    make_line,
)
from nhsdx.model import (
    ChecklistCriterion,
    ChecklistItem,
    Correspondence,
    Criterion,
    LevelCriterion,
    MeasureCriterion,
    Rubric,
    SurveyCriterion,
    name_level,
)


def build_criterion_document(rubric: Rubric, name: str) -> Document:
    """Everything that a rubric says about a criterion. Raises KeyError for an unknown id."""
    criterion = rubric.criteria[name]
    title = clean(criterion.title)
    blocks = (*_build_question(rubric, name, criterion), *_build_guidance(rubric, criterion))
    return Document(title, (Sheet((Heading(1, title, "title"), *blocks)),))


def _build_question(rubric: Rubric, name: str, criterion: Criterion) -> Iterator[Block]:
    dimension = clean(rubric.dimensions[criterion.dimension].title)
    details = f"{criterion.kind} criterion in {dimension} ({criterion.dimension}), weight {criterion.weight:g}"
    yield Paragraph((Span(name, code=True), Span(f" · {details}{_describe_policy(criterion)}")), Style.NOTE)
    for words in (criterion.question, criterion.why):
        if words:
            yield Paragraph(make_line(clean(words)))
    if criterion.scored_on:
        yield Paragraph(line_with_lead("Scored on:", clean(criterion.scored_on)))
    if criterion.weight_reason:
        yield Paragraph(line_with_lead("Weight:", clean(criterion.weight_reason)))
    if criterion.asked_when is not None:
        yield Paragraph(line_with_lead("Asked only if", describe_asked(rubric, criterion.asked_when)))
    worth = describe_worth(rubric, criterion)
    if worth is not None:
        yield Paragraph(line_with_lead("If it does not apply,", worth))
    yield from _build_texts("Answer", "answer", _list_answers(rubric, criterion))
    yield from _build_texts("Enough for a level", "enough", list_enough(rubric, criterion))
    yield from _build_texts("Statements", "statements", _list_statements(criterion))
    shown = rubric.find_shown(name)
    if not shown.is_plain:
        words = f"Scores on this page are out of 100; results show them {describe_out_of(shown)}."
        yield Paragraph(make_line(words), Style.NOTE)


def _build_guidance(rubric: Rubric, criterion: Criterion) -> Iterator[Block]:
    yield from _build_texts("Look for", "look-for", [criterion.look_for] if criterion.look_for else [])
    yield from _build_texts("Evidence to ask for", "evidence", criterion.evidence)
    yield from _build_texts("Red flags", "red-flags", criterion.red_flags)
    parts = [_describe_correspondence(rubric, entry) for entry in criterion.maps]
    yield from _build_texts("Related parts of other frameworks", "frameworks", parts)
    claims = [", ".join(criterion.claims)] if criterion.claims else []
    yield from _build_texts("Claims of the source article", "claims", claims)
    yield from _build_texts("Sources", "sources", [_describe_source(rubric, source) for source in criterion.sources])
    yield from _build_texts(
        "Levels that evidence supports in this criterion", "supports", _list_supports(rubric, criterion)
    )
    steps = [f"to level {rubric.name_level(step.to)}: {step.effort:g}" for step in criterion.steps]
    yield from _build_texts("Effort of each step", "effort", steps)


def _build_texts(title: str, name: str, texts: Sequence[str]) -> Iterator[Block]:
    return build_list(title, name, [make_line(clean(text)) for text in texts])


def _describe_policy(criterion: Criterion) -> str:
    allowed = " or ".join(criterion.may_be_left_out)
    policy = f"; it may be {allowed}" if allowed else "; it may not be left out"
    if isinstance(criterion, ChecklistCriterion) and criterion.items_may_be_left_out is not None:
        policy += f"; statements that may be not-applicable: {', '.join(criterion.items_may_be_left_out) or 'none'}"
    grade = criterion.evidence_default
    return policy + (f"; an answer without evidence counts as {grade}" if grade else "")


def _list_answers(rubric: Rubric, criterion: Criterion) -> list[str]:
    if isinstance(criterion, LevelCriterion):
        return _list_level_answers(rubric, criterion)
    if isinstance(criterion, ChecklistCriterion):
        return [_describe_item(rubric, criterion, key, item) for key, item in criterion.items.items()]
    if isinstance(criterion, SurveyCriterion):
        what = "The mean of the respondents' scores" if criterion.statements else "How many people chose each option"
        return [f"{what}; at least {criterion.minimum_respondents} respondents are needed", *_list_options(criterion)]
    return _list_measure_answers(rubric, criterion)


def _list_statements(criterion: Criterion) -> list[str]:
    """How many statements a respondent must answer, and the statements."""
    if not isinstance(criterion, SurveyCriterion) or not criterion.statements:
        return []
    needed = f"at least {criterion.needed_statements} must be answered"
    statements = criterion.statements.items()
    return [
        f"A person's score is the mean of the statements answered; {needed}",
        *(f"{one.words} ({name}{'; scored in reverse' if one.reverse else ''})" for name, one in statements),
    ]


def _list_level_answers(rubric: Rubric, criterion: LevelCriterion) -> list[str]:
    """Each level with its meaning in this criterion; a level that only this criterion has is shown with its score."""
    own, levels = criterion.own_levels, zip(rubric.name_levels(criterion), rubric.list_levels(criterion), strict=True)
    heads = (name_level(name, level.label or "") for name, level in levels)
    lines = [f"{head}: {text}" for head, text in zip(heads, criterion.descriptors, strict=True)]
    return [f"{line} (scores {level.score:g})" for line, level in zip(lines, own, strict=True)] if own else lines


def _describe_item(rubric: Rubric, criterion: ChecklistCriterion, name: str, item: ChecklistItem) -> str:
    """A statement with its level, id, weight and effort, and the condition under which it is asked."""
    details = [name] if criterion.scoring == "staged" else [name, f"weight {item.weight:g}"]
    if item.effort is not None:
        reason = f": {item.effort_reason}" if item.effort_reason else ""
        details.append(f"effort {count_effort(item.effort, rubric.rubric.report.effort_unit)}{reason}")
    if item.asked_when is not None:
        details.append(f"asked only if {describe_asked(rubric, item.asked_when)}")
    level = item.level if criterion.scoring == "staged" else None
    lead = "" if level is None else f"{rubric.describe_level(level)}: "
    return f"{lead}{item.text} ({'; '.join(details)})"


def _list_supports(rubric: Rubric, criterion: Criterion) -> list[str]:
    """The grades that support a different level in this criterion than in others, and whether evidence ages."""
    labels = {grade.id: grade.label for grade in rubric.evidence_grades}
    levels = {grade: rubric.name_level(level) for grade, level in criterion.evidence_supports.items()}
    supports = [f"{labels[grade]}: level {level}" for grade, level in levels.items()]
    return supports + ([] if criterion.evidence_ages else ["Evidence of any date counts in full."])


def _list_options(criterion: SurveyCriterion) -> list[str]:
    if criterion.scores is not None:
        return [
            f"{option}: scores {score:g}" for option, score in zip(criterion.options, criterion.scores, strict=True)
        ]
    first_top = len(criterion.options) - (criterion.top or 0)
    return [f"{option}{' (a top option)' if n >= first_top else ''}" for n, option in enumerate(criterion.options)]


def _list_measure_answers(rubric: Rubric, criterion: MeasureCriterion) -> list[str]:
    if criterion.linear is not None:
        line = criterion.linear
        return [f"{describe_measure(criterion)}: {line.worst:g} scores 0, {line.best:g} scores 100 ({line.scale})"]
    bands = [
        f"{'from' if band.above is None else 'above'} {band.start:g}: "
        + (f"level {rubric.name_level(band.level)}" if band.level is not None else f"score {band.score:g}")
        for band in criterion.bands or ()
    ]
    return [describe_measure(criterion), *bands]


def _describe_correspondence(rubric: Rubric, entry: Correspondence) -> str:
    """A heading of another framework, how much of it the criterion asks about, and how certain the mapping is."""
    framework = rubric.frameworks[entry.framework]
    words = f"{entry.framework}: {framework.headings[entry.ref]}; asks about {describe_relation(entry.relation)}"
    return f"{words}; {describe_certainty(entry.certainty)}" if entry.certainty else words


def _describe_source(rubric: Rubric, source_id: str) -> str:
    source = rubric.sources[source_id]
    parts = [source.author, source.title, str(source.year) if source.year else None, source.url]
    words = ", ".join(part for part in parts if part)
    return f"{words}; {describe_certainty(source.certainty)}" if source.certainty else words
