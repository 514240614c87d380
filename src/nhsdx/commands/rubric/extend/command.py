"""`nhsdx rubric extend`: start a local rubric."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from nhsdx.cli.completion import complete_rubric
from nhsdx.cli.options import Force, Output, get_day, make_day_option
from nhsdx.cli.output import emit, find_format, refuse_own_input


def rubric_extend(
    base: Annotated[
        str,
        typer.Argument(metavar="BASE", help="A shipped rubric's id, or a rubric file.", autocompletion=complete_rubric),
    ],
    local_id: Annotated[
        str, typer.Option("--id", metavar="ID", help="The id of the local rubric, such as wolds-and-fens.")
    ],
    *,
    decided_by: Annotated[
        str | None,
        typer.Option(
            "--decided-by", metavar="WHO", help="The role or body that decided the changes; never a person's name."
        ),
    ] = None,
    decided: Annotated[
        datetime.datetime | None,
        make_day_option("--decided", "The day on which the changes were decided."),
    ] = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Start a local rubric: an overlay of a base, with examples of every kind of change as comments.

    Example: nhsdx rubric extend nhs-digital-leadership --id our-system -o our-system.toml
    """
    from nhsdx.commands.rubric.extend.blank import start_overlay

    find_format(output, ("toml",))
    refuse_own_input(output, [base])
    day = get_day(decided)
    text = start_overlay(base, local_id, output=output, decided_by=decided_by, decided=day)
    emit(text, output, force=force)
