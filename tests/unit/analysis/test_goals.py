"""What comes first: a step that raises a score by itself, or all the steps that a level still needs."""

from __future__ import annotations

import pytest

from nhsdx.analysis.priorities import choose_priorities, list_goals
from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.engine import score
from tests.support.build import Table, assessment_from, flat_rubric, level_criterion, rubric_from
from tests.support.practices import score_practices

NOT_HERE = {"status": "not-applicable", "reason": "Not here."}


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
def test_steps_that_the_next_level_needs_come_first(
    answers: Table, expected: tuple[list[str], str, float | None]
) -> None:
    """Answers to higher levels, however low, make no difference until the next level is complete."""
    assert first_goals(*score_practices(**answers)) == [expected]


def test_there_is_no_goal_if_every_level_is_reached() -> None:
    """Better answers would not change any score."""
    result, rubric = score_practices(a1="LI", a2="LI", w3="LI")
    assert choose_priorities(result, rubric) == ()


def test_the_answer_that_a_step_asks_for_is_high_enough_for_the_condition() -> None:
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
def test_there_is_a_first_step_under_every_rule_of_aggregation(
    aggregate: str, answers: Table, expected: tuple[list[str], str, float]
) -> None:
    """If one step alone changes nothing, the other steps that are needed are part of the goal."""
    result, rubric = flat(aggregate, answers)
    found = first_goals(result, rubric)[0]
    is_only_part = expected[1] == "all-of-it"
    assert (found[0], "all-of-it" if is_only_part else found[1]) == expected[:2]
    assert found[2] is None or not is_only_part or found[2] == pytest.approx(expected[2], abs=0.1)


def test_the_answers_that_are_needed_come_first_if_too_little_is_known() -> None:
    """The goal has no more answers than the node needs for a score."""
    answers: Table = {"a": 1, "b": "unknown", "c": "unknown", "d": "unknown"}
    result, rubric = flat("mean", answers, **{"minimum-known": 3})
    assert first_goals(result, rubric) == [(["b", "c"], "overall", None)]


def test_if_a_stage_can_be_reached_in_several_ways_the_goal_is_the_one_with_the_fewest_steps() -> None:
    """A stage that is reached in any of several ways needs only one of them."""
    either = [
        {"all": [{"criterion": "a", "at-least": 2}, {"criterion": "b", "at-least": 2}]},
        {"criterion": "c", "above": 60},
    ]
    result, rubric = flat("staged", {"a": 1, "b": 1, "c": 1}, stages=[{"level": 2, "any": either}])
    assert first_goals(result, rubric)[0][0] == ["c"]
    assert choose_priorities(result, rubric)[0].step.next_level == 4


def test_the_first_steps_raise_a_mean_only_as_far_as_the_next_stage_needs() -> None:
    """Steps that are not needed are not part of the goal."""
    table = flat_rubric({name: level_criterion() for name in "abc"})
    table["rubric"] |= {"aggregate": "staged", "stages": [{"level": 3, "dimension": "all-of-it", "at-least": 2}]}
    rubric = rubric_from(table)
    result = score(rubric, assessment_from(rubric, {"a": 1, "b": 1, "c": 3}))
    assert first_goals(result, rubric) == [(["a"], "overall", 60)]


def staged_over(part: Table, answers: Table) -> tuple[Result, Rubric]:
    """The result where overall Level 3 asks for Level 2 in the one dimension, which aggregates like this."""
    table = flat_rubric({name: level_criterion() for name in answers})
    table["dimensions"]["all-of-it"] |= part
    table["rubric"] |= {"aggregate": "staged", "stages": [{"level": 3, "dimension": "all-of-it", "at-least": 2}]}
    rubric = rubric_from(table)
    return score(rubric, assessment_from(rubric, answers)), rubric


def test_if_the_highest_answer_decides_the_score_then_only_this_answer_has_to_reach_the_stage() -> None:
    """The goal does not ask to raise the others."""
    result, rubric = staged_over({"aggregate": "max"}, {"a": 0, "b": 1})
    assert first_goals(result, rubric) == [(["b"], "overall", 60)]


def test_a_stage_that_depends_on_a_staged_dimension_needs_only_the_stages_up_to_the_required_one() -> None:
    """The goal does not include what higher stages of that dimension ask for."""
    stages = [{"level": level, "criterion": name, "at-least": 1} for level, name in enumerate("abc", start=1)]
    result, rubric = staged_over({"aggregate": "staged", "stages": stages}, {"a": 0, "b": 0, "c": 0})
    assert first_goals(result, rubric) == [(["a", "b"], "overall", 60)]


@pytest.mark.parametrize(
    "stages",
    [
        [{"level": 1, "criterion": "a", "at-least": 1}],
        [{"level": 1, "criterion": "a", "at-least": 1}, {"level": 2, "criterion": "b", "above": 100}],
    ],
    ids=["no stage is worth enough", "a stage is out of reach"],
)
def test_a_stage_that_no_answer_can_reach_is_not_a_goal(stages: list[Table]) -> None:
    """Only the dimension itself can still rise, so that is the only goal."""
    result, rubric = staged_over({"aggregate": "staged", "stages": stages}, {"a": 0, "b": 0})
    assert first_goals(result, rubric, 9) == [(["a"], "all-of-it", 20)]


def test_a_stage_that_does_not_apply_or_asks_for_nothing_is_skipped() -> None:
    """The goal is to do what the next stage after them asks for."""
    stages = [
        {"level": 1},
        {"level": 2, "criterion": "a", "at-least": 3},
        {"level": 3, "criterion": "b", "at-least": 3},
    ]
    result, rubric = flat("staged", {"a": NOT_HERE, "b": 1}, stages=stages)
    assert first_goals(result, rubric) == [(["b"], "all-of-it", 60)]


def test_answers_that_a_gate_keeps_from_raising_a_score_are_not_a_goal() -> None:
    """While the gate on `b` limits the score to what `a` already gives, a better answer to `a` changes nothing."""
    when = {"criterion": "b", "at-most": 3}
    gate = {"when": when, "cap": {"all-of-it": 1}, "because": "B.", "remedy": "R."}
    table = flat_rubric({name: level_criterion() for name in "ab"}, aggregate="min", gates={"gate": gate})
    rubric = rubric_from(table)
    result = score(rubric, assessment_from(rubric, {"a": 1, "b": 3}))
    assert first_goals(result, rubric, 9) == []


def test_there_is_no_goal_if_the_highest_answer_is_already_the_best() -> None:
    """Raising the lower ones would not change the score."""
    result, rubric = flat("max", {"a": 5, "b": 1})
    assert first_goals(result, rubric, 9) == []


def test_no_answers_are_asked_for_if_too_few_criteria_apply_for_a_score() -> None:
    """Even with every answer known there would be no score."""
    answers: Table = {"a": 1, "b": "unknown", "c": NOT_HERE}
    result, rubric = flat("mean", answers, **{"minimum-known": 3})
    assert first_goals(result, rubric, 9) == []
