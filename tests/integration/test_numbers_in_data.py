"""Scales that count from 1, in halves or with letters, as programs see them."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from nhsdx.commands.batch.rows import build_row
from nhsdx.scoring.engine import score
from tests.support.build import assessment_from, rubric_from
from tests.support.laws.frames import Engine, assert_row, by_duckdb, by_polars, frame_of
from tests.support.numbered import HEAD, RUBRIC
from tests.support.run import nhsdx

ANSWERS = "law = 3\nstock = 'B'\ndetail = { items.used = 'yes', items.read = 'no', items.known = 'no' }\n"
GATE = """
[gates.no-law]
when = { criterion = "law", at-most = 1 }
cap = { overall = 2 }
because = "It counts."
remedy = "Pass a law."
[frameworks.other]
title = "Another"
headings.one = "The first"
"""
MAPS = 'maps = [{ framework = "other", ref = "one", relation = "equal" }]'
ASKED = 'asked-when = { criterion = "law", at-least = 2 }\n'
LETTERS = {1: '"A"', 2: '"B"', 3: '"C"'}
HALVES = {1: "1.0", 2: "1.5", 3: "2.0"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a rubric and an assessment."""
    mapped = RUBRIC.replace('title = "Law"', f'title = "Law"\n{MAPS}').replace(ASKED, "")
    (tmp_path / "rubric.toml").write_text(mapped + GATE, encoding="utf-8")
    (tmp_path / "a.toml").write_text(HEAD + ANSWERS, encoding="utf-8")
    return tmp_path


def read(folder: Path, *arguments: str) -> Any:  # noqa: ANN401 - any document
    """The JSON document that a command writes."""
    run = nhsdx(*arguments, "--format", "json", cwd=folder)
    assert run.out, run.err
    return json.loads(run.out)


def number(numbers: dict[int, str], folder: Path) -> None:
    """Gives the levels of the rubric other numbers, in the rubric and in the answers."""
    text = (folder / "rubric.toml").read_text(encoding="utf-8")
    for place, word in numbers.items():
        for key in ("number", "level", "at-least", "at-most", "overall"):
            text = text.replace(f"{key} = {place}\n", f"{key} = {word}\n").replace(
                f"{key} = {place} }}", f"{key} = {word} }}"
            )
            text = text.replace(f"{key} = {place},", f"{key} = {word},")
    (folder / "rubric.toml").write_text(text.replace("needs = { 2 = 1 }\n", ""), encoding="utf-8")
    (folder / "a.toml").write_text(HEAD + ANSWERS.replace("law = 3", f"law = {numbers[3]}"), encoding="utf-8")


@pytest.mark.parametrize(
    ("numbers", "two", "three"),
    [({}, 2, 3), (LETTERS, "B", "C"), (HALVES, 1.5, 2.0)],
    ids=["from 1", "letters", "halves"],
)
def test_a_result_has_level_numbers_and_can_be_verified(
    folder: Path, numbers: dict[int, str], two: object, three: object
) -> None:
    """Levels, answers and caps are as the framework words them; the result is read back in every form."""
    if numbers:
        number(numbers, folder)
    found = read(folder, "assess", "a.toml")
    assert found["criteria"]["law"]["level"]["claimed"] == found["criteria"]["law"]["answer"] == three
    assert found["answers"]["law"] == {"level": three}
    assert found["criteria"]["stock"]["answer"] == found["answers"]["stock"]["level"] == "B"
    assert found["gates"][0]["caps"] == {"overall": two}
    for form in ("json", "toml", "jsonl"):
        nhsdx("assess", "a.toml", "--format", form, "-o", f"result.{form}", cwd=folder)
        run = nhsdx("verify", f"result.{form}", "--rubric", "rubric.toml", cwd=folder)
        assert run.code == 0, run.err + run.out


def test_a_whole_level_number_on_a_decimal_scale_may_be_written_without_a_decimal_point(folder: Path) -> None:
    """Programs write 2.0 as 2; it is the same level, and the digests stay the same."""
    number(HALVES, folder)
    text = json.dumps(read(folder, "assess", "a.toml")).replace(": 2.0", ": 2")
    (folder / "result.json").write_text(text, encoding="utf-8")
    assert nhsdx("verify", "result.json", "--rubric", "rubric.toml", cwd=folder).code == 0


