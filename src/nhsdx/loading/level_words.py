"""The labels and texts of criteria's own levels, which an answer can give instead of a level's number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from nhsdx.model import LevelName

ALL = "all"
"""The key with which a test vector answers every criterion that it does not list."""
OwnScales: TypeAlias = Mapping[str, Sequence[LevelName]]
OwnWords: TypeAlias = Mapping[str, Mapping[str, LevelName]]


def fold_text(text: str) -> str:
    """A text in lower case and with single spaces, which is the form in which words are compared."""
    return " ".join(text.casefold().split())


def collect_words(levels: Sequence[Mapping[str, Any]]) -> dict[str, LevelName]:
    """The labels and texts that belong to only one level in a list, each with that level's number."""
    found: dict[str, set[LevelName]] = {}
    for place, level in enumerate(levels):
        number = level.get("number")
        words = (level.get("label"), level.get("text"))
        for word in (fold_text(one) for one in words if isinstance(one, str)):
            found.setdefault(word, set()).add(place if number is None else number)
    return {word: numbers.pop() for word, numbers in found.items() if len(numbers) == 1}


def share_scale(own: OwnScales, names: Iterable[str]) -> OwnScales:
    """The scales, and a scale for the answer `all` if all criteria in `names` have the same levels of their own."""
    scales = {tuple(own.get(name, ())) for name in names}
    only = scales.pop() if len(scales) == 1 else ()
    return {**own, ALL: only} if only else own


def share_words(words: OwnWords) -> OwnWords:
    """The words for each criterion and, for the answer `all`, the words that mean the same level in every criterion."""
    first, *others = words.values()
    same = {word: number for word, number in first.items() if all(one.get(word) == number for one in others)}
    return {**words, ALL: same}
