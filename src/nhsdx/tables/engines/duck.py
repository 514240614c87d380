"""Tables on DuckDB, which may read only the files that it is given."""

from __future__ import annotations

import glob
import json
import re
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from nhsdx.model import quote_word
from nhsdx.tables.engines.database_views import expect_table, find_call
from nhsdx.tables.engines.duck_names import quote_name
from nhsdx.tables.engines.engine import (
    DATABASES,
    PARQUET,
    Native,
    TableFormat,
    find_files,
    find_suffix,
    make_absolute,
    make_unreadable_error,
    make_unwritable_error,
)
from nhsdx.tables.engines.parquet_files import list_lengths, unite_files

MEMORY = "1GB"
ROWS_AT_ONCE, ROWS_IN_GROUP = 10_000, 40_960
"""How many rows are passed on together, and how many make a row group in a Parquet file.

A row group stays in memory until it is complete.
"""
AS_DECIMALS, AS_TEXT = ("HUGEINT", "UHUGEINT"), ("UUID", "ENUM(", "JSON")
"""Column types that Arrow does not have: very large whole numbers, which Parquet also lacks, and some kinds of text."""
NANOSECONDS = "TIMESTAMPTZ_NS"
LONGEST_VIEW = 300.0
"""The maximum number of seconds that a view may take: a view is a query from a file, and might never end."""
HAS_EXPRESSIONS = """
SELECT EXISTS (FROM duckdb_views() WHERE database_name = 'source' AND lower(view_name) = lower(?))
    OR EXISTS (FROM duckdb_tables() WHERE database_name = 'source' AND lower(table_name) = lower(?)
        AND contains(upper(sql), 'GENERATED ALWAYS'))
"""
"""Whether a view, or a table with generated columns, has this name."""
SETTINGS = (
    # A file may give a wrong lowest or highest value for a column; DuckDB would then leave out a necessary test.
    "disabled_optimizers = 'statistics_propagation'",
    "enable_external_access = false",
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "allow_community_extensions = false",
    # Without this, a view can read the variables of this program.
    "python_enable_replacements = false",
    f"memory_limit = '{MEMORY}'",
    # The day of a moment with a time zone is its day in UTC, whatever the machine's own zone.
    "TimeZone = 'UTC'",
    "lock_configuration = true",
)


