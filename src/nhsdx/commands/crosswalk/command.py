"""`nhsdx crosswalk`: the levels and their evidence under another framework's headings."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from nhsdx.cli.completion import complete_framework
from nhsdx.cli.options import AsOf, Force, Output, ProfileName, RubricName
from nhsdx.cli.output import emit, make_page

if TYPE_CHECKING:
    from nhsdx.commands.crosswalk.crosswalk import Crosswalk


class CrosswalkFormat(StrEnum):
    """The formats of a crosswalk."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


def crosswalk(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An assessment file; - is stdin.")],
    *,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FRAMEWORK",
            help="The framework whose headings to read the assessment under.",
            autocompletion=complete_framework,
        ),
    ],
    format_: Annotated[
        CrosswalkFormat, typer.Option("--format", help="How to show the crosswalk.")
    ] = CrosswalkFormat.TABLE,
    output: Output = None,
    force: Force = False,
    rubric: RubricName = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
) -> None:
    """Show what an assessment tells under another framework's headings: it informs them and scores none.

    Example: nhsdx crosswalk examples/marlowe-vale.toml --to what-good-looks-like
    """
    from nhsdx.cli.scoring import score_files
    from nhsdx.commands.crosswalk import crosswalk as analysis
    from nhsdx.model.suggest import expect_known

    (scored,) = score_files([file], rubric=rubric, profile=profile, as_of=as_of, output=output)
    expect_known(to, scored.rubric.frameworks, f"a framework of {scored.rubric.reference}", "--to")
    found = analysis.build_crosswalk(scored.result, scored.rubric, to)
    emit(_format_crosswalk(found, format_, output), output, force=force)


def _format_crosswalk(found: Crosswalk, format_: CrosswalkFormat, output: str | None) -> str:
    if format_ is CrosswalkFormat.TABLE:
        from nhsdx.commands.crosswalk.document import crosswalk_page

        return crosswalk_page(found, make_page(output))
    if format_ is CrosswalkFormat.MARKDOWN:
        from nhsdx.commands.crosswalk.markdown import crosswalk_markdown

        return crosswalk_markdown(found)
    from nhsdx.commands.crosswalk.data import build_crosswalk
    from nhsdx.documents.data import json_text

    return json_text(build_crosswalk(found).dump())