def test_a_level_that_the_rubric_does_not_have_is_refused(folder: Path) -> None:
    """A place on the scale is not its number."""
    found = read(folder, "assess", "a.toml")
    found["answers"]["law"]["level"] = 0
    (folder / "result.json").write_text(json.dumps(found), encoding="utf-8")
    run = nhsdx("verify", "result.json", "--rubric", "rubric.toml", cwd=folder)
    assert run.code != 0
    assert "there is no level 0" in " ".join((run.out + run.err).split())


def test_the_json_of_other_commands_also_has_level_numbers(folder: Path) -> None:
    """Comparisons, trends, checks, crosswalks and explanations have the same numbers as results."""
    nhsdx("assess", "a.toml", "--format", "json", "-o", "result.json", cwd=folder)
    (folder / "b.toml").write_text(
        HEAD.replace("10-01", "10-31") + ANSWERS.replace("law = 3", "law = 2"), encoding="utf-8"
    )
    compared = read(folder, "compare", "result.json", "b.toml", "--rubric", "rubric.toml")
    assert compared["criteria"]["law"]["old"]["level"]["claimed"] == compared["criteria"]["law"]["old"]["answer"] == 3
    assert (compared["nodes"]["overall"]["old_level"]["claimed"], compared["criteria"]["law"]["new"]["answer"]) == (
        2,
        2,
    )
    trend = read(folder, "compare", "result.json", "b.toml", "b.toml", "--rubric", "rubric.toml")
    assert [point["overall"]["level"]["claimed"] for point in trend["points"]] == [2, 2, 2]
    report = nhsdx("report", "b.toml", "--since", "result.json", "--format", "text", cwd=folder)
    assert "level 3 to level 2" in " ".join(report.out.split()), report.err
    assert " fell from " in nhsdx("check", "b.toml", "--no-regression", "result.json", cwd=folder).out
    (checked,) = read(folder, "check", "a.toml")["files"]
    assert checked["overall"]["level"]["claimed"] == 2
    (informed,) = read(folder, "crosswalk", "a.toml", "--to", "other")["headings"]["one"]["informed_by"].values()
    assert informed["claimed"] == {"number": 3, "label": "Developed"}
    steps = read(folder, "explain", "a.toml", "stock")["steps"]
    assert next(step for step in steps if step["rule"] == "level")["inputs"][0]["value"] == "B"


@pytest.mark.parametrize("engine", [by_polars, by_duckdb], ids=["Polars", "DuckDB"])
@pytest.mark.parametrize("numbers", [{}, LETTERS, HALVES], ids=["from 1", "letters", "halves"])
def test_tables_have_level_numbers_on_every_engine(folder: Path, numbers: dict[int, str], engine: Engine) -> None:
    """A scored row has the same levels as the result of the same answers."""
    if numbers:
        number(numbers, folder)
    rubric = rubric_from((folder / "rubric.toml").read_text(encoding="utf-8"))
    answers = tomllib.loads((folder / "a.toml").read_text(encoding="utf-8"))["answers"]
    given = [assessment_from(rubric, answers), assessment_from(rubric, {})]
    rows = engine(frame_of([build_row(one, rubric) for one in given]), rubric)
    for row, one in zip(rows, given, strict=True):
        assert_row(row, score(rubric, one))


def test_a_batch_shows_level_numbers(folder: Path) -> None:
    """The histogram has a column for each level by its number, and the table its letters."""
    number(LETTERS, folder)
    (folder / "rows.csv").write_text("law,stock\nC,B\nA,A\n", encoding="utf-8")
    run = nhsdx("batch", "rows.csv", "--rubric", "rubric.toml", "-o", "out.csv", cwd=folder)
    assert re.search(r"Dimension, reading +ABC ", run.out)
    heads, *rows = ((folder / "out.csv").read_text(encoding="utf-8")).splitlines()
    place = heads.split(",").index("overall.claimed.level")
    assert [row.split(",")[place] for row in rows] == ["B", "A"]
    spread = read(folder, "batch", "rows.csv", "--rubric", "rubric.toml")["nodes"]["overall"]["claimed"]
    assert spread["levels"] == [1, 1, 0]


def test_a_rubric_printed_as_json_or_toml_can_be_read_again(folder: Path) -> None:
    """`rubric show` writes the numbers of levels everywhere, as a rubric file has them."""
    number(LETTERS, folder)
    text = nhsdx("rubric", "show", "rubric.toml", "--format", "toml", cwd=folder).out
    assert tomllib.loads(text)["gates"]["no-law"]["cap"] == {"overall": "B"}
    (folder / "shown.toml").write_text(text, encoding="utf-8")
    assert nhsdx("rubric", "show", "shown.toml", "--format", "toml", cwd=folder).out == text


