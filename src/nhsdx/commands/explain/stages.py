"""The stages of a node, as part of an explanation: which conditions are met, and which are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nhsdx.analysis.stages import judge_condition
from nhsdx.documents.page import (
    Block,
    Column,
    Table,
    describe_condition,
    describe_level,
    describe_node_place,
    describe_reached,
    describe_status,
    format_score,
    list_headlines,
    list_readings,
    make_row,
)
from nhsdx.model import Condition, CriterionResult, CriterionStatus, ParentResult, Reading, Result, Rubric
from nhsdx.scoring import Scale, Truth

CAPTION = (
    "The stages: a stage counts only if every lower stage is reached too; the highest stage that counts gives the score"
)
STAGES = {
    "stage-met": "reached",
    "stage-not-met": "not reached",
    "stage-unknown": "unknown",
    "stage-left-out": "reached",
}
"""For the rule of each step, whether the stage is reached. A stage whose condition does not apply counts as reached."""
IN_VAIN = "met, but a lower stage is not reached"
PARTS = {Truth.MET: "met", Truth.NOT_MET: "not met", Truth.UNKNOWN: "unknown", Truth.LEFT_OUT: "does not apply"}
"""How pages say whether a part of a stage's condition is met."""


class _Row(NamedTuple):
    """A stage or a part of its condition: what is asked for, the present state, and whether the condition is met."""

    level: str
    condition: str
    now: str
    states: tuple[str, ...]


def build_stages(result: Result, rubric: Rubric, node: ParentResult) -> Iterator[Block]:
    """Each stage of a node, whether it is reached, and which parts of its condition are met; empty without stages."""
    shown = list_readings(result)
    if not rubric.find_aggregation(node.id).stages:
        return
    rows = tuple(_list_stages(result, rubric, node, shown))
    is_same = all(len(set(row.states)) == 1 for row in rows)
    heads = ["Under every reading"] if is_same else [reading.capitalize() for reading in shown]
    columns = (Column("Level", share=2), Column("Reached if", share=5), Column("Now", share=3))
    cells = (make_row(row.level, row.condition, row.now, *row.states[: len(heads)]) for row in rows)
    yield Table(CAPTION, (*columns, *(Column(head, share=2) for head in heads)), tuple(cells))


def _list_stages(result: Result, rubric: Rubric, node: ParentResult, shown: Sequence[Reading]) -> Iterator[_Row]:
    """A row for each stage, and one for each part of its condition."""
    stages = rubric.find_aggregation(node.id).stages
    states = [_list_states(result, node, reading) or ["unknown"] * len(stages) for reading in shown]
    for stage, found in zip(stages, zip(*states, strict=True), strict=True):
        yield _Row(describe_level(result, stage.level), *_describe_part(result, rubric, stage), found)
        for part in stage.parts:
            yield from _list_parts(result, rubric, part, shown, "–")


def _list_states(result: Result, node: ParentResult, reading: Reading) -> list[str]:
    """Whether each stage is reached under a reading.

    A stage whose condition is met does not count if a lower stage is not reached.
    """
    steps = (step for step in result.steps if step.node == node.id and step.reading is reading)
    states: list[str] = []
    for state in (STAGES[step.rule] for step in steps if step.rule in STAGES):
        is_vain = state == "reached" and any(one != "reached" for one in states)
        states.append(IN_VAIN if is_vain else state)
    return states


def _list_parts(
    result: Result, rubric: Rubric, condition: Condition, shown: Sequence[Reading], indent: str
) -> Iterator[_Row]:
    """A row for a part of a condition, and a row for each part within that part."""
    scale = Scale.of(rubric.levels)
    words, now = _describe_part(result, rubric, condition)
    states = (PARTS[judge_condition(result, scale, reading, condition)] for reading in shown)
    yield _Row("", f"{indent} {words}", now, tuple(states))
    for part in condition.parts:
        yield from _list_parts(result, rubric, part, shown, f"–{indent}")


def _describe_part(result: Result, rubric: Rubric, condition: Condition) -> tuple[str, str]:
    """A condition and the present state of its subject; for a condition with parts, how the parts are combined."""
    if condition.parts:
        return ("any of these:" if condition.any_of is not None else "all of these:"), ""
    return describe_condition(rubric, condition), _describe_now(result, condition) if condition.subject else ""


def _describe_now(result: Result, condition: Condition) -> str:
    """The present state of a criterion or a dimension, in the unit of a condition on it."""
    node = result.find_node(condition.subject)
    if isinstance(node, CriterionResult) and node.status is not CriterionStatus.ANSWERED:
        return describe_status(node.status)
    headlines = list_headlines(result)
    found = [_describe_reading(result, condition, reading) for reading in headlines]
    if len(set(found)) == 1:
        return found[0]
    return ", ".join(f"{words} {reading}" for words, reading in zip(found, headlines, strict=True))


def _describe_reading(result: Result, condition: Condition, reading: Reading) -> str:
    node = result.find_node(condition.subject)
    is_level = condition.at_least is not None or condition.at_most is not None
    if isinstance(node, CriterionResult) and (is_level or node.own_scale):
        return describe_reached(result, node, reading)
    if isinstance(node, ParentResult) and (is_level or node.scores[reading] is None):
        return describe_node_place(result, node, reading)
    return format_score(node.scores[reading], result.rubric.find_shown(node.id))
