"""`nhsdx interview`: answers in the terminal, saved one by one."""

from __future__ import annotations

import datetime
import sys
from typing import Annotated

import typer

from nhsdx.cli.options import ProfileName, get_day, make_day_option
from nhsdx.cli.output import emit, expect_stdout, find_format


def interview(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="An assessment to continue; or a rubric's id or file, to begin an assessment."
        ),
    ],
    *,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="The new assessment, if FILE is a rubric.")
    ] = None,
    profile: ProfileName = None,
    date: Annotated[
        datetime.datetime | None,
        make_day_option("--date", "Date of a new assessment; default: today."),
    ] = None,
    rubric: Annotated[
        str | None, typer.Option("--rubric", metavar="RUBRIC", help="Use this rubric instead of the file's own.")
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="QUESTION", help="Begin at this question, to change its answer.")
    ] = None,
    skip_evidence: Annotated[
        bool, typer.Option("--skip-evidence", help="Do not ask for evidence or its dates.")
    ] = False,
) -> None:
    """Answer the questions of a rubric one by one. Every answer is saved immediately, so you can continue at any time.

    Prompts are plain lines, for screen readers, pipes and any terminal.

    Example: nhsdx interview nhs-digital-leadership --profile core -o workshop.toml
    """
    from nhsdx.commands.interview.answers_file import AnswersFile
    from nhsdx.commands.interview.run import run_interview
    from nhsdx.files.source import expect_stdin

    expect_stdout()
    expect_stdin()
    name = _find_file(file, output, profile, get_day(date))
    run_interview(AnswersFile(name, rubric), from_, with_evidence=not skip_evidence)


def _find_file(file: str, output: str | None, profile: str | None, day: datetime.date | None) -> str:
    """The assessment to write into.

    For a rubric, this is the assessment that an earlier run of the same command began, or a new one. If a new
    assessment has no name yet, this function asks for one.
    """
    from nhsdx.commands.interview.begin import FIRST_NAME, began_before, is_bare_rubric, write_beginning

    if not is_bare_rubric(file):
        if output is not None or profile is not None or day is not None:
            hint = "an existing assessment keeps its date and profile, and answers are saved in it"
            raise typer.BadParameter(hint, param_hint="-o, --profile, --date")
        return file
    name = output
    if name is None:
        print(f"File for the answers, Enter for {FIRST_NAME}: ", end="", flush=True)
        name = sys.stdin.readline().strip() or FIRST_NAME
    find_format(name, ("toml",))
    if not began_before(file, name, profile, day):
        emit(write_beginning(file, name, profile, day), name)
    return name
