"""Markdown in which text from files stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from nhsdx.documents.safe_text import LONGEST, clean

# What CommonMark, or the extensions of GitHub and pandoc, read as more than a character: https://github.github.com/gfm/
SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&!@$^{]|:(?=[\w+/])|(?<=www)\.")
# A text that begins with one of these would begin a list, a definition or a rule; the character to disarm is the last.
AT_START = re.compile(r"(?:[-+:]|\(?(?:\d+|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)[.)])(?=\s|$)|[-=](?=[-=]*$)")


def escape(text: str, longest: int = LONGEST) -> str:
    """The text on one line, shown by Markdown as it is: no markup, link, HTML or table cell of its own."""
    written = SPECIAL.sub(lambda found: "\\" + found[0], clean(text, longest))
    start = AT_START.match(written)
    return written if start is None else f"{written[: start.end() - 1]}\\{written[start.end() - 1 :]}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: int = 0) -> Iterator[str]:
    """The lines of a table from cells that are Markdown already; the last `right` columns are set to the right."""
    rules = ["---"] * (len(heads) - right) + ["---:"] * right
    for cells in (heads, rules, *rows):
        yield f"| {' | '.join(cells)} |"
