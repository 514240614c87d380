"""One run of `nhsdx check`: find, check, show."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import typer

from nhsdx.cli.exits import EXIT_OF, Exit
from nhsdx.cli.output import STDOUT, emit, make_page, print_message, refuse_own_input
from nhsdx.commands.check.checker import Checker
from nhsdx.commands.check.model import CheckFinding, CheckReport, Verdict
from nhsdx.commands.check.options import CheckFormat
from nhsdx.commands.check.policy.shape import Threshold
from nhsdx.commands.check.settings import Options, build_settings
from nhsdx.commands.check.thresholds import list_nodes
from nhsdx.errors import NhsdxError
from nhsdx.files.discovery import find_assessments
from nhsdx.files.source import STDIN
from nhsdx.files.writing import refuse_target
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model.codes import FINDING_CODES
from nhsdx.model.reading import Reading
from nhsdx.model.suggest import expect_known, suggest_one_of

SUMMARY = "GITHUB_STEP_SUMMARY"


class Targets(NamedTuple):
    """Where the report goes, in which formats, and the badge."""

    format: CheckFormat
    output: str | None
    others: tuple[tuple[CheckFormat, str], ...]
    badge: str | None
    force: bool

    @classmethod
    def of(
        cls, format_: CheckFormat, output: str | None, also: Sequence[str], badge: str | None, *, force: bool
    ) -> Targets:
        """The targets, those of `--also` taken apart.

        Raises BadParameter for one that is none or given twice, and NhsdxError for one that cannot be written.
        """
        targets = cls(format_, output, tuple(map(_parse_also, also)), badge, force)
        named = [name for name in (output or STDOUT, badge, *(file for _, file in targets.others)) if name is not None]
        if len({os.path.realpath(name) for name in named}) < len(named):
            raise typer.BadParameter("two outputs would go to one place", param_hint="-o, --also, --badge")
        for name in targets.files:
            if name != STDOUT:
                refuse_target(name, force=force)
        return targets

    @property
    def need_lines(self) -> bool:
        """Whether any format says at which line each thing was found."""
        return any(one is not CheckFormat.TABLE for one in (self.format, *(other for other, _ in self.others)))

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that is to be written."""
        return tuple(name for name in (self.output, self.badge, *(file for _, file in self.others)) if name is not None)


def _parse_also(word: str) -> tuple[CheckFormat, str]:
    name, colon, file = word.partition(":")
    if name not in list(CheckFormat) or not colon or not file:
        message = f"expected FORMAT:FILE, as in sarif:check.sarif; formats: {', '.join(CheckFormat)}"
        raise typer.BadParameter(message, param_hint="--also")
    return CheckFormat(name), file


def run(paths: Sequence[str], options: Options, targets: Targets, *, allow_none: bool) -> Exit:
    """Checks every assessment among the paths, writes what was asked for, and gives the exit code."""
    for code in options.fail_on_finding:
        expect_known(code, FINDING_CODES, "a code of a finding", "--fail-on-finding")
    names = _find_assessments(paths, allow_none=allow_none)
    if targets.badge is not None and len(names) > 1:
        message = f"a badge is of one assessment, and there are {len(names)}"
        raise NhsdxError(message, "--badge", "check that one by itself", code="usage")
    shelf = AssessmentLoader(options.rubric)
    ways = build_settings(options, names, paths, shelf)
    checker = Checker(ways, shelf)
    report = checker.report(names, _show_progress)
    report = replace(
        report,
        findings=(*report.findings, *_find_unused_thresholds(options.thresholds, report, may_be_none=allow_none)),
    )
    own = (*names, *shelf.instruments, *(() if ways.policy is None else (ways.policy.source.name,)))
    for target in targets.files:
        refuse_own_input(target, (*own, options.no_regression or ""))
    if options.update_golden:
        print_message(f"{checker.kept} golden results written")
    _write(report, targets, ways.asked.demands.on)
    if report.verdict is not Verdict.PASSED:
        print_message(f"check: {report.verdict}")
    return EXIT_OF[report.verdict]


