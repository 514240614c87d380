"""Levels that only one criterion has, by number, label and text: in answers and in test vectors."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.run import Run, nhsdx

LEVELS = """levels = [
  { number = "NI", label = "Not implemented", text = "Not done.", score = 0 },
  { number = "PI", label = "Partially implemented", text = "Begun.", score = 33 },
  { number = "FI", label = "Fully implemented", text = "Done.", score = 100 },
]
"""
RUBRIC = f"""
format = "nhsdx.rubric/1"
[rubric]
id = "own"
version = "1.0.0"
title = "Own levels"
[[levels]]
label = "Low"
[[levels]]
label = "High"
[dimensions.d]
title = "D"
minimum-known = 2
[criteria.a]
dimension = "d"
title = "A"
{LEVELS}
[criteria.b]
dimension = "d"
title = "B"
{LEVELS}
"""
CHECKLIST = """
[criteria.c]
dimension = "d"
title = "C"
kind = "checklist"
items.one = { text = "One", level = 1 }
"""


def try_vector(folder: Path, answers: str, expect: str, more: str = "") -> Run:
    """What `rubric test` says about a test vector."""
    vector = f"[[tests]]\nname = 'one'\nanswers = {{ {answers} }}\nexpect = {{ {expect} }}\n"
    (folder / "rubric.toml").write_text(RUBRIC + more + vector, encoding="utf-8")
    return nhsdx("rubric", "test", "rubric.toml", cwd=folder)


@pytest.mark.parametrize(
    ("answers", "expect"),
    [
        ("all = 'FI'", "overall = 100"),
        ("all = { level = 'PI' }", "overall = 33"),
        ("all = 'Fully implemented', b = 'partially  IMPLEMENTED'", "overall = 66.5"),
        ("all = 'unknown', a = 'Done.'", "overall = 'no score', d = { claimed = 'no score', low = 50, high = 100 }"),
    ],
)
def test_a_test_vector_can_answer_all_criteria_with_a_level_that_they_share(
    tmp_path: Path, answers: str, expect: str
) -> None:
    """A level is given by its number, label or text; a test vector can also expect that there is no score."""
    assert try_vector(tmp_path, answers, expect).code == 0


@pytest.mark.parametrize(
    ("answers", "expect", "more", "message"),
    [
        ("all = 1", "overall = 100", "", "there is no level 1"),
        ("all = 'LI'", "overall = 100", "", 'there is no level "LI"'),
        ("all = 'FI'", "overall = 100", CHECKLIST, '"FI" is not an answer'),
        ("all = 1, c = 1", "overall = 100", CHECKLIST, "this answer has no effect: no other criterion can have it"),
        ("all = { status = 'not-due', reason = 'So.' }", "overall = 100", "", "this answer has no effect"),
        ("a = 'FI'", "overall = 100", "", "expected 100, found no score"),
        ("all = 'FI'", "overall = 'no score'", "", "expected no score, found 100"),
        ("all = 'FI'", "overall = 'none'", "", "no score"),
        ("all = 'FI'", "d = { low = 'none' }", "", "no score"),
    ],
)
def test_a_test_vector_that_cannot_test_anything_is_refused(
    tmp_path: Path, answers: str, expect: str, more: str, message: str
) -> None:
    """An answer that no criterion accepts, or an expectation that is not met."""
    run = try_vector(tmp_path, answers, expect, more)
    assert run.code in {1, 2}
    assert message in " ".join((run.out + run.err).split())


@pytest.mark.parametrize("word", ["FI", "Fully implemented", "fully implemented ", "Done."])
def test_an_assessment_can_give_a_level_by_its_label(tmp_path: Path, word: str) -> None:
    """An assessment gives it in the same way as a table; the result always has the number of the level."""
    (tmp_path / "rubric.toml").write_text(RUBRIC, encoding="utf-8")
    head = 'format = "nhsdx.assessment/1"\nrubric = "rubric.toml"\n[assessment]\nsubject = "A"\ndate = 2026-10-01\n'
    (tmp_path / "a.toml").write_text(f"{head}[answers]\na = '{word}'\nb = {{ level = '{word}' }}\n", encoding="utf-8")
    found = nhsdx("assess", "a.toml", "--format", "json", cwd=tmp_path).out
    assert '"answer": "FI"' in found
    assert "no score" not in nhsdx("assess", "a.toml", cwd=tmp_path).out


def test_a_label_that_two_levels_share_is_refused(tmp_path: Path) -> None:
    """Nobody can tell which of them is meant."""
    (tmp_path / "rubric.toml").write_text(RUBRIC.replace("Begun.", "Done."), encoding="utf-8")
    head = 'format = "nhsdx.assessment/1"\nrubric = "rubric.toml"\n[assessment]\nsubject = "A"\ndate = 2026-10-01\n'
    (tmp_path / "a.toml").write_text(f"{head}[answers]\na = 'Done.'\n", encoding="utf-8")
    assert "expected one of: NI, PI, FI" in nhsdx("assess", "a.toml", cwd=tmp_path).err
