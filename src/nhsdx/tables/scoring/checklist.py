"""The answers to a checklist, in columns. Some items may be asked only under a condition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nhsdx.model import ChecklistCriterion, Reading, Status
from nhsdx.scoring import Scale, find_score_range
from nhsdx.tables.columns import name_item_column
from nhsdx.tables.frame_builder import Expr, FrameBuilder, choose, join_any, keep_where, make_number
from nhsdx.tables.scoring.cells import AnswerColumns, Cell, ChecklistColumns, TruthColumns, read_status
from nhsdx.tables.scoring.items import (
    INVALID,
    NOT_APPLICABLE,
    UNKNOWN,
    Items,
    Scores,
    compute_item_coverage,
    count_not_applicable_items,
    is_any_known,
    make_item_code,
    read_item,
    score_checklist,
)


class AskedItems(NamedTuple):
    """The verdict on each condition under which a checklist item is asked, and the rubric that asks these items."""

    rubric: str
    verdicts: Mapping[str, TruthColumns]


def read_checklist(
    table: FrameBuilder, name: str, criterion: ChecklistCriterion, scale: Scale, asked: AskedItems | None = None
) -> AnswerColumns:
    """The answers in a checklist's columns; `asked` has the items that are asked only under a condition."""
    cells = _read_cells(table, name, criterion, scale)
    if not cells.items.codes and asked is None:
        return AnswerColumns.make_unknown(cells.wrong).beside(cells.status)
    left_out = {} if cells.status is None else dict(cells.status.left_out)
    if asked is None:
        scores = score_checklist(count_not_applicable_items(cells.items), scale)[0]
        return _build_answer(cells.items, scores, cells.void, scale)._replace(wrong=cells.wrong, left_out=left_out)
    answer, none_applies = _read_asked(cells.items, asked, cells.void, scale)
    given = [left_out[Status.NOT_APPLICABLE]] if Status.NOT_APPLICABLE in left_out else []
    left_out[Status.NOT_APPLICABLE] = join_any([none_applies, *given])
    return answer._replace(wrong=cells.wrong, left_out=left_out)


class _ItemCells(NamedTuple):
    """A checklist's items, the rows in which no item counts, the checklist's own column, and invalid cells."""

    items: Items
    void: Expr
    status: Cell | None
    wrong: Mapping[str, Expr]


def _read_cells(table: FrameBuilder, name: str, criterion: ChecklistCriterion, scale: Scale) -> _ItemCells:
    columns = {item: name_item_column(name, item) for item in criterion.items}
    codes = {
        item: read_item(table, column, may_be_left_out=criterion.may_leave_out(item))
        for item, column in columns.items()
        if column in table
    }
    wrong = {columns[item]: code == INVALID for item, code in codes.items()}
    status = read_status(table, name, criterion, wrong)
    items = Items(table, name, criterion, codes)
    void = []
    if codes:
        first = columns[next(iter(codes))]
        void.append(score_checklist(items, scale)[1])
        wrong[first] = wrong[first] | void[0]
    void += [] if status is None else [~status.value.is_null()]
    return _ItemCells(items, join_any(void), status, wrong)


def _build_answer(items: Items, scores: Scores, void: Expr, scale: Scale) -> AnswerColumns:
    """The scores of a checklist, whatever its evidence; in rows in which `void` is true, the checklist is unknown."""
    worst, best = find_score_range(items.criterion, scale)
    found = ChecklistColumns(
        low=choose([(void, make_number(worst))], scores[Reading.LOW]),
        high=choose([(void, make_number(best))], scores[Reading.HIGH]),
        coverage=choose([(void, make_number(0))], compute_item_coverage(items.tally(items.criterion.items))),
        known=~void & is_any_known(items),
        codes=items.codes,
        void=void,
    )
    return AnswerColumns(keep_where(~void, scores[Reading.CLAIMED]), {}, {}, found)


def _read_asked(items: Items, asked: AskedItems, void: Expr, scale: Scale) -> tuple[AnswerColumns, Expr]:
    """The answer if some items are asked only under a condition, and the rows in which no asked item counts."""
    own = items._replace(name=f"{items.name} asked by {asked.rubric}")
    own = own._replace(codes=_ask_items(own, asked.verdicts, void, keeps=items.criterion.not_applicable_counts is None))
    scores, none_applies = score_checklist(own, scale)
    if items.criterion.not_applicable_counts is not None:
        counted = count_not_applicable_items(items)._replace(name=f"{own.name} counted")
        scores = score_checklist(counted._replace(codes=_ask_items(counted, asked.verdicts, void, keeps=False)), scale)[
            0
        ]
    answer = _build_answer(own, scores, void | none_applies, scale)
    # The codes say which items are asked and unknown.
    found = answer.items and answer.items._replace(void=None, known=answer.items.known & is_any_known(items))
    return answer._replace(items=found), none_applies


def _ask_items(items: Items, verdicts: Mapping[str, TruthColumns], void: Expr, *, keeps: bool) -> dict[str, Expr]:
    """The codes of items, given what is asked: an item not asked does not apply; an item that may be asked is unknown.

    If `keeps` is true, an item that does not apply never counts, whether it is asked or not. In rows in which `void` is
    true, all items are unknown.
    """

    def ask(item: str) -> Expr:
        code = items.codes.get(item, make_item_code(UNKNOWN))
        cases = [(void, make_item_code(UNKNOWN))]
        if item in verdicts:
            certain, possible = verdicts[item]
            undecided = ~certain & (code != NOT_APPLICABLE) if keeps else ~certain
            cases = [(~possible, make_item_code(NOT_APPLICABLE)), *cases, (undecided, make_item_code(UNKNOWN))]
        return items.table.share((items.name, item, "asked"), items.table.code_step, lambda: choose(cases, code))

    return {item: ask(item) for item in items.criterion.items if item in items.codes or item in verdicts}
