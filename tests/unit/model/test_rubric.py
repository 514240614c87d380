"""Every aggregation that a rubric may ask for is known wherever it matters."""

from __future__ import annotations

from typing import get_args

from nhsdx.documents.parts.arithmetic import PARENT_RULES
from nhsdx.loading.overlay.inputs import STRICTER
from nhsdx.scoring.tree import Rule


def test_every_aggregation_can_be_explained() -> None:
    """No node's arithmetic is left out of `explain` because its rule has no words."""
    assert set(PARENT_RULES) == set(get_args(Rule))


def test_every_aggregation_has_a_place_in_the_order_of_strictness() -> None:
    """An overlay that loosens any aggregation rule is recognised."""
    assert {*STRICTER, "staged"} == set(get_args(Rule))
