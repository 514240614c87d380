"""The `nhsdx` program: its commands, and its exit codes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Collection, Sequence
from functools import cache
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Annotated

import typer
from typer.main import get_command

from nhsdx import __version__
from nhsdx.cli.exits import Exit
from nhsdx.files.read_files import forget_read

if TYPE_CHECKING:
    from nhsdx.cli.problems import Draw, Write

COMMANDS = (
    "assess",
    "explain",
    "report",
    "check",
    "compare",
    "plan",
    "verify",
    "crosswalk",
    "benefits",
    "survey",
    "batch",
    "migrate",
    "new",
    "interview",
    "import",
)
RUBRIC = "rubric"
MOST_DIGITS = 6
"""The maximum number of digits in the terminal width."""
PANIC = "PanicException"
"""The name of the error that a library written in Rust raises when it fails.

This error is not a subclass of Exception.
"""
RUBRIC_COMMANDS = ("list", "show", "lint", "test", "diff", "extend", "form", "schema")


def build_program(
    commands: Collection[str] = COMMANDS, rubric_commands: Collection[str] = RUBRIC_COMMANDS
) -> typer.Typer:
    """The program with the given commands; the default is all commands."""
    app = typer.Typer(
        name="nhsdx",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(root)
    for name in commands:
        word = f"{name}_" if iskeyword(name) else name
        app.command(name)(getattr(import_module(f"nhsdx.commands.{word}.command"), word))
    if rubric_commands:
        words = "List, show, lint, test, compare and extend rubrics, make survey forms, and print the schemas of files."
        group = typer.Typer(name=RUBRIC, help=words, no_args_is_help=True)
        for name in rubric_commands:
            module = import_module(f"nhsdx.commands.rubric.{name}.command")
            group.command(name)(getattr(module, f"rubric_{name}"))
        app.add_typer(group)
    return app


@cache
def _build_command(commands: tuple[str, ...], rubric_commands: tuple[str, ...]) -> Callable[..., int | None]:
    """The program as a function. A process that runs several commands builds each command only once."""
    return get_command(build_program(commands, rubric_commands))


def find_command(arguments: Sequence[str]) -> Callable[..., int | None]:
    """The program with only the command that is called, so that it starts fast.

    If the command is unclear, all commands are included.
    """
    words = [word for word in arguments if not word.startswith("-")]
    if words and words[0] in COMMANDS:
        return _build_command((words[0],), ())
    if len(words) > 1 and words[0] == RUBRIC and words[1] in RUBRIC_COMMANDS:
        return _build_command((), (words[1],))
    return _build_command(COMMANDS, RUBRIC_COMMANDS)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if wanted:
        typer.echo(f"nhsdx {__version__}")
        raise typer.Exit


def root(
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a bug in nhsdx.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Score the maturity of leadership in NHS digital transformation, and explain every number."""


def _forget_odd_width() -> None:
    """Ignores an impossible width of the terminal, because libraries would fail on it."""
    width = os.environ.get("COLUMNS", "1")
    if not (width.isascii() and width.isdecimal() and len(width) <= MOST_DIGITS and int(width)):
        del os.environ["COLUMNS"]


def _find_reporting(arguments: Sequence[str]) -> tuple[Draw | None, Write | None]:
    """The functions that draw errors and write them to files, if the command has its own formats for errors."""
    if next((word for word in arguments if not word.startswith("-")), "") != "check":
        return None, None
    from nhsdx.commands.check.targets import draw_failure, write_failure

    return draw_failure, write_failure


def main() -> None:
    """Runs the program and ends the process with its exit code."""
    # Other installed packages must not change how files are read, and looking for plugins takes time.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    _forget_odd_width()
    forget_read()
    try:
        sys.exit(find_command(sys.argv[1:])(standalone_mode=False) or Exit.DONE)
    except BaseException as error:
        # Any other error is a bug, and is reported as one; a panic of a library is not an Exception.
        if not isinstance(error, Exception) and type(error).__name__ != PANIC:
            raise
        from nhsdx.cli.ending import wait_for_end
        from nhsdx.cli.problems import is_help, report_error

        wait_for_end()
        bug = error if isinstance(error, Exception) else RuntimeError("a library failed")
        if is_help(bug):
            raise SystemExit(Exit.INVALID) from None
        raise SystemExit(report_error(bug, sys.argv[1:], *_find_reporting(sys.argv[1:]))) from None
    finally:
        # DuckDB would complain on stderr about objects that are never freed.
        if "duckdb" not in sys.modules:
            gc.freeze()
