"""Tables on Polars, the engine that comes with `nhsdx[batch]`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from nhsdx.extras import import_extra
from nhsdx.tables.engines.engine import Native, TableFormat, find_suffix, make_unreadable_error

ROWS_AT_ONCE = 10_000
"""Rows processed at once; more would use more memory without being faster (docs/performance.md)."""


class PolarsEngine(NamedTuple):
    """Reads lazily, and writes while it reads: memory does not grow with the rows."""

    polars: Any

    @classmethod
    def start(cls) -> PolarsEngine:
        """The engine, if it is installed."""
        polars = import_extra("polars", "batch")
        import_extra("narwhals", "batch")
        polars.Config.set_streaming_chunk_size(ROWS_AT_ONCE)
        return cls(polars)

    def open(self, name: str) -> Native:
        """A lazy frame. The cells of CSV are read as text."""
        polars = self.polars
        readers: dict[str, Callable[[str], Any]] = {
            ".csv": lambda name: polars.scan_csv(name, infer_schema=False),
            ".parquet": polars.scan_parquet,
            ".arrow": polars.scan_ipc,
            ".feather": polars.scan_ipc,
            ".ipc": polars.scan_ipc,
            ".jsonl": polars.scan_ndjson,
            ".ndjson": polars.scan_ndjson,
        }
        suffix = find_suffix(name)
        if suffix not in readers:
            raise make_unreadable_error(name, "a table")
        try:
            frame = readers[suffix](name)
            frame.collect_schema()
        except (polars.exceptions.PolarsError, OSError):
            raise make_unreadable_error(name, f"a table ({suffix})") from None
        return frame

    def rows(self, rows: list[dict[str, str | None]]) -> Native:
        """A frame from rows of text; missing cells are null."""
        names = dict.fromkeys(name for row in rows for name in row)
        columns = {name: [row.get(name) for row in rows] for name in names}
        return self.polars.LazyFrame(columns, schema=dict.fromkeys(names, self.polars.String))

    def write(self, native: Native, path: Path, format_: TableFormat) -> None:
        """Sinks the frame into a file."""
        sinks = {
            TableFormat.PARQUET: native.sink_parquet,
            TableFormat.CSV: native.sink_csv,
            TableFormat.JSONL: native.sink_ndjson,
        }
        try:
            sinks[format_](path)
        except self.polars.exceptions.PolarsError:
            raise make_unreadable_error(str(path.name), "a table") from None

    def number_rows(self, native: Native, column: str) -> Native:
        """The frame with its rows numbered from 1."""
        return native.with_row_index(column, offset=1)
