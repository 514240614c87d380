"""Respondents who rate a criterion's statements have the published scores."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from nhsdx.commands.survey.counts import ResponseCounter
from nhsdx.commands.survey.map import Question, Questionnaire
from nhsdx.commands.survey.programs.export import Responses
from nhsdx.commands.survey.summary import RatingValues
from nhsdx.model import Statement, SurveyCriterion, count_share

PUBLISHED = Path(__file__).parents[3] / "published" / "14_sus.json"
SUS: list[dict[str, Any]] = json.loads(PUBLISHED.read_text(encoding="utf-8"))["cases"]
Answers = Sequence[Sequence[object]]


def rate(
    answers: Answers, reverse: Sequence[int] = (), scores: Sequence[float] = (), least: float = 1.0
) -> RatingValues:
    """The scores of respondents: one list of answers each, counted from 1; statements are numbered from 1, too."""
    names = [f"s{number:02}" for number in range(1, len(answers[0]) + 1)]
    columns = {name: [str(row[place] or "") for row in answers] for place, name in enumerate(names)}
    frame = pl.LazyFrame({"row": range(1, len(answers) + 1)} | columns)
    worths = tuple(scores) or (0.0, 25.0, 50.0, 75.0, 100.0)
    criterion = SurveyCriterion.model_construct(
        kind="survey",
        dimension="d",
        title="Rated",
        options=tuple(str(place) for place in range(1, len(worths) + 1)),
        scores=worths,
        least_answered=least,
        statements={name: Statement(text=name, reverse=place in reverse) for place, name in enumerate(names, 1)},
    )
    asked = Question(columns={name: name for name in names})
    questionnaire = Questionnaire(format="nhsdx.questionnaire/1", criteria={"c": asked})
    responses = Responses(frame, "plain", dict(zip(names, names, strict=True)), {})
    return ResponseCounter(responses, questionnaire, "").count_ratings("c", criterion)


def get_mean(found: RatingValues) -> float:
    """The mean of all respondents."""
    (values,) = found.scale.values.values()
    return values.total / values.size


@pytest.mark.parametrize("case", SUS, ids=lambda case: str(case["id"]))
def test_published_usability_scores_are_reproduced_by_a_rubric(case: dict[str, Any]) -> None:
    """Brooke (1996), and cases by the same rule: a rubric's own statements give the System Usability Scale.

    Albert and Tullis, Measuring the User Experience (2013), print the same example: a sum of 22, and a score of 55.
    """
    answers = case.get("respondents") or [case["answers"]]
    assert get_mean(rate(answers, reverse=range(2, 11, 2))) == pytest.approx(case["expected"], abs=1e-12)


def test_scores_from_at_least_half_of_the_statements_are_those_worked_out_by_hand() -> None:
    """A worked example of our own by the rule of the NHS Staff Survey, whose answers score 0, 2.5, 5, 7.5 and 10.

    (10 + 7.5 + 5) / 3 = 7.5; (2.5 + 7.5) / 2 = 5; one answer of three is less than half; none is not counted at all.
    """
    found = rate([[5, 4, 3], [2, None, 4], [None, None, 5], [None, None, None]], least=0.5)
    assert get_mean(found) == 62.5
    assert (found.needed, [*found.left_out.values()], found.scale.sizes) == (2, [1], {((), ""): 2})


def test_an_invalid_cell_is_not_an_answer() -> None:
    """An invalid cell counts neither as the middle nor as the lowest option."""
    found = rate([[5, "9"], [5, 5]])
    assert (get_mean(found), [*found.left_out.values()]) == (100, [1])


def test_a_reversed_statement_is_scored_from_the_other_end() -> None:
    """This is also true if the steps between options differ."""
    assert get_mean(rate([[1]], reverse=[1], scores=[0, 10, 100])) == 100
    assert get_mean(rate([[2]], reverse=[1], scores=[0, 10, 100])) == 10


@pytest.mark.parametrize(
    ("share", "items", "least"), [(0.55, 20, 11), (0.5, 3, 2), (0.5, 4, 2), (1, 10, 10), (0.01, 9, 1)]
)
def test_the_number_of_statements_needed_is_worked_out_exactly_from_the_decimal_share(
    share: float, items: int, least: int
) -> None:
    """0.55 of 20 is 11, although the nearest binary numbers give a little more."""
    assert count_share(share, items) == least


@pytest.mark.parametrize(
    ("scores", "band"),
    [
        ([0, 100], 0),
        ([19.9, 100], 0),
        ([20, 100], 1),
        ([0.2 * 3 * 100, 100], 3),
        ([59.99999999999999, 100], 3),
        ([80, 100], 4),
    ],
)
def test_a_score_at_the_lower_end_of_a_band_belongs_to_the_band(scores: list[float], band: int) -> None:
    """A rounding error does not move a respondent into the band below."""
    (counts,) = rate([[1]], scores=scores).counts.values()
    assert counts.index(1) == band
