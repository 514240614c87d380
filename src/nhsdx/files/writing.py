"""Writes files completely or not at all. If there are several files, either all of them are written or none."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Literal, NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.files.read_files import refuse_read
from nhsdx.files.work_folders import CHANGING, clear, lock_folders, open_work_folder


class Output(NamedTuple):
    """A file to write: its name, and either its content or the file or folder that has the content.

    `force` allows the output to replace a file. If the digest `expected` is given, the output only replaces a file
    whose content still has this digest. In that case, the output may even replace a file that the run has read.
    """

    name: str
    content: bytes | Path
    force: bool = False
    expected: str | None = None


class _Ready(NamedTuple):
    """An output that has been written into a work folder, and its final place."""

    output: Output
    written: Path
    place: Path
    old: Path


class PreparedOutputs(NamedTuple):
    """Outputs that are written but do not have their final names yet."""

    ready: Sequence[_Ready]

    def place(self) -> None:
        """Gives all outputs their final names.

        If one output cannot be given its final name, NhsdxError is raised, and no output gets its final name.
        """
        done: list[_Ready] = []
        with CHANGING, lock_folders({one.place.parent for one in self.ready}):
            try:
                for one in self.ready:
                    _refuse_changed(one.output, one.place)
                    with _report_unwritable(one.output.name):
                        _keep_old(one)
                        done.append(one)
                        _place(one)
            except BaseException:
                for one in reversed(done):
                    _restore(one)
                raise


@contextmanager
def prepare(outputs: Sequence[Output]) -> Iterator[PreparedOutputs]:
    """Writes outputs beside their final places, with their final permissions. Raises NhsdxError."""
    for output in outputs:
        refuse_target(output.name, force=output.force, may_be_folder=_is_folder(output.content))
        if output.expected is None:
            refuse_read(output.name)
    with ExitStack() as stack:
        works: dict[Path, Path] = {}
        ready: list[_Ready] = []
        for number, output in enumerate(outputs):
            place = Path(os.path.realpath(output.name))
            if place.parent not in works:
                works[place.parent] = stack.enter_context(open_work_folder(place, output.name))
            work = works[place.parent]
            with _report_unwritable(output.name):
                written = output.content if isinstance(output.content, Path) else work / f"new-{number}"
                if isinstance(output.content, bytes):
                    written.write_bytes(output.content)
                _sync_to_disk(written)
                _copy_permissions(place, written)
            ready.append(_Ready(output, written, place, work / f"old-{number}"))
        yield PreparedOutputs(ready)


def _is_folder(content: bytes | Path) -> bool:
    return isinstance(content, Path) and content.is_dir()


def _copy_permissions(place: Path, written: Path) -> None:
    """Gives a file the mode and, if the system allows it, the owner of the file that it replaces."""
    if written.is_dir():
        return
    try:
        found = place.stat()
    except FileNotFoundError:
        written.chmod(0o666 & ~_read_umask())
        return
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(written, found.st_uid, found.st_gid)
    written.chmod(stat.S_IMODE(found.st_mode))


def _keep_old(one: _Ready) -> None:
    """Keeps the old version of an output in the work folder until all outputs are in place."""
    if one.output.force and one.place.is_dir():
        one.place.rename(one.old)
    elif one.output.force and one.place.exists():
        try:
            os.link(one.place, one.old)
        except OSError:
            shutil.copy2(one.place, one.old)


def _place(one: _Ready) -> None:
    if one.output.force or one.written.is_dir():
        one.written.replace(one.place)
        return
    # Unlike a new name, a link never replaces a file that another program has written in the meantime.
    try:
        os.link(one.written, one.place)
    except FileExistsError:
        raise _build_exists_error(one.output.name) from None
    except OSError:
        # The disk does not support links, so the only way is to look again.
        refuse_target(one.output.name)
        one.written.rename(one.place)


def _restore(one: _Ready) -> None:
    """Puts the old file back or, if there was none, removes the new file."""
    with suppress(OSError):
        if one.old.exists():
            if one.place.is_dir():
                clear(one.place)
            one.old.replace(one.place)
        elif one.output.force or (one.written.exists() and one.place.samefile(one.written)):
            one.place.unlink(missing_ok=True)


def _refuse_changed(output: Output, place: Path) -> None:
    """Raises NhsdxError if the file has changed since this run read it."""
    if output.expected is not None and digest_file(place) != output.expected:
        message = "this file changed while nhsdx was working"
        raise NhsdxError(message, output.name, "nothing was written; run the command again", code="file-unwritable")


def digest_file(path: str | Path) -> str:
    """The SHA-256 digest of a file; empty if the file cannot be read."""
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError:
        return ""


def refuse_target(name: str, *, force: bool = False, may_be_folder: bool = False) -> None:
    """Raises NhsdxError if the name is that of a folder or a device or, without `force`, of a file or a link."""
    kind = _find_kind(name)
    if kind == "folder" and not (may_be_folder and force):
        raise NhsdxError("this is a folder", name, "give the name of a file in it", code="file-unwritable")
    if kind == "device":
        hint = "give the name of a file, or - for stdout"
        raise NhsdxError("this is not a file that can be replaced", name, hint, code="file-unwritable")
    if kind is not None and not force:
        raise _build_exists_error(name)


def _find_kind(name: str) -> Literal["file", "folder", "link", "device"] | None:
    """The kind of file with the given name; `link` is a link that leads nowhere.

    Raises NhsdxError for impossible names.
    """
    path = Path(name)
    try:
        if path.exists():
            return "folder" if path.is_dir() else "file" if path.is_file() else "device"
        return "link" if path.is_symlink() else None
    except (OSError, ValueError) as error:
        message = f"a file cannot have this name: {getattr(error, 'strerror', None) or 'the system refuses it'}"
        raise NhsdxError(message, name, "give another name", code="file-unwritable") from None


def _build_exists_error(name: str) -> NhsdxError:
    hint = "give --force to replace the file, or give another name"
    if Path(name).is_symlink() and not Path(name).exists():
        return NhsdxError("this is a link to a file that does not exist", name, hint, code="file-exists")
    return NhsdxError("the file already exists", name, hint, code="file-exists")


def _read_umask() -> int:
    """The umask of the process. The only way to read the umask is to set a new one."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _report_unwritable(name: str) -> Iterator[None]:
    """Raises NhsdxError if the system reports an error while a file is written."""
    try:
        yield
    except OSError as error:
        message = f"the file cannot be written: {error.strerror}"
        hint = "check the folder, its permissions and the space on the disk"
        raise NhsdxError(message, name, hint, code="file-unwritable") from None


def _sync_to_disk(path: Path) -> None:
    """Makes sure that a file, or every file in a folder, is on the disk."""
    for file in [path] if path.is_file() else sorted(path.rglob("*")):
        if file.is_file():
            handle = os.open(file, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
