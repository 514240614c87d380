"""`nhsdx check`: tests assessments against the conditions of a project, for CI."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from nhsdx.cli.options import (
    FORMAT,
    AsOf,
    FailUnder,
    Force,
    On,
    Output,
    ProfileName,
    RubricName,
    get_day,
    make_day_option,
)
from nhsdx.cli.output import print_message

if TYPE_CHECKING:
    from nhsdx.commands.check.model import CheckReport
    from nhsdx.commands.check.settings import CheckOptions

CheckFormat: TypeAlias = Literal["text", "markdown", "html", "json", "junit", "sarif", "github"]


Paths: TypeAlias = Annotated[list[str], typer.Argument(metavar="PATH", help="Assessments, or folders of them.")]
Also: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--also", metavar="FORMAT:FILE", help="Also write the report to a file in this format; repeatable."),
]
FailOnGate: TypeAlias = Annotated[
    bool | None,
    typer.Option("--fail-on-gate/--no-fail-on-gate", help="Fail unless every gate is clear under every reading."),
]
FailOnFinding: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--fail-on-finding", metavar="CODE", help="Fail on findings with this code; repeatable."),
]
RequireComplete: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--require-complete/--no-require-complete", help="The verdict is undecided (exit 4) if an answer is unknown."
    ),
]
NoRegression: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--no-regression", metavar="BASELINE", help="Fail if a result is worse than in this file or folder of results."
    ),
]
Policy: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--policy",
        metavar="FILE",
        help="Policy file; default: nhsdx.toml or pyproject.toml in the folder of the paths or in a folder above it.",
    ),
]
Today: TypeAlias = Annotated[
    datetime.datetime | None,
    make_day_option("--today", "Judge waivers as of this date; default: today."),
]
Badge: TypeAlias = Annotated[
    str | None, typer.Option("--badge", metavar="FILE", help="Write an SVG badge, if only one assessment is checked.")
]
AllowNone: TypeAlias = Annotated[bool, typer.Option("--allow-none", help="Pass if the paths contain no assessment.")]


def check(
    paths: Paths,
    *,
    format_: Annotated[CheckFormat | None, FORMAT] = None,
    also: Also = None,
    output: Output = None,
    force: Force = False,
    fail_under: FailUnder = None,
    fail_on_gate: FailOnGate = None,
    fail_on_finding: FailOnFinding = None,
    on: On = None,
    require_complete: RequireComplete = None,
    no_regression: NoRegression = None,
    policy: Policy = None,
    today: Today = None,
    rubric: RubricName = None,
    profile: ProfileName = None,
    as_of: AsOf = None,
    badge: Badge = None,
    allow_none: AllowNone = False,
) -> None:
    """Check assessments for CI: validate and score them, and test thresholds, gates and expected results.

    nhsdx looks for assessments in folders and ignores other TOML files. The worst verdict on any file decides the
    exit code.

    Example: nhsdx check examples
    """
    from nhsdx.cli.exits import EXIT_OF
    from nhsdx.commands.check.model import Verdict
    from nhsdx.commands.check.settings import CheckOptions
    from nhsdx.commands.check.targets import Targets, write_report
    from nhsdx.commands.check.thresholds import parse_thresholds
    from nhsdx.model import Reading

    targets = Targets.of(format_, output, also or (), badge, force=force)
    options = CheckOptions(
        thresholds=parse_thresholds(fail_under or ()),
        fail_on_gate=fail_on_gate,
        fail_on_finding=tuple(fail_on_finding or ()),
        require_complete=require_complete,
        on=None if on is None else Reading(on),
        no_regression=no_regression,
        policy=policy,
        today=get_day(today),
        rubric=rubric,
        profile=profile,
        as_of=get_day(as_of),
        allow_none=allow_none,
        with_all_lines=targets.need_lines,
    )
    report = _check_paths(paths, options, or_raise=targets.is_plain and format_ != "text")
    write_report(report, targets)
    if report.verdict is not Verdict.PASSED:
        print_message(f"check: {report.verdict}")
    raise typer.Exit(EXIT_OF[report.verdict])


def _check_paths(paths: Sequence[str], options: CheckOptions, *, or_raise: bool) -> CheckReport:
    """The report on the paths, or on the error that stops the check; with `or_raise`, the error is raised instead.

    Says on stderr how many files were ignored.
    """
    from nhsdx.cli.problems import print_findings
    from nhsdx.commands.check.run import check_paths
    from nhsdx.commands.check.targets import build_failure
    from nhsdx.documents.phrases import count_words
    from nhsdx.errors import NhsdxError
    from nhsdx.model import list_findings

    try:
        report = check_paths(paths, options, _show_progress)
    except NhsdxError as error:
        if or_raise:
            raise
        findings = list_findings(error)
        print_findings(findings)
        return build_failure(findings, paths)
    if report.ignored:
        print_message(f"{count_words(report.ignored, 'other TOML file')} ignored")
    return report


def _show_progress(names: Sequence[str]) -> Iterator[str]:
    """The names, with a progress bar on stderr if stderr is a terminal."""
    import os
    import sys

    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield from names
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(names, "Checking", console=Console(stderr=True), transient=True)
