"""Chooses the format of a command's output, and writes it to stdout or a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO, TypeAlias, get_args

import typer

if TYPE_CHECKING:
    from nhsdx.documents.blocks import Document
    from nhsdx.documents.terminal import Screen
    from nhsdx.files.writing import Output
    from nhsdx.results.output import OutputDocument

FOR_PROGRAMS = ("json", "jsonl", "toml")
"""The formats that programs read."""
STDOUT = "-"
FILE_WIDTH = 100
NARROWEST, WIDEST = 60, 160
SUFFIXES = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".toml": "toml",
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".pdf": "pdf",
    ".csv": "csv",
    ".xml": "junit",
    ".sarif": "sarif",
}
"""The format for each file extension."""
NOT_TEXT = ("docx", "xlsx", "pdf")


PageFormat: TypeAlias = Literal["text", "markdown", "html", "json"]
"""The formats of a command that shows a page."""
PAGES: tuple[str, ...] = get_args(PageFormat)


def choose_format(given: str | None, output: str | None, offered: object = PageFormat, default: str = "text") -> str:
    """The given format. If no format is given, the extension of the output decides; for stdout, the default is used.

    `offered` is a `Literal` type with the command's formats. Raises BadParameter for an unknown extension, and for a
    binary format on a terminal.
    """
    chosen = given or find_format(output, get_args(offered), ", or give --format") or default
    if chosen in NOT_TEXT and output in (None, STDOUT) and sys.stdout is not None and sys.stdout.isatty():
        raise typer.BadParameter(f"a terminal cannot show {chosen}; give a file", param_hint="-o")
    return chosen


def find_format(output: str | None, offered: Collection[str], or_else: str = "") -> str | None:
    """The format for the extension of the output; None for stdout.

    Raises BadParameter for an extension that belongs to none of the formats; `or_else` tells the user another way to
    choose a format.
    """
    from pathlib import Path

    if output is None or output == STDOUT:
        return None
    known = {suffix: name for suffix, name in SUFFIXES.items() if name in offered}
    suffix = Path(output).suffix.lower()
    if suffix not in known:
        which = f"this command has no format for the extension {suffix!r}" if suffix else "the name has no extension"
        raise typer.BadParameter(f"{which}; expected {', '.join(known)}{or_else}", param_hint="-o")
    return known[suffix]


def show_page(
    format_: str,
    output: str | None,
    *,
    document: Callable[[], Document],
    data: Callable[[], OutputDocument],
    force: bool = False,
) -> None:
    """Writes the data if the format is JSON, and otherwise the document. Builds only the one that it writes."""
    emit(draw_page(format_, output, document=document, data=data), output, force=force)


def choose_coding(*, excel: bool, has_csv: bool) -> str:
    """The encoding of CSV; CSV for Excel begins with a byte order mark.

    Raises NhsdxError if `excel` is true but no CSV is written.
    """
    if excel and not has_csv:
        from nhsdx.errors import NhsdxError

        raise NhsdxError("only CSV can be marked for Excel", "--excel", "write CSV, or leave out --excel", code="usage")
    return "utf-8-sig" if excel else "utf-8"


def draw_page(
    format_: str, output: str | None, *, document: Callable[[], Document], data: Callable[[], OutputDocument]
) -> bytes:
    """The document drawn in a format, or the data as JSON, for stdout or a file."""
    if format_ != "json":
        return draw_for(document(), format_, output)
    from nhsdx.documents.data import json_text

    return json_text(data().dump()).encode()


def show_document(document: Document, format_: str, output: str | None = None, *, force: bool = False) -> None:
    """Draws a document in a format and writes it."""
    emit(draw_for(document, format_, output), output, force=force)


def draw_for(document: Document, format_: str, output: str | None = None) -> bytes:
    """The document drawn in the given format, for stdout or a file."""
    from nhsdx.documents.formats import draw_document

    screen = make_screen(output)
    drawn = draw_document(document, format_, screen)
    return drawn if isinstance(drawn, bytes) else drawn.encode(screen.encoding if format_ == "text" else "utf-8")


def emit(text: str | bytes, output: str | None = None, *, force: bool = False) -> None:
    """Writes text (as UTF-8) or bytes to stdout, or to a file, which is written completely or not at all.

    Raises NhsdxError if the output cannot be written, or if the file exists and `force` is false.
    """
    emit_with(text.encode() if isinstance(text, str) else text, output, [], force=force)


def emit_with(content: bytes, output: str | None, others: Sequence[Output], *, force: bool) -> None:
    """Writes bytes to stdout or to a file, and writes the other outputs to their files.

    If one output fails, no file is written. Raises NhsdxError.
    """
    if output is None or output == STDOUT:
        emit_all(content, others)
        return
    from nhsdx.files.writing import Output

    emit_all(None, [*others, Output(output, content, force)])


def emit_all(stdout: bytes | None, outputs: Sequence[Output]) -> None:
    """Writes to stdout and to files. Raises NhsdxError, and leaves no new file, if an output fails."""
    if not outputs:
        _write_stdout(stdout or b"")
        return
    from nhsdx.files.writing import prepare

    with prepare(outputs) as prepared:
        if stdout is not None:
            _write_stdout(stdout)
        prepared.place()


def refuse_outputs(outputs: Sequence[str | None], inputs: Sequence[str | None], *, force: bool) -> None:
    """Raises NhsdxError for outputs that are also inputs, that are the same file, or that may not be written.

    Outputs must be checked before anything is read.
    """
    from nhsdx.errors import NhsdxError
    from nhsdx.files.writing import refuse_target

    named = [name for name in outputs if name is not None and name != STDOUT]
    for place, name in enumerate(named):
        refuse_own_input(name, [one for one in inputs if one is not None])
        if any(is_same_file(name, other) for other in named[:place]):
            hint = "give each output a different name"
            raise NhsdxError("two outputs would be the same file", name, hint, code="usage")
        refuse_target(name, force=force)


def refuse_stdout(name: str | None, option: str) -> None:
    """Raises NhsdxError if `-` is given for an output that is always a file."""
    from nhsdx.errors import NhsdxError

    if name == STDOUT:
        raise NhsdxError("this is written to a file, not to stdout", option, "give the name of a file", code="usage")


def refuse_own_input(output: str | None, inputs: Sequence[str]) -> None:
    """Raises NhsdxError if the output is also an input: even `--force` must not destroy the user's work."""
    from nhsdx.files.read_files import build_own_input_error

    if output is not None and output != STDOUT and any(is_same_file(output, name) for name in inputs):
        raise build_own_input_error(output)


