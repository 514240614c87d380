"""Budgets and targets as people write them: every number is read or refused at once."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nhsdx.analysis.plan.targets import read_budget, read_target
from nhsdx.errors import NhsdxError
from tests.support.plans.made import make


@pytest.mark.parametrize(
    "text", ["1e999999999", "-1", "nan", "inf", "", "ten", "1e99999", "1/0", "6_0", "\uff16", "1e-9999"]
)
def test_a_budget_that_is_not_a_usable_number_is_refused(text: str) -> None:
    """A huge exponent is refused like any text that is no number, and does not keep the program busy."""
    with pytest.raises(NhsdxError, match="is not a number of 0 or more"):
        read_budget(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("0.1", Fraction(1, 10)), ("40", Fraction(40)), ("1e-3", Fraction(1, 1000))]
)
def test_a_budget_is_exactly_the_decimal_number_that_was_typed(text: str, expected: Fraction) -> None:
    """A budget of a tenth is exactly a tenth."""
    assert read_budget(text).budget == expected


@pytest.mark.parametrize("text", ["1e-999999999", "6_0"])
def test_a_target_that_is_not_a_number_is_refused(text: str) -> None:
    """A target is refused in the same way as a budget."""
    with pytest.raises(NhsdxError, match="is not a number"):
        read_target(make(0).case.rubric, text)
