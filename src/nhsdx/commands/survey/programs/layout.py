"""What the first rows of an export show: where the responses start, and how to tell which rows do not count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from nhsdx.commands.survey.programs.names import ProgramName, Reason
from nhsdx.tables.words import fold_word

Verdict: TypeAlias = Reason | Literal["counts"] | None
"""What a word says about its row; None if that is not known."""
Reasons: TypeAlias = tuple[Reason, ...]
RowCounts: TypeAlias = dict[Reason, int]
"""How many rows are left out for each reason."""
SAMPLE = 100
"""How many rows are read to recognise a program."""
MOMENT = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ ,T]+\d{1,2}[:.]\d\d.*")
"""A day with a time, in any order and with any separators."""


@dataclass(frozen=True, slots=True)
class WordRule:
    """A column whose words say which rows count."""

    place: int
    judge: Callable[[str], Verdict]
    reasons: frozenset[Reason]


@dataclass(frozen=True, slots=True)
class DigitRule:
    """A column with a day or number in each row that counts; other rows are left out for `reason`."""

    place: int
    reason: Reason


ExportRule: TypeAlias = WordRule | DigitRule


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read the export of a program.

    `skipped` lines under the headings are not responses. `names` are other names of columns, folded, with their places.
    The first rule that gives a reason decides about a row. `unmarked` lists kinds of rows, such as tests, that this
    export does not mark. `day` is the place of the column with the day of each response.
    """

    program: ProgramName
    skipped: int = 0
    names: dict[str, int] = field(default_factory=dict)
    rules: tuple[ExportRule, ...] = ()
    unmarked: Reasons = ()
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Top:
    """The headings of a file and its first rows.

    `titles` are the headings, folded. `wanted` are the columns with the answers that a map counts, folded. `is_said` is
    true if the map says which program wrote the file; then nhsdx does not guess the program from the file.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    titles: list[str]
    wanted: frozenset[str]
    is_said: bool = False

    @classmethod
    def of(cls, headings: Sequence[str], rows: Sequence[Sequence[str]], wanted: Iterable[str]) -> Top:
        """The top of a file; `wanted` are the columns with the answers that the map counts."""
        return cls(headings, rows, list(map(fold_word, headings)), frozenset(map(fold_word, wanted)))

    def find(self, *titles: str) -> int | None:
        """The place of the first column with one of the given folded headings."""
        return next((self.titles.index(title) for title in titles if title in self.titles), None)

    def list_words(self, place: int) -> list[str]:
        """The words of a column in the first rows, without empty cells."""
        return [word for row in self.rows if (word := fold_word(row[place]))]


def judge_by(meanings: Mapping[str, Verdict]) -> Callable[[str], Verdict]:
    """A function that gives the meaning of a word; None for a word that is not listed in `meanings`."""
    return meanings.get


def find_repeated(headings: Iterable[str]) -> frozenset[str]:
    """The headings that more than one column has, folded."""
    counts = Counter(map(fold_word, headings))
    return frozenset(title for title, count in counts.items() if count > 1)


def find_places(words: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The place of the column for each word, folded; words that several columns have are left out."""
    pairs = [(folded, place) for word, place in words if (folded := fold_word(word))]
    twice = find_repeated(word for word, _ in pairs)
    return {word: place for word, place in pairs if word not in twice}


def add_headings(places: dict[str, int], headings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The places of columns by heading, and also by the map's name for a column if the map lists its heading."""
    found = dict(places)
    for name, others in headings.items():
        known = {places[title] for title in map(fold_word, others) if title in places}
        if fold_word(name) not in places and len(known) == 1:
            found[fold_word(name)] = known.pop()
    return found
