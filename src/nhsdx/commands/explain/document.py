"""The arithmetic behind a number, in words, from the steps that gave it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nhsdx.documents.number_words import format_number, format_score, round_half_up
from nhsdx.documents.safe_text import clean
from nhsdx.model.assessment import Answer
from nhsdx.model.base import OVERALL
from nhsdx.model.criteria import Criterion, LevelCriterion, MeasureCriterion
from nhsdx.model.reading import Reading
from nhsdx.model.result import (
    CriterionResult,
    CriterionStatus,
    DimensionResult,
    NodeResult,
    ParentResult,
    Result,
    Step,
    Term,
)
from nhsdx.model.rubric import Rubric, find_criteria_in
from nhsdx.render.blocks import condition_words, listed
from nhsdx.render.both_page import both_words, departures
from nhsdx.render.legacy import evidence_words
from nhsdx.render.page import TerminalPage, drawn

ORDER = (Reading.CLAIMED, Reading.EVIDENCED, Reading.LOW, Reading.HIGH)
READING_WORDS = {
    Reading.CLAIMED: "as answered; unknown answers left out",
    Reading.EVIDENCED: "as far as the evidence supports each answer; unknown answers left out",
    Reading.LOW: "as far as the evidence supports each answer; unknown answers at their lowest",
    Reading.HIGH: "as answered; unknown answers at their highest",
}
NODE_WORDS = {
    "mean": "the weighted mean: sum of weight × score, divided by the sum of weights",
    "geometric": "the weighted geometric mean: exp(sum of weight × ln(score) / sum of weights)",
    "min": "the lowest score of its children",
    "survey-mean": "the mean score of the respondents: sum of respondents × score, divided by all respondents",
}
LEAF_WORDS = {
    "level": "level {0}, which scores",
    "checklist-staged": "every item up to level {0} is met, which scores",
    "checklist-share": "100 × {0} of weight met / {1} of weight applicable =",
    "bands": "{0} falls in the band from {1}, which scores",
    "linear": "100 × ({0} - {1}) / ({2} - {1}), held to 0 to 100 =",
    "log": "100 × (ln {0} - ln {1}) / (ln {2} - ln {1}), held to 0 to 100 =",
    "survey-top": "100 × {0} in the top options / {1} respondents =",
    "unknown-lowest": "unknown; the lowest any answer could score is",
    "unknown-highest": "unknown; the highest any answer could score is",
    "left-out": "left out: no score",
}
PLACES = 3


def explanation_page(result: Result, rubric: Rubric, node_id: str, page: TerminalPage) -> str:
    """How a node's or criterion's number comes about under each reading. Raises KeyError for an unknown id."""
    node = result.find_node(node_id)
    blocks: list[RenderableType] = [Text(f"{clean(node.title)} ({node_id})", style="bold")]
    blocks += [Text(line) for line in _about(result, rubric, node)]
    if result.both is not None:
        blocks += departures(result.both)
    for reading in ORDER:
        blocks += _under(result, node, reading)
    if isinstance(node, ParentResult):
        blocks += _answers_below(result, node)
    return drawn(blocks, page)


def _under(result: Result, node: NodeResult, reading: Reading) -> Iterator[RenderableType]:
    """How the number comes about under one reading, and what level it is."""
    yield Text("")
    yield _reading_line(node, reading)
    if result.both is not None and node.id in result.both.nodes:
        yield listed(both_words(result.both.nodes[node.id], reading), "two scores:", 2)
    for step in result.steps:
        if step.node == node.id and step.reading is reading:
            yield from (Padding(block, (0, 0, 0, 2)) for block in _step(result, step))
    yield Padding(Text(_level_line(result, node, reading)), (0, 0, 0, 2))


def _answers_below(result: Result, node: ParentResult) -> Iterator[RenderableType]:
    """Every answer below a node, with the points it brings to the claimed overall score before gates."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("criterion", ratio=1, overflow="fold")
    for heading in ("answer", "claimed", "evidenced", "points"):
        table.add_column(heading, justify="right", overflow="fold")
    for criterion in result.criteria.values():
        if node.id in _above(result, criterion.dimension):
            claimed, evidenced = (format_score(criterion.scores[reading]) for reading in ORDER[:2])
            points = _points(criterion.contribution[Reading.CLAIMED])
            table.add_row(criterion.id, _short_answer(criterion), claimed, evidenced, points)
    total = node.contribution if isinstance(node, DimensionResult) else node.before_gates
    table.add_row("together", "", "", "", _points(total[Reading.CLAIMED]), style="bold")
    yield from (Text(""), Text("down to the answers", style="bold"))
    yield Padding(Text("points: what each brings to the claimed overall score before gates"), (0, 0, 0, 2))
    yield Padding(table, (0, 0, 0, 2))


def _above(result: Result, dimension_id: str) -> Iterator[str]:
    """The nodes above a criterion; an advisory dimension counts for nothing above it."""
    dimension = result.dimensions[dimension_id]
    yield dimension_id
    if dimension.parent is not None:
        yield from _above(result, dimension.parent) if not dimension.advisory else ()
    elif not dimension.advisory:
        yield OVERALL


def _short_answer(criterion: CriterionResult) -> str:
    if criterion.status is not CriterionStatus.ANSWERED:
        return criterion.status.replace("-", " ")
    return _value_words(criterion)


def _points(points: float | None) -> str:
    return "-" if points is None else round_half_up(points, PLACES)


