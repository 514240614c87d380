"""Survey responses as survey programs export them: one respondent in each row, and only text in cells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from nhsdx.commands.survey.map import Questionnaire
from nhsdx.commands.survey.programs.export import Responses
from nhsdx.commands.survey.programs.known import find_known, find_layout, tidy_answers
from nhsdx.commands.survey.programs.layout import SAMPLE, Top, add_headings, find_places, find_repeated
from nhsdx.commands.survey.programs.left_out import leave_out, list_unmarked
from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from nhsdx.files.work_folders import open_work_folder
from nhsdx.tables.readers.word_table import LINES, ReadOptions, read_words

__all__ = ["Responses", "open_responses"]

PACKED = (".zip", ".gz", ".7z")
TABLES = (*LINES, ".json", ".parquet", ".arrow", ".feather", ".ipc", ".duckdb", ".db", ".sav", ".dta")
OTHERS = {*PACKED, *TABLES, ".xls", ".xlsb", ".ods", ".numbers", ".docx", ".pdf", ".html"}


@contextmanager
def open_responses(name: str, questionnaire: Questionnaire) -> Iterator[Responses]:
    """The responses of a file, readable until the context ends. Raises NhsdxError for a file that cannot be read."""
    suffix = Path(name).suffix.lower()
    if suffix in OTHERS and Path(name).exists():
        advice = "unpack it first: " if suffix in PACKED else ""
        hint = f"{advice}expected CSV or a workbook (.xlsx), as a survey program exports it"
        raise NhsdxError("this is not an export from a survey program", name, hint, code="table-unreadable")
    with open_work_folder(None) as work:
        yield _read_responses(name, questionnaire, work)


def _read_responses(name: str, questionnaire: Questionnaire, work: Path) -> Responses:
    """The responses, read into a work folder; their program is given, or is recognised from the columns."""
    polars = import_extra("polars", "batch")
    options = ReadOptions(questionnaire.encoding, questionnaire.sheet, questionnaire.rules.numbers.decimal)
    words = read_words(name, work, options, may_repeat=True)
    frame = polars.scan_parquet(sorted(words.folder.glob("*.parquet")), glob=False)
    headings = words.headings
    # Polars reads some names as patterns, so the columns get the names c0, c1 and so on.
    first = [[cell or "" for cell in row[: len(headings)]] for row in frame.head(SAMPLE).collect().rows()]
    top = Top.of(headings, first, questionnaire.list_headings())
    layout = find_layout(top, questionnaire.source, words.place)
    looks_like = find_known(top) if layout.program == "plain" else None
    names = add_headings(_name_columns(headings, layout.names), questionnaire.headings)
    responses = Responses(
        frame,
        layout.program,
        {title: f"c{place}" for title, place in names.items()},
        {"empty": words.blank_rows} if words.blank_rows else {},
        list_unmarked(layout, questionnaire),
        None if looks_like is None else looks_like.program,
        None if layout.day is None else f"c{layout.day}",
        headings,
        words.place,
        find_repeated(headings),
    )
    responses.expect_columns(questionnaire.columns)
    responses = leave_out(responses, layout, questionnaire, name)
    answers = sorted(map(responses.find_column, questionnaire.answer_columns))
    return replace(responses, frame=tidy_answers(layout.program, responses.frame, answers))


def _name_columns(headings: tuple[str, ...], others: dict[str, int]) -> dict[str, int]:
    """The place of each column, by its heading and by any other name that is not a heading; names are folded."""
    return dict(others) | find_places((heading, place) for place, heading in enumerate(headings))
