"""What many invalid cells in a table have in common, with lines for the table's map that would make the cells valid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nhsdx.documents.page import Block, Callout, Tone, Verbatim, clean, make_line

if TYPE_CHECKING:
    from nhsdx.tables.hints.cells import Hint


def build_hints(hints: Sequence[Hint]) -> Iterator[Block]:
    """A warning for each hint about a table, with the lines to copy into the table's map."""
    for hint in hints:
        where = "" if any(line.startswith("[") for line in hint.lines) else ", above its first [table]"
        lead = (make_line(f"If that is what the cells mean, add this to the map{where}:"),) if hint.lines else ()
        yield Callout(Tone.WARNING, clean(hint.message), lead)
        if hint.lines:
            yield Verbatim(tuple(map(clean, hint.lines)))
