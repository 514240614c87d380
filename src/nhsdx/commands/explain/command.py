"""`nhsdx explain`: the arithmetic behind a number."""

from __future__ import annotations

from typing import Annotated

import typer

from nhsdx.cli.completion import complete_node
from nhsdx.cli.options import AsOf, Force, Output, ProfileName, RubricName
from nhsdx.cli.output import DataFormat, emit, make_page


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An assessment file; - is stdin.")],
    node: Annotated[
        str, typer.Argument(metavar="[ID]", help="A dimension or criterion.", autocompletion=complete_node)
    ] = "overall",
    *,
    format_: Annotated[DataFormat, typer.Option("--format", help="How to show the arithmetic.")] = DataFormat.TABLE,
    output: Output = None,
    force: Force = False,
    rubric: RubricName = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
) -> None:
    """Show the arithmetic behind a score, for each reading, down to the answers.

    Example: nhsdx explain examples/marlowe-vale.toml outcome-horizon
    """
    from dataclasses import replace

    from nhsdx.cli.scoring import score_files
    from nhsdx.model.base import OVERALL
    from nhsdx.model.suggest import expect_known

    (scored,) = score_files([file], rubric=rubric, profile=profile, as_of=as_of, output=output)
    result, rubric_of_it, both = scored.result, scored.rubric, scored.result.both
    nodes = (OVERALL, *result.dimensions, *result.criteria)
    if both is not None and node not in nodes and node in both.national.criteria:
        # A criterion that the local rubric drops: nationally it is still asked.
        result, rubric_of_it = replace(both.national, both=both), both.origin.national
    else:
        expect_known(node, nodes, "a dimension or criterion of the rubric", "ID")
    if format_ is DataFormat.TABLE:
        from nhsdx.commands.explain.document import explanation_page

        text = explanation_page(result, rubric_of_it, node, make_page(output))
    else:
        from nhsdx.commands.explain.data import build_explanation
        from nhsdx.documents.data import json_text

        text = json_text(build_explanation(result, node).dump())
    emit(text, output, force=force)
