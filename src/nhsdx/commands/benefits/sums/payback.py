"""When the benefits have paid for the costs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from nhsdx.commands.benefits.sums.flows import MONTHS_OF_YEAR


class Payback(NamedTuple):
    """When the running total reaches zero; `years` and `month` are None if the years of the case end first.

    `years` are counted from the base year. As is usual in finance, each year's flow is spread evenly over the year.
    `month` is the month of payback, counted from the start of the base year. `lasts` is false if the total falls below
    zero again.
    """

    years: Fraction | None
    month: int | None
    lasts: bool


def find_payback(net: Sequence[Fraction]) -> Payback:
    """The payback of a series of yearly net flows."""
    totals = list(accumulate(net))
    reached = next((year for year, total in enumerate(totals) if total >= 0), None)
    if reached is None:
        return Payback(None, None, lasts=False)
    lasts = all(total >= 0 for total in totals[reached:])
    if reached == 0:
        return Payback(Fraction(0), 0, lasts)
    part = -totals[reached - 1] / net[reached]
    month = reached * MONTHS_OF_YEAR - int(-part * MONTHS_OF_YEAR // 1) - 1
    return Payback(reached - 1 + part, month, lasts)
