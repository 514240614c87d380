"""`nhsdx new`: an assessment file ready to fill in."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from nhsdx.cli.completion import complete_rubric
from nhsdx.cli.options import Force, Output, ProfileName, get_day, make_day_option
from nhsdx.cli.output import STDOUT, emit, find_format, print_message, refuse_own_input


def new(
    rubric: Annotated[
        str,
        typer.Argument(
            metavar="RUBRIC",
            help="A shipped rubric's id, or a rubric file; or an assessment, to make a form with its answers.",
            autocompletion=complete_rubric,
        ),
    ],
    *,
    output: Output = None,
    force: Force = False,
    profile: ProfileName = None,
    date: Annotated[
        datetime.datetime | None,
        make_day_option("--date", "Date of the assessment; default: the date of the given assessment, or today."),
    ] = None,
) -> None:
    """Start an assessment: a file with every question as a comment and every answer unknown, or a form to fill in.

    The extension of -o decides the format: .xlsx is an Excel workbook with live results, .html a page that needs only a
    browser and saves an assessment file, .docx a Word document to print or to fill in, .csv a table with a column for
    each field, and .json a FHIR QuestionnaireResponse. `nhsdx import` reads a filled form. If you give an assessment,
    its answers are copied into the form.

    Example: nhsdx new nhs-digital-leadership --profile core -o assessment.toml
    """
    from nhsdx.commands.new.new_file import start_file
    from nhsdx.commands.new.prefill import is_assessment, prefill_file
    from nhsdx.documents.safe_text import clean
    from nhsdx.forms.media.drawers import DRAWERS

    format_ = find_format(output, ("toml", *DRAWERS)) or "toml"
    refuse_own_input(output, [rubric])
    day = get_day(date)
    if is_assessment(rubric):
        if profile is not None:
            raise typer.BadParameter("an existing assessment keeps its profile", param_hint="--profile")
        made = prefill_file(rubric, format_, day, output)
    else:
        made = start_file(rubric, format_, profile, day, output)
    emit(made.content, output, force=force)
    if output is not None and output != STDOUT:
        shown, option = clean(output), "" if made.rubric is None else f" --rubric {clean(made.rubric)}"
        answers = f", {made.answered} of them answered" if made.answered else ""
        step = NEXT_STEPS.get(format_, READ_IT).format(shown)
        print_message(f"{shown} asks {made.questions} questions{answers}; {step}{option}")


READ_IT = "when it is filled in, read it with: nhsdx import {}"
NEXT_STEPS = {
    "toml": "score it with: nhsdx assess {}",
    "html": "open it in a browser, save the answers, and score them with: nhsdx assess answers.toml",
}
"""The next step for a new file of each format; forms in all other formats are imported."""
