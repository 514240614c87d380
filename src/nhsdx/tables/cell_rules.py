"""What the cells of a table mean, according to its map: numbers, days, and words for no answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nhsdx.model import Path, Problem, Status
from nhsdx.tables.date_forms import ISO, DateForm, find_conflict, read_date_form, suggest_date_form
from nhsdx.tables.number_forms import DECIMALS, PLAIN, THOUSANDS, NumberForms
from nhsdx.tables.words import find_key, fold_word

EVERY_COLUMN = "*"
"""The name under which a map lists words for all columns."""
STATUSES = ("", *(status.value for status in Status))
"""The possible meanings of a word that is not an answer: an empty cell, or a status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRules:
    """How numbers and days are written, and which words mean no answer."""

    numbers: NumberForms = PLAIN
    dates: tuple[DateForm, ...] = (ISO,)
    nothing: tuple[str, ...] = ()
    keys: frozenset[str | float] = frozenset()

    @classmethod
    def build(cls, numbers: NumberForms | None, dates: Sequence[str], nothing: Sequence[str]) -> CellRules:
        """The rules that a map gives, if the map has no problems."""
        forms = (read_date_form(one) for one in dates)
        known = [one for one in forms if one is not None]
        own = PLAIN if numbers is None else numbers
        keys = frozenset(find_word_key(word, own) for word in nothing)
        return cls(numbers=own, dates=(ISO, *known), nothing=tuple(nothing), keys=keys)

    @property
    def empty_words(self) -> dict[str, str]:
        """The folded words for no answer, each with the same meaning as an empty cell."""
        return self.fold(dict.fromkeys(self.nothing, ""))

    def fold(self, words: Mapping[str, object]) -> dict[str, str]:
        """The meaning of each word. The keys are the folded words as text, with numbers in their plain spelling."""
        folded = {}
        for word, meaning in words.items():
            key = self.find_key(word)
            folded[key if isinstance(key, str) else repr(key)] = fold_word(str(meaning))
        return folded

    def find_key(self, word: str) -> str | float:
        """The key for comparing a word with other words: its number, if it has one, or else the folded word."""
        return find_word_key(word, self.numbers)


NO_RULES = CellRules()


def find_word_key(word: str, numbers: NumberForms) -> str | float:
    """The key for comparing a word with other words: its number, if it has one, or else the folded word.

    The number may be written in the table's form or in the plain form.
    """
    number = numbers.parse(word)
    return find_key(word) if number is None else number


def find_cell_form_problems(numbers: NumberForms | None, dates: Sequence[str]) -> Iterator[Problem]:
    """Problems with a map's formats for numbers and days, such as a text that could be two different days."""
    if numbers is not None:
        yield from _find_number_problems(numbers)
    paths: dict[str, Path] = {}
    forms = [ISO]
    for place, text in enumerate(dates):
        path: Path = ("dates", place) if len(dates) > 1 else ("dates",)
        form = read_date_form(text)
        if form is None:
            yield Problem(path, "not-allowed", "this is not a date format", suggest_date_form(text))
        elif form.text in paths:
            yield Problem(path, "duplicate", "this date format is listed twice", "keep one of them")
        else:
            paths[form.text] = path
            forms.append(form)
    conflict = find_conflict(tuple(forms))
    if conflict is not None:
        one, other, text = conflict
        message = f'"{text}" means one day in {one.text} and a different day in {other.text}'
        remedy = (
            "keep one of them" if one.text in paths else "2026-10-01 is always in October: write dates in that form"
        )
        yield Problem(paths[other.text], "duplicate", message, remedy)


def find_word_problems(
    path: Path, words: Mapping[str, object], rules: CellRules, *, nothing: Iterable[object] = ()
) -> Iterator[Problem]:
    """A problem for each word with two meanings. Words that differ only in case or spelling count as the same word.

    A word that means no answer in `rules` may also be in `words`, but only with one of the meanings in `nothing`.
    """
    seen: dict[str | float, object] = {}
    allowed = set(nothing)
    for word, meaning in words.items():
        key = rules.find_key(word)
        if key == "":
            message = "this key is blank, so it means an empty cell, which is not an answer"
            yield Problem((*path, word), "bad-text", message, "delete it, or write a word that cells contain")
        elif seen.setdefault(key, meaning) != meaning:
            message = f'"{word}" is the same word as another key here, but with another meaning'
            yield Problem((*path, word), "duplicate", message, "keep one of them")
        elif key in rules.keys and meaning not in allowed:
            message = f'"{word}" cannot be given a meaning here: `nothing` says that it means no answer'
            yield Problem((*path, word), "duplicate", message, "delete it here or from `nothing`")


def _find_number_problems(numbers: NumberForms) -> Iterator[Problem]:
    signs = {"thousands": (numbers.thousands, THOUSANDS), "decimal": (numbers.decimal, DECIMALS)}
    for key, (sign, known) in signs.items():
        if sign is not None and sign not in known:
            remedy = f"expected one of: {'  '.join(json.dumps(one) for one in known)}"
            yield Problem(("numbers", key), "not-allowed", "this is not a separator in numbers", remedy)
    if numbers.thousands == numbers.decimal:
        message = "the same character separates thousands and decimals"
        other = '"."' if numbers.thousands == "," else '","'
        remedy = f'expected two characters; if "{numbers.thousands}" separates thousands, add decimal = {other}'
        yield Problem(("numbers", "thousands"), "duplicate", message, remedy)
