"""From the columns of one criterion to the score claimed, for each kind of criterion."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from nhsdx.model.assessment import Status
from nhsdx.model.criteria import ChecklistCriterion, MeasureCriterion, SurveyCriterion
from nhsdx.model.rubric import Level, Rubric
from nhsdx.scoring.scale import Scale
from nhsdx.tables.frame_builder import Expr, FrameBuilder, choose, make_null, make_number
from nhsdx.tables.scoring.cells import LEFT_OUT, NOTHING, AnswerColumns, Words
from nhsdx.tables.scoring.checklists import read_checklist
from nhsdx.tables.scoring.values import read_measure, read_survey


def read_answer(table: FrameBuilder, rubric: Rubric, name: str) -> AnswerColumns:
    """The answer in a criterion's columns; a criterion without columns is unknown."""
    criterion, scale = rubric.criteria[name], Scale.of(rubric.levels)
    if isinstance(criterion, ChecklistCriterion):
        return read_checklist(table, name, criterion, scale)
    if isinstance(criterion, SurveyCriterion):
        return read_survey(table, name, criterion)
    if isinstance(criterion, MeasureCriterion):
        return read_measure(table, name, criterion, scale)
    if name not in table:
        return AnswerColumns.make_unknown()
    words = Words(list_level_words(rubric.levels), LEFT_OUT if criterion.not_applicable == "allowed" else (), NOTHING)
    cell = words.read(table, name)
    return AnswerColumns(score_level(cell.value, scale), cell.left_out, {name: cell.wrong})


def list_level_words(levels: Sequence[Level]) -> dict[str, int]:
    """The words for each level: its number, also as 3.0 for tables of numbers, and its label.

    A label that could also mean another level or a status is not used.
    """
    numbers = {word: number for number in range(len(levels)) for word in (str(number), f"{number}.0")}
    labels = [level.label.strip().lower() for level in levels]
    taken = {*numbers, *Status, ""}
    return numbers | {
        label: number for number, label in enumerate(labels) if label not in taken and labels.count(label) == 1
    }


def score_level(level: Expr, scale: Scale) -> Expr:
    """The score of a level's number; null where there is none."""
    steps = len(scale.scores) - 1
    if scale.scores == tuple(100 * n / steps for n in range(steps + 1)):
        exact = level.cast(nw.Float64())
        return exact * (100 / steps) if 100 % steps == 0 else exact * 100 / steps
    return choose([(level == n, make_number(score)) for n, score in enumerate(scale.scores)], make_null())
