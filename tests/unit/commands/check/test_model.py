"""The verdict of a check is the worst of its findings, in any order."""

from __future__ import annotations

import itertools

import pytest

from nhsdx.commands.check.model import CheckedFile, CheckFinding, CheckReport, Verdict, find_worst_verdict

WORSENING = [Verdict.PASSED, Verdict.UNDECIDED, Verdict.FAILED, Verdict.INVALID]


def found(verdict: Verdict = Verdict.PASSED, line: int | None = None, column: int | None = None) -> CheckFinding:
    """A finding with this verdict."""
    return CheckFinding(
        code="gate-not-clear",
        severity="error",
        message="gate harm is triggered",
        remedy="mend it",
        file="acute.toml",
        verdict=verdict,
        line=line,
        column=column,
    )


def checked(*verdicts: Verdict) -> CheckedFile:
    """A file with a finding of each verdict."""
    return CheckedFile(name="acute.toml", result=None, findings=tuple(map(found, verdicts)))


@pytest.mark.parametrize(("better", "worse"), list(itertools.combinations(WORSENING, 2)))
def test_the_verdict_on_a_file_is_the_worst_verdict_of_its_findings(better: Verdict, worse: Verdict) -> None:
    """The order does not matter in a list, a file, several files, or among findings about the policy."""
    for pair in ((better, worse), (worse, better)):
        assert find_worst_verdict(pair) is worse
        assert checked(*pair).verdict is worse
        assert CheckReport(files=tuple(map(checked, pair))).verdict is worse
    assert CheckReport(files=(checked(better),), findings=(found(worse),)).verdict is worse
    assert CheckReport(files=(checked(worse),), findings=(found(better),)).verdict is worse


def test_a_check_without_findings_passes() -> None:
    """A check without findings passes."""
    assert find_worst_verdict([]) is checked().verdict is CheckReport(files=()).verdict is Verdict.PASSED


def test_files_are_counted_by_their_verdict() -> None:
    """Each file is counted once, by the worst of its findings; the policy is not counted."""
    files = (checked(), checked(Verdict.PASSED, Verdict.FAILED), checked(Verdict.FAILED), checked(Verdict.INVALID))
    report = CheckReport(files=files, findings=(found(Verdict.FAILED),))
    assert [report.count(verdict) for verdict in WORSENING] == [1, 0, 2, 1]


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ({}, "acute.toml"),
        ({"line": 7, "column": 3}, "acute.toml:7:3"),
        ({"line": 7}, "acute.toml:7:1"),
        ({"column": 3}, "acute.toml"),
    ],
)
def test_the_place_of_a_finding_has_the_line_and_column_if_they_are_known(place: dict[str, int], where: str) -> None:
    """A column without a line is ignored; a line without a column starts at column 1."""
    assert found(line=place.get("line"), column=place.get("column")).where == where
