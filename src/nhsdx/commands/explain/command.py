"""`nhsdx explain`: the arithmetic behind a score."""

from __future__ import annotations

from typing import Annotated

import typer

from nhsdx.cli.completion import complete_node
from nhsdx.cli.options import (
    AsOf,
    AssessmentFile,
    Force,
    Output,
    PageFormatOption,
    ProfileName,
    RubricName,
    WhatIf,
    WithoutNotes,
)
from nhsdx.cli.output import choose_format, refuse_data_without_notes, show_page


def explain(
    file: AssessmentFile,
    node: Annotated[
        str,
        typer.Argument(
            metavar="[ID]",
            help="A dimension or criterion; default: the overall score.",
            show_default=False,
            autocompletion=complete_node,
        ),
    ] = "overall",
    *,
    format_: PageFormatOption = None,
    output: Output = None,
    force: Force = False,
    rubric: RubricName = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
    what_if: WhatIf = None,
    without_notes: WithoutNotes = False,
) -> None:
    """Show how a score is calculated under each reading, down to the answers.

    Example: nhsdx explain examples/marlowe-vale.toml outcome-horizon
    """
    from nhsdx.cli.scoring import score_files, suppose_all
    from nhsdx.commands.explain.data import build_explanation
    from nhsdx.commands.explain.document import build_document, choose_result

    chosen = choose_format(format_, output)
    refuse_data_without_notes(chosen, without_notes=without_notes)
    actual = score_files([file], rubric=rubric, profile=profile, as_of=as_of, output=output, what_if=what_if)
    (scored,) = suppose_all(actual, what_if)
    result, rubric_of_it = choose_result(scored.result, scored.rubric, node)
    show_page(
        chosen,
        output,
        document=lambda: build_document(result, rubric_of_it, node, with_notes=not without_notes),
        data=lambda: build_explanation(result, node),
        force=force,
    )
