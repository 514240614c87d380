"""Exact amounts that may be known only in part, and how they are rounded for people."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from nhsdx.commands.benefits.shape import MoneyRange
from nhsdx.model import read_decimal

ZERO = Fraction(0)


class Quantity(NamedTuple):
    """The lowest and the highest value of an amount; `most` is None if there is no upper limit."""

    least: Fraction = ZERO
    most: Fraction | None = ZERO

    @property
    def is_open(self) -> bool:
        """Whether the amount is completely unknown."""
        return not self.least and self.most is None

    def multiply(self, share: Fraction) -> Quantity:
        """The amount times a share that is not negative."""
        if self.most is self.least:
            return make_known(self.least * share)
        return Quantity(self.least * share, ZERO if not share else None if self.most is None else self.most * share)


def make_known(amount: Fraction) -> Quantity:
    """A known amount. Its lowest and its highest value are the same object, so that nothing is worked out twice."""
    return Quantity(amount, amount)


NONE = Quantity()
"""An amount of exactly 0."""


def read_amount(amount: object) -> Quantity:
    """The quantity that a file gives for a year."""
    if isinstance(amount, MoneyRange):
        return Quantity(read_decimal(amount.low), read_decimal(amount.high))
    if isinstance(amount, int | float):
        return make_known(read_decimal(amount))
    return Quantity(ZERO, None)


def sum_quantities(parts: Iterable[Quantity]) -> Quantity:
    """The sum, which has no upper limit if one of the parts has none."""
    counted = [part for part in parts if part.least or part.most != ZERO]
    least = sum((part.least for part in counted), ZERO)
    if all(part.most is part.least for part in counted):
        return make_known(least)
    return Quantity(least, _sum_highest(counted))


def _sum_highest(parts: Iterable[Quantity]) -> Fraction | None:
    total = ZERO
    for part in parts:
        if part.most is None:
            return None
        total += part.most
    return total


class NetValue(NamedTuple):
    """The lowest and the highest value of a difference; either is None if it is unknown."""

    least: Fraction | None
    most: Fraction | None


def subtract_quantities(benefits: Quantity, costs: Quantity) -> NetValue:
    """Benefits less costs: lowest with the fewest benefits and the highest costs."""
    return NetValue(
        None if costs.most is None else benefits.least - costs.most,
        None if benefits.most is None else benefits.most - costs.least,
    )


def round_exactly(value: Fraction, decimals: int) -> str:
    """A number rounded to the given number of decimals.

    Halves are rounded away from zero, and a number that rounds to 0 has no sign.
    """
    scale = 10**decimals
    doubled = abs(value) * scale * 2
    whole = (doubled.numerator // doubled.denominator + 1) // 2
    digits = f"{whole // scale:,}" + (f".{whole % scale:0{decimals}d}" if decimals else "")
    return f"-{digits}" if value < 0 and whole else digits
