"""The cells of a column: each is a value, a status, empty or invalid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import narwhals as nw

from nhsdx.model import Criterion, Status
from nhsdx.tables.cell_rules import STATUSES
from nhsdx.tables.frame_builder import (
    Expr,
    FrameBuilder,
    choose,
    is_one_number,
    is_true,
    join_any,
    keep_where,
    look_up,
    make_code,
    make_null,
    make_number,
)
from nhsdx.tables.scoring.texts import parse_number_text
from nhsdx.tables.words import (
    NUMBER,
    PLAIN_REPLACEMENTS,
    PLAIN_SPACES,
    fold_word,
    is_plain,
    parse_number,
)

NOTHING = ("", Status.UNKNOWN.value)
LEFT_OUT = (Status.NOT_DUE, Status.NOT_APPLICABLE)
LEFT_OUT_CODES = {Status.NOT_DUE: -2, Status.NOT_APPLICABLE: -3}
EMPTY_CODE, WRONG_CODE = -1, -4

LeftOut = Mapping[Status, Expr]
"""For each status that a criterion may have, the rows in which it has this status."""


class Cell(NamedTuple):
    """A column's cells.

    A cell has at most one of `value`, `left_out` and `wrong`; a blank or unknown cell has none of them. `value` is null
    in cells without a value. `left_out` marks the cells that are not-due and, if the column allows this status, those
    that are not-applicable. `wrong` is true in invalid cells.
    """

    value: Expr
    left_out: LeftOut
    wrong: Expr


class TruthColumns(NamedTuple):
    """The rows in which something is certainly true, and those in which it may be true; neither column is null.

    Something that may be true but is not certainly true is undecided.
    """

    certain: Expr
    possible: Expr


class ChecklistColumns(NamedTuple):
    """The items of a checklist.

    `low` and `high` are the checklist's scores before evidence; `coverage` is the share of known items. `known` is true
    in rows in which any item has an answer. `codes` gives the code of each item that has a column (see `items`). `void`
    is true in rows in which no item counts, for example because the criterion has a status; `void` is None if the codes
    show this already.
    """

    low: Expr
    high: Expr
    coverage: Expr
    known: Expr
    codes: Mapping[str, Expr]
    void: Expr | None


class AnswerColumns(NamedTuple):
    """The columns of one criterion, as read from the table.

    `claimed` is the criterion's score: null in rows without a known answer, and None if no row has a known answer.
    `left_out` marks, for each status, the rows in which the criterion has this status and therefore does not apply.
    `wrong` is true in the invalid cells of each column. `items` are the items of a checklist, if any item has a column.
    `counts_anyway` marks the rows in which the criterion does not apply but still has a score.
    """

    claimed: Expr | None
    left_out: LeftOut
    wrong: Mapping[str, Expr]
    items: ChecklistColumns | None = None
    counts_anyway: Expr | None = None

    @classmethod
    def make_unknown(cls, wrong: Mapping[str, Expr] | None = None) -> AnswerColumns:
        """A criterion without a known answer in any row."""
        return cls(None, {}, wrong or {})

    def beside(self, status: Cell | None) -> AnswerColumns:
        """The same answer, but a status in the criterion's own column overrides the answers in other columns."""
        if status is None:
            return self
        claimed = None if self.claimed is None else keep_where(status.value.is_null(), self.claimed)
        return self._replace(claimed=claimed, left_out=status.left_out)


class Words(NamedTuple):
    """What the words in a column mean: a value (counted from 0), a status, or no answer."""

    values: Mapping[str, int]
    left_out: Sequence[Status] = ()
    nothing: Sequence[str] = ("",)

    def read(self, table: FrameBuilder, column: str) -> Cell:
        """The column's cells, read with the given words.

        A column of numbers is read with the words that are numbers.
        """
        if table.is_numeric(column):
            return self._read_numbers(table, column)
        codes = {fold_word(word): value for word, value in self.values.items()}
        codes |= {status.value: LEFT_OUT_CODES[status] for status in self.left_out}
        codes |= dict.fromkeys(("", *self.nothing), EMPTY_CODE)
        codes = translate_codes(table, column, codes, WRONG_CODE)
        code = table.share(
            (column, *codes.items()), table.code_step, lambda: match_codes(table, column, codes, WRONG_CODE, make_code)
        )
        left_out = {status: code == LEFT_OUT_CODES[status] for status in self.left_out}
        return Cell(keep_where(code >= 0, code), left_out, code == WRONG_CODE)

    def _read_numbers(self, table: FrameBuilder, column: str) -> Cell:
        is_whole = table.types[column].is_integer()
        cell = table.col(column) if is_whole else table.col(column).cast(nw.Float64())
        numbers = {number: place for word, place in self.values.items() if (number := parse_number(word)) is not None}
        if any(number != place for number, place in numbers.items()):
            cases = [(cell == number, make_number(place)) for number, place in numbers.items()]
            value = look_up(cases, make_null())
            return Cell(value, {}, value.is_null() & ~cell.is_null())
        values = sorted(numbers.values())
        if is_whole and values == list(range(len(values))):
            is_value = (cell >= 0) & (cell < len(values))
        else:
            is_value = is_one_number(cell, [float(value) for value in values])
        is_value = is_true(is_value)
        return Cell(keep_where(is_value, cell.cast(nw.Float64())), {}, ~is_value & ~cell.is_null())


