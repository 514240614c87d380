"""Discount factors and present values, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from nhsdx.commands.benefits.sums.quantity import Quantity, sum_quantities


class YearRate(NamedTuple):
    """A discount rate as a fraction of 1, and the first year in which it is used."""

    first: int
    rate: Fraction


def list_factors(rates: Sequence[YearRate], years: int) -> tuple[Fraction, ...]:
    """The discount factor of each year. It is 1 for year 0; each later year divides it by 1 + its rate."""
    steps = (1 / (1 + find_rate(rates, year)) for year in range(1, years))
    return tuple(accumulate(steps, lambda factor, step: factor * step, initial=Fraction(1)))


def find_rate(rates: Sequence[YearRate], year: int) -> Fraction:
    """The rate of the last step that has begun by a year."""
    return max((one for one in rates if one.first <= year), key=lambda one: one.first).rate


def sum_present_values(flows: Iterable[Quantity], factors: Sequence[Fraction]) -> Quantity:
    """The present value of an amount for each year."""
    return sum_quantities(flow.multiply(factor) for flow, factor in zip(flows, factors, strict=True))
