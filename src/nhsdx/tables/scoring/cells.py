"""The cells of a column: a value, a status, nothing, or invalid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import narwhals as nw

from nhsdx.model import Criterion, Status
from nhsdx.tables.frame_builder import Expr, FrameBuilder, choose, is_true, join_any, keep_where, make_code, make_number

NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
GREATEST = 1e15
SPACES = " \t\r\n"
NOTHING = ("", Status.UNKNOWN.value)
LEFT_OUT = (Status.NOT_DUE, Status.NOT_APPLICABLE)
LEFT_OUT_CODES = {Status.NOT_DUE: -2, Status.NOT_APPLICABLE: -3}
EMPTY_CODE, WRONG_CODE = -1, -4

LeftOut = Mapping[Status, Expr]
"""For each status that a criterion may have, where it has it."""


class Cell(NamedTuple):
    """A column's cells. `value`, `left_out` and `wrong` are exclusive; all are empty for a blank or unknown cell.

    `value` is null in cells without one. `left_out` says where a cell is not-due, and where it is not-applicable, if
    the column allows that. `wrong` is true in invalid cells.
    """

    value: Expr
    left_out: LeftOut
    wrong: Expr


class ChecklistColumns(NamedTuple):
    """The items of a checklist. `low` and `high` are its scores before evidence; `coverage` is the share known.

    `codes` gives the code of each item that has a column (see `items`). Where `void` is true, the items say nothing,
    because the criterion has a status or no item counts.
    """

    low: Expr
    high: Expr
    coverage: Expr
    codes: Mapping[str, Expr]
    void: Expr


class AnswerColumns(NamedTuple):
    """The columns of one criterion, read.

    `claimed` is its score: null in rows without a known answer, and None if no row has one. `left_out` says where
    the criterion does not apply. `wrong` is true in the invalid cells of each column. `items` are those of a
    checklist that has a column for any.
    """

    claimed: Expr | None
    left_out: LeftOut
    wrong: Mapping[str, Expr]
    items: ChecklistColumns | None = None

    @classmethod
    def make_unknown(cls, wrong: Mapping[str, Expr] | None = None) -> AnswerColumns:
        """A criterion without a known answer in any row."""
        return cls(None, {}, wrong or {})

    def beside(self, status: Cell | None) -> AnswerColumns:
        """The same with the criterion's own column: a status there overrides the answer in its parts."""
        if status is None:
            return self
        claimed = None if self.claimed is None else keep_where(status.value.is_null(), self.claimed)
        return self._replace(claimed=claimed, left_out=status.left_out)


class Words(NamedTuple):
    """The values, from 0, that words of a column mean."""

    values: Mapping[str, int]
    left_out: Sequence[Status] = ()
    nothing: Sequence[str] = ("",)

    def read(self, table: FrameBuilder, column: str) -> Cell:
        """The column's cells by these words; a column of numbers by the words that are numbers."""
        if table.is_numeric(column):
            return self._read_numbers(table, column)
        code = table.share(
            (column, *self.values.items(), *self.left_out, *self.nothing), 1, lambda: self._code(table, column)
        )
        left_out = {status: code == LEFT_OUT_CODES[status] for status in self.left_out}
        return Cell(keep_where(code >= 0, code), left_out, code == WRONG_CODE)

    def _code(self, table: FrameBuilder, column: str) -> Expr:
        """One code for each cell, so that each word is looked up once."""
        text = read_text(table, column)
        cases = [(text.is_null() | is_one_of(text, self.nothing), make_code(EMPTY_CODE))]
        for value in sorted(set(self.values.values())):
            words = [word for word, meaning in self.values.items() if meaning == value]
            cases.append((is_one_of(text, words), make_code(value)))
        cases += [(text == status.value, make_code(LEFT_OUT_CODES[status])) for status in self.left_out]
        return choose(cases, make_code(WRONG_CODE))

    def _read_numbers(self, table: FrameBuilder, column: str) -> Cell:
        is_whole = table.types[column].is_integer()
        cell = table.col(column) if is_whole else table.col(column).cast(nw.Float64())
        values = sorted({value for word, value in self.values.items() if word == str(value)})
        if is_whole and values == list(range(len(values))):
            is_value = (cell >= 0) & (cell < len(values))
        else:
            is_value = join_any(cell == value for value in values)
        return Cell(keep_where(is_value, cell.cast(nw.Float64())), {}, is_true(~is_value))


def is_one_of(text: Expr, words: Sequence[str]) -> Expr:
    """Whether a text is one of some words."""
    return text == words[0] if len(words) == 1 else text.is_in(list(words))


def read_text(table: FrameBuilder, column: str) -> Expr:
    """A column's cells as text in lower case without spaces around it; booleans become `true` and `false`."""
    return table.share((column, "text"), 0, lambda: _clean_text(table, column))


def _clean_text(table: FrameBuilder, column: str) -> Expr:
    cell = table.col(column)
    if table.types[column] == nw.Boolean:
        text = choose([(cell.is_null(), nw.lit("")), (cell, nw.lit("true"))], nw.lit("false"))
    else:
        text = cell.cast(nw.String()).str.strip_chars(SPACES).str.to_lowercase()
    words = table.words.get(column, {})
    return choose([(text == word, nw.lit(meaning.lower())) for word, meaning in words.items()], text)


def read_number(
    table: FrameBuilder, column: str, is_within: Callable[[Expr], Expr], left_out: Sequence[Status] = ()
) -> Cell:
    """A column's cells as numbers within bounds."""
    if table.is_numeric(column):
        cell = table.col(column).cast(nw.Float64())
        is_value = is_true(_is_sound(cell) & is_within(cell))
        return Cell(keep_where(is_value, cell), {}, ~is_value & ~cell.is_null())
    text = read_text(table, column)
    cell = table.share((column, "number"), 1, lambda: keep_where(text.str.contains(NUMBER), text).cast(nw.Float64()))
    is_value = is_true(_is_sound(cell) & is_within(cell))
    is_blank = text.is_null() | is_one_of(text, NOTHING)
    is_left_out = {status: is_true(text == status.value) for status in left_out}
    return Cell(keep_where(is_value, cell), is_left_out, ~join_any([is_value, is_blank, *is_left_out.values()]))


def _is_sound(cell: Expr) -> Expr:
    """Whether a number is within the bounds of files; null is not."""
    return (cell >= -GREATEST) & (cell <= GREATEST)


def read_status(table: FrameBuilder, column: str, criterion: Criterion, wrong: dict[str, Expr]) -> Cell | None:
    """The criterion's own column, where its answers are in other columns; any cell that is not blank is a value.

    Such a cell can only be a status. Invalid cells are added to `wrong`.
    """
    if column not in table:
        return None
    cell = Words({Status.UNKNOWN.value: 0}, list_left_out(criterion)).read(table, column)
    wrong[column] = cell.wrong
    is_filled = join_any([~cell.value.is_null(), cell.wrong, *cell.left_out.values()])
    return cell._replace(value=keep_where(is_filled, make_number(0)))


def list_left_out(criterion: Criterion) -> tuple[Status, ...]:
    """The statuses that leave a criterion out and that its rubric allows."""
    return tuple(status for status in LEFT_OUT if status.value in criterion.may_be_left_out)
