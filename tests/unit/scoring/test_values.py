"""Scores of single answers at the limits of floating-point numbers."""

from __future__ import annotations

import pytest

from nhsdx.model.reading import Reading
from tests.support.build import Table, flat_rubric, scored


def test_a_checklist_with_all_items_met_scores_exactly_100() -> None:
    """0.7 and 0.1 add up to slightly less than 0.8 in binary, but no score may be above 100."""
    items = {"one": {"text": "One", "weight": 0.7}, "two": {"text": "Two", "weight": 0.1}}
    rubric = flat_rubric({"share": {"kind": "checklist", "scoring": "share", "items": items}})
    result = scored(rubric, {"share": {"items": {"one": "yes", "two": "yes"}}})
    assert result.overall.scores[Reading.CLAIMED] == 100


@pytest.mark.parametrize(
    ("bounds", "low", "high"),
    [({}, 0, 100), ({"minimum": 20}, 20, 100), ({"maximum": 60}, 0, 60), ({"minimum": 20, "maximum": 60}, 20, 60)],
)
def test_the_range_of_an_unknown_measure_covers_only_values_within_its_bounds(
    bounds: Table, low: float, high: float
) -> None:
    """No value can be outside the bounds of the unit."""
    line = {"kind": "measure", "unit": "days", "linear": {"worst": 0, "best": 100}}
    scores = scored(flat_rubric({"days": line | bounds}), {}).criteria["days"].scores
    assert (scores[Reading.LOW], scores[Reading.HIGH]) == (low, high)


def test_the_range_of_an_unknown_measure_covers_only_bands_within_its_bounds() -> None:
    """The lowest band ends where the values begin, and the highest begins above them."""
    bands = [{"from": 0, "score": 5}, {"from": 3, "score": 40}, {"from": 7, "score": 70}, {"from": 12, "score": 100}]
    months = {"kind": "measure", "unit": "months", "bands": bands, "minimum": 3, "maximum": 11}
    scores = scored(flat_rubric({"months": months}), {}).criteria["months"].scores
    assert (scores[Reading.LOW], scores[Reading.HIGH]) == (40, 70)


def test_an_unknown_answer_scores_no_less_than_the_worst_answer_if_the_rubric_has_no_evidence_grades() -> None:
    """A band of its own score may be above the score of the top level."""
    months = {"kind": "measure", "unit": "months", "bands": [{"from": 0, "score": 50}]}
    scores = scored(flat_rubric({"months": months}, levels=[0, 10]), {}).criteria["months"].scores
    assert (scores[Reading.LOW], scores[Reading.HIGH]) == (50, 50)
