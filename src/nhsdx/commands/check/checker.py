"""Checks every assessment among some files and folders: one report over all of them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from nhsdx.analysis.case import Case
from nhsdx.commands.check.findings import CheckRemark
from nhsdx.commands.check.model import CheckedFile, CheckFinding, CheckReport, Verdict
from nhsdx.commands.check.policy.shape import Threshold, Waiver
from nhsdx.commands.check.settings import CheckOptions, CheckSettings, LoadedPolicy, build_settings
from nhsdx.commands.check.thresholds import list_nodes
from nhsdx.commands.check.verdict import ActiveWaivers, check_waivers, is_expired, judge
from nhsdx.errors import NhsdxError
from nhsdx.files.discovery import FoundAssessments, find_assessments
from nhsdx.files.source import STDIN, SourceText
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from nhsdx.model import FINDING_CODES, Finding, Problem, expect_known, format_path, list_findings, suggest_one_of
from nhsdx.model import Path as KeyPath
from nhsdx.results.cases import CaseLoader

PLACE = re.compile(r"(.+?):(\d+):(\d+)", re.DOTALL)
PLACE_BY_KEY = re.compile(r"(.+\.toml|<stdin>): (\S+)", re.DOTALL)


def check_paths(
    paths: Sequence[str], options: CheckOptions, watch: Callable[[Sequence[str]], Iterable[str]] = iter
) -> CheckReport:
    """The report on every assessment among the paths; `watch` can show progress while it passes the names on.

    Raises NhsdxError where there is no assessment, or where an option, the policy or the baseline cannot be used.
    """
    for code in options.fail_on_finding:
        expect_known(code, FINDING_CODES, "a code of a finding", "--fail-on-finding")
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
    """The assessments among the paths. Raises NhsdxError if there are none, because then nothing was checked."""
    if STDIN in paths:
        hint = "give files or folders; nhsdx assess reads an assessment from stdin"
        raise NhsdxError("check does not read stdin", STDIN, hint, code="usage")
    found = find_assessments(paths)
    if not found.names and not allow_none:
        hint = 'expected files with format = "nhsdx.assessment/1"; use --allow-none if there may be none'
        raise NhsdxError("there is no assessment among these paths", ", ".join(paths), hint, code="file-not-found")
    return found


def _find_unused(thresholds: Iterable[Threshold], files: Iterable[CheckedFile]) -> Iterator[tuple[Threshold, str, str]]:
    """The thresholds on nodes that no rubric of the files has, each with a message and a suggestion."""
    results = [file.result for file in files if file.result is not None]
    nodes = list_nodes(results)
    for threshold in thresholds if results else ():
        if threshold.node not in nodes:
            message = f"no rubric of the files checked has {threshold.node}"
            yield threshold, message, suggest_one_of(threshold.node, nodes)


def _check_thresholds(options: CheckOptions, report: CheckReport) -> Iterator[CheckFinding]:
    """An error for each threshold given that is never used; only a warning if there may be no assessment at all."""
    for _, message, remedy in _find_unused(options.thresholds, report.files):
        yield CheckFinding(
            code="policy-unused",
            severity="warning" if options.allow_none else "error",
            message=message,
            remedy=remedy,
            file="--fail-under",
            verdict=Verdict.PASSED if options.allow_none else Verdict.INVALID,
        )


class Checker:
    """Checks one file after another, and records which waivers were used and which could be judged."""

    def __init__(self, settings: CheckSettings, loader: AssessmentLoader) -> None:
        self.settings = settings
        self.loader = loader
        self.used: set[int] = set()
        self.judged: set[int] = set()

    def check_files(self, names: Sequence[str], watch: Callable[[Sequence[str]], Iterable[str]]) -> CheckReport:
        """The report on these files and on the policy."""
        files = tuple(self._check_file(name) for name in watch(names))
        policy = self.settings.policy
        if policy is None:
            return CheckReport(files=files)
        findings = locate_policy_problems(policy, self._check_policy(policy, files))
        return CheckReport(files=files, findings=tuple(findings), policy=policy.source.name)

    def _check_file(self, name: str) -> CheckedFile:
        try:
            loaded = self.loader.load(name)
            case = CaseLoader(self.loader, self.settings.profile, self.settings.as_of).score(loaded)
            return self._judge_case(name, loaded, case)
        except NhsdxError as error:
            findings = tuple(convert_error(name, finding) for finding in list_findings(error))
            return CheckedFile(name=name, result=None, findings=findings)

    def _judge_case(self, name: str, loaded: LoadedAssessment, case: Case) -> CheckedFile:
        settings = self.settings
        verdict = judge(case, loaded.expect, settings, ActiveWaivers(self._find_waivers(name), self.used))
        return CheckedFile(
            name=name,
            # Steps are the largest part of a result, and a report does not show them.
            result=replace(case.result, steps=()),
            findings=tuple(
                locate_remarks(name, loaded.source, verdict.remarks, with_all_lines=settings.with_all_lines)
            ),
            without_waived=verdict.without_waived,
        )

    def _find_waivers(self, name: str) -> dict[int, Waiver]:
        """The waivers for this file that have not expired, by their place in the policy."""
        policy = self.settings.policy
        if policy is None:
            return {}
        meant = {n: one for n, one in enumerate(policy.policy.waivers) if _applies_to(one, name, policy.folder)}
        # Whether a waiver for all files is needed shows only when the whole project is checked.
        self.judged |= {n for n, one in meant.items() if one.file is not None or self.settings.covers_policy}
        return {n: waiver for n, waiver in meant.items() if not is_expired(waiver, self.settings.today)}

    def _check_policy(self, policy: LoadedPolicy, files: Sequence[CheckedFile]) -> Iterator[Problem]:
        """The waivers that have expired or excuse nothing, and the thresholds that are never used."""
        waivers = policy.policy.waivers
        gone = {n for n, one in enumerate(waivers) if one.file is not None and not (policy.folder / one.file).exists()}
        yield from check_waivers(waivers, self.settings.today, self.used, self.judged | gone)
        for threshold, message, remedy in _find_unused(policy.policy.thresholds, files):
            yield Problem(("fail-under", threshold.node), "policy-unused", message, remedy, at_key=True)


def _applies_to(waiver: Waiver, name: str, folder: Path) -> bool:
    return waiver.file is None or os.path.realpath(folder / waiver.file) == os.path.realpath(name)


def convert_error(name: str, finding: Finding) -> CheckFinding:
    """An error that stopped a file from being scored, as a finding of its check."""
    place = PLACE.fullmatch(finding.where)
    by_key = None if place else PLACE_BY_KEY.fullmatch(finding.where)
    return CheckFinding(
        code=finding.code,
        severity="error",
        message=f"{by_key[2]}: {finding.message}" if by_key else finding.message,
        remedy=finding.remedy,
        file=match[1] if (match := place or by_key) else finding.where or name,
        line=int(place[2]) if place else None,
        column=int(place[3]) if place else None,
        verdict=Verdict.INVALID,
    )


def locate_remarks(
    name: str, source: SourceText, remarks: Sequence[CheckRemark], *, with_all_lines: bool
) -> Iterator[CheckFinding]:
    """The remarks with line and column: all of them, or only those that every page shows."""
    for remark in remarks:
        is_placed = with_all_lines or _needs_line(remark)
        place = source.positions().find(remark.path) if is_placed else None
        yield CheckFinding(
            code=remark.code,
            severity=remark.severity,
            message=_add_key(remark.message, remark.path) if is_placed and place is None else remark.message,
            remedy=remark.remedy,
            file=name,
            line=place[0] if place else None,
            column=place[1] if place else None,
            verdict=remark.verdict,
            waiver=remark.waiver,
        )


def _add_key(message: str, path: KeyPath) -> str:
    """A message that gives the key, because its line is not known."""
    return f"{format_path(path)}: {message}" if path else message


def _needs_line(remark: CheckRemark) -> bool:
    return remark.verdict is not Verdict.PASSED or remark.waiver is not None or remark.gate is not None


def locate_policy_problems(policy: LoadedPolicy, problems: Iterable[Problem]) -> Iterator[CheckFinding]:
    """The problems of a policy with their lines; a threshold on an unknown node is a warning, all others fail."""
    listed = list(problems)
    if not listed:
        return
    positions = policy.source.positions()
    for problem in listed:
        path = (*policy.at, *problem.path)
        place = positions.find(path, at_key=problem.at_key)
        is_failing = problem.code != "policy-unused"
        yield CheckFinding(
            code=problem.code,
            severity="error" if is_failing else "warning",
            message=problem.message if place else _add_key(problem.message, path),
            remedy=problem.remedy,
            file=policy.source.name,
            line=place[0] if place else None,
            column=place[1] if place else None,
            verdict=Verdict.FAILED if is_failing else Verdict.PASSED,
        )
