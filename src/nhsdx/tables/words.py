"""Makes the words in tables comparable, because programs change characters, spaces and case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

SINGLE = "‘’‚‛‹›′‵´`ʹʻʼʽˈ׳᾽❛❜＇ꞌ"
DOUBLE = "“”„‟«»″‶ʺˮ״❝❞〃〝〞〟＂"
DASHES = "‐‑‒–—―−˗֊־᠆⁃⸺⸻﹘﹣－"
"""Characters that programs use instead of a plain apostrophe, quotation mark and dash."""
PLAIN_SPACES = " \t\r\n\v\f"
SPACES = (
    PLAIN_SPACES + "\u0085\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
)
INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
REPLACEMENTS = (
    (re.compile(f"[{INVISIBLE}]"), ""),
    (re.compile(f"[{SINGLE}]"), "'"),
    (re.compile(f"[{DOUBLE}]"), '"'),
    (re.compile(f"[{DASHES}]"), "-"),
    (re.compile(f"[{SPACES}]+"), " "),
)
PLAIN_REPLACEMENTS = ((f"[{PLAIN_SPACES}]+", " "), ("`", "'"))
"""The replacements in ASCII texts, as expressions that every engine understands."""
SMALL_DIGITS = "[²³¹¼-¾⁰-⁹₀-₉⅐-⅟①-⒛⓪㉑-㉟㊱-㊿🄀-🄊]+"
RAISED = re.compile(f"((?<=[\\d.,]){SMALL_DIGITS}|{SMALL_DIGITS}(?=[\\d.,]))")
"""A raised digit or a fraction beside a digit stays as it is: 3² is not 32."""
PLAIN = re.compile(r"[a-z0-9.+_-]*")
NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"


@lru_cache(maxsize=10_000)
def fold_word(text: str) -> str:
    """The text to compare: with plain quotes, dashes and spaces, in lower case, and in one form of Unicode (NFKC)."""
    if text.isascii():
        for pattern, sign in PLAIN_REPLACEMENTS:
            text = re.sub(pattern, sign, text)
        return text.strip(" ").lower()
    parts = RAISED.split(_fold_signs(text))
    parts[::2] = map(_fold_letters, parts[::2])
    return _fold_signs("".join(parts)).strip(" ")


def _fold_letters(text: str) -> str:
    """The letters in lower case and in one form of Unicode.

    A Turkish i becomes an i, because its case depends on the language.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded.replace("i\u0307", "i").replace("\u0131", "i"))


def _fold_signs(text: str) -> str:
    for pattern, sign in REPLACEMENTS:
        text = pattern.sub(sign, text)
    return text


def fold_answer(text: str) -> str:
    """A folded word; a whole number has no decimal point."""
    return re.sub(r"^([+-]?[0-9]+)\.0+$", r"\1", fold_word(text))


def is_plain(word: str) -> bool:
    """Whether a folded word has no spaces and, apart from dashes, no characters that programs change."""
    return PLAIN.fullmatch(word) is not None


def parse_number(word: str) -> float | None:
    """The number that a word represents. Two spellings of a number count as the same word."""
    return float(word) if re.match(NUMBER, word) else None


def find_key(word: str) -> str | float:
    """The key for comparing a word with other words: its number, if it has one, or else the folded word."""
    folded = fold_word(word)
    number = parse_number(folded)
    return folded if number is None else number


def clean_heading(text: str) -> str:
    """A heading in the form to show: one plain space between words, and no other spaces or invisible characters."""
    return " ".join(re.sub(f"[{INVISIBLE}]", "", text).split())


def match_headings(headings: Iterable[str], columns: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """The column that each heading refers to: its name in a map, or else the known name, or else the heading itself."""
    meanings = {fold_word(name): name for name in known} | {fold_word(name): one for name, one in columns.items()}
    return [meanings.get(fold_word(heading), heading) for heading in headings]


def find_headings(wanted: Iterable[str], headings: Sequence[str]) -> list[str]:
    """The headings in a table that the given names refer to; a name that matches no heading stays as it is."""
    found = {fold_word(heading): heading for heading in headings}
    return [name if name in headings else found.get(fold_word(name), name) for name in wanted]
