"""Bounds for table engines, which compare with a plain `>=`."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhsdx.scoring.scale import compare_rounded, find_least_reaching, round_half_up

BOUNDS = st.sampled_from([0.0, 20.0, 33.3, 100 / 3, 100.0, 1e-9, -5.0, 75000.5, 1e15]) | st.floats(-1e6, 1e6)


@given(BOUNDS, st.integers(-3, 3))
def test_comparing_with_the_lowest_number_that_reaches_a_bound_gives_the_same_result_as_rounding_to_nine_decimals(
    bound: float, steps: int
) -> None:
    """Tested at the least number that reaches a bound, just below it, and a few billionths around the bound."""
    least = find_least_reaching(bound)
    for number in (least, math.nextafter(least, -math.inf), bound, bound + steps * 4e-10):
        assert (number >= least) == (compare_rounded(number, bound) >= 0), (number, bound)


@pytest.mark.parametrize(("value", "places"), [(-0.4, 0), (-0.04, 1), (-0.0, 1)])
def test_zero_is_never_shown_as_minus_zero(value: float, places: int) -> None:
    """On a scale below zero, a figure that rounds to zero has no sign."""
    assert round_half_up(value, places) == f"{0:.{places}f}"
