"""Words for the expected values, with a suggestion for a typing error."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.limits import MOST_OPTIONS

LONGEST_WORD = 200
LONGEST_HEADING = 120
ECHOED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")


def quote_word(word: object) -> str:
    """The word in quotes if it looks like an id; free text and control characters are never repeated."""
    text = str(word)
    return f'"{text}"' if ECHOED.fullmatch(text) else "(text not shown)"


def quote_heading(heading: str) -> str:
    """A heading in quotes: part of the shape of a table, and no answer, so it is shown."""
    return f'"{heading}"' if len(heading) <= LONGEST_HEADING else f'"{heading[:LONGEST_HEADING]}…"'


def format_range(lowest: int, highest: int) -> str:
    """A range of whole numbers in words: `1 to 4`, or `1` if both ends are the same."""
    return f"{lowest} to {highest}" if lowest < highest else f"{lowest}"


def suggest_one_of(word: object, options: Iterable[str], *, most: int = 8) -> str:
    """The expected words, and the one that was probably meant."""
    known = list(options)
    if not known:
        return "the file does not define any"
    listed = ", ".join(known[:most]) + (f", … ({len(known)} in all)" if len(known) > most else "")
    near = find_nearest(str(word).lower(), known, 0.6)
    return f"expected one of: {listed}" + (f'; did you mean "{near}"?' if near else "")


def find_nearest(word: str, options: Sequence[str], cutoff: float) -> str | None:
    """The word that is most like a misspelt one; None if none is. Of very many, only some with the same beginning."""
    import difflib

    if len(word) > LONGEST_WORD:
        return None
    if len(options) > MOST_OPTIONS:
        options = [option for option in options if option.lower().startswith(word[:1])][:MOST_OPTIONS]
    return next(iter(difflib.get_close_matches(word, options, n=1, cutoff=cutoff)), None)


class OneOf(NamedTuple):
    """The expected words for a wrong one, put into words only when they are shown."""

    word: object
    options: Collection[str]

    def __str__(self) -> str:
        """The expected words, and the one that was probably meant."""
        return suggest_one_of(self.word, self.options)


def expect_known(word: str, known: Iterable[str], what: str, where: str) -> None:
    """Raises NhsdxError, with a suggestion, if a word is not one of those known."""
    options = list(known)
    if word not in options:
        message = f"{quote_word(word)} is not {what}"
        raise NhsdxError(message, where, suggest_one_of(word, options), code="unknown-reference")
