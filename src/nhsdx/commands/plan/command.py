"""`nhsdx plan`: the cheapest steps to a target, or the best use of a budget."""

from __future__ import annotations

from typing import Annotated

import typer

from nhsdx.cli.options import (
    AsOf,
    AssessmentFile,
    Force,
    Output,
    PageFormatOption,
    ProfileName,
    ReadingName,
    RubricName,
    WhatIf,
)
from nhsdx.cli.output import choose_format, refuse_own_input, show_page


def plan(
    file: AssessmentFile,
    *,
    target: Annotated[
        str | None,
        typer.Option(
            "--target",
            metavar="[NODE=]SCORE|LEVEL",
            help="What to reach at the least effort: 60, overall=3, clinical-framing=3, or gates=clear.",
        ),
    ] = None,
    budget: Annotated[
        str | None, typer.Option("--budget", metavar="EFFORT", help="The most effort, for the best score it buys.")
    ] = None,
    node: Annotated[
        str, typer.Option("--node", metavar="ID", help="With --budget: raise this dimension or criterion.")
    ] = "overall",
    reading: Annotated[ReadingName, typer.Option("--reading", help="The reading whose score counts.")] = "evidenced",
    effort: Annotated[
        str | None, typer.Option("--effort", metavar="FILE", help="Take the effort of steps from this file.")
    ] = None,
    equal: Annotated[bool, typer.Option("--equal", help="Count every step as one: find the fewest steps.")] = False,
    fix: Annotated[
        list[str] | None,
        typer.Option("--fix", metavar="ID", help="A criterion or step that must be in the plan; several times."),
    ] = None,
    avoid: Annotated[
        list[str] | None,
        typer.Option("--avoid", metavar="ID", help="A criterion or step to leave as it is; several times."),
    ] = None,
    what_if: WhatIf = None,
    format_: PageFormatOption = None,
    output: Output = None,
    force: Force = False,
    rubric: RubricName = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
) -> None:
    """Find the cheapest steps to a score, level or clear gates, or the best score for an effort, with proof.

    Example: nhsdx plan examples/marlowe-vale.toml --target clinical-framing=3
    """
    from nhsdx.cli.scoring import score_files, suppose_all
    from nhsdx.commands.plan.data import build_output
    from nhsdx.commands.plan.document import build_document
    from nhsdx.commands.plan.request import PlanRequest
    from nhsdx.model import Reading

    chosen = choose_format(format_, output)
    cases = score_files([file], rubric=rubric, profile=profile, as_of=as_of, output=output, what_if=what_if)
    (case,) = suppose_all(cases, what_if)
    refuse_own_input(output, [] if effort is None else [effort])
    request = PlanRequest(target, budget, node, Reading(reading), effort, equal, fix or (), avoid or ())
    found = request.find(case)
    show_page(chosen, output, document=lambda: build_document(found), data=lambda: build_output(found), force=force)
