"""Checklists in columns, one for each item."""

from __future__ import annotations

import narwhals as nw

from nhsdx.model.assessment import Status
from nhsdx.model.criteria import ChecklistCriterion
from nhsdx.scoring.scale import Scale
from nhsdx.tables.columns import name_item_column
from nhsdx.tables.frame_builder import (
    Expr,
    FrameBuilder,
    choose,
    is_true,
    join_all,
    join_any,
    keep_where,
    make_number,
    sum_terms,
)
from nhsdx.tables.scoring.cells import NOTHING, AnswerColumns, Cell, Words, read_status

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


def read_checklist(table: FrameBuilder, name: str, criterion: ChecklistCriterion, scale: Scale) -> AnswerColumns:
    """The answer in a checklist's columns; if any item is blank, the whole answer is unknown."""
    columns = {item.id: name_item_column(name, item.id) for item in criterion.items}
    cells = {item: ITEM_WORDS.read(table, column) for item, column in columns.items() if column in table}
    wrong = {columns[item]: cell.wrong for item, cell in cells.items()}
    status = read_status(table, name, criterion, wrong)
    if len(cells) < len(columns):
        return AnswerColumns.make_unknown(wrong).beside(status)
    is_whole = join_all(~cell.value.is_null() for cell in cells.values())
    nothing_left = is_whole & _has_nothing_left(criterion, cells)
    first = columns[criterion.items[0].id]
    wrong[first] = wrong[first] | nothing_left
    worth = _score_stages(criterion, cells, scale) if criterion.scoring == "staged" else _score_share(criterion, cells)
    return AnswerColumns(keep_where(is_whole & ~nothing_left, worth), None, wrong).beside(status)


def _has_nothing_left(criterion: ChecklistCriterion, cells: dict[str, Cell]) -> Expr:
    """Whether every item that counts is marked not applicable, which is invalid."""
    counted = [item.id for item in criterion.items if item.weight or criterion.scoring == "staged"]
    return join_all(is_true(cells[item].value == NOT_APPLICABLE) for item in counted)


def _score_stages(criterion: ChecklistCriterion, cells: dict[str, Cell], scale: Scale) -> Expr:
    """The score of the highest level up to which every applicable item of every level is met."""
    levels = {item.id: item.level or 0 for item in criterion.items}
    is_open = {item: _is_open(criterion, cell.value) for item, cell in cells.items()}
    found = sorted(set(levels.values()))
    cases = [
        (join_any(is_open[item] for item, at in levels.items() if at == level), make_number(scale.scores[level - 1]))
        for level in found
    ]
    return choose(cases, make_number(scale.scores[found[-1]]))


def _is_open(criterion: ChecklistCriterion, value: Expr) -> Expr:
    if criterion.partly_counts == 1:
        return is_true(value == NOT_MET)
    return is_true((value == NOT_MET) | (value == PARTLY))


def _score_share(criterion: ChecklistCriterion, cells: dict[str, Cell]) -> Expr:
    """100 * weight of the items met (partly met ones in part) / weight of the applicable items."""
    met, applicable = [], []
    for item in criterion.items:
        value = cells[item.id].value
        partly = make_number(item.weight * criterion.partly_counts)
        met.append(choose([(value == MET, make_number(item.weight)), (value == PARTLY, partly)], make_number(0)))
        applicable.append(nw.when(value == NOT_APPLICABLE).then(make_number(0)).otherwise(make_number(item.weight)))
    whole = sum_terms(applicable)
    share = 100 * sum_terms(met) / keep_where(whole > 0, whole)
    return choose([(share > 100, make_number(100))], share)  # noqa: PLR2004 - rounding errors could give slightly more
