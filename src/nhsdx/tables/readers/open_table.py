"""Opens any table for an engine. One reader reads all text tables; other tables give the types of their columns."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import narwhals as nw

from nhsdx.errors import NhsdxError
from nhsdx.tables.engines.engine import Engine, Native, choose_engine, list_parquet_files, start_engine
from nhsdx.tables.readers.arrow_table import copy_arrow, is_arrow
from nhsdx.tables.readers.headings import refuse_many, refuse_repeated
from nhsdx.tables.readers.parts import ROW
from nhsdx.tables.readers.word_table import AS_IT_IS, ReadOptions, has_words, read_words

__all__ = ["DatabaseOptions", "OpenTable", "ReadOptions", "list_parquet_files", "open_table"]


class DatabaseOptions(NamedTuple):
    """Options for databases: the table in a DuckDB database, and the address of a Spark master."""

    table: str | None = None
    master: str | None = None


class OpenTable(NamedTuple):
    """A table that an engine has opened.

    `row` is the column of row numbers, if there is one, and `blank_rows` is the number of rows that were left out
    because all their cells are empty. `place` is the heading line; it is None if the headings are not in a line
    of a file.
    """

    engine: Engine
    native: Native
    row: str | None = None
    blank_rows: int = 0
    place: str | None = None

    @property
    def headings(self) -> list[str]:
        """The names of the columns, without the column of row numbers."""
        return [name for name in nw.from_native(self.native).collect_schema() if name != self.row]


def open_table(
    name: str, work: Path, engine_name: str | None, options: ReadOptions, database: DatabaseOptions
) -> OpenTable:
    """The named table, opened with an engine. Text is read into a work folder first.

    Raises NhsdxError for a table that cannot be read.
    """
    engine = start_engine(engine_name or choose_engine(name), work, master=database.master, table=database.table)
    if not has_words(name):
        if options._replace(decimal=AS_IT_IS.decimal) != AS_IT_IS:
            hint = "leave out --encoding and --sheet, and remove `encoding` and `sheet` from the map"
            raise NhsdxError("this table is neither text nor a workbook", name, hint, code="usage")
        opened = OpenTable(engine, _open_typed(name, engine_name or choose_engine(name), engine, work))
        refuse_many(len(opened.headings), name)
        refuse_repeated(opened.headings, name)
        return opened
    if not engine.has_local_files:
        hint = "give Parquet or a table on the cluster; to score text here, use --engine polars -o FILE.parquet"
        message = "a cluster reads text in its own way, so scoring this file would not be safe"
        raise NhsdxError(message, name, hint, code="usage")
    words = read_words(name, work, options)
    return OpenTable(engine, engine.open_words(words.folder), ROW, words.blank_rows, words.place)


def _open_typed(name: str, engine_name: str, engine: Engine, work: Path) -> Native:
    """Opens a table whose columns have types; an Arrow table is copied first for engines that cannot read it."""
    if not is_arrow(name) or engine_name == "polars" or not engine.has_local_files:
        return engine.open(name)
    copy_arrow(name, work / "arrow")
    return engine.open_words(work / "arrow")
