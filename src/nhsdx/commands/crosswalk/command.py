"""`nhsdx crosswalk`: the levels of an assessment under the headings of another framework."""

from __future__ import annotations

from typing import Annotated

import typer

from nhsdx.cli.completion import complete_framework
from nhsdx.cli.options import AsOf, AssessmentFile, Force, Output, PageFormatOption, ProfileName, RubricName
from nhsdx.cli.output import choose_format, show_page


def crosswalk(
    file: AssessmentFile,
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
    from nhsdx.commands.crosswalk.data import build_output
    from nhsdx.commands.crosswalk.document import build_document
    from nhsdx.model import expect_known

    chosen = choose_format(format_, output)
    (scored,) = score_files([file], rubric=rubric, profile=profile, as_of=as_of, output=output)
    expect_known(to, scored.rubric.frameworks, f"a framework of {scored.rubric.reference}", "--to")
    found = build_crosswalk(scored.result, scored.rubric, to)
    show_page(chosen, output, document=lambda: build_document(found), data=lambda: build_output(found), force=force)
