"""Words for the expected values, with a suggestion for a typing error."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nhsdx.errors import NhsdxError

ECHOED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")


def quote_word(word: object) -> str:
    """The word in quotes if it looks like an id; free text and control characters are never repeated."""
    text = str(word)
    return f'"{text}"' if ECHOED.fullmatch(text) else "(text not shown)"


def format_range(lowest: int, highest: int) -> str:
    """A range of whole numbers in words: `1 to 4`, or `1` if both ends are the same."""
    return f"{lowest} to {highest}" if lowest < highest else f"{lowest}"


def suggest_one_of(word: object, options: Iterable[str], *, most: int = 8) -> str:
    """The expected words, and the one that was probably meant."""
    import difflib

    known = list(options)
    if not known:
        return "the file does not define any"
    listed = ", ".join(known[:most]) + (f", … ({len(known)} in all)" if len(known) > most else "")
    near = difflib.get_close_matches(str(word).lower(), known, n=1, cutoff=0.6)
    return f"expected one of: {listed}" + (f'; did you mean "{near[0]}"?' if near else "")


def expect_known(word: str, known: Iterable[str], what: str, where: str) -> None:
    """Raises NhsdxError, with a suggestion, if a word is not one of those known."""
    options = list(known)
    if word not in options:
        message = f"{quote_word(word)} is not {what}"
        raise NhsdxError(message, where, suggest_one_of(word, options), code="unknown-reference")
