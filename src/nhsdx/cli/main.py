"""The `nhsdx` program: its commands, and the one place where errors become text and exit codes."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated

import typer

from nhsdx import __version__
from nhsdx.cli.assess import assess
from nhsdx.cli.check import check
from nhsdx.cli.compare import compare
from nhsdx.cli.exits import Exit
from nhsdx.cli.explain import explain
from nhsdx.cli.new import new
from nhsdx.cli.rubric_lint import rubric_lint
from nhsdx.cli.rubric_list import rubric_list
from nhsdx.cli.rubric_schema import rubric_schema
from nhsdx.cli.rubric_show import rubric_show
from nhsdx.cli.rubric_test import rubric_test
from nhsdx.cli.verify import verify

app = typer.Typer(
    name="nhsdx",
    help="Score the maturity of leadership in NHS digital transformation, and explain every number.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rubric_app = typer.Typer(name="rubric", help="The rubrics: list, show, lint and test them.", no_args_is_help=True)
app.command()(assess)
app.command()(explain)
app.command()(check)
app.command()(compare)
app.command()(verify)
app.command()(new)
app.add_typer(rubric_app)
rubric_app.command("list")(rubric_list)
rubric_app.command("show")(rubric_show)
rubric_app.command("lint")(rubric_lint)
rubric_app.command("test")(rubric_test)
rubric_app.command("schema")(rubric_schema)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if wanted:
        typer.echo(f"nhsdx {__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a bug in nhsdx.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Score the maturity of leadership in NHS digital transformation, and explain every number."""


def main() -> None:
    """Runs the program; every way out of it has its exit code here."""
    # What else is installed must not change how files are read; and looking for plugins takes time.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    # A run ends before searching for garbage would pay, and what is left then goes with the process.
    gc.disable()
    try:
        sys.exit(app(standalone_mode=False) or Exit.DONE)
    except BrokenPipeError:
        # Whoever read our output has enough.
        raise SystemExit(Exit.DONE) from None
    except Exception as error:  # noqa: BLE001 - whatever else happens is a bug, and reported as one
        from nhsdx.cli.problems import is_help, report

        if is_help(error):
            raise SystemExit(Exit.INVALID) from None
        raise SystemExit(report(error, sys.argv[1:])) from None
    finally:
        gc.freeze()
