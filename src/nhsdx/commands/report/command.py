"""`nhsdx report`: the board paper."""

from __future__ import annotations

import sys
from typing import Annotated, Literal, TypeAlias

import typer

from nhsdx.cli.options import AsOf, Force, Output, ProfileName, RubricName, WithoutNotes, get_day
from nhsdx.cli.output import choose_format, emit, refuse_data_without_notes, refuse_own_input, show_document
from nhsdx.errors import NhsdxError

ReportFormat: TypeAlias = Literal["text", "markdown", "html", "json", "docx", "pdf"]


Assessments: TypeAlias = Annotated[
    list[str],
    typer.Argument(metavar="FILE", help="An assessment; more files add other voices on the same subject; - is stdin."),
]
ReportFormatOption: TypeAlias = Annotated[
    ReportFormat | None,
    typer.Option("--format", help="Output format; taken from the -o extension, otherwise HTML."),
]
OlderAssessment: TypeAlias = Annotated[
    str | None,
    typer.Option("--since", metavar="OLD", help="Show what changed since this older assessment or result."),
]
Rescore: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--rescore", help="Score the older assessment with the new rubric and profile, and note this in the report."
    ),
]
Target: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--target",
        metavar="[NODE=]SCORE|LEVEL",
        help="Add a page with the cheapest plan to reach a target: 60, clinical-framing=3, or gates=clear.",
    ),
]
BenefitsFile: TypeAlias = Annotated[
    str | None, typer.Option("--benefits", metavar="FILE", help="Add a page with the costs and benefits in this file.")
]


def report(
    files: Assessments,
    *,
    format_: ReportFormatOption = None,
    output: Output = None,
    force: Force = False,
    since: OlderAssessment = None,
    rescore: Rescore = False,
    target: Target = None,
    rubric: RubricName = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
    without_notes: WithoutNotes = False,
    benefits: BenefitsFile = None,
) -> None:
    """Write the board paper of an assessment: its scores and gates, what is unsupported, and what to do first.

    Example: nhsdx report examples/marlowe-vale.toml -o report.html
    """
    from nhsdx.commands.benefits.document import build_sheet
    from nhsdx.commands.benefits.run import load_appraisal
    from nhsdx.commands.report.document import build_document
    from nhsdx.commands.report.path import build_path
    from nhsdx.files.source import refuse_stdin_twice
    from nhsdx.loading.assessment_file import AssessmentLoader
    from nhsdx.results.cases import CaseLoader

    chosen = _choose_format(format_, output)
    _check_options(chosen, since, target, rescore=rescore, without_notes=without_notes)
    _check_benefits(chosen, benefits, without_notes=without_notes)
    others = [name for name in (since, benefits) if name is not None]
    refuse_stdin_twice([*files, *others])
    assessments = AssessmentLoader(rubric)
    loader = CaseLoader(assessments, profile, get_day(as_of))
    cases = loader.load_all(files)
    before = None if since is None else CaseLoader(assessments, rubrics=loader.rubric_names).load_any(since)[0]
    path = build_path(cases[0], target)
    further = () if benefits is None else (build_sheet(load_appraisal(benefits, cases[0].rubric), cases[0].rubric),)
    document = build_document(cases, before, rescore=rescore, with_notes=not without_notes, path=path, further=further)
    refuse_own_input(output, [*files, *others, *loader.rubric_names])
    if chosen == "json":
        from nhsdx.documents.data import json_text
        from nhsdx.results.published import result_data

        results = [result_data(case.result) for case in cases]
        emit(json_text(results[0] if len(results) == 1 else results), output, force=force)
        return
    show_document(document, chosen, output, force=force)


def _check_options(format_: str, since: str | None, target: str | None, *, rescore: bool, without_notes: bool) -> None:
    """Raises BadParameter for options that cannot be combined."""
    if rescore and since is None:
        raise typer.BadParameter("--rescore needs --since", param_hint="--rescore")
    refuse_data_without_notes(format_, without_notes=without_notes)
    if since is not None and format_ == "json":
        raise typer.BadParameter("JSON contains only results; for changes use nhsdx compare", param_hint="--since")
    if target is not None and format_ == "json":
        raise typer.BadParameter("JSON contains only results; for plans use nhsdx plan", param_hint="--target")


def _check_benefits(format_: str, benefits: str | None, *, without_notes: bool) -> None:
    """Raises BadParameter for options that cannot be combined with costs and benefits."""
    if benefits is not None and format_ == "json":
        raise typer.BadParameter(
            "JSON contains only results; for costs and benefits use nhsdx benefits", param_hint="--benefits"
        )
    if benefits is not None and without_notes:
        message = "costs and benefits cannot be shown without their reasons; leave out --benefits or --without-notes"
        raise typer.BadParameter(message, param_hint="--without-notes")


def _choose_format(given: str | None, output: str | None) -> str:
    """The format. On a terminal, raises NhsdxError without -o and --format, because HTML is unreadable there."""
    if given is None and output is None and sys.stdout is not None and sys.stdout.isatty():
        hint = "give -o report.html, .md, .docx or .pdf, or --format text to read it here"
        raise NhsdxError("a terminal cannot show an HTML report", "nhsdx report", hint, code="usage")
    return choose_format(given, output, ReportFormat, "html")
