"""Pages show the map lines for invalid cells; with these lines, every engine can read the cells."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.build import Table
from tests.support.engines import ENGINES
from tests.support.run import Run, nhsdx
from tests.support.samples import small_rubric, write
from tests.support.surveys import survey_rubric
from tests.support.workbooks import write_workbook

RATE: Table = {
    "dimension": "structure",
    "title": "Rate",
    "question": "How many?",
    "kind": "measure",
    "unit": "percent",
    "linear": {"worst": 0, "best": 100},
}


def run_batch(here: Path, *arguments: str, engine: str = "polars") -> Run:
    """Scores the table of a folder."""
    options = ("--rubric", "rubric.toml", "--keep", "place", "--engine", engine)
    run = nhsdx("batch", "table.csv", *options, *arguments, cwd=here)
    assert run.code == 0, run.err
    return run


def list_lines(run: Run) -> list[str]:
    """The lines to paste that a run shows as JSON."""
    return [line for hint in json.loads(run.out)["hints"] for line in hint["lines"]]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a rubric and a table in which every second cell is in an unusual form."""
    rubric = small_rubric()
    dimension = next(iter(rubric["dimensions"]))
    grades = [{"id": "said", "label": "Said", "supports": 1}, {"id": "seen", "label": "Seen", "supports": 5}]
    criteria = rubric["criteria"] | {"rate": RATE | {"dimension": dimension}}
    write(tmp_path / "rubric.toml", rubric | {"criteria": criteria, "evidence-grades": grades})
    head = "place,skill,rate,skill.seen,date"
    rows = [
        f"p{row},{skill},{rate},{seen},2026-11-01"
        for row, (skill, rate, seen) in enumerate(
            [("3", "77.5%", "25/12/2025"), ("n/a", "50%", "01/10/2025"), ("-99", '"1,000%"', "2025-03-11")] * 2
        )
    ]
    (tmp_path / "table.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("engine", [one for one in ENGINES if isinstance(one, str)])
def test_cells_can_be_read_with_the_map_lines_that_a_page_shows(here: Path, engine: str) -> None:
    """The lines together are a map with which no cell is rejected."""
    first = run_batch(here, "--format", "json", engine=engine)
    assert sum(json.loads(first.out)["rejected"].values()) == 14
    lines = list_lines(first)
    assert lines == [
        'format = "nhsdx.batch-map/1"',
        'numbers = { percent = true, thousands = "," }',
        'dates = "d/m/Y"',
        'nothing = ["-99", "n/a"]',
    ]
    (here / "map.toml").write_text("\n".join(lines), encoding="utf-8")
    found = json.loads(run_batch(here, "--format", "json", "--map", "map.toml", engine=engine).out)
    assert (found["rejected"], found["hints"]) == ({}, [])


def test_the_page_shows_hints_before_the_scores(here: Path) -> None:
    """The hints are a warning with lines to copy."""
    page = run_batch(here).out
    assert page.index("! Invalid cells that are dates in another form: skill.seen (4).") < page.index("Overall")
    assert '\nformat = "nhsdx.batch-map/1"\nnumbers = { percent = true, thousands = "," }\n' in page
    assert "above its first [table]" in " ".join(page.split())


def test_the_content_of_a_cell_is_shown_only_if_many_cells_have_it(here: Path) -> None:
    """Five cells must have it, as a group needs five assessments, and it must be nearly the label of a level."""
    for count, expected in ((4, False), (5, True)):
        cells = ["Label 2."] * count + ["Jane is a fool"] * 9
        (here / "table.csv").write_text("\n".join(["place,skill", *(f"p,{cell}" for cell in cells)]), encoding="utf-8")
        run = run_batch(here, "--format", "json")
        assert bool(list_lines(run)) == expected
        assert "Jane" not in run.out


def test_no_decimal_comma_is_suggested_for_numbers_of_a_workbook_or_of_json(here: Path) -> None:
    """A map with a decimal comma applies only to text: 12.125 is never twelve thousand."""
    (here / "map.toml").write_text(
        'format = "nhsdx.batch-map/1"\nnumbers = { thousands = ".", decimal = "," }\n', encoding="utf-8"
    )
    write_workbook(here / "table.xlsx", {"Sheet": [["place", "rate"], ["a", 12.125], ["b", "12,125"]]})
    (here / "table.jsonl").write_text('{"place": "a", "rate": 12.125}\n{"place": "b", "rate": "12,125"}\n')
    for name in ("table.xlsx", "table.jsonl"):
        options = ("--rubric", "rubric.toml", "--keep", "place", "--map", "map.toml", "--format", "json", "--force")
        assert nhsdx("batch", name, *options, "-o", "out.jsonl", cwd=here).code == 0
        rows = [json.loads(line) for line in (here / "out.jsonl").read_text(encoding="utf-8").splitlines()]
        assert [(row["overall.claimed"], row["rejected"]) for row in rows] == [(12.125, 0), (12.125, 0)]


@pytest.mark.parametrize("engine", [one for one in ENGINES if isinstance(one, str)])
def test_a_column_whose_numbers_are_out_of_different_totals_is_reported(here: Path, engine: str) -> None:
    """This is reported with a map that reads them and without a map."""
    (here / "map.toml").write_text('format = "nhsdx.batch-map/1"\nnumbers = { out-of = true }\n', encoding="utf-8")
    (here / "table.csv").write_text("place,rate\nA,3 out of 10\nB,2 out of 5\n", encoding="utf-8")
    for more in ([], ["--map", "map.toml"]):
        hints = json.loads(run_batch(here, "--format", "json", *more, engine=engine).out)["hints"]
        assert any("rate has numbers out of different totals (5, 10)" in hint["message"] for hint in hints)


# ---- surveys

MAP = 'format = "nhsdx.questionnaire/1"\nrubric = "rubric.toml"\nsource = "plain"\n'
CARE = '[criteria.care]\ncolumn = "Seen"\n'


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """A folder with a rubric of one question, and a map."""
    write(tmp_path / "rubric.toml", survey_rubric())
    (tmp_path / "map.toml").write_text(MAP + CARE, encoding="utf-8")
    return tmp_path


def run_survey(here: Path, answers: dict[str, int], *arguments: str) -> Run:
    """Counts responses with this many of each answer."""
    rows = [f'"{answer}"\n' for answer, count in answers.items() for _ in range(count)]
    (here / "responses.csv").write_text(f"Seen\n{''.join(rows)}", encoding="utf-8")
    run = nhsdx("survey", "responses.csv", "--map", "map.toml", *arguments, cwd=here)
    assert run.code == 0, run.err
    return run


def test_the_page_of_a_survey_suggests_words_that_may_mean_no_answer(asked: Path) -> None:
    """They are suggested if as many people have them as a group needs; the suggested line makes the cells readable."""
    answers = {"IT": 12, "Both": 3, "Care": 2, "I don’t know": 11}
    (line,) = list_lines(run_survey(asked, answers, "--format", "json"))
    assert line == 'nothing = ["i don\'t know"]'
    (asked / "map.toml").write_text(f"{MAP}{line}\n{CARE}", encoding="utf-8")
    found = json.loads(run_survey(asked, answers, "--format", "json").out)
    assert (found["rejected"], found["hints"]) == ({}, [])
    (asked / "map.toml").write_text(MAP + CARE, encoding="utf-8")
    few = run_survey(asked, answers | {"I don’t know": 10}, "--format", "json")
    assert list_lines(few) == []


def test_an_option_that_nobody_chose_is_reported_with_the_code_that_may_mean_it(asked: Path) -> None:
    """The cells can be read with the suggested line; a respondent's own words are never shown."""
    answers = {"IT": 12, "Both": 12, "A3": 11}
    page = run_survey(asked, answers)
    assert "Nobody chose “Care”, and 11 invalid cells of Seen have the same code, a3." in " ".join(page.out.split())
    lines = list_lines(run_survey(asked, answers, "--format", "json"))
    assert lines == ["[criteria.care.answers]", 'a3 = "Care"']
    (asked / "map.toml").write_text(MAP + CARE + "\n".join(lines), encoding="utf-8")
    assert json.loads(run_survey(asked, answers, "--format", "json").out)["rejected"] == {}
    (asked / "map.toml").write_text(MAP + CARE, encoding="utf-8")
    for format_ in ("text", "json", "html", "markdown"):
        shown = run_survey(asked, {"IT": 12, "Both": 12, "Sister Jo is to blame": 11}, "--format", format_).out
        assert "Nobody chose" in re.sub(r"\s+", " ", shown)
        assert "Jo" not in shown


def test_the_page_suggests_the_option_that_a_misspelt_answer_may_mean(asked: Path) -> None:
    """The text is suggested only if very many people wrote it; the text of fewer people is not repeated."""
    care = survey_rubric()["criteria"]["care"] | {"options": ["An IT project", "A bit of both", "Changing our care"]}
    write(asked / "rubric.toml", survey_rubric() | {"criteria": {"care": care}})
    answers = {"An IT project": 12, "A bit of both": 3, "Chaning our care": 11}
    assert list_lines(run_survey(asked, answers, "--format", "json")) == [
        "[criteria.care.answers]",
        '"chaning our care" = "Changing our care"',
    ]
    assert list_lines(run_survey(asked, answers | {"Chaning our care": 10}, "--format", "json")) == [
        "[criteria.care.answers]",
        '"THE TEXT" = "Changing our care"',
    ]
