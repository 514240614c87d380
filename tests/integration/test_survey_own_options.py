"""Statements with their own options: different wording, or a different number of options with their own scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import Table
from tests.support.run import Run, nhsdx
from tests.support.samples import write
from tests.support.surveys import LINE, survey_rubric

OWN: Table = {
    "happy": {"text": "I look forward to work."},
    "choice": {"text": "I can choose how.", "options": ["None", "Little", "Some", "Much", "All"]},
    "harm": {"text": "I saw harm.", "options": ["No", "Yes"], "scores": [0, 100], "reverse": True},
}
MAP = """format = "nhsdx.questionnaire/1"
source = "plain"
rubric = "rubric.toml"
[criteria.line]
columns = { happy = "One", choice = "Two", harm = "Three" }
answers = { 1 = "Never", 5 = "Always" }
[criteria.line.answers-of]
choice = { 1 = "None", 5 = "All" }
harm = { 1 = "Yes", 2 = "No" }
"""


def write_rubric(here: Path, statements: Table) -> None:
    """Writes a rubric of one criterion with these statements."""
    write(here / "rubric.toml", survey_rubric() | {"criteria": {"line": LINE | {"statements": statements}}})


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a rubric whose statements have their own options, and a map with words for them."""
    write_rubric(tmp_path, OWN)
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    return tmp_path


def survey(here: Path, rows: list[str], *arguments: str) -> Run:
    """Runs `survey` on a table with these answers."""
    (here / "responses.csv").write_text("One,Two,Three\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return nhsdx("survey", "responses.csv", "--map", "map.toml", *arguments, cwd=here)


def load(run: Run) -> dict[str, Any]:
    """What a run writes as JSON."""
    assert run.code == 0, run.err
    data: dict[str, Any] = json.loads(run.out)
    return data


def test_each_statement_is_scored_with_its_own_options(here: Path) -> None:
    """The same code means a different option in another statement: (100 + 0 + 100) / 3, and (0 + 100 + 0) / 3."""
    found = load(survey(here, [*["5,1,2"] * 12, *["Never,All,Yes"] * 12], "--format", "json"))
    (everybody,) = found["ratings"]["line"]["groups"]
    assert everybody["mean"] == pytest.approx((200 / 3 + 100 / 3) / 2)
    assert (found["rejected"], everybody["counts"]) == ({}, [0, 12, 0, 12, 0])


def test_an_option_that_belongs_to_another_statement_is_an_invalid_answer(here: Path) -> None:
    """Always is an option of one statement only; the hint gives the table of the statement's own words."""
    found = load(survey(here, ["5,Always,2"] * 24, "--format", "json"))
    assert found["rejected"] == {"Two": 24}
    (hint,) = found["hints"]
    assert hint["lines"] == ["[criteria.line.answers-of.choice]", '"THE TEXT" = "THE OPTION"']


def test_respondents_see_a_statement_with_its_own_options(here: Path) -> None:
    """The options are shown in the rubric, in a new assessment and in a form."""
    shown = " ".join(nhsdx("rubric", "show", "rubric.toml", "line", cwd=here).out.split())
    started = nhsdx("new", "rubric.toml", "-o", "-", cwd=here).out
    assert "I saw harm. (rated as: No; Yes) (harm; scored in reverse)" in shown
    assert "#   - I saw harm. (rated as: No; Yes)\n" in started
    assert "#   Others rated as: Never; Seldom; Sometimes; Often; Always\n" in started


def test_a_statement_needs_a_score_for_each_of_its_own_options(here: Path) -> None:
    """There must be as many scores as options; the scores of the criterion are used if their number fits."""
    cases: dict[str, Table] = {
        "survey-form": {"options": ["Yes"], "scores": [100]},
        "the statement has 2 options, but there are 5 scores": {"options": ["No", "Yes"]},
        "3 scores for 2 options": {"options": ["No", "Yes"], "scores": [0, 50, 100]},
        "at least 2": {"scores": [0, 25, 50, 75, 100]},
        "listed twice": {"options": ["Yes", "Yes"], "scores": [0, 100]},
    }
    for words, keys in cases.items():
        write_rubric(here, OWN | {"harm": {"text": "I saw harm."} | keys})
        run = nhsdx("rubric", "lint", "rubric.toml", cwd=here)
        assert run.code != 0, words
        assert words in run.out + run.err


def test_a_map_gives_words_for_a_statement_only_if_the_statement_has_its_own_options(here: Path) -> None:
    """The words of other statements are listed under `answers`."""
    (here / "map.toml").write_text(f"{MAP}happy = {{ 1 = 'Never' }}\n", encoding="utf-8")
    run = survey(here, ["5,1,2"] * 12)
    assert run.code == 2
    assert '"happy" is not a statement with options of its own' in run.err
    (here / "map.toml").write_text(MAP.replace('1 = "None"', '1 = "Never"'), encoding="utf-8")
    assert '"Never" is not an option of line.choice' in survey(here, ["5,1,2"] * 12).err


def test_scores_of_options_that_only_one_statement_has_are_part_of_the_scoring_digest(here: Path) -> None:
    """Results with different scores of a statement are not compared; a change of wording alone changes no score."""
    write(here / "old.toml", survey_rubric() | {"criteria": {"line": LINE | {"statements": OWN}}})
    harm = OWN["harm"] | {"scores": [0, 50]}
    write_rubric(here, OWN | {"harm": harm})
    assert "scores" in nhsdx("rubric", "diff", "old.toml", "rubric.toml", cwd=here).out
