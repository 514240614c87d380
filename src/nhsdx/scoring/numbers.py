"""The one way to compare a score with a bound."""

from __future__ import annotations

import math
from collections.abc import Callable

DECIMALS = 9
STEP = 10.0**-DECIMALS


def compare(score: float, bound: float) -> int:
    """Whether a score is below (-1), at (0) or above (1) a bound, both rounded to nine decimals.

    Binary floats put 4/5 at 0.7999999999999999 or 0.8 depending on the order of operations; a score
    that sits on a bound must not fall off it for that.
    """
    left, right = round(score, DECIMALS), round(bound, DECIMALS)
    return (left > right) - (left < right)


def reaching(bound: float) -> float:
    """The least number that `compare` puts at or above a bound, so that a plain `>=` decides as `compare` does."""
    return _least(lambda number: compare(number, bound) >= 0, bound - STEP, bound)


def exceeding(bound: float) -> float:
    """The least number that `compare` puts above a bound."""
    return _least(lambda number: compare(number, bound) > 0, bound, bound + 2 * STEP)


def _least(holds: Callable[[float], bool], low: float, high: float) -> float:
    """The least float at which a rising condition holds; it does a little above `high`, and not below `low`."""
    low, high = math.nextafter(low, -math.inf), math.nextafter(high, math.inf)
    while math.nextafter(low, math.inf) < high:
        middle = low + (high - low) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
