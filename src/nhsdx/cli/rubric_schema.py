"""`nhsdx rubric schema`: the JSON Schema of a kind of file."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from nhsdx.cli.options import Force, Output
from nhsdx.cli.output import emit


class SchemaName(StrEnum):
    """The kinds of file that have a schema."""

    RUBRIC = "rubric"
    OVERLAY = "overlay"
    ASSESSMENT = "assessment"
    RESULT = "result"
    POLICY = "policy"
    QUESTIONNAIRE = "questionnaire"
    BATCH_MAP = "batch-map"


def rubric_schema(
    kind: Annotated[
        SchemaName,
        typer.Argument(metavar="[KIND]", help="rubric, overlay, assessment, result, policy, questionnaire, batch-map."),
    ] = SchemaName.RUBRIC,
    *,
    output: Output = None,
    force: Force = False,
) -> None:
    """Print the JSON Schema of rubrics, overlays, assessments, results or policies, for editors and other validators.

    Example: nhsdx rubric schema assessment
    """
    from nhsdx.documents.data import json_text
    from nhsdx.files.schema import schema_of

    emit(json_text(schema_of(kind.value)), output, force=force)
