"""`nhsdx rubric diff`: what changed in a rubric, and whether its version says so."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from tests.support import hostile
from tests.support.build import Table
from tests.support.run import Run, assert_snapshot, nhsdx
from tests.support.samples import SHIPPED, small_rubric, write


def edition(version: str) -> Table:
    """The small rubric with every kind of change, and this version."""
    table = small_rubric()
    table["rubric"] |= {"version": version, "title": "A smaller rubric"}
    table["criteria"]["leader"] = table["criteria"].pop("skill") | {
        "replaces": ["skill"],
        "why": "It all depends on one.",
    }
    table["criteria"]["safety"] |= {"question": "Is it safe enough?", "weight": 2.5}
    table["profiles"] = {"whole": table["profiles"]["whole"]}
    table["evidence-grades"][1]["max-age-months"] = 6
    table["dimensions"]["people"]["advisory"] = True
    table["gates"]["safety-gate"] |= {"severity": "major", "when": {"criterion": "safety", "below": 30}}
    return table


def compared(folder: Path, new: Table, *arguments: str, columns: int | None = None) -> Run:
    """The small rubric compared with another edition of it."""
    write(folder / "old.toml", small_rubric())
    write(folder / "new.toml", new)
    return nhsdx("rubric", "diff", "old.toml", "new.toml", *arguments, cwd=folder, columns=columns)


def test_the_page_groups_the_changes_by_their_effect(tmp_path: Path) -> None:
    """The most serious changes come first, with their values and the version that is needed."""
    run = compared(tmp_path, edition("1.3.0"))
    assert_snapshot("rubric/diff-80.txt", run.out)
    assert_snapshot("rubric/diff.md", compared(tmp_path, edition("1.3.0"), "--format", "markdown").out)
    assert (run.code, run.err) == (1, "")


def test_the_data_lists_every_change(tmp_path: Path) -> None:
    """Each change has path, kind, effect and values; the data has both digests."""
    run = compared(tmp_path, edition("2.0.0"), "--format", "json")
    data = json.loads(run.out)
    assert_snapshot("rubric/diff.json", run.out)
    assert run.code == 0
    assert data["version"] == {"needed": "major", "raised": "major", "least": "2.0.0", "verdict": "enough"}
    assert not data["comparable"]


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("1.2.0", "Version 1.2.0 is too low. Make it 2.0.0."),
        ("1.9.9", "Version 1.9.9 is too low. Make it 2.0.0."),
        ("1.1.0", "Version 1.1.0 is too low, because it is below 1.2.0. Make it 2.0.0."),
    ],
)
def test_a_version_that_is_too_low_makes_the_command_fail(tmp_path: Path, version: str, said: str) -> None:
    """The exit code is 1, so that a pipeline stops, and the page gives the right version."""
    run = compared(tmp_path, edition(version))
    assert run.code == 1
    assert "new.toml:18:11: rubric-version\n" in run.out
    assert said in " ".join(run.out.split("call for a major version.")[1].split())


def test_a_version_may_be_higher_than_needed(tmp_path: Path) -> None:
    """A new major version is always allowed."""
    table = small_rubric()
    table["rubric"] |= {"version": "2.0.0", "title": "Other"}
    run = compared(tmp_path, table)
    assert run.code == 0
    assert run.out.endswith("The changes call for a patch version.\nVersion 2.0.0 is high enough.\n")


def test_there_are_no_changes_between_a_rubric_and_the_same_rubric() -> None:
    """The rubric may be given by id, or by id and version."""
    run = nhsdx("rubric", "diff", SHIPPED, f"{SHIPPED}@2")
    assert run.code == 0
    assert run.out.endswith("Nothing changed.\nVersion 2.0.0 is high enough.\n")


def test_items_in_another_order_are_a_change_of_wording(tmp_path: Path) -> None:
    """The order of items is the order in which people read them."""
    tables = [small_rubric(), small_rubric()]
    items = {"plan": {"text": "There is a plan", "level": 1}, "test": {"text": "It runs", "level": 2}}
    for table, order in zip(tables, (items, dict(reversed(items.items()))), strict=True):
        table["criteria"]["basics"] = {"dimension": "work", "title": "Basics", "kind": "checklist", "items": order}
    write(tmp_path / "was.toml", tables[0])
    write(tmp_path / "now.toml", tables[1])
    run = nhsdx("rubric", "diff", "was.toml", "now.toml", cwd=tmp_path)
    assert "changed criteria.basics.items from “plan, test” to “test, plan”" in run.out
    assert "The changes call for a patch version." in run.out


def test_conditions_in_another_order_are_not_a_change(tmp_path: Path) -> None:
    """The order of the parts of a condition changes no result; neither does the order of gates."""
    parts = [{"criterion": "safety", "at-most": 1}, {"all": [{"criterion": "skill", "at-most": 2}]}]
    was = small_rubric()
    was["gates"]["safety-gate"]["when"] = {"any": parts}
    was["gates"]["other"] = was["gates"]["safety-gate"] | {"when": {"all": parts}}
    now = copy.deepcopy(was)
    now["gates"] = dict(reversed(now["gates"].items()))
    now["gates"]["safety-gate"]["when"] = {"any": parts[::-1]}
    now["gates"]["other"]["when"] = {"all": [*parts[::-1], parts[0]]}
    write(tmp_path / "was.toml", was)
    write(tmp_path / "now.toml", now)
    run = nhsdx("rubric", "diff", "was.toml", "now.toml", cwd=tmp_path)
    assert (run.code, "Nothing changed." in run.out) == (0, True)


def test_the_versions_of_two_different_rubrics_are_not_compared(tmp_path: Path) -> None:
    """The changes are shown; the version numbers of two rubrics are unrelated."""
    table = edition("0.1.0")
    table["rubric"]["id"] = "other"
    run = compared(tmp_path, table)
    assert run.code == 0
    assert run.out.endswith("other and small are different rubrics, so their versions are not compared.\n")


def test_problems_of_both_rubrics_are_reported_together(tmp_path: Path) -> None:
    """Two bad files give two lists of problems, and nothing on stdout."""
    for name in ("old.toml", "new.toml"):
        write(tmp_path / name, small_rubric(levels=[]))
    run = nhsdx("rubric", "diff", "old.toml", "new.toml", cwd=tmp_path)
    assert (run.code, run.out) == (2, "")
    assert "old.toml:" in run.err
    assert "new.toml:" in run.err


def test_hostile_text_in_a_file_stays_text(tmp_path: Path) -> None:
    """No escape sequence, markup or line break in a rubric affects the terminal."""
    table = copy.deepcopy(hostile.RUBRIC)
    table["rubric"] |= {"id": "small", "version": "2.0.0"}
    run = compared(tmp_path, table)
    assert run.code == 0
    assert not hostile.FORBIDDEN.search(run.out)
    assert "[bold red]marked[/bold red]" in " ".join(run.out.split())