def translate_codes(table: FrameBuilder, column: str, codes: Mapping[str, int], wrong: int) -> dict[str, int]:
    """The code of each word in a column. A word in the map overrides the same word in `codes`.

    If the map gives values to some numbers, no other number has a value.
    """
    mapped = table.find_words(column)
    numbers = {number: code for word, code in codes.items() if (number := parse_number(word)) is not None}
    given = {number: one for word, one in mapped.items() if (number := parse_number(word)) is not None}
    has_values = any(one not in STATUSES for one in given.values())
    taken = numbers if has_values else given
    kept = {word: code for word, code in codes.items() if parse_number(word) not in taken}

    def find_code(meaning: str) -> int:
        number = parse_number(meaning)
        return codes.get(meaning, wrong if number is None else numbers.get(number, wrong))

    return kept | {word: find_code(meaning) for word, meaning in mapped.items()}


def match_codes(
    table: FrameBuilder, column: str, codes: Mapping[str, int], wrong: int, make: Callable[[int], Expr]
) -> Expr:
    """The code of each cell; an empty cell has the code of the empty string."""
    numbers = {word: number for word in codes if (number := parse_number(word)) is not None}
    if table.types[column].is_numeric():
        cell = table.col(column).cast(nw.Float64())
        cases = [(cell.is_null(), make(codes[""]))]
        return look_up([*cases, *_list_number_cases(cell, numbers, codes, make)], make(wrong))
    cases = _list_word_cases(table, column, {word: code for word, code in codes.items() if word not in numbers}, make)
    if numbers:
        cases += _list_number_cases(find_numbers(table, column), numbers, codes, make)
    return look_up(cases, make(wrong))


def _list_word_cases(
    table: FrameBuilder, column: str, codes: Mapping[str, int], make: Callable[[int], Expr]
) -> list[tuple[Expr, Expr]]:
    text = read_folded_text(table, column, is_phrase=not all(map(is_plain, codes)))
    forms: dict[int, set[str]] = {}
    for word, code in codes.items():
        forms.setdefault(code, set()).add(word)
    cases = [(is_one_of(text, sorted(words)), make(code)) for code, words in forms.items()]
    return [(text.is_null(), make(codes[""])), *cases]


def _list_number_cases(
    cell: Expr, numbers: Mapping[str, float], codes: Mapping[str, int], make: Callable[[int], Expr]
) -> list[tuple[Expr, Expr]]:
    wanted: dict[int, set[float]] = {}
    for word, number in numbers.items():
        wanted.setdefault(codes[word], set()).add(number)
    return [(is_one_number(cell, sorted(listed)), make(code)) for code, listed in wanted.items()]


def is_one_of(text: Expr, words: Sequence[str]) -> Expr:
    """Whether a text is one of the given words."""
    return text == words[0] if len(words) == 1 else text.is_in(list(words))


def read_folded_text(table: FrameBuilder, column: str, *, is_phrase: bool = False) -> Expr:
    """A column's cells, folded in the same way as by `fold_word`; booleans become `true` and `false`.

    Spaces and punctuation inside a text are only folded if `is_phrase` is true.
    """
    return table.share((column, "text", is_phrase), 0, lambda: _clean_text(table, column, is_phrase=is_phrase))


def _clean_text(table: FrameBuilder, column: str, *, is_phrase: bool) -> Expr:
    cell = table.col(column)
    if table.types[column] == nw.Boolean:
        return choose([(cell.is_null(), nw.lit("")), (cell, nw.lit("true"))], nw.lit("false"))
    text = table.text(column)
    for pattern, sign in PLAIN_REPLACEMENTS if is_phrase else ():
        text = text.str.replace_all(pattern, sign)
    return text.str.strip_chars(PLAIN_SPACES).str.to_lowercase()


def find_empty_words(table: FrameBuilder, column: str) -> list[str]:
    """The words that mean no answer in the column."""
    return sorted({*NOTHING, *(word for word, meaning in table.find_words(column).items() if meaning in NOTHING)})


def find_numbers(table: FrameBuilder, column: str) -> Expr:
    """The numbers in a column of text; null in cells without a number."""
    if not table.rules.numbers.is_plain:
        phrase = read_folded_text(table, column, is_phrase=True)
        return table.share((column, "number"), 1, lambda: parse_number_text(phrase, table.rules.numbers))
    text = table.text(column).str.strip_chars(PLAIN_SPACES)
    return table.share((column, "number"), 0, lambda: keep_where(text.str.contains(NUMBER), text).cast(nw.Float64()))


def read_status(table: FrameBuilder, column: str, criterion: Criterion, wrong: dict[str, Expr]) -> Cell | None:
    """The criterion's own column, if its answers are in other columns.

    In the result, any cell that is not blank has a value. A cell in this column can only be a status. Invalid cells are
    added to `wrong`.
    """
    if column not in table:
        return None
    cell = Words({Status.UNKNOWN.value: 0}, list_left_out(criterion)).read(table, column)
    wrong[column] = cell.wrong
    is_filled = join_any([~cell.value.is_null(), cell.wrong, *cell.left_out.values()])
    return cell._replace(value=keep_where(is_filled, make_number(0)))


def list_left_out(criterion: Criterion) -> tuple[Status, ...]:
    """The statuses that leave out a criterion and that the rubric allows for it."""
    return tuple(status for status in LEFT_OUT if status.value in criterion.may_be_left_out)
