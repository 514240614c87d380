"""What the cells in each answer column may mean, according to the rubric."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from nhsdx.loading.whole.answer_words import find_bounds
from nhsdx.model import (
    ChecklistCriterion,
    Criterion,
    ItemState,
    Level,
    MeasureCriterion,
    OwnLevel,
    Rubric,
    Status,
    SurveyCriterion,
    name_places,
    suggest_one_of,
)
from nhsdx.tables.columns import (
    list_part_columns,
    name_context_column,
    name_evidence_column,
    name_item_column,
    name_seen_column,
)
from nhsdx.tables.words import find_key, fold_word, parse_number


class ColumnKind(StrEnum):
    """What the cells of an answer column contain."""

    WORDS = "words"
    NUMBERS = "numbers"
    DATES = "dates"


class Meanings(NamedTuple):
    """The meanings that the cells of a column may have.

    `words` are the words that need no map. If a column has numbers, `bounds` are the lowest and the highest number
    allowed. `labels` are the words that can be used in place of a level's number.
    """

    kind: ColumnKind
    words: tuple[str, ...]
    bounds: tuple[float, float] | None = None
    labels: tuple[tuple[str, int], ...] = ()

    @property
    def keys(self) -> frozenset[str | float]:
        """The keys for comparing the words: numbers or folded words."""
        return _find_keys(self.words)

    def has(self, meaning: object) -> bool:
        """Whether a meaning in a map is one of the meanings of the column."""
        key = find_key(str(meaning))
        if self.bounds is not None and isinstance(key, float):
            return self.bounds[0] <= key <= self.bounds[1]
        return key in self.keys

    def is_turned(self, word: str, meaning: object) -> bool:
        """Whether a map turns one answer into another.

        A number that becomes another number does not count, because a table may number levels in its own way.
        """
        own, other = find_key(word), find_key(str(meaning))
        if isinstance(own, float) or own not in self.keys or not self.has(meaning):
            return False
        numbers: dict[str | float, int] = dict(self.labels)
        return numbers.get(own, own) != numbers.get(other, other)

    def describe(self, meaning: object) -> str:
        """A remedy that says which meanings are expected in place of a wrong meaning."""
        if self.bounds is None:
            return suggest_one_of(meaning, self.words)
        low, high = self.bounds
        ends = (
            *((f"{low:g} or more",) if low > -math.inf else ()),
            *((f"{high:g} or less",) if high < math.inf else ()),
        )
        return f"expected a number{''.join(f', {end}' for end in ends)}; or one of: {', '.join(self.words)}"


@functools.cache
def _find_keys(words: tuple[str, ...]) -> frozenset[str | float]:
    return frozenset(map(find_key, words))


def list_meanings(rubric: Rubric) -> dict[str, Meanings]:
    """The meanings in every column of answers to a rubric, and in every context column."""
    answers = {column: one for name in rubric.criteria for column, one in _list_columns(rubric, name)}
    contexts = {
        name_context_column(name): Meanings(
            ColumnKind.WORDS, (*list_option_words(question.options), Status.UNKNOWN.value)
        )
        for name, question in rubric.context.items()
    }
    return answers | contexts


def _list_columns(rubric: Rubric, name: str) -> Iterator[tuple[str, Meanings]]:
    criterion = rubric.criteria[name]
    statuses = _list_statuses(criterion)
    if isinstance(criterion, MeasureCriterion):
        low, high = find_bounds(criterion)
        bounds = (-math.inf if low is None else low, math.inf if high is None else high)
        yield name, Meanings(ColumnKind.NUMBERS, statuses, bounds)
    elif isinstance(criterion, ChecklistCriterion | SurveyCriterion):
        yield name, Meanings(ColumnKind.WORDS, statuses)
    else:
        yield name, _list_levels(rubric, criterion, statuses)
    if isinstance(criterion, ChecklistCriterion):
        yield from ((name_item_column(name, item), _list_states(criterion, item)) for item in criterion.items)
    else:
        counts = Meanings(ColumnKind.NUMBERS, (Status.UNKNOWN.value,), (0, math.inf))
        parts = list_part_columns(name, criterion)
        yield from ((column, counts) for column in parts)
    if rubric.evidence_grades:
        grades = tuple(grade.id for grade in rubric.evidence_grades)
        yield name_evidence_column(name), Meanings(ColumnKind.WORDS, (*grades, Status.UNKNOWN.value))
        yield name_seen_column(name), Meanings(ColumnKind.DATES, (Status.UNKNOWN.value,))


def _list_levels(rubric: Rubric, criterion: Criterion, statuses: tuple[str, ...]) -> Meanings:
    words = list_level_words(rubric.list_levels(criterion))
    labels = tuple((word, number) for word, number in words.items() if parse_number(word) is None)
    return Meanings(ColumnKind.WORDS, (*words, *statuses), labels=labels)


def _list_statuses(criterion: Criterion) -> tuple[str, ...]:
    return (Status.UNKNOWN.value, *(status.value for status in Status if status.value in criterion.may_be_left_out))


def _list_states(criterion: ChecklistCriterion, item: str) -> Meanings:
    states = (one for one in ItemState if one is not ItemState.NOT_APPLICABLE or criterion.may_leave_out(item))
    return Meanings(ColumnKind.WORDS, tuple(one.value for one in states))


def list_option_words(options: Sequence[str]) -> dict[str, int]:
    """The word for each option of a question about the context, with the place of the option.

    Options with the same word are left out.
    """
    words = list(map(fold_word, options))
    keys = list(map(find_key, words))
    return {
        word: place for place, (word, key) in enumerate(zip(words, keys, strict=True)) if word and keys.count(key) == 1
    }


def list_level_words(levels: Sequence[Level | OwnLevel]) -> dict[str, int]:
    """The words for every level (its number and its label), each with the position of the level.

    A label that could also mean another level or a status is not used.
    """
    numbers = {fold_word(str(number)): place for place, number in enumerate(name_places(levels))}
    labels = [fold_word(level.label or "") for level in levels]
    taken = {*map(find_key, numbers), *Status, ""}
    free = [label for label in labels if find_key(label) not in taken]
    return numbers | {
        label: number for number, label in enumerate(labels) if label in free and labels.count(label) == 1
    }
