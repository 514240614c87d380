"""`nhsdx rubric form`: a survey for other programs, with a map that `nhsdx survey` needs to read the responses."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import tomli
from pyxform.xls2xform import convert

import nhsdx as library
from tests.support.build import Table, flat_rubric
from tests.support.run import ROOT, nhsdx
from tests.support.samples import SHIPPED, write
from tests.support.survey_forms import PROGRAMS, Program, answer_at_random, read_redcap, write_export

LONG = "whether-people-who-raise-concerns-about-the-new-record-are-heard"
SURVEY: Table = {
    "seen": {
        "dimension": "all",
        "title": "How it is seen",
        "question": "How do you see it, “in  your own words”?",
        "kind": "survey",
        "options": ["An IT project, mostly", "A bit of both;  or neither ", "Care & people < machines"],
        "scores": [0, 50, 100],
    },
    LONG: {
        "dimension": "all",
        "title": "Heard",
        "question": "What happens?",
        "kind": "survey",
        "options": ["5", "4", "3", "2", "1"],
        "top": 2,
    },
    f"{LONG[:60]}-yes": {
        "dimension": "all",
        "title": "Heard again",
        "question": "What happens?",
        "kind": "survey",
        "options": ["A1", "B1", "C1"],
        "scores": [0, 50, 100],
    },
    "training-complete": {
        "dimension": "all",
        "title": "Trained",
        "question": "Name",
        "kind": "survey",
        "options": ["No", "Yes"],
        "scores": [0, 100],
    },
    "line": {
        "dimension": "all",
        "title": "A voice that counts",
        "question": "How often is this so?",
        "kind": "survey",
        "options": ["Never", "Sometimes", "Always"],
        "scores": [0, 50, 100],
        "least-answered": 0.5,
        "statements": {
            "happy": {"text": "I look forward to work."},
            "stuck": {"text": "I cannot choose how to work.", "reverse": True},
            "heard": {"text": "What I suggest is done.", "options": ["In part", "No", "Yes"], "scores": [30, 0, 100]},
            "asked": {"text": "I am asked."},
        },
    },
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a rubric of surveys: long ids that are alike, numbers as options, statements with their own."""
    write(tmp_path / "rubric.toml", survey_rubric())
    return tmp_path


def survey_rubric(**more: Table) -> Table:
    """A rubric with surveys, and with these changes to some of them."""
    criteria = {name: one | more.get(name, {}) for name, one in SURVEY.items()}
    dimension = next(iter(flat_rubric({})["dimensions"]))
    return flat_rubric({name: {**one, "dimension": dimension} for name, one in criteria.items()})


def make(folder: Path, program: Program, *more: str) -> Path:
    """The form for the rubric in a folder, for a given program."""
    form = folder / f"form{program.ending}"
    run = nhsdx("rubric", "form", "rubric.toml", "--to", program.target, "-o", form.name, *more, cwd=folder)
    assert (run.code, run.out) == (0, ""), run.err
    return form


def read_report(folder: Path, export: Path) -> Any:  # noqa: ANN401 - JSON holds anything
    """What the survey shows of an export, with the map that came with the form."""
    run = nhsdx("survey", export.name, "--map", "form.map.toml", "--format", "json", cwd=folder)
    assert run.code == 0, run.err
    return json.loads(run.out)


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_map_turns_exported_responses_into_answers(folder: Path, name: str) -> None:
    """In every program and way of exporting: the same counts and means, and no cell that cannot be read."""
    program = PROGRAMS[name]
    form = make(folder, program)
    asked = program.read(form)
    picks = answer_at_random(asked, 200, seed=18)
    report = read_report(folder, write_export(form, program.export(asked, picks)))
    places = [
        [list(one.options).index(code) if code else None for one, code in zip(asked, row, strict=True)] for row in picks
    ]
    assert (report["responses"], report["rejected"], report["hints"]) == (200, {}, [])
    for number, (criterion, table) in enumerate(list(SURVEY.items())[:4]):
        counts = [sum(row[number] == place for row in places) for place in range(len(table["options"]))]
        assert report["questions"][criterion]["groups"][0]["counts"] == counts
    (found,) = report["ratings"]["line"]["groups"]
    scores = [score for row in places if (score := score_statements(row[4:])) is not None]
    assert found["respondents"] == len(scores)
    assert found["mean"] == pytest.approx(float(sum(scores) / len(scores)))


def score_statements(chosen: list[int | None]) -> Fraction | None:
    """The score of a respondent: the mean of the statements that they answered, if these are half of them."""
    scores = [(0, 50, 100), (100, 50, 0), (30, 0, 100), (0, 50, 100)]
    given = [mine[place] for mine, place in zip(scores, chosen, strict=True) if place is not None and place < len(mine)]
    return Fraction(sum(given), len(given)) if len(given) > 1 else None


