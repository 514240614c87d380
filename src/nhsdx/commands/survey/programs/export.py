"""Survey responses: the rows that count, and the names of their columns."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nhsdx.commands.survey.programs.days import TIME, find_latest_day
from nhsdx.commands.survey.programs.names import ProgramName, Reason
from nhsdx.documents.phrases import join_words
from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from nhsdx.model import Finding, InvalidInputError, quote_word, suggest, suggest_one_of
from nhsdx.tables.date_forms import DateForm
from nhsdx.tables.words import fold_word

ROW = "row"
"""The column with the number of each response."""
VERY_NEAR = 0.85
"""How much a heading must be like a name to be shown beside it."""


@dataclass(frozen=True, slots=True)
class Responses:
    """The responses that count, and the names of their columns.

    `columns` gives the column in the frame for each heading and each other name of a column, folded. `left_out` is the
    number of other rows for each reason, and `unmarked` are the reasons that the export does not give, though it may
    have such rows. `looks_like` is the program that a file seems to come from, if the map calls it plain. `day` is
    the column with the day of each response. `place` is the line of the headings. `duplicates` are the headings
    of several columns.
    """

    frame: Any
    source: ProgramName
    columns: Mapping[str, str]
    left_out: Mapping[Reason, int]
    unmarked: tuple[Reason, ...] = ()
    looks_like: ProgramName | None = None
    day: str | None = None
    headings: Sequence[str] = ()
    place: str = ""
    duplicates: frozenset[str] = frozenset()

    def find_latest_day(self, forms: Sequence[DateForm]) -> datetime.date | None:
        """The day of the latest response that counts, by the forms of a map; None if it is not beyond doubt."""
        if self.day is None:
            return None
        polars = import_extra("polars", "batch")
        days = polars.col(self.day).fill_null("").str.strip_chars().str.replace(TIME, "").unique()
        words = (word for (word,) in self.frame.select(days).collect(engine="streaming").rows())
        return find_latest_day(words, forms)

    def expect_columns(self, names: Iterable[str]) -> None:
        """Raises an error with all of these columns that the file does not have.

        If it has none, and nobody knows which program wrote it, then the first line may be somebody's answers: a
        heading is shown only if it is close to what the map says.
        """
        known, wanted = self.columns.keys() | self.duplicates, sorted(names)
        missing = [name for name in wanted if fold_word(name) not in known]
        if self.source == "plain" and missing and len(missing) == len(wanted):
            near = "".join(suggest(name, self.headings, VERY_NEAR) for name in missing)
            message = f"the file has none of the map's columns: {join_words(list(map(quote_word, missing)))}"
            hint = f"expected the names of the columns in this line{near}"
            raise NhsdxError(message, self.place, hint, code="unknown-column")
        if missing:
            raise InvalidInputError(tuple(map(self._build_finding, missing)))

    def find_column(self, name: str) -> str:
        """The column of a name. Raises an error if there is none."""
        title = fold_word(name)
        if title in self.duplicates:
            message = f"two columns have the heading {quote_word(name)}"
            raise NhsdxError(message, self.place, "give each column a heading of its own", code="duplicate")
        if title not in self.columns:
            raise InvalidInputError((self._build_finding(name),))
        return self.columns[title]

    def _build_finding(self, name: str) -> Finding:
        message = f"the responses have no column {quote_word(name)}"
        return Finding("unknown-column", "error", message, self.place, suggest_one_of(name, self.headings))
