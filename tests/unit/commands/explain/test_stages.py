"""The explanation of a node by stages: which conditions are met and which are not."""

from __future__ import annotations

from nhsdx.commands.explain.document import build_document
from nhsdx.documents.blocks import Table
from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.engine import score
from tests.support.build import Table as Data
from tests.support.build import assessment_from, flat_rubric, level_criterion, rubric_from
from tests.support.practices import score_practices


def stage_rows(result: Result, rubric: Rubric, node: str) -> list[list[str]]:
    """The cells of the table of stages, as text."""
    blocks = build_document(result, rubric, node).sheets[0].blocks
    table = next(one for one in blocks if isinstance(one, Table) and one.caption.startswith("The stages"))
    return [[" ".join(span.text for line in cell for span in line) for cell in row] for row in table.rows]


def test_each_condition_is_shown_with_the_answer_it_depends_on_and_whether_it_is_met() -> None:
    """A reader sees at once which conditions are not met, with answers in the wording of the question."""
    result, rubric = score_practices(a2="PI", a3="unknown")
    needs = "is LI Largely or FI Fully"
    assert stage_rows(result, rubric, "asset") == [
        ["MIL1", "all of these:", "", "reached", "reached", "reached"],
        ["", f"– “A1” {needs}", "FI Fully", "met", "met", "met"],
        ["MIL2", "all of these:", "", "not reached", "not reached", "not reached"],
        ["", f"– “A2” {needs}", "PI Partially", "not met", "not met", "not met"],
        ["", f"– “A3” {needs}", "unknown", "unknown", "not met", "met"],
        ["MIL3", "all of these:", "", *["met, but a lower stage is not reached"] * 3],
        ["", f"– “A4” {needs}", "FI Fully", "met", "met", "met"],
    ]


def test_a_condition_with_the_same_state_under_every_reading_is_shown_once() -> None:
    """A condition on a level shows a level, and one on a score shows a score; parts of parts are below them."""
    either: Data = {"any": [{"criterion": "b", "above": 50}, {"dimension": "all-of-it", "at-least": 4}]}
    table = flat_rubric({name: level_criterion() for name in "abc"})
    table["dimensions"]["other"] = {"title": "Other"}
    for name in "ab":
        table["criteria"][name]["dimension"] = "other"
    stage = {"level": 1, "all": [{"criterion": "a", "at-least": 2}, either]}
    table["rubric"] |= {"aggregate": "staged", "stages": [stage]}
    rubric = rubric_from(table)
    result = score(rubric, assessment_from(rubric, {"a": 2, "b": 1, "c": 1}))
    assert stage_rows(result, rubric, "overall") == [
        ["Level 1", "all of these:", "", "not reached"],
        ["", "– “a” is at level 2 or higher", "Level 2", "met"],
        ["", "– any of these:", "", "not met"],
        ["", "–– “b” is above 50", "20.0", "not met"],
        ["", "–– “All of it” is at level 4 or higher", "at Level 1", "not met"],
    ]


def test_no_answer_is_shown_beside_a_level_that_asks_for_nothing() -> None:
    """Such a level is reached as soon as the levels below it are reached."""
    table = flat_rubric({"a": level_criterion()}, aggregate="staged")
    table["dimensions"]["all-of-it"]["stages"] = [{"level": 1}, {"level": 2, "criterion": "a", "at-least": 2}]
    rubric = rubric_from(table)
    result = score(rubric, assessment_from(rubric, {"a": 1}))
    first, second = stage_rows(result, rubric, "all-of-it")
    assert (first[2], first[3]) == ("", "reached")
    assert second == ["Level 2", "“a” is at level 2 or higher", "Level 1", "not reached"]
