"""Tables on DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from nhsdx.tables.engines.engine import DATABASES, Native, TableFormat, find_suffix, make_unreadable_error


class DuckEngine(NamedTuple):
    """Uses its own connection; a database file is only read."""

    duckdb: Any
    connection: Any
    table: str | None = None

    @classmethod
    def start(cls, table: str | None) -> DuckEngine:
        """The engine, if it is installed, to read a table of a database."""
        duckdb = import_extra("duckdb", "duckdb")
        import_extra("pyarrow", "duckdb")
        import_extra("narwhals", "duckdb")
        return cls(duckdb, duckdb.connect(), table)

    def open(self, name: str) -> Native:
        """A relation. The cells of CSV are read as text."""
        try:
            return self._read_relation(name)
        except self.duckdb.Error:
            of_database = find_suffix(name) in DATABASES
            raise make_unreadable_error(name, "a database with that table" if of_database else "a table") from None

    def _read_relation(self, name: str) -> Native:
        suffix = find_suffix(name)
        if suffix in DATABASES:
            return self._read_database(name)
        if suffix == ".csv":
            return self.connection.read_csv(name, header=True, all_varchar=True)
        if suffix in (".jsonl", ".ndjson"):
            return self.connection.read_json(name, format="newline_delimited")
        return self.connection.read_parquet(f"{name}/*.parquet" if Path(name).is_dir() else name)

    def _read_database(self, name: str) -> Native:
        place = name.replace("'", "''")
        self.connection.execute(f"ATTACH '{place}' AS source (READ_ONLY)")
        if self.table is None:
            names = self.connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
            hint = f"give one with --table: {', '.join(name for (name,) in names)}"
            raise NhsdxError("this is a database: which table?", name, hint, code="usage")
        quoted = self.table.replace('"', '""')
        return self.connection.sql(f'SELECT * FROM source."{quoted}"')  # noqa: S608 - quoted above

    def write(self, native: Native, path: Path, format_: TableFormat) -> None:
        """Copies the relation into a file."""
        try:
            if format_ is TableFormat.PARQUET:
                native.write_parquet(str(path))
            elif format_ is TableFormat.CSV:
                native.write_csv(str(path), header=True)
            else:
                place = str(path).replace("'", "''")
                native.query("result", f"COPY result TO '{place}' (FORMAT json)")
        except self.duckdb.Error:
            raise make_unreadable_error(path.name, "a table") from None

    def number_rows(self, native: Native, column: str) -> Native:
        """The relation with its rows numbered from 1."""
        return native.project(f'row_number() OVER () AS "{column}", *')