@pytest.mark.parametrize(
    ("change", "arguments", "said"),
    [
        (
            ("cap = { overall = 2 }", "cap = { overall = 3 }"),
            ("lint", "rubric.toml"),
            "A cap at level 3 can never lower the score",
        ),
        (("number = 2", "number = 2\nmeaning = 'Some.'"), ("lint", "rubric.toml"), "Level 1 has no meaning"),
        (("", ""), ("extend", "rubric.toml", "--id", "our-own"), "items.our-own-item = { level = 3, text"),
    ],
)
def test_commands_for_rubrics_use_level_numbers(
    folder: Path, change: tuple[str, str], arguments: tuple[str, ...], said: str
) -> None:
    """Findings and blank overlays have the numbers that the rubric gives its levels."""
    text = (folder / "rubric.toml").read_text(encoding="utf-8")
    (folder / "rubric.toml").write_text(text.replace(*change, 1), encoding="utf-8")
    run = nhsdx("rubric", *arguments, cwd=folder)
    assert said in " ".join((run.out + run.err).split())


def test_a_check_gives_the_number_of_the_level_that_was_expected(folder: Path) -> None:
    """The message has the numbers of the rubric, not places on its scale."""
    text = (folder / "a.toml").read_text(encoding="utf-8")
    (folder / "a.toml").write_text(text.replace("[answers]", "[expect]\nlevel = 3\n[answers]"), encoding="utf-8")
    run = nhsdx("check", "a.toml", cwd=folder)
    assert "overall level (evidenced): expected 3, found 2" in " ".join((run.out + run.err).split())


def test_rules_for_enough_items_and_for_items_that_do_not_apply_are_shown(folder: Path) -> None:
    """A rubric and a new file say how many statements are enough, what is asked when, and what counts otherwise."""
    text = (folder / "rubric.toml").read_text(encoding="utf-8")
    asked = 'items.read = { level = 2, asked-when = { criterion = "law", at-least = 3 }, text'
    (folder / "rubric.toml").write_text(text.replace("items.read = { level = 2, text", asked), encoding="utf-8")
    new = nhsdx("new", "rubric.toml", cwd=folder).out
    shown = " ".join(nhsdx("rubric", "show", "rubric.toml", "detail", cwd=folder).out.split())
    for page in (new, shown):
        assert "Level 2: 1 of its 2 statements is enough" in page
        assert "asked only if “Law” is at level 3 or higher" in page
    stock = nhsdx("rubric", "show", "rubric.toml", "stock", cwd=folder).out
    assert "If it does not apply, it has its best score." in stock
    assert "If it does not apply, it has its best score." in new


def test_the_schema_of_one_rubric_has_its_level_numbers(folder: Path) -> None:
    """An editor offers the levels of the rubric or of the criterion, and the mean of a survey with statements."""
    made = json.loads(nhsdx("rubric", "schema", "assessment", "--rubric", "rubric.toml", cwd=folder).out)
    answers = made["properties"]["answers"]["properties"]
    assert answers["law"]["anyOf"][-1] == {"enum": [1, 2, 3]}
    assert answers["stock"]["anyOf"][0]["properties"]["level"]["enum"] == ["A", "B"]
    assert {"mean", "respondents"} <= set(answers["ease"]["anyOf"][0]["properties"])


@pytest.mark.parametrize(
    ("change", "said", "unsaid"),
    [
        (("cap = { overall = 2 }", "cap = { overall = 3 }"), "cap.overall from 2 to 3", "when"),
        (("at-most = 1", "at-most = 2"), "from “criterion law, at-most 1” to “criterion law, at-most 2”", "cap"),
        (("number = 3", "number = 4"), "levels.2.number from 3 to 4", "items"),
    ],
)
def test_a_diff_of_rubrics_shows_level_numbers(folder: Path, change: tuple[str, str], said: str, unsaid: str) -> None:
    """Changes have the numbers of levels; a level with another name alone is one change, not many."""
    text = (folder / "rubric.toml").read_text(encoding="utf-8").replace(*change, 1)
    if "number" in change[0]:
        text = text.replace("level = 3", "level = 4")
    (folder / "new.toml").write_text(text, encoding="utf-8")
    out = " ".join(nhsdx("rubric", "diff", "rubric.toml", "new.toml", cwd=folder).out.split())
    assert said in out
    assert unsaid not in out
