"""JUnit XML: the check report for CI systems."""

from __future__ import annotations

import pytest
from hypothesis import given

from nhsdx.commands.check.model import CheckedFile, CheckReport, Verdict
from nhsdx.commands.check.outputs.junit import format_junit
from tests.support.check_reports import CAPPED, FULL, HOSTILE, found, report_of, reports
from tests.support.laws.strategies import laws
from tests.support.programs.validators import junit_root
from tests.support.run import assert_snapshot


def test_the_whole_report_matches_its_snapshot() -> None:
    """The report with every kind of file and finding is pinned."""
    junit_root(format_junit(FULL))
    assert_snapshot("check/junit.xml", format_junit(FULL))


def test_the_totals_of_a_test_suite_match_its_test_cases() -> None:
    """The totals that a CI system shows match the cases."""
    root = junit_root(format_junit(FULL))
    counted = {
        suite.get("name"): [suite.get(key) for key in ("tests", "failures", "errors", "skipped")] for suite in root
    }
    assert counted == {
        "clear.toml": ["1", "0", "0", "0"],
        "sub folder/a.toml": ["1", "1", "0", "0"],
        "waived.toml": ["2", "0", "0", "1"],
        "broken.toml": ["1", "0", "1", "0"],
        "nhsdx.toml": ["1", "1", "0", "0"],
    }
    assert [root.get(key) for key in ("tests", "failures", "errors")] == ["6", "2", "1"]


@pytest.mark.parametrize(
    ("verdict", "tag"), [(Verdict.FAILED, "failure"), (Verdict.UNDECIDED, "failure"), (Verdict.INVALID, "error")]
)
def test_a_file_that_does_not_pass_the_check_is_never_shown_as_a_passed_test_case(verdict: Verdict, tag: str) -> None:
    """A failing finding is a failed case with the place, the message and what to do."""
    case = junit_root(format_junit(report_of(found(verdict=verdict, line=7, column=2))))[0][0]
    assert case.get("name") == "gate-not-clear: gate safety-gate is triggered"
    assert case[0].tag == tag
    assert case[0].text == "a.toml:7:2: gate-not-clear: gate safety-gate is triggered\nmake it safe"


def test_a_waiver_is_shown_with_its_reason() -> None:
    """A waived finding is a skipped case with the reason; the file still has a passing case."""
    suite = junit_root(
        format_junit(report_of(found(verdict=Verdict.PASSED, waiver="waived by Medical Director: being mended")))
    )[0]
    skipped, rest = suite.findall("testcase")
    assert "waived by Medical Director: being mended" in (skipped[0].get("message") or "")
    assert (rest.get("name"), len(rest)) == ("every condition is met", 0)


def test_remarks_do_not_fail_a_test_case() -> None:
    """A remark is in the output of the suite, where CI systems show it."""
    suite = junit_root(format_junit(report_of(found(severity="warning", verdict=Verdict.PASSED))))[0]
    assert [case.get("name") for case in suite.findall("testcase")] == ["every condition is met"]
    assert (suite.findtext("system-out") or "").startswith("warning: a.toml: gate-not-clear: gate safety-gate")


def test_a_report_on_no_files_has_no_test_suites() -> None:
    """A check report without files is still a valid document."""
    assert len(junit_root(format_junit(CheckReport(files=())))) == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_files_stays_text_in_every_output(text: str) -> None:
    """Text from files adds no element, and control characters are removed."""
    report = CheckReport(files=(CheckedFile(name=text, result=CAPPED, findings=(found(message=text, file=text),)),))
    written = format_junit(report)
    assert [element.tag for element in junit_root(written).iter()] == ["testsuites", "testsuite", "testcase", "failure"]
    assert not {"\x1b", "\x00", "\u202e", "\u200b"} & set(written)


@laws
@given(report=reports)
def test_every_report_is_valid_junit(report: CheckReport) -> None:
    """For any text in files, the report is valid, and the totals add up."""
    root = junit_root(format_junit(report))
    assert root.get("tests") == str(len(root.findall("testsuite/testcase")))
    assert root.get("failures") == str(len(root.findall("testsuite/testcase/failure")))
    assert root.get("errors") == str(len(root.findall("testsuite/testcase/error")))
