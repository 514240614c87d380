"""`nhsdx survey` if answers to statements cannot be read: the page reports them beside the score."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.run import Run, nhsdx
from tests.support.samples import write
from tests.support.surveys import LINE, MAP, survey_rubric

CODES = 'answers = { 1 = "Never", 2 = "Seldom", 3 = "Sometimes", 4 = "Often", 5 = "Always" }\n'
INTO = ("--into", "new.toml", "--subject", "S", "--date", "2026-09-30", "--seen", "2026-09-15")
GOOD = ["5,2,3", "4,3,4", "2,1,5", "1,4,1", "3,5,2"] * 6


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a rubric of a criterion with three statements, and a map."""
    rubric = survey_rubric()
    head = rubric["rubric"] | {"shown": {"from": 0, "to": 10}}
    write(tmp_path / "rubric.toml", rubric | {"rubric": head, "criteria": {"line": LINE}})
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    return tmp_path


def survey(here: Path, rows: list[str], *arguments: str, place: str = "A") -> Run:
    """Runs `survey` on a table with the answers to the three statements, all from one place unless they give it."""
    lines = [row if row.count(",") > 2 else f"{place},{row}" for row in rows]
    (here / "responses.csv").write_text("Place,One,Two,Three\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return nhsdx("survey", "responses.csv", "--map", "map.toml", *arguments, cwd=here)


def join_lines(run: Run) -> str:
    """What a run prints, on one line."""
    return " ".join(run.out.split())


def list_hints(here: Path, rows: list[str]) -> list[dict[str, Any]]:
    """The hints of a run."""
    run = survey(here, rows, "--format", "json")
    assert run.code == 0, run.err
    hints: list[dict[str, Any]] = json.loads(run.out)["hints"]
    return hints


def replace_third(rows: list[str], words: dict[str, str]) -> list[str]:
    """The rows with other words in the third column."""
    return [f"{row.rpartition(',')[0]},{words.get(row.rpartition(',')[2], row.rpartition(',')[2])}" for row in rows]


LETTERS = {"1": "Not at all", "2": "Hardly", "3": "Now and then", "4": "Frequently", "5": "Completely"}


def test_a_statement_that_cannot_be_read_is_reported_beside_the_score(here: Path) -> None:
    """The answers differ, and none of them is frequent: the page says so, shows the lines, and writes no answer."""
    rows = replace_third(GOOD, LETTERS)
    page = join_lines(survey(here, rows))
    assert "Fewer than half of the answers to heard could be read. Scores leave out unreadable answers." in page
    assert "No answer in Three could be read: all 30 cells that are not empty are invalid." in page
    (hint,) = list_hints(here, rows)
    assert hint["lines"] == ["[criteria.line.answers]", '"THE TEXT" = "THE OPTION"']
    assert "frequently" not in page.lower()
    run = survey(here, rows, *INTO)
    assert (run.code, (here / "new.toml").exists()) == (2, False)
    assert "unread-answers" in run.err
    assert "heard" in run.err


def test_a_statement_counts_as_unreadable_if_most_answers_to_it_cannot_be_read(here: Path) -> None:
    """One answer that happens to be readable makes no difference."""
    rows = [*replace_third(GOOD, LETTERS), "5,2,3"]
    assert "Most answers in Three could not be read: 30 cells are invalid." in join_lines(survey(here, rows))
    assert survey(here, rows, *INTO).code == 2


def test_several_statements_that_cannot_be_read_are_listed_together(here: Path) -> None:
    """One hint for all columns with the same words, so that its lines can be copied."""
    rows = [f"{LETTERS[row[0]]},so {LETTERS[row[2]]},{row[4]}" for row in GOOD]
    (hint,) = list_hints(here, rows)
    assert hint["message"].startswith("No answer in One and Two could be read: all 60 cells")
    run = survey(here, rows, *INTO)
    assert run.code == 2
    assert "happy (line) and stuck (line)" in run.err


def test_codes_missing_from_the_map_are_reported_with_lines_to_add(here: Path) -> None:
    """All statements are unread, as with SUS in codes: each frequent code gets a line, and no meaning is guessed."""
    (here / "map.toml").write_text(MAP.replace(CODES, ""), encoding="utf-8")
    (hint,) = list_hints(here, GOOD)
    assert "the codes 1, 2, 3, 4 and 5" in hint["message"]
    assert hint["lines"] == ["[criteria.line.answers]", *(f'{code} = "THE OPTION"' for code in "12345")]
    assert "heard and 2 more" not in hint["message"]
    assert survey(here, GOOD, *INTO).code == 2


def test_an_unknown_answer_that_many_people_gave_to_one_statement_is_reported(here: Path) -> None:
    """Nobody chose the option in this statement, and the text is never shown."""
    rows = replace_third([*GOOD, *["5,2,5"] * 10], {"5": "As ever and again"})
    (hint,) = list_hints(here, rows)
    assert hint["message"].startswith("Nobody chose “Always”, and 16 invalid cells of Three have the same text")
    assert hint["lines"] == ["[criteria.line.answers]", '"THE TEXT" = "Always"']
    assert "again" not in join_lines(survey(here, rows))
    assert survey(here, rows, *INTO).code == 2
    assert survey(here, rows, *INTO, "--allow-invalid").code == 0


def test_an_unknown_answer_in_several_statements_is_reported_if_enough_people_gave_it(here: Path) -> None:
    """The text is rare in each column, but in all of them together as many people gave it as a group needs."""
    rows = [row.replace("5", "A5") for row in GOOD]
    (hint,) = list_hints(here, rows)
    assert hint["message"].startswith("Nobody chose “Always”, and 18 responses have the same code, a5, in")
    assert hint["lines"] == ["[criteria.line.answers]", 'a5 = "Always"']
    (here / "map.toml").write_text(MAP.replace("5 =", "A5 ="), encoding="utf-8")
    assert list_hints(here, rows) == []


def test_an_unknown_answer_that_only_a_few_people_gave_is_not_reported(here: Path) -> None:
    """One person who writes the same in many statements is not many people."""
    rows = [*GOOD[:20], *["A5,A5,A5"] * 5]
    assert not any("a5" in hint["message"] for hint in list_hints(here, rows))


def test_the_same_misspelt_options_in_several_statements_give_one_hint(here: Path) -> None:
    """The same near words in several columns have one table in the map."""
    (here / "map.toml").write_text(MAP.replace(CODES, ""), encoding="utf-8")
    rows = ["Allways,Never,Allways", "Never,Allways,Often", "Sometimes,Seldom,Allways"] * 8
    (hint,) = list_hints(here, rows)
    assert hint["lines"] == ["[criteria.line.answers]", 'allways = "Always"']


def test_the_page_lists_groups_in_which_the_answers_to_a_statement_cannot_be_read(here: Path) -> None:
    """In B the form had other words: the page says it for B, and B's answers are not written; those of A are."""
    rows = [*(f"A,{row}" for row in GOOD), *(f"B,{row}" for row in replace_third(GOOD[:14], LETTERS))]
    page = join_lines(survey(here, rows, "--by", "Place"))
    assert "In B, fewer than half of the answers to heard could be read. Scores leave out unreadable answers." in page
    assert survey(here, rows, "--by", "Place", "--group", "B", *INTO).code == 2
    assert survey(here, rows, "--by", "Place", "--group", "A", *INTO).code == 0


def test_the_answer_is_not_written_if_the_column_of_a_statement_is_empty(here: Path) -> None:
    """Nobody answered the statement; the map can say that it was not asked, and then the answer says so, too."""
    rows = [f"{row.rpartition(',')[0]}," for row in GOOD]
    run = survey(here, rows, *INTO)
    assert run.code == 2
    assert 'not-asked = ["heard"]' in run.err
    said = MAP.replace(', heard = "Three"', "").replace("answers =", 'not-asked = ["heard"]\nanswers =')
    (here / "map.toml").write_text(said, encoding="utf-8")
    run = survey(here, rows, *INTO)
    assert run.code == 0, run.err
    assert "heard was not asked: nobody can have answered it." in join_lines(run)
    assert "heard was not asked" in (here / "new.toml").read_text(encoding="utf-8")


def test_only_statements_without_a_column_can_be_listed_as_not_asked(here: Path) -> None:
    """Each has a column or is listed, never both, and at least one is asked."""
    cases = {
        'not-asked = ["happy"]': 'columns = { happy = "One", stuck = "Two", heard = "Three" }',
        'not-asked = ["hoppy"]': 'columns = { happy = "One", stuck = "Two", heard = "Three" }',
        'not-asked = ["happy", "stuck", "heard"]': "columns = {}",
    }
    for listed, columns in cases.items():
        head = MAP.partition("columns = { happy")[0]
        (here / "map.toml").write_text(f"{head}{columns}\n{listed}\n", encoding="utf-8")
        run = survey(here, GOOD)
        assert run.code == 2, listed
        assert any(one in run.err for one in ("listed in not-asked", '"hoppy" is not', "no statement of the criterion"))


@pytest.mark.parametrize("instrument", ["likert"])
def test_statements_of_a_scale_are_also_reported_if_their_answers_cannot_be_read(here: Path, instrument: str) -> None:
    """Scales of the map are shown, not scored; what cannot be read is reported as clearly."""
    scale = f'[scales.own]\ninstrument = "{instrument}"\ncolumns = ["One", "Two", "Three"]\n'
    (here / "map.toml").write_text(MAP.partition("[criteria")[0] + scale, encoding="utf-8")
    rows = replace_third(GOOD, LETTERS)
    page = join_lines(survey(here, rows))
    assert "No answer in Three could be read: all 30 cells that are not empty are invalid." in page
    assert "Scores of the survey" not in page
    assert list_hints(here, rows)[0]["lines"] == ["[scales.own.answers]", '"THE TEXT" = "THE POINTS"']


def test_a_question_is_not_written_to_the_assessment_if_most_answers_to_it_cannot_be_read(tmp_path: Path) -> None:
    """As for a statement, twelve readable answers beside thirty invalid ones do not show what people think."""
    write(tmp_path / "rubric.toml", survey_rubric())
    text = MAP.partition("[criteria")[0] + '[criteria.care]\ncolumn = "One"\n'
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    rows = [*["IT,,"] * 7, *["Both,,"] * 6, *(f"{place} of them,," for place in range(30))]
    unread = "Fewer than half of the answers to care could be read. Scores leave out"
    assert unread in join_lines(survey(tmp_path, rows))
    run = survey(tmp_path, rows, *INTO)
    assert (run.code, "unread-answers" in run.err) == (2, True)


def test_the_page_reports_nothing_as_unreadable_if_every_answer_can_be_read(here: Path) -> None:
    """There is no remark if every cell can be read."""
    assert list_hints(here, GOOD) == []
    assert "could be read" not in survey(here, GOOD).out
