"""Invalid cells whose text usually means that there is no answer, or nearly matches an answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher

from nhsdx.tables.cell_rules import CellRules
from nhsdx.tables.hints.cells import (
    ColumnCells,
    Hint,
    Least,
    list_columns,
    quote_key,
    quote_value,
    write_header,
    write_meaning,
)
from nhsdx.tables.meanings import ColumnKind
from nhsdx.tables.words import fold_word

LIKELY_NOTHING = (
    "n/a", "na", "n.a.", "n.a", "#n/a", "n/k", "nk", "not available", "not known", "not sure", "not answered",
    "not recorded", "not stated", "no answer", "no response", "no reply", "don't know", "dont know", "do not know",
    "i don't know", "i do not know", "dk", "prefer not to say", "declined", "refused", "missing", "blank", "empty",
    "null", "none", "nil", "nan", "tbc", "tbd", "to be confirmed", "?", "??", "-", "--", "---", ".", "..", "...", "*",
    "-1", "-7", "-8", "-9", "-77", "-88", "-97", "-98", "-99", "-999", "-9999", "77", "88", "97", "98", "99", "999",
    "9999", "99999",
)  # fmt: skip
"""Words that often mean no answer. These words are only suggested: the map decides which words mean no answer."""
SHORT = 4
"""A word of at most this many letters is never taken for a misspelling of another word."""
CODE = re.compile(r"^\(?[a-z]?[0-9]{1,3}[).:]?( ?[-:=])? +| *\(?[0-9]{1,3}\)?$")
"""A number that programs write before or after the words of an answer."""
LEVEL = re.compile(r"(?:level|stage|step|l(?=[ .:_-]*[0-9]))[ .:_-]*([0-9]{1,2}|[a-z])")
"""A text that gives a level by its number or letter, after a word such as level."""
TWINS = {
    **dict.fromkeys(("y", "true", "1", "\u2713", "\u2714", "met", "ja", "oui"), "yes"),
    **dict.fromkeys(("n", "false", "0", "not met", "not-met", "unmet", "nein", "non"), "no"),
    **dict.fromkeys(("partial", "partially", "partly met", "partially met", "in part"), "partly"),
}
"""Other words for the answers to an item. Hints suggest these words, which are invalid unless the map lists them."""


def find_word_hints(
    columns: Sequence[ColumnCells], rules: CellRules, answers: Collection[str | float], least: Least
) -> Iterator[Hint]:
    """Hints about invalid words that are close to an answer or mean no answer, with lines for the map.

    Words in `answers` are not suggested as words for no answer.
    """
    found = {column.heading: _select_nothing(column, rules, answers, least) for column in columns}
    headings = {heading: sum(counts.values()) for heading, counts in found.items() if counts}
    if headings:
        words = sorted({text for counts in found.values() for text in counts})
        listed = ", ".join(map(quote_value, (*rules.nothing, *words)))
        message = f"Invalid cells with words that often mean no answer: {list_columns(headings)}."
        yield Hint(message, (f"nothing = [{listed}]",))
    for column in columns:
        yield from _find_near_hints(column, least)


def _select_nothing(
    column: ColumnCells, rules: CellRules, answers: Collection[str | float], least: Least
) -> dict[str, int]:
    """The invalid cells of a column that probably mean no answer."""
    return {
        text: count
        for text, count in column.rejected.items()
        if text in LIKELY_NOTHING and count >= least.forms and rules.find_key(text) not in answers
    }


def _find_near_hints(column: ColumnCells, least: Least) -> Iterator[Hint]:
    if column.kind is not ColumnKind.WORDS:
        return
    near = {}
    for text, count in column.rejected.items():
        word = find_near_word(text, column.words) if count >= least.texts and text not in LIKELY_NOTHING else None
        if word is not None:
            near[text] = word
    if near:
        count = sum(column.rejected[text] for text in near)
        message = f"Invalid cells that nearly match an answer: {list_columns({column.heading: count})}."
        lines = (f"{quote_key(text)} = {write_meaning(column.path, word)}" for text, word in sorted(near.items()))
        yield Hint(message, (write_header(column.path), *lines))


def find_near_word(text: str, words: Sequence[str]) -> str | None:
    """The only answer that a text can mean, ignoring punctuation, a number beside the answer and a spelling mistake."""
    return _find_twin(text, words) or _find_alike(text, words)


def _find_alike(text: str, words: Sequence[str]) -> str | None:
    own, bare = _drop_signs(text), _drop_code(text)
    for wanted, reduce in ((own, _drop_signs), (bare, _drop_signs), (own, _drop_code)):
        same = [word for word in words if wanted and reduce(fold_word(word)) == wanted]
        if same:
            return same[0] if len(same) == 1 else None
    close = [word for word in words if _is_close(text.split(), fold_word(word).split())]
    return close[0] if len(close) == 1 else None


def _find_twin(text: str, words: Sequence[str]) -> str | None:
    """The answer that a text gives in other words; None if there is no such answer."""
    level = LEVEL.fullmatch(text)
    wanted = TWINS.get(text) if level is None else level[1]
    return next((word for word in words if fold_word(word) == wanted), None)


def _drop_signs(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text).strip()


def _drop_code(text: str) -> str:
    return _drop_signs(CODE.sub("", text))


def _is_close(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two texts have the same words, apart from at most one or two misspelt long words."""
    if len(one) != len(other):
        return False
    slips = [(left, right) for left, right in zip(one, other, strict=True) if left != right]
    return 0 < len(slips) <= 2 and all(_is_slip(left, right) for left, right in slips)  # noqa: PLR2004 - one or two


def _is_slip(one: str, other: str) -> bool:
    """Whether a word is a misspelling of another word; false for short words and for different first letters."""
    if min(len(one), len(other)) <= SHORT or one[0] != other[0] or any(sign.isdigit() for sign in one + other):
        return False
    if sorted(one) == sorted(other):
        return sum(left != right for left, right in zip(one, other, strict=True)) == 2  # noqa: PLR2004 - swapped
    matched = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return max(len(one), len(other)) - matched <= 1
