"""Remembers which files this run has read.

No output may replace a file that was read, even through another name or a link.
"""

from __future__ import annotations

import os
from pathlib import Path

from nhsdx.errors import NhsdxError

_READ: set[tuple[int, int]] = set()
"""The files that were read. Each is identified by the numbers of its device and its inode."""


def forget_read() -> None:
    """Forgets which files were read, at the start of a run."""
    _READ.clear()


def note_read(file: int | str) -> None:
    """Records that a file is being read. The file is given by its handle or its name."""
    found = os.stat(file)  # noqa: PTH116 - also of a handle
    _READ.add((found.st_dev, found.st_ino))


def refuse_read(name: str) -> None:
    """Raises NhsdxError if the name is, or links to, a file that this run has read."""
    try:
        found = Path(name).stat()
    except (OSError, ValueError):
        return
    if (found.st_dev, found.st_ino) in _READ:
        raise build_own_input_error(name)


def build_own_input_error(name: str) -> NhsdxError:
    """The error for an output that is also an input. Even `--force` must not destroy the user's work."""
    return NhsdxError("this is the file being read", name, "give the output another name", code="file-exists")
