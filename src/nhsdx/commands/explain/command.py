"""`nhsdx explain`: the arithmetic behind a score."""

from __future__ import annotations

from typing import Annotated

import typer

from nhsdx.cli.completion import complete_node
from nhsdx.cli.options import AsOf, Force, Output, ProfileName, RubricName
from nhsdx.cli.output import PageFormat, choose_format, emit, show_document


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An assessment file; - is stdin.")],
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
    format_: Annotated[
        PageFormat | None,
        typer.Option("--format", help="Output format; taken from the -o extension, otherwise text."),
    ] = None,
    output: Output = None,
    force: Force = False,
    rubric: RubricName = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
) -> None:
    """Show how a score is calculated under each reading, down to the answers.

    Example: nhsdx explain examples/marlowe-vale.toml outcome-horizon
    """
    from nhsdx.cli.scoring import score_files
    from nhsdx.commands.explain.document import build_document, choose_result

    chosen = choose_format(format_, output, PageFormat.TEXT)
    (scored,) = score_files([file], rubric=rubric, profile=profile, as_of=as_of, output=output)
    result, rubric_of_it = choose_result(scored.result, scored.rubric, node)
    if chosen is PageFormat.JSON:
        from nhsdx.commands.explain.data import build_explanation
        from nhsdx.documents.data import json_text

        emit(json_text(build_explanation(result, node).dump()), output, force=force)
        return
    show_document(build_document(result, rubric_of_it, node), chosen, output, force=force)
