"""Where a result is weak, and what its next level needs."""

from __future__ import annotations

import pytest

from nhsdx.analysis.gaps import find_weakest, is_capped
from nhsdx.scoring.engine import score
from tests.support.build import Table, assessment_from, flat_rubric, rubric_from, scored

LINE: Table = {"kind": "measure", "unit": "days", "linear": {"worst": 50, "best": 0}}
LOG: Table = {"kind": "measure", "unit": "pounds", "linear": {"worst": 1, "best": 100_000, "scale": "log"}}
BANDS: Table = {"kind": "measure", "unit": "months", "bands": [{"from": 0, "level": 0}, {"from": 3, "level": 1}]}
SHARE: Table = {"kind": "checklist", "scoring": "share", "items": [{"id": "a", "text": "A"}]}
STAGED: Table = {"kind": "checklist", "items": [{"id": "a", "text": "Tick A", "level": 1}]}
SURVEY: Table = {"kind": "survey", "options": ["bad", "good"], "scores": [0, 100], "minimum-respondents": 1}


@pytest.mark.parametrize(
    ("criterion", "answer", "asks"),
    [
        (LINE, 45, "at most 40 days"),
        (LOG, 1, "at least 10 pounds"),
        (BANDS, 1, "3 months or more"),
        (BANDS, 4, "no band scores this much"),
        (SHARE, {"met": []}, "enough of its items for a score of 20"),
        (STAGED, {"met": []}, "Tick A"),
        (SURVEY, {"counts": [9, 1]}, "answers that score 20"),
    ],
    ids=["line", "log", "bands", "above all bands", "share", "staged", "survey"],
)
def test_the_next_level_is_described_in_the_terms_of_the_question(criterion: Table, answer: object, asks: str) -> None:
    """A measure asks for a number and a checklist for items, so nobody has to work back from a score."""
    rubric = rubric_from(flat_rubric({"only": criterion}))
    result = score(rubric, assessment_from(rubric, {"only": answer}))
    assert [weakness.asks for weakness in find_weakest(result, rubric)] == [asks]


def test_a_cap_at_the_score_itself_lowers_nothing() -> None:
    """A score that rounding puts slightly above its cap is not shown as capped."""
    weights = {"a": 0.1, "b": 0.7, "c": 0.1}
    criteria = {name: {"levels": list("012345"), "weight": weight} for name, weight in weights.items()}
    gate = {
        "when": {"criterion": "a", "at-most": 2},
        "cap": {"all-of-it": 3},
        "because": "Because.",
        "remedy": "Mend it.",
    }
    result = scored(flat_rubric(criteria, gates={"stop": gate}), {"a": 2, "b": 3, "c": 4})
    assert not is_capped(result.dimensions["all-of-it"])
