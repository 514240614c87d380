"""`nhsdx rubric form --whole`: the whole questionnaire in a survey program, and a response as an assessment."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import tomli

import nhsdx as library
from nhsdx.forms import build_form, list_leaves, spread_counts
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model import format_path
from tests.support.build import flat_rubric
from tests.support.run import ROOT, nhsdx
from tests.support.samples import FOUR_KINDS, SHIPPED, write
from tests.support.survey_forms import PROGRAMS, Program, fill_whole_form, write_export

ASSESSMENT = """\
format = "nhsdx.assessment/1"
rubric = "rubric.toml"

[assessment]
subject = "A place; “here”"
date = 2026-10-01
voice = "clinicians"
assessors = ["Programme lead", "Clinical lead"]

[answers.leader]
level = 3
why = "Seen twice."

[answers.basics]
items.plan = "partly"
items.test = "unknown"

[answers.funding]
value = 6.5

[answers.trust]
counts = [4, 0, 31]
invited = 120
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a rubric of all kinds of criterion, and an assessment without documents and actions."""
    write(tmp_path / "rubric.toml", flat_rubric(FOUR_KINDS))
    (tmp_path / "assessment.toml").write_text(ASSESSMENT, encoding="utf-8")
    return tmp_path


def fill_in(folder: Path, program: Program, name: str = "assessment.toml") -> Path:
    """An export with an assessment's answers, as a person would choose and write them in the form."""
    form = folder / f"form{program.ending}"
    words = ("--whole", "--to", program.target, "-o", form.name, "--force")
    run = nhsdx("rubric", "form", "rubric.toml", *words, cwd=folder)
    assert run.code == 0, run.err
    loaded = AssessmentLoader().load(str(folder / name))
    leaves = spread_counts(list_leaves(loaded.assessment, loaded.instrument.answerable))
    text = (folder / "form.map.toml").read_text(encoding="utf-8")
    asked = program.read(form)
    picked = fill_whole_form(asked, build_form(loaded.instrument, "rubric.toml"), text, leaves)
    return write_export(form, program.export(asked, [picked]))


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_response_becomes_an_assessment(folder: Path, name: str) -> None:
    """Levels, statements, numbers, counts, days and texts, chosen as codes or as texts, all come back."""
    export = fill_in(folder, PROGRAMS[name])
    run = nhsdx("import", export.name, "--map", "form.map.toml", "--row", "1", "-o", "again.toml", cwd=folder)
    assert run.code == 0, run.err
    again = tomli.loads((folder / "again.toml").read_text(encoding="utf-8"))
    assert again == tomli.loads(ASSESSMENT)


def test_statuses_and_evidence_come_back_from_a_form(folder: Path) -> None:
    """An assessment of the shipped rubric with evidence and reasons, but without documents."""
    program = PROGRAMS["redcap"]
    text = (ROOT / "examples" / "marlowe-vale.toml").read_text(encoding="utf-8")
    data = tomli.loads(text)
    form = folder / "form.csv"
    assert nhsdx("rubric", "form", SHIPPED, "--whole", "--to", "redcap", "-o", form.name, cwd=folder).code == 0
    loaded = AssessmentLoader().load(str(ROOT / "examples" / "marlowe-vale.toml"))
    leaves = spread_counts(list_leaves(loaded.assessment, loaded.instrument.answerable))
    kept = {path: one for path, one in leaves.items() if path[0] in ("assessment", "context", "answers")}
    kept = {path: one for path, one in kept.items() if path[-1] != "documents"}
    map_text = (folder / "form.map.toml").read_text(encoding="utf-8")
    assert {*map(format_path, kept)} <= set(tomli.loads(map_text)["columns"].values())
    asked = program.read(form)
    picked = fill_whole_form(asked, build_form(loaded.instrument, SHIPPED), map_text, kept)
    export = write_export(form, program.export(asked, [picked]))
    read = tomli.loads(library.import_form(export, row=1, map_=folder / "form.map.toml").text)
    for answer in data["answers"].values():
        if isinstance(answer, dict):
            answer.pop("documents", None)
    assert read["answers"] == {name: spell(answer) for name, answer in data["answers"].items()}
    assert read["assessment"] == data["assessment"]
    assert isinstance(read["assessment"]["date"], datetime.date)


def spell(answer: Any) -> Any:  # noqa: ANN401 - any answer
    """An answer as import writes it."""
    return {"status": answer} if isinstance(answer, str) else answer


def test_the_error_for_a_wrong_answer_says_where_the_answer_is(folder: Path) -> None:
    """A missing column, an invalid answer, another version, a map for a workbook, and a faulty map are refused."""
    export = fill_in(folder, PROGRAMS["redcap"])
    good = export.read_text(encoding="utf-8")
    lead = ("import", export.name, "--row", "1", "-o", "again.toml", "--map")
    export.write_text(good.replace("leader_level", "leader_lvl"), encoding="utf-8")
    run = nhsdx(*lead, "form.map.toml", cwd=folder)
    assert run.code == 2
    assert 'unknown-column: the responses have no column "leader_level"' in run.err
    export.write_text("a,b\n1,2\n", encoding="utf-8")
    run = nhsdx(*lead, "form.map.toml", cwd=folder)
    assert run.err.startswith(f"{export.name}:1:1: unknown-column: this file has none of the columns of the map")
    export.write_text(good.replace(",6.5,", ",six,"), encoding="utf-8")
    run = nhsdx(*lead, "form.map.toml", cwd=folder)
    assert run.err.startswith(f"{export.name}:2:")
    assert "this is not a number" in run.err
    export.write_text(good, encoding="utf-8")
    text = (folder / "form.map.toml").read_text(encoding="utf-8")
    for old, new, words in (
        ('version = "1.0.0"', 'version = "0.9.0"', "this form is for version 0.9.0"),
        ('"answers.leader.why"', '"answers.leader.wy"', 'unknown-reference: "answers.leader.wy" is not a form field'),
        ('"answers.leader.why"', '"answers.leader.level"', "duplicate: two columns fill"),
        ('program = "redcap"', 'program = "excel"', "not-allowed"),
    ):
        assert old in text
        (folder / "other.map.toml").write_text(text.replace(old, new), encoding="utf-8")
        run = nhsdx(*lead, "other.map.toml", cwd=folder)
        assert (run.code, words in run.err) == (2, True), run.err
    assert nhsdx("import", "assessment.toml", "--map", "form.map.toml", cwd=folder).code == 2
    assert not (folder / "again.toml").exists()
