"""Files and folders checked against a policy: one report over all of them."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nhsdx.analysis.case import Case
from nhsdx.analysis.judging import Asked, Excuses, judge
from nhsdx.analysis.remarks import Remark
from nhsdx.analysis.waivers import is_expired, waiver_problems
from nhsdx.cli.golden import GoldenFolder
from nhsdx.cli.problems import findings_of
from nhsdx.cli.thresholds import nodes_of
from nhsdx.errors import NhsdxError
from nhsdx.files.assessment_file import LoadedAssessment, Shelf
from nhsdx.files.policy_file import LoadedPolicy
from nhsdx.files.source import Source
from nhsdx.model.check import CheckedFile, CheckFinding, CheckReport, Verdict
from nhsdx.model.finding import Finding, Problem
from nhsdx.model.policy import Waiver
from nhsdx.model.problems import expect_profile
from nhsdx.model.suggest import expected_one_of

PLACE = re.compile(r"(.+?):(\d+):(\d+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How to check: what is asked of each result, what it is held against, and what is excused until when."""

    asked: Asked
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

    def __init__(self, ways: Ways, shelf: Shelf) -> None:
        self.ways = ways
        self.shelf = shelf
        self.used: set[int] = set()
        self.kept = 0
        self.judged: set[int] = set()

    def report(self, names: Sequence[str], watch: Callable[[Sequence[str]], Iterator[str]]) -> CheckReport:
        """The report over all files; `watch` passes their names on while it shows how far the check is."""
        files = tuple(self._file(name) for name in watch(names))
        policy = self.ways.policy
        about_policy = () if policy is None else _placed_in_policy(policy, self._policy_problems(policy, files))
        stale = () if self.ways.golden is None else self.ways.golden.stale(names)
        name = None if policy is None else policy.source.name
        return CheckReport(files=files, findings=(*about_policy, *stale), policy=name)

    def _file(self, name: str) -> CheckedFile:
        try:
            loaded = self.shelf.load(name)
            case = self._case(loaded)
            return self._checked(name, loaded, case)
        except NhsdxError as error:
            return CheckedFile(name=name, result=None, findings=tuple(map(_invalid(name), findings_of(error))))

    def _case(self, loaded: LoadedAssessment) -> Case:
        ways, assessment = self.ways, loaded.assessment
        expect_profile(loaded.rubric, ways.profile, "--profile")
        return Case.of(loaded.source.name, loaded.instrument, assessment, profile=ways.profile, as_of=ways.as_of)

    def _checked(self, name: str, loaded: LoadedAssessment, case: Case) -> CheckedFile:
        ways = self.ways
        golden = self._golden_remarks(name, case)
        judged = judge(case, loaded.expect, ways.asked, Excuses(self._waivers_for(name), self.used), golden)
        return CheckedFile(
            name=name,
            # The steps are the bulk of a result, and nobody reads them here.
            result=replace(case.result, steps=()),
            findings=tuple(_placed(name, loaded.source, judged.remarks, with_all_lines=ways.with_all_lines)),
            without_waived=judged.without_waived,
        )

    def _golden_remarks(self, name: str, case: Case) -> Iterator[Remark]:
        if self.ways.golden is None:
            return
        if self.ways.update_golden:
            self.kept += self.ways.golden.keep(name, case.result)
        else:
            yield from self.ways.golden.remarks(name, case.result)

    def _waivers_for(self, name: str) -> dict[int, Waiver]:
        """The waivers in force that are for this file, by their place in the policy."""
        policy = self.ways.policy
        if policy is None:
            return {}
        meant = {n: one for n, one in enumerate(policy.policy.waivers) if _is_for(one, name, policy.folder)}
        # What is needed elsewhere in the project cannot be told from a part of it.
        self.judged |= {n for n, one in meant.items() if one.file is not None or self.ways.covers_policy}
        return {n: waiver for n, waiver in meant.items() if not is_expired(waiver, self.ways.today)}

    def _policy_problems(self, policy: LoadedPolicy, files: Sequence[CheckedFile]) -> Iterator[Problem]:
        """What the policy asks or excuses in vain."""
        waivers = policy.policy.waivers
        gone = {n for n, one in enumerate(waivers) if not _is_there(one, policy.folder)}
        yield from waiver_problems(waivers, self.ways.today, self.used, self.judged | gone)
        results = [file.result for file in files if file.result is not None]
        nodes = nodes_of(results)
        for threshold in policy.policy.thresholds if results else ():
            if threshold.node not in nodes:
                message = f"no rubric of the files checked has {threshold.node}"
                remedy = expected_one_of(threshold.node, nodes)
                yield Problem(("fail-under", threshold.node), "policy-unused", message, remedy, at_key=True)


def _is_for(waiver: Waiver, name: str, folder: Path) -> bool:
    return waiver.file is None or os.path.realpath(folder / waiver.file) == os.path.realpath(name)


def _is_there(waiver: Waiver, folder: Path) -> bool:
    return waiver.file is None or (folder / waiver.file).exists()


def _invalid(name: str) -> Callable[[Finding], CheckFinding]:
    """Makes an error that kept a file from being scored a finding of its check."""

    def made(finding: Finding) -> CheckFinding:
        place = PLACE.fullmatch(finding.where)
        return CheckFinding(
            code=finding.code,
            severity="error",
            message=finding.message,
            remedy=finding.remedy,
            file=place[1] if place else finding.where or name,
            line=int(place[2]) if place else None,
            column=int(place[3]) if place else None,
            verdict=Verdict.INVALID,
        )

    return made


def _placed(name: str, source: Source, remarks: Sequence[Remark], *, with_all_lines: bool) -> Iterator[CheckFinding]:
    """The remarks with line and column: all of them, or where time counts those that the table shows."""
    placed = [with_all_lines or _is_shown(remark) for remark in remarks]
    positions = source.positions() if any(placed) else None
    for remark, is_placed in zip(remarks, placed, strict=True):
        place = positions.find(remark.path) if positions is not None and is_placed else (None, None)
        yield CheckFinding(
            code=remark.code,
            severity=remark.severity,
            message=remark.message,
            remedy=remark.remedy,
            file=name,
            line=place[0],
            column=place[1],
            verdict=remark.verdict,
            waiver=remark.waiver,
        )


def _is_shown(remark: Remark) -> bool:
    return remark.verdict is not Verdict.PASSED or remark.waiver is not None or remark.gate is not None


def _placed_in_policy(policy: LoadedPolicy, problems: Iterator[Problem]) -> Iterator[CheckFinding]:
    listed = list(problems)
    if not listed:
        return
    positions = policy.source.positions()
    for problem in listed:
        line, column = positions.find((*policy.at, *problem.path), at_key=problem.at_key)
        is_failing = problem.code != "policy-unused"
        yield CheckFinding(
            code=problem.code,
            severity="error" if is_failing else "warning",
            message=problem.message,
            remedy=problem.remedy,
            file=policy.source.name,
            line=line,
            column=column,
            verdict=Verdict.FAILED if is_failing else Verdict.PASSED,
        )