@pytest.mark.parametrize("name", ["limesurvey", "redcap", "forms"])
def test_responses_exported_from_another_program_are_refused(folder: Path, name: str) -> None:
    """A map reads the export of its own program only, and says so."""
    make(folder, PROGRAMS[name])
    (folder / "map.toml").write_bytes((folder / "form.map.toml").read_bytes())
    for other in {"kobo", "limesurvey", "redcap", "forms"} - {name}:
        form = make(folder, PROGRAMS[other], "--force")
        asked = PROGRAMS[other].read(form)
        export = write_export(form, PROGRAMS[other].export(asked, answer_at_random(asked, 20, seed=1)))
        run = nhsdx("survey", export.name, "--map", "map.toml", cwd=folder)
        assert run.code == 2
        assert "is not an export from" in run.err


def test_a_map_made_for_other_questions_is_refused(folder: Path) -> None:
    """If an option is reworded after the survey was made, its answers are not read as answers to the new one."""
    program = PROGRAMS["redcap"]
    form = make(folder, program)
    asked = program.read(form)
    export = write_export(form, program.export(asked, answer_at_random(asked, 30, seed=1)))
    write(folder / "newer.toml", survey_rubric(seen={"options": ["An IT project", "Both", "Care"]}))
    run = nhsdx("survey", export.name, "--map", "form.map.toml", "--rubric", "newer.toml", cwd=folder)
    assert run.code == 2
    assert run.err.startswith("form.map.toml:5:13: rubric-version: the form that came with this map has questions")
    assert "--rubric FILE" in run.err
    assert run.err.count("\n") == 2, "what follows from it is not listed"
    other = survey_rubric()
    other["rubric"]["title"] = "Another title"
    write(folder / "newer.toml", other)
    run = nhsdx("survey", export.name, "--map", "form.map.toml", "--rubric", "newer.toml", cwd=folder)
    assert run.code == 0, "only what people were asked matters"


CANNOT: dict[str, Table] = {
    "xlsform": {"question": "Is it ${seen}?"},
    "limesurvey": {"question": "Is it {seen}?"},
    "redcap": {"options": ["Yes", "Yes | no"], "scores": [0, 100]},
}


@pytest.mark.parametrize("to", CANNOT)
def test_text_that_a_program_would_misread_is_refused(folder: Path, to: str) -> None:
    """The error gives the place in the rubric; no text is shortened, and no file is written."""
    write(folder / "rubric.toml", survey_rubric(seen=CANNOT[to]))
    (program,) = [one for one in PROGRAMS.values() if one.target == to][:1]
    run = nhsdx("rubric", "form", "rubric.toml", "--to", to, "-o", f"form{program.ending}", cwd=folder)
    assert run.code == 2
    assert run.err.startswith("rubric.toml:")
    assert "cannot contain" in run.err
    assert [path.name for path in folder.iterdir()] == ["rubric.toml"]


@pytest.mark.parametrize("to", ["xlsform", "limesurvey", "redcap", "forms-docx"])
def test_questions_and_options_that_look_the_same_are_refused(folder: Path, to: str) -> None:
    """Two options that differ in capitals or dashes, and two questions with the same title and text."""
    same = {"title": "Heard", "options": ["Not - yet", "not – yet"], "scores": [0, 100]}
    write(folder / "rubric.toml", survey_rubric(**{f"{LONG[:60]}-yes": same}))
    (program,) = [one for one in PROGRAMS.values() if one.target == to][:1]
    run = nhsdx("rubric", "form", "rubric.toml", "--to", to, "-o", f"form{program.ending}", cwd=folder)
    assert run.code == 2
    assert "two options have the same wording" in run.err
    assert "two questions have the same wording" in run.err


@pytest.mark.parametrize("rubric", [SHIPPED, str(ROOT / "examples" / "wolds-and-levels" / "rubric.toml")])
def test_pyxform_accepts_the_xlsform(tmp_path: Path, rubric: str) -> None:
    """The converter that KoboToolbox and ODK use reports no problem."""
    form = tmp_path / "form.xlsx"
    assert nhsdx("rubric", "form", rubric, "--to", "xlsform", "-o", str(form), cwd=tmp_path).code == 0
    converted = convert(str(form), validate=False)
    assert converted.warnings == []
    assert "clinicians_see_care" in converted.xform


def test_pyxform_accepts_every_kind_of_question(folder: Path) -> None:
    """The form has statements, statements with their own options, and texts with characters of XML."""
    converted = convert(str(make(folder, PROGRAMS["kobo"])), validate=False)
    assert converted.warnings == []
    assert "Care &amp; people &lt; machines" in converted.xform


