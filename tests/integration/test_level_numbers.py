"""Scales that count from 1 or have letters, and criteria that are asked only under a condition, as people see them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.numbered import HEAD, RUBRIC
from tests.support.run import nhsdx


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the rubric."""
    (tmp_path / "rubric.toml").write_text(RUBRIC, encoding="utf-8")
    return tmp_path


def ask(folder: Path, answers: str, *arguments: str) -> str:
    """What a command prints about these answers, on one line."""
    (folder / "a.toml").write_text(HEAD + answers, encoding="utf-8")
    run = nhsdx(arguments[0], "a.toml", *arguments[1:], cwd=folder)
    return " ".join((run.out + run.err).split())


@pytest.mark.parametrize(
    ("answers", "arguments", "expected"),
    [
        ("law = 3", ("explain", "law"), "Level claimed 3 Developed: A law."),
        ("law = 3", ("explain", "law"), "1. level 3, which scores 100.000"),
        ("law = 0", ("explain", "law"), "there is no level 0 expected one of: 1, 2, 3"),
        ("stock = 'B'", ("explain", "stock"), "Level claimed B: Much."),
        ("stock = 'b'", ("explain", "stock"), "expected one of: A, B"),
        (
            "stock = { status = 'not-applicable', reason = 'None here.' }",
            ("explain", "stock"),
            "it does not apply, which counts as 90.000",
        ),
        (
            "law = 3\ndetail = { items.used = 'yes', items.read = 'no', items.known = 'no' }",
            ("explain", "detail"),
            "the items reach 2 Limited but not 3 Developed",
        ),
        ("law = 1\ndetail = { items.used = 'yes' }", ("assess",), "Not asked, because of other answers (1): Detail."),
        ("detail = { items.used = 'yes' }", ("assess",), "Detail: not known whether this is asked"),
        (
            "ease = { mean = 70, respondents = 20 }",
            ("explain", "ease"),
            "70.0 of 100, the mean score of 20 respondents;",
        ),
    ],
)
def test_pages_use_the_level_numbers_of_the_rubric(
    folder: Path, answers: str, arguments: tuple[str, ...], expected: str
) -> None:
    """Answers, labels and reasons are as the framework words them."""
    assert expected in ask(folder, answers, *arguments)


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_every_format_of_a_report_can_show_level_numbers(folder: Path, form: str) -> None:
    """A paper about such an assessment is written like any other."""
    answers = "law = 3\nstock = 'B'\nease = { mean = 70, respondents = 20, invited = 30 }\n"
    assert "Marlowe Vale" in ask(folder, answers, "assess" if form == "json" else "report", "--format", form)


def test_a_new_file_has_the_level_numbers_and_the_conditions_under_which_questions_are_asked(folder: Path) -> None:
    """The person who fills it in sees the levels to choose from, and when a question is asked."""
    out = nhsdx("new", "rubric.toml", cwd=folder).out
    assert "# level = 1                     # 1 to 3" in out
    assert '# level = "A"' in out
    assert "# Asked only if “Law” is at level 2 or higher" in out


def test_answers_are_not_migrated_to_a_rubric_with_other_level_numbers(folder: Path) -> None:
    """A level that has another number in the new rubric would silently become another answer."""
    newer = RUBRIC.replace("number = 3", "number = 4").replace("level = 3", "level = 4")
    (folder / "newer.toml").write_text(newer, encoding="utf-8")
    assert "are numbered differently in the new rubric" in ask(folder, "law = 2", "migrate", "--to", "newer.toml")


def test_the_axis_of_a_chart_has_the_numbers_of_the_levels() -> None:
    """INFORM's classes fall from 5 to 1, so the axis does too."""
    page = nhsdx("report", "examples/inform-risk/moz.toml", "--format", "html").out
    axis = page[page.index('class="axis"') :]
    axis = axis[: axis.index("</svg>")]
    assert re.findall(r">(\w+)</text>", axis) == ["5", "4", "3", "2", "1"]
    assert "best in Hazard and exposure (5.3 claimed)" in page
    assert "worst in Vulnerability (6.8 claimed)" in page


def test_a_report_gives_the_numbers_of_levels_that_only_one_criterion_has() -> None:
    """A rating is shown as it was given; the levels of the rubric stay those of the process."""
    page = nhsdx("report", "examples/process-capability/quillmoor.toml", "--format", "markdown").out
    assert "P partially achieved: Some of it is reviewed or kept." in page
    assert "The overall score is not an average" in page


def test_the_message_about_an_unmet_expectation_gives_levels_by_their_numbers(folder: Path) -> None:
    """What was expected and found is in the numbers of the rubric."""
    made = HEAD.replace("[answers]", "[expect]\nlevel = 3\n[answers]")
    (folder / "a.toml").write_text(
        f"{made}law = 1\nstock = 'A'\nease = {{ mean = 0, respondents = 20 }}", encoding="utf-8"
    )
    assert "expected 3, found 1" in " ".join(nhsdx("check", "a.toml", cwd=folder).out.split())
