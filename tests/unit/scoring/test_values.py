"""Scores of single answers at the limits of floating-point numbers."""

from __future__ import annotations

from nhsdx.model.reading import Reading
from tests.support.build import flat_rubric, scored


def test_all_items_met_is_exactly_100() -> None:
    """0.7 and 0.1 add up to slightly less than 0.8 in binary, but no score may be above 100."""
    items = [{"id": "one", "text": "One", "weight": 0.7}, {"id": "two", "text": "Two", "weight": 0.1}]
    rubric = flat_rubric({"share": {"kind": "checklist", "scoring": "share", "items": items}})
    result = scored(rubric, {"share": {"met": ["one", "two"]}})
    assert result.overall.scores[Reading.CLAIMED] == 100
