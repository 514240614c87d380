"""`nhsdx survey`: what respondents say, group by group, and as answers of an assessment."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated

import typer

from nhsdx.cli.options import Force, Output


class SurveyFormat(StrEnum):
    """The formats of a survey."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class ProtectionName(StrEnum):
    """How small numbers are protected."""

    STAFF_SURVEY = "staff-survey"
    HOSPITAL_STATISTICS = "hospital-statistics"


def survey(
    responses: Annotated[
        str, typer.Argument(metavar="RESPONSES", help="CSV, as Microsoft Forms, Qualtrics or LimeSurvey export it.")
    ],
    *,
    map_: Annotated[str, typer.Option("--map", metavar="FILE", help="Which column answers what.")],
    rubric: Annotated[
        str | None, typer.Option("--rubric", metavar="RUBRIC", help="The rubric asked, if not the one the map names.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="COLUMNS", help="Tell groups apart by these columns, joined by commas."),
    ] = None,
    format_: Annotated[SurveyFormat, typer.Option("--format", help="How to show it.")] = SurveyFormat.TABLE,
    output: Output = None,
    force: Force = False,
    into: Annotated[
        str | None,
        typer.Option("--into", metavar="FILE", help="Also write the answers into this assessment, or a new one."),
    ] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="TEXT", help="The subject of that assessment.")
    ] = None,
    date: Annotated[
        datetime.datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], metavar="DATE", help="The date of that assessment."),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="VALUES", help="The group that it is of, joined by commas; else all."),
    ] = None,
    protect: Annotated[
        ProtectionName, typer.Option("--protect", help="How small numbers are protected.")
    ] = ProtectionName.STAFF_SURVEY,
    minimum: Annotated[
        int, typer.Option("--minimum-respondents", min=11, metavar="N", help="Hide groups of fewer; at least 11.")
    ] = 11,
    rejects: Annotated[
        str | None, typer.Option("--rejects", metavar="FILE", help="List the cells that are no answers in this file.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at any cell that is no answer.")] = False,
) -> None:
    """Show what respondents say, with small groups hidden, and write it as the answers of an assessment.

    Nothing that a respondent wrote is shown; cells that are no answers are told by row and column alone.

    Example: nhsdx survey examples/survey/forms.csv --map examples/survey/forms.toml
    """
    from nhsdx.commands.survey.run import SurveyRequest, run

    run(
        SurveyRequest(
            responses=responses,
            rubric=rubric,
            map=map_,
            by=tuple(by.split(",")) if by else (),
            format=format_.value,
            output=output,
            force=force,
            into=into,
            subject=subject,
            date=None if date is None else date.date(),
            group=tuple(group.split(",")) if group else (),
            protect=protect.value,
            minimum=minimum,
            rejects=rejects,
            strict=strict,
        )
    )
