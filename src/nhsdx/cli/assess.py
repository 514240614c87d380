"""`nhsdx assess`: score assessments and show the results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nhsdx.cli.options import AsOf, Force, Output, ProfileName, RubricName
from nhsdx.cli.output import ResultFormat, emit, page_for, refuse_own_input, talk
from nhsdx.cli.readings import ReadingName

if TYPE_CHECKING:
    from nhsdx.analysis.demands import Demands
    from nhsdx.cli.scoring import Scored


def assess(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Assessment files; - is stdin.")],
    *,
    format_: Annotated[ResultFormat, typer.Option("--format", help="How to show the results.")] = ResultFormat.TABLE,
    output: Output = None,
    force: Force = False,
    rubric: RubricName = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
    fail_under: Annotated[
        float | None,
        typer.Option("--fail-under", metavar="SCORE", help="Exit 1 if the overall score is below this."),
    ] = None,
    fail_on_gate: Annotated[
        bool, typer.Option("--fail-on-gate", help="Exit 1 if any gate is not clear under every reading.")
    ] = False,
    on: Annotated[ReadingName | None, typer.Option("--on", help="Judge score and gates on this reading alone.")] = None,
    require_complete: Annotated[
        bool, typer.Option("--require-complete", help="Exit 4 if any answer that applies is unknown.")
    ] = False,
) -> None:
    """Score assessments and show where they stand.

    Example: nhsdx assess examples/marlowe-vale.toml
    """
    from nhsdx.cli.scoring import score_files

    if on is not None and fail_under is None and not fail_on_gate:
        raise typer.BadParameter("--on needs --fail-under or --fail-on-gate", param_hint="--on")
    if fail_under is not None and not 0 <= fail_under <= 100:  # noqa: PLR2004 - a score's range; NaN is outside too
        raise typer.BadParameter("expected a score from 0 to 100", param_hint="--fail-under")
    refuse_own_input(output, files)
    scored = score_files(files, rubric=rubric, profile=profile, as_of=as_of)
    emit(_text(scored, format_, output), output, force=force)
    if fail_under is not None or fail_on_gate or require_complete:
        from nhsdx.analysis.demands import Demands
        from nhsdx.model.reading import Reading

        reading = None if on is None else Reading(on.value)
        raise typer.Exit(_exit_code(scored, Demands(fail_under, fail_on_gate, require_complete, reading)))


def _text(scored: list[Scored], format_: ResultFormat, output: str | None) -> str:
    if format_ is ResultFormat.TABLE:
        from nhsdx.render.table import results_page

        return results_page([(one.result, one.rubric) for one in scored], page_for(output))
    from nhsdx.render.data_v1 import json_text, result_data, toml_text

    results = [result_data(one.result) for one in scored]
    data = results[0] if len(results) == 1 else results
    return json_text(data) if format_ is ResultFormat.JSON else toml_text(data)


def _exit_code(scored: list[Scored], demands: Demands) -> int:
    """0, or the worst of what is unmet: a failed check outranks an undecided one, in whatever order."""
    from nhsdx.analysis.demands import unmet
    from nhsdx.render.plain import clean

    verdicts = set()
    for one in scored:
        for demand in unmet(one.result, demands):
            talk(f"{clean(one.name)}: {demand.message}")
            verdicts.add(demand.verdict.value)
    return min(verdicts, default=0)