class DuckEngine(NamedTuple):
    """Runs on its own connection, which may only open the table and the work folder. A database is never changed."""

    duckdb: Any
    connection: Any
    work: Path
    table: str | None = None
    has_local_files: bool = True

    @classmethod
    def start(cls, table: str | None, work: Path) -> DuckEngine:
        """The engine, if it is installed.

        `table` is the name of a table in a database, and `work` the folder for new files.
        """
        duckdb = import_extra("duckdb", "duckdb")
        import_extra("pyarrow", "duckdb")
        import_extra("narwhals", "duckdb")
        connection = duckdb.connect()
        connection.execute("SET temp_directory = ?", [str(work)])
        return cls(duckdb, connection, work, table)

    def open(self, name: str) -> Native:
        """A relation with the types of the table's columns."""
        names = find_files(name)
        if find_suffix(name) not in (PARQUET, *DATABASES):
            raise make_unreadable_error(name, "a table")
        files = make_absolute(names)
        self._restrict_access(files)
        try:
            if find_suffix(name) in DATABASES:
                return self._read_database(name, files[0])
            return self._read_relation(names, files)
        # DuckDB has no separate error for a heading that is not UTF-8.
        except (self.duckdb.Error, RuntimeError, UnicodeError):
            if find_suffix(name) in DATABASES:
                hint = "is the file complete? copy it or export it again"
                raise make_unreadable_error(name, "a DuckDB database", hint) from None
            raise make_unreadable_error(name, f"a table ({find_suffix(name)})") from None

    def _restrict_access(self, files: list[str]) -> None:
        """Lets the connection open only the given files and the work folder, until the connection is closed."""
        paths = [one for file in files for one in (file, f"{file}.wal")]
        # To find a name with characters of a pattern, DuckDB lists its folder. Only a database can ask for more files.
        odd = [file for file in files if glob.escape(file) != file and find_suffix(file) not in DATABASES]
        folders = sorted({str(self.work), *map(_find_listed_folder, odd)})
        _lock(self.connection, folders, paths)

    def _read_relation(self, names: Sequence[str], files: Sequence[str]) -> Native:
        """The rows of all files; `names` are the names that the user gave."""
        escaped = [glob.escape(file) for file in files]
        read = self._read_files
        united = unite_files(dict(zip(names, map(read, escaped), strict=True))) if files[1:] else None
        return read(escaped) if united is None else united

    def _read_files(self, names: str | list[str]) -> Native:
        """The rows of Parquet files.

        DuckDB reads lengths of time as numbers, so the Arrow schema is used to find the columns that contain lengths of
        time.
        """
        # The names were escaped, because DuckDB reads some characters as a pattern.
        files = [re.sub(r"\[([*?[])\]", r"\1", name) for name in ([names] if isinstance(names, str) else names)]
        return _convert_columns(self.connection.read_parquet(names), list_lengths(files))

    def open_words(self, folder: Path) -> Native:
        """A relation that reads rows of text from a folder, in their original order."""
        files = sorted(str(one) for one in folder.glob("*.parquet"))
        self._restrict_access(files)
        return self._read_files([glob.escape(file) for file in files])

    def reopen(self, path: Path) -> Native:
        """A relation that reads a file that the engine wrote."""
        return self.connection.read_parquet(glob.escape(str(path)))

    def _read_database(self, name: str, file: str) -> Native:
        place = file.replace("'", "''")
        self.connection.execute(f"ATTACH '{place}' AS source (READ_ONLY)")
        table = expect_table(self.connection, name, self.table)
        query = f"SELECT * FROM source.{quote_name(table)}"  # noqa: S608 - quoted
        ((is_work,),) = self.connection.execute(HAS_EXPRESSIONS, [table] * 2).fetchall()
        return self._read_view(name, query) if is_work else _convert_columns(self.connection.sql(query))

    def _read_view(self, name: str, query: str) -> Native:
        """The rows of a view over tables in the same database, or of a table with generated columns.

        The expressions come from a file, so they are worked out only once, and within the time limit for a view.
        """
        with self._stop_after(LONGEST_VIEW):
            self._refuse_calls(name)
            self._refuse_sources(name, query)
            copied = self.work / "view.parquet"
            self._write(_convert_columns(self.connection.sql(query)), copied, TableFormat.PARQUET)
        return self.reopen(copied)

    def _refuse_calls(self, name: str) -> None:
        """Raises an error for a view that calls a function that is not allowed in views."""
        call = find_call(self.connection, self.duckdb.tokenize, self.table or "")
        if call is not None:
            message = f"this view calls the function {quote_word(call)}, which is not allowed in views"
            hint = "give a table: CREATE TABLE … AS SELECT * FROM the view"
            raise NhsdxError(message, name, hint, code="table-unreadable")

    def _refuse_sources(self, name: str, query: str) -> None:
        """Raises an error for a view that reads more than the tables of its database."""
        ((_, plan),) = self.connection.execute(f"EXPLAIN (FORMAT json) {query}").fetchall()
        sources = [source for node in json.loads(plan) for source in _list_sources(node)]
        if not all(one == "SEQ_SCAN" for one in sources):
            hint = "expected a table, or a view over the tables of this database"
            raise NhsdxError("this view reads more than tables", name, hint, code="table-unreadable")

    @contextmanager
    def _stop_after(self, seconds: float) -> Iterator[None]:
        timer = threading.Timer(seconds, self.connection.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def write(self, native: Native, path: Path, format_: TableFormat) -> None:
        """Computes the relation and writes it into a file."""
        try:
            self._write(native, path, format_)
        except (self.duckdb.Error, OSError) as error:
            raise make_unwritable_error(error) from None

    def _write(self, native: Native, path: Path, format_: TableFormat) -> None:
        """Writes the rows in their order, through a second connection, while the first one works.

        The second connection has one thread: with several threads, finished rows would wait in memory for earlier rows.
        """
        kinds = dict(zip(_quote_columns(native), map(str, native.types), strict=True))
        wide = "DOUBLE" if format_ is TableFormat.PARQUET else "VARCHAR"
        listed = [f"{cell}::{wide} AS {cell}" if kind in AS_DECIMALS else cell for cell, kind in kinds.items()]
        passed = native.project(", ".join(listed)).to_arrow_reader(ROWS_AT_ONCE)
        with self.duckdb.connect(config={"threads": 1, "temp_directory": str(self.work)}) as writer:
            _lock(writer, [str(self.work)], [])
            own = [f"{cell}::{kind} AS {cell}" if kind.startswith(AS_TEXT) else cell for cell, kind in kinds.items()]
            rows = writer.from_arrow(passed).project(", ".join(own))
            if format_ is TableFormat.PARQUET:
                rows.write_parquet(str(path), row_group_size=ROWS_IN_GROUP)
            elif format_ is TableFormat.CSV:
                rows.write_csv(str(path), header=True)
            else:
                place = str(path).replace("'", "''")
                rows.query("result", f"COPY result TO '{place}' (FORMAT json)")

    def write_list(self, native: Native, path: Path) -> None:
        """Writes a CSV file."""
        self.write(native, path, TableFormat.CSV)

    def number_rows(self, native: Native, column: str) -> Native:
        """The relation with its rows numbered from 1."""
        return native.project(f'row_number() OVER () AS "{column}", *')


def _lock(connection: Any, folders: Sequence[str], paths: Sequence[str]) -> None:  # noqa: ANN401 - DuckDB's own
    """Lets a connection use the given files and folders, and nothing else, as long as the connection is open."""
    connection.execute("SET allowed_directories = ?", [folders])
    connection.execute("SET allowed_paths = ?", [paths])
    for setting in SETTINGS:
        connection.execute(f"SET {setting}")


def _find_listed_folder(file: str) -> str:
    """For a path with pattern characters, the folder above the first part that has such characters."""
    path = Path(file)
    odd = next(one for one in (*reversed(path.parents), path) if glob.escape(one.name) != one.name)
    return str(odd.parent)


def _quote_columns(relation: Native) -> list[str]:
    """The names of the columns, quoted for a query."""
    return list(map(quote_name, relation.columns))


def _convert_columns(relation: Native, lengths: Collection[str] = ()) -> Native:
    """The relation with lengths of time in place of numbers.

    Moments with a time zone are in microseconds, like all other moments.
    """
    cells = dict(zip(_quote_columns(relation), zip(relation.columns, relation.types, strict=True), strict=True))
    made = {cell: f"to_microseconds({cell})" for cell, (name, _) in cells.items() if name in lengths}
    made |= {cell: f"{cell}::TIMESTAMPTZ" for cell, (_, kind) in cells.items() if str(kind) == NANOSECONDS}
    return relation.project(", ".join(f"{made.get(cell, cell)} AS {cell}" for cell in cells)) if made else relation


def _list_sources(node: Any) -> Iterator[str]:  # noqa: ANN401 - the plan of a query, as JSON
    """The sources of a query: the nodes in its plan that have no nodes below them."""
    if not node["children"]:
        yield node["name"].strip()
    for child in node["children"]:
        yield from _list_sources(child)
