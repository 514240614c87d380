"""Survey responses: the rows that count, and the names of their columns."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nhsdx.commands.survey.programs.days import TIME, find_latest_day, list_latest_days
from nhsdx.commands.survey.programs.names import ProgramName, Reason
from nhsdx.documents.phrases import format_day, join_words
from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from nhsdx.model import Finding, InvalidInputError, quote_word, suggest, suggest_one_of
from nhsdx.tables.date_forms import DateForm
from nhsdx.tables.words import fold_word

ROW = "row"
"""The column with the number of each response."""
DATES_EXAMPLE = 'dates = "d/m/Y"'
VERY_NEAR = 0.85
"""How similar a heading must be to a missing column's name to be suggested."""


@dataclass(frozen=True, slots=True)
class Responses:
    """The responses that count, and the names of their columns.

    `columns` gives the frame's column for each folded heading or other name of a column. `left_out` is the number of
    rows left out for each reason. `unmarked` lists kinds of rows, such as tests, that the export may have but does not
    mark. `looks_like` is the program that seems to have written the file, if the map says that the file is plain.
    `day` is the column with the day of each response. `place` is the heading line. `duplicates` lists the headings that
    more than one column has.
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
        """The day of the latest response that counts, read with a map's date forms; None if the day is in doubt."""
        return None if self.day is None else find_latest_day(self._list_days(self.day), forms)

    def explain_day(self) -> tuple[str, str]:
        """Why the day of the latest response is in doubt, and what to do about it."""
        remedy = "give --seen, or write date = 2026-09-30 in the map"
        if self.day is None:
            return "the responses do not say when they were given", remedy
        headings = [one for one in self.headings if self.columns.get(fold_word(one)) == self.day]
        where = quote_word(headings[0] if headings else self.day)
        readings = list_latest_days(self._list_days(self.day))
        if len(readings) > 1:
            first, second = (format_day(day) for day in readings.values())
            message = f"the days in {where} can be read in two ways: the latest is {first} or {second}"
            one, other = (f'dates = "{form}"' for form in readings)
            return message, f"write {one} or {other} in the map, above its first [table]; or give --seen"
        message = f"nhsdx knows no date form that fits all the days in {where}"
        return message, f"write dates in the map, such as {DATES_EXAMPLE}, above its first [table]; or {remedy}"

    def _list_days(self, column: str) -> list[str]:
        """All days in a column, without their times."""
        polars = import_extra("polars", "batch")
        days = polars.col(column).fill_null("").str.strip_chars().str.replace(TIME, "").unique()
        return [word for (word,) in self.frame.select(days).collect(engine="streaming").rows()]

    def expect_columns(self, names: Iterable[str]) -> None:
        """Raises an error that lists the columns that the file does not have.

        If the file has none of the given columns, and the program that wrote it is not known, the first line may
        contain answers. In that case, a heading is shown only if it is close to one in the map.
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
        """The column with the given name. Raises an error if there is no such column."""
        title = fold_word(name)
        if title in self.duplicates:
            message = f"two columns have the heading {quote_word(name)}"
            raise NhsdxError(message, self.place, "give each column a different heading", code="duplicate")
        if title not in self.columns:
            raise InvalidInputError((self._build_finding(name),))
        return self.columns[title]

    def _build_finding(self, name: str) -> Finding:
        message = f"the responses have no column {quote_word(name)}"
        return Finding("unknown-column", "error", message, self.place, suggest_one_of(name, self.headings))
