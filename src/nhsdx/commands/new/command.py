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
    """Start an assessment: a file with every question as a comment and every answer unknown, or a form to fill in.

    The ending of -o decides: .csv is a table with a column for each field, and .docx a Word document to print or to
    fill in. `nhsdx import` reads a filled form.

    Example: nhsdx new nhs-digital-leadership --profile core -o assessment.toml
    """
    from nhsdx.commands.new.new_file import start_file
    from nhsdx.documents.safe_text import clean
    from nhsdx.forms.media.drawers import DRAWERS

    format_ = find_format(output, ("toml", *DRAWERS)) or "toml"
    refuse_own_input(output, [rubric])
    day = None if date is None else date.date()
    made = start_file(rubric, format_, profile, day, output)
    emit(made.content, output, force=force)
    if output is not None and output != STDOUT:
        reader = "score it with: nhsdx assess"
        if format_ != "toml":
            reader = "read it when it is filled in with: nhsdx import"
        shown, option = clean(output), f" --rubric {clean(rubric)}" if made.needs_rubric else ""
        print_message(f"{shown} asks {made.questions} questions; {reader} {shown}{option}")
