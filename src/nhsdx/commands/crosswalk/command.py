"""`nhsdx crosswalk`: the levels of an assessment under the headings of another framework."""

from __future__ import annotations

from typing import Annotated

import typer

from nhsdx.cli.completion import complete_framework
from nhsdx.cli.options import AsOf, Force, Output, PageFormatOption, ProfileName, RubricName
from nhsdx.cli.output import PageFormat, choose_format, emit, show_document


def crosswalk(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An assessment file; - is stdin.")],
    *,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FRAMEWORK",
            help="Show the assessment under the headings of this framework.",
            autocompletion=complete_framework,
        ),
    ],
    format_: PageFormatOption = None,
    output: Output = None,
    force: Force = False,
    rubric: RubricName = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
) -> None:
    """Show an assessment under the headings of another framework, without scoring the headings.

    Example: nhsdx crosswalk examples/marlowe-vale.toml --to what-good-looks-like
    """
    from nhsdx.cli.scoring import score_files
    from nhsdx.commands.crosswalk.crosswalk import build_crosswalk
    from nhsdx.model.suggest import expect_known

    chosen = choose_format(format_, output, PageFormat.TEXT)
    (scored,) = score_files([file], rubric=rubric, profile=profile, as_of=as_of, output=output)
    expect_known(to, scored.rubric.frameworks, f"a framework of {scored.rubric.reference}", "--to")
    found = build_crosswalk(scored.result, scored.rubric, to)
    if chosen is PageFormat.JSON:
        from nhsdx.commands.crosswalk.data import build_output
        from nhsdx.documents.data import json_text

        emit(json_text(build_output(found).dump()), output, force=force)
    else:
        from nhsdx.commands.crosswalk.document import build_document

        show_document(build_document(found), chosen, output, force=force)
