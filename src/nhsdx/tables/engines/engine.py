"""The common parts of the engines that read, score and write tables."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from nhsdx.errors import NhsdxError

Native = Any
"""A table of an engine, of a kind that narwhals supports."""


class TableFormat(StrEnum):
    """The formats that tables are written in."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


DATABASES = (".duckdb", ".db")


class Engine(Protocol):
    """The methods of every engine."""

    def open(self, name: str) -> Native:
        """A table by the name of its file, folder or pattern."""

    def write(self, native: Native, path: Path, format_: TableFormat) -> None:
        """Computes and writes a table."""

    def number_rows(self, native: Native, column: str) -> Native:
        """The table with its rows numbered from 1; None if its rows have no order."""


def choose_engine(table: str) -> str:
    """The name of the engine for a table if none is asked for."""
    return "duckdb" if Path(table).suffix.lower() in DATABASES else "polars"


def start_engine(name: str, *, master: str | None = None, table: str | None = None) -> Engine:
    """The engine with a name. `master` is for Spark, `table` a table of a DuckDB database.

    Raises NhsdxError if what it needs is not installed.
    """
    if name == "spark":
        from nhsdx.tables.engines.spark import SparkEngine

        return SparkEngine.start(master)
    if name == "duckdb":
        from nhsdx.tables.engines.duck import DuckEngine

        return DuckEngine.start(table)
    from nhsdx.tables.engines.polar import PolarsEngine

    return PolarsEngine.start()


def make_unreadable_error(name: str, what: str) -> NhsdxError:
    """A table cannot be read. The engine's own message could quote its content, so it is not shown."""
    if not any(sign in name for sign in "*?[") and "://" not in name and not Path(name).exists():
        return NhsdxError("there is no such file", name, "check the path", code="file-not-found")
    hint = "expected CSV with a header, Parquet, Arrow IPC or JSON lines, with the matching ending of its name"
    return NhsdxError(f"this cannot be read as {what}", name, hint, code="table-unreadable")


def find_suffix(name: str) -> str:
    """The ending of a table's name; a folder without one is of Parquet files."""
    return Path(name).suffix.lower() or ".parquet"
