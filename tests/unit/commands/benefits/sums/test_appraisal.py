"""Claimed and adjusted figures, worked by hand, with known, unknown and partly known amounts."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from nhsdx.commands.benefits.sums.appraisal import ClassCase
from nhsdx.commands.benefits.sums.quantity import NetValue, Quantity, round_exactly
from tests.support.benefits import appraised, benefit, case, cost, flat
from tests.support.build import Table

NO_DISCOUNT = {
    "edition": None,
    "rates": [{"first": 0, "percent": 0}],
    "source": "Test",
    "reason": "So that sums can be worked in the head",
}
WHY = {"reason": "Because", "source": "Somewhere"}


def plain(costs: Table, benefits: Table, *, history: object = (), **parts: Table) -> ClassCase:
    """The one class of a case without discounting."""
    (one,) = appraised(case(costs, benefits, **{"discount": NO_DISCOUNT} | parts) | {"history": history}).classes
    return one


def test_classes_of_benefits_are_not_added_up_unless_the_user_asks_for_it() -> None:
    """Each class has its own value; the sum is there only if asked for."""
    data = case(
        {"a": cost(years={"2026": 10})},
        {"b": benefit(years={"2027": 4}), "c": benefit(cls="quality", years={"2027": 9})},
        discount=NO_DISCOUNT,
    )
    found = appraised(data)
    assert [one.name for one in found.classes] == ["cash-releasing", "quality"]
    assert [one.claimed.value.least for one in found.classes] == [Fraction(-6), Fraction(9)]
    assert found.total is None
    total = appraised(data, sums_classes=True).total
    assert total is not None
    assert list(total.added) == ["cash-releasing", "quality"]
    assert total.claimed.value.least == Fraction(3)


def test_the_figures_of_a_case_are_those_worked_out_by_hand() -> None:
    """100 is spent, and 50 a year in three years pays it back in year 2; half of that a year later is not enough."""
    one = plain(
        {"a": cost(years={"2026": 100})},
        {"b": benefit(years={"2027-2029": 50})},
        delay={"months": 12, "reason": "Tests"},
        haircuts={"cash-releasing": {"percent": 20, **WHY}},
        ramp={"percents": [50, 100], "reason": "It grows"},
        case={"go-live": datetime.date(2027, 4, 1)},
    )
    assert [year.least for year in one.claimed.flows.benefits] == [0, 50, 50, 50]
    assert one.claimed.value == NetValue(Fraction(50), Fraction(50))
    assert one.claimed.payback.worst is not None
    assert (one.claimed.payback.worst.years, one.claimed.payback.worst.month) == (Fraction(2), 35)
    # 0.8 x 50 x (half, then all), a year later; the third year moves out of the case.
    assert [year.least for year in one.adjusted.flows.benefits] == [0, 0, 20, 40]
    assert one.adjusted.value == NetValue(Fraction(-40), Fraction(-40))
    assert one.adjusted.payback.worst is not None
    assert one.adjusted.payback.worst.years is None


def test_switching_values_are_those_worked_out_by_hand() -> None:
    """150 less 100 fails at a third fewer benefits, half as much cost again, or a delay of 13 months."""
    one = plain({"a": cost(years={"2026": 100})}, {"b": benefit(years={"2027-2029": 50})})
    switching = one.claimed.switching.worst
    assert switching is not None
    assert (switching.benefits, switching.costs) == (Fraction(1, 3), Fraction(1, 2))
    # Twelve months of delay leave exactly 100, thirteen leave less.
    assert switching.delay == 13


def test_a_case_that_fails_shows_how_far_it_is_from_breaking_even() -> None:
    """With benefits of 80 and costs of 100, the case needs a quarter more benefits, or a fifth less cost."""
    one = plain({"a": cost(years={"2026": 100})}, {"b": benefit(years={"2027": 80})})
    switching = one.claimed.switching.worst
    assert switching is not None
    assert (switching.fails, switching.benefits, switching.costs) == (True, Fraction(1, 4), Fraction(1, 5))
    assert switching.delay is None


@pytest.mark.parametrize(
    ("amount", "value"),
    [
        ("unknown", NetValue(None, Fraction(50))),
        ({"low": 10, "high": 30}, NetValue(Fraction(20), Fraction(40))),
        (0, NetValue(Fraction(50), Fraction(50))),
    ],
)
def test_an_unknown_cost_does_not_count_as_zero(amount: object, value: NetValue) -> None:
    """An unknown cost leaves no lower end, one known in part gives a range, and 0 means 0."""
    one = plain(
        {"a": cost(years={"2026": 100}), "d": cost(years={"2026": amount})}, {"b": benefit(years={"2027": 150})}
    )
    assert one.claimed.value == value
    assert (one.claimed.switching.worst is None) == (value.least is None)


def test_if_a_benefit_is_unknown_the_net_present_value_has_no_upper_end() -> None:
    """The worth of a benefit is unknown: the value is the known amount or more."""
    one = plain({"a": cost(years={"2026": 10})}, {"b": benefit(unknown="No price"), "c": benefit(years={"2026": 4})})
    assert one.claimed.value == NetValue(Fraction(-6), None)
    assert one.claimed.switching.best is None


def test_no_net_present_value_is_given_if_both_costs_and_benefits_are_unknown() -> None:
    """If both are unknown, no value can be given."""
    one = plain({"a": cost(unknown="?")}, {"b": benefit(unknown="?")})
    assert one.claimed.value == NetValue(None, None)


def test_if_go_live_is_in_the_middle_of_a_year_the_amount_is_spread_over_the_months_after_it() -> None:
    """The year of go-live has its whole amount, spread over the months from then on; a delay moves those months."""
    one = plain(
        {},
        {"b": benefit(years={"2027": 6, "2028": 12})},
        case={"go-live": datetime.date(2027, 10, 20)},
        delay={"months": 3, "reason": "Tests"},
    )
    assert [year.least for year in one.claimed.flows.benefits] == [0, 6, 12]
    assert [year.least for year in one.adjusted.flows.benefits] == [0, 3, 12]


def test_costs_that_begin_at_go_live_move_with_a_delay() -> None:
    """Support that begins with use begins later; other costs do not move."""
    one = plain(
        {"a": cost(years={"2026": 5}), "s": cost(kind="running", follows_go_live=True, years={"2026-2027": 12})},
        {"b": benefit(years={"2027": 1})},
        delay={"months": 6, "reason": "Tests"},
    )
    assert [year.least for year in one.adjusted.flows.costs] == [11, 12]


def test_the_first_month_of_failure_is_found_although_costs_move_with_go_live() -> None:
    """Costs that move with go-live do not hide the first month at which the case fails."""
    one = plain(
        {"s": cost(kind="running", follows_go_live=True, years={"2026": 12}), "a": cost(years={"2026": 1})},
        {"b": benefit(years={"2026-2027": 7})},
    )
    # The value is 13 - 12, and each month takes away 7/12 of benefit: 1 is gone after two months.
    assert one.claimed.switching.worst is not None
    assert one.claimed.switching.worst.delay == 2


def test_uplifts_do_not_apply_to_lines_that_are_not_adjusted() -> None:
    """Capital and running costs have their own uplift; a line with a reason has none, and keeps its benefits."""
    one = plain(
        {
            "a": cost(years={"2026": 100}),
            "r": cost(kind="running", years={"2026": 10}),
            "p": cost(years={"2026": 7}, unadjusted="Paid"),
        },
        {"b": benefit(years={"2026": 50}, unadjusted="In the accounts"), "g": benefit(years={"2026": 4})},
        uplifts={"capital": {"percent": 50, **WHY}, "running": {"percent": 10, **WHY}},
        haircuts={"cash-releasing": {"percent": 100, **WHY}},
    )
    assert one.adjusted.costs == Quantity(Fraction(168), Fraction(168))
    assert one.adjusted.benefits == Quantity(Fraction(50), Fraction(50))


def test_a_ramp_is_not_applied_twice() -> None:
    """A benefit that already grows in the claim keeps its growth."""
    one = plain(
        {},
        {"b": benefit(years={"2026": 8}), "g": benefit(years={"2026": 8}, ramp_included=True)},
        ramp={"percents": [25], "reason": "It grows"},
    )
    assert one.adjusted.benefits.least == 10


@pytest.mark.parametrize(("percentile", "percent"), [(50, 20), (80, 50), (100, 90), (1, 0)])
def test_the_overrun_at_a_percentile_is_the_smallest_that_covers_that_share_of_past_projects(
    percentile: int, percent: int
) -> None:
    """The smallest overrun that this share of past projects did not exceed; an outcome below the estimate is 0."""
    overruns = (-10, 0, 10, 15, 20, 30, 40, 50, 80, 90)
    history = [
        {"project": f"P{n}", "measure": "cost", "estimate": 100, "outcome": 100 + n, "source": "S"} for n in overruns
    ]
    one = plain(
        {"a": cost(years={"2026": 100})},
        {},
        uplifts={"capital": {"percentile": percentile, "reason": "Accepts the rest as risk"}},
        history=history,
    )
    assert one.adjusted.costs.least == 100 + percent


def test_payback_that_does_not_last_is_reported() -> None:
    """A late replacement takes the total below zero again, and the payback says so."""
    one = plain({"a": cost(years={"2026": 10, "2029": 20})}, {"b": benefit(years={"2027-2029": 8})})
    assert one.claimed.payback.worst is not None
    assert (one.claimed.payback.worst.years, one.claimed.payback.worst.lasts) == (Fraction(5, 4), False)


def test_values_as_claimed_and_as_adjusted_use_the_published_rates() -> None:
    """A class may have another schedule; year 0 is not discounted."""
    data = case(
        {},
        {"b": benefit(years={"2026-2027": 100}), "q": benefit(cls="quality", years={"2026-2027": 100})},
        discount={"classes": {"quality": "health"}},
    )
    cash, quality = appraised(data).classes
    assert cash.claimed.value.least == 100 + 100 / Fraction("1.035")
    assert quality.claimed.value.least == 100 + 100 / Fraction("1.015")


def test_numbers_are_read_exactly_as_written() -> None:
    """0.1 ten times is 1, exactly, and is rounded only when it is shown."""
    one = appraised(flat({}, dict.fromkeys(range(10), 0.1)) | {"discount": NO_DISCOUNT}).classes[0]
    assert one.claimed.value.least == 1


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [("0.05", 1, "0.1"), ("-0.05", 1, "-0.1"), ("-0.04", 1, "0.0"), ("1234.5", 0, "1,235"), ("2/3", 3, "0.667")],
)
def test_numbers_are_rounded_half_up_and_only_once(value: str, decimals: int, text: str) -> None:
    """Halves are rounded away from zero, and a number that rounds to 0 has no sign."""
    assert round_exactly(Fraction(value), decimals) == text
