"""Write outputs completely or not at all: into a work folder first, then renamed into place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from nhsdx.errors import NhsdxError


@contextmanager
def open_work_folder(beside: Path) -> Iterator[Path]:
    """A new hidden folder next to an output, removed at the end. Raises NhsdxError if it cannot be created."""
    try:
        work = Path(tempfile.mkdtemp(prefix=".nhsdx-", dir=beside.parent))
    except OSError as error:
        message = f"the output cannot be written: {error.strerror}"
        raise NhsdxError(message, str(beside), "check the folder and its permissions", code="file-unwritable") from None
    try:
        yield work
    finally:
        clear(work)


def move_outputs(work: Path, outputs: Mapping[Path, Path]) -> None:
    """Renames written files and folders to their final names, in the order given, and replaces what is there."""
    for written, place in outputs.items():
        _sync_to_disk(written)
        if place.is_dir() and not place.is_symlink():
            place.rename(work / f"replaced-{place.name}")
        written.replace(place)


def _sync_to_disk(path: Path) -> None:
    """Makes sure that a file, or every file in a folder, is on the disk."""
    for file in [path] if path.is_file() else sorted(path.rglob("*")):
        if file.is_file():
            handle = os.open(file, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def clear(work: Path) -> None:
    """Removes the folder and everything in it."""
    shutil.rmtree(work, ignore_errors=True)
