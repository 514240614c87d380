"""Words of tables in the one form in which they are compared: people's programs change signs, spaces and case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

SINGLE, DOUBLE, DASHES = "‘’‚‛′´`ʼ＇", "“”„‟″«»＂", "‐‑‒–—―−﹣－"
"""Signs that programs put in place of a typewriter's apostrophe, quotation mark and dash."""
SPACES = " \t\r\n\v\f\u0085\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
REPLACEMENTS = (
    (f"[{INVISIBLE}]", ""),
    (f"[{SINGLE}]", "'"),
    (f"[{DOUBLE}]", '"'),
    (f"[{DASHES}]", "-"),
    ("…", "..."),
    (f"[{SPACES}]+", " "),
)
"""What is replaced in texts, as expressions that every engine understands."""
PLAIN = re.compile(r"[a-z0-9.+_-]*")
NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"


@lru_cache(maxsize=10_000)
def fold_word(text: str) -> str:
    """A text as it is compared: plain quotes, dashes and spaces, in lower case, and in one form of Unicode."""
    return _fold_signs(unicodedata.normalize("NFKC", _fold_signs(text)))


def _fold_signs(text: str) -> str:
    for pattern, sign in REPLACEMENTS:
        text = re.sub(pattern, sign, text)
    return text.strip().lower()


@lru_cache(maxsize=1_000)
def list_forms(word: str) -> frozenset[str]:
    """The forms that a word has in tables once its signs are folded; engines cannot convert forms of Unicode."""
    light, full = _fold_signs(word), fold_word(word)
    forms = {unicodedata.normalize(form, one) for one in (light, full) for form in ("NFC", "NFD")}
    if PLAIN.fullmatch(full) and "-" in full:
        forms |= {full.replace("-", dash) for dash in DASHES}
    return frozenset(forms)


def fold_answer(text: str) -> str:
    """A folded word; a whole number has no decimal point."""
    return re.sub(r"^([+-]?[0-9]+)\.0+$", r"\1", fold_word(text))


def is_plain(word: str) -> bool:
    """Whether a folded word has neither spaces nor signs that programs change, but for dashes."""
    return PLAIN.fullmatch(word) is not None


def parse_number(word: str) -> float | None:
    """The number that a word is; two spellings of one number are one word."""
    return float(word) if re.match(NUMBER, word) else None


def find_key(word: str) -> str | float:
    """What a word is compared by: a number if it is one, in any spelling, and otherwise the folded word."""
    folded = fold_word(word)
    number = parse_number(folded)
    return folded if number is None else number


def clean_heading(text: str) -> str:
    """A heading as it is shown: with single, plain spaces, and none around it."""
    return " ".join(re.sub(f"[{INVISIBLE}]", "", text).split())


def match_headings(headings: Iterable[str], columns: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """The column that each heading means, by the names in a map or by known names; otherwise the heading itself."""
    meanings = {fold_word(name): name for name in known} | {fold_word(name): one for name, one in columns.items()}
    return [meanings.get(fold_word(heading), heading) for heading in headings]


def find_headings(wanted: Iterable[str], headings: Sequence[str]) -> list[str]:
    """The headings of a table that are meant by some names; a name that none has stays as it is."""
    found = {fold_word(heading): heading for heading in headings}
    return [name if name in headings else found.get(fold_word(name), name) for name in wanted]
