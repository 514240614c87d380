"""Published figures: discount factors, two options, and optimism bias for combined and mitigated projects.

Sources: HM Treasury's guide to option appraisal, A4.6 (factors, two options); HM Treasury's supplementary guidance
from the review by Mott MacDonald, 2002 (Table 2, 4.1 and 4.2).
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from nhsdx.commands.benefits.parameters.files import load_parameters
from nhsdx.commands.benefits.shape import GoLiveDelay, Uplift
from nhsdx.commands.benefits.sums.discounting import YearRate, list_factors
from nhsdx.commands.benefits.sums.quantity import round_exactly
from nhsdx.commands.benefits.sums.uplifts import apply_delay, apply_uplift
from nhsdx.model import read_decimal
from tests.support.benefits import appraised, flat

PARAMETERS = load_parameters()
PRINTED = {0: "1.0000", 1: "0.9662", 2: "0.9335", 3: "0.9019", 4: "0.8714", 5: "0.8420", 10: "0.7089", 30: "0.3563"}
STEPS = ("3.5", "3", "2.5", "2", "1.5", "1")
HEALTH = ("1.5", "1.29", "1.07", "0.86", "0.64", "0.43")
LOWER = ("3", "2.57", "2.14", "1.71", "1.29", "0.86")
FIRSTS = (0, 31, 76, 126, 201, 301)
BIAS = {
    "non-standard-building": (39, 2, 51, 4),
    "standard-building": (4, 1, 24, 2),
    "non-standard-civil-engineering": (25, 3, 66, 6),
    "standard-civil-engineering": (20, 1, 44, 3),
    "equipment-development": (54, 10, 200, 10),
}


def rates(edition: str, schedule: str) -> list[YearRate]:
    """The rates of a schedule."""
    steps = PARAMETERS.editions[edition].schedules[schedule].steps
    return [YearRate(step.first, read_decimal(step.percent) / 100) for step in steps]


@pytest.mark.parametrize("edition", ["green-book-2026", "green-book-2022", "green-book-2003"])
def test_discount_factors_are_those_of_the_printed_table(edition: str) -> None:
    """The factors of the standard schedule, to the printed digit, in the newest edition and an older one."""
    factors = list_factors(rates(edition, "standard"), 32)
    assert {year: round_exactly(factors[year], 4) for year in PRINTED} == PRINTED
    assert round_exactly(factors[31], 4) == "0.3459"


def test_discount_rates_are_those_of_the_published_table() -> None:
    """Each schedule of the Green Book of 2026 has the published rates and years."""
    for schedule, percents in (("standard", STEPS), ("health", HEALTH), ("sensitivity", LOWER)):
        found = rates("green-book-2026", schedule)
        assert [one.first for one in found] == list(FIRSTS)
        assert [one.rate for one in found] == [Fraction(percent) / 100 for percent in percents]


def test_discount_factors_use_a_lower_rate_after_year_30() -> None:
    """Each factor uses the rate of its own year: 3.5% to year 30, 3% to year 75, then 2.5%."""
    factors = list_factors(rates("green-book-2026", "standard"), 78)
    assert factors[30] / factors[31] == Fraction("1.03")
    assert factors[75] / factors[76] == Fraction("1.025")


@pytest.mark.parametrize(
    ("costs", "printed", "to_four"),
    [
        ({0: 100, 1: 35, 2: 35, 3: 35, 4: 35}, "228.6", "228.5578"),
        # The source prints 247.7, the sum of years that were rounded one by one.
        ({0: 75, 1: 47, 2: 47, 3: 47, 4: 47}, "247.6", "247.6347"),
    ],
)
def test_the_two_published_options_are_reproduced(costs: dict[int, float], printed: str, to_four: str) -> None:
    """The net present costs of two options, exact to the end and rounded once."""
    (one,) = appraised(flat(costs, {})).classes
    value = one.claimed.costs.least
    assert (round_exactly(value, 1), round_exactly(value, 4)) == (printed, to_four)


def test_the_table_of_optimism_bias_is_the_published_one() -> None:
    """Duration and cost, upper and lower, of each type of project, and operating costs for outsourcing."""
    types = PARAMETERS.tables["optimism-bias-2002"].types
    for name, published in BIAS.items():
        duration, cost = types[name].duration, types[name].cost
        assert duration is not None
        assert (duration.upper, duration.lower, cost.upper, cost.lower) == published
    assert (types["outsourcing"].cost.upper, types["outsourcing"].cost.lower) == (41, 0)


@pytest.mark.parametrize(("measure", "percent"), [("cost", "32.1"), ("months", "14.5")])
def test_the_published_uplift_of_a_combined_project_is_reproduced(measure: str, percent: str) -> None:
    """A building that is 30% non-standard and 70% standard: 32.1% of cost, 14.5% of duration."""
    shares = {"non-standard-building": 30, "standard-building": 70}
    asked = Uplift.model_validate({"table": "optimism-bias-2002", "types": shares, "reason": "As published"})
    assert apply_uplift(asked, PARAMETERS.tables, (), measure).rate == Fraction(percent) / 100  # type: ignore[arg-type]


def mitigated(table: dict[str, object], *risks: tuple[float, float]) -> dict[str, object]:
    """An uplift whose risks have these contributions and are managed this far."""
    listed = [{"risk": "R", "contribution": one, "managed": part, "evidence": "E"} for one, part in risks]
    return {"table": "optimism-bias-2002", "reason": "As published", "mitigations": listed, **table}


def test_the_published_example_of_a_mitigated_duration_is_reproduced() -> None:
    """28 months become 38.9 unmanaged and 36.3 with five risks managed, 29.7% in place of 39%."""
    shares = {"types": {"non-standard-building": 100}, "planned-months": 28}
    risks = [(5, 1.0), (2, 1.0), (22, 0.4), (5, 1.0), (3, 1.0)]
    plain, managed = (
        apply_delay(GoLiveDelay.model_validate(mitigated(shares, *some)), PARAMETERS.tables, ()) for some in ([], risks)
    )
    assert round_exactly(28 + plain.exact, 1) == "38.9"
    assert managed.uplift.managed == Fraction("0.238")
    assert round_exactly(100 * managed.uplift.rate, 1) == "29.7"
    assert round_exactly(28 + managed.exact, 1) == "36.3"
    # A delay is used in whole months, rounded up.
    assert (plain.months, managed.months) == (11, 9)


def test_mitigation_never_goes_below_the_lower_bound() -> None:
    """With 92% managed, 4% of 51% is left; with all of it managed, the lower bound is left, and the page says so."""
    some, every = (
        apply_uplift(
            Uplift.model_validate(mitigated({"types": {"non-standard-building": 100}}, (share, 1.0))),
            PARAMETERS.tables,
            (),
            "cost",
        )
        for share in (92, 100)
    )
    assert round_exactly(100 * some.rate, 0) == "4"
    assert not some.is_at_floor
    assert every.rate == Fraction("0.04")
    assert every.is_at_floor


def test_an_uplift_of_duration_is_refused_if_the_published_table_has_none() -> None:
    """The table has no duration for outsourcing, and no other figure replaces it."""
    asked = Uplift.model_validate({"table": "optimism-bias-2002", "types": {"outsourcing": 100}, "reason": "R"})
    with pytest.raises(ValueError, match="outsourcing"):
        apply_uplift(asked, PARAMETERS.tables, (), "months")


def test_the_published_example_of_equipment_is_reproduced() -> None:
    """A cost of 10.0 becomes 19.0, because 55% of the uplift of 200% is managed."""
    asked = Uplift.model_validate(mitigated({"types": {"equipment-development": 100}}, (55, 1.0)))
    assert 10 * (1 + apply_uplift(asked, PARAMETERS.tables, (), "cost").rate) == 19
