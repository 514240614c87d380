"""The cells of responses, read with the words and forms in a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from nhsdx.extras import import_extra
from nhsdx.tables.answer_words import AnswerWords
from nhsdx.tables.cell_rules import CellRules
from nhsdx.tables.engines.folded_texts import fold_texts
from nhsdx.tables.words import PLAIN_REPLACEMENTS, SPACES, fold_word

__all__ = ["WRONG", "AnswerWords", "ResponseCells", "fold_spaces", "fold_word"]

WRONG = -1
MOST_TEXTS, LONGEST = 500, 200
"""How many texts in a column are looked at, and how long each of these texts may be."""
Expression = Any
"""A Polars expression; Polars is not imported unless it is needed."""


class ResponseCells(NamedTuple):
    """A frame of responses with two more columns for each answer column: its folded words, and its numbers."""

    frame: Any
    rules: CellRules
    common: Mapping[str, int | str]
    polars: Any

    @classmethod
    def read(
        cls,
        frame: Any,  # noqa: ANN401 - a lazy frame of Polars
        columns: Sequence[str],
        rules: CellRules,
        common: Mapping[str, int | str],
    ) -> ResponseCells:
        """The frame with the words and numbers of the given columns; `common` has the map's words for all questions."""
        polars = import_extra("polars", "batch")
        if columns:
            from nhsdx.tables.scoring.texts import read_numbers

            folded = frame.with_columns(**{_name_word(one): _fold_answers(polars.col(one)) for one in columns})
            frame = read_numbers(folded, {_name_number(one): _name_word(one) for one in columns}, rules.numbers)
        return cls(frame, rules, common, polars)

    def code(self, column: str, words: AnswerWords) -> Expression:
        """The number for each answer in a column; null if a cell has no answer, and -1 for an invalid cell."""
        polars, codes = self.polars, self._find_codes(words)
        word, number = polars.col(_name_word(column)), polars.col(_name_number(column))

        def find(cell: Expression, kind: type) -> Expression:
            own = {key: code for key, code in codes.items() if isinstance(key, kind)}
            return cell.replace_strict(own, default=WRONG, return_dtype=polars.Int32) if own else polars.lit(WRONG)

        found = polars.when(number.is_not_null()).then(find(number, float)).otherwise(find(word, str))
        return polars.when(word.is_not_null()).then(found)

    def count_wrong_texts(self, wrong: Mapping[str, Expression]) -> dict[str, int]:
        """How many responses have each folded text in an invalid cell of the given columns, most frequent first."""
        polars = self.polars
        cells = [polars.when(is_wrong).then(polars.col(_name_word(column))) for column, is_wrong in wrong.items()]
        rows = self.frame.filter(polars.any_horizontal(list(wrong.values())))
        texts = rows.select(text=polars.concat_list(cells).list.unique()).explode("text")
        short = texts.filter(polars.col("text").str.len_chars() <= LONGEST).group_by("text").agg(rows=polars.len())
        ordered = short.sort("rows", "text", descending=[True, False]).head(MOST_TEXTS)
        return dict(ordered.collect(engine="streaming").rows())

    def _find_codes(self, words: AnswerWords) -> dict[str | float, int | None]:
        """The code of each word that is an answer; words that mean no answer have no code."""
        return {"": None, **dict.fromkeys(self.rules.keys), **words.find_codes(self.common, self.rules)}


def _name_word(column: str) -> str:
    return f"{column} word"


def _name_number(column: str) -> str:
    return f"{column} number"


def _fold_answers(cell: Expression) -> Expression:
    """The cells, folded in the same way as by `fold_word`."""
    text = fold_texts(cell)
    for pattern, sign in PLAIN_REPLACEMENTS:
        text = text.str.replace_all(pattern, sign)
    return text.str.strip_chars(" ").str.to_lowercase()


def fold_spaces(cell: Expression) -> Expression:
    """The names of groups, written with plain spaces, because some programs write other kinds of spaces."""
    return cell.str.replace_all(f"[{SPACES}]+", " ").str.strip_chars()
