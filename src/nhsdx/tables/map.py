"""A table's own names for the columns and words of a rubric."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from nhsdx.files.source import read_source
from nhsdx.loading.rubric_data import find_format_problems
from nhsdx.loading.shape import validate
from nhsdx.model import FileModel, Many, Problem, Rubric, Text, quote_word, suggest_one_of
from nhsdx.tables.columns import list_answer_columns
from nhsdx.tables.readers.text_blocks import Encoding
from nhsdx.tables.words import fold_word, parse_number

BATCH_MAP_FORMAT = "nhsdx.batch-map/1"


class BatchMap(FileModel):
    """Other names for columns and words of a table.

    `columns` gives the column of answers for a column of the table; `words` gives the meaning of the words in a column
    of answers. `keep` lists columns without answers. `encoding` and `sheet` say how a file is read.
    """

    format: Literal["nhsdx.batch-map/1"]
    encoding: Encoding | None = None
    sheet: Text | None = None
    keep: Many[Text] = ()
    columns: dict[Text, Text] = Field(default_factory=dict)
    words: dict[Text, Annotated[dict[Text, int | float | Text], Field(min_length=1)]] = Field(default_factory=dict)


def find_batch_map_problems(translation: BatchMap, answers: tuple[str, ...]) -> Iterator[Problem]:
    """The problems of a map for a rubric with these columns of answers."""
    taken: dict[str, str] = {}
    for column, target in translation.columns.items():
        if target not in answers:
            message = f"{quote_word(target)} is not a column of answers to the rubric"
            yield Problem(("columns", column), "unknown-reference", message, suggest_one_of(target, answers))
        elif target in taken:
            message = f"two columns are mapped to {quote_word(target)}"
            yield Problem(("columns", column), "duplicate", message, "expected one column for each")
        taken[target] = column
    for target in translation.words:
        if target not in answers:
            message = f"{quote_word(target)} is not a column of answers to the rubric"
            yield Problem(("words", target), "unknown-reference", message, suggest_one_of(target, answers))
    for target, words in translation.words.items():
        yield from _find_word_problems(target, words)


def _find_word_problems(target: str, words: Mapping[str, object]) -> Iterator[Problem]:
    """A problem for each word with two meanings; spellings of a number, and signs and case, make no other word."""
    seen: dict[str | float, object] = {}
    for word, meaning in words.items():
        folded = fold_word(word)
        number = parse_number(folded)
        key = folded if number is None else number
        if seen.setdefault(key, meaning) != meaning:
            message = f"{quote_word(word)} has two meanings: this is the same word in another spelling"
            yield Problem(("words", target, word), "duplicate", message, "keep one of them")


def load_batch_map(name: str, rubric: Rubric) -> BatchMap:
    """The map of a file, for a rubric.

    Raises NhsdxError or InvalidInputError with all its problems.
    """
    source = read_source(name)
    source.refuse(find_format_problems(source.data, (BATCH_MAP_FORMAT,)))
    read, problems = validate(BatchMap, source.data, {})
    problems += () if read is None else find_batch_map_problems(read, list_answer_columns(rubric))
    return source.expect(read, problems)
