"""Figures beside the scores: how many criteria are at each level, and how many do not count."""

from __future__ import annotations

import pytest

from nhsdx.model.nodes import LeftOut
from nhsdx.model.reading import Reading
from tests.support.build import Table, flat_rubric, level_criterion, scored

GRADES = [{"id": "hearsay", "label": "Hearsay", "supports": 1}, {"id": "record", "label": "Record", "supports": 5}]
LATER = {"status": "not-due", "reason": "Later."}
NEVER = {"status": "not-applicable", "reason": "No such service."}


def rubric(**parts: object) -> Table:
    """Five criteria with six levels; one criterion has a weight of 0."""
    names = ("one", "two", "three", "four")
    criteria = {name: level_criterion() for name in names} | {"nothing": level_criterion(weight=0)}
    return flat_rubric(criteria) | {"evidence-grades": GRADES} | parts


def test_the_spread_gives_the_number_of_criteria_at_each_level() -> None:
    """Under each reading, an answer counts as far as evidence supports it; a criterion of weight 0 does not count."""
    answers = {"one": 4, "two": {"level": 4, "evidence": "record"}, "three": 1, "four": 0, "nothing": 5}
    whole = scored(rubric(), answers).overall
    assert whole.spread[Reading.CLAIMED] == (1, 1, 0, 0, 2, 0)
    assert whole.spread[Reading.EVIDENCED] == (1, 2, 0, 0, 1, 0)
    assert set(whole.weakest.values()) == {0}
    assert whole.left_out == LeftOut(unknown=0, not_due=0, not_applicable=0)


def test_criteria_that_do_not_count_are_listed_by_status() -> None:
    """An unknown criterion is in the spread only under `low` or `high`, and only if it moves the score outward."""
    answers = {"one": {"level": 3, "evidence": "record"}, "two": "unknown", "three": LATER, "four": NEVER}
    whole = scored(rubric(), answers).overall
    assert whole.left_out == LeftOut(unknown=1, not_due=1, not_applicable=1)
    assert whole.spread[Reading.CLAIMED] == whole.spread[Reading.EVIDENCED] == (0, 0, 0, 1, 0, 0)
    assert whole.spread[Reading.LOW] == (1, 0, 0, 1, 0, 0)
    assert whole.spread[Reading.HIGH] == (0, 0, 0, 1, 0, 1)
    assert whole.weakest == {Reading.LOW: 0, Reading.EVIDENCED: 3, Reading.CLAIMED: 3, Reading.HIGH: 3}


def test_a_node_without_criteria_that_count_has_no_weakest_level() -> None:
    """No answer is known, so there is no lowest level and the spread is empty."""
    whole = scored(rubric(), {}).overall
    assert whole.weakest[Reading.CLAIMED] is None
    assert whole.spread[Reading.CLAIMED] == (0, 0, 0, 0, 0, 0)


def test_criteria_outside_the_profile_are_not_asked() -> None:
    """Such criteria are neither in the spread nor left out."""
    short = {"short": {"title": "Short", "criteria": ["one", "two"]}}
    whole = scored(rubric(profiles=short), {"one": 2, "three": 5}, profile="short").overall
    assert whole.left_out == LeftOut(unknown=1, not_due=0, not_applicable=0)
    assert whole.spread[Reading.CLAIMED] == (0, 0, 1, 0, 0, 0)


def test_a_criterion_can_contribute_different_amounts_under_different_readings() -> None:
    """A claim without support adds less to the evidenced score."""
    answers = {"one": 4, "two": {"level": 4, "evidence": "record"}, "three": LATER, "four": NEVER}
    one = scored(rubric(), answers).criteria["one"]
    assert (one.contribution[Reading.CLAIMED], one.contribution[Reading.EVIDENCED]) == (40, 10)


@pytest.mark.parametrize("names", [("one", "two"), ("two", "one")])
def test_unknown_criteria_with_the_same_possible_scores_are_counted_in_the_same_way(names: tuple[str, str]) -> None:
    """Nothing is known, so at least one criterion must count; if only the first one did, the order would matter."""
    result = scored(flat_rubric({name: level_criterion() for name in names}), {})
    assert result.overall.spread[Reading.HIGH] == (0, 0, 0, 0, 0, 2)
    assert [result.criteria[name].contribution[Reading.HIGH] for name in names] == [50, 50]


def test_items_that_do_not_count_are_counted_in_every_node_above_them() -> None:
    """One yes at each level scores high however many items are unknown, so their number is shown beside the score."""
    items = {f"{name}-{level}": {"text": name, "level": level} for level in (1, 2) for name in ("done", "open", "off")}
    rubric = flat_rubric({"steps": {"kind": "checklist", "items": items}, "rest": level_criterion()})
    answered = {"done-1": "yes", "done-2": "yes", "off-1": "not-applicable"}
    result = scored(rubric, {"steps": {"items": answered, "reason": "No such service."}, "rest": LATER})
    expected = LeftOut(0, not_due=1, not_applicable=0, unknown_items=3, not_applicable_items=1)
    assert result.overall.left_out == result.dimensions["all-of-it"].left_out == expected


def test_a_criterion_that_is_left_out_is_counted_once() -> None:
    """The items of an unknown checklist are not counted as well, because the page would not list them."""
    items = {"one": {"text": "One", "level": 1}, "two": {"text": "Two", "level": 2}}
    lists = {name: {"kind": "checklist", "items": items} for name in ("silent", "high", "known")}
    answers = {"high": {"items": {"two": "yes"}}, "known": {"items": {"one": "yes"}}}
    assert scored(flat_rubric(lists), answers).overall.left_out == LeftOut(2, 0, 0, unknown_items=1)


def test_items_of_criteria_that_were_not_asked_are_not_counted() -> None:
    """A checklist that is not due, or is outside the profile, has no items to answer."""
    steps = {"kind": "checklist", "items": {"done": {"text": "Done", "level": 1}}}
    short = {"short": {"title": "Short", "criteria": ["rest"]}}
    table = flat_rubric({"steps": steps, "rest": level_criterion()}) | {"profiles": short}
    assert scored(table, {"steps": LATER, "rest": 3}).overall.left_out == LeftOut(0, 1, 0)
    assert scored(table, {"rest": 3}, profile="short").overall.left_out == LeftOut(0, 0, 0)
