"""What each word in a response means: an option of a question, the points of an item, or no answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from nhsdx.model import Path, Problem, quote_word, suggest_one_of
from nhsdx.tables.cell_rules import EVERY_COLUMN, CellRules, find_word_problems

__all__ = ["EVERY_COLUMN", "AnswerWords", "find_answer_problems"]


class AnswerWords(NamedTuple):
    """The possible answers to a question or an item, in the rubric's words and in a map's words.

    `codes` gives the position of each option, or the points of each answer. `path` leads to the table in the map that
    has other words for the answers.
    """

    title: str
    path: Path
    codes: Mapping[str, int]
    spellings: Mapping[str, int | str]

    def find_codes(self, every: Mapping[str, int | str], rules: CellRules) -> dict[str | float, int]:
        """The code of each word or number. If the map gives some numbers a meaning, other numbers have no meaning."""
        own = {rules.find_key(word): code for word, code in self.codes.items()}
        given = {
            rules.find_key(word): self.codes[str(meaning)]
            for words in (every, self.spellings)
            for word, meaning in words.items()
            if str(meaning) in self.codes
        }
        if any(isinstance(key, float) for key in given):
            own = {key: code for key, code in own.items() if isinstance(key, str)}
        return own | given


def find_answer_problems(
    asked: Sequence[AnswerWords],
    rules: CellRules,
    nothing: Sequence[str],
    common: Mapping[str, Mapping[str, int | str]],
) -> Iterator[Problem]:
    """Problems with the words in a map: words with two meanings, and meanings that are not answers.

    `common` has the words that a map lists for all questions.
    """
    for words in asked:
        yield from find_word_problems(words.path, words.spellings, rules)
        yield from _find_spelling_problems(words, words.path, words.spellings, rules)
    yield from _find_nothing_problems(asked, rules, nothing)
    for name in common:
        if name != EVERY_COLUMN:
            message = f"{quote_word(name)} is not a key here"
            remedy = f'expected [words."{EVERY_COLUMN}"]; words for one question go under `answers` of that question'
            yield Problem(("words", name), "unknown-key", message, remedy)
    yield from _find_common_problems(asked, rules, common.get(EVERY_COLUMN, {}))


def _find_spelling_problems(
    words: AnswerWords, path: Path, spellings: Mapping[str, int | str], rules: CellRules
) -> Iterator[Problem]:
    own = {rules.find_key(word): code for word, code in words.codes.items()}
    if len(own) < len(words.codes):
        message = f"two options of {words.title} are the same word"
        yield Problem(path[:-1], "duplicate", message, "give them different words in the rubric")
    for word, meaning in spellings.items():
        key = rules.find_key(word)
        if str(meaning) not in words.codes:
            message = f"{quote_word(str(meaning))} is not an option of {words.title}"
            yield Problem((*path, word), "unknown-reference", message, suggest_one_of(meaning, words.codes))
        elif isinstance(key, str) and own.get(key, words.codes[str(meaning)]) != words.codes[str(meaning)]:
            message = f"{quote_word(word)} is already an option, so it cannot be given another meaning"
            yield Problem((*path, word), "duplicate", message, "delete it")


def _find_nothing_problems(asked: Sequence[AnswerWords], rules: CellRules, nothing: Sequence[str]) -> Iterator[Problem]:
    titles = {rules.find_key(word): words.title for words in reversed(asked) for word in words.codes}
    for place, word in enumerate(nothing):
        title = titles.get(rules.find_key(word))
        if title is not None:
            message = f"{quote_word(word)} is an answer to {title}"
            remedy = "delete it: an answer cannot also mean no answer"
            yield Problem(("nothing", place), "duplicate", message, remedy)


def _find_common_problems(
    asked: Sequence[AnswerWords], rules: CellRules, common: Mapping[str, int | str]
) -> Iterator[Problem]:
    """Problems with the words that a map gives for all questions."""
    path = ("words", EVERY_COLUMN)
    yield from find_word_problems(path, common, rules)
    for word, meaning in common.items():
        fitting = [words for words in asked if str(meaning) in words.codes]
        if not fitting:
            options = dict.fromkeys(option for words in asked for option in words.codes)
            message = f"{quote_word(str(meaning))} is not an answer to any question"
            yield Problem((*path, word), "unknown-reference", message, suggest_one_of(meaning, options))
        for words in fitting:
            yield from _find_spelling_problems(words, path, {word: meaning}, rules)