def test_a_redcap_dictionary_keeps_the_rules_of_the_rubric(folder: Path) -> None:
    """18 columns, names of at most 26 lower-case letters, digits and underscores, and matrices of equal options."""
    form = make(folder, PROGRAMS["redcap"])
    with form.open(encoding="utf-8", newline="") as text:
        heads, *rows = csv.reader(text)
    assert len(heads) == 18
    assert all(len(row) == 18 for row in rows)
    names = [row[0] for row in rows]
    assert names[0] == "record_id"
    assert len(set(names)) == len(names)
    assert all(len(name) <= 26 and name[0].isalpha() and name.replace("_", "a").isalnum() for name in names)
    assert not any(name.endswith("_complete") for name in names)
    matrices = {row[0]: row[15] for row in rows if row[15]}
    assert matrices == {"line_happy": "nhsdx_matrix_1", "line_stuck": "nhsdx_matrix_1"}
    assert read_redcap(form)[0].options["d1"] == "An IT project, mostly"


def test_limesurvey_codes_are_short_and_plain(folder: Path) -> None:
    """Names of at most 20 letters and digits, codes of at most 5."""
    asked = PROGRAMS["limesurvey"].read(make(folder, PROGRAMS["limesurvey"]))
    assert len({one.name for one in asked}) == len(asked)
    assert all(len(one.name) <= 20 and one.name.isalnum() and one.name[0].isalpha() for one in asked)
    assert all(len(code) <= 5 for one in asked for code in one.options)


@pytest.mark.parametrize("to", ["xlsform", "limesurvey", "redcap", "forms-docx"])
def test_the_same_rubric_gives_the_same_bytes(folder: Path, to: str) -> None:
    """A form and its map do not depend on the clock or the machine."""
    made = [library.survey_form(folder / "rubric.toml", to) for _ in range(2)]
    assert made[0] == made[1]
    assert tomli.loads(made[0].map_text or "")["questions"].startswith("sha256:")


def test_the_form_and_the_map_are_written_to_the_paths_that_the_user_gives(folder: Path) -> None:
    """The map is written beside the form, or to the path of `--map`; no file is overwritten without `--force`."""
    program = PROGRAMS["redcap"]
    make(folder, program, "--map", "maps.toml", "--voice", "clinicians")
    assert tomli.loads((folder / "maps.toml").read_text(encoding="utf-8"))["voice"] == "clinicians"
    assert not (folder / "form.map.toml").exists()
    run = nhsdx("rubric", "form", "rubric.toml", "--to", "redcap", "-o", "new.csv", "--map", "maps.toml", cwd=folder)
    assert (run.code, (folder / "new.csv").exists()) == (2, False)
    for wrong in (
        ("-o", "form.txt"),
        ("-o", "-"),
        ("-o", "a.csv", "--map", "a.csv"),
        ("-o", "a.csv", "--voice", "A B"),
    ):
        assert nhsdx("rubric", "form", "rubric.toml", "--to", "redcap", *wrong, cwd=folder).code == 2


def test_a_profile_decides_which_questions_the_form_has(tmp_path: Path) -> None:
    """The profile `core` of the shipped rubric asks clinicians one question; a rubric without a survey has none."""
    run = nhsdx("rubric", "form", SHIPPED, "--profile", "core", "--to", "redcap", "-o", "core.csv", cwd=tmp_path)
    assert run.err.startswith("core.csv: a form for REDCap with 1 question\n")
    write(tmp_path / "none.toml", flat_rubric({"one": {"title": "One", "kind": "level", "levels": ["a"] * 6}}))
    run = nhsdx("rubric", "form", "none.toml", "--to", "redcap", "-o", "none.csv", cwd=tmp_path)
    assert (run.code, "there are no survey criteria to ask" in run.err) == (2, True)


def test_the_advice_says_to_give_the_rubric_as_an_option_if_the_map_cannot_refer_to_it(folder: Path) -> None:
    """If the map is not in a folder above the rubric, the command that reads responses needs `--rubric`."""
    (folder / "maps").mkdir()
    run = nhsdx("rubric", "form", "rubric.toml", "--to", "redcap", "-o", "maps/form.csv", cwd=folder)
    assert run.err.endswith("nhsdx survey RESPONSES --map maps/form.map.toml --rubric rubric.toml\n")


@pytest.mark.media
@pytest.mark.parametrize("more", [(), ("--whole",)], ids=["survey", "whole"])
def test_odk_validate_accepts_the_form(tmp_path: Path, more: tuple[str, ...]) -> None:
    """The validator of ODK, which needs Java, loads the form as a phone does."""
    if which("java") is None:
        pytest.skip("needs Java")
    assert nhsdx("rubric", "form", SHIPPED, *more, "--to", "xlsform", "-o", "form.xlsx", cwd=tmp_path).code == 0
    assert convert(str(tmp_path / "form.xlsx"), validate=True).warnings == []
