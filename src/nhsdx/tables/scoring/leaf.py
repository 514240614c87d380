"""Criteria as columns: the claimed score, the score that evidence supports, and the rows with an unknown answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nhsdx.model import Rubric
from nhsdx.tables.frame_builder import Expr, FrameBuilder
from nhsdx.tables.scoring.answers import read_answer
from nhsdx.tables.scoring.asking.conditions import ask_by_conditions
from nhsdx.tables.scoring.asking.contexts import Contexts, list_wrong_contexts, read_contexts
from nhsdx.tables.scoring.asking.profiles import AskedCriteria, find_asked_criteria
from nhsdx.tables.scoring.criterion import Cells
from nhsdx.tables.scoring.dates import DayColumns
from nhsdx.tables.scoring.evidence import read_evidence


class ReadCells(NamedTuple):
    """The criteria and the context as read from their cells, and the invalid cells in each column."""

    criteria: Mapping[str, Cells]
    contexts: Contexts
    by_profile: AskedCriteria
    wrong: Mapping[str, Expr]


def read_cells(
    table: FrameBuilder, rubric: Rubric, profile: str | None, named_by: Rubric, days: DayColumns | None
) -> ReadCells:
    """The cells for every criterion and for the context; `named_by` is the rubric that has the profiles."""
    by_profile = find_asked_criteria(table, rubric, profile, named_by)
    contexts = read_contexts(table, rubric)
    wrong = {**by_profile.wrong, **list_wrong_contexts(contexts)}
    criteria: dict[str, Cells] = {}
    for name in rubric.criteria:
        read = read_answer(table, rubric, name)
        support = read_evidence(table, rubric, name, days)
        wrong |= {**read.wrong, **support.wrong}
        criteria[name] = Cells(read, support.ceiling, date_problems=support.date_problems)
    return ReadCells(criteria, contexts, by_profile, wrong)


def find_profiles(table: FrameBuilder, profile: str | None, rubric: Rubric) -> Expr | None:
    """The position in the rubric of each row's profile; None if rows have no profiles of their own."""
    return find_asked_criteria(table, rubric, profile, rubric).profile


def select_asked(table: FrameBuilder, rubric: Rubric, read: ReadCells) -> dict[str, Cells]:
    """The criteria that are asked in any row, each with the rows in which it is asked.

    An answer outside the profile still decides what else is asked.
    """
    asked = ask_by_conditions(table, rubric, read.criteria, read.contexts)
    return {
        name: _limit(cells, read.by_profile.asks(name))
        for name, cells in asked.items()
        if read.by_profile.may_ask(name)
    }


def _limit(cells: Cells, where: Expr | None) -> Cells:
    if where is None:
        return cells
    if cells.is_asked is None:
        return cells._replace(is_asked=where)
    return cells._replace(is_asked=where & cells.is_asked, not_asked=where & ~cells.is_asked)
