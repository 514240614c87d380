"""The stages of a node, as part of an explanation."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.documents.page import Block, Column, Table, describe_condition, describe_level, list_readings, make_row
from nhsdx.model import ParentResult, Result, Rubric

STAGES = {
    "stage-met": "reached",
    "stage-not-met": "not reached",
    "stage-unknown": "unknown",
    "stage-left-out": "does not apply",
}
"""Whether a stage is reached, by the rule of its step."""


def build_stages(result: Result, rubric: Rubric, node: ParentResult) -> Iterator[Block]:
    """The condition of each stage of a node, and whether it is reached under each reading; nothing without stages."""
    stages, shown = rubric.find_aggregation(node.id).stages, list_readings(result)
    found = {
        (step.terms[0].value, step.reading): STAGES[step.rule]
        for step in result.steps
        if step.node == node.id and step.rule in STAGES
    }
    rows = tuple(
        make_row(
            describe_level(result, stage.level),
            describe_condition(rubric, stage),
            *(found.get((stage.level, reading), "unknown") for reading in shown),
        )
        for stage in stages
    )
    if rows:
        columns = (
            Column("Level", share=2),
            Column("Reached if", share=4),
            *(Column(one.capitalize()) for one in shown),
        )
        yield Table("The stages; the score is that of the highest one up to which all are reached", columns, rows)
