"""Laws of claimed costs and benefits for any case, about more benefit, delay, split lines and the order of lines."""

from __future__ import annotations

import copy
import datetime
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nhsdx.commands.benefits.sums.appraisal import Appraisal
from tests.support.benefits import appraised, benefit, case, cost
from tests.support.laws.strategies import laws

some = settings(laws, max_examples=10)
AMOUNTS = st.integers(0, 400).map(lambda quarters: quarters / 4)
CLASSES = st.sampled_from(["cash-releasing", "non-cash-releasing", "quality", "societal"])
WHY = {"reason": "Because", "source": "Somewhere"}


@st.composite
def years(draw: st.DrawFn) -> dict[str, float]:
    """Amounts in some of six years."""
    found = draw(st.dictionaries(st.integers(2026, 2031).map(str), AMOUNTS, min_size=1, max_size=4))
    return dict(sorted(found.items()))


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """Costs and benefits of several classes, with any adjustments."""
    kinds = st.sampled_from(["capital", "running"])
    costs = {
        f"c{n}": cost(cls=draw(CLASSES), kind=draw(kinds), years=draw(years())) for n in range(draw(st.integers(0, 3)))
    }
    benefits = {f"b{n}": benefit(cls=draw(CLASSES), years=draw(years())) for n in range(draw(st.integers(1, 3)))}
    parts: dict[str, Any] = {"case": {"last-year": 2033, "go-live": datetime.date(2026, draw(st.integers(4, 12)), 1)}}
    if draw(st.booleans()):
        parts["uplifts"] = {"capital": {"percent": draw(st.integers(0, 200)), **WHY}}
    if draw(st.booleans()):
        parts["ramp"] = {"percents": draw(st.lists(st.integers(0, 100), min_size=1, max_size=4)), "reason": "It grows"}
    if draw(st.booleans()):
        parts["haircuts"] = {"quality": {"percent": draw(st.integers(0, 100)), **WHY}}
    if draw(st.booleans()):
        parts["delay"] = {"months": draw(st.integers(0, 30)), "reason": "Tests"}
    return case(costs, benefits, **parts)


def weigh_by_month(data: dict[str, Any], name: str) -> Fraction:
    """The adjusted value of a class by another method: each month of each line is discounted separately."""
    header, delay = data["case"], data.get("delay", {"months": 0})["months"]
    go_live = (header["go-live"].year - 2026) * 12 + header["go-live"].month - 4
    total = Fraction(0)
    for line in data["costs"].values():
        if line["class"] == name:
            uplift = data.get("uplifts", {}).get(line["kind"], {"percent": 0})["percent"]
            total -= sum(
                Fraction(amount) * (100 + uplift) / 100 / Fraction("1.035") ** (int(year) - 2026)
                for year, amount in line["years"].items()
            )
    cut = data.get("haircuts", {}).get(name, {"percent": 0})["percent"]
    steps = data.get("ramp", {"percents": [100]})["percents"]
    for line in data["benefits"].values():
        for year, amount in line["years"].items() if line["class"] == name else ():
            months = range(12 * (int(year) - 2026), 12 * (int(year) - 2025))
            kept = [month for month in months if month >= go_live] or list(months)
            for month in kept:
                step = steps[min(max((month - go_live) // 12, 0), len(steps) - 1)]
                later = (month + delay) // 12
                if later <= header["last-year"] - 2026:
                    part = Fraction(amount) / len(kept) * step / 100 * (100 - cut) / 100
                    total += part / Fraction("1.035") ** later
    return total


@given(data=cases())
@some
def test_discounting_each_month_separately_gives_the_same_value(data: dict[str, Any]) -> None:
    """The months of all lines, each discounted separately, add up to exactly the same value."""
    for one in appraised(data).classes:
        assert one.name is not None
        assert one.adjusted.value.least == weigh_by_month(data, one.name)


def values(found: Appraisal) -> list[tuple[Any, ...]]:
    """All figures worked out for each class and for their sum."""
    return [(one.name, one.claimed, one.adjusted) for one in found.cases]


def nets(data: dict[str, Any]) -> list[Any]:
    """The claimed and adjusted value of all classes together."""
    total = appraised(data, sums_classes=True).total
    assert total is not None
    return [total.claimed.value.least, total.adjusted.value.least]


@given(data=cases(), more=AMOUNTS)
@some
def test_more_benefit_never_lowers_the_value(data: dict[str, Any], more: float) -> None:
    """An additional benefit in any year does not lower any value."""
    before = nets(data)
    data = copy.deepcopy(data)
    data["benefits"]["more"] = benefit(years={"2028": more})
    assert all(new >= old for new, old in zip(nets(data), before, strict=True))


@given(data=cases(), more=AMOUNTS)
@some
def test_more_cost_never_raises_the_value(data: dict[str, Any], more: float) -> None:
    """An additional cost in any year does not raise any value."""
    before = nets(data)
    data = copy.deepcopy(data)
    data["costs"]["more"] = cost(years={"2028": more})
    assert all(new <= old for new, old in zip(nets(data), before, strict=True))


@given(data=cases(), first=st.integers(0, 40), further=st.integers(0, 40))
@some
def test_a_longer_delay_never_raises_the_value(data: dict[str, Any], first: int, further: int) -> None:
    """Later benefits are not worth more, and benefits after the last year do not count."""
    shorter, longer = ({**data, "delay": {"months": months, "reason": "Tests"}} for months in (first, first + further))
    assert nets(longer)[1] <= nets(shorter)[1]


@given(data=cases())
@some
def test_splitting_a_line_changes_no_value(data: dict[str, Any]) -> None:
    """Two lines of half the amount have the value of one line."""
    split = copy.deepcopy(data)
    for section in ("costs", "benefits"):
        for name, line in data[section].items():
            half = {**line, "years": {year: amount / 2 for year, amount in line["years"].items()}}
            split[section] |= {name: half, f"{name}-again": half}
    assert values(appraised(split, sums_classes=True)) == values(appraised(data, sums_classes=True))


@given(data=cases())
@some
def test_the_order_of_lines_changes_no_value(data: dict[str, Any]) -> None:
    """Lines in another order give the same page."""
    turned = {**data, **{name: dict(reversed(data[name].items())) for name in ("costs", "benefits")}}
    assert values(appraised(turned)) == values(appraised(data))


@given(data=cases())
@some
def test_a_case_fails_exactly_at_its_switching_values(data: dict[str, Any]) -> None:
    """The case fails at the given month but not a month before; losing the share of benefits leaves a value of 0."""
    for one in appraised(data).classes:
        found = one.claimed.switching.worst
        assert found is not None
        if found.benefits is not None and not found.fails:
            assert one.claimed.benefits.least * (1 - found.benefits) == one.claimed.costs.least
        if found.delay is not None:
            assert _delay_alone(data, one.name, found.delay) < 0 <= _delay_alone(data, one.name, found.delay - 1)


def _delay_alone(data: dict[str, Any], name: str | None, months: int) -> Fraction:
    """The value of a class with this delay and no other adjustment."""
    plain = {key: value for key, value in data.items() if key not in ("uplifts", "haircuts", "ramp")}
    found = appraised({**plain, "delay": {"months": months, "reason": "Tests"}})
    value = next(one.adjusted.value.least for one in found.classes if one.name == name)
    assert value is not None
    return value
