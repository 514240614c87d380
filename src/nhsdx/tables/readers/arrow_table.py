"""Arrow tables, as files or as streams. Polars reads Arrow tables, and writes them as Parquet for the other engines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nhsdx.extras import import_extra
from nhsdx.tables.engines.engine import (
    find_file,
    find_suffix,
    make_absolute,
    make_unreadable_error,
    make_unwritable_error,
)

ARROWS = (".arrow", ".arrows", ".feather", ".ipc")
MAGIC = b"ARROW1"


def is_arrow(name: str) -> bool:
    """Whether a table is an Arrow table, according to the ending of its name."""
    return Path(name).suffix.lower() in ARROWS and not Path(name).is_dir()


def scan_arrow(name: str) -> Any:  # noqa: ANN401 - of polars
    """The table as a lazy frame. A stream, which unlike a file has no mark at its beginning, is read into memory."""
    polars = import_extra("polars", "batch")
    (file,) = make_absolute([find_file(name)])
    with Path(file).open("rb") as opened:
        is_stream = opened.read(len(MAGIC)) != MAGIC
    return polars.read_ipc_stream(file).lazy() if is_stream else polars.scan_ipc(file, glob=False)


def copy_arrow(name: str, folder: Path) -> None:
    """Writes the table as Parquet into a new folder, with the same types.

    Raises NhsdxError for a table that cannot be read.
    """
    polars = import_extra("polars", "batch")
    folder.mkdir()
    try:
        scan_arrow(name).sink_parquet(folder / "arrow.parquet", compression="lz4")
    except (polars.exceptions.PolarsError, OSError) as error:
        if getattr(error, "errno", None) is not None:
            raise make_unwritable_error(error) from None
        raise make_unreadable_error(name, f"a table ({find_suffix(name)})") from None
