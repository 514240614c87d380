"""Whether two texts say the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

Words: TypeAlias = tuple[str, ...]

WORD = re.compile(r"[^\W_]+")
APOSTROPHES = str.maketrans("", "", "'\u2019")
FILLERS = frozenset(["a", "an", "are", "be", "been", "had", "has", "have", "is", "the", "was", "were"])
SAME_WORD = 0.85


def list_content_words(text: str) -> Words:
    """The words of a text in lower case, without articles and auxiliary verbs."""
    words = WORD.findall(text.casefold().translate(APOSTROPHES))
    return tuple(word for word in words if word not in FILLERS) or tuple(words)


def say_the_same(left: Words, right: Words) -> bool:
    """Whether two texts are equal word for word, apart from typing errors and word endings.

    Texts that differ in one word are different: "some wards" and "all wards" are two steps of a scale, and so are "at
    least 50%" and "at least 80%".
    """
    return len(left) == len(right) and all(map(_is_same_word, left, right))


def find_near_duplicates(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of texts that mean the same: the position of the later text, then of the earlier one."""
    known = [list_content_words(text) for text in texts]
    for later, words in enumerate(known):
        earlier = next((n for n in range(later) if say_the_same(known[n], words)), None)
        if earlier is not None:
            yield later, earlier


def _is_same_word(left: str, right: str) -> bool:
    if left == right:
        return True
    # The beginnings must be the same, or "formal" and "informal" would count as one word.
    if left[:2] != right[:2] or not (left.isalpha() and right.isalpha()):
        return False
    return SequenceMatcher(None, left, right).ratio() >= SAME_WORD
