"""`nhsdx survey` for criteria with statements: each respondent has a score, and small groups have no mean."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nhsdx import load_assessment, score
from tests.support.run import ROOT, Run, assert_snapshot, nhsdx
from tests.support.samples import write
from tests.support.surveys import LINE, MAP, survey_rubric


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a rubric of one criterion with three statements, and a table map with a column for each."""
    rubric = survey_rubric()
    head = rubric["rubric"] | {"shown": {"from": 0, "to": 10, "decimals": 2}}
    write(tmp_path / "rubric.toml", rubric | {"rubric": head, "criteria": rubric["criteria"] | {"line": LINE}})
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    return tmp_path


def respond(here: Path, answers: dict[str, int]) -> None:
    """Writes responses: this many rows of each kind."""
    rows = [f"{row}\n" for row, count in answers.items() for _ in range(count)]
    (here / "responses.csv").write_text(f"Place,One,Two,Three\n{''.join(rows)}", encoding="utf-8")


def survey(here: Path, *arguments: str) -> Run:
    """Runs `survey` on responses.csv with the map."""
    return nhsdx("survey", "responses.csv", "--map", "map.toml", *arguments, cwd=here)


def list_groups(here: Path, *arguments: str) -> list[dict[str, Any]]:
    """The criterion's figures for everybody, and for each place that is shown."""
    run = survey(here, "--by", "Place", "--format", "json", *arguments)
    assert (run.code, run.err) == (0, "")
    groups: list[dict[str, Any]] = json.loads(run.out)["ratings"]["line"]["groups"]
    return groups


def test_each_respondent_has_a_score_and_each_group_a_mean(here: Path) -> None:
    """Bars count respondents by their own scores; nobody sees who was left out, nor the best and the worst score."""
    respond(here, {"A,5,2,3": 12, "A,2,,4": 8, "A,,,5": 2, "B,1,5,1": 9, "B,5,1,5": 9, "B,,,": 3, "Tiny,1,5,1": 4})
    everybody, shown = list_groups(here)
    assert (everybody["respondents"], everybody["left_out"], shown["group"]) == (42, 2, {"Place": "A"})
    assert shown["mean"] == pytest.approx((12 * 75 + 8 * 50) / 20)
    assert (shown["counts"], shown["share"]) == ([0, 0, 8, 12, 0], None)
    page = survey(here, "--by", "Place")
    assert_snapshot("survey/statements.txt", page.out)
    assert_snapshot("survey/statements.csv", survey(here, "--by", "Place", "--format", "csv").out)
    for format_ in ("text", "markdown", "html", "json", "csv"):
        assert "Tiny" not in survey(here, "--by", "Place", "--format", format_).out


def test_the_mean_of_a_small_group_is_hidden_like_a_count(here: Path) -> None:
    """Of the 30 people at B, only 5 answered enough statements: B is hidden, with others that would reveal it."""
    respond(here, {"A,5,1,5": 40, "B,1,5,1": 5, "B,1,,": 25, "C,5,1,5": 20})
    assert [(one["group"], one["respondents"]) for one in list_groups(here)] == [(None, 65), ({"Place": "A"}, 40)]
    respond(here, {"A,5,1,5": 10, "A,5,,": 90})
    (everybody,) = list_groups(here)
    assert (everybody["hidden"], everybody["mean"], everybody["counts"], everybody["left_out"]) == (
        "too-few",
        None,
        None,
        None,
    )
    run = survey(here, "--into", "new.toml", "--subject", "S", "--date", "2026-09-30", "--seen", "2026-09-15")
    assert (run.code, "fewer than 11 people answered the survey, or one of its questions" in run.err) == (2, True)
    assert not (here / "new.toml").exists()


def test_hospital_statistics_protection_hides_bars_and_rounds_means(here: Path) -> None:
    """A band with few people hides all bars, and few people left out are not counted; the mean is rounded to 5."""
    respond(here, {"A,5,1,5": 33, "A,1,5,1": 3, "A,5,,": 2})
    (everybody, _) = list_groups(here, "--protect", "hospital-statistics")
    assert (everybody["respondents"], everybody["mean"], everybody["left_out"]) == (35, 90, None)
    assert everybody["counts"] == [None] * 5


def test_hospital_statistics_protection_never_shows_the_mean_of_seven_people(here: Path) -> None:
    """This is true even if the rubric allows groups of five to be shown."""
    rubric = survey_rubric() | {"criteria": {"line": LINE | {"minimum-respondents": 5}}}
    write(here / "rubric.toml", rubric)
    respond(here, {"A,5,1,5": 7})
    assert list_groups(here)[0]["mean"] == 100
    assert list_groups(here, "--protect", "hospital-statistics")[0]["mean"] is None


