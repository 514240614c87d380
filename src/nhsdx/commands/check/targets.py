"""Where the report of a check goes: stdout and files in several formats, a badge, and the summary of a GitHub job."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple, get_args

import typer

from nhsdx.cli.output import STDOUT, choose_format, emit, refuse_own_input, show_document
from nhsdx.commands.check.command import CheckFormat
from nhsdx.commands.check.model import CheckReport
from nhsdx.errors import NhsdxError
from nhsdx.files.writing import refuse_target
from nhsdx.model import DEFAULT_READING

SUMMARY = "GITHUB_STEP_SUMMARY"
PAGES = ("text", "markdown", "html")


class Target(NamedTuple):
    """A format and where to write it; None is stdout."""

    format: str
    file: str | None


class Targets(NamedTuple):
    """Where the report goes, in which formats, and the badge."""

    reports: tuple[Target, ...]
    badge: str | None
    force: bool

    @classmethod
    def of(
        cls, format_: str | None, output: str | None, also: Sequence[str], badge: str | None, *, force: bool
    ) -> Targets:
        """The targets given on the command line.

        Raises BadParameter for a malformed target or one given twice, and NhsdxError for one that cannot be written.
        """
        first = Target(choose_format(format_, output, CheckFormat), output)
        targets = cls((*map(_parse_also, also), first), badge, force)
        named = [
            name or STDOUT
            for name in (*(target.file for target in targets.reports), *(() if badge is None else (badge,)))
        ]
        if len({os.path.realpath(name) for name in named}) < len(named):
            raise typer.BadParameter("two outputs have the same target", param_hint="-o, --also, --badge")
        for name in named:
            if name != STDOUT:
                refuse_target(name, force=force)
        return targets

    @property
    def need_lines(self) -> bool:
        """Whether any format gives the line of every finding."""
        return any(target.format != "text" for target in self.reports)


def _parse_also(word: str) -> Target:
    name, colon, file = word.partition(":")
    if name not in get_args(CheckFormat) or not colon or not file:
        message = f"expected FORMAT:FILE, as in sarif:check.sarif; formats: {', '.join(get_args(CheckFormat))}"
        raise typer.BadParameter(message, param_hint="--also")
    return Target(name, file)


def write_report(report: CheckReport, targets: Targets) -> None:
    """Writes the badge and the report to every target. Raises NhsdxError, if possible before anything is written."""
    if targets.badge is not None and len(report.files) > 1:
        message = f"a badge shows one assessment, and there are {len(report.files)}"
        raise NhsdxError(message, "--badge", "check one assessment only", code="usage")
    for file in (*(target.file for target in targets.reports), targets.badge):
        refuse_own_input(file, report.inputs)
    if targets.badge is not None and report.files:
        _write_badge(report, targets.badge, force=targets.force)
    for target in targets.reports:
        _write(report, target, force=targets.force)
    if any(target.format == "github" for target in targets.reports):
        _add_summary(report)


def _write_badge(report: CheckReport, file: str, *, force: bool) -> None:
    """Writes the badge of the one assessment; no badge if it could not be scored, as the report then says."""
    result = report.files[0].result
    if result is not None:
        from nhsdx.commands.check.outputs.badge import draw_badge

        emit(draw_badge(result, report.on or DEFAULT_READING), file, force=force)


def _write(report: CheckReport, target: Target, *, force: bool) -> None:
    if target.format in PAGES:
        from nhsdx.commands.check.document import build_document

        document = build_document(report, is_brief=target.format == "text")
        show_document(document, target.format, target.file, force=force)
    else:
        emit(_format_data(report, target.format), target.file, force=force)


def _format_data(report: CheckReport, format_: str) -> str:
    if format_ == "json":
        from nhsdx.commands.check.data import build_check
        from nhsdx.documents.data import json_text

        return json_text(build_check(report).dump())
    if format_ == "junit":
        from nhsdx.commands.check.outputs.junit import format_junit

        return format_junit(report)
    if format_ == "sarif":
        from nhsdx.commands.check.outputs.sarif import format_sarif

        return format_sarif(report)
    from nhsdx.commands.check.outputs.github import format_workflow_commands

    return format_workflow_commands(report)


def _add_summary(report: CheckReport) -> None:
    """Adds the summary to the page of a GitHub job, if this is one."""
    target = os.environ.get(SUMMARY)
    if not target:
        return
    from nhsdx.commands.check.outputs.github import format_job_summary

    try:
        with open(target, "a", encoding="utf-8") as file:  # noqa: PTH123 - GitHub's own file, to which this adds
            file.write(format_job_summary(report))
    except OSError as error:
        message = f"the job summary cannot be written: {error.strerror}"
        raise NhsdxError(message, target, f"see the variable {SUMMARY}", code="file-unwritable") from None
