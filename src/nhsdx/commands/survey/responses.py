"""Survey responses as survey programs export them: one respondent in each row, all cells text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from nhsdx.files.csv_lines import read_csv_lines
from nhsdx.model import quote_word, suggest_one_of
from nhsdx.tables.engines.engine import make_unreadable_error
from nhsdx.tables.engines.polar import ROWS_AT_ONCE

FORMS = {"start time", "completion time"}
QUALTRICS = {"responseid", "finished"}
LIMESURVEY = ({"id", "submitdate"}, {"response id", "date submitted"})
IMPORT_ID = '{"ImportId"'
PREVIEWS = ("survey preview", "survey test", "1", "8")
"""Qualtrics' words and codes for previews and tests."""
FINISHED = ("true", "1")
NO_ANSWER = ("", "n/a")
ROW = "row"
DAYS = {"forms": "completion time", "qualtrics": "enddate", "limesurvey": "submitdate"}
"""The column, in lower case, that says when each response was made."""
WRITTEN = tuple(
    re.compile(way)
    for way in (
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
        r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}|\d{2})",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})",
    )
)
"""The ways in which survey programs write a day."""


class Responses(NamedTuple):
    """The responses that count, and the names of their columns.

    `columns` gives the column in the frame for each header and each question's text. `left_out` is the number of
    previews and unfinished rows, `duplicates` are the headings of several columns.
    """

    frame: Any
    source: str
    columns: Mapping[str, str]
    left_out: int
    duplicates: frozenset[str] = frozenset()

    def find_latest_day(self) -> datetime.date | None:
        """The day of the latest response that counts; None if the file does not say it beyond doubt."""
        title = DAYS.get(self.source)
        column = next((own for name, own in self.columns.items() if name.strip().lower() == title), None)
        if column is None:
            return None
        polars = import_extra("polars", "batch")
        words = polars.col(column).fill_null("").str.strip_chars().str.split(" ").list.first().unique()
        return _find_latest([word for (word,) in self.frame.select(words).collect(engine="streaming").rows() if word])

    def find_column(self, name: str, where: str) -> str:
        """The column of a name. Raises NhsdxError if there is none."""
        if name in self.duplicates:
            message = f"two columns have the heading {quote_word(name)}"
            raise NhsdxError(message, where, "give each column a heading of its own", code="duplicate")
        if name not in self.columns:
            message = f"the responses have no column {quote_word(name)}"
            raise NhsdxError(message, where, suggest_one_of(name, self.columns), code="unknown-column")
        return self.columns[name]


def _find_latest(words: Sequence[str]) -> datetime.date | None:
    """The latest of some days, if there is only one way of writing them that is right for all."""
    found = {max(days) for way in WRITTEN if words and len(days := _read_days(words, way)) == len(words)}
    return next(iter(found)) if len(found) == 1 else None


def _read_days(words: Sequence[str], way: re.Pattern[str]) -> list[datetime.date]:
    days = []
    for match in filter(None, map(way.fullmatch, words)):
        year, month, day = (int(match[part]) for part in ("year", "month", "day"))
        with suppress(ValueError):
            days.append(datetime.date(year + (2000 if year < 100 else 0), month, day))  # noqa: PLR2004 - two digits
    return days


def read_responses(name: str, source: str | None) -> Responses:
    """The responses of a CSV file from a program that is given, or recognised by the columns. Raises NhsdxError."""
    polars = import_extra("polars", "batch")
    polars.Config.set_streaming_chunk_size(ROWS_AT_ONCE)
    lines = read_csv_lines(name)
    header, *more = lines.first
    kind = source or _find_kind(header, more)
    # Polars takes some names for patterns, and reads quotation marks in names otherwise than in cells.
    own = [f"c{place}" for place in range(len(header))]
    columns = dict(zip(header, own, strict=True))
    skipped = 0
    if kind == "qualtrics":
        if len(more) < 2 or not more[1][0].startswith(IMPORT_ID):  # noqa: PLR2004 - two lines under the header
            hint = 'expected the lines of question texts and import ids; or write source = "plain" in the map'
            raise NhsdxError("this is not a Qualtrics export", name, hint, code="table-unreadable")
        columns = _name_questions(more[0], own) | columns
        skipped = 2
    try:
        frame = polars.scan_csv(name, infer_schema=False, glob=False, new_columns=own, n_rows=lines.rows)
        frame = frame.slice(skipped).with_row_index(ROW, offset=1)
        counted = _select_finished(kind, columns, polars)
        rows = frame.select(all=polars.len(), kept=counted.cast(polars.Int64).sum()).collect(engine="streaming")
    except (polars.exceptions.PolarsError, OSError):
        raise make_unreadable_error(name, "CSV with a header") from None
    everything, kept = rows.row(0)
    return Responses(frame.filter(counted), kind, columns, everything - (kept or 0), lines.duplicates)


def _name_questions(questions: Sequence[str], own: Sequence[str]) -> dict[str, str]:
    """The column of each question's text; none for a text that several columns have."""
    return {text: column for text, column in zip(questions, own, strict=True) if questions.count(text) == 1}


def _find_kind(header: Sequence[str], more: Sequence[Sequence[str]]) -> str:
    """The program that wrote the file, recognised by the columns that it adds."""
    titles = {title.strip().lower() for title in header}
    if titles >= FORMS:
        return "forms"
    if titles >= QUALTRICS and len(more) > 1 and more[1] and more[1][0].startswith(IMPORT_ID):
        return "qualtrics"
    return "limesurvey" if any(titles >= signs for signs in LIMESURVEY) else "plain"


def _select_finished(kind: str, columns: Mapping[str, str], polars: Any) -> Any:  # noqa: ANN401 - an expression
    """Which rows count: finished ones that are not previews."""
    titles = {title.strip().lower(): column for title, column in columns.items()}
    conditions = list(_list_conditions(kind, titles, polars))
    return polars.all_horizontal(conditions) if conditions else polars.col(ROW) > 0


def _list_conditions(kind: str, titles: Mapping[str, str], polars: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    def read(column: str) -> Any:  # noqa: ANN401 - as above
        return polars.col(titles[column]).fill_null("").str.strip_chars().str.to_lowercase()

    if kind == "qualtrics":
        yield read("finished").is_in(FINISHED)
        if "status" in titles:
            yield ~read("status").is_in(PREVIEWS)
    if kind == "limesurvey":
        yield read("submitdate" if "submitdate" in titles else "date submitted") != ""
