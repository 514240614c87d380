"""Makes hidden folders beside outputs. Files are kept in these folders until they are complete."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from nhsdx.errors import NhsdxError

try:
    import fcntl
except ImportError:  # Windows
    CAN_LOCK = False
else:
    CAN_LOCK = True

PREFIX = ".nhsdx-"
WORK_FOLDER = re.compile(r"\.nhsdx-[a-z0-9_]{8}")
CHANGING = threading.RLock()
"""A lock for making work folders and naming outputs. Code that ends the program waits for the lock and keeps it."""
WORK_FOLDERS: set[Path] = set()
"""The work folders of this run. Code that ends the program removes them as well."""


@contextmanager
def open_work_folder(beside: Path | None, name: str | None = None) -> Iterator[Path]:
    """A new hidden folder next to an output or, without an output, a temporary folder.

    The folder is removed at the end. Folders left in the same place by killed runs are removed as well. Raises
    NhsdxError if the folder cannot be created; the error gives the output's `name`, as the user wrote it.
    """
    parent = Path(tempfile.gettempdir() if beside is None else beside.parent)
    _clear_abandoned(parent)
    try:
        work, handle = _create(parent)
    except OSError as error:
        message = f"the output cannot be written: {error.strerror}"
        hint = "check the folder and its permissions"
        raise NhsdxError(message, name or str(beside or parent), hint, code="file-unwritable") from None
    try:
        yield work
    finally:
        clear(work)
        WORK_FOLDERS.discard(work)
        if handle is not None:
            os.close(handle)


def _create(parent: Path) -> tuple[Path, int | None]:
    """Makes a new folder, and returns it with the lock on it."""
    while True:
        with CHANGING:
            work = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
            WORK_FOLDERS.add(work)
        handle = _lock(work)
        if work.exists():
            return work, handle
        # Another run thought that it was abandoned, because it had no lock yet.
        WORK_FOLDERS.discard(work)
        if handle is not None:
            os.close(handle)


def _lock(folder: Path) -> int | None:
    """Locks a folder until the handle is closed or the process ends. The handle is None if the system has no locks."""
    if not CAN_LOCK:
        return None
    try:
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:
        return None
    return handle


@contextmanager
def lock_folders(folders: set[Path]) -> Iterator[None]:
    """Inside this context, no other run of nhsdx can write into the given folders."""
    with ExitStack() as stack:
        for folder in sorted(folders):
            handle = _lock(folder)
            if handle is not None:
                stack.callback(os.close, handle)
        yield


def _clear_abandoned(parent: Path) -> None:
    """Removes the work folders of killed runs: those that no process has locked."""
    if not CAN_LOCK:
        return
    with suppress(OSError):
        found = [one for one in parent.iterdir() if WORK_FOLDER.fullmatch(one.name)]
        for folder in found:
            if folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == os.geteuid():
                _clear_unlocked(folder)


def _clear_unlocked(folder: Path) -> None:
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            clear(folder)
        finally:
            os.close(handle)


def clear(work: Path) -> None:
    """Removes the folder and everything in it."""
    shutil.rmtree(work, ignore_errors=True)
