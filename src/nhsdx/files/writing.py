"""Files are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from nhsdx.errors import NhsdxError


def write_whole(name: str, text: str | bytes, *, force: bool = False) -> None:
    """Puts a text, as UTF-8, or bytes in a file: into a temporary one beside it, to disk, then renamed into place.

    A link keeps leading to the file. Raises NhsdxError where the file exists and `force` is not given, is
    none that could be replaced, or cannot be written.
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
            # Nothing is there after the renaming; after anything else, nothing may stay.
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        message = f"the file cannot be written: {error.strerror}"
        raise NhsdxError(message, name, "check the folder and its rights", code="file-unwritable") from None


def refuse_target(name: str, *, force: bool = False) -> None:
    """Raises NhsdxError for a name under which nothing is to be written: a folder, a device, or what exists already."""
    path = Path(name)
    try:
        is_there, is_folder, is_regular = path.exists(), path.is_dir(), path.is_file()
    except OSError as error:
        message = f"there can be no such file: {error.strerror}"
        raise NhsdxError(message, name, "give another name", code="file-unwritable") from None
    if is_folder:
        raise NhsdxError("this is a folder", name, "give the name of a file in it", code="file-unwritable")
    if is_there and not is_regular:
        hint = "give the name of a file, or - for stdout"
        raise NhsdxError("this is no file that could be replaced", name, hint, code="file-unwritable")
    if is_there and not force:
        raise NhsdxError(
            "the file exists already", name, "give --force to replace it, or another name", code="file-exists"
        )


def _read_umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