def _about(result: Result, rubric: Rubric, node: NodeResult) -> Iterator[str]:
    yield f"{clean(result.assessment.subject)}, {clean(result.rubric.title)} {result.rubric.version}"
    if result.is_national:
        yield "Dropped by the local rubric: asked nationally, and every figure here is of the national score"
    if isinstance(node, CriterionResult):
        yield from _about_criterion(rubric, node)
    elif isinstance(node, DimensionResult):
        above = node.parent or OVERALL
        yield f"Weight {node.weight:g} in {above}" + ("; advisory: shown, never counted above" if node.advisory else "")
    if isinstance(node, CriterionResult | DimensionResult):
        points = node.contribution[Reading.CLAIMED]
        if points is not None:
            yield f"Brings {round_half_up(points, PLACES)} points of the claimed overall score before gates"


def _about_criterion(rubric: Rubric, node: CriterionResult) -> Iterator[str]:
    criterion = rubric.criteria[node.id]
    if criterion.question:
        yield f"Question: {clean(criterion.question)}"
    yield f"Answer: {_answer_words(criterion, node)}"
    level = node.levels[Reading.CLAIMED]
    if isinstance(criterion, LevelCriterion) and level is not None:
        yield f"Level {level}: {clean(criterion.levels[level])}"
    if node.evidence is not None:
        yield f"Evidence: {evidence_words(node)}, which supports level {node.supported_level} at most"
    yield from _support(node.answer)
    yield f"Weight {node.weight:g} in {node.dimension}"
    for name, gate in rubric.gates.items():
        if node.id in find_criteria_in(gate.when):
            yield f"Gate {name} hangs on it: when {condition_words(gate.when)}"


def _support(answer: Answer | None) -> Iterator[str]:
    """What the assessors gave for their answer."""
    if answer is None:
        return
    if answer.seen is not None:
        yield f"Seen: {answer.seen.isoformat()}"
    if answer.why:
        yield f"Why: {clean(answer.why)}"
    if answer.documents:
        yield f"Documents: {', '.join(answer.documents)}"


def _answer_words(criterion: Criterion, node: CriterionResult) -> str:
    status = node.status.replace("-", " ")
    if node.answer is None:
        return "none given, so unknown" if node.status is CriterionStatus.UNKNOWN else status
    if node.answer.is_known and node.status is CriterionStatus.UNKNOWN:
        return "from too few respondents to be told, so unknown"
    if node.status is not CriterionStatus.ANSWERED:
        return f"{status}: {clean(node.answer.reason)}" if node.answer.reason else status
    unit = criterion.unit if isinstance(criterion, MeasureCriterion) else ""
    return f"{_value_words(node)}{unit and f' {clean(unit)}'}"


def _value_words(node: CriterionResult) -> str:
    value = node.shown_answer
    if isinstance(value, dict):
        return "; ".join(f"{key} {', '.join(items) or 'none'}" for key, items in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else format_number(value or 0)


def _reading_line(node: NodeResult, reading: Reading) -> Text:
    line = Text(f"{reading.value} {format_score(node.scores[reading])}", style="bold")
    return line.append(f"  {READING_WORDS[reading]}", style="not bold")


def _step(result: Result, step: Step) -> Iterator[RenderableType]:
    if step.rule in NODE_WORDS:
        yield Text(NODE_WORDS[step.rule])
        yield _children(result, step)
    elif step.rule == "gate":
        yield Text(_gate_words(step))
    elif step.rule == "evidence":
        yield Text(_evidence_words(step))
    else:
        values = [format_number(term.value) for term in step.terms]
        words = LEAF_WORDS[step.rule].format(*values)
        yield Text(words if step.output is None else f"{words} {round_half_up(step.output, PLACES)}")


def _children(result: Result, step: Step) -> RenderableType:
    """What went into a mean, a minimum or a survey: a row each, and the outcome under them."""
    names = ("option", "respondents") if step.rule == "survey-mean" else ("child", "weight")
    points = ["points"] if any(term.part is not None for term in step.terms) else []
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column(names[0], ratio=1, overflow="fold")
    for heading in (names[1], "score", *points):
        table.add_column(heading, justify="right", no_wrap=True)
    for term in step.terms:
        table.add_row(Text(clean(_title(result, step, term))), *_cells(term))
    weights = f"{math.fsum(term.weight or 0.0 for term in step.terms):g}"
    table.add_row("together", weights, *("" for _ in points), round_half_up(step.output or 0.0, PLACES), style="bold")
    return table


def _title(result: Result, step: Step, term: Term) -> str:
    return term.name if step.rule == "survey-mean" else result.find_node(term.name).title


def _cells(term: Term) -> list[str]:
    cells = [f"{term.weight:g}", round_half_up(term.value, PLACES)]
    return cells if term.part is None else [*cells, round_half_up(term.part, PLACES)]


def _gate_words(step: Step) -> str:
    before, *caps = step.terms
    limits = ", ".join(f"{cap.name} at {round_half_up(cap.value, PLACES)}" for cap in caps)
    return f"gates: the lower of {round_half_up(before.value, PLACES)} and {limits} = {round_half_up(step.output or 0.0, PLACES)}"


def _evidence_words(step: Step) -> str:
    claimed, ceiling = step.terms
    return (
        f"evidence: the lower of {round_half_up(claimed.value, PLACES)} and what {ceiling.name} carries, "
        f"{round_half_up(ceiling.value, PLACES)} = {round_half_up(step.output or 0.0, PLACES)}"
    )


def _level_line(result: Result, node: NodeResult, reading: Reading) -> str:
    level = node.levels[reading]
    if level is None:
        return "so no level: excluded, which is not 0"
    mark = result.scale[level]
    line = f"level {level} {clean(mark.label)}: from {round_half_up(mark.score)}"
    if level + 1 < len(result.scale):
        line += f"; level {level + 1} would need {round_half_up(result.scale[level + 1].score)}"
    return line
