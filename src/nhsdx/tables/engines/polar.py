"""Tables on Polars, the engine that comes with `nhsdx[batch]`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import narwhals as nw

from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from nhsdx.model import quote_word
from nhsdx.tables.engines.engine import (
    Native,
    TableFormat,
    find_files,
    find_suffix,
    make_absolute,
    make_unreadable_error,
    make_unwritable_error,
)
from nhsdx.tables.engines.parquet_files import unite_files
from nhsdx.tables.readers.arrow_table import ARROWS, scan_arrow

ROWS_AT_ONCE = 10_000
"""How many rows are processed at once. More rows would use more memory without being faster (docs/performance.md)."""

MOST_DIGITS = 38
"""The maximum number of digits in an exact number."""


class PolarsEngine(NamedTuple):
    """Reads lazily, and writes while it reads. More rows therefore need no more memory."""

    polars: Any
    has_local_files: bool = True

    @classmethod
    def start(cls) -> PolarsEngine:
        """The engine, if it is installed."""
        polars = import_extra("polars", "batch")
        import_extra("narwhals", "batch")
        polars.Config.set_streaming_chunk_size(ROWS_AT_ONCE)
        return cls(polars)

    def open(self, name: str) -> Native:
        """A lazy frame of a table whose columns have types."""
        suffix = find_suffix(name)
        readers: dict[str, Callable[[str], Any]] = {
            ".parquet": self._scan_parquet,
            **dict.fromkeys(ARROWS, scan_arrow),
        }
        if suffix not in readers:
            find_files(name)
            raise make_unreadable_error(name, "a table")
        try:
            frame = readers[suffix](name)
            schema = frame.collect_schema()
        except (self.polars.exceptions.PolarsError, nw.exceptions.NarwhalsError, OSError):
            raise make_unreadable_error(name, f"a table ({suffix})" if Path(name).suffix else "a table") from None
        self._refuse_wide(name, schema)
        return frame

    def _refuse_wide(self, name: str, schema: Mapping[str, Any]) -> None:
        """Raises NhsdxError for a column of exact numbers that Polars cannot work with."""
        decimal = self.polars.Decimal
        for column, kind in schema.items():
            if kind == decimal and (kind.precision or 0) > MOST_DIGITS:
                message = f"the column {quote_word(column)} has numbers with more than {MOST_DIGITS} digits"
                hint = "write it as text or as numbers of 64 bits"
                raise NhsdxError(message, name, hint, code="table-unreadable")

    def _scan_parquet(self, name: str) -> Native:
        names = find_files(name)
        files = make_absolute(names)
        scan = partial(self.polars.scan_parquet, glob=False)
        united = unite_files(dict(zip(names, map(scan, files), strict=True))) if len(files) > 1 else None
        return scan(files) if united is None else united

    def open_words(self, folder: Path) -> Native:
        """A lazy frame that reads rows of text from a folder, in their original order."""
        return self.polars.scan_parquet(sorted(folder.glob("*.parquet")), glob=False)

    def reopen(self, path: Path) -> Native:
        """A lazy frame that reads a file that the engine wrote."""
        return self.polars.scan_parquet(path, glob=False)

    def rows(self, rows: list[dict[str, str | None]]) -> Native:
        """A frame made of rows of text, in which missing cells are null."""
        names = dict.fromkeys(name for row in rows for name in row)
        columns = {name: [row.get(name) for row in rows] for name in names}
        return self.polars.LazyFrame(columns, schema=dict.fromkeys(names, self.polars.String))

    def write(self, native: Native, path: Path, format_: TableFormat) -> None:
        """Writes the frame to a file, part by part."""
        sinks = {
            TableFormat.PARQUET: native.sink_parquet,
            TableFormat.CSV: native.sink_csv,
            TableFormat.JSONL: native.sink_ndjson,
        }
        try:
            sinks[format_](path)
        except (self.polars.exceptions.PolarsError, OSError) as error:
            raise make_unwritable_error(error) from None

    def write_list(self, native: Native, path: Path) -> None:
        """Writes a CSV file."""
        self.write(native, path, TableFormat.CSV)

    def number_rows(self, native: Native, column: str) -> Native:
        """The frame with its rows numbered from 1."""
        return native.with_row_index(column, offset=1)
