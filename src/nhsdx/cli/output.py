"""Where text goes, and how wide and colourful it may be there."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nhsdx.render.page import Page

STDOUT = "-"
FILE_WIDTH = 100
NARROWEST, WIDEST = 60, 160


class DataFormat(StrEnum):
    """The formats of commands that show something to people or to programs."""

    TABLE = "table"
    JSON = "json"


class ResultFormat(StrEnum):
    """The formats of a result."""

    TABLE = "table"
    JSON = "json"
    TOML = "toml"


def emit(text: str | bytes, output: str | None = None, *, force: bool = False) -> None:
    """Writes a text as UTF-8, or bytes as they are, to stdout or whole to a file."""
    if output is None or output == STDOUT:
        _to_stdout(text.encode() if isinstance(text, str) else text)
        return
    from nhsdx.files.writing import write_whole

    write_whole(output, text, force=force)


def refuse_own_input(output: str | None, inputs: Sequence[str]) -> None:
    """An output that is also an input would destroy the user's work, which even `--force` does not ask for."""
    from pathlib import Path

    from nhsdx.errors import NhsdxError
    from nhsdx.files.source import is_file

    if output is None or output == STDOUT or not is_file(output):
        return
    if any(is_file(name) and Path(name).samefile(output) for name in inputs):
        raise NhsdxError("this is the file being read", output, "give the output another name", code="file-exists")


def _to_stdout(data: bytes) -> None:
    from nhsdx.errors import NhsdxError

    if sys.stdout is None:
        raise NhsdxError("stdout is closed", "<stdout>", "open it, or give -o FILE", code="file-unwritable")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever reads it has enough; the command still ends with its own verdict.
        forget_stdout()
    except OSError as error:
        forget_stdout()
        message = f"the output cannot be written: {error.strerror}"
        raise NhsdxError(message, "<stdout>", "make room, or write elsewhere", code="file-unwritable") from None


def forget_stdout() -> None:
    """Points stdout nowhere, so that Python does not try again to write what is left when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def talk(text: str) -> None:
    """One line on stderr."""
    print(text, file=sys.stderr)


def page_for(output: str | None) -> Page:
    """The page that the output's reader has: a terminal's width and colour, else 80 plain columns."""
    from nhsdx.render.page import Page

    if output is not None and output != STDOUT:
        return Page(FILE_WIDTH)
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    unicode = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "").startswith("utf")
    colour = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Page(_width(is_terminal), colour, unicode)


def _width(is_terminal: bool) -> int:  # noqa: FBT001 - private, and named by its caller
    import shutil

    asked = os.environ.get("COLUMNS", "")
    found = shutil.get_terminal_size().columns if is_terminal else 80
    width = int(asked) if asked.isdecimal() else found
    return min(max(width, NARROWEST), WIDEST)
