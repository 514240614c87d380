"""How the scores of children are combined into the score of their node, as real frameworks need it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from nhsdx.model.nodes import UnratedReason
from nhsdx.model.reading import Reading
from nhsdx.model.result import Result
from tests.support.build import Table, flat_rubric, level_criterion, scored

NINE = tuple(f"q{number}" for number in range(1, 10))
ATTRIBUTES = ("pa11", "pa21", "pa22", "pa31", "pa32")
LARGELY, FULLY = {"above": 50}, {"above": 85}


def node_of(criteria: Table, answers: Table, **dimension: object) -> Result:
    """The result of one dimension with these keys."""
    rubric = flat_rubric(criteria)
    rubric["dimensions"]["all-of-it"] |= dimension
    return scored(rubric, answers)


def scores_of(result: Result) -> tuple[float | None, ...]:
    """The scores of the dimension, evidenced, claimed, low and high."""
    found = result.dimensions["all-of-it"].scores
    return tuple(found[reading] for reading in (Reading.EVIDENCED, Reading.CLAIMED, Reading.LOW, Reading.HIGH))


def test_one_known_answer_of_nine_gives_a_range_and_no_score() -> None:
    """PHQ-9 counts with at most two items missing: one severe answer does not make a severe depression."""
    criteria = {name: level_criterion(4) for name in NINE}
    rubric = flat_rubric(criteria, levels=4)
    rubric["dimensions"]["all-of-it"]["minimum-known"] = 7
    result = scored(rubric, {"q9": 3})
    assert scores_of(result) == pytest.approx((None, None, 100 / 9, 100))
    assert result.dimensions["all-of-it"].unrated == UnratedReason(1, 9, 7, None)
    assert result.overall.scores[Reading.CLAIMED] is None
    assert result.overall.unrated is None
    assert scores_of(scored(rubric, dict.fromkeys(NINE[:7], 3)))[:2] == (100, 100)


def test_a_child_that_does_not_apply_counts_neither_as_known_nor_as_asked() -> None:
    """The page says how many of those that apply are known."""
    away = {"status": "not-applicable", "reason": "Not here."}
    result = node_of({name: level_criterion() for name in "abcd"}, {"a": 3, "b": away}, **{"minimum-known": 2})
    assert result.dimensions["all-of-it"].unrated == UnratedReason(1, 3, 2, None)


@pytest.mark.parametrize(("answers", "is_rated"), [({"a": 3}, False), ({"a": 3, "b": 1}, True), ({"c": 5}, True)])
def test_minimum_coverage_is_a_share_of_the_weight(answers: Table, *, is_rated: bool) -> None:
    """Half of the weight must be known, in any of the children."""
    criteria = {"a": level_criterion(), "b": level_criterion(), "c": level_criterion(weight=2)}
    result = node_of(criteria, answers, **{"minimum-coverage": 0.5})
    assert (scores_of(result)[0] is not None) is is_rated
    assert (result.dimensions["all-of-it"].unrated is None) is is_rated


def test_a_dimension_without_a_score_is_left_out_of_its_parent_and_widens_the_range() -> None:
    """Such a dimension counts in its parent like an unknown criterion."""
    rubric = flat_rubric({"a": level_criterion(), "b": level_criterion(), "c": level_criterion()})
    rubric["dimensions"] |= {"other": {"title": "Other", "minimum-known": 2}}
    rubric["criteria"]["b"]["dimension"] = rubric["criteria"]["c"]["dimension"] = "other"
    overall = scored(rubric, {"a": 2, "b": 5}).overall
    assert [overall.scores[reading] for reading in Reading] == [40, 40, 40, 70]


def test_a_node_can_have_the_score_of_its_highest_child() -> None:
    """The better of two children counts; an unknown child may still be better."""
    criteria = {"a": level_criterion(), "b": level_criterion(), "c": level_criterion()}
    assert scores_of(node_of(criteria, {"a": 1, "b": 3}, aggregate="max")) == (60, 60, 60, 100)


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [("geometric", 100 - math.sqrt(80 * 20)), ("min", 80), ("max", 20), ("mean", 50)],
)
def test_an_inverted_node_combines_the_distances_from_the_best_score(aggregate: str, expected: float) -> None:
    """A geometric mean of risks is high as soon as one risk is; 0 risk anywhere makes it 0."""
    criteria = {"a": level_criterion(), "b": level_criterion()}
    assert scores_of(node_of(criteria, {"a": 1, "b": 4}, aggregate=aggregate, invert=True))[0] == pytest.approx(
        expected
    )
    if aggregate == "geometric":
        assert scores_of(node_of(criteria, {"a": 1, "b": 5}, aggregate=aggregate, invert=True))[0] == 100


def capability(answers: dict[str, float | str]) -> Result:
    """A process of ISO/IEC 33020: each process attribute in per cent, and the capability level from 0 to 3."""
    measure = {"kind": "measure", "unit": "%", "minimum": 0, "maximum": 100, "linear": {"worst": 0, "best": 100}}
    rubric = flat_rubric(dict.fromkeys(ATTRIBUTES, measure), levels=4)
    stages: list[Any] = [
        {"level": 1, "criterion": "pa11"} | LARGELY,
        {
            "level": 2,
            "all": [{"criterion": "pa11"} | FULLY, *({"criterion": one} | LARGELY for one in ATTRIBUTES[1:3])],
        },
        {
            "level": 3,
            "all": [
                *({"criterion": one} | FULLY for one in ATTRIBUTES[:3]),
                *({"criterion": one} | LARGELY for one in ATTRIBUTES[3:]),
            ],
        },
    ]
    rubric["dimensions"]["all-of-it"] |= {"aggregate": "staged", "stages": stages}
    return scored(rubric, answers)


@pytest.mark.parametrize(
    ("percentages", "levels"),
    [
        ((50, 100, 100, 100, 100), (0, 0, 0, 0)),
        ((51, 100, 100, 100, 100), (1, 1, 1, 1)),
        ((86, 51, 51, 0, 0), (2, 2, 2, 2)),
        ((86, 85, 86, 100, 100), (2, 2, 2, 2)),
        ((86, 86, 86, 51, 51), (3, 3, 3, 3)),
        (("unknown", 86, 86, 51, 51), (None, None, 0, 3)),
        ((86, "unknown", 86, 51, 51), (1, 1, 1, 3)),
        ((86, 86, 86, "unknown", 51), (2, 2, 2, 3)),
        ((86, 86, 86, "unknown", 50), (2, 2, 2, 2)),
        ((86, "unknown", "unknown", "unknown", "unknown"), (1, 1, 1, 3)),
        ((86, 20, "unknown", 51, 51), (1, 1, 1, 1)),
    ],
)
def test_stages_give_the_highest_level_up_to_which_every_stage_is_met(
    percentages: tuple[float | str, ...], levels: tuple[int | None, ...]
) -> None:
    """Largely is above 50 and fully above 85, as in ISO/IEC 33020; unknown answers do not pass a stage."""
    found = capability(dict(zip(ATTRIBUTES, percentages, strict=True))).dimensions["all-of-it"].levels
    order = (Reading.EVIDENCED, Reading.CLAIMED, Reading.LOW, Reading.HIGH)
    assert tuple(found[reading] for reading in order) == levels


def test_a_stage_whose_conditions_do_not_apply_is_reached() -> None:
    """This is as for a level of a checklist; a node without an applicable stage has no score."""
    away: Any = {"status": "not-applicable", "reason": "Not here."}
    answers: Table = {"pa11": 90, "pa21": away, "pa22": away, "pa31": 60, "pa32": 60}
    assert capability(answers).dimensions["all-of-it"].levels[Reading.CLAIMED] == 3
    nothing = capability(dict.fromkeys(ATTRIBUTES, away)).dimensions["all-of-it"]
    assert set(nothing.scores.values()) == {None}
    assert nothing.unrated is None


def test_the_result_says_why_an_unknown_first_stage_gives_no_score() -> None:
    """Something is known, but not the criteria of the first stage."""
    found = capability({"pa21": 90}).dimensions["all-of-it"]
    assert found.unrated == UnratedReason(1, 5, None, None)


def test_a_stage_may_have_conditions_on_criteria_below_dimensions_and_on_capped_dimensions() -> None:
    """If a gate caps a dimension, a stage that looks at it may no longer be reached."""
    rubric = flat_rubric({"a": level_criterion(), "b": level_criterion()})
    rubric["dimensions"] |= {"part": {"title": "Part", "parent": "all-of-it"}}
    rubric["criteria"]["a"]["dimension"] = "part"
    stages = [{"level": 2, "criterion": "b", "at-least": 1}, {"level": 4, "dimension": "part", "at-least": 3}]
    rubric["dimensions"]["all-of-it"] |= {"aggregate": "staged", "stages": stages}
    assert scored(rubric, {"a": 4, "b": 1}).overall.levels[Reading.CLAIMED] == 4
    when = {"criterion": "b", "at-most": 1}
    rubric["gates"] = {"g": {"when": when, "cap": {"part": 2}, "because": "B.", "remedy": "R."}}
    assert scored(rubric, {"a": 4, "b": 1}).overall.levels[Reading.CLAIMED] == 2


@pytest.mark.parametrize(("value", "score"), [(0, 0), (15, 0), (15.0000000001, 0), (15.1, 40), (50, 40), (51, 100)])
def test_a_band_can_begin_just_above_a_value(value: float, score: float) -> None:
    """Not achieved is 0 to 15 per cent, 15 included; bounds are compared to nine decimals."""
    bands = [{"from": 0, "score": 0}, {"above": 15, "score": 40}, {"above": 50, "score": 100}]
    result = node_of({"a": {"kind": "measure", "unit": "%", "bands": bands}}, {"a": value})
    assert scores_of(result)[0] == score
