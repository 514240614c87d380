"""Discount factors and present values, worked out exactly."""

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
    """The discount factor of each year.

    The factor for year 0 is 1. For each later year, the previous factor is divided by 1 + that year's rate.
    """
    steps = (1 / (1 + find_rate(rates, year)) for year in range(1, years))
    return tuple(accumulate(steps, lambda factor, step: factor * step, initial=Fraction(1)))


def find_rate(rates: Sequence[YearRate], year: int) -> Fraction:
    """The discount rate for a year: the latest rate that starts in or before that year."""
    return max((one for one in rates if one.first <= year), key=lambda one: one.first).rate


def sum_present_values(flows: Iterable[Quantity], factors: Sequence[Fraction]) -> Quantity:
    """The present value of a series of yearly amounts."""
    return sum_quantities(flow.multiply(factor) for flow, factor in zip(flows, factors, strict=True))
