"""Where a result is weak."""

from __future__ import annotations

from nhsdx.analysis.gaps import is_capped
from tests.support.build import flat_rubric, scored


def test_a_cap_that_equals_the_score_does_not_count_as_lowering_the_score() -> None:
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
