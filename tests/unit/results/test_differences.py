"""Lists of gates and findings are held against each other by name, in whatever order they stand."""

from __future__ import annotations

from nhsdx.results.differences import find_differences

TRIGGERED, CLEAR = ({"id": name, "state": state} for name, state in (("safety", "triggered"), ("standards", "clear")))


def test_another_order_is_no_difference() -> None:
    """That of gates in the rubric's file is part of no digest."""
    assert list(find_differences({"gates": [CLEAR, TRIGGERED]}, {"gates": [TRIGGERED, CLEAR]})) == []


def test_one_of_another_name_has_no_partner() -> None:
    """It is a difference in itself, and the others still find theirs."""
    found = find_differences({"gates": [TRIGGERED, {"id": "made-up", "state": "clear"}]}, {"gates": [TRIGGERED, CLEAR]})
    assert {one.path for one in found} == {("gates", 1)}
