"""Formulas that say whether a question or statement is asked: 1 for yes, 0 for no, 0.5 if unknown."""

from __future__ import annotations

from collections.abc import Sequence

from nhsdx.forms.media.workbook.formulas.formula import CellFormula, any_of, choose, find_least, find_most, wrap
from nhsdx.forms.media.workbook.live.book import LiveBook
from nhsdx.forms.media.workbook.live.inputs import read_input
from nhsdx.model import AskedWhen

ASKED, UNDECIDED, NOT_ASKED = 1, 0.5, 0
YES, PARTLY, NO, UNKNOWN, LEFT_OUT = 1, 2, 3, 4, 5
"""The codes for the states that a statement can have."""
OPEN, OUTSIDE, NOT_DUE, NOT_APPLYING = "open", "not asked", "not due", "does not apply"
"""The states that a criterion can have."""


def judge_asked(book: LiveBook, condition: AskedWhen | None) -> CellFormula:
    """Whether a question or statement with the given condition is asked."""
    if condition is None:
        return wrap(ASKED)
    if condition.parts:
        join = find_most if condition.any_of else find_least
        return join(*(judge_asked(book, part) for part in condition.parts))
    if condition.context is not None:
        return _judge_context(book, condition.context, condition.is_ or ())
    name = condition.criterion or ""
    grid, row = book.grids["criteria"], book.criteria[name]
    if condition.met is not None:
        verdict = _judge_items(book, name, condition.met)
    else:
        verdict = _judge_level(book, row, condition.at_least or 0)
    is_open = grid.see(row, "State").equals(OPEN)
    return choose(is_open, find_least(verdict, grid.see(row, "Asked")), NOT_ASKED)


def _judge_context(book: LiveBook, name: str, wanted: Sequence[str]) -> CellFormula:
    """Whether a question about the context has one of the given answers."""
    code, options = read_input(book, ("context", name)), book.rubric.context[name].options
    chosen = [code.equals(options.index(one) + 1) for one in wanted]
    return choose(code.equals(""), UNDECIDED, choose(any_of(*chosen), ASKED, NOT_ASKED))


def _judge_items(book: LiveBook, name: str, items: Sequence[str]) -> CellFormula:
    """Whether all of the given statements are met."""
    grid, order = book.grids["items"], list(getattr(book.rubric.criteria[name], "items", {}))
    states = [grid.see(book.states[name][order.index(item)], "State") for item in items]
    return find_least(*(choose(one.equals(YES), ASKED, choose(one.equals(UNKNOWN), UNDECIDED, 0)) for one in states))


def _judge_level(book: LiveBook, row: int, level: int) -> CellFormula:
    """Whether the claimed answer reaches a level; undecided if unknown statements could make a difference."""
    grid = book.grids["criteria"]
    low, claimed, high = (grid.see(row, f"Answer {one}") for one in ("low", "claimed", "high"))
    reached = choose(book.reaches(low, level), ASKED, choose(book.reaches(high, level), UNDECIDED, NOT_ASKED))
    return choose(claimed.equals(""), UNDECIDED, reached)


def find_criterion_state(
    asked: CellFormula, code: CellFormula, apply: CellFormula, may_be_asked: CellFormula
) -> CellFormula:
    """The state of a criterion: open, not asked, not due or not applicable.

    A checklist is not applicable if none of its statements is applicable.
    """
    left = choose(code.equals(2), NOT_DUE, choose(code.equals(3), NOT_APPLYING, OPEN))
    nothing = choose(may_be_asked.equals(0), OUTSIDE, NOT_APPLYING)
    return choose(asked.equals(NOT_ASKED), OUTSIDE, choose(apply.equals(0), nothing, left))
