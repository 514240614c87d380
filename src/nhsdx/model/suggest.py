"""The wording for expected values, with a suggestion if a word is probably misspelt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.limits import MOST_OPTIONS

DIGITS = re.compile(r"[0-9]+([.,][0-9]+)?", re.ASCII)
LONGEST_WORD = 200
LONGEST_QUOTED = 120
PLAIN = re.compile(r"[^\s,;\"]*")
MOST_LISTED = 8
LOOKS_THE_SAME = "; one of these looks the same: copy it, because spaces or other characters differ"
OPPOSITES = [
    pair.split("/")
    for pair in re.split(
        " ",
        "above/below after/before agree/disagree all/none allow/refuse always/never best/worst drop/keep "
        "earlier/later exclude/include fail/pass false/true first/last from/to good/bad high/low higher/lower "
        "highest/lowest least/most less/more max/min maximum/minimum mean/max mean/median mean/mode new/old no/yes "
        "off/on often/rarely public/private safe/harmful upper/lower with/without closed/open",
    )
]
"""Pairs of common words with different or opposite meanings, so that neither counts as a misspelling of the other."""
LOOK_LIKE = (("[‘’ʼ]", "'"), ("[“”]", '"'), ("[‐‑–—−]", "-"))
NEGATIONS = ("un", "in", "dis", "non-", "not-", "no-", "not ", "no ")


def quote_word(word: object) -> str:
    """A word that belongs to a file's structure, in quotes: a key, an id, a heading or the text of an option.

    Messages show such words but never what people answered: see `describe_text`.
    """
    text = str(word)
    return f'"{text}"' if len(text) <= LONGEST_QUOTED else f'"{text[:LONGEST_QUOTED]}…"'


def describe_text(given: object) -> str:
    """A text given as an answer, described only by its length: messages do not repeat what people answer."""
    if not isinstance(given, str):
        return "this"
    if DIGITS.fullmatch(given):
        return "a number in quotes"
    return f"this text of {len(given):,} character{'s' * (len(given) != 1)}"


def format_range(lowest: int, highest: int) -> str:
    """A range of whole numbers in words: `1 to 4`, or `1` if both ends are the same."""
    return f"{lowest} to {highest}" if lowest < highest else f"{lowest}"


def suggest_one_of(word: object, options: Iterable[str], *, taken: Collection[str] = ()) -> str:
    """The expected words, and the word that was probably meant. Words under `taken` are never suggested."""
    known = list(options)
    if not known:
        return "the file does not define any"
    probable = suggest(word, [one for one in known if one not in taken])
    if len(known) == 1:
        is_near = probable and probable != LOOKS_THE_SAME
        return probable.removeprefix("; ") if is_near else f"expected {quote_word(known[0])}{probable}"
    are_plain = all(map(PLAIN.fullmatch, known[:MOST_LISTED]))
    shown = known[:MOST_LISTED] if are_plain else map(quote_word, known[:MOST_LISTED])
    listed = ", ".join(shown) + (f", … ({len(known)} in all)" if len(known) > MOST_LISTED else "")
    return f"expected one of: {listed}{probable}"


def suggest(word: object, options: Sequence[str], cutoff: float = 0.6) -> str:
    """The end of a message, `; did you mean …?`, with the word that was probably meant; empty if no word is similar.

    A suggestion that looks the same as the given word would not help, so it is not shown.
    """
    given = str(word)
    near = find_nearest(given, options, cutoff)
    if near is None:
        return ""
    return LOOKS_THE_SAME if _look_alike(given, near) else f'; did you mean "{near}"?'


def find_nearest(word: str, options: Sequence[str], cutoff: float = 0.6) -> str | None:
    """The known word that is most like a misspelt word. None if no known word is similar.

    If there are very many words, only a limited number with the same beginning are compared. Upper and lower case make
    no difference. A word is not suggested if its opposite is more like the misspelt word.
    """
    import difflib

    if len(word) > LONGEST_WORD:
        return None
    lowered = word.lower()
    if len(options) > MOST_OPTIONS:
        options = [option for option in options if option.lower().startswith(lowered[:1])][:MOST_OPTIONS]
    by_form = {option.lower(): option for option in reversed(options)}
    near = next(iter(difflib.get_close_matches(lowered, by_form, n=1, cutoff=cutoff)), None)
    if near is None:
        return None
    others = [other for other in _list_opposites(near) if other not in by_form]
    closest = difflib.get_close_matches(lowered, [near, *others], n=1, cutoff=cutoff)
    return by_form[near] if closest == [near] else None


def _list_opposites(word: str) -> Iterator[str]:
    """The possible opposites of a word: one part replaced by an opposite, or a negation added or removed."""
    for one, other in (*OPPOSITES, *(pair[::-1] for pair in OPPOSITES)):
        if one in word:
            yield re.sub(rf"\b{one}\b", other, word)
    for negation in NEGATIONS:
        yield negation + word
        yield re.sub(rf"\b{negation}", "", word)


def _look_alike(one: str, other: str) -> bool:
    """Whether two texts that differ in spaces, punctuation or letters of another script look the same on a screen."""
    first, second = _normalise(one), _normalise(other)
    is_foreign = (
        left == right or not unicodedata.normalize("NFKD", left)[0].isascii()
        for left, right in zip(first, second, strict=False)
    )
    return first == second or (len(first) == len(second) and all(is_foreign))


def _normalise(text: str) -> str:
    """A text without invisible characters, and with plain spaces, quotes and dashes."""
    for signs, plain in LOOK_LIKE:
        text = re.sub(signs, plain, text)
    kept = (sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return " ".join("".join(kept).split())


class OneOf(NamedTuple):
    """The words to expect instead of a wrong word. The sentence that lists the words is made only when it is shown."""

    word: object
    options: Collection[str]

    def __str__(self) -> str:
        """The expected words, and the word that was probably meant."""
        return suggest_one_of(self.word, self.options)


def expect_known(word: str, known: Iterable[str], what: str, where: str) -> None:
    """Raises NhsdxError, with a suggestion, if a word is not one of the known words."""
    options = list(known)
    if word not in options:
        message = f"{quote_word(word)} is not {what}"
        raise NhsdxError(message, where, suggest_one_of(word, options), code="unknown-reference")
