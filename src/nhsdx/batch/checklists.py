"""Checklists in columns, one for each item."""

from __future__ import annotations

import narwhals as nw

from nhsdx.batch.cells import NOTHING, Answered, Cell, Words, status_in
from nhsdx.batch.columns import item_column
from nhsdx.batch.table import Expr, Table, all_of, any_of, choose, is_true, number, only, total
from nhsdx.model.assessment import Status
from nhsdx.model.criteria import ChecklistCriterion
from nhsdx.scoring.scale import Scale

MET, PARTLY, NOT_MET, NOT_APPLICABLE = range(1, 5)
ITEM_WORDS = Words(
    {
        "met": MET,
        "true": MET,
        "partly": PARTLY,
        "not-met": NOT_MET,
        "false": NOT_MET,
        Status.NOT_APPLICABLE.value: NOT_APPLICABLE,
    },
    nothing=NOTHING,
)


def checklist_answered(table: Table, name: str, criterion: ChecklistCriterion, scale: Scale) -> Answered:
    """What a checklist's columns answer; with an item that nothing is said of, the whole is unknown."""
    columns = {item.id: item_column(name, item.id) for item in criterion.items}
    cells = {item: ITEM_WORDS.read(table, column) for item, column in columns.items() if column in table}
    wrong = {columns[item]: cell.wrong for item, cell in cells.items()}
    status = status_in(table, name, criterion, wrong)
    if len(cells) < len(columns):
        return Answered.nowhere(wrong).beside(status)
    is_told = all_of(~cell.value.is_null() for cell in cells.values())
    nothing_left = is_told & _nothing_left(criterion, cells)
    first = columns[criterion.items[0].id]
    wrong[first] = wrong[first] | nothing_left
    worth = _staged(criterion, cells, scale) if criterion.scoring == "staged" else _share(criterion, cells)
    return Answered(only(is_told & ~nothing_left, worth), None, wrong).beside(status)


def _nothing_left(criterion: ChecklistCriterion, cells: dict[str, Cell]) -> Expr:
    """Whether every item that counts is marked not applicable, which is no answer."""
    counted = [item.id for item in criterion.items if item.weight or criterion.scoring == "staged"]
    return all_of(is_true(cells[item].value == NOT_APPLICABLE) for item in counted)


def _staged(criterion: ChecklistCriterion, cells: dict[str, Cell], scale: Scale) -> Expr:
    """The score of the highest level up to which every applicable item of every level is met."""
    levels = {item.id: item.level or 0 for item in criterion.items}
    is_open = {item: _is_open(criterion, cell.value) for item, cell in cells.items()}
    found = sorted(set(levels.values()))
    cases = [
        (any_of(is_open[item] for item, at in levels.items() if at == level), number(scale.scores[level - 1]))
        for level in found
    ]
    return choose(cases, number(scale.scores[found[-1]]))


def _is_open(criterion: ChecklistCriterion, value: Expr) -> Expr:
    if criterion.partly_counts == 1:
        return is_true(value == NOT_MET)
    return is_true((value == NOT_MET) | (value == PARTLY))


def _share(criterion: ChecklistCriterion, cells: dict[str, Cell]) -> Expr:
    """100 * weight of the items met (partly met ones in part) / weight of the applicable items."""
    met, applicable = [], []
    for item in criterion.items:
        value = cells[item.id].value
        partly = number(item.weight * criterion.partly_counts)
        met.append(choose([(value == MET, number(item.weight)), (value == PARTLY, partly)], number(0)))
        applicable.append(nw.when(value == NOT_APPLICABLE).then(number(0)).otherwise(number(item.weight)))
    whole = total(applicable)
    share = 100 * total(met) / only(whole > 0, whole)
    return choose([(share > 100, number(100))], share)  # noqa: PLR2004 - rounding errors alone could give a hair more
