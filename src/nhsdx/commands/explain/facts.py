"""What an explanation says about a dimension or criterion before its arithmetic."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.documents.arithmetic import format_figure
from nhsdx.documents.blocks import Fact
from nhsdx.documents.number_words import format_number
from nhsdx.documents.phrases import make_line
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import (
    OVERALL_TITLE,
    describe_answer,
    describe_condition,
    describe_evidence,
    describe_level,
    name_gate,
    name_node,
)
from nhsdx.model.assessment import Answer
from nhsdx.model.criteria import Criterion, LevelCriterion, MeasureCriterion
from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionResult, CriterionStatus, DimensionResult, NodeResult, Result
from nhsdx.model.rubric import Rubric, find_criteria_in


def list_facts(result: Result, rubric: Rubric, node: NodeResult) -> Iterator[Fact]:
    """The question, answer, evidence, weight, points and gates of a node; none for the whole."""
    if isinstance(node, CriterionResult):
        yield from _list_criterion(result, rubric, node)
        yield _make_fact("Weight", f"{format_number(node.weight)} in {name_node(result.find_node(node.dimension))}")
    elif isinstance(node, DimensionResult):
        above = OVERALL_TITLE if node.parent is None else name_node(result.find_node(node.parent))
        advisory = "; advisory: shown, never counted" if node.advisory else ""
        yield _make_fact("Weight", f"{format_number(node.weight)} in {above}{advisory}")
    if isinstance(node, CriterionResult | DimensionResult):
        evidenced, claimed = (node.contribution[one] for one in (Reading.EVIDENCED, Reading.CLAIMED))
        if claimed is not None:
            points = f"{format_figure(evidenced)} evidenced, {format_figure(claimed)} claimed"
            yield _make_fact("Points", f"{points}, of the overall score before gates")
    if isinstance(node, CriterionResult):
        yield from _list_gates(rubric, node)


def _make_fact(name: str, text: str) -> Fact:
    return Fact(name, make_line(text))


def _list_criterion(result: Result, rubric: Rubric, node: CriterionResult) -> Iterator[Fact]:
    asked = rubric.criteria[node.id]
    if asked.question:
        yield _make_fact("Question", clean(asked.question))
    yield _make_fact("Answer", _describe_answer(asked, node))
    level = node.levels[Reading.CLAIMED]
    if isinstance(asked, LevelCriterion) and level is not None:
        yield _make_fact("Level claimed", f"{describe_level(result, level)}: {clean(asked.levels[level])}")
    if node.evidence is not None:
        supports = f"supports level {node.supported_level} at most"
        yield _make_fact("Evidence", f"{describe_evidence(node)}, {supports}")
    yield from _list_support(node.answer)


def _describe_answer(asked: Criterion, node: CriterionResult) -> str:
    if node.answer is None and node.status is CriterionStatus.UNKNOWN:
        return "none given, so unknown"
    words = describe_answer(node, asked.unit if isinstance(asked, MeasureCriterion) else "")
    reason = node.answer.reason if node.answer is not None else None
    return f"{words}: {clean(reason)}" if reason and node.status is not CriterionStatus.ANSWERED else words


def _list_support(answer: Answer | None) -> Iterator[Fact]:
    """What the assessors gave to support their answer."""
    if answer is None:
        return
    if answer.seen is not None:
        yield _make_fact("Seen", answer.seen.isoformat())
    if answer.why:
        yield _make_fact("Why", clean(answer.why))
    if answer.documents:
        yield _make_fact("Documents", ", ".join(answer.documents))


def _list_gates(rubric: Rubric, node: CriterionResult) -> Iterator[Fact]:
    """The gates that depend on a criterion."""
    for name, gate in rubric.gates.items():
        if node.id in find_criteria_in(gate.when):
            condition = describe_condition(rubric, gate.when)
            yield _make_fact("Gate", f"{name_gate(name)} is triggered when {condition}")
