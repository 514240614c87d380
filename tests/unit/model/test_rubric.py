"""Every aggregation that a rubric may use is known in every part of the program that needs it."""

from __future__ import annotations

from typing import get_args

from nhsdx.documents.parts.arithmetic import PARENT_RULES
from nhsdx.loading.overlay.inputs import STRICTER
from nhsdx.scoring.tree import Rule


def test_every_aggregation_has_an_explanation() -> None:
    """`explain` has a description for every rule of arithmetic."""
    assert set(PARENT_RULES) == set(get_args(Rule))


def test_every_aggregation_has_a_position_in_the_order_of_strictness() -> None:
    """An overlay that loosens any aggregation rule is recognised."""
    assert {*STRICTER, "staged"} == set(get_args(Rule))
