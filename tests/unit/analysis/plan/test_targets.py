"""Budgets and targets as people write them: any number, however it is written, is read or refused at once."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nhsdx.analysis.plan.targets import read_budget, read_target
from nhsdx.errors import NhsdxError
from tests.support.plans.made import make


@pytest.mark.parametrize("text", ["1e999999999", "-1", "nan", "inf", "", "ten", "1e99999", "1/0"])
def test_a_budget_that_is_no_number_of_use_is_refused_at_once(text: str) -> None:
    """A huge exponent is refused like any text that is no number, and does not keep the program busy."""
    with pytest.raises(NhsdxError, match="is not a number of 0 or more"):
        read_budget(text)


@pytest.mark.parametrize(("text", "expected"), [("0.1", Fraction(1, 10)), ("40", Fraction(40)), ("1e-999999999", 0)])
def test_a_budget_is_the_decimal_number_that_was_typed(text: str, expected: Fraction) -> None:
    """A tenth is a tenth exactly, and what is too small to matter is nothing."""
    assert read_budget(text).budget == expected


def test_a_target_with_a_tiny_exponent_is_read_at_once() -> None:
    """A score too small to matter is zero."""
    assert read_target(make(0).case.rubric, "1e-999999999").score == 0
