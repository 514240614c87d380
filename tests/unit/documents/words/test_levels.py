"""How an average is described: by the levels around it, its spread and its weakest criteria, not by a label."""

from __future__ import annotations

import pytest

from nhsdx.documents.words import (
    describe_bounds,
    describe_place,
    describe_reached,
    describe_spread,
    describe_weakest,
    format_place,
)
from nhsdx.model.reading import Reading
from tests.support.build import flat_rubric, level_criterion, scored
from tests.support.staged import answer, score_staged

RESULT = scored(flat_rubric({"a": level_criterion()}), {"a": 3})
HIGH = scored(flat_rubric({"a": level_criterion(3)}, levels=[10, 50, 90]), {"a": 1})


@pytest.mark.parametrize(
    ("score", "words", "numbers"),
    [
        (41.6, "between Level 2 and Level 3", "2–3"),
        (60.0, "at Level 3", "3"),
        (59.9999999999, "at Level 3", "3"),
        (59.99999, "between Level 2 and Level 3", "2–3"),
        (0.0, "at Level 0", "0"),
        (100.0, "at Level 5", "5"),
        (None, "no score", "-"),
    ],
)
def test_an_average_lies_between_two_levels_or_exactly_at_one(score: float | None, words: str, numbers: str) -> None:
    """`Exactly` means to nine decimals, as in every comparison."""
    assert (describe_place(RESULT, score), format_place(RESULT, score)) == (words, numbers)


def test_an_average_can_lie_outside_the_levels() -> None:
    """This happens if the levels do not reach from 0 to 100."""
    assert describe_place(HIGH, 5) == "below Level 0"
    assert describe_place(HIGH, 95) == "above Level 2"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (3, "Level 3 (from 60.0), Level 4 (from 80.0)"),
        (5, "Level 5 (from 100.0)"),
        ("unknown", "Level 0 (from 0.0), Level 1 (from 20.0), Level 5 (from 100.0)"),
    ],
)
def test_a_reader_sees_which_score_the_next_level_needs(value: object, words: str) -> None:
    """For every reading: the level that the score reaches and the one above it."""
    result = scored(flat_rubric({"a": level_criterion()}), {"a": value})
    assert describe_bounds(result, result.overall) == words


def test_the_spread_and_the_weakest_criteria_include_only_criteria_that_count() -> None:
    """An advisory criterion counts in its own dimension only."""
    result, _ = score_staged({"safety": answer(2), "purpose": answer(3), "candour": answer(0)})
    spread = describe_spread(result, result.overall, Reading.EVIDENCED)
    assert spread == "1 criterion at 2 Set up, 1 at 3 Operating"
    assert describe_weakest(result, result.overall, Reading.EVIDENCED) == "Safety at 2 Set up"
    memory = result.dimensions["memory"]
    assert describe_weakest(result, memory, Reading.EVIDENCED) == "Candour at 0 Nothing yet"


def test_pages_say_so_if_no_criterion_counts_in_a_node() -> None:
    """Unknown is never level 0."""
    result, _ = score_staged({})
    assert describe_spread(result, result.overall, Reading.EVIDENCED) == "no criterion counts"
    assert describe_weakest(result, result.overall, Reading.EVIDENCED) == "none"


def test_a_survey_and_a_linear_measure_have_a_score_and_no_label() -> None:
    """A label describes statements, which these criteria do not have."""
    criteria = {
        "view": {"kind": "survey", "options": ["No", "Yes"], "scores": [0, 100]},
        "wait": {"kind": "measure", "unit": "days", "linear": {"worst": 100, "best": 0}},
        "band": {"kind": "measure", "unit": "days", "bands": [{"from": 0, "level": 1}]},
    }
    result = scored(flat_rubric(criteria), {"view": {"counts": [31, 69]}, "wait": 64.5, "band": 3})
    found = {name: describe_reached(result, one, Reading.CLAIMED) for name, one in result.criteria.items()}
    assert found == {"view": "69.0", "wait": "35.5", "band": "Level 1"}
    assert describe_weakest(result, result.overall, Reading.CLAIMED) == "wait (35.5) and band at Level 1"
    alone = scored(flat_rubric({"view": criteria["view"]}), {"view": {"counts": [31, 69]}})
    assert describe_weakest(alone, alone.overall, Reading.CLAIMED) == "view (69.0)"
