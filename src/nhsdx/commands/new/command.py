"""`nhsdx new`: an assessment file ready to fill in."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from nhsdx.cli.options import Force, Output, ProfileName, RubricArgument
from nhsdx.cli.output import STDOUT, emit, find_format, print_message, refuse_own_input


def new(
    rubric: RubricArgument,
    *,
    output: Output = None,
    force: Force = False,
    profile: ProfileName = None,
    date: Annotated[
        datetime.datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], metavar="DATE", help="Date of the assessment; default: today."),
    ] = None,
) -> None:
    """Start an assessment file: every question as a comment, every answer unknown.

    Example: nhsdx new nhs-digital-leadership --profile core -o assessment.toml
    """
    from nhsdx.commands.new.blank import start_assessment
    from nhsdx.documents.safe_text import clean

    find_format(output, ("toml",))
    refuse_own_input(output, [rubric])
    made = start_assessment(rubric, profile, None if date is None else date.date(), output)
    emit(made.text, output, force=force)
    if output is not None and output != STDOUT:
        shown, option = clean(output), f" --rubric {clean(rubric)}" if made.needs_rubric else ""
        print_message(f"{shown} asks {made.questions} questions; score it with: nhsdx assess {shown}{option}")
