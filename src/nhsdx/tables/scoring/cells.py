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
LEFT_OUT = (Status.NOT_DUE.value, Status.NOT_APPLICABLE.value)
EMPTY_CODE, LEFT_OUT_CODE, WRONG_CODE = -1, -2, -3


class Cell(NamedTuple):
    """A column's cells. `value`, `left_out` and `wrong` are exclusive; all are empty for a blank or unknown cell.

    `value` is null in cells without one. `left_out` is true where a cell is not-due or not-applicable, and None if no
    cell can be. `wrong` is true in invalid cells.
    """

    value: Expr
    left_out: Expr | None
    wrong: Expr


class AnswerColumns(NamedTuple):
    """The columns of one criterion, read.

    `claimed` is its score: null in rows without a known answer, and None if no row has one. `left_out` is true where
    the criterion does not apply, and None if it always does. `wrong` is true in the invalid cells of each column.
    """

    claimed: Expr | None
    left_out: Expr | None
    wrong: Mapping[str, Expr]

    @classmethod
    def make_unknown(cls, wrong: Mapping[str, Expr] | None = None) -> AnswerColumns:
        """A criterion without a known answer in any row."""
        return cls(None, None, wrong or {})

    def beside(self, status: Cell | None) -> AnswerColumns:
        """The same with the criterion's own column: a status there overrides the answer in its parts."""
        if status is None:
            return self
        claimed = None if self.claimed is None else keep_where(status.value.is_null(), self.claimed)
        return AnswerColumns(claimed, status.left_out, self.wrong)


class Words(NamedTuple):
    """The values, from 0, that words of a column mean."""

    values: Mapping[str, int]
    left_out: Sequence[str] = ()
    nothing: Sequence[str] = ("",)

    def read(self, table: FrameBuilder, column: str) -> Cell:
        """The column's cells by these words; a column of numbers by the words that are numbers."""
        if table.is_numeric(column):
            return self._read_numbers(table, column)
        code = table.share(
            (column, *self.values.items(), *self.left_out, *self.nothing), 1, lambda: self._code(table, column)
        )
        left_out = code == LEFT_OUT_CODE if self.left_out else None
        return Cell(keep_where(code >= 0, code), left_out, code == WRONG_CODE)

    def _code(self, table: FrameBuilder, column: str) -> Expr:
        """One code for each cell, so that each word is looked up once."""
        text = read_text(table, column)
        cases = [(text.is_null() | _is_one_of(text, self.nothing), make_code(EMPTY_CODE))]
        for value in sorted(set(self.values.values())):
            words = [word for word, meaning in self.values.items() if meaning == value]
            cases.append((_is_one_of(text, words), make_code(value)))
        if self.left_out:
            cases.append((_is_one_of(text, self.left_out), make_code(LEFT_OUT_CODE)))
        return choose(cases, make_code(WRONG_CODE))

    def _read_numbers(self, table: FrameBuilder, column: str) -> Cell:
        is_whole = table.types[column].is_integer()
        cell = table.col(column) if is_whole else table.col(column).cast(nw.Float64())
        values = sorted({value for word, value in self.values.items() if word == str(value)})
        if is_whole and values == list(range(len(values))):
            is_value = (cell >= 0) & (cell < len(values))
        else:
            is_value = join_any(cell == value for value in values)
        return Cell(keep_where(is_value, cell.cast(nw.Float64())), None, is_true(~is_value))


def _is_one_of(text: Expr, words: Sequence[str]) -> Expr:
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
    table: FrameBuilder, column: str, is_within: Callable[[Expr], Expr], left_out: Sequence[str] = ()
) -> Cell:
    """A column's cells as numbers within bounds."""
    if table.is_numeric(column):
        cell = table.col(column).cast(nw.Float64())
        is_value = is_true(_is_sound(cell) & is_within(cell))
        return Cell(keep_where(is_value, cell), None, ~is_value & ~cell.is_null())
    text = read_text(table, column)
    cell = table.share((column, "number"), 1, lambda: keep_where(text.str.contains(NUMBER), text).cast(nw.Float64()))
    is_value = is_true(_is_sound(cell) & is_within(cell))
    is_blank = text.is_null() | _is_one_of(text, NOTHING)
    is_left_out = is_true(_is_one_of(text, left_out)) if left_out else None
    is_valid = is_value | is_blank if is_left_out is None else is_value | is_blank | is_left_out
    return Cell(keep_where(is_value, cell), is_left_out, ~is_valid)


def _is_sound(cell: Expr) -> Expr:
    """Whether a number is within the bounds of files; null is not."""
    return (cell >= -GREATEST) & (cell <= GREATEST)


def read_status(table: FrameBuilder, column: str, criterion: Criterion, wrong: dict[str, Expr]) -> Cell | None:
    """The criterion's own column, where its answers are in other columns; any cell that is not blank is a value.

    Such a cell can only be a status. Invalid cells are added to `wrong`.
    """
    if column not in table:
        return None
    left_out = LEFT_OUT if criterion.not_applicable == "allowed" else ()
    cell = Words({Status.UNKNOWN.value: 0}, left_out).read(table, column)
    wrong[column] = cell.wrong
    filled = [~cell.value.is_null(), cell.wrong, *([] if cell.left_out is None else [cell.left_out])]
    return cell._replace(value=keep_where(join_any(filled), make_number(0)))
