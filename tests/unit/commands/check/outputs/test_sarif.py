"""SARIF: the check report for code scanning and editors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given

from nhsdx import __version__
from nhsdx.commands.check.model import CheckReport, Verdict
from nhsdx.commands.check.outputs.sarif import format_sarif
from tests.support.check_reports import FULL, HOSTILE, found, report_of, reports
from tests.support.laws.strategies import laws
from tests.support.programs.validators import sarif_run
from tests.support.run import assert_snapshot

# RFC 3986, section 2: the characters of a URI.
URI = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-F]{2})*")


def run_of(report: CheckReport) -> dict[str, Any]:
    """The SARIF run for a report, which must be valid."""
    return sarif_run(format_sarif(report))


def result_of(**parts: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a finding
    """The SARIF result for a finding."""
    (result,) = run_of(report_of(found(**parts)))["results"]
    return dict(result)


def location(name: str) -> dict[str, Any]:
    """The SARIF location of a finding about a file with this name."""
    return dict(result_of(file=name)["locations"][0]["physicalLocation"]["artifactLocation"])


def test_the_whole_report_matches_its_snapshot() -> None:
    """The report with every kind of file and finding is pinned."""
    run_of(FULL)
    assert_snapshot("check/sarif", format_sarif(FULL).replace(f'"{__version__}"', '"VERSION"'))


def test_the_rules_are_the_codes_of_the_findings_with_their_meaning() -> None:
    """Each result refers to its rule, which says what the code means and where to read more."""
    run = run_of(FULL)
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) == 5
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert next(rule for rule in rules if rule["id"] == "toml-syntax")["shortDescription"] == {
        "text": "The file is not valid TOML."
    }


@pytest.mark.parametrize(("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "note")])
def test_severities_become_sarif_levels(severity: str, level: str) -> None:
    """Each severity becomes a SARIF level."""
    assert result_of(severity=severity)["level"] == level


def test_a_result_points_to_its_line_and_column() -> None:
    """A result points at its line and at a column in code points, or without a line at the file."""
    assert run_of(FULL)["columnKind"] == "unicodeCodePoints"
    (place,) = result_of(line=12, column=3)["locations"]
    assert place["physicalLocation"]["region"] == {"startLine": 12, "startColumn": 3}
    assert "region" not in result_of()["locations"][0]["physicalLocation"]


def test_file_names_become_uris() -> None:
    """A relative name starts from the root of the sources, an absolute one is a file URI; odd characters are kept."""
    assert location("sub folder/ä#1%.toml") == {"uri": "sub%20folder/%C3%A4%231%25.toml", "uriBaseId": "%SRCROOT%"}
    assert location("a:b.toml")["uri"] == "a%3Ab.toml"
    absolute = location(str(Path("/data/été.toml").absolute()))
    assert absolute["uri"].startswith("file:///")
    assert absolute["uri"].endswith("/data/%C3%A9t%C3%A9.toml")
    assert "uriBaseId" not in absolute


def test_a_waived_finding_is_suppressed_but_not_hidden() -> None:
    """The finding is still in the results, with who waived it and why."""
    result = result_of(verdict=Verdict.PASSED, waiver="by Medical Director: being mended")
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "by Medical Director: being mended"}
    ]
    assert "suppressions" not in result_of()


def test_a_message_says_what_to_do() -> None:
    """The remedy follows the message."""
    assert result_of()["message"]["text"] == "gate safety-gate is triggered\nmake it safe"


def test_fingerprints_stay_the_same_if_lines_move_or_figures_change() -> None:
    """A changed line or number does not change a fingerprint; two findings in one file have different ones."""

    def prints(*messages: str, line: int = 1, file: str = "a.toml") -> list[str]:
        report = report_of(*(found(message=message, line=line, file=file) for message in messages))
        return [result["partialFingerprints"]["finding/v1"] for result in run_of(report)["results"]]

    before = prints("score 41.5 is below 50", "score 41.5 is below 50")
    assert before == prints("score 42 is below 50", "score 42 is below 50", line=9)
    assert len(set(before)) == 2
    assert prints("score 41.5 is below 50", file="b.toml")[0] not in before


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_files_stays_text_in_every_output(text: str) -> None:
    """Text from files never becomes a link in a viewer, and control characters are removed."""
    message = result_of(message=text)["message"]["text"]
    assert not re.search(r"(?<!\\)\]\(", message)
    assert not {"\x1b", "\x00", "\r", "\u202e", "\u200b"} & set(format_sarif(report_of(found(message=text))))


@laws
@given(report=reports)
def test_every_report_is_valid_sarif(report: CheckReport) -> None:
    """For any text in files, the report is valid, and every location is a URI for the file's name."""
    for result in run_of(report)["results"]:
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert URI.fullmatch(artifact["uri"])
        assert unquote(artifact["uri"])
