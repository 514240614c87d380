"""A check on GitHub: annotations at lines, and the summary of a job."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from nhsdx.commands.check.model import CheckedFile, CheckReport, Verdict
from nhsdx.commands.check.outputs.github import format_job_summary, format_workflow_commands
from tests.support.check_reports import CAPPED, FULL, HOSTILE, NOTHING_KNOWN, found, report_of, reports
from tests.support.laws.strategies import laws
from tests.support.run import assert_snapshot

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::([^\n]*)\n")
ROW = re.compile(r"(?<!\\)\|")


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it: its name, properties and message."""
    match = COMMAND.fullmatch(line)
    assert match is not None, line
    properties = dict(part.split("=", 1) for part in match[2].split(","))
    return match[1], {key: decoded(value) for key, value in properties.items()}, decoded(match[3])


def decoded(text: str) -> str:
    """A property or message with the runner's escapes undone."""
    for escaped, meant in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escaped, meant)
    return text


def test_the_whole_report_matches_its_snapshot() -> None:
    """The annotations and summary for every kind of file and finding are pinned."""
    assert_snapshot("check/annotations.txt", format_workflow_commands(FULL))
    assert_snapshot("check/summary.md", format_job_summary(FULL))


def test_an_annotation_points_to_its_line() -> None:
    """File, line, column, code, message and remedy arrive unchanged."""
    line = format_workflow_commands(report_of(found(file="a, b:c.toml", line=12, column=3, message="50% of it")))
    assert parsed(line) == (
        "error",
        {"file": "a, b:c.toml", "line": "12", "col": "3", "title": "nhsdx gate-not-clear"},
        "50% of it\nmake it safe",
    )


def test_each_severity_has_its_own_workflow_command() -> None:
    """Errors, warnings and remarks are different commands; a waived finding is a notice that says so."""
    findings = [found(severity=severity) for severity in ("error", "warning", "info")]
    lines = format_workflow_commands(report_of(*findings, found(waiver="waived by Medical Director"))).splitlines(
        keepends=True
    )
    commands = [parsed(line) for line in lines]
    assert [name for name, _, _ in commands] == ["error", "warning", "notice", "notice"]
    assert commands[-1][2].endswith("\nwaived by Medical Director")


def test_there_are_no_annotations_without_findings() -> None:
    """A check without findings prints no annotations."""
    assert format_workflow_commands(report_of()) == ""


@laws
@given(report=reports)
def test_no_text_can_add_or_end_a_workflow_command(report: CheckReport) -> None:
    """For any text in files, there is one command for each finding, with the right file."""
    found_ones = [*(one for file in report.files for one in file.findings), *report.findings]
    lines = format_workflow_commands(report).splitlines(keepends=True)
    assert len(lines) == len(found_ones)
    for line, finding in zip(lines, found_ones, strict=True):
        _, properties, _ = parsed(line)
        assert properties["title"] == f"nhsdx {finding.code}"
        assert properties.get("line") == (None if finding.line is None else str(finding.line))


def rows(summary: str) -> list[list[str]]:
    """The cells of every row of the first table, as GitHub splits them."""
    table = summary.partition("\n| File")[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in ROW.split(line)[1:-1]] for line in table]


def test_the_summary_has_a_row_for_each_file() -> None:
    """A row has verdict, scores, range, what is left out, level and gates not clear; a missing score is a dash."""
    summary = format_job_summary(FULL)
    assert summary.startswith("# nhsdx check: invalid\n\n4 assessments checked: 2 passed, 1 failed, 1 invalid.\n")
    table = {row[0].replace("\\", ""): row[1:] for row in rows(summary)}
    assert table["sub folder/a.toml"][:5] == ["failed", "20.0", "20.0", "20.0–20.0", "none"]
    assert table["sub folder/a.toml"][6].replace("\\", "") == "“safety gate” (safety-gate; triggered)"
    assert table["clear.toml"][:5] == ["passed", r"\-", r"\-", "0.0–100.0", "2 criteria unknown"]
    assert table["broken.toml"] == ["invalid", *[r"\-"] * 6]


def test_the_summary_shows_the_effect_of_a_waiver() -> None:
    """A waived gate is shown with its waiver, and with the score with and without the gate."""
    waived = format_job_summary(FULL).replace("\\", "").partition("## Waived: 1")[2]
    assert "waived by Medical Director until 2026-12-31: being mended" in waived
    assert "| waived.toml, with | 20.0 | 20.0 | 20.0–20.0 |" in waived
    assert "| waived.toml, without | 20.0 | 50.0 | 20.0–50.0 |" in waived


def test_the_summary_lists_failures_first() -> None:
    """Findings that fail the check come before those that do not."""
    told = found("claim-above-evidence", severity="info", verdict=Verdict.PASSED)
    listed = format_job_summary(report_of(told, found()))
    assert listed.index("gate-not-clear") < listed.index("claim-above-evidence")


def test_the_summary_of_an_empty_check_says_that_it_was_empty() -> None:
    """The summary of an empty check says that it was empty."""
    assert format_job_summary(CheckReport(files=())) == "# nhsdx check: passed\n\n0 assessments checked: none.\n"


def test_a_very_long_summary_is_shortened_and_says_so() -> None:
    """GitHub accepts at most 1 MiB; the summary says how much is left out."""
    finding = found(message="m" * 5000, remedy="r" * 5000, file="f" * 300)
    waived = found(message="m" * 5000, waiver="w" * 5000, verdict=Verdict.PASSED)
    without = CAPPED.overall.before_gates
    files = [
        CheckedFile(name=f"{n:05}{'x' * 120}", result=CAPPED, findings=(finding, waived), without_waived=without)
        for n in range(5000)
    ]
    summary = format_job_summary(CheckReport(files=tuple(files)))
    assert len(summary.encode()) < 2**20
    assert summary.count("… and 4800 more") == 3
    assert summary.count("… and 9800 more") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_files_stays_text_in_every_output(text: str) -> None:
    """Text from files adds no column, row, link or HTML to the summary."""
    file = CheckedFile(name=text, result=NOTHING_KNOWN, findings=(found(message=text, file=text),))
    summary = format_job_summary(CheckReport(files=(file,)))
    ((name, *others),) = rows(summary)
    assert len(others) == 7
    assert not re.search(r"(?<!\\)<script|(?<!\\)\]\(", name + summary)
    assert not {"\x1b", "\x00", "\r", "\u202e", "\u200b"} & set(summary)


@laws
@given(report=reports)
def test_every_file_has_a_complete_row_in_the_summary(report: CheckReport) -> None:
    """Files with any name have one row of eight cells."""
    if report.files:
        assert [len(row) for row in rows(format_job_summary(report))] == [8] * len(report.files)
