"""Options that several commands share."""

from __future__ import annotations

import datetime
from typing import Annotated, TypeAlias

import typer

from nhsdx.cli.completion import complete_profile
from nhsdx.cli.output import PageFormat
from nhsdx.cli.readings import ReadingName

AsOf: TypeAlias = Annotated[
    datetime.datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="Age the evidence against this date."),
]
FailUnder: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-under",
        metavar="[NODE[.READING]=]SCORE",
        help="Exit 1 if the score, overall or of a node, is below this; may be given several times.",
    ),
]
Force: TypeAlias = Annotated[bool, typer.Option("--force", help="Replace the output file if it exists.")]
On: TypeAlias = Annotated[
    ReadingName | None, typer.Option("--on", help="Judge scores and gates on this reading alone.")
]
Output: TypeAlias = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file; - is stdout.")
]
PageFormatOption: TypeAlias = Annotated[
    PageFormat | None,
    typer.Option("--format", help="Output format; taken from the -o extension, otherwise text.", show_default=False),
]
ProfileName: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="ID",
        help="Ask only the criteria of this profile.",
        autocompletion=complete_profile,
    ),
]
OfferedRubrics: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--rubric", metavar="RUBRIC", help="A rubric that may have scored a result; may be given repeatedly."),
]
RubricName: TypeAlias = Annotated[
    str | None, typer.Option("--rubric", metavar="RUBRIC", help="Score with this rubric, not the one the file names.")
]
