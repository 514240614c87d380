"""The report page that says how to get there: the plan for a target, in every format."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from nhsdx import api
from tests.support.run import nhsdx

FILE = "examples/harrowmere.toml"
SENTENCES = (
    "How to get there",
    "takes 15 person-days in 8 steps.",
    "Proved: no plan under 15 person-days reaches an overall score of 75.0 or more.",
    "What each effort buys",
    "Nothing here is agreed yet: it is for the board to choose the steps, and to give each an owner and a date.",
)


@pytest.fixture(scope="module")
def markdown() -> str:
    """A report with a target, as Markdown."""
    run = nhsdx("report", FILE, "--target", "75", "--format", "markdown")
    assert run.code == 0, run.err
    return run.out


def test_page_two_has_the_steps_and_the_proof_and_the_best_score_for_each_effort(markdown: str) -> None:
    """The page comes directly after page one, before the full text of the gates."""
    places = [markdown.index(words) for words in SENTENCES]
    assert places == sorted(places)
    assert markdown.index("## Questions to ask") < places[0]
    assert places[-1] < markdown.index("## The figures")


def test_steps_that_gates_require_come_first(markdown: str) -> None:
    """A plan that clears a gate begins with the steps that the gate needs."""
    page = markdown[markdown.index("## How to get there") :]
    steps = [line for line in page.splitlines() if line.startswith(("| 1\\. ", "| 2\\. "))]
    assert ["depends on this" in step for step in steps[:2]] == [True, True]


def test_the_page_about_the_plan_is_in_every_format_of_a_report(tmp_path: Path) -> None:
    """The sentences are the same in every format."""
    for name in ("paper.html", "paper.txt", "paper.docx"):
        assert nhsdx("report", FILE, "--target", "75", "-o", str(tmp_path / name)).code == 0
    html = (tmp_path / "paper.html").read_text()
    text = " ".join((tmp_path / "paper.txt").read_text().split())
    with zipfile.ZipFile(tmp_path / "paper.docx") as word:
        document = word.read("word/document.xml").decode()
    for words in SENTENCES:
        assert words in html
        assert words in text
        assert words in document
    assert '<li><a href="#plan">How to get there</a></li>' in html


@pytest.mark.media
def test_the_plan_begins_on_page_two_of_the_pdf(tmp_path: Path) -> None:
    """The page can be taken out and handed round on its own."""
    from pypdf import PdfReader

    path = tmp_path / "paper.pdf"
    assert nhsdx("report", FILE, "--target", "75", "-o", str(path)).code == 0
    second = PdfReader(path).pages[1].extract_text()
    assert second.lstrip().startswith("How to get there")
    assert "Proved: no plan under 15 person-days" in " ".join(second.split())


def test_a_report_without_a_target_has_no_page_about_the_plan() -> None:
    """The report has a plan only if the user asks for one."""
    assert "How to get there" not in nhsdx("report", FILE, "--format", "text").out


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("clinical-frame=3", 'did you mean "clinical-framing"'),
        ("101", "expected a score from 0 to 100"),
        ("soon", "gates=clear"),
    ],
)
def test_the_error_for_a_wrong_target_says_what_was_expected(target: str, words: str) -> None:
    """The error is the same as that of `nhsdx plan`."""
    run = nhsdx("report", FILE, "--target", target, "--format", "text")
    assert (run.code, run.out) == (2, "")
    assert words in run.err


def test_a_plan_cannot_be_added_to_a_report_in_json() -> None:
    """JSON of a report is its results; the plan as data comes from `nhsdx plan`."""
    run = nhsdx("report", FILE, "--target", "75", "--format", "json")
    assert (run.code, "for plans use nhsdx plan" in run.err) == (2, True)


def test_the_page_says_why_a_target_cannot_be_reached() -> None:
    """Without this sentence, the paper would look like a promise."""
    page = " ".join(nhsdx("report", "examples/marlowe-vale.toml", "--target", "100", "--format", "text").out.split())
    assert "No plan reaches an overall score of 100.0 or more. The best score is" in page
    assert "Why not" in page


def test_the_library_can_also_add_the_page_about_the_plan(markdown: str) -> None:
    """The library gives the same text as the command."""
    paper = api.report(api.load_assessment(FILE), target=75)
    assert api.draw(paper, "markdown") == markdown
