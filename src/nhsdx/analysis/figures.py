"""Figures to reach, with a few decimals: never less than is needed, and never more than is possible."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from nhsdx.model import DisplayScale, Linear

FINER = 6
"""How many more decimals a figure gets if rounding would take it to the best possible figure or beyond."""
SPAN_DIGITS, OWN_DIGITS = 3, 2
"""The precision of a value to reach: at least a thousandth of the line's range, and three significant digits."""


def write_score(score: float, best: float, shown: DisplayScale) -> str:
    """A score to reach, written as its rubric shows scores; `best` is the highest possible score."""
    return _round_outward(shown.convert(score), shown.convert(best), shown.decimals)


def write_measure(value: float, line: Linear) -> str:
    """The value that a measure with `linear` has to reach."""
    span, own = Decimal(repr(abs(line.best - line.worst))), Decimal(repr(value))
    places = max(1, SPAN_DIGITS - span.adjusted(), OWN_DIGITS - own.adjusted() if own else 1)
    return _round_outward(value, line.best, places)


def write_exactly(number: float | Decimal) -> str:
    """A number with all its digits, without an exponent or zeros at the end."""
    return f"{Decimal(str(number)).normalize() + 0:f}"


def _round_outward(value: float, best: float, places: int) -> str:
    """A figure with few decimals that is never worse than the exact figure.

    A figure that is not the best possible figure is never rounded to it.
    """
    exact, rounding = Decimal(repr(value)), ROUND_CEILING if best > value else ROUND_FLOOR
    if _is_same(value, best):
        return write_exactly(best)
    for decimals in (places, places + FINER):
        step = Decimal(1).scaleb(-decimals)
        near = exact.quantize(step)
        if not _is_same(float(near), value):
            near = exact.quantize(step, rounding=rounding)
        if (near < Decimal(repr(best))) is (value < best) and not _is_same(float(near), best):
            return write_exactly(near)
    return write_exactly(value)


def _is_same(one: float, other: float) -> bool:
    """Whether two figures differ by no more than rounding errors."""
    return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-9)