def test_the_interval_of_a_mean_stays_within_the_scale(here: Path) -> None:
    """No mean of scores is above 100, so its interval ends there."""
    respond(here, {"A,5,1,5": 20, "A,1,5,1": 1})
    (everybody, _) = list_groups(here)
    assert everybody["mean_interval"][1] == 100


def test_theme_scores_of_the_staff_survey_are_those_worked_out_by_hand(here: Path) -> None:
    """The NHS Staff Survey shows themes from 0 to 10. A worked example of our own, by the half rule.

    (10 + 7.5 + 5) / 3 = 7.5 and (2.5 + 7.5) / 2 = 5; who answered one question of three is left out. The mean is 6.25.
    """
    with (here / "map.toml").open("a", encoding="utf-8") as file:
        file.write('[invited]\ncolumn = "Place"\nnumbers = { A = 40 }\n')
    respond(here, {"A,5,2,3": 10, "A,2,,4": 10, "A,,,5": 10})
    run = survey(here, "--into", "new.toml", "--subject", "S", "--date", "2026-09-30", "--seen", "2026-09-15")
    assert (run.code, run.err) == (0, "written: new.toml\n")
    answer = load_assessment(here / "new.toml").assessment.answers["line"]
    assert (answer.mean, answer.respondents, answer.invited) == (62.5, 20, 40)
    result = score(load_assessment(here / "new.toml"))
    assert result.criteria["line"].scores["claimed"] == 62.5  # type: ignore[index]
    assert "6.25" in nhsdx("assess", "new.toml", cwd=here).out


def test_every_page_says_which_scale_its_figures_use(here: Path) -> None:
    """The survey is from 0 to 100 and the rubric from 0 to 10; no page prints a mean with all its digits."""
    (here / "map.toml").write_text(f"{MAP}[invited]\nnumber = 60\n", encoding="utf-8")
    respond(here, {"A,5,2,3": 10, "A,2,,4": 10, "A,4,1,5": 9, "A,,,5": 1, "A,,,": 2})
    run = survey(here, "--into", "new.toml", "--subject", "S", "--date", "2026-09-30", "--seen", "2026-09-15")
    page = " ".join(run.out.split())
    assert "Read as a plain table: 32 responses; no row left out." in page
    assert "2 responses have no usable answer here." in page
    assert "Scores of the survey are from 0 to 100 here. The rubric's own scale is 0 to 10." in page
    assert "Scores: 0 to 10 (above, they are 0 to 100)." in page
    said = "71.6 of 100, the mean score of 29 respondents; 60 invited, 48%"
    left_out = "1 person is left out: they answered some of the 3 statements, but fewer than 2."
    explained = " ".join(nhsdx("explain", "new.toml", "line", cwd=here).out.split())
    report = " ".join(nhsdx("report", "new.toml", "--format", "markdown", cwd=here).out.split())
    for shown in (explained, report):
        assert said in shown
        assert left_out in shown
        assert "71.55172" not in shown
    assert "the mean of the statements that the person rated; at least 2 of the 3 must be rated" in explained


@pytest.mark.parametrize(("mean", "said"), [("6.49", True), ("10", True), ("64.9", False), ("0", False)])
def test_a_mean_that_may_be_on_the_scale_shown_on_pages_instead_of_0_to_100_is_reported(
    here: Path, mean: str, said: bool
) -> None:
    """A published 6.49 of 10 would count as 6.49 of 100; nothing is changed without a message."""
    text = 'format = "nhsdx.assessment/1"\nrubric = "rubric.toml"\n[assessment]\nsubject = "S"\ndate = 2026-09-30\n'
    answer = f"[answers.line]\nmean = {mean}\nrespondents = 40\ninvited = 90\n"
    (here / "own.toml").write_text(text + answer, encoding="utf-8")
    page = " ".join(nhsdx("assess", "own.toml", cwd=here).out.split())
    assert ("has a mean that may be on a scale other than 0 to 100" in page) is said


