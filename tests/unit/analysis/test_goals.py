"""What comes first: what raises a score alone, or with the others that a level still needs."""

from __future__ import annotations

import pytest

from nhsdx.analysis.priorities import choose_priorities, list_goals
from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.engine import score
from tests.support.build import Table, assessment_from, flat_rubric, level_criterion, rubric_from
from tests.support.practices import score_practices


def first_goals(result: Result, rubric: Rubric, count: int = 1) -> list[tuple[list[str], str | None, float | None]]:
    """The criteria, the node and its new score of the first goals."""
    return [(list(one.aims), one.node, one.score and round(one.score, 1)) for one in list_goals(result, rubric)][:count]


def flat(aggregate: str, answers: Table, **parts: object) -> tuple[Result, Rubric]:
    """The result of these answers to a rubric with one dimension that aggregates in this way."""
    table = flat_rubric(dict.fromkeys(answers, level_criterion()), aggregate=aggregate)
    table["dimensions"]["all-of-it"] |= parts
    rubric = rubric_from(table)
    return score(rubric, assessment_from(rubric, answers)), rubric


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"a2": "PI", "a4": "NI", "w3": "NI"}, (["a2"], "overall", 66.7)),
        ({"a2": "PI", "a3": "NI", "a4": "NI"}, (["a2", "a3"], "overall", 66.7)),
        ({"w1": "PI", "a4": "NI"}, (["w1"], "overall", 66.7)),
        ({"a2": "PI", "w2": "NI", "w3": "NI"}, (["w2"], "watch", 66.7)),
        ({"a1": "unknown"}, (["a1"], "asset", None)),
        ({"a2": "unknown"}, (["a2"], "overall", 100)),
    ],
    ids=["one in the way", "two in the way", "the first level", "two domains", "no score yet", "to find out"],
)
def test_what_the_next_level_needs_comes_first(answers: Table, expected: tuple[list[str], str, float | None]) -> None:
    """Answers to higher levels, however low, help nobody until the next one is complete."""
    assert first_goals(*score_practices(**answers)) == [expected]


def test_where_every_level_is_reached_there_is_nothing_to_do() -> None:
    """Better answers would change no score."""
    result, rubric = score_practices(a1="LI", a2="LI", w3="LI")
    assert choose_priorities(result, rubric) == ()


def test_an_answer_is_quoted_only_if_it_reaches_its_condition() -> None:
    """The lowest of the practice's own answers that is above 66, whatever the levels of the rubric are."""
    result, rubric = score_practices(a1="NI")
    step = choose_priorities(result, rubric)[0].step
    assert (step.own_level, step.score) == (2, 66.7)


@pytest.mark.parametrize(
    ("aggregate", "answers", "expected"),
    [
        ("min", {"a": 1, "b": 1, "c": 3}, (["a", "b"], "all-of-it", 40)),
        ("min", {"a": 1, "b": 2}, (["a"], "all-of-it", 40)),
        ("max", {"a": 1, "b": 3}, (["b"], "all-of-it", 80)),
        ("geometric", {"a": 0, "b": 0, "c": 4}, (["a", "b"], "all-of-it", 31.7)),
        ("geometric", {"a": 1, "b": 2}, (["a"], None, None)),
        ("mean", {"a": 2, "b": 1}, (["b"], None, None)),
    ],
)
def test_every_rule_has_its_first_step(aggregate: str, answers: Table, expected: tuple[list[str], str, float]) -> None:
    """Where one step alone changes nothing, the others that it takes are part of the goal."""
    result, rubric = flat(aggregate, answers)
    found = first_goals(result, rubric)[0]
    is_only_part = expected[1] == "all-of-it"
    assert (found[0], "all-of-it" if is_only_part else found[1]) == expected[:2]
    assert found[2] is None or not is_only_part or found[2] == pytest.approx(expected[2], abs=0.1)


def test_where_too_little_is_known_the_answers_that_are_needed_come_first() -> None:
    """There are no more of them than the node needs for a score."""
    answers: Table = {"a": 1, "b": "unknown", "c": "unknown", "d": "unknown"}
    result, rubric = flat("mean", answers, **{"minimum-known": 3})
    assert first_goals(result, rubric) == [(["b", "c"], "overall", None)]


def test_of_several_ways_the_one_with_the_fewest_steps_is_a_goal() -> None:
    """A stage that is reached in any of several ways needs only one of them."""
    either = [
        {"all": [{"criterion": "a", "at-least": 2}, {"criterion": "b", "at-least": 2}]},
        {"criterion": "c", "above": 60},
    ]
    result, rubric = flat("staged", {"a": 1, "b": 1, "c": 1}, stages=[{"level": 2, "any": either}])
    assert first_goals(result, rubric)[0][0] == ["c"]
    assert choose_priorities(result, rubric)[0].step.next_level == 4


def test_a_mean_below_a_stage_rises_by_no_more_than_it_needs() -> None:
    """What the goal could do without is not part of it."""
    table = flat_rubric({name: level_criterion() for name in "abc"})
    table["rubric"] |= {"aggregate": "staged", "stages": [{"level": 3, "dimension": "all-of-it", "at-least": 2}]}
    rubric = rubric_from(table)
    result = score(rubric, assessment_from(rubric, {"a": 1, "b": 1, "c": 3}))
    assert first_goals(result, rubric) == [(["a"], "overall", 60)]
