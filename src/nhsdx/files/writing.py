"""Write files completely or not at all: to a temporary place first, then renamed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from nhsdx.errors import NhsdxError


def write_whole(name: str, text: str | bytes, *, force: bool = False) -> None:
    """Writes a text as UTF-8, or bytes, to a temporary file on the same disk, then renames it.

    A link to the file stays a link. Raises NhsdxError if the file exists and `force` is false, or if it cannot be
    replaced or written.
    """
    path = Path(os.path.realpath(name))
    refuse_target(name, force=force)
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode() if isinstance(text, str) else text)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o666 & ~_read_umask())
            Path(temporary).replace(path)
        finally:
            # After renaming it is gone; after an error it must go.
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        message = f"the file cannot be written: {error.strerror}"
        raise NhsdxError(message, name, "check the folder and its permissions", code="file-unwritable") from None


def refuse_target(name: str, *, force: bool = False) -> None:
    """Raises NhsdxError if the name is that of a folder, a device or, without `force`, an existing file."""
    path = Path(name)
    try:
        is_there, is_folder, is_regular = path.exists(), path.is_dir(), path.is_file()
    except OSError as error:
        message = f"a file cannot have this name: {error.strerror}"
        raise NhsdxError(message, name, "give another name", code="file-unwritable") from None
    if is_folder:
        raise NhsdxError("this is a folder", name, "give the name of a file in it", code="file-unwritable")
    if is_there and not is_regular:
        hint = "give the name of a file, or - for stdout"
        raise NhsdxError("this is not a file that can be replaced", name, hint, code="file-unwritable")
    if is_there and not force:
        raise NhsdxError(
            "the file exists already", name, "give --force to replace it, or another name", code="file-exists"
        )


def _read_umask() -> int:
    """The umask of the process, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


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
