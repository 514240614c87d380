"""A table's own names for the columns and words of a rubric."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from nhsdx.files.source import read_source
from nhsdx.loading.rubric_data import find_format_problems
from nhsdx.loading.shape import validate
from nhsdx.model import FileModel, Many, Problem, Rubric, Status, Text, quote_heading, suggest_one_of
from nhsdx.tables.cell_rules import (
    EVERY_COLUMN,
    CellRules,
    Dates,
    find_form_problems,
    find_word_problems,
)
from nhsdx.tables.columns import list_answer_columns
from nhsdx.tables.meanings import Meanings, list_meanings
from nhsdx.tables.number_forms import NumberForms
from nhsdx.tables.readers.text_blocks import Encoding

BATCH_MAP_FORMAT = "nhsdx.batch-map/1"


class BatchMap(FileModel):
    """Other names for columns and words of a table.

    `columns` gives the column of answers for a column of the table; `words` gives the meaning of the words in a column
    of answers, or under `*` in all. `keep` lists columns without answers. `numbers` and `dates` say how these are
    written, `nothing` which words are no answer, `encoding` and `sheet` how a file is read.
    """

    format: Literal["nhsdx.batch-map/1"]
    encoding: Encoding | None = None
    sheet: Text | None = None
    keep: Many[Text] = ()
    nothing: Many[Text] = ()
    dates: Dates = ()
    numbers: NumberForms | None = None
    columns: dict[Text, Text] = Field(default_factory=dict)
    words: dict[Text, Annotated[dict[Text, int | float | Text], Field(min_length=1)]] = Field(default_factory=dict)

    @property
    def rules(self) -> CellRules:
        """How numbers and days are written, and which words are no answer."""
        return CellRules.build(self.numbers, self.dates, self.nothing)


def find_batch_map_problems(translation: BatchMap, rubric: Rubric) -> Iterator[Problem]:
    """The problems of a map for a rubric."""
    answers = list_answer_columns(rubric)
    taken: dict[str, str] = {}
    for column, target in translation.columns.items():
        if target not in answers:
            message = f"{quote_heading(target)} is not a column of answers to the rubric"
            yield Problem(("columns", column), "unknown-reference", message, suggest_one_of(target, answers))
        elif target in taken:
            message = f"two columns are mapped to {quote_heading(target)}"
            yield Problem(("columns", column), "duplicate", message, "expected one column for each")
        taken[target] = column
    yield from find_form_problems(translation.numbers, translation.dates)
    meanings = list_meanings(rubric)
    yield from _find_nothing_problems(translation, meanings)
    for target, words in translation.words.items():
        if target != EVERY_COLUMN and target not in answers:
            message = f"{quote_heading(target)} is not a column of answers to the rubric"
            remedy = f"{suggest_one_of(target, answers)}; or {EVERY_COLUMN} for all columns"
            yield Problem(("words", target), "unknown-reference", message, remedy)
        else:
            yield from _find_words_problems(target, words, translation.rules, meanings)


def _find_words_problems(
    target: str, words: Mapping[str, object], rules: CellRules, meanings: Mapping[str, Meanings]
) -> Iterator[Problem]:
    """Words with two meanings, and meanings that no cell of the column can have."""
    yield from find_word_problems(("words", target), words, rules, nothing=("unknown",))
    listed = list(meanings.values()) if target == EVERY_COLUMN else [meanings[target]]
    for word, meaning in words.items():
        if not any(one.has(meaning) for one in listed):
            message = f"{quote_heading(str(meaning))} has no meaning in " + (
                "any column" if target == EVERY_COLUMN else f"the column {target}"
            )
            remedy = "expected an answer to a criterion, or a status" if len(listed) > 1 else listed[0].describe(meaning)
            yield Problem(("words", target, word), "unknown-reference", message, remedy)


def _find_nothing_problems(translation: BatchMap, meanings: Mapping[str, Meanings]) -> Iterator[Problem]:
    """Words for no answer that are an answer to the rubric."""
    for place, word in enumerate(translation.nothing):
        key = translation.rules.find_key(word)
        columns = [name for name, one in meanings.items() if key in one.keys]
        if columns and key != Status.UNKNOWN.value:
            message = f"{quote_heading(word)} is an answer in the column {columns[0]}"
            remedy = 'delete it here, and write it under [words.COLUMN] = "unknown" for each column in which it is none'
            yield Problem(("nothing", place), "duplicate", message, remedy)


def load_batch_map(name: str, rubric: Rubric) -> BatchMap:
    """The map of a file, for a rubric.

    Raises NhsdxError or InvalidInputError with all its problems.
    """
    source = read_source(name)
    source.refuse(find_format_problems(source.data, (BATCH_MAP_FORMAT,)))
    read, problems = validate(BatchMap, source.data, {})
    problems += () if read is None else find_batch_map_problems(read, rubric)
    return source.expect(read, problems)