def is_same_file(one: str, other: str) -> bool:
    """Whether two names refer to the same file, which need not exist yet."""
    from pathlib import Path

    try:
        return os.path.realpath(one) == os.path.realpath(other) or Path(one).samefile(other)
    except (OSError, ValueError):
        return False


def expect_stdout() -> None:
    """Raises NhsdxError if stdout is closed."""
    from nhsdx.errors import NhsdxError

    if sys.stdout is None:
        raise NhsdxError("stdout is closed", "<stdout>", "open stdout, or give -o FILE", code="file-unwritable")


def _write_stdout(data: bytes) -> None:
    from nhsdx.errors import NhsdxError

    expect_stdout()
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has closed the pipe; the command still ends with its own exit code.
        forget_stdout()
    except OSError as error:
        forget_stdout()
        message = f"the output cannot be written: {error.strerror}"
        raise NhsdxError(message, "<stdout>", "free some space, or write elsewhere", code="file-unwritable") from None


def forget_stdout() -> None:
    """Redirects stdout to the null device, so that Python does not try to write the rest again when it exits."""
    _forget(sys.stdout)


def _forget(stream: TextIO) -> None:
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def print_message(text: str) -> None:
    """Prints one line on stderr; if stderr is closed or full, the exit code alone says what happened."""
    if sys.stderr is None:
        return
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        _forget(sys.stderr)


def print_written(outputs: Iterable[Output]) -> None:
    """Says on stderr which files were written."""
    from nhsdx.documents.safe_text import clean

    for output in outputs:
        print_message(f"written: {clean(str(Path(output.name)))}")


def make_screen(output: str | None) -> Screen:
    """The screen to draw for: the width, colour and encoding of a terminal, or plain text with a fixed width."""
    from nhsdx.documents.terminal import Screen

    if output is not None and output != STDOUT:
        return Screen(FILE_WIDTH)
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    colour = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(_find_width(is_terminal), colour, _find_encoding())


def _find_encoding() -> str:
    """The encoding of stdout; UTF-8 if the encoding is unknown."""
    import codecs

    try:
        return codecs.lookup(getattr(sys.stdout, "encoding", None) or "utf-8").name
    except LookupError:
        return "utf-8"


def _find_width(is_terminal: bool) -> int:  # noqa: FBT001 - private, with one caller
    import shutil

    asked = os.environ.get("COLUMNS", "")
    found = shutil.get_terminal_size().columns if is_terminal else 80
    width = int(asked) if asked.isdecimal() else found
    return min(max(width, NARROWEST), WIDEST)


def refuse_data_without_notes(format_: str, *, without_notes: bool) -> None:
    """Raises BadParameter for a format that is meant for programs, because only pages can leave out free text."""
    if without_notes and format_ in FOR_PROGRAMS:
        raise typer.BadParameter(f"{format_} always includes notes; choose a page format", param_hint="--without-notes")
