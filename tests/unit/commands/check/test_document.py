"""The check report for people: its content, its order, and what a brief report leaves out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nhsdx.commands.check.document import build_document
from nhsdx.commands.check.model import CheckedFile, CheckReport, Verdict
from nhsdx.documents.html.page import draw_html
from nhsdx.documents.markdown import draw_markdown
from nhsdx.documents.terminal import Screen, draw_text
from nhsdx.model.rubric import Profile
from tests.support.check_reports import CAPPED, FULL, HOSTILE, found, report_of
from tests.support.hostile import FORBIDDEN
from tests.support.programs.browser import needs_browser
from tests.support.programs.devtools import tab_of
from tests.support.run import assert_snapshot


def brief(report: CheckReport, width: int = 80) -> str:
    """The report as a terminal shows it."""
    return draw_text(build_document(report, is_brief=True), Screen(width))


@pytest.mark.parametrize("width", [60, 80])
def test_the_whole_report_matches_its_snapshot(width: int) -> None:
    """The report with every kind of file and finding is pinned; no line is longer than the screen."""
    text = brief(FULL, width)
    assert all(len(line) <= width for line in text.splitlines())
    assert_snapshot(f"check/report-{width}.txt", text)


def test_an_undecided_file_has_a_different_symbol_from_a_failed_one() -> None:
    """Each verdict has its own symbol, so that colour is not needed."""
    finding = found("unknown-answer", message="not answered: skill", verdict=Verdict.UNDECIDED)
    assert "  ? a.toml: error: unknown-answer: not answered: skill" in brief(report_of(finding))
    assert "  ✗ a.toml: error: gate-not-clear" in brief(report_of(found()))


def test_a_brief_report_does_not_list_findings_that_do_not_fail_a_check() -> None:
    """Findings about answers are counted; gates, departures and the baseline are always shown."""
    quiet = found("claim-above-evidence", severity="info", verdict=Verdict.PASSED)
    loud = [found(code, severity="warning", verdict=Verdict.PASSED) for code in ("gate-not-clear", "departure")]
    report = report_of(quiet, *loud)
    text = brief(report)
    assert "claim-above-evidence" not in text
    assert "1 more finding about answers: use --format json, markdown or html." in " ".join(text.split())
    assert "For information: 2" in text
    full = draw_markdown(build_document(report))
    assert "claim-above-evidence" in full
    assert "## For information: 3" in full


def test_if_there_are_very_many_files_those_that_passed_are_counted_but_not_listed() -> None:
    """With more than 100 files, only files that did not pass have a row."""
    files = [CheckedFile(name=f"{n}.toml", result=CAPPED, findings=()) for n in range(100)]
    assert brief(CheckReport(files=tuple(files))).count(".toml") == 100
    files.append(CheckedFile(name="bad.toml", result=CAPPED, findings=(found(file="bad.toml"),)))
    text = brief(CheckReport(files=tuple(files)))
    assert "100 passed and are not listed." in text
    assert text.count(".toml") == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_files_stays_text_in_every_output(text: str) -> None:
    """No escape sequence, control character or HTML from a file gets through."""
    report = report_of(found(message=text, remedy=text, file=text), found(waiver=text, file=text))
    assert not FORBIDDEN.findall(brief(report))
    assert "<script>alert" not in draw_html(build_document(report))


@needs_browser
def test_the_html_page_is_accessible_and_fits_a_phone(tmp_path: Path) -> None:
    """A checker finds no problem in light or dark, wide or at 320 pixels, and there is no sideways scrolling."""
    (tmp_path / "report.html").write_text(draw_html(build_document(FULL)), encoding="utf-8")
    with tab_of(tmp_path / "report.html") as tab:
        for scheme, width in (("light", 1280), ("dark", 320)):
            tab.colours(scheme)
            tab.resize(width)
            assert tab.accessibility_problems() == []
            assert tab.evaluate("document.documentElement.scrollWidth") == width


def test_a_profile_is_explained_only_once_and_below_the_scores_made_with_it() -> None:
    """The score of a short profile must not look like a score of the whole rubric; two files need one explanation."""
    profile = Profile(title="Core", summary="A first look, not a full assessment.", criteria=())
    result = replace(CAPPED, assessment=CAPPED.assessment._replace(profile="core"))
    files = tuple(CheckedFile(name=name, result=result, findings=(), profile=profile) for name in ("a.toml", "b.toml"))
    text = brief(CheckReport(files=files))
    assert text.count("profile core") == 2
    assert text.count("Profile “Core”: A first look, not a full assessment.") == 1
