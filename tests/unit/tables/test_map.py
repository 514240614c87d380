"""A map of a table is refused if it is ambiguous or fits no question of the rubric."""

from __future__ import annotations

import pytest

from nhsdx.tables.map import BatchMap, find_batch_map_problems
from tests.support.build import Table

ANSWERS = ("safety", "plan.owner")


def find_problems(**parts: Table) -> list[tuple[tuple[str | int, ...], str]]:
    """The places and codes of the problems of a map with these parts."""
    translation = BatchMap.model_validate({"format": "nhsdx.batch-map/1", **parts})
    return [(problem.path, problem.code) for problem in find_batch_map_problems(translation, ANSWERS)]


def test_a_map_to_questions_of_the_rubric_has_no_problems() -> None:
    """Each column of answers may have its own words."""
    words = {"safety": {"Low": 1, "High": 4}, "plan.owner": {"Low": "no"}}
    assert find_problems(columns={"Q1": "safety", "Q2": "plan.owner"}, words=words) == []


def test_columns_and_words_of_no_question_are_refused() -> None:
    """A typing error must not leave answers unread."""
    found = find_problems(columns={"Q1": "safty"}, words={"safty": {"Low": 1}})
    assert found == [(("columns", "Q1"), "unknown-reference"), (("words", "safty"), "unknown-reference")]


def test_two_columns_cannot_answer_one_question() -> None:
    """Only one of two different answers could count."""
    assert find_problems(columns={"Q1": "safety", "Q2": "safety"}) == [(("columns", "Q2"), "duplicate")]


@pytest.mark.parametrize(("first", "second"), [("Don’t know", "don't know"), ("High", " HIGH "), ("1", "1.0")])
def test_one_word_cannot_have_two_meanings(first: str, second: str) -> None:
    """Spellings that a table does not tell apart are one word; with the same meaning, both may be listed."""
    assert find_problems(words={"safety": {first: 1, second: 2}}) == [(("words", "safety", second), "duplicate")]
    assert find_problems(words={"safety": {first: 1, second: 1}}) == []
