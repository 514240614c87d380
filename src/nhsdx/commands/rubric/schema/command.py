"""`nhsdx rubric schema`: the JSON Schema of a kind of file."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from nhsdx.cli.options import Force, Output
from nhsdx.cli.output import emit, find_format


class SchemaName(StrEnum):
    """The kinds of file and document that have a schema."""

    RUBRIC = "rubric"
    ASSESSMENT = "assessment"
    RESULT = "result"
    POLICY = "policy"
    OVERLAY = "overlay"
    QUESTIONNAIRE = "questionnaire"
    BATCH_MAP = "batch-map"
    CHECK = "check"
    COMPARISON = "comparison"
    TREND = "trend"
    CROSSWALK = "crosswalk"
    SURVEY = "survey"
    BATCH_SUMMARY = "batch-summary"
    EXPLANATION = "explanation"
    VERIFICATION = "verification"
    LINT = "lint"
    RUBRIC_LIST = "rubric-list"
    RUBRIC_TEST = "rubric-test"
    RUBRIC_DIFF = "rubric-diff"
    MIGRATION = "migration"
    MERGED_RUBRIC = "merged-rubric"
    ERROR = "error"


def rubric_schema(
    kind: Annotated[
        SchemaName | None,
        typer.Argument(metavar="[KIND]", help="The kind of file or document; without it, all kinds are listed."),
    ] = None,
    *,
    output: Output = None,
    force: Force = False,
) -> None:
    """Print the JSON Schema of a kind of file, or of a JSON document that a command writes; or list the kinds.

    Example: nhsdx rubric schema assessment
    """
    from nhsdx.commands.rubric.schema.catalogue import build_schema, describe_schemas
    from nhsdx.documents.data import json_text

    find_format(output, ("text",) if kind is None else ("json",))
    text = describe_schemas() if kind is None else json_text(build_schema(kind.value))
    emit(text, output, force=force)
