"""Maps: a table's own names for a rubric's columns and words, or for the fields of a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from nhsdx.model import Digest, FileModel, KnownId, Many, Problem, Rubric, Status, Text, quote_word, suggest_one_of
from nhsdx.tables.cell_rules import EVERY_COLUMN, find_word_problems
from nhsdx.tables.columns import list_read_columns
from nhsdx.tables.meanings import Meanings, list_meanings
from nhsdx.tables.table_map import GroupColumns, TableMap, read_map
from nhsdx.tables.words import fold_word

BATCH_MAP_FORMAT = "nhsdx.batch-map/1"
FORM_MAP_FORMAT = "nhsdx.form-map/1"


class BatchMap(TableMap):
    """A map: what the column headings and the words in a table mean.

    `columns` gives, for each column of the table, the answer column that it stands for. `words` gives the meaning
    of the words in an answer column or, under `*`, in all columns. `keep` lists columns without answers, and
    `groups` lists the columns by which results are grouped.
    """

    format: Literal["nhsdx.batch-map/1"]
    keep: Many[Text] = ()
    groups: GroupColumns | None = None
    columns: dict[Text, Text] = Field(default_factory=dict)
    words: dict[Text, Annotated[dict[Text, int | float | Text], Field(min_length=1)]] = Field(default_factory=dict)


class FormMap(FileModel):
    """The rubric from which a form in a survey program was made, and the column of an export that fills each field.

    `columns` gives, for each column, the path of a field as in an assessment file.
    """

    format: Literal["nhsdx.form-map/1"]
    rubric: Text
    version: Text
    digest: Digest
    profile: KnownId | None = None
    program: Literal["xlsform", "limesurvey", "redcap", "forms-docx"]
    columns: Annotated[dict[Text, Text], Field(min_length=1)]


def find_batch_map_problems(translation: BatchMap, rubric: Rubric) -> Iterator[Problem]:
    """The problems in a map for a rubric."""
    answers = list_read_columns(rubric)
    taken: dict[str, str] = {}
    yield from _find_repeated_headings(translation.columns)
    for column, target in translation.columns.items():
        if target not in answers:
            message = f"{quote_word(target)} is not a column of answers to the rubric"
            remedy = suggest_one_of(target, answers)
            if column in answers:
                remedy = f"put the heading from the table first: {quote_word(target)} = {quote_word(column)}"
            yield Problem(("columns", column), "unknown-reference", message, remedy)
        elif target in taken:
            message = f"two columns are mapped to {quote_word(target)}"
            yield Problem(("columns", column), "duplicate", message, "map only one of these columns to it")
        taken[target] = column
    meanings, rules = list_meanings(rubric), translation.rules
    yield from _find_nothing_problems(translation, meanings)
    for target, words in translation.words.items():
        if target != EVERY_COLUMN and target not in answers:
            message = f"{quote_word(target)} is not a column of answers to the rubric"
            remedy = f'{suggest_one_of(target, answers)}; or "{EVERY_COLUMN}" for all columns'
            if target in translation.columns:
                remedy = f"expected the name from [columns]: [words.{translation.columns[target]}]"
            yield Problem(("words", target), "unknown-reference", message, remedy)
        else:
            yield from find_word_problems(("words", target), words, rules, nothing=(Status.UNKNOWN.value,))
            known = set(meanings.values()) if target == EVERY_COLUMN else {meanings[target]}
            yield from _find_meaning_problems(target, words, known)


def _find_repeated_headings(columns: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for column in columns:
        if fold_word(column) in seen:
            message = f"{quote_word(column)} is the same heading as another one here"
            yield Problem(("columns", column), "duplicate", message, "keep one of them")
        seen.add(fold_word(column))


def _find_meaning_problems(target: str, words: Mapping[str, object], known: set[Meanings]) -> Iterator[Problem]:
    """Problems with meanings that no cell in a column can have, or that turn one answer into another."""
    for word, meaning in words.items():
        path, shown = ("words", target, word), quote_word(str(meaning))
        if any(one.is_turned(word, meaning) for one in known):
            message = f"{quote_word(word)} is already an answer, so it cannot be given another meaning"
            yield Problem(path, "duplicate", message, "delete it")
        elif any(one.has(meaning) for one in known):
            continue
        elif target == EVERY_COLUMN:
            remedy = "expected an answer to a criterion, or a status"
            yield Problem(path, "unknown-reference", f"{shown} has no meaning in any column", remedy)
        else:
            (one,) = known
            message = f"{shown} has no meaning in the column {target}"
            yield Problem(path, "unknown-reference", message, one.describe(meaning))


def _find_nothing_problems(translation: BatchMap, meanings: Mapping[str, Meanings]) -> Iterator[Problem]:
    """Problems with words that `nothing` lists although they are answers to the rubric."""
    columns = {key: column for column, one in reversed(list(meanings.items())) for key in one.keys}
    rules = translation.rules
    for place, word in enumerate(translation.nothing):
        key = rules.find_key(word)
        if key in columns and key != Status.UNKNOWN.value:
            message = f"{quote_word(word)} is an answer in the column {columns[key]}"
            remedy = (
                f'delete it here; for a column in which it means no answer, write [words.COLUMN] "{word}" = "unknown"'
            )
            yield Problem(("nothing", place), "duplicate", message, remedy)


def load_batch_map(name: str, rubric: Rubric) -> BatchMap:
    """The map in a file, checked against a rubric.

    Raises NhsdxError or InvalidInputError with all problems in the map.
    """
    source, read, problems = read_map(name, BatchMap, BATCH_MAP_FORMAT)
    problems += () if read is None else find_batch_map_problems(read, rubric)
    return source.expect(read, problems)
