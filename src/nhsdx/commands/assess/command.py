"""`nhsdx assess`: score assessments and show the results."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from nhsdx.cli.exits import EXIT_OF
from nhsdx.cli.options import (
    FORMAT,
    AsOf,
    FailUnder,
    Force,
    On,
    Output,
    ProfileName,
    RubricName,
    WhatIf,
    WithoutNotes,
)
from nhsdx.cli.output import (
    FOR_PROGRAMS,
    choose_format,
    emit,
    print_message,
    refuse_data_without_notes,
    show_document,
)

if TYPE_CHECKING:
    from nhsdx.analysis.case import Case
    from nhsdx.commands.check.findings import Demands
    from nhsdx.commands.check.policy.shape import Threshold


AssessFormat: TypeAlias = Literal["text", "markdown", "html", "docx", "pdf", "json", "jsonl", "toml"]


def assess(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Assessment files; - is stdin.")],
    *,
    format_: Annotated[AssessFormat | None, FORMAT] = None,
    output: Output = None,
    force: Force = False,
    rubric: RubricName = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
    fail_under: FailUnder = None,
    fail_on_gate: Annotated[
        bool, typer.Option("--fail-on-gate", help="Exit 1 unless every gate is clear under every reading.")
    ] = False,
    on: On = None,
    require_complete: Annotated[
        bool, typer.Option("--require-complete", help="Exit 4 if an applicable question or statement is not answered.")
    ] = False,
    what_if: WhatIf = None,
    without_notes: WithoutNotes = False,
) -> None:
    """Score assessments and show the results. In a terminal, if you give only a rubric, an interview starts.

    Example: nhsdx assess examples/marlowe-vale.toml
    """
    from nhsdx.cli.scoring import score_files, suppose_all

    has_demands = bool(fail_under or fail_on_gate or require_complete)
    _check_options(on, what_if, has_demands=has_demands, can_fail=bool(fail_under or fail_on_gate))
    chosen = choose_format(format_, output, AssessFormat)
    refuse_data_without_notes(chosen, without_notes=without_notes)
    _offer_interview(files, profile)
    thresholds = _parse_thresholds(fail_under)
    actual = score_files(files, rubric=rubric, profile=profile, as_of=as_of, output=output, what_if=what_if)
    scored = suppose_all(actual, what_if)
    if thresholds:
        from nhsdx.commands.check.thresholds import expect_nodes

        expect_nodes(thresholds, [one.result for one in scored])
    _show(scored, actual, chosen, output, force=force, with_notes=not without_notes)
    if has_demands:
        from nhsdx.commands.check.findings import Demands
        from nhsdx.model import Reading

        reading = None if on is None else Reading(on)
        demands = Demands(thresholds, fail_on_gate, require_complete, reading)
        raise typer.Exit(_report_unmet_demands(scored, demands))


def _check_options(on: str | None, what_if: list[str] | None, *, has_demands: bool, can_fail: bool) -> None:
    """Raises BadParameter for options that cannot be combined."""
    if what_if and has_demands:
        message = "hypothetical results are not checked: leave out --fail-under, --fail-on-gate and --require-complete"
        raise typer.BadParameter(message, param_hint="--what-if")
    if on is not None and not can_fail:
        raise typer.BadParameter("--on needs --fail-under or --fail-on-gate", param_hint="--on")


def _offer_interview(files: list[str], profile: str | None) -> None:
    """Starts an interview if a rubric is given instead of an assessment and the user at a terminal agrees."""
    if len(files) != 1 or sys.stdin is None or not sys.stdin.isatty() or not sys.stdout.isatty():
        return
    from nhsdx.commands.interview.begin import is_bare_rubric
    from nhsdx.commands.interview.command import interview

    if is_bare_rubric(files[0]):
        print_message("This is a rubric, and nothing is answered yet. Answer its questions now? y yes, n no:")
        if sys.stdin.readline().strip().lower() in ("y", "yes"):
            interview(files[0], profile=profile)
            raise typer.Exit


def _parse_thresholds(words: list[str] | None) -> tuple[Threshold, ...]:
    if not words:
        return ()
    from nhsdx.commands.check.thresholds import parse_thresholds

    return parse_thresholds(words)


def _show(
    scored: list[Case], actual: list[Case], format_: str, output: str | None, *, force: bool, with_notes: bool
) -> None:
    if format_ in FOR_PROGRAMS:
        emit(_format_data(scored, format_), output, force=force)
        return
    from nhsdx.commands.assess.document import build_document

    pages = [(one.result, one.rubric) for one in scored]
    document = build_document(pages, [one.result for one in actual], with_notes=with_notes)
    if format_ != "text":
        from nhsdx.documents.parts import add_results
        from nhsdx.documents.safe_text import clean

        named = [(clean(one.result.assessment.subject), one.result) for one in scored]
        document = add_results(document, named, with_data=with_notes)
    show_document(document, format_, output, force=force)


def _format_data(scored: list[Case], format_: str) -> str:
    from nhsdx.documents.data import data_text, jsonl_text
    from nhsdx.results.published import result_data

    results = [result_data(one.result) for one in scored]
    if format_ == "jsonl":
        return jsonl_text(results)
    data = results[0] if len(results) == 1 else results
    return data_text(data, format_)


def _report_unmet_demands(scored: list[Case], demands: Demands) -> int:
    """Prints the conditions that are not met, and returns the exit code for the most serious of them."""
    from nhsdx.commands.check.model import find_worst_verdict
    from nhsdx.commands.check.verdict import find_unmet
    from nhsdx.documents.safe_text import clean

    verdicts = []
    for one in scored:
        for demand in find_unmet(one.result, demands):
            print_message(f"{clean(one.name)}: {demand.message}")
            verdicts.append(demand.verdict)
    return EXIT_OF[find_worst_verdict(verdicts)]
