"""`nhsdx rubric schema`: the JSON Schema of a kind of file."""

from __future__ import annotations

from typing import Annotated

import typer

from nhsdx.cli.options import Force, Output
from nhsdx.cli.output import emit, find_format, refuse_own_input


def complete_schema(incomplete: str) -> list[str]:
    """The names of all schemas."""
    from nhsdx.commands.rubric.schema.catalogue import MODELS

    return [name for name in MODELS if name.startswith(incomplete)]


def rubric_schema(
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="[KIND]",
            help="The kind of file or document; without it, all kinds are listed.",
            autocompletion=complete_schema,
        ),
    ] = None,
    *,
    rubric: Annotated[
        str | None,
        typer.Option("--rubric", metavar="RUBRIC", help="Limit the assessment schema to this rubric's answers."),
    ] = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Print the JSON Schema of a kind of file, or of a JSON document that a command writes; or list the kinds.

    With --rubric, the schema lets an editor offer the criteria and items of that rubric.

    Example: nhsdx rubric schema assessment
    """
    from nhsdx.commands.rubric.schema.catalogue import build_schema, describe_schemas
    from nhsdx.documents.data import json_text

    find_format(output, ("text",) if kind is None else ("json",))
    refuse_own_input(output, [] if rubric is None else [rubric])
    if kind is None and rubric is not None:
        raise typer.BadParameter("only the assessment schema can be made for one rubric", param_hint="--rubric")
    emit(describe_schemas() if kind is None else json_text(build_schema(kind, rubric)), output, force=force)
