"""Switching values: how much worse a case may become before its net present value falls below zero."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple


class SwitchingValues(NamedTuple):
    """The changes at which a case fails or, if it fails already (`fails`), the changes that would make it pass.

    `benefits` is the share by which benefits may fall, or by which they would have to rise; `costs` is the share by
    which costs may rise, or by which they would have to fall. `benefits` is None if there are no benefits, and `costs`
    is None if there are no costs. `delay` is the first whole month of further delay at which the case fails; None if it
    fails already, or if no delay makes it fail.
    """

    fails: bool
    benefits: Fraction | None
    costs: Fraction | None
    delay: int | None


def find_switching_values(
    benefits: Fraction, costs: Fraction, value_after: Callable[[int], Fraction], months: int, *, falls: bool
) -> SwitchingValues:
    """The switching values of a case with the given present values of benefits and costs.

    `value_after` gives the net present value after a number of months of further delay. If the value only `falls` from
    month to month, bisection finds the first month of failure; otherwise every month is tried.
    """
    net = benefits - costs
    fails = net < 0
    return SwitchingValues(
        fails,
        abs(net) / benefits if benefits else None,
        abs(net) / costs if costs else None,
        None if fails else find_first_failure(value_after, months, falls=falls),
    )


def find_first_failure(value_after: Callable[[int], Fraction], months: int, *, falls: bool) -> int | None:
    """The first month of delay with a value below zero; None if there is no such month within `months`."""
    tried = range(months + 1)
    if falls:
        found = bisect_left(tried, 1, key=lambda month: value_after(month) < 0)
        return found if found <= months else None
    return next((month for month in tried if value_after(month) < 0), None)
