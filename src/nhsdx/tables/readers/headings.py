"""The headings of a table, none of which may be ambiguous."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nhsdx.errors import NhsdxError
from nhsdx.limits import MOST_COLUMNS
from nhsdx.tables.words import clean_heading, fold_word


@dataclass(slots=True)
class Headings:
    """The headings that were found, with plain spaces.

    If headings `may_repeat`, the columns are named c0, c1 and so on, and the last columns may have no heading.
    Otherwise the columns are named after their headings, and two equal headings are refused.
    """

    may_repeat: bool = False
    found: tuple[str, ...] = field(default=())
    place: str | None = None
    """The heading line, as `file:line:column`; None if the headings are not in a line of a file."""

    def name(self, headings: Iterable[str], where: str) -> list[str]:
        """The names of the columns. A column without a heading is named after its place."""
        self.place = where
        self.found = tuple(clean_heading(one) or f"column {place}" for place, one in enumerate(headings, 1))
        refuse_many(len(self.found), where)
        if self.may_repeat:
            return [f"c{place}" for place in range(len(self.found))]
        refuse_repeated(self.found, where)
        return list(self.found)


def refuse_many(columns: int, where: str) -> None:
    """Raises NhsdxError if a table has too many columns."""
    if columns > MOST_COLUMNS:
        message, hint = f"the table has {columns:,} columns", f"expected at most {MOST_COLUMNS:,}; leave some out"
        raise NhsdxError(message, where, hint, code="too-many")


def refuse_repeated(headings: Sequence[str], where: str) -> None:
    """Raises NhsdxError if two headings are the same once they are folded."""
    seen: dict[str, int] = {}
    for place, heading in enumerate(headings, 1):
        word = fold_word(heading)
        if word in seen:
            message = f'two columns have the heading "{heading}": {seen[word]} and {place}'
            raise NhsdxError(message, where, "give each column a different heading", code="duplicate")
        seen[word] = place
