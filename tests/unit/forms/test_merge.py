"""Values go into an assessment file without any other change: each into its table, in the notation used there."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from nhsdx.forms import build_form
from nhsdx.forms.merge import change_file, load_target_file
from tests.support.build import flat_rubric
from tests.support.samples import FOUR_KINDS, write

HEAD = """\
format = "nhsdx.assessment/1"
rubric = "rubric.toml"  # ours

[assessment]
subject = "A place"     # fictional
date = 2026-10-01
"""
BASICS = ("answers", "basics")
CASES: dict[str, tuple[str, dict[tuple[str | int, ...], Any], list[tuple[str | int, ...]], str]] = {
    "a value in its table": (
        '[answers.basics]\nitems.plan = "no"   # so far\n',
        {(*BASICS, "items", "plan"): "yes"},
        [],
        '[answers.basics]\nitems.plan = "yes"   # so far\n',
    ),
    "a new item below the one before it": (
        '[answers.basics]\nitems.plan = "no"\n# why = "…"\nwhy = "x"\n',
        {(*BASICS, "items", "test"): "yes"},
        [],
        '[answers.basics]\nitems.plan = "no"\nitems.test = "yes"\n# why = "…"\nwhy = "x"\n',
    ),
    "a new item above all others": (
        '[answers]\n  basics.items.test = "no"\n',
        {(*BASICS, "items", "plan"): "yes"},
        [],
        '[answers]\n  basics.items.plan = "yes"\n  basics.items.test = "no"\n',
    ),
    "into an inline table": (
        'answers = { basics = { items = { plan = "no" } }, leader = 2 }\n',
        {(*BASICS, "items", "test"): "yes", (*BASICS, "why"): "W"},
        [],
        'answers = { basics = { items = { plan = "no", test = "yes" }, why = "W" }, leader = 2 }\n',
    ),
    "a status makes room": (
        '[answers.leader]\nstatus = "unknown"  # for now\n# level = 0\n',
        {("answers", "leader", "level"): 3},
        [("answers", "leader", "status")],
        "[answers.leader]\nlevel = 3  # for now\n# level = 0\n",
    ),
    "a bare word gets keys": (
        '[answers]\nleader = "unknown"  # for now\ntrust = "unknown"\n',
        {("answers", "leader", "level"): 3, ("answers", "leader", "why"): "W"},
        [("answers", "leader", "status")],
        '[answers]\nleader.level = 3\nleader.why = "W"  # for now\ntrust = "unknown"\n',
    ),
    "a bare level keeps its value": (
        "[answers]\nleader = 2\n",
        {("answers", "leader", "why"): "W"},
        [],
        '[answers]\nleader.level = 2\nleader.why = "W"\n',
    ),
    "a value and its line go": (
        '[answers.basics]\nitems.plan = "no"\nwhy = "x"  # and why\nitems.test = "yes"\n',
        {},
        [(*BASICS, "items", "plan"), (*BASICS, "why")],
        '[answers.basics]\n  # and why\nitems.test = "yes"\n',
    ),
    "a new answer below everything": (
        "[answers]\nleader = 2",
        {("answers", "funding", "value"): 7.0},
        [],
        "[answers]\nleader = 2\n\n[answers.funding]\nvalue = 7.0\n",
    ),
    "an answer with a table for its items": (
        '[answers.basics.items]\nplan = "no"\n',
        {(*BASICS, "items", "test"): "yes", (*BASICS, "why"): "W"},
        [],
        '[answers.basics.items]\nplan = "no"\ntest = "yes"\n\n[answers.basics]\nwhy = "W"\n',
    ),
    "an action, and a part of another": (
        '[[actions]]\ncriterion = "leader"\nwhat = "A"\nowner = "O"\ndue = 2027-01-01\n',
        {
            ("actions", 0, "state"): "done",
            ("actions", 1, "criterion"): "leader",
            ("actions", 1, "what"): "B",
            ("actions", 1, "owner"): "O",
            ("actions", 1, "due"): datetime.date(2027, 1, 2),
        },
        [],
        (
            '[[actions]]\ncriterion = "leader"\nwhat = "A"\nowner = "O"\ndue = 2027-01-01\nstate = "done"\n'
            '\n[[actions]]\ncriterion = "leader"\nwhat = "B"\nowner = "O"\ndue = 2027-01-02\n'
        ),
    ),
}


def change(folder: Path, text: str, values: dict[Any, Any], gone: list[Any]) -> str:
    """The text of an assessment of the four kinds of criterion, with some values changed."""
    write(folder / "rubric.toml", flat_rubric(FOUR_KINDS))
    file = folder / "assessment.toml"
    file.write_bytes(text.encode())
    target = load_target_file(str(file))
    return change_file(target, build_form(target.loaded.instrument, "rubric.toml"), values, gone)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_a_change_to_an_answer_changes_only_the_value_in_the_file(name: str, line_end: str, tmp_path: Path) -> None:
    """Comments, order, notation and line ends of a file do not change."""
    before, values, gone, after = CASES[name]
    found = change(tmp_path, complete(before).replace("\n", line_end), values, gone)
    assert found == complete(after).replace("\n", line_end)


def complete(answers: str) -> str:
    """A whole file with these answers: below its head, or above its tables if they are not in one."""
    place = "\n[assessment]"
    return HEAD.replace(place, answers + place) if answers.startswith("answers") else f"{HEAD}\n{answers}"