def test_the_total_number_of_people_invited_needs_no_column(here: Path) -> None:
    """An anonymous survey may have no column that says where each person was asked."""
    respond(here, {"A,5,2,3": 20})
    (here / "map.toml").write_text(f"{MAP}[invited]\nnumber = 50\n", encoding="utf-8")
    assert list_groups(here)[0]["response_rate"] == 0.4
    wrong = ("", 'column = "Place"', "numbers = { A = 20 }", 'number = 3\ncolumn = "Place"\nnumbers = { A = 20 }')
    for lines in wrong:
        (here / "map.toml").write_text(f"{MAP}[invited]\n{lines}\n", encoding="utf-8")
        run = survey(here)
        assert run.code == 2, lines
        assert 'expected number = 120, or column = "…" with numbers' in run.err


def test_a_mean_can_replace_an_unknown_answer(here: Path) -> None:
    """A table of `nhsdx new` gets the mean and the respondents of one group."""
    respond(here, {"A,5,1,5": 20, "B,5,3,5": 20})
    text = 'format = "nhsdx.assessment/1"\nrubric = "rubric.toml"\n[assessment]\nsubject = "S"\ndate = 2026-09-30\n'
    (here / "own.toml").write_text(f'{text}[answers.line]\nstatus = "unknown"\n', encoding="utf-8")
    run = survey(here, "--by", "Place", "--group", "B", "--into", "own.toml", "--seen", "2026-09-15")
    assert (run.code, run.err) == (0, "written: own.toml\n")
    assert "[answers.line]\nmean = 83.33333333333333\nrespondents = 20\n" in (here / "own.toml").read_text()


def test_respondents_see_the_statements_before_they_answer(here: Path) -> None:
    """A rubric and a new assessment show each statement, and how many of them count as an answer."""
    shown = nhsdx("rubric", "show", "rubric.toml", "line", cwd=here).out
    started = nhsdx("new", "rubric.toml", "-o", "-", cwd=here).out
    for statement in ("I look forward to work.", "I cannot choose how to do my work."):
        assert statement in shown
        assert f"#   - {statement}\n" in started
    assert "I cannot choose how to do my work. (stuck; scored in reverse)" in shown
    assert "the mean of the statements answered; at least 2 must be answered" in " ".join(shown.split())
    assert "of the people who rate at least 2 of the 3 statements." in started


def test_all_problems_of_columns_are_listed(here: Path) -> None:
    """One column for a criterion with statements, columns for one without, and columns used twice."""
    cases = {
        "all": '[criteria.line]\ncolumn = "One"\n[criteria.care]\ncolumns = { happy = "One" }\n',
        "some": '[criteria.line]\ncolumns = { happy = "One", stick = "One" }\n[criteria.care]\n',
        "none": "[criteria.line]\n",
        "shared": (
            '[criteria.line]\ncolumns = { happy = "One", stuck = "Two", heard = "Three" }\n'
            '[criteria.care]\ncolumn = "One"\n[scales.own]\ninstrument = "likert"\ncolumns = ["two", "Four"]\n'
        ),
    }
    respond(here, {"A,5,1,5": 20})
    messages = []
    for text in cases.values():
        (here / "map.toml").write_text(MAP.partition("[")[0] + text, encoding="utf-8")
        run = survey(here)
        assert (run.code, run.out) == (2, "")
        messages.append(run.err)
    assert_snapshot("survey/statements-map.txt", "\n".join(messages))


SCALE = '[scales.{name}]\ninstrument = "likert"\ncolumns = {columns}\n'


def test_a_map_with_two_scales_that_share_a_column_is_refused(here: Path) -> None:
    """If one person answered only some of the items, the means of three such scales give that person's answer."""
    scales = {"both": ["One", "Two"], "first": ["One"], "second": ["Two"]}
    text = "".join(SCALE.format(name=name, columns=json.dumps(columns)) for name, columns in scales.items())
    (here / "map.toml").write_text(MAP.partition("[")[0] + text, encoding="utf-8")
    respond(here, {"A,5,1,5": 20, "A,4,,5": 1})
    run = survey(here)
    assert (run.code, run.out, run.err.count("duplicate")) == (2, "", 4)


def test_a_column_cannot_be_used_twice_in_a_scale_under_two_names(here: Path) -> None:
    """In an export from Qualtrics, the text of a question names its column, too."""
    names = {"first": ["Q4_1", "Q4_2"], "second": ["How do you see the new record?"]}
    text = "".join(SCALE.format(name=name, columns=json.dumps(columns)) for name, columns in names.items())
    (here / "map.toml").write_text(f'format = "nhsdx.questionnaire/1"\nrubric = "rubric.toml"\n{text}', "utf-8")
    run = nhsdx("survey", str(ROOT / "examples/survey/qualtrics.csv"), "--map", "map.toml", cwd=here)
    assert (run.code, run.out, "under several names" in run.err) == (2, "", True), run.err
