"""Arrow tables, as files or as streams, for engines that do not read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nhsdx.extras import import_extra
from nhsdx.tables.engines.engine import find_file, make_unreadable_error, make_unwritable_error

ARROWS = (".arrow", ".arrows", ".feather", ".ipc")
MAGIC = b"ARROW1"


def is_arrow(name: str) -> bool:
    """Whether a table is one of Arrow, by the ending of its name."""
    return Path(name).suffix.lower() in ARROWS and not Path(name).is_dir()


def is_stream(file: str) -> bool:
    """Whether a table of Arrow is a stream, which has no magic word at its beginning."""
    with Path(file).open("rb") as opened:
        return opened.read(len(MAGIC)) != MAGIC


def copy_arrow(name: str, extra: str, folder: Path) -> None:
    """Writes the table as Parquet into a new folder, with the types that it has; the extra brings pyarrow.

    Raises NhsdxError for a table that cannot be read.
    """
    arrow = import_extra("pyarrow", extra)
    parquet, ipc = import_extra("pyarrow.parquet", extra), import_extra("pyarrow.ipc", extra)
    file = find_file(name)
    folder.mkdir()
    try:
        with arrow.memory_map(file) as source:
            opened = ipc.open_stream(source) if is_stream(file) else ipc.open_file(source)
            _copy_batches(opened, parquet, folder / "arrow.parquet")
    except (arrow.ArrowException, EOFError) as error:
        if isinstance(error, OSError):
            raise make_unwritable_error(error) from None
        raise make_unreadable_error(name, "a table of Arrow") from None


def _copy_batches(opened: Any, parquet: Any, target: Path) -> None:  # noqa: ANN401 - of pyarrow
    with parquet.ParquetWriter(target, opened.schema, compression="lz4") as writer:
        if hasattr(opened, "num_record_batches"):
            for place in range(opened.num_record_batches):
                writer.write_batch(opened.get_batch(place))
        else:
            for batch in opened:
                writer.write_batch(batch)
