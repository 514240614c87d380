"""The options of `nhsdx check`."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated, TypeAlias

import typer


class CheckFormat(StrEnum):
    """The formats of a check's report."""

    TABLE = "table"
    JSON = "json"
    JUNIT = "junit"
    SARIF = "sarif"
    GITHUB = "github"


Paths: TypeAlias = Annotated[list[str], typer.Argument(metavar="PATH", help="Assessments, or folders of them.")]
Format: TypeAlias = Annotated[CheckFormat, typer.Option("--format", help="How to show the report.")]
Also: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--also", metavar="FORMAT:FILE", help="Write the report to a file too, in this format; repeatable."),
]
FailOnGate: TypeAlias = Annotated[
    bool | None,
    typer.Option("--fail-on-gate/--no-fail-on-gate", help="Fail if a gate is not clear under every reading."),
]
FailOnFinding: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on-finding", metavar="CODE", help="Fail on findings of this code; may be given several times."
    ),
]
RequireComplete: TypeAlias = Annotated[
    bool | None,
    typer.Option("--require-complete/--no-require-complete", help="Undecided (exit 4) if an answer is unknown."),
]
Golden: TypeAlias = Annotated[
    str | None, typer.Option("--golden", metavar="DIR", help="Compare with the results kept in this folder.")
]
UpdateGolden: TypeAlias = Annotated[
    bool, typer.Option("--update-golden", help="Keep the results in the golden folder, instead of comparing.")
]
NoRegression: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--no-regression", metavar="BASELINE", help="Fail where a result is worse than in this file or folder."
    ),
]
Policy: TypeAlias = Annotated[
    str | None,
    typer.Option("--policy", metavar="FILE", help="The policy; else nhsdx.toml or pyproject.toml, found upwards."),
]
Today: TypeAlias = Annotated[
    datetime.datetime | None,
    typer.Option("--today", formats=["%Y-%m-%d"], metavar="DATE", help="The day on which waivers are judged."),
]
Badge: TypeAlias = Annotated[
    str | None, typer.Option("--badge", metavar="FILE", help="Write an SVG badge of the one assessment given.")
]
AllowNone: TypeAlias = Annotated[
    bool, typer.Option("--allow-none", help="Pass if there is no assessment among the paths.")
]
