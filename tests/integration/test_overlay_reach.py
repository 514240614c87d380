"""`nhsdx rubric diff --overlay`: how changes of a base affect an overlay."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import Table
from tests.support.overlays import WHY, base_of, laid, overlay_of
from tests.support.run import Run, nhsdx
from tests.support.samples import SHIPPED, assessment, small_rubric, write

OWN_GATE: Table = {
    "when": {"criterion": "safety", "at-most": 0},
    "cap": {"work": 0},
    "because": "b",
    "remedy": "r",
} | WHY
OWN_CRITERION: Table = {
    "dimension": "work",
    "title": "Own",
    "levels": [f"own {number}" for number in range(6)],
    "evidence-default": "record",
} | WHY
WEIGHED: Table = {"weight": 2, "weight-reason": "It matters more."} | WHY


def diff(folder: Path, new: Table, *arguments: str, **changes: Any) -> Run:  # noqa: ANN401 - whatever TOML holds
    """Compares the small rubric with a newer one for an overlay with these changes."""
    write(folder / "old.toml", small_rubric())
    write(folder / "new.toml", new)
    write(folder / "local.toml", overlay_of(base_of(small_rubric()), **changes) | {"extends": "old.toml"})
    return nhsdx(
        "rubric", "diff", "old.toml", "new.toml", "--overlay", "local.toml", *arguments, cwd=folder, columns=200
    )


def told(folder: Path, new: Table, **changes: Any) -> tuple[list[str], list[str]]:  # noqa: ANN401 - as above
    """The changes that affect the overlay, and the codes of the problems that they cause."""
    data = json.loads(diff(folder, new, "--format", "json", **changes).out)
    return [".".join(path) for path in data["concerning"]], [one["code"] for one in data["breaks"]]


def newer(change: Callable[[Table], object]) -> Table:
    """The next edition of the small rubric, changed."""
    table = small_rubric()
    table["rubric"]["version"] = "2.0.0"
    change(table)
    return table


def without(name: str) -> Callable[[Table], object]:
    """Removes a criterion and its gate."""

    def change(table: Table) -> None:
        del table["criteria"][name]
        table["profiles"] = {}
        if name == "safety":
            del table["gates"]["safety-gate"], table["dimensions"]["work"]

    return change


def fewer_levels(table: Table) -> None:
    """The scale without its last level."""
    table["levels"].pop()
    table["evidence-grades"].pop()
    for criterion in table["criteria"].values():
        criterion["levels"] = criterion["levels"][:-1]


def unfit(table: Table) -> None:
    """A new gate with an id that the overlay already uses."""
    table["gates"]["own"] = table["gates"]["safety-gate"] | {"when": {"criterion": "time", "at-most": 1}}


MATTERS: dict[str, tuple[Callable[[Table], object], Table, list[str], list[str]]] = {
    "what its gate depends on is gone": (
        without("safety"),
        {"gates": {"own": OWN_GATE}},
        ["criteria.safety", "dimensions.work"],
        ["unknown-reference", "unknown-reference"],
    ),
    "what its profile lists is gone": (
        without("time"),
        {"profiles": {"own": {"title": "Own", "criteria": ["skill", "time", "safety"]} | WHY}},
        ["criteria.time"],
        ["unknown-reference"],
    ),
    "the levels that it describes are fewer": (
        fewer_levels,
        {"criteria": {"own": OWN_CRITERION}},
        ["levels.5"],
        ["descriptor-count"],
    ),
    "a grade that it gives is others'": (
        lambda table: table["evidence-grades"][1].update({"max-age-months": 6}),
        {"criteria": {"own": OWN_CRITERION}},
        ["evidence-grades.record.max-age-months"],
        [],
    ),
    "the aggregation that it sets": (
        lambda table: table["rubric"].update({"aggregate": "geometric"}),
        {"head": {"aggregate": "min"} | WHY},
        ["rubric.aggregate"],
        [],
    ),
    "what is weighed beside what it weighs is gone": (
        without("time"),
        {"criteria": {"skill": WEIGHED}},
        ["criteria.time"],
        [],
    ),
    "a new criterion beside one that it drops": (
        lambda table: table["criteria"].update({"extra": table["criteria"]["time"]}),
        {"criteria": {"skill": {"drop": True} | WHY}},
        ["criteria.extra"],
        [],
    ),
    "another weight beside the dimension that it weighs": (
        lambda table: table["dimensions"]["work"].update({"weight": 9}),
        {"dimensions": {"people": WEIGHED}},
        ["dimensions.work.weight"],
        [],
    ),
    "a criterion more where it aggregates": (
        lambda table: table["criteria"].update({"extra": table["criteria"]["time"]}),
        {"dimensions": {"people": {"aggregate": "geometric"} | WHY}},
        ["criteria.extra"],
        [],
    ),
    "its own id taken": (
        lambda table: table["criteria"].update({"own": table["criteria"]["time"]}),
        {"criteria": {"own": OWN_CRITERION}},
        ["criteria.own"],
        ["overlay-change"] * 3,
    ),
    "the gate that it gives others' terms": (
        lambda table: table["gates"]["safety-gate"].update({"when": {"criterion": "safety", "at-most": 3}}),
        {"gates": {"safety-gate": {"when": {"criterion": "safety", "at-most": 2}} | WHY}},
        ["gates.safety-gate.when"],
        ["overlay-departure"],
    ),
}


@pytest.mark.parametrize("case", MATTERS)
def test_changes_that_affect_an_overlay_are_listed(tmp_path: Path, case: str) -> None:
    """The list has changes to entries that the overlay uses or changes, and the problems with the new base."""
    change, sections, concerning, broken = MATTERS[case]
    found = told(tmp_path, newer(change), **sections)
    assert (sorted(set(concerning) - set(found[0])), sorted(found[1])) == ([], sorted(broken))


def test_changes_that_do_not_affect_an_overlay_are_not_listed(tmp_path: Path) -> None:
    """Criteria of another dimension, and the wording of entries that it does not refer to."""

    def change(table: Table) -> None:
        table["criteria"]["safety"]["question"] = "Is it safe now?"
        table["criteria"]["time"]["question"] = "Is there any time?"
        table["profiles"]["short"]["title"] = "Very short"

    assert told(tmp_path, newer(change), criteria={"skill": WEIGHED}) == ([], [])
    run = diff(tmp_path, newer(change), criteria={"skill": WEIGHED})
    assert "The overlay does not depend on any of these changes" in run.out


def test_the_page_says_what_would_be_wrong_with_the_overlay_and_where(tmp_path: Path) -> None:
    """Each problem has its line in the overlay, before anybody pins the new base."""
    run = diff(tmp_path, newer(without("safety")), gates={"own": OWN_GATE})
    assert run.code == 0
    assert "Problems that the overlay would have if it extended small@2.0.0: 2" in run.out
    assert "local.toml:" in run.out
    assert "unknown-reference" in run.out


def test_a_change_in_the_base_of_a_base_affects_only_the_entries_that_it_changes(tmp_path: Path) -> None:
    """The overlay of an organisation may refer to entries that only the overlay of its system adds."""
    write(tmp_path / "old.toml", small_rubric())
    write(tmp_path / "new.toml", newer(without("time")))
    system = laid(base_of(small_rubric()), criteria={"own": OWN_CRITERION})
    trust = overlay_of(system, "trust", criteria={"own": WEIGHED, "time": {"drop": True} | WHY})
    write(tmp_path / "trust.toml", trust)
    arguments = ("rubric", "diff", "old.toml", "new.toml", "--overlay", "trust.toml", "--format", "json")
    data = json.loads(nhsdx(*arguments, cwd=tmp_path).out)
    assert [one["message"] for one in data["breaks"]] == ['"time" is not a criterion of the base']


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (small_rubric(), "local.toml:1:1: wrong-format: this is not an overlay: it does not extend a rubric"),
        (assessment({"skill": 3}), "local.toml:1:1: wrong-format: this is not an overlay: it does not extend a rubric"),
        ({"format": "nhsdx.rubric/1", "extends": "old.toml", "criteria": 3}, '"overlay" is missing'),
        (
            {"format": "nhsdx.rubric/1", "extends": "old.toml", "criteria": {"skill": {"dimension": ["a"]}}},
            "local.toml:",
        ),
        ({"format": "nhsdx.rubric/1", "extends": "old.toml", "evidence-grades": [{"id": [1]}]}, "local.toml:"),
        (
            {"format": "nhsdx.rubric/1", "extends": "old.toml", "rubric": 3, "gates": {"own": {"when": [{}]}}},
            "local.toml:",
        ),
    ],
    ids=["a whole rubric", "an assessment", "junk", "a list for a dimension", "a list for a grade", "more junk"],
)
def test_a_file_that_is_not_an_overlay_is_refused(tmp_path: Path, table: Table, said: str) -> None:
    """The command reports an error, and not that no change affects the overlay."""
    write(tmp_path / "old.toml", small_rubric())
    write(tmp_path / "local.toml", table)
    run = nhsdx("rubric", "diff", "old.toml", "old.toml", "--overlay", "local.toml", cwd=tmp_path)
    assert (run.code, run.out) == (2, ""), run.err
    assert said in run.err


@pytest.mark.parametrize(
    "junk",
    [
        {"criteria": {"skill": {"dimension": ["a"], "weight": 2}}},
        {"criteria": {"new": {"dimension": ["a"]}}, "evidence-grades": [{"id": [1]}, 2]},
        {"gates": {"own": {"when": [{}]}}, "profiles": [3], "dimensions": {"people": 3, "new": {"weight": []}}},
    ],
)
def test_a_faulty_overlay_of_another_base_does_not_crash_a_diff(tmp_path: Path, junk: Table) -> None:
    """Its own problems cannot be separated from those caused by the base, but nothing crashes."""
    write(tmp_path / "old.toml", small_rubric())
    write(tmp_path / "local.toml", overlay_of(base_of(newer(without("time")))) | junk)
    run = nhsdx("rubric", "diff", "old.toml", "old.toml", "--overlay", "local.toml", cwd=tmp_path)
    assert (run.code, run.err) == (0, "")


def test_the_overlay_of_the_examples_that_pins_its_base_is_valid() -> None:
    """With the base for which it was made, nothing is listed."""
    overlay = "examples/wolds-and-levels/rubric.toml"
    run = nhsdx("rubric", "diff", SHIPPED, SHIPPED, "--overlay", overlay)
    assert run.code == 0
    assert "The overlay does not depend on any of these changes" in run.out
