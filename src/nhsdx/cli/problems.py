"""Reports errors: as text on stderr, as data on stdout if data was asked for, and as an exit code."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TypeAlias, TypeVar

from nhsdx.cli.arguments import find_option
from nhsdx.cli.exits import Exit
from nhsdx.cli.output import STDOUT, emit, print_message
from nhsdx.cli.usage import convert_usage_error
from nhsdx.documents.safe_text import clean
from nhsdx.errors import NhsdxError
from nhsdx.extras import build_missing_error
from nhsdx.model import Finding, InvalidInputError, list_findings, quote_word

T = TypeVar("T")
DATA = ("json", "jsonl", "toml")
PAGE_ON_STDOUT = ("batch", "migrate")
"""Commands that write a file with -o, and also show a page on stdout."""
CANNOT_WRITE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EPIPE, errno.EBADF)
REPORT_TO = "https://github.com/nhsdx/nhsdx/issues"


Draw: TypeAlias = Callable[[Sequence[Finding], str], bytes | None]
"""A function that draws errors in a command's own format, and returns None for any other format."""
Write: TypeAlias = Callable[[Sequence[Finding], Sequence[str]], None]
"""A function that writes errors to the files that the arguments ask for."""


def report_error(
    error: Exception, arguments: Sequence[str], draw: Draw | None = None, write: Write | None = None
) -> Exit:
    """Prints what went wrong, and returns the exit code."""
    error = convert_usage_error(error) or convert_missing_package(error) or convert_system_error(error) or error
    if not isinstance(error, NhsdxError):
        return _report_bug(error, debug="--debug" in arguments)
    findings = list_findings(error)
    print_findings(findings)
    _report_as_data(findings, arguments, draw)
    if write is not None:
        write(findings, arguments)
    return Exit.INVALID


def print_findings(findings: Sequence[Finding]) -> None:
    """Prints each finding on stderr, and how many findings there are."""
    for finding in findings:
        print_message(format_finding(finding))
    if len(findings) > 1:
        print_message(f"{len(findings)} problems")


def is_help(error: Exception) -> bool:
    """Whether Typer raised the error only because it showed the help for a call without arguments."""
    return type(error).__name__ == "NoArgsIsHelpError"


def convert_missing_package(error: Exception) -> NhsdxError | None:
    """The error for a package that nhsdx needs and that is not installed; None for any other error."""
    module = error.name if isinstance(error, ModuleNotFoundError) else None
    return None if module is None or module.startswith("nhsdx") else build_missing_error(module)


def convert_system_error(error: Exception) -> NhsdxError | None:
    """The error for anything that the system refuses, for example if the disk is full; None for any other error."""
    if isinstance(error, OverflowError) and "timestamp" in str(error):
        hint = "correct the clock, or give the day with --date or --today"
        return NhsdxError("this machine's clock shows a day that is out of range", "", hint, code="out-of-range")
    if not isinstance(error, OSError):
        return None
    where = error.filename if isinstance(error.filename, str) else ""
    if isinstance(error, FileNotFoundError) and not where:
        hint = "change to a folder that exists"
        return NhsdxError("the current folder no longer exists", "", hint, code="file-not-found")
    if error.errno in CANNOT_WRITE:
        message, hint = f"the output cannot be written: {error.strerror}", "free some space, or write elsewhere"
        return NhsdxError(message, where, hint, code="file-unwritable")
    message = f"the system refuses this: {error.strerror or type(error).__name__}"
    return NhsdxError(message, where, "check the files and folders that you gave", code="file-unreadable")


def refuse_invalid_cells(rejected: Mapping[str, int], where: str) -> None:
    """Raises InvalidInputError if a table has invalid cells.

    `rejected` has the number of invalid cells in each column.
    """
    from nhsdx.documents.phrases import count_words

    findings = [
        Finding("no-answer", "error", f"column {quote_word(column)}: {count_words(count, 'invalid cell')}", where, "")
        for column, count in rejected.items()
    ]
    if findings:
        raise InvalidInputError(tuple(findings))


def format_finding(finding: Finding) -> str:
    """A finding as `file:line:column: code: message`, with what was expected on the next line."""
    place = f"{clean(finding.where)}: " if finding.where else ""
    text = f"{place}{finding.code}: {clean(finding.message)}"
    return f"{text}\n  {clean(finding.remedy)}" if finding.remedy else text


def _report_as_data(findings: Sequence[Finding], arguments: Sequence[str], draw: Draw | None) -> None:
    """Writes the findings to stdout in place of the output, as data or in the command's own format."""
    wanted = next(find_option(arguments, "--format"), None)
    command = next((word for word in arguments if not word.startswith("-")), "")
    is_elsewhere = (
        next(find_option(arguments, "--output", "-o"), None) not in (None, STDOUT) and command not in PAGE_ON_STDOUT
    )
    if wanted is None or is_elsewhere:
        return
    drawn = _format_data(findings, wanted) if wanted in DATA else None if draw is None else draw(findings, wanted)
    if drawn is not None:
        with suppress(NhsdxError):
            emit(drawn)


def _format_data(findings: Sequence[Finding], format_: str) -> str:
    from nhsdx.documents.data import json_text, jsonl_text, toml_text
    from nhsdx.results.output import ErrorOutput

    data = ErrorOutput.build(findings=findings).dump()
    return json_text(data) if format_ == "json" else jsonl_text([data]) if format_ == "jsonl" else toml_text(data)


def _report_bug(error: Exception, *, debug: bool) -> Exit:
    if debug:
        traceback.print_exception(error)
    print_message(f"nhsdx: a bug in nhsdx ({type(error).__name__}); this is not your fault")
    print_message(
        f"  please report it at {REPORT_TO}, with what you typed" + ("" if debug else "; nhsdx --debug … shows more")
    )
    return Exit.BUG
