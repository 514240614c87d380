"""Published instruments give their published scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhsdx.commands.survey.instruments import INSTRUMENTS, compute_scale, make_likert
from nhsdx.commands.survey.map import ITEMS

PUBLISHED = Path(__file__).parents[3] / "published" / "14_sus.json"
SUS: list[dict[str, Any]] = json.loads(PUBLISHED.read_text(encoding="utf-8"))["cases"]


def _answers(values: list[int]) -> dict[int, float]:
    return dict(enumerate(map(float, values), 1))


@pytest.mark.parametrize("case", SUS, ids=lambda case: str(case["id"]))
def test_published_usability_scores(case: dict[str, Any]) -> None:
    """Brooke (1996), and cases by the same rule; a group's score is the mean of its respondents' scores."""
    respondents = case.get("respondents") or [case["answers"]]
    found = [compute_scale(INSTRUMENTS["sus"], "usability", _answers(answers)) for answers in respondents]
    assert sum(one or 0.0 for one in found) / len(found) == pytest.approx(case["expected"])


def test_usability_needs_every_item() -> None:
    """Nine items do not give the sum of ten."""
    assert compute_scale(INSTRUMENTS["sus"], "usability", _answers([3] * 9)) is None


@pytest.mark.parametrize(
    ("instrument", "sizes"),
    [
        ("sus", {"usability": 10}),
        ("oric", {"commitment": 5, "efficacy": 7}),
        (
            "nomad",
            {"coherence": 4, "cognitive-participation": 4, "collective-action": 7, "reflexive-monitoring": 5},
        ),
    ],
)
def test_scales_have_the_published_numbers_of_items(instrument: str, sizes: dict[str, int]) -> None:
    """Every item is in exactly one scale."""
    found = INSTRUMENTS[instrument]
    assert {name: len(items) for name, items in found.scales.items()} == sizes
    assert sorted(item for items in found.scales.values() for item in items) == list(range(1, found.items + 1))
    assert found.items == ITEMS[instrument]


def test_half_of_a_scales_items_are_enough() -> None:
    """Four of seven; the mean is of the items answered."""
    oric = INSTRUMENTS["oric"]
    assert compute_scale(oric, "efficacy", {6: 2, 7: 3, 8: 4, 9: 5}) == 3.5
    assert compute_scale(oric, "efficacy", {6: 2, 7: 3, 8: 4}) is None


@given(st.lists(st.integers(1, 7), min_size=3, max_size=3))
def test_items_worded_the_other_way_round_count_the_other_way_round(answers: list[int]) -> None:
    """They count as K + 1 - x."""
    turned = [8 - answers[0], *answers[1:]]
    plain, reverse = make_likert(3, 7, ()), make_likert(3, 7, (1,))
    assert compute_scale(reverse, "mean", _answers(turned)) == pytest.approx(
        compute_scale(plain, "mean", _answers(answers))
    )
    assert reverse.bounds == (1, 7)
