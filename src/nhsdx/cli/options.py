"""Options that several commands have."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal, TypeAlias

import typer

from nhsdx.cli.completion import complete_key, complete_profile, complete_rubric
from nhsdx.cli.output import PageFormat

ReadingName: TypeAlias = Literal["low", "evidenced", "claimed", "high"]
"""The four readings, as in `model.reading`.

The names are repeated here so that showing help does not load the engine.
"""


def make_day_option(name: str, help_: str) -> Any:  # noqa: ANN401 - as typer.Option
    """An option with a date such as 2026-10-01. typer reads it as a moment; `get_day` gives the day."""
    return typer.Option(name, formats=["%Y-%m-%d"], metavar="DATE", help=help_)


def get_day(moment: datetime.datetime | None) -> datetime.date | None:
    """The day of an option with a date; None if the option was not given."""
    return None if moment is None else moment.date()


AssessmentFile: TypeAlias = Annotated[str, typer.Argument(metavar="FILE", help="An assessment file; - is stdin.")]
RubricArgument: TypeAlias = Annotated[
    str,
    typer.Argument(metavar="RUBRIC", help="A shipped rubric's id, or a rubric file.", autocompletion=complete_rubric),
]
RubricArguments: TypeAlias = Annotated[
    list[str],
    typer.Argument(metavar="RUBRIC", help="Shipped rubrics' ids, or rubric files.", autocompletion=complete_rubric),
]
AsOf: TypeAlias = Annotated[
    datetime.datetime | None,
    make_day_option("--as-of", "Work out how old evidence is at this date."),
]
FailUnder: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-under",
        metavar="[NODE[.READING]=]SCORE",
        help="Exit 1 if the overall score, or the score of a node, is below this score; can be repeated.",
    ),
]
Force: TypeAlias = Annotated[bool, typer.Option("--force", help="Replace the output file if it exists.")]
EncodingName: TypeAlias = Literal["utf-8", "utf-16", "cp1252"]
EncodingOption: TypeAlias = Annotated[
    EncodingName | None,
    typer.Option("--encoding", help="The text encoding, if it is not UTF-8 and the file has no byte order mark."),
]
SheetOption: TypeAlias = Annotated[
    str | None, typer.Option("--sheet", metavar="NAME", help="Which sheet of a workbook to read, if several have data.")
]
RejectsFile: TypeAlias = Annotated[
    str | None, typer.Option("--rejects", metavar="FILE", help="List the invalid cells in this file.")
]
ForExcel: TypeAlias = Annotated[
    bool, typer.Option("--excel", help="Start CSV with the mark that Excel needs to recognise UTF-8.")
]
On: TypeAlias = Annotated[
    ReadingName | None, typer.Option("--on", help="Judge scores and gates under this reading only.")
]
Output: TypeAlias = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file; - is stdout.")
]
FORMAT = typer.Option("--format", help="Output format; taken from the -o extension, otherwise text.")
"""The option `--format`."""
PageFormatOption: TypeAlias = Annotated[PageFormat | None, FORMAT]
ProfileName: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="ID",
        help="Use only the criteria of this profile.",
        autocompletion=complete_profile,
    ),
]
OfferedRubrics: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--rubric",
        metavar="RUBRIC",
        help="A rubric that a result may have been scored with; can be repeated.",
    ),
]
RubricName: TypeAlias = Annotated[
    str | None, typer.Option("--rubric", metavar="RUBRIC", help="Score with this rubric instead of the file's own.")
]
WhatIf: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if",
        metavar="KEY=ANSWER",
        help="Assume a different answer, as in clinical-safety.officer-named=yes; can be repeated.",
        autocompletion=complete_key,
    ),
]
WithoutNotes: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--without-notes",
        help="Leave the assessors' free text out of the page: notes, reasons, actions, titles of documents.",
    ),
]
