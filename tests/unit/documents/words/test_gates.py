"""How gates are counted and described."""

from __future__ import annotations

import pytest

from nhsdx.documents.words import describe_condition, describe_gate_counts, name_gate
from nhsdx.model.conditions import Condition
from tests.support.build import Table, flat_rubric, level_criterion, rubric_from, scored
from tests.support.staged import staged_rubric


def test_gates_that_are_not_clear_are_counted_by_state() -> None:
    """Every page counts gates in this way, so no two pages disagree."""
    gates = {
        name: {"when": {"criterion": name, "at-most": 2}, "flag": True, "because": "B.", "remedy": "R."}
        for name in ("a", "b", "c")
    }
    table = flat_rubric({name: level_criterion() for name in ("a", "b", "c")}, gates=gates)
    assert describe_gate_counts(scored(table, {"a": 1, "b": 5})) == "2 gates are not clear: 1 triggered, 1 undecided"
    assert describe_gate_counts(scored(table, {"a": 1, "b": 5, "c": 5})) == "1 gate is not clear: 1 triggered"
    assert describe_gate_counts(scored(table, dict.fromkeys("abc", 5))) == "none of the 3 gates is triggered"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"criterion": "safety", "at-most": 1}, "“Safety” is at level 1 or lower"),
        ({"criterion": "safety", "at-least": 2}, "“Safety” is at level 2 or higher"),
        ({"dimension": "work", "below": 40}, "“Work” is below 40"),
        ({"dimension": "overall", "above": 60.5}, "the overall score is above 60.5"),
        ({"criterion": "safety", "missing": ["first-1"]}, "this item of “Safety” is not met: “Safety 1 first”"),
        (
            {"criterion": "safety", "missing": ["first-1", "second-2"]},
            "any of these items of “Safety” is not met: “Safety 1 first”; “Safety 2 second”",
        ),
    ],
)
def test_a_condition_is_described_in_the_words_of_the_rubric(condition: Table, words: str) -> None:
    """The condition has titles and the texts of items, not ids."""
    rubric = rubric_from(staged_rubric())
    assert describe_condition(rubric, Condition.model_validate(condition)) == words


def test_a_gate_is_shown_by_its_title() -> None:
    """A gate without a title is called by its id, written as words."""
    assert name_gate("safety-officer", "Safety officer in post") == "“Safety officer in post”"
    assert name_gate("safety-officer") == "“safety officer”"
