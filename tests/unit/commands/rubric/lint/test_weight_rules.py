"""Rules about weights without reason or effect, and about dimensions without a score."""

from __future__ import annotations

import pytest

from tests.support.clean_rubric import CLEAN, criterion, places

PAIR = """
[dimensions.leadership]
title = "Leadership"
weight = {first}
[dimensions.drive]
title = "Drive"
weight = {second}
"""


def pair(first: float, second: float) -> str:
    """Two top dimensions with these weights and a criterion each."""
    return PAIR.format(first=first, second=second) + criterion("zeal", dimension='"drive"')


@pytest.mark.parametrize(
    ("weights", "where"),
    [
        ((25, 25), []),
        ((1, 1), []),
        ((1, 2), ["dimensions.drive.weight"]),
        ((60, 40), ["dimensions.leadership.weight", "dimensions.drive.weight"]),
    ],
)
def test_only_unequal_weights_need_a_reason(weights: tuple[float, float], where: list[str]) -> None:
    """Equal weights need no reason, nor does the default weight of 1."""
    assert places("weight-without-reason", pair(*weights)) == where


def test_a_weight_with_a_reason_is_accepted() -> None:
    """A weight with a reason is accepted."""
    fragment = criterion("zeal", weight=3, weight_reason='"It decides most."')
    assert places("weight-without-reason", fragment) == []


def test_weights_are_reported_as_without_effect_if_the_lowest_score_decides() -> None:
    """A node that takes its lowest score ignores weights, so they need no reason."""
    base = CLEAN.replace('title = "A small rubric"', 'title = "A small rubric"\naggregate = "min"')
    where = ["dimensions.leadership.weight", "dimensions.drive.weight"]
    assert places("weight-cannot-matter", pair(60, 40), base) == where
    assert places("weight-without-reason", pair(60, 40), base) == []


def test_the_weight_of_an_advisory_dimension_is_reported_as_without_effect() -> None:
    """An advisory dimension counts nowhere, and its weight is not compared with others."""
    fragment = pair(1, 7).replace('title = "Drive"', 'title = "Drive"\nadvisory = true')
    assert places("weight-cannot-matter", fragment) == ["dimensions.drive.weight"]
    assert places("weight-without-reason", fragment) == []


def test_a_weight_is_reported_as_having_no_effect_if_its_only_sibling_has_weight_zero() -> None:
    """If only one child counts, its weight has no effect."""
    fragment = criterion("vision", weight=0, weight_reason='"A trial."') + criterion("safety", weight=5)
    assert places("weight-cannot-matter", fragment) == ["criteria.safety.weight"]
    assert places("zero-weight", fragment) == []


@pytest.mark.parametrize(
    ("scoring", "code"),
    [("staged", "weight-cannot-matter"), ("share", "zero-weight")],
)
def test_weights_of_items_are_also_checked(scoring: str, code: str) -> None:
    """An item with weight 0 is not counted in a share; stages ignore weights."""
    level = ", level = 1" if scoring == "staged" else ""
    items = f'{{ a = {{ text = "One thing is there."{level} }}, b = {{ text = "Another."{level}, weight = 0 }} }}'
    fragment = criterion("zeal", kind='"checklist"', scoring=f'"{scoring}"', items=items)
    assert places(code, fragment) == ["criteria.zeal.items.b.weight"]


@pytest.mark.parametrize(("weight", "where"), [(0.0009, ["dimensions.drive.weight"]), (0.001, [])])
def test_a_weight_must_be_at_least_a_thousandth_of_a_siblings_weight(weight: float, where: list[str]) -> None:
    """A weight is negligible below a thousandth of the largest weight beside it."""
    assert places("negligible-weight", pair(1, weight)) == where


def test_many_equal_weights_are_not_reported_as_negligible() -> None:
    """Many equal weights are accepted, however small each share is."""
    fragment = "".join(criterion(f"q{number}") for number in range(1_900))
    assert places("negligible-weight", fragment) == []


def test_a_dimension_with_only_advisory_parts_counts_as_empty() -> None:
    """A dimension with only advisory children never has a score; the advisory child has one."""
    fragment = (
        '[dimensions.drive]\ntitle = "Drive"\n'
        '[dimensions.memory]\ntitle = "Memory"\nparent = "drive"\nadvisory = true\n'
    ) + criterion("zeal", dimension='"memory"')
    assert places("empty-dimension", fragment) == ["dimensions.drive"]


def test_a_cap_on_a_dimension_without_a_score_is_not_reported_twice() -> None:
    """An empty dimension is reported as such and not again for the gate that caps it."""
    fragment = """
[dimensions.spare]
title = "Spare"
[gates.safety]
when = { criterion = "safety", at-most = 0 }
cap = { spare = 1 }
because = "It matters."
remedy = "See to it."
"""
    assert places("empty-dimension", fragment) == ["dimensions.spare"]
    assert places("gate-cap-never-lowers", fragment) == []


def test_a_criterion_with_weight_zero_does_not_have_to_be_in_a_stage() -> None:
    """Such a criterion counts nowhere, so no stage has to use it."""
    stages = 'title = "Leadership"\naggregate = "staged"\nstages = [{ level = 1, criterion = "vision", at-least = 1 }]'
    base = CLEAN.replace('title = "Leadership"', stages)
    assert places("outside-stages", criterion("zeal", weight=1), base) == ["criteria.safety", "criteria.zeal"]
    assert places("outside-stages", criterion("zeal", weight=0), base) == ["criteria.safety"]
