"""`nhsdx report`: the board paper."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nhsdx.cli.options import AsOf, Force, Output, ProfileName, RubricName
from nhsdx.cli.output import STDOUT, emit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nhsdx.analysis.case import Case
    from nhsdx.commands.compare.model import Comparison
    from nhsdx.results.cases import CaseLoader


class ReportFormat(StrEnum):
    """The formats of a report."""

    HTML = "html"
    MARKDOWN = "markdown"
    DOCX = "docx"
    PDF = "pdf"


ENDINGS = {
    **dict.fromkeys((".html", ".htm"), ReportFormat.HTML),
    **dict.fromkeys((".md", ".markdown"), ReportFormat.MARKDOWN),
    ".docx": ReportFormat.DOCX,
    ".pdf": ReportFormat.PDF,
}
NOT_TEXT = (ReportFormat.DOCX, ReportFormat.PDF)


def report(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="An assessment; further ones are other voices; - is stdin.")
    ],
    *,
    format_: Annotated[
        ReportFormat | None, typer.Option("--format", help="How to write it; as the end of -o says, else html.")
    ] = None,
    output: Output = None,
    force: Force = False,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="OLD", help="Tell what changed since this older assessment or result."),
    ] = None,
    rescore: Annotated[
        bool, typer.Option("--rescore", help="Score the older one with this rubric and profile, and say so.")
    ] = False,
    rubric: RubricName = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
) -> None:
    """Write the board paper of an assessment: where it stands, what is unsupported or unsafe, what to do first.

    Example: nhsdx report examples/marlowe-vale.toml -o report.html
    """
    from nhsdx.cli.output import refuse_own_input
    from nhsdx.commands.report.voices import expect_one_subject
    from nhsdx.files.source import refuse_stdin_twice
    from nhsdx.loading.assessment_file import AssessmentLoader
    from nhsdx.results.cases import CaseLoader

    if rescore and since is None:
        raise typer.BadParameter("--rescore needs --since", param_hint="--rescore")
    wanted = format_ or _find_format(output)
    if wanted in NOT_TEXT and output in (None, STDOUT) and sys.stdout is not None and sys.stdout.isatty():
        raise typer.BadParameter(f"a terminal cannot show {wanted}; name a file", param_hint="-o")
    older = [] if since is None else [since]
    refuse_stdin_twice([*files, *older])
    loader = CaseLoader(AssessmentLoader(rubric), profile, None if as_of is None else as_of.date())
    cases = loader.load_all(files)
    expect_one_subject(cases)
    comparison = None if since is None else _compare_with_older(since, loader, cases[0], rescore=rescore)
    refuse_own_input(output, [*files, *older, *loader.rubric_names])
    emit(_write_report(wanted, cases, comparison), output, force=force)


def _find_format(output: str | None) -> ReportFormat:
    """The format that the end of a file's name asks for, HTML if it asks for none."""
    return ENDINGS.get(Path(output or "").suffix.lower(), ReportFormat.HTML)


def _compare_with_older(name: str, loader: CaseLoader, new: Case, *, rescore: bool) -> Comparison:
    """What changed since an older assessment, or the first result of a file."""
    from nhsdx.commands.compare.comparison import compare
    from nhsdx.results.cases import CaseLoader

    return compare(CaseLoader(loader.assessments).load_any(name)[0], new, rescore=rescore)


def _write_report(format_: ReportFormat, cases: Sequence[Case], comparison: Comparison | None) -> str | bytes:
    """The report in a format. Raises NhsdxError where what draws it is not installed."""
    from nhsdx.commands.report.document import build_report
    from nhsdx.extras import import_extra

    made = build_report(cases, comparison)
    if format_ is ReportFormat.MARKDOWN:
        from nhsdx.documents.markdown import draw_markdown

        return draw_markdown(made)
    if format_ is ReportFormat.HTML:
        from nhsdx.documents.html.page import draw_html
        from nhsdx.results.published import result_data

        return draw_html(made, [result_data(case.result) for case in cases])
    if format_ is ReportFormat.DOCX:
        import_extra("docx", "docx")
        from nhsdx.documents.word.file import draw_docx

        return draw_docx(made)
    from nhsdx.documents.pdf.file import draw_pdf

    import_extra("typst", "pdf")
    return draw_pdf(made)
