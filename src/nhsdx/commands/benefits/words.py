"""The wording of costs and benefits: money, percentages, months, values between two ends, and the names of classes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from nhsdx.commands.benefits.shape import BenefitClass, CaseHeader
from nhsdx.commands.benefits.sums import (
    NONE,
    Appraisal,
    ClassCase,
    Ends,
    NetValue,
    Payback,
    Quantity,
    Side,
    round_exactly,
)
from nhsdx.documents.phrases import MONTHS, count_words
from nhsdx.documents.safe_text import clean

T = TypeVar("T")

UNKNOWN = "unknown"
CLASS_TITLES: dict[BenefitClass, str] = {
    "cash-releasing": "Cash-releasing",
    "non-cash-releasing": "Non-cash-releasing",
    "quality": "Quality",
    "societal": "Societal",
}
CLASS_MEANINGS: dict[BenefitClass, str] = {
    "cash-releasing": "Money that leaves a budget, or stays in it for other uses.",
    "non-cash-releasing": "Time, space and capacity that can be used for something else. No budget gets smaller.",
    "quality": "Better or safer care, as far as it has a value in money.",
    "societal": "What patients, carers and others gain or lose outside the organisation.",
}
ALL_CLASSES = "All classes added up"


def name_case(one: ClassCase) -> str:
    """The name of the class that a part of the page is about."""
    return ALL_CLASSES if one.name is None else CLASS_TITLES[one.name]


def format_money(value: Fraction, case: CaseHeader) -> str:
    """An amount with its unit: `-£42.1m`, or `3.0 million euro` if the unit is in words."""
    number, unit = round_exactly(value, case.decimals), clean(case.unit)
    if unicodedata.category(unit[0]) != "Sc":
        return f"{number} {unit}"
    sign, digits = ("-", number[1:]) if number.startswith("-") else ("", number)
    return f"{sign}{unit[0]}{digits}{unit[1:]}"


def format_rate(rate: Fraction) -> str:
    """A fraction of 1 as a percentage, with one decimal unless it is whole: `68%`, `13.2%`."""
    text = round_exactly(100 * rate, 1)
    return f"{text.removesuffix('.0')}%"


def describe_quantity(amount: Quantity, write: Callable[[Fraction], str]) -> str:
    """An amount, known or not: `3.0`, `1.0 to 3.0`, `3.0 or more`, or `unknown`."""
    if amount.most is None:
        return f"{write(amount.least)} or more" if amount.least else UNKNOWN
    return _join_ends(write(amount.least), write(amount.most))


def describe_value(value: NetValue, write: Callable[[Fraction], str]) -> str:
    """A difference, known or not: `-3.0`, `-3.0 to 1.0`, `1.0 or less`, `1.0 or more`, or `unknown`."""
    if value.least is None:
        return UNKNOWN if value.most is None else f"{write(value.most)} or less"
    return f"{write(value.least)} or more" if value.most is None else _join_ends(write(value.least), write(value.most))


def describe_net(side: Side, case: CaseHeader) -> str:
    """The net present value of a side; unknown if none of its amounts is known."""
    if all(amount.is_open or amount == NONE for amount in (side.costs, side.benefits)) and side.benefits != side.costs:
        return UNKNOWN
    return describe_value(side.value, lambda value: format_money(value, case))


def describe_range_of(ends: Ends[T], write: Callable[[T], str]) -> str:
    """The worst and the best value; if only one of them is known, the text says which one it is."""
    if ends.worst is None:
        return UNKNOWN if ends.best is None else f"at best: {write(ends.best)}"
    if ends.best is None:
        return f"at worst: {write(ends.worst)}"
    worst, best = write(ends.worst), write(ends.best)
    return worst if worst == best else f"at worst: {worst}; at best: {best}"


def _join_ends(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def describe_payback(found: Payback, appraisal: Appraisal) -> str:
    """When the costs are paid back: `5.6 years, in November 2032, 67 months after the planned go-live`."""
    timeline = appraisal.timeline
    if found.years is None or found.month is None:
        return f"not by the end of {timeline.name_year(timeline.years - 1)}"
    if not found.years:
        return "in the first year"
    after = found.month + 1 - timeline.go_live
    since = (
        f", {count_words(after, 'month')} after the planned go-live" if after > 0 else ", before the planned go-live"
    )
    number = round_exactly(found.years, 1)
    lasts = "" if found.lasts else "; later the total falls below zero again"
    return f"{number} years, in {describe_month(found.month, appraisal)}{since}{lasts}"


def describe_month(month: int, appraisal: Appraisal) -> str:
    """A month of the case, such as `November 2032`."""
    day = appraisal.timeline.find_date(month)
    return f"{MONTHS[day.month - 1]} {day.year}"


def describe_fewer_benefits(fails: bool, share: Fraction | None) -> str:  # noqa: FBT001 - both are fields
    """The share by which benefits may fall before the case fails, or must rise if it fails already."""
    if share is None:
        return "there are none"
    return f"fails already: needs {format_rate(share)} more" if fails else f"at {format_rate(share)} fewer"


def describe_higher_costs(fails: bool, share: Fraction | None) -> str:  # noqa: FBT001 - both are fields
    """The share by which costs may rise before the case fails, or must fall if it fails already."""
    if share is None:
        return "there are none"
    return f"fails already: needs {format_rate(share)} less" if fails else f"at {format_rate(share)} more"


def describe_failing_delay(fails: bool, months: int | None) -> str:  # noqa: FBT001 - both are fields
    """The further delay at which the case fails."""
    if fails:
        return "fails already"
    return "no delay makes it fail" if months is None else f"at {count_words(months, 'month')}"
