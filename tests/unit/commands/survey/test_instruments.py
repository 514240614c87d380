"""Published instruments give their published scores."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from nhsdx.commands.survey.counts import ResponseCounter
from nhsdx.commands.survey.instruments import INSTRUMENTS, make_likert
from nhsdx.commands.survey.map import Questionnaire, ScaleItems
from nhsdx.commands.survey.programs.export import Responses

PUBLISHED = Path(__file__).parents[3] / "published" / "14_sus.json"
SUS: list[dict[str, Any]] = json.loads(PUBLISHED.read_text(encoding="utf-8"))["cases"]


def count_scale(items: int, answers: dict[int, int], scale: str = "", **given: Any) -> float | None:  # noqa: ANN401 - keys of the map
    """The value of a scale for one respondent with these answers, by the number of the item."""
    return sum_scale(items, [answers], scale, **given)


def sum_scale(items: int, respondents: list[dict[int, int]], scale: str = "", **given: Any) -> float | None:  # noqa: ANN401 - keys of the map
    """The sum of a scale's values for several respondents."""
    columns = [str(number) for number in range(1, items + 1)]
    cells = {name: [str(answers.get(int(name), "")) for answers in respondents] for name in columns}
    frame = pl.LazyFrame({"row": list(range(1, len(respondents) + 1))} | cells)
    scales = {"s": ScaleItems(columns=tuple(columns), **given)}
    questionnaire = Questionnaire(format="nhsdx.questionnaire/1", scales=scales)
    counter = ResponseCounter(
        Responses(frame, "plain", dict(zip(columns, columns, strict=True)), {}), questionnaire, ""
    )
    (value,) = (one.values[(), ""] for one in counter.count_scales("s") if one.id.endswith(scale))
    return value.total if value.size else None


def number_answers(values: list[int]) -> dict[int, int]:
    """The answers to a scale's items in their order."""
    return dict(enumerate(values, 1))


@pytest.mark.parametrize("case", SUS, ids=lambda case: str(case["id"]))
def test_published_usability_scores_are_reproduced(case: dict[str, Any]) -> None:
    """Brooke (1996), and cases by the same rule; a group's score is the mean of its respondents' scores."""
    respondents = case.get("respondents") or [case["answers"]]
    found = [count_scale(10, number_answers(answers), instrument="sus") for answers in respondents]
    assert sum(one or 0.0 for one in found) / len(found) == pytest.approx(case["expected"])


def test_a_usability_score_needs_an_answer_to_every_item() -> None:
    """Nine items do not give the sum of ten items."""
    assert count_scale(10, number_answers([3] * 9), instrument="sus") is None


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


def test_a_respondent_counts_if_they_answered_half_of_the_items_of_a_scale() -> None:
    """Four of seven items are enough; the mean is of the items answered."""
    assert count_scale(12, {6: 2, 7: 3, 8: 4, 9: 5}, "efficacy", instrument="oric") == 3.5
    assert count_scale(12, {6: 2, 7: 3, 8: 4}, "efficacy", instrument="oric") is None


@pytest.mark.parametrize("first", range(1, 8))
def test_items_that_are_worded_in_reverse_are_scored_in_reverse(first: int) -> None:
    """Such items count as K + 1 - x, whatever the answers to other items are."""
    respondents = [(first, *others) for others in product(range(1, 8), repeat=2)]
    turned = [number_answers([8 - first, *others]) for _, *others in respondents]
    reverse = sum_scale(3, turned, instrument="likert", points=7, reversed=(1,))
    plain = sum_scale(3, [number_answers(list(one)) for one in respondents], instrument="likert", points=7)
    assert reverse == pytest.approx(plain) == pytest.approx(sum(map(sum, respondents)) / 3)
    assert make_likert(3, 7, (1,)).bounds == (1, 7)
