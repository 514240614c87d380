"""The table of a batch: a file, a folder of Parquet files, a database, or a folder of assessments."""

from __future__ import annotations

from pathlib import Path

from nhsdx.commands.batch.options import BatchOptions
from nhsdx.commands.batch.rows import FILE, build_row
from nhsdx.errors import NhsdxError
from nhsdx.files.discovery import find_assessments
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model import load_all
from nhsdx.scoring import Instrument
from nhsdx.tables.columns import list_read_columns
from nhsdx.tables.readers.open_table import DatabaseOptions, OpenTable, ReadOptions, list_parquet_files, open_table


def open_rows(
    table: str,
    work: Path,
    loader: AssessmentLoader,
    instrument: Instrument,
    options: BatchOptions,
    *,
    decimal: str,
) -> OpenTable:
    """The table, opened by its engine; `decimal` is the decimal separator.

    Raises NhsdxError for a table that cannot be read.
    """
    engine = options.get("engine")
    if is_of_assessments(table):
        return open_assessments(table, engine, loader, instrument)
    reading = ReadOptions(options.get("encoding"), options.get("sheet"), decimal)
    database = DatabaseOptions(options.get("source"), options.get("master"))
    return open_table(table, work, engine, reading, database)


def is_of_assessments(table: str) -> bool:
    """Whether a folder with this name contains assessments, and not Parquet files."""
    path = Path(table)
    return path.is_dir() and not list_parquet_files(path)


def open_assessments(table: str, engine: str | None, loader: AssessmentLoader, instrument: Instrument) -> OpenTable:
    """The assessments in a folder as a table.

    Each assessment has a row, and everything that can be answered has a column.
    """
    names = find_assessments([table]).names
    if not names:
        hint = "expected a folder of Parquet files or of assessments"
        raise NhsdxError("this folder contains neither a table nor assessments", table, hint, code="no-assessment")
    if engine not in (None, "polars"):
        hint = "leave out --engine"
        raise NhsdxError("assessment files can be scored only with Polars", table, hint, code="usage")
    loaded = load_all(names, loader.load)
    blank: dict[str, str | None] = dict.fromkeys(list_read_columns(instrument.answerable))
    rows = [
        blank | build_row(one.assessment, one.instrument.answerable) | {FILE: _escape_name(one.source.name)}
        for one in loaded
    ]
    from nhsdx.tables.engines.polar import PolarsEngine

    polars = PolarsEngine.start()
    return OpenTable(polars, polars.rows(rows))


def _escape_name(name: str) -> str:
    """The name of a file as text. File names are bytes that need not be valid UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode()
