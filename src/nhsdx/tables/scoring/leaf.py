"""Criteria as columns: the score claimed, the score that evidence supports, and where the answer is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from nhsdx.model import Rubric
from nhsdx.tables.frame_builder import Expr, FrameBuilder
from nhsdx.tables.scoring.answers import read_answer
from nhsdx.tables.scoring.asked_criteria import AskedCriteria
from nhsdx.tables.scoring.children import ChildColumns
from nhsdx.tables.scoring.criterion import (
    Cells,
    build_child,
    count_not_applicable,
    list_answered,
    list_supported,
)
from nhsdx.tables.scoring.dates import DayColumns
from nhsdx.tables.scoring.evidence import read_evidence

AnswersByKey: TypeAlias = Mapping[tuple[str, str], Expr]
"""The columns of every criterion as answered, each by the criterion's id and its own key."""


class ReadCells(NamedTuple):
    """The criteria asked in any row, as their cells say, and where cells of each column are invalid."""

    asked: Mapping[str, Cells]
    wrong: Mapping[str, Expr]


def read_cells(table: FrameBuilder, rubric: Rubric, asking: AskedCriteria, days: DayColumns | None) -> ReadCells:
    """The cells of every criterion."""
    wrong: dict[str, Expr] = {}
    asked: dict[str, Cells] = {}
    for name in rubric.criteria:
        read = read_answer(table, rubric, name)
        support = read_evidence(table, rubric, name, days)
        wrong |= {**read.wrong, **support.wrong}
        if asking.may_ask(name):
            asked[name] = count_not_applicable(rubric, name, Cells(read, support.ceiling, asking.asks(name)))
    return ReadCells(asked, wrong)


def list_answers(asked: Mapping[str, Cells]) -> Iterator[tuple[tuple[str, str], Expr]]:
    """The columns of every criterion as answered, each by the criterion's id and its own key."""
    for name, cells in asked.items():
        yield from (((name, key), column) for key, column in list_answered(cells))


def build_leaves(
    table: FrameBuilder, rubric: Rubric, asked: Mapping[str, Cells], answers: AnswersByKey
) -> dict[str, ChildColumns]:
    """Every criterion under each reading, as `scoring.leaf` scores it for one assessment, from its answers."""
    answered: dict[str, dict[str, Expr]] = {name: {} for name in asked}
    for (name, key), column in answers.items():
        answered[name][key] = column
    supported = table.derive(
        {
            (name, key): column
            for name, cells in asked.items()
            for key, column in list_supported(rubric, name, cells, answered[name])
        }
    )
    columns: dict[str, dict[str, Expr]] = {name: dict(own) for name, own in answered.items()}
    for (name, key), column in supported.items():
        columns[name][key] = column
    return {name: build_child(rubric, name, cells, columns[name]) for name, cells in asked.items()}
