"""Reads a file once: its text, its data, and the places of its problems."""

from __future__ import annotations

import functools
import os
import select
import stat
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import tomli

from nhsdx.errors import NhsdxError
from nhsdx.files.inside import expect_inside
from nhsdx.files.other_kinds import refuse_other_bytes, refuse_other_text
from nhsdx.files.read_files import note_read
from nhsdx.files.shipped import list_shipped_ids, parse_reference
from nhsdx.limits import DEEPEST, LARGEST_FILE, MOST_VALUES, find_excesses, measure
from nhsdx.model import Finding, InvalidInputError, Path, Problem, count_alike, format_path

if TYPE_CHECKING:
    from nhsdx.files.positions import Positions

T = TypeVar("T")

STDIN = "-"
STDIN_NAME = "<stdin>"
LEAST_ALIKE = 0.7
"""How similar two file names must be, without their extensions, for a suggestion."""
LONGEST_WAIT = 10.0
"""The maximum number of seconds to wait until a program writes to a pipe."""


# Cached, because every message about a text asks for its places.
@functools.lru_cache(maxsize=1)
def locate_in_toml(text: str) -> Positions:
    """The place of each key and value in a TOML text."""
    from nhsdx.files.toml_positions import find_toml_positions

    return find_toml_positions(text)


class SourceText(NamedTuple):
    """A file: the name that the user gave, the folder to which its paths are relative, its text and its data.

    `locate` is a function for the file's format that finds the keys and values in the text. If the data do not come
    from a single text, `find_place` gives the place of a path instead.
    """

    name: str
    folder: FilePath
    text: str
    data: dict[str, Any]
    locate: Callable[[str], Positions] = locate_in_toml
    find_place: Callable[[Path], str] | None = None

    def positions(self) -> Positions:
        """The place of each key and value in the file."""
        return self.locate(self.text)

    def place(self, path: Path, *, at_key: bool = False) -> str:
        """The place of a path as `file:line:column`, or `file: key.path` if the parser is not installed."""
        if self.find_place is not None:
            return self.find_place(path)
        found = self.positions().find(path, at_key=at_key)
        if found is not None:
            return f"{self.name}:{found[0]}:{found[1]}"
        return f"{self.name}: {format_path(path)}" if path else self.name

    def expect_inside(self, named: str, hint: str) -> FilePath:
        """A path written in this file. Raises NhsdxError if the path leads out of the folder of the file."""
        return expect_inside(self.folder, named, hint)

    def findings(self, problems: Iterable[Problem]) -> tuple[Finding, ...]:
        """The problems as findings with places, in file order. Many similar problems share one finding with a count."""
        listed = list(problems)
        if not listed:
            return ()
        positions = self.positions()
        # Without places, the order stays as it is.
        listed.sort(key=lambda one: (one.code == "too-many", positions.find(one.path, at_key=one.at_key) or (0, 0)))
        shown, more = count_alike(listed, self.name)
        return (
            *(
                Finding(one.code, "error", one.message, self.place(one.path, at_key=one.at_key), str(one.remedy))
                for one in shown
            ),
            *more,
        )

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Raises InvalidInputError with the given problems if there are any."""
        findings = self.findings(problems)
        if findings:
            raise InvalidInputError(findings)

    def expect(self, read: T | None, problems: Iterable[Problem]) -> T:
        """The value that was read from the file. Raises InvalidInputError if there are problems or no value."""
        findings = self.findings(problems)
        if read is None or findings:
            raise InvalidInputError(findings)
        return read


class TextFile(NamedTuple):
    """The name of a file as shown to the user, the folder to which its paths are relative, and its text."""

    name: str
    folder: FilePath
    text: str


def read_source(name: str) -> SourceText:
    """The TOML file with the given name; `-` is standard input. Raises NhsdxError or InvalidInputError."""
    return parse_toml(read_text(name))


def parse_toml(file: TextFile) -> SourceText:
    """A file's text read as TOML. Raises NhsdxError or InvalidInputError."""
    if len(file.text) > LARGEST_FILE:
        raise _build_size_error(file.name, LARGEST_FILE)
    return SourceText(*file, _parse(file.name, file.text))


def read_text(name: str, largest: int = LARGEST_FILE) -> TextFile:
    """The text of a file of at most `largest` bytes; `-` is standard input. Raises NhsdxError."""
    raw = read_bytes(name, largest)
    shown = STDIN_NAME if name == STDIN else name
    if len(raw) > largest:
        raise _build_size_error(shown, largest)
    refuse_other_bytes(shown, raw)
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = "the file is not UTF-8 text"
        hint = "save the file as UTF-8: most editors offer this under Save as"
        raise NhsdxError(message, f"{shown}:{line}:{column}", hint, code="not-utf8") from None
    return TextFile(shown, FilePath() if name == STDIN else FilePath(name).parent, text)


def read_as_written(name: str, text: str) -> str:
    """The text with the line endings and byte order mark of its file.

    The text from a pipe is unchanged, because a pipe can be read only once.
    """
    if not is_file(name):
        return text
    raw = FilePath(name).read_bytes().decode()
    return raw if raw.removeprefix("\ufeff").replace("\r\n", "\n") == text else text


