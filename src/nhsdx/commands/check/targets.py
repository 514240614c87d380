"""Where the check report goes: stdout and files in several formats, a badge, and the summary of a GitHub job."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, get_args

import typer

from nhsdx.cli.arguments import find_option
from nhsdx.cli.output import STDOUT, choose_format, draw_for, emit_all, refuse_outputs, refuse_own_input
from nhsdx.commands.check.command import CheckFormat
from nhsdx.commands.check.model import CheckReport
from nhsdx.commands.check.places import convert_error
from nhsdx.errors import NhsdxError
from nhsdx.files.writing import Output
from nhsdx.model import DEFAULT_READING, Finding

SUMMARY = "GITHUB_STEP_SUMMARY"
PAGES = ("text", "markdown", "html")
RESULTS = b"nhsdx.result/"
"""How a results file begins. Such a file may be a baseline, unlike a check report."""


class Target(NamedTuple):
    """A format and the file to which it is written; None means stdout."""

    format: str
    file: str | None


class Targets(NamedTuple):
    """Where the report and the badge go, and in which formats."""

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
        files = [target.file or STDOUT for target in targets.reports]
        if [*files, badge].count(STDOUT) > 1:
            raise typer.BadParameter("two outputs go to stdout", param_hint="-o, --also, --badge")
        refuse_outputs([*files, badge], (), force=force)
        for file in files:
            if may_be_input(file):
                message = "this is the file being read, or another input"
                raise NhsdxError(message, file, "give the output another name", code="file-exists")
        return targets

    @property
    def is_plain(self) -> bool:
        """Whether the only output is a page or JSON on stdout: errors then look as they do for every command."""
        return len(self.reports) == 1 and self.reports[0] in (Target("text", None), Target("json", None))

    @property
    def need_lines(self) -> bool:
        """Whether any format gives the line of every finding."""
        return any(target.format != "text" for target in self.reports)


def may_be_input(file: str) -> bool:
    """Whether an existing file may be an input of a check: an assessment, a policy or results."""
    path = Path(file)
    try:
        return path.is_file() and (path.suffix.lower() == ".toml" or RESULTS in path.read_bytes())
    except OSError:
        return True


def _parse_also(word: str) -> Target:
    name, colon, file = word.partition(":")
    if name not in get_args(CheckFormat) or not colon or not file:
        message = f"expected FORMAT:FILE, as in sarif:check.sarif; formats: {', '.join(get_args(CheckFormat))}"
        raise typer.BadParameter(message, param_hint="--also")
    return Target(name, file)


def build_failure(findings: Sequence[Finding], paths: Sequence[str] = ()) -> CheckReport:
    """The report on a check that could not be made, because of its options, its policy, its baseline or its paths."""
    name = paths[0] if paths else "nhsdx check"
    return CheckReport(files=(), findings=tuple(convert_error(name, finding) for finding in findings))


def draw_failure(findings: Sequence[Finding], format_: str) -> bytes | None:
    """The report for stdout if the command is used wrongly; None unless the format is one that only checks have."""
    is_own = format_ in get_args(CheckFormat) and format_ not in ("text", "json")
    return draw_report(build_failure(findings), Target(format_, None)) if is_own else None


def write_failure(findings: Sequence[Finding], arguments: Sequence[str]) -> None:
    """Writes the report to the files asked for, if the command fails before it has read its own options.

    An existing file is replaced only with --force, and never if it may be an input.
    """
    report, force = build_failure(findings), "--force" in arguments
    targets = list(_find_targets(arguments))
    files = [*(file for _, file in targets), *find_option(arguments, "--badge")]
    counts = Counter(map(os.path.realpath, files))
    for name, file in targets:
        if file != STDOUT and counts[os.path.realpath(file)] == 1 and not may_be_input(file):
            with suppress(NhsdxError):
                emit_all(None, [Output(file, draw_report(report, Target(name, file)), force)])


def _find_targets(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The format and the name of each file asked for, except for malformed targets."""
    for word in find_option(arguments, "--also"):
        with suppress(typer.BadParameter):
            name, file = _parse_also(word)
            yield name, file or STDOUT
    given = next(find_option(arguments, "--format"), None)
    for file in find_option(arguments, "--output", "-o"):
        with suppress(typer.BadParameter):
            name = choose_format(given, file, CheckFormat)
            if name in get_args(CheckFormat):
                yield name, file


def write_report(report: CheckReport, targets: Targets) -> None:
    """Writes the badge and the report to every target.

    Raises NhsdxError if something goes wrong, where possible before anything is written.
    """
    if targets.badge is not None and len(report.files) > 1:
        message = f"a badge shows one assessment, but there are {len(report.files)}"
        raise NhsdxError(message, "--badge", "check one assessment only", code="usage")
    for file in (*(target.file for target in targets.reports), targets.badge):
        refuse_own_input(file, report.inputs)
    stdout, outputs = None, []
    for name, content in _draw_all(report, targets):
        if name is None or name == STDOUT:
            stdout = content
        else:
            outputs.append(Output(name, content, targets.force))
    emit_all(stdout, outputs)
    if any(target.format == "github" for target in targets.reports):
        _add_summary(report)


def _draw_all(report: CheckReport, targets: Targets) -> Iterator[tuple[str | None, bytes]]:
    """Where each report goes, and its content; no badge if the only assessment could not be scored."""
    first = report.files[0] if report.files else None
    if targets.badge is not None and first is not None and first.result is not None:
        from nhsdx.commands.check.outputs.badge import draw_badge

        yield targets.badge, draw_badge(first.result, report.on or DEFAULT_READING, first.profile).encode()
    for target in targets.reports:
        yield target.file, draw_report(report, target)


def draw_report(report: CheckReport, target: Target) -> bytes:
    """The report in the format of a target."""
    if target.format not in PAGES:
        return _format_data(report, target.format).encode()
    from nhsdx.commands.check.document import build_document

    return draw_for(build_document(report, is_brief=target.format == "text"), target.format, target.file)


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
    """Adds the summary to the job's page, if nhsdx runs in a GitHub job."""
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
