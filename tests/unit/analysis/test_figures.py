"""Figures to reach have few decimals, and reaching them is always enough."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nhsdx.analysis.figures import write_exactly, write_measure, write_score
from nhsdx.model.criteria import Linear
from nhsdx.model.reading import AS_SCORED, DisplayScale
from nhsdx.scoring.values import find_value_at

UPSIDE_DOWN = DisplayScale.model_validate({"from": 10, "to": 0})
WHOLE = DisplayScale.model_validate({"from": 0, "to": 100, "decimals": 0})


@pytest.mark.parametrize(
    ("score", "best", "shown", "expected"),
    [
        (100 / 3, 100, AS_SCORED, "33.4"),
        (200 / 3, 100, AS_SCORED, "66.7"),
        (20, 100, AS_SCORED, "20"),
        (0.1 + 0.2, 100, AS_SCORED, "0.3"),
        (99.97, 100, AS_SCORED, "99.97"),
        (100, 100, AS_SCORED, "100"),
        (33.31, 33.35, AS_SCORED, "33.31"),
        (99.99999999, 100, AS_SCORED, "99.99999999"),
        (100 / 3, 100, UPSIDE_DOWN, "6.6"),
        (100 / 3, 100, WHOLE, "34"),
    ],
)
def test_a_score_to_reach_is_never_rounded_below_what_is_needed(
    score: float, best: float, shown: DisplayScale, expected: str
) -> None:
    """Figures have as many decimals as on the page, and more only where it would otherwise be out of reach."""
    assert write_score(score, best, shown) == expected


@pytest.mark.parametrize(
    ("worst", "best", "value", "expected"),
    [
        (0, 100, 100 / 3, "33.4"),
        (50, 0, 100 / 3, "33.33"),
        (0, 10, 6.45, "6.45"),
        (99.9, 99.99, 99.93, "99.93"),
        (100, 75_000, 3813.147, "3813.2"),
        (0, 1, 1 / 3, "0.334"),
        (0, 1e9, 1e9 / 3, "333333333.4"),
    ],
)
def test_a_measure_from_0_to_1_gets_more_decimals_than_a_percentage(
    worst: float, best: float, value: float, expected: str
) -> None:
    """A share has more decimals than a percentage, and both are rounded towards the better end."""
    assert write_measure(value, Linear(worst=worst, best=best)) == expected


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(0, 100))
def test_a_value_to_reach_is_rounded_towards_the_best_value_but_never_beyond_it(
    worst: float, best: float, score: float
) -> None:
    """The value lies between the exact value and the best one, on any line."""
    assume(abs(best - worst) > 1e-6)
    exact = find_value_at(Linear(worst=worst, best=best), score)
    found = float(write_measure(exact, Linear(worst=worst, best=best)))
    low, high = sorted((exact, best))
    assert low - 1e-8 <= found <= high + 1e-8


def test_a_number_from_the_rubric_keeps_all_its_digits() -> None:
    """The number is written without an exponent, and without losing a digit."""
    assert [write_exactly(one) for one in (1234567.25, 1e15, 3.0, 0.00001)] == [
        "1234567.25", "1000000000000000", "3", "0.00001",
    ]  # fmt: skip
