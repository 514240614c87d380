"""Lists of gates and findings are compared by name, regardless of their order."""

from __future__ import annotations

from nhsdx.results.differences import find_differences

TRIGGERED, CLEAR = ({"id": name, "state": state} for name, state in (("safety", "triggered"), ("standards", "clear")))


def test_entries_in_another_order_are_not_reported_as_a_difference() -> None:
    """No digest covers the order of gates in a rubric file."""
    assert list(find_differences({"gates": [CLEAR, TRIGGERED]}, {"gates": [TRIGGERED, CLEAR]})) == []


def test_an_entry_with_a_different_id_is_reported_as_a_difference() -> None:
    """The entry is reported as a difference, and the other entries are still matched."""
    found = find_differences({"gates": [TRIGGERED, {"id": "made-up", "state": "clear"}]}, {"gates": [TRIGGERED, CLEAR]})
    assert {one.path for one in found} == {("gates", 1)}