def refuse_stdin_twice(names: Sequence[str]) -> None:
    """Raises NhsdxError if standard input is given more than once."""
    if list(names).count(STDIN) > 1:
        raise NhsdxError("stdin can only be read once", STDIN_NAME, "give - only once", code="duplicate")


def expect_plain_name(name: str) -> None:
    """Raises NhsdxError for a file name that is not UTF-8 or has control characters."""
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name):
        message = "the name of this file cannot be written into another file"
        hint = "rename the file: expected a name in UTF-8, without line breaks or other control characters"
        raise NhsdxError(message, name, hint, code="file-unreadable")


def is_file(name: str | FilePath) -> bool:
    """Whether there is a file with the given name; false for an impossible name."""
    try:
        return FilePath(name).is_file()
    except (OSError, ValueError):
        return False


def is_folder(name: str | FilePath) -> bool:
    """Whether there is a folder with the given name; false for an impossible name."""
    try:
        return FilePath(name).is_dir()
    except (OSError, ValueError):
        return False


def expect_stdin() -> None:
    """Raises NhsdxError if stdin is closed."""
    if sys.stdin is None:
        raise NhsdxError("stdin is closed", STDIN_NAME, "give a file, or open stdin", code="file-unreadable")


def read_bytes(name: str, largest: int) -> bytes:
    """The bytes of a file, up to one more than `largest`; `-` is standard input. Raises NhsdxError."""
    if name == STDIN:
        expect_stdin()
        return sys.stdin.buffer.read(largest + 1)
    try:
        with open(name, "rb", opener=_open_without_waiting) as file:
            _wait_for_writer(file.fileno(), name)
            note_read(file.fileno())
            return file.read(largest + 1)
    except FileNotFoundError:
        raise NhsdxError("there is no such file", name, suggest_name(name), code="file-not-found") from None
    except IsADirectoryError:
        raise NhsdxError("this is a folder", name, "give the files inside it", code="file-unreadable") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        raise NhsdxError(
            f"the file cannot be read: {reason}", name, "check the file's name and permissions", code="file-unreadable"
        ) from None


def _open_without_waiting(name: str, flags: int) -> int:
    """Opens a file without waiting, even if it is a pipe that no program has opened for writing."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _wait_for_writer(handle: int, name: str) -> None:
    """Waits until a program writes to a pipe. Raises NhsdxError if no program writes in time."""
    if not stat.S_ISFIFO(os.fstat(handle).st_mode):
        return
    ready, _, _ = select.select([handle], [], [], LONGEST_WAIT)
    if not ready:
        raise NhsdxError(
            "nothing was written to this pipe", name, "give a file, or - for stdin", code="file-unreadable"
        )
    os.set_blocking(handle, True)


def suggest_name(name: str) -> str:
    """What the user probably meant: a shipped rubric, or a file in the same folder."""
    import difflib

    if parse_reference(name) is not None and name.split("@", maxsplit=1)[0] in list_shipped_ids():
        return (
            f"to answer the questions of this rubric: nhsdx interview {name} -o assessment.toml; "
            f"to start an empty file: nhsdx new {name} -o assessment.toml"
        )
    folder = FilePath(name).parent
    # A link to a file that does not exist has the name that was given.
    names = [entry.name for entry in folder.iterdir() if entry.exists()] if folder.is_dir() else []
    near = [
        one
        for one in difflib.get_close_matches(FilePath(name).name, names, n=3, cutoff=0.8)
        if difflib.SequenceMatcher(None, FilePath(one).stem, FilePath(name).stem).ratio() >= LEAST_ALIKE
    ]
    return f'did you mean "{folder / near[0]}"?' if near else "check the name and the folder"


def _parse(name: str, text: str) -> dict[str, Any]:
    try:
        data = tomli.loads(text)
    except RecursionError:
        data = None
    except ValueError:
        from nhsdx.files.toml_syntax import list_syntax_findings

        refuse_other_text(name, text)
        raise InvalidInputError(tuple(list_syntax_findings(name, text))) from None
    if data is None:
        raise build_depth_error(name)
    check_size(name, data, MOST_VALUES)
    refuse_excesses(name, data)
    return data


def _build_size_error(name: str, largest: int) -> NhsdxError:
    message = f"the file is larger than {largest // 1_000_000} MB"
    return NhsdxError(message, name, "split the file, or check that it is the right file", code="file-too-large")


def check_size(name: str, data: object, most: int) -> None:
    """Raises NhsdxError if tables and lists in a file are nested too deeply, or have too many values altogether."""
    depth, values = measure(data, most)
    if depth > DEEPEST:
        raise build_depth_error(name)
    if values > most:
        message = f"the file has more than {most:,} values"
        raise NhsdxError(message, name, "split the file, or check that it is the right file", code="too-many")


def refuse_excesses(name: str, data: Mapping[str, Any]) -> None:
    """Raises InvalidInputError if the data in a file exceed one of the limits in `limits.py`."""
    findings = [
        Finding("too-many", "error", f"the file has {found:,} {what}", name, f"expected at most {most:,}")
        for what, found, most in find_excesses(data)
    ]
    if findings:
        raise InvalidInputError(tuple(findings))


def build_depth_error(name: str) -> NhsdxError:
    """The error for a file with tables and lists that are nested too deeply."""
    message = f"tables and lists are nested more than {DEEPEST} levels deep"
    return NhsdxError(message, name, "flatten the file", code="too-deep")
