"""Contexts, actions, maps, headings, groups and sheets with hostile text: every command shows them as data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.build import Table
from tests.support.hostile import FORBIDDEN, HOSTILE
from tests.support.run import nhsdx
from tests.support.samples import assessment, level, small_rubric, write
from tests.support.surveys import survey_rubric
from tests.support.workbooks import write_workbook

SIGNS = "\x1b[31mred\x1b[0m \u202eevil\u202c \u200bthin \U000e0041 [bold]b[/bold] <script>alert(1)</script> | `c` =1+1"
"""Text that a heading, a group or the name of a sheet can have."""
COMMANDS = (
    "assess a.toml",
    "assess a.toml --format markdown",
    "assess a.toml --format html",
    "explain a.toml",
    "explain a.toml --format html",
    "check a.toml",
    "check a.toml --format html",
    "compare a.toml b.toml",
    "compare a.toml b.toml --format markdown",
    "report a.toml --format text",
    "report a.toml --format markdown",
    "report a.toml --format html",
    "plan a.toml --target 80",
    "plan a.toml --target 80 --format markdown",
    "rubric show rubric.toml",
    "rubric show rubric.toml --format markdown",
    "rubric lint rubric.toml",
    "batch t.csv --rubric rubric.toml --map t.toml --group-by Heading",
    "batch t.csv --rubric rubric.toml --map t.toml --group-by Heading --format html",
    "batch t.csv --rubric rubric.toml --map t.toml --group-by Heading --format markdown",
    "batch t.csv --rubric rubric.toml --map wrong.toml",
    "batch t.csv --rubric rubric.toml --keep nothing",
    "batch t.xlsx --rubric rubric.toml",
    "batch t.xlsx --rubric rubric.toml --sheet none",
    "survey r.csv --map map.toml --by Heading",
    "survey r.csv --map map.toml --by Heading --format html",
    "survey r.csv --map map.toml --by Heading --format markdown",
    "survey r.csv --map map.toml --by none",
    "import wrong.csv --rubric rubric.toml",
)


def write_files(here: Path) -> None:
    """Everything that the commands read."""
    rubric = small_rubric() | {
        "context": {"stage": {"title": HOSTILE, "question": HOSTILE, "options": [HOSTILE, "Other"]}}
    }
    write(here / "rubric.toml", rubric)
    action: Table = {
        "criterion": "skill",
        "what": HOSTILE,
        "owner": HOSTILE,
        "due": assessment({})["assessment"]["date"],
    }
    dropped = action | {"state": "dropped", "reason": HOSTILE}
    more = {"context": {"stage": HOSTILE}, "actions": [action | {"state": "open"}, dropped]}
    for name, number in (("a", 2), ("b", 4)):
        write(here / f"{name}.toml", assessment({one: level(number) for one in ("skill", "time", "safety")}) | more)
    heading = f"Heading {SIGNS}"
    groups = {"groups": {"columns": [heading]}}
    cells = json.dumps(SIGNS, ensure_ascii=False)
    rows = "".join(f"{cells},3,2\n" for _ in range(6))
    (here / "t.csv").write_text(f"{heading},skill,time\n{rows}", encoding="utf-8")
    write(here / "t.toml", {"format": "nhsdx.batch-map/1", "keep": [heading]} | groups)
    wrong = {"columns": {SIGNS: SIGNS}, "words": {SIGNS: {SIGNS: SIGNS}}, "keep": [SIGNS], "nothing": [SIGNS]}
    write(here / "wrong.toml", {"format": "nhsdx.batch-map/1"} | wrong | groups)
    (here / "wrong.csv").write_text(f"{heading},skill\n{cells},3\n", encoding="utf-8")
    write(here / "seen.toml", survey_rubric())
    asked = {"care": {"column": "Q", "answers": {SIGNS: "IT"}}}
    read: Table = {"format": "nhsdx.questionnaire/1", "rubric": "seen.toml", "source": "plain", "criteria": asked}
    write(here / "map.toml", read | groups)
    answers = "".join(f"IT,{cells}\n" for _ in range(15))
    (here / "r.csv").write_text(f"Q,{heading}\n{answers}", encoding="utf-8")
    sheet = SIGNS.replace("\x1b", "")
    write_workbook(here / "t.xlsx", {sheet: [["skill", sheet], [3.0, sheet]], f"{sheet} 2": [["skill"], [2.0]]})


@pytest.mark.parametrize("command", COMMANDS)
def test_hostile_file_names_are_shown_as_plain_text(tmp_path: Path, command: str) -> None:
    """No control character, no hidden sign, and no tag in HTML that a file brought, in pages and in messages."""
    write_files(tmp_path)
    words = [f"Heading {SIGNS}" if word == "Heading" else word for word in command.split()]
    run = nhsdx(*words, cwd=tmp_path)
    assert run.code in (0, 1, 2), run.err
    assert "a bug in nhsdx" not in run.err
    for text in (run.out, run.err):
        assert FORBIDDEN.search(text.replace("\t", "")) is None
    if command.endswith("html"):
        assert run.code == 0, run.err
        assert "<script>alert" not in run.out
    if "markdown" in command:
        assert run.code == 0, run.err
        assert "\\<script" in run.out or "<script" not in run.out


def test_the_error_for_a_broken_link_does_not_suggest_the_same_link(tmp_path: Path) -> None:
    """The message does not suggest the name of the link."""
    (tmp_path / "a.toml").symlink_to("nothing.toml")
    run = nhsdx("assess", "a.toml", cwd=tmp_path)
    assert (run.code, "file-not-found" in run.err, "did you mean" in run.err) == (2, True, False)
