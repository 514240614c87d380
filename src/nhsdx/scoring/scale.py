"""Converts levels to scores, and scores to levels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from nhsdx.model import Condition, Criterion, Level

DECIMALS = 9
STEP = 10.0**-DECIMALS


class Scale(NamedTuple):
    """The score, 0-100, of each level of a rubric; each score is higher than the one before."""

    scores: tuple[float, ...]

    @classmethod
    def of(cls, levels: Sequence[Level]) -> Scale:
        """The scores of the levels: as the rubric gives them, or in equal steps, `100 * l / (n - 1)`."""
        steps = len(levels) - 1
        return cls(tuple(100 * n / steps if level.score is None else level.score for n, level in enumerate(levels)))

    def find_level(self, score: float) -> int:
        """The highest level whose score is reached; 0 if no score is reached."""
        return max((n for n, bound in enumerate(self.scores) if compare_rounded(score, bound) >= 0), default=0)


def list_level_scores(criterion: Criterion, scale: Scale) -> tuple[float, ...]:
    """The scores of a criterion's levels: of its own levels, or otherwise of the levels of the scale."""
    return tuple(level.score for level in criterion.own_levels) or scale.scores


def compare_rounded(score: float, bound: float) -> int:
    """Whether a score is below (-1), at (0) or above (1) a bound, both rounded to nine decimals.

    Binary floats give 0.7999999999999999 or 0.8 for 4/5, depending on the order of operations. A score that is exactly
    at a bound must reach the bound in both cases.
    """
    left, right = round(score, DECIMALS), round(bound, DECIMALS)
    return (left > right) - (left < right)


def meets_bound(condition: Condition, score: float, scale: Scale) -> bool:
    """Whether a condition with a bound is true of a score."""
    if condition.at_most is not None:
        return scale.find_level(score) <= condition.at_most
    if condition.at_least is not None:
        return scale.find_level(score) >= condition.at_least
    if condition.below is not None:
        return compare_rounded(score, condition.below) < 0
    return condition.above is not None and compare_rounded(score, condition.above) > 0


def find_least_reaching(bound: float) -> float:
    """The smallest number that `compare_rounded` puts at or above a bound; a plain `>=` then gives the same answer."""
    low, high = math.nextafter(bound - STEP, -math.inf), math.nextafter(bound, math.inf)
    while math.nextafter(low, math.inf) < high:
        middle = low + (high - low) / 2
        low, high = (low, middle) if compare_rounded(middle, bound) >= 0 else (middle, high)
    return high


def find_least_above(bound: float) -> float:
    """The smallest number that `compare_rounded` puts above a bound."""
    return find_least_reaching(round(bound, DECIMALS) + STEP)


def round_half_up(value: float | str, places: int = 1) -> str:
    """A number rounded half up, by the decimals that `repr` writes. Python's own `round` rounds binary halves to even.

    The number is first rounded to nine decimals, as in every comparison, so that people see the number that was
    compared.
    """
    exact, step = Decimal(str(round(float(value), DECIMALS))), Decimal(1).scaleb(-places)
    # Adding 0 makes a negative zero a zero.
    return str(exact.quantize(step, rounding=ROUND_HALF_UP) + 0)
