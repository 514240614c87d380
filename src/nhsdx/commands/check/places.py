"""Where in a file each finding of a check is: its line and column, or its key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from nhsdx.commands.check.findings import CheckRemark
from nhsdx.commands.check.model import CheckFinding, Verdict
from nhsdx.commands.check.settings import LoadedPolicy
from nhsdx.files.source import SourceText
from nhsdx.model import Finding, Problem, format_path
from nhsdx.model import Path as KeyPath

PLACE = re.compile(r"(.+?):(\d+):(\d+)", re.DOTALL)
PLACE_BY_KEY = re.compile(r"(.+\.toml|<stdin>): (\S+)", re.DOTALL)


def convert_error(name: str, finding: Finding) -> CheckFinding:
    """An error that stopped a file from being scored, as a finding of the check."""
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
    """The remarks as findings: with the line and column of each, or only of those that every page shows."""
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
    """A message with the key in front, for a key whose line is not known."""
    return f"{format_path(path)}: {message}" if path else message


def _needs_line(remark: CheckRemark) -> bool:
    return remark.verdict is not Verdict.PASSED or remark.waiver is not None or remark.gate is not None


def locate_policy_problems(policy: LoadedPolicy, problems: Iterable[Problem]) -> Iterator[CheckFinding]:
    """The problems of a policy with their lines. A policy that refers to something that does not exist is invalid."""
    listed = list(problems)
    if not listed:
        return
    positions = policy.source.positions()
    for problem in listed:
        path = (*policy.at, *problem.path)
        place = positions.find(path, at_key=problem.at_key)
        is_valid = problem.code in ("waiver-expired", "waiver-needless")
        yield CheckFinding(
            code=problem.code,
            severity="error",
            message=problem.message if place else _add_key(problem.message, path),
            remedy=str(problem.remedy),
            file=policy.source.name,
            line=place[0] if place else None,
            column=place[1] if place else None,
            verdict=Verdict.FAILED if is_valid else Verdict.INVALID,
        )
