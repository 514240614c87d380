"""The options of `nhsdx check`."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated, TypeAlias

import typer

from nhsdx.cli.options import FORMAT


class CheckFormat(StrEnum):
    """The formats of a check's report."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    JUNIT = "junit"
    SARIF = "sarif"
    GITHUB = "github"


Paths: TypeAlias = Annotated[list[str], typer.Argument(metavar="PATH", help="Assessments, or folders of them.")]
Format: TypeAlias = Annotated[CheckFormat | None, FORMAT]
Also: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--also", metavar="FORMAT:FILE", help="Also write the report to a file in this format; repeatable."),
]
FailOnGate: TypeAlias = Annotated[
    bool | None,
    typer.Option("--fail-on-gate/--no-fail-on-gate", help="Fail if a gate is not clear under every reading."),
]
FailOnFinding: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--fail-on-finding", metavar="CODE", help="Fail on findings with this code; repeatable."),
]
RequireComplete: TypeAlias = Annotated[
    bool | None,
    typer.Option("--require-complete/--no-require-complete", help="Undecided (exit 4) if an answer is unknown."),
]
NoRegression: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--no-regression", metavar="BASELINE", help="Fail if a result is worse than in this file or folder of results."
    ),
]
Policy: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--policy",
        metavar="FILE",
        help="Policy file; default: nhsdx.toml or pyproject.toml in the folder of the paths or above.",
    ),
]
Today: TypeAlias = Annotated[
    datetime.datetime | None,
    typer.Option("--today", formats=["%Y-%m-%d"], metavar="DATE", help="Date for judging waivers; default: today."),
]
Badge: TypeAlias = Annotated[
    str | None, typer.Option("--badge", metavar="FILE", help="Write an SVG badge, if only one assessment is checked.")
]
AllowNone: TypeAlias = Annotated[bool, typer.Option("--allow-none", help="Pass if the paths contain no assessment.")]
