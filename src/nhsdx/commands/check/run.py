"""A check of files and folders: the options, the policy, and one report on all files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from nhsdx.commands.check.checker import Checker
from nhsdx.commands.check.model import CheckFinding, CheckReport, Verdict
from nhsdx.commands.check.policy.references import KnownIds, find_unknown_nodes, list_both
from nhsdx.commands.check.settings import CheckOptions, build_settings
from nhsdx.errors import NhsdxError
from nhsdx.files.discovery import FoundAssessments, find_assessments
from nhsdx.files.source import STDIN
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model import FINDING_CODES, expect_known


def check_paths(
    paths: Sequence[str], options: CheckOptions, watch: Callable[[Sequence[str]], Iterable[str]] = iter
) -> CheckReport:
    """The report on every assessment among the paths; `watch` can show progress while it passes the names on.

    Raises NhsdxError if there is no assessment, or if an option, the policy or the baseline cannot be used.
    """
    for code in options.fail_on_finding:
        expect_known(code, FINDING_CODES, "the code of a finding", "--fail-on-finding")
    found = _find_assessments(paths, allow_none=options.allow_none)
    loader = AssessmentLoader(options.rubric)
    settings = build_settings(options, paths, loader)
    report = Checker(settings, loader).check_files(found.names, watch)
    read = (None if settings.policy is None else settings.policy.source.name, settings.baseline_path)
    return replace(
        report,
        findings=(*report.findings, *_check_thresholds(options, report)),
        ignored=found.ignored,
        inputs=(*found.names, *loader.instruments, *(str(name) for name in read if name is not None)),
        on=settings.demands.on,
    )


def _find_assessments(paths: Sequence[str], *, allow_none: bool) -> FoundAssessments:
    """The assessments among the paths.

    Raises NhsdxError if there are no assessments, because then nothing was checked.
    """
    if STDIN in paths:
        hint = "give files or folders; nhsdx assess reads an assessment from stdin"
        raise NhsdxError("check does not read stdin", STDIN, hint, code="usage")
    found = find_assessments(paths)
    if not found.names and not allow_none:
        hint = 'expected files with format = "nhsdx.assessment/1"; use --allow-none if there may be none'
        raise NhsdxError("there is no assessment among these paths", ", ".join(paths), hint, code="file-not-found")
    return found


def _check_thresholds(options: CheckOptions, report: CheckReport) -> Iterator[CheckFinding]:
    """An error for each given threshold that is never used.

    This is only a warning if the check is allowed to find no assessment.
    """
    results = [file.result for file in report.files if file.result is not None]
    known = KnownIds.of(list_both(results))
    known.expect_scores(options.thresholds)
    for _, message, remedy in find_unknown_nodes(options.thresholds, known) if results else ():
        yield CheckFinding(
            code="policy-unused",
            severity="warning" if options.allow_none else "error",
            message=message,
            remedy=remedy,
            file="--fail-under",
            verdict=Verdict.PASSED if options.allow_none else Verdict.INVALID,
        )
