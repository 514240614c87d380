"""`nhsdx new`: an assessment file ready to fill in."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from nhsdx.cli.options import Force, Output, ProfileName, RubricArgument
from nhsdx.cli.output import STDOUT, TomlFormat, emit, find_format, print_message, refuse_own_input


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
    from nhsdx.commands.new.blank import build_blank_assessment
    from nhsdx.documents.safe_text import clean
    from nhsdx.errors import NhsdxError
    from nhsdx.files.source import is_file
    from nhsdx.loading.rubric_file import build_rubric_reference, load_rubric
    from nhsdx.model import expect_known

    find_format(output, TomlFormat.TOML)
    if rubric == STDOUT:
        hint = "save the rubric in a file that ends in .toml, and give its name"
        raise NhsdxError("the new file cannot refer to a rubric from stdin", hint=hint, code="rubric-not-found")
    if is_file(rubric) and not rubric.endswith(".toml"):
        hint = "rename it: an assessment refers to its rubric by a path that ends in .toml"
        raise NhsdxError("this file's name does not end in .toml", rubric, hint, code="rubric-not-found")
    refuse_own_input(output, [rubric])
    loaded = load_rubric(rubric)
    if profile is not None:
        expect_known(profile, loaded.rubric.profiles, "a profile of the rubric", "--profile")
    day = datetime.date.today() if date is None else date.date()  # noqa: DTZ011 - the day where the user is
    reference = build_rubric_reference(rubric, loaded.rubric.reference, output)
    emit(build_blank_assessment(loaded.answerable, reference, profile, day), output, force=force)
    if output is not None and output != STDOUT:
        shown, count = clean(output), len(loaded.answerable.select_criteria(profile))
        print_message(f"{shown} asks {count} questions; score it with: nhsdx assess {shown}")
