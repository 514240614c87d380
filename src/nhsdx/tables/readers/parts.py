"""Rows of text, written in several Parquet files, which every engine reads in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nhsdx.extras import import_extra
from nhsdx.tables.words import INVISIBLE, SPACES

ROW = " row"
"""The column with the number of each row, counted from 1 below the headings. No heading begins with a space."""
BLANK = SPACES + INVISIBLE


@dataclass(slots=True)
class Parts:
    """A folder to which rows of text are added.

    `rows` counts the rows that were added, and `blank_rows` the empty rows that were left out. Row numbers also count
    empty rows.
    """

    folder: Path
    rows: int = 0
    blank_rows: int = 0
    names: list[str] = field(default_factory=list)
    files: dict[Path, int] = field(default_factory=dict)
    polars: Any = field(default_factory=lambda: import_extra("polars", "batch"))

    def add_frame(self, frame: Any, numbers: Sequence[int]) -> None:  # noqa: ANN401 - a frame of polars
        """Adds rows in which every column is text, together with their row numbers."""
        if not numbers:
            return
        place = self.folder / f"{len(self.files):06}.parquet"
        numbered = frame.with_columns(self.polars.Series(ROW, numbers, dtype=self.polars.Int64))
        numbered.write_parquet(place, compression="lz4", statistics=False)
        self.files[place] = len(self.names)
        self.rows += len(numbers)

    def add_rows(self, rows: Sequence[Sequence[str | None]], numbers: Sequence[int]) -> None:
        """Adds rows with a cell for each name in `names`. An empty string becomes an empty cell."""
        kept = [place for place, row in enumerate(rows) if any(cell and cell.strip(BLANK) for cell in row)]
        self.blank_rows += len(rows) - len(kept)
        columns = list(zip(*(rows[place] for place in kept), strict=True)) or [() for _ in self.names]
        polars = self.polars
        series = [
            polars.Series(name, column, dtype=polars.String) for name, column in zip(self.names, columns, strict=True)
        ]
        frame = polars.DataFrame(series).with_columns(polars.all().replace("", None))
        self.add_frame(frame, [numbers[place] for place in kept])

    def close(self) -> None:
        """Makes sure that every part has all columns; a table without rows has one part."""
        polars = self.polars
        if not self.files:
            schema = dict.fromkeys(self.names, polars.String) | {ROW: polars.Int64}
            polars.DataFrame(schema=schema).write_parquet(self.folder / "000000.parquet")
        for place, width in self.files.items():
            if width < len(self.names):
                frame = polars.read_parquet(place, glob=False)
                more = [polars.lit(None, dtype=polars.String).alias(name) for name in self.names[width:]]
                frame.with_columns(more).select([*self.names, ROW]).write_parquet(place)
