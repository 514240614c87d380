"""Files and folders checked against a policy: one report over all of them."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nhsdx.analysis.case import Case
from nhsdx.commands.check.findings import CheckRemark
from nhsdx.commands.check.golden import GoldenFolder
from nhsdx.commands.check.model import CheckedFile, CheckFinding, CheckReport, Verdict
from nhsdx.commands.check.policy.file import LoadedPolicy
from nhsdx.commands.check.policy.shape import Waiver
from nhsdx.commands.check.policy.waivers import check_waivers, is_expired
from nhsdx.commands.check.thresholds import list_nodes
from nhsdx.commands.check.verdict import ActiveWaivers, Requirements, judge
from nhsdx.errors import NhsdxError
from nhsdx.files.source import SourceText
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from nhsdx.model.finding import Finding, Problem, format_path, list_findings
from nhsdx.model.finding import Path as KeyPath
from nhsdx.model.suggest import suggest_one_of
from nhsdx.results.cases import CaseLoader

PLACE = re.compile(r"(.+?):(\d+):(\d+)", re.DOTALL)
PLACE_BY_KEY = re.compile(r"(.+\.toml|<stdin>): (\S+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """How to check: what is asked of each result, what it is held against, and what is excused until when."""

    asked: Requirements
    policy: LoadedPolicy | None
    with_all_lines: bool
    covers_policy: bool
    today: datetime.date
    profile: str | None = None
    as_of: datetime.date | None = None
    golden: GoldenFolder | None = None
    update_golden: bool = False


class Checker:
    """Checks one file after another; remembers which waivers were needed, and what was kept."""

    def __init__(self, ways: CheckSettings, shelf: AssessmentLoader) -> None:
        self.ways = ways
        self.shelf = shelf
        self.used: set[int] = set()
        self.kept = 0
        self.judged: set[int] = set()

    def report(self, names: Sequence[str], watch: Callable[[Sequence[str]], Iterator[str]]) -> CheckReport:
        """The report over all files; `watch` passes their names on while it shows how far the check is."""
        files = tuple(self._check_file(name) for name in watch(names))
        policy = self.ways.policy
        about_policy = () if policy is None else _locate_policy_problems(policy, self._check_policy(policy, files))
        stale = () if self.ways.golden is None else self.ways.golden.stale(names)
        name = None if policy is None else policy.source.name
        return CheckReport(files=files, findings=(*about_policy, *stale), policy=name)

    def _check_file(self, name: str) -> CheckedFile:
        try:
            loaded = self.shelf.load(name)
            case = CaseLoader(self.shelf, self.ways.profile, self.ways.as_of).score(loaded)
            return self._judge_case(name, loaded, case)
        except NhsdxError as error:
            return CheckedFile(
                name=name, result=None, findings=tuple(map(_make_finding_converter(name), list_findings(error)))
            )

    def _judge_case(self, name: str, loaded: LoadedAssessment, case: Case) -> CheckedFile:
        ways = self.ways
        golden = self._compare_with_golden(name, case)
        judged = judge(case, loaded.expect, ways.asked, ActiveWaivers(self._find_waivers(name), self.used), golden)
        return CheckedFile(
            name=name,
            # The steps are the bulk of a result, and nobody reads them here.
            result=replace(case.result, steps=()),
            findings=tuple(_locate_remarks(name, loaded.source, judged.remarks, with_all_lines=ways.with_all_lines)),
            without_waived=judged.without_waived,
        )

    def _compare_with_golden(self, name: str, case: Case) -> Iterator[CheckRemark]:
        if self.ways.golden is None:
            return
        if self.ways.update_golden:
            self.kept += self.ways.golden.keep(name, case.result)
        else:
            yield from self.ways.golden.remarks(name, case.result)

    def _find_waivers(self, name: str) -> dict[int, Waiver]:
        """The waivers in force that are for this file, by their place in the policy."""
        policy = self.ways.policy
        if policy is None:
            return {}
        meant = {n: one for n, one in enumerate(policy.policy.waivers) if _applies_to(one, name, policy.folder)}
        # What is needed elsewhere in the project cannot be told from a part of it.
        self.judged |= {n for n, one in meant.items() if one.file is not None or self.ways.covers_policy}
        return {n: waiver for n, waiver in meant.items() if not is_expired(waiver, self.ways.today)}

    def _check_policy(self, policy: LoadedPolicy, files: Sequence[CheckedFile]) -> Iterator[Problem]:
        """What the policy asks or excuses in vain."""
        waivers = policy.policy.waivers
        gone = {n for n, one in enumerate(waivers) if not _has_file(one, policy.folder)}
        yield from check_waivers(waivers, self.ways.today, self.used, self.judged | gone)
        results = [file.result for file in files if file.result is not None]
        nodes = list_nodes(results)
        for threshold in policy.policy.thresholds if results else ():
            if threshold.node not in nodes:
                message = f"no rubric of the files checked has {threshold.node}"
                remedy = suggest_one_of(threshold.node, nodes)
                yield Problem(("fail-under", threshold.node), "policy-unused", message, remedy, at_key=True)


def _applies_to(waiver: Waiver, name: str, folder: Path) -> bool:
    return waiver.file is None or os.path.realpath(folder / waiver.file) == os.path.realpath(name)


def _has_file(waiver: Waiver, folder: Path) -> bool:
    return waiver.file is None or (folder / waiver.file).exists()


def _make_finding_converter(name: str) -> Callable[[Finding], CheckFinding]:
    """Makes an error that kept a file from being scored a finding of its check."""

    def made(finding: Finding) -> CheckFinding:
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

    return made


def _locate_remarks(
    name: str, source: SourceText, remarks: Sequence[CheckRemark], *, with_all_lines: bool
) -> Iterator[CheckFinding]:
    """The remarks with line and column: all of them, or where time counts those that the table shows."""
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
    """A message that gives the key itself, because nothing knows its line."""
    return f"{format_path(path)}: {message}" if path else message


def _needs_line(remark: CheckRemark) -> bool:
    return remark.verdict is not Verdict.PASSED or remark.waiver is not None or remark.gate is not None


def _locate_policy_problems(policy: LoadedPolicy, problems: Iterator[Problem]) -> Iterator[CheckFinding]:
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
