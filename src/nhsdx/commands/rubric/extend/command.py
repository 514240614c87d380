"""`nhsdx rubric extend`: start a local rubric."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from nhsdx.cli.completion import complete_rubric
from nhsdx.cli.options import Force, Output
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
        typer.Option("--decided", metavar="DATE", formats=["%Y-%m-%d"], help="The day on which they were decided."),
    ] = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Start a local rubric: an overlay of a base, with examples of every kind of change as comments.

    Example: nhsdx rubric extend nhs-digital-leadership --id our-system -o our-system.toml
    """
    from nhsdx.commands.rubric.extend.blank import build_blank_overlay, build_decision_lines
    from nhsdx.loading.overlay.laying import format_pin_lines, list_taken_ids
    from nhsdx.loading.rubric_file import build_base_reference, load_rubric
    from nhsdx.model import is_id

    find_format(output, ("toml",))
    if not is_id(local_id):
        message = "expected lower-case words joined by hyphens, 64 characters at most, as in wolds-and-fens"
        raise typer.BadParameter(message, param_hint="--id")
    loaded = load_rubric(base)
    if local_id in list_taken_ids(loaded):
        message = "expected an id that is not taken by a rubric that it extends, or by one that comes with nhsdx"
        raise typer.BadParameter(message, param_hint="--id")
    refuse_own_input(output, [loaded.source.name])
    named = build_base_reference(base, loaded, output)
    day = None if decided is None else decided.date()
    head = [*format_pin_lines(loaded.rubric), *build_decision_lines(decided_by, day)]
    emit(build_blank_overlay(loaded.rubric, local_id, named, head), output, force=force)