def _find_unused_thresholds(
    thresholds: Sequence[Threshold], report: CheckReport, *, may_be_none: bool
) -> Iterator[CheckFinding]:
    """The thresholds given on nodes that no rubric at hand has: a slip, unless there need be nothing to check."""
    results = [file.result for file in report.files if file.result is not None]
    nodes = list_nodes(results)
    for threshold in thresholds if results else ():
        if threshold.node not in nodes:
            yield CheckFinding(
                code="policy-unused",
                severity="warning" if may_be_none else "error",
                message=f"no rubric of the files checked has {threshold.node}",
                remedy=suggest_one_of(threshold.node, nodes),
                file="--fail-under",
                verdict=Verdict.PASSED if may_be_none else Verdict.INVALID,
            )


def _find_assessments(paths: Sequence[str], *, allow_none: bool) -> tuple[str, ...]:
    """The assessments among the paths. Raises NhsdxError if there are none, for that is no check passed."""
    if STDIN in paths:
        hint = "give files or folders; nhsdx assess reads an assessment from stdin"
        raise NhsdxError("check does not read stdin", STDIN, hint, code="usage")
    found = find_assessments(paths)
    if found.ignored:
        print_message(f"{found.ignored} other TOML file{'s' if found.ignored > 1 else ''} passed over")
    if not found.names and not allow_none:
        hint = 'expected files with format = "nhsdx.assessment/1"; give --allow-none if there may be none'
        raise NhsdxError("there is no assessment among these paths", ", ".join(paths), hint, code="file-not-found")
    return found.names


def _show_progress(names: Sequence[str]) -> Iterator[str]:
    """The names, with a bar on stderr while they are worked through, if somebody watches."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield from names
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(names, "Checking", console=Console(stderr=True), transient=True)


def _write(report: CheckReport, targets: Targets, on: Reading | None) -> None:
    badge = None if targets.badge is None else _draw_badge(report, on)
    if badge is not None:
        emit(badge, targets.badge, force=targets.force)
    for format_, file in targets.others:
        emit(_format_report(report, format_, file), file, force=targets.force)
    emit(_format_report(report, targets.format, targets.output), targets.output, force=targets.force)
    if CheckFormat.GITHUB in (targets.format, *(format_ for format_, _ in targets.others)):
        _add_summary(report)


def _format_report(report: CheckReport, format_: CheckFormat, output: str | None) -> str:
    if format_ is CheckFormat.TABLE:
        from nhsdx.commands.check.document import check_page

        return check_page(report, make_page(output))
    if format_ is CheckFormat.JSON:
        from nhsdx.commands.check.data import build_check
        from nhsdx.documents.data import json_text

        return json_text(build_check(report).dump())
    if format_ is CheckFormat.JUNIT:
        from nhsdx.commands.check.outputs.junit import format_junit

        return format_junit(report)
    if format_ is CheckFormat.SARIF:
        from nhsdx.commands.check.outputs.sarif import format_sarif

        return format_sarif(report)
    from nhsdx.commands.check.outputs.github import format_workflow_commands

    return format_workflow_commands(report)


def _draw_badge(report: CheckReport, on: Reading | None) -> str | None:
    """The badge of the one assessment; none while it cannot be scored, which the report says."""
    from nhsdx.commands.check.outputs.badge import draw_badge

    result = report.files[0].result if report.files else None
    return None if result is None else draw_badge(result, on or Reading.CLAIMED)


def _add_summary(report: CheckReport) -> None:
    """Adds the summary to the page of a GitHub job, if this is one."""
    target = os.environ.get(SUMMARY)
    if not target:
        return
    from nhsdx.commands.check.outputs.github import format_job_summary

    try:
        with open(target, "a", encoding="utf-8") as file:  # noqa: PTH123 - GitHub's own file, which is added to
            file.write(format_job_summary(report))
    except OSError as error:
        message = f"the job summary cannot be written: {error.strerror}"
        raise NhsdxError(message, target, f"see the variable {SUMMARY}", code="file-unwritable") from None
