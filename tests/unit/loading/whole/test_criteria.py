"""Links from criteria to other frameworks and to earlier versions."""

from __future__ import annotations

from typing import Any

import pytest

from nhsdx.loading.whole.rubric import find_rubric_problems
from nhsdx.model.finding import Problem
from nhsdx.model.rubric import Rubric
from tests.support.build import Table, flat_rubric, level_criterion

FRAMEWORKS: Table = {
    "looks": {"title": "What Good Looks Like", "headings": {"led": "Well led", "safe": "Safe practice"}},
    "making": {"title": "Making IT Work", "headings": {"led": "Led by clinicians"}},
}


def to(framework: str, ref: str, relation: str = "intersect") -> Table:
    """A criterion's entry under `maps`."""
    return {"framework": framework, "ref": ref, "relation": relation}


def problems(**criteria: Table) -> list[Problem]:
    """The problems of level criteria with these names, in a rubric with two frameworks."""
    tables: dict[str, Any] = {name: level_criterion(**table) for name, table in criteria.items()}
    return list(find_rubric_problems(Rubric.model_validate(flat_rubric(tables, frameworks=FRAMEWORKS))))


def found(**criteria: Table) -> list[tuple[tuple[str | int, ...], str]]:
    """The place and code of each problem."""
    return [(problem.path, problem.code) for problem in problems(**criteria)]


def test_a_criterion_may_inform_several_headings_and_a_heading_may_have_several_criteria() -> None:
    """Frameworks have different structures, so mappings are many-to-many."""
    both = [to("looks", "led"), to("looks", "safe", "subset"), to("making", "led", "equal")]
    assert found(skill={"maps": both}, time={"maps": both}) == []


@pytest.mark.parametrize(
    ("entry", "key"),
    [(to("look", "led"), "framework"), (to("looks", "let"), "ref"), (to("making", "safe"), "ref")],
    ids=["no such framework", "no such heading", "a heading of another framework"],
)
def test_a_criterion_can_be_mapped_only_to_a_heading_that_exists(entry: Table, key: str) -> None:
    """Otherwise a typing error would leave a heading without its criterion."""
    place = ("criteria", "skill", "maps", 1, key)
    assert found(skill={"maps": [to("looks", "led"), entry]}) == [(place, "unknown-reference")]


def test_a_criterion_can_be_mapped_to_a_heading_only_once() -> None:
    """Two entries for one heading could contradict each other."""
    entries = [to("looks", "led"), to("making", "led"), to("looks", "led", "equal")]
    assert found(skill={"maps": entries}) == [(("criteria", "skill", "maps", 2, "ref"), "duplicate")]


def test_a_criterion_can_give_the_old_ids_that_it_replaces() -> None:
    """A criterion may replace several that no longer exist."""
    assert found(skill={"replaces": ["talent", "training"]}, time={"replaces": ["hours"]}) == []


@pytest.mark.parametrize("old", ["skill", "time"])
def test_a_criterion_cannot_replace_one_that_is_still_asked(old: str) -> None:
    """Otherwise an answer could go to two criteria: the one with that id and its replacement."""
    assert found(skill={"replaces": [old]}, time={}) == [(("criteria", "skill", "replaces", 0), "duplicate")]


def test_an_old_id_can_be_replaced_only_once() -> None:
    """An answer can only go to one criterion; the message gives the other one."""
    (within,) = problems(skill={"replaces": ["talent", "talent"]})
    assert (within.path, within.code) == (("criteria", "skill", "replaces", 1), "duplicate")
    (between,) = problems(skill={"replaces": ["talent"]}, time={"replaces": ["hours", "talent"]})
    assert (between.path, between.code) == (("criteria", "time", "replaces", 1), "duplicate")
    assert '"skill"' in between.message
