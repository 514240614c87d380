"""`nhsdx assess`: score assessments and show the results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nhsdx.cli.exits import EXIT_OF
from nhsdx.cli.options import AsOf, FailUnder, Force, On, Output, ProfileName, RubricName
from nhsdx.cli.output import ResultFormat, emit, make_page, print_message

if TYPE_CHECKING:
    from nhsdx.cli.scoring import FileResult
    from nhsdx.commands.check.demands import Demands
    from nhsdx.commands.check.policy.shape import Threshold


def assess(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Assessment files; - is stdin.")],
    *,
    format_: Annotated[ResultFormat, typer.Option("--format", help="How to show the results.")] = ResultFormat.TABLE,
    output: Output = None,
    force: Force = False,
    rubric: RubricName = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
    fail_under: FailUnder = None,
    fail_on_gate: Annotated[
        bool, typer.Option("--fail-on-gate", help="Exit 1 if any gate is not clear under every reading.")
    ] = False,
    on: On = None,
    require_complete: Annotated[
        bool, typer.Option("--require-complete", help="Exit 4 if any answer that applies is unknown.")
    ] = False,
) -> None:
    """Score assessments and show where they stand.

    Example: nhsdx assess examples/marlowe-vale.toml
    """
    from nhsdx.cli.scoring import score_files

    if on is not None and not fail_under and not fail_on_gate:
        raise typer.BadParameter("--on needs --fail-under or --fail-on-gate", param_hint="--on")
    thresholds = _parse_thresholds(fail_under)
    scored = score_files(files, rubric=rubric, profile=profile, as_of=as_of, output=output)
    _expect_nodes(thresholds, scored)
    emit(_format_results(scored, format_, output), output, force=force)
    if thresholds or fail_on_gate or require_complete:
        from nhsdx.commands.check.demands import Demands
        from nhsdx.model.reading import Reading

        reading = None if on is None else Reading(on.value)
        raise typer.Exit(_report_unmet_demands(scored, Demands(thresholds, fail_on_gate, require_complete, reading)))


def _parse_thresholds(words: list[str] | None) -> tuple[Threshold, ...]:
    if not words:
        return ()
    from nhsdx.commands.check.thresholds import parse_thresholds

    return parse_thresholds(words)


def _expect_nodes(thresholds: tuple[Threshold, ...], scored: list[FileResult]) -> None:
    if thresholds:
        from nhsdx.commands.check.thresholds import expect_nodes

        expect_nodes(thresholds, [one.result for one in scored])


def _format_results(scored: list[FileResult], format_: ResultFormat, output: str | None) -> str:
    if format_ is ResultFormat.TABLE:
        from nhsdx.render.table import results_page

        return results_page([(one.result, one.rubric) for one in scored], make_page(output))
    from nhsdx.documents.data import json_text, jsonl_text, toml_text
    from nhsdx.results.published import result_data

    results = [result_data(one.result) for one in scored]
    if format_ is ResultFormat.JSONL:
        return jsonl_text(results)
    data = results[0] if len(results) == 1 else results
    return json_text(data) if format_ is ResultFormat.JSON else toml_text(data)


def _report_unmet_demands(scored: list[FileResult], demands: Demands) -> int:
    """That of the worst of what is unmet, in whatever order."""
    from nhsdx.commands.check.model import find_worst_verdict
    from nhsdx.commands.check.verdict import find_unmet
    from nhsdx.documents.safe_text import clean

    verdicts = []
    for one in scored:
        for demand in find_unmet(one.result, demands):
            print_message(f"{clean(one.name)}: {demand.message}")
            verdicts.append(demand.verdict)
    return EXIT_OF[find_worst_verdict(verdicts)]
