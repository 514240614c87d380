"""Survey responses as survey programs export them: one respondent in each row, all cells text."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from nhsdx.commands.survey.map import Questionnaire
from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from nhsdx.files.work_folders import open_work_folder
from nhsdx.model import quote_heading, suggest_one_of
from nhsdx.tables.engines.polar import ROWS_AT_ONCE
from nhsdx.tables.readers.parts import ROW as NUMBER
from nhsdx.tables.readers.word_table import LINES, ReadOptions, read_words
from nhsdx.tables.words import fold_word

FORMS = {"start time", "completion time"}
QUALTRICS = {"responseid", "finished"}
LIMESURVEY = ({"id", "submitdate"}, {"response id", "date submitted"})
IMPORT_ID = '{"ImportId"'
PREVIEWS = ("survey preview", "survey test", "1", "8")
"""Qualtrics' words and codes for previews and tests."""
FINISHED = ("true", "1")
ROW = "row"
OTHERS = (*LINES, ".parquet", ".arrow", ".feather", ".ipc", ".duckdb", ".db")
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

    `columns` gives the column in the frame for each heading and each question's text, folded. `left_out` is the number
    of previews and unfinished rows, `duplicates` are the headings of several columns. `blank_rows` counts the rows in
    which all cells are empty.
    """

    frame: Any
    source: str
    columns: Mapping[str, str]
    left_out: int
    headings: Sequence[str] = ()
    duplicates: frozenset[str] = frozenset()
    blank_rows: int = 0

    def find_latest_day(self) -> datetime.date | None:
        """The day of the latest response that counts; None if the file does not say it beyond doubt."""
        title = DAYS.get(self.source)
        column = next((own for name, own in self.columns.items() if name.strip().lower() == title), None)
        if column is None:
            return None
        polars = import_extra("polars", "batch")
        words = polars.col(column).fill_null("").str.strip_chars().str.split(" ").list.first().unique()
        return _find_latest([word for (word,) in self.frame.select(words).collect(engine="streaming").rows() if word])

    def has_any(self, names: Iterable[str]) -> bool:
        """Whether there is a column of any of these names."""
        return not (self.columns.keys() | self.duplicates).isdisjoint(map(fold_word, names))

    def find_column(self, name: str, where: str) -> str:
        """The column of a name. Raises NhsdxError if there is none."""
        title = fold_word(name)
        if title in self.duplicates:
            message = f"two columns have the heading {quote_heading(name)}"
            raise NhsdxError(message, where, "give each column a heading of its own", code="duplicate")
        if title not in self.columns:
            message = f"the responses have no column {quote_heading(name)}"
            raise NhsdxError(message, where, suggest_one_of(name, self.headings), code="unknown-column")
        return self.columns[title]


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


@contextmanager
def open_responses(name: str, questionnaire: Questionnaire) -> Iterator[Responses]:
    """The responses of a file, which stay readable meanwhile. Raises NhsdxError for a file that cannot be read."""
    with open_work_folder(None) as work:
        yield _read_responses(
            name, questionnaire.source, work, ReadOptions(questionnaire.encoding, questionnaire.sheet)
        )


def _read_responses(name: str, source: str | None, work: Path, options: ReadOptions) -> Responses:
    """The responses from a program that is given, or recognised by the columns, read into a work folder."""
    polars = import_extra("polars", "batch")
    polars.Config.set_streaming_chunk_size(ROWS_AT_ONCE)
    if Path(name).suffix.lower() in OTHERS:
        hint = "expected CSV or a workbook (.xlsx), as a survey program exports it"
        raise NhsdxError("this is not an export of a survey program", name, hint, code="table-unreadable")
    words = read_words(name, work, options, may_repeat=True)
    frame = polars.scan_parquet(sorted(words.folder.glob("*.parquet")), glob=False)
    header, more = words.headings, [[cell or "" for cell in row[:-1]] for row in frame.head(2).collect().rows()]
    kind = source or _find_kind(header, more)
    # Polars takes some names for patterns, so columns have names of their own.
    own = [f"c{place}" for place in range(len(header))]
    columns = _name_columns(header, own)
    skipped = 0
    if kind == "qualtrics":
        _expect_import_ids(name, more)
        columns = _name_columns(more[0], own) | columns
        skipped = 2
    frame = frame.slice(skipped).with_columns((polars.col(NUMBER) - skipped).alias(ROW)).drop(NUMBER)
    counted = _select_finished(kind, columns, polars)
    rows = frame.select(all=polars.len(), kept=counted.cast(polars.Int64).sum()).collect(engine="streaming")
    everything, kept = rows.row(0)
    twice = _find_repeated(header)
    return Responses(frame.filter(counted), kind, columns, everything - (kept or 0), header, twice, words.blank_rows)


def _expect_import_ids(name: str, more: Sequence[Sequence[str]]) -> None:
    if len(more) < 2 or not more[1][0].startswith(IMPORT_ID):  # noqa: PLR2004 - two lines under the header
        hint = 'expected the lines of question texts and import ids; or write source = "plain" in the map'
        raise NhsdxError("this is not a Qualtrics export", name, hint, code="table-unreadable")


def _find_repeated(header: Sequence[str]) -> frozenset[str]:
    """The headings of several columns, folded."""
    counts = Counter(map(fold_word, header))
    return frozenset(title for title, count in counts.items() if count > 1)


def _name_columns(header: Sequence[str], own: Sequence[str]) -> dict[str, str]:
    """The column of each heading, folded; none for a heading that several columns have."""
    twice = _find_repeated(header)
    columns = zip(map(fold_word, header), own, strict=True)
    return {title: column for title, column in columns if title not in twice}


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
