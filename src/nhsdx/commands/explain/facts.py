"""What is known about a node besides its arithmetic: question, answer, evidence, weight, points and gates."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.commands.explain.respondents import list_details
from nhsdx.documents.page import (
    OVERALL_TITLE,
    Fact,
    clean,
    describe_answer,
    describe_condition,
    describe_evidence,
    describe_gate_state,
    describe_level,
    format_number,
    list_headlines,
    make_line,
    name_gate,
    name_node,
)
from nhsdx.documents.parts import format_figure
from nhsdx.model import (
    Answer,
    Criterion,
    CriterionResult,
    CriterionStatus,
    DimensionResult,
    MeasureCriterion,
    NodeResult,
    Reading,
    Result,
    Rubric,
    find_criteria_in,
)


def list_node_facts(result: Result, rubric: Rubric, node: NodeResult, *, with_notes: bool) -> Iterator[Fact]:
    """The question, answer, evidence, weight, points and gates of a node; empty for the overall score."""
    if isinstance(node, CriterionResult):
        yield from _list_criterion(result, rubric, node, with_notes=with_notes)
        yield make_fact("Weight", f"{format_number(node.weight)} in {name_node(result.find_node(node.dimension))}")
    elif isinstance(node, DimensionResult):
        above = OVERALL_TITLE if node.parent is None else name_node(result.find_node(node.parent))
        advisory = "; advisory: shown, never counted" if node.advisory else ""
        yield make_fact("Weight", f"{format_number(node.weight)} in {above}{advisory}")
    if isinstance(node, CriterionResult | DimensionResult) and node.contribution[Reading.CLAIMED] is not None:
        points = ", ".join(f"{format_figure(node.contribution[one])} {one}" for one in list_headlines(result))
        yield make_fact("Points", f"{points}, towards the overall score before gates")
    if isinstance(node, CriterionResult):
        yield from _list_gates(result, rubric, node)


def _list_criterion(result: Result, rubric: Rubric, node: CriterionResult, *, with_notes: bool) -> Iterator[Fact]:
    asked = rubric.criteria[node.id]
    if asked.question:
        yield make_fact("Question", clean(asked.question))
    yield make_fact("Answer", _describe_answer(asked, node, with_notes=with_notes))
    if node.status is CriterionStatus.ANSWERED and node.answer is not None:
        yield from list_details(result, asked, node.answer)
    if node.evidence is not None:
        supports = f"supports {describe_level(result, node.supported_level)} at most"
        yield make_fact("Evidence", f"{describe_evidence(node)}, {supports}")
    yield from _list_support(node.answer, with_notes=with_notes)


def _describe_answer(asked: Criterion, node: CriterionResult, *, with_notes: bool) -> str:
    if node.answer is None and node.status is CriterionStatus.UNKNOWN:
        return "none given, so unknown"
    words, is_answered = describe_answer(node, find_unit(asked)), node.status is CriterionStatus.ANSWERED
    reason = None if node.answer is None or is_answered or not with_notes else node.answer.reason
    return f"{words}: {clean(reason)}" if reason else words


def _list_support(answer: Answer | None, *, with_notes: bool) -> Iterator[Fact]:
    """The assessors' evidence for their answer."""
    if answer is None:
        return
    if answer.seen is not None:
        yield make_fact("Seen", answer.seen.isoformat())
    if answer.why and with_notes:
        yield make_fact("Why", clean(answer.why))
    if answer.documents:
        yield make_fact("Documents", ", ".join(answer.documents))


def _list_gates(result: Result, rubric: Rubric, node: CriterionResult) -> Iterator[Fact]:
    """The gates that depend on a criterion, with their states."""
    states = {gate.id: gate.state for gate in result.gates}
    for name, gate in rubric.gates.items():
        if node.id in find_criteria_in(gate.when):
            condition = describe_condition(rubric, gate.when)
            state = describe_gate_state(states.get(name))
            yield make_fact(
                "Gate", f"{name_gate(name, gate.title)} ({name}) is {state}. It is triggered when {condition}"
            )


def make_fact(name: str, text: str) -> Fact:
    """A fact with a name and a text."""
    return Fact(name, make_line(text))


def find_unit(asked: Criterion) -> str:
    """The unit of a measure; empty for other kinds."""
    return asked.unit if isinstance(asked, MeasureCriterion) else ""
