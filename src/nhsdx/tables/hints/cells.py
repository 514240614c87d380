"""The texts in a column, each with its count, and hints about invalid cells."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nhsdx.tables.meanings import ColumnKind

__all__ = [
    "ColumnCells",
    "ColumnKind",
    "Hint",
    "Least",
    "list_columns",
    "quote_key",
    "quote_value",
    "write_header",
    "write_list",
    "write_meaning",
]
BARE = re.compile(r"[A-Za-z0-9_-]+")


class ColumnCells(NamedTuple):
    """The folded texts of a column's cells, each with its number of cells.

    `rejected` are the invalid cells as written. In a column of numbers, `wrong` and `right` are the invalid and the
    valid cells, with every digit replaced by 1, and `totals` are the totals in cells such as `3 out of 10`. `words` are
    the answers that the column may have, and `path` leads to the table in the map with other words for these answers.
    """

    heading: str
    kind: ColumnKind
    words: tuple[str, ...]
    path: tuple[str, ...]
    rejected: Mapping[str, int] = {}
    wrong: Mapping[str, int] = {}
    right: Mapping[str, int] = {}
    totals: Mapping[str, int] = {}


class Least(NamedTuple):
    """How many cells must have the same form before nhsdx gives a hint, or the same text before a hint shows it."""

    forms: int
    texts: int


class Hint(NamedTuple):
    """What many invalid cells have in common, and any lines for a map that would make these cells readable."""

    message: str
    lines: tuple[str, ...] = ()


def quote_value(text: str) -> str:
    """A text written as a value in TOML."""
    return json.dumps(text, ensure_ascii=False)


def write_list(texts: Sequence[str]) -> str:
    """One text, or a list of texts, as a value in TOML."""
    return quote_value(texts[0]) if len(texts) == 1 else f"[{', '.join(map(quote_value, texts))}]"


def write_meaning(path: Sequence[str], word: str) -> str:
    """The answer that a word means, as a value in TOML.

    The answers to the items of a scale are points, which are numbers.
    """
    return word if path[0] == "scales" else quote_value(word)


def write_header(path: Sequence[str]) -> str:
    """The header line of a table in TOML."""
    return f"[{'.'.join(quote_key(part) for part in path)}]"


def quote_key(key: str) -> str:
    """Text written as a key in TOML."""
    return key if BARE.fullmatch(key) else quote_value(key)


def list_columns(counts: Mapping[str, int]) -> str:
    """The given columns, each with its number of cells, as text for a message."""
    shown = [f"{heading} ({count})" for heading, count in list(counts.items())[:8]]
    more = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
