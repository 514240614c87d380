"""The arithmetic behind a score as a document, made from the steps of the calculation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from nhsdx.analysis.gaps import list_nodes_above
from nhsdx.commands.explain.checklist import build_checklist
from nhsdx.commands.explain.facts import find_unit, list_node_facts, make_fact
from nhsdx.commands.explain.respondents import build_respondents
from nhsdx.commands.explain.stages import build_stages
from nhsdx.documents.page import (
    Block,
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Listing,
    Paragraph,
    Sheet,
    Span,
    Style,
    Table,
    clean,
    count_words,
    describe_answer,
    describe_bounds,
    describe_left_out,
    describe_level,
    describe_node_place,
    describe_reading,
    describe_scoring,
    describe_spread,
    describe_weakest,
    format_score,
    join_words,
    list_headlines,
    list_readings,
    make_line,
    make_row,
    name_node,
)
from nhsdx.documents.parts import (
    build_arithmetic_note,
    build_changes,
    build_checks,
    build_departures,
    build_parts,
    build_points_note,
    build_profile,
    describe_both,
    describe_step,
    explain_notes,
    format_figure,
    mark_hypothetical,
)
from nhsdx.model import (
    OVERALL,
    CriterionResult,
    CriterionStatus,
    DimensionResult,
    DisplayScale,
    NodeResult,
    ParentResult,
    Reading,
    Result,
    Rubric,
    Step,
    expect_known,
)

DROPPED = "Dropped by the local rubric but still asked nationally: every figure here belongs to the national score."


def choose_result(result: Result, rubric: Rubric, node: str) -> tuple[Result, Rubric]:
    """The result and rubric that explain a node: the national ones for a criterion that the local rubric drops.

    Raises NhsdxError for an id that neither rubric has.
    """
    nodes, both = (OVERALL, *result.dimensions, *result.criteria), result.both
    if both is not None and node not in nodes and node in both.national.criteria:
        return replace(both.national, both=both), both.origin.national
    expect_known(node, nodes, "a dimension or criterion of the rubric", "ID")
    return result, rubric


def build_document(result: Result, rubric: Rubric, node_id: str, *, with_notes: bool = True) -> Document:
    """How the score of a node or criterion is calculated under each reading. Raises KeyError for an unknown id.

    Without `with_notes`, the assessors' free text is left out.
    """
    node, about = result.find_node(node_id), result.assessment
    blocks = tuple(_build_page(result, rubric, node, with_notes=with_notes))
    document = Document(name_node(node), (Sheet(blocks),), clean(about.subject), about.date.isoformat())
    return mark_hypothetical(document, [result])


def _build_page(result: Result, rubric: Rubric, node: NodeResult, *, with_notes: bool) -> Iterator[Block]:
    yield Heading(1, f"{name_node(node)} ({node.id})" if node.id != OVERALL else name_node(node), "title")
    yield Paragraph(make_line(f"{clean(result.assessment.subject)} · {describe_scoring(result)}"), Style.NOTE)
    yield from explain_notes(with_notes=with_notes)
    yield from build_profile(result, rubric)
    yield from build_changes(result, rubric)
    if result.is_national:
        yield Paragraph(make_line(DROPPED))
    if facts := tuple(list_node_facts(result, rubric, node, with_notes=with_notes)):
        yield Facts(facts)
    yield from build_departures(None if result.both is None else result.both.origin)
    if isinstance(node, ParentResult):
        yield from _build_parent(result, rubric, node)
    else:
        yield from _build_criterion(result, rubric, node)
    yield from build_checks(result, node=node.id, with_notes=with_notes)
    yield from _build_both(result, node)


def _build_parent(result: Result, rubric: Rubric, node: ParentResult) -> Iterator[Block]:
    yield Heading(2, "Score under each reading", "readings")
    yield Facts(tuple(_list_readings(result, node)))
    yield Facts(tuple(_list_spread(result, node)))
    yield Heading(2, "Arithmetic", "arithmetic")
    yield from build_stages(result, rubric, node)
    yield from build_parts(result, node)
    yield Heading(2, "Answers", "answers")
    yield from _build_answers(result, rubric, node)
    yield from build_points_note(result)


def _list_readings(result: Result, node: ParentResult) -> Iterator[Fact]:
    for reading in list_readings(result):
        score = Span(format_score(node.scores[reading], result.rubric.find_shown(node.id)), strong=True)
        meaning = describe_reading(result, reading)
        words = f"; {describe_node_place(result, node, reading)}. {meaning[:1].upper()}{meaning[1:]}."
        yield Fact(reading.capitalize(), (score, Span(words)))


def _list_spread(result: Result, node: ParentResult) -> Iterator[Fact]:
    """Where levels begin, how many criteria are at each level, which are the weakest, and how many are left out."""
    if bounds := describe_bounds(result, node):
        yield make_fact("Levels", bounds)
    first = list_headlines(result)[0]
    spread, weakest = (describe(result, node, first) for describe in (describe_spread, describe_weakest))
    yield make_fact("Criteria", f"{spread}; weakest: {weakest} ({first})")
    yield make_fact("Left out", describe_left_out(node.left_out) or "none")


def _describe_level(result: Result, level: int | None, shown: DisplayScale) -> str:
    """The level that a score reaches, and the scores at which this level and the next level begin."""
    if level is None:
        return "no level: left out, and not counted as 0"
    name = describe_level(result, level)
    words = f"{'level ' * name[0].isdigit()}{name}, from {format_score(result.scale[level].score, shown)}"
    above = result.scale[level + 1 : level + 2]
    return "; ".join([words, *(f"level {one.number} needs {format_score(one.score, shown)}" for one in above)])


def _build_answers(result: Result, rubric: Rubric, node: ParentResult) -> Iterator[Block]:
    """Every answer below a node, with the points that it adds to the overall score before gates."""
    headlines = list_headlines(result)
    below = [one for one in result.criteria.values() if node.id in list_nodes_above(result, one.dimension)]
    asked = [one for one in below if one.status.is_asked]
    rows = [*(_build_answer(rubric, one, headlines) for one in asked), _build_total(node, headlines)]
    title = f"{name_node(node)}: answers and the points that they add"
    yield Table(title, _list_answer_columns(headlines), tuple(rows), has_total=True)
    if len(asked) < len(below):
        hidden = len(below) - len(asked)
        is_unasked = any(one.status is CriterionStatus.NOT_ASKED for one in below)
        why = "not asked or outside the profile" if is_unasked else "outside the profile"
        words = f"{count_words(hidden, 'criterion is', 'criteria are')} {why}, and therefore not listed."
        yield Paragraph(make_line(words), Style.NOTE)


def _list_answer_columns(headlines: Sequence[Reading]) -> tuple[Column, ...]:
    numbers = (*(one.capitalize() for one in headlines), *(f"Points {one}" for one in headlines))
    return (Column("Criterion", share=4), Column("Answer", share=3), *(Column(one, is_number=True) for one in numbers))


def _build_total(node: ParentResult, headlines: Sequence[Reading]) -> tuple[Cell, ...]:
    """The row with the total of the points of all answers."""
    total = node.contribution if isinstance(node, DimensionResult) else node.before_gates
    return make_row("Together", "", *("" for _ in headlines), *(format_figure(total[reading]) for reading in headlines))


def _build_answer(rubric: Rubric, criterion: CriterionResult, headlines: Sequence[Reading]) -> tuple[Cell, ...]:
    unit = find_unit(rubric.criteria[criterion.id])
    scores = (format_score(criterion.scores[reading], rubric.find_shown(criterion.id)) for reading in headlines)
    points = (format_figure(criterion.contribution[reading]) for reading in headlines)
    return (((Span(criterion.id, code=True),),), *make_row(describe_answer(criterion, unit), *scores, *points))


def _build_criterion(result: Result, rubric: Rubric, node: NodeResult) -> Iterator[Block]:
    """The items and steps of a criterion; readings with the same steps are shown together."""
    if isinstance(node, CriterionResult):
        yield from build_checklist(result, rubric, node)
    shown = list_readings(result)
    steps = {reading: _list_steps(result, node.id, reading) for reading in shown}
    groups: dict[tuple[object, ...], list[Reading]] = {}
    for reading in shown:
        key = tuple((step.rule, step.terms, step.output) for step in steps[reading])
        groups.setdefault(key, []).append(reading)
    for readings in groups.values():
        yield from _build_group(result, node, readings, steps[readings[0]])
    yield from build_arithmetic_note(result, node.id)


def _list_steps(result: Result, node_id: str, reading: Reading) -> list[Step]:
    return [step for step in result.steps if step.node == node_id and step.reading is reading]


def _build_group(
    result: Result, node: NodeResult, readings: Sequence[Reading], steps: Sequence[Step]
) -> Iterator[Block]:
    """How a criterion gets its score under readings that have the same steps."""
    first, is_all = readings[0], len(readings) == len(list_readings(result))
    name, score = "Every reading" if is_all else join_words(list(readings)).capitalize(), node.scores[first]
    figure = "no score" if score is None else format_score(score, result.rubric.find_shown(node.id))
    yield Heading(2, f"{name}: {figure}", f"reading-{first}")
    if not is_all:
        meanings = " ".join(f"{reading.capitalize()}: {describe_reading(result, reading)}." for reading in readings)
        yield Paragraph(make_line(meanings), Style.NOTE)
    lines = list(map(partial(describe_step, result), steps))
    if not (isinstance(node, CriterionResult) and node.is_by_score and score is not None):
        lines.append(_describe_level(result, node.levels[first], result.rubric.find_shown(node.id)))
    yield Listing(tuple(map(make_line, lines)), is_ordered=True)
    yield from (build_respondents(step) for step in steps if step.rule == "survey-mean")


def _build_both(result: Result, node: NodeResult) -> Iterator[Block]:
    """The national score of the same answers next to the local one."""
    if result.both is not None and node.id in result.both.nodes:
        yield Heading(2, "National and local: two scores from the same answers", "local")
        both = {one: describe_both(result.both, node.id, one) for one in list_readings(result)}
        yield Listing(tuple(make_line(f"{one.capitalize()}: {words}") for one, words in both.items()))
