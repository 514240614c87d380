"""Intervals of shares and means, and the effect of answers that are alike within teams."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhsdx.commands.survey.intervals import (
    Cluster,
    compute_design_effect,
    compute_intraclass,
    compute_mean_interval,
    compute_student_deviate,
    compute_wilson_interval,
)

PUBLISHED = Path(__file__).parents[3] / "published" / "12_wilson_interval.json"
WILSON: list[dict[str, Any]] = json.loads(PUBLISHED.read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", WILSON, ids=lambda case: str(case["id"]))
def test_published_wilson_intervals_are_reproduced(case: dict[str, Any]) -> None:
    """Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3; and others by the same formula."""
    found = list(compute_wilson_interval(case["k"], case["n"]))
    assert found == pytest.approx(case.get("expected", case["exact"]), abs=case["tolerance"])
    assert found == pytest.approx(case["exact"], abs=1e-11)


@given(st.integers(1, 500), st.data())
def test_an_interval_contains_its_share(asked: int, data: st.DataObject) -> None:
    """The interval is inside 0-1, narrower if most of a population answered, and wider if teams answer alike."""
    chosen = data.draw(st.integers(0, asked))
    plain = compute_wilson_interval(chosen, asked)
    share = chosen / asked
    assert 0 <= plain.low <= share <= plain.high <= 1
    finite = compute_wilson_interval(chosen, asked, population=asked + data.draw(st.integers(1, 1000)))
    assert plain.low - 1e-12 <= finite.low <= share <= finite.high <= plain.high + 1e-12
    wide = compute_wilson_interval(chosen, asked, design_effect=2.5)
    assert wide.low <= plain.low + 1e-12
    assert wide.high >= plain.high - 1e-12


def test_a_survey_that_everyone_answered_has_no_interval() -> None:
    """If everybody answered, there is nothing to estimate."""
    assert compute_wilson_interval(3, 12, population=12) == (0.25, 0.25)


@pytest.mark.parametrize(
    ("freedom", "expected"),
    [(1, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (10, 2.2281), (30, 2.0423), (120, 1.9799), (10**6, 1.96)],
)
def test_quantiles_of_the_t_distribution_are_those_of_published_tables(freedom: int, expected: float) -> None:
    """The quantiles are the two-sided 5% values of any textbook."""
    assert compute_student_deviate(freedom) == pytest.approx(expected, abs=6e-5)


def test_the_interval_of_a_mean_is_the_one_worked_out_by_hand() -> None:
    """11 respondents, mean 60, deviation 10: 60 ± 2.2281 * 10 / sqrt(11); wider by the root of the design effect."""
    low, high = compute_mean_interval(60, 10, 11)
    assert high - 60 == pytest.approx(2.2281 * 10 / math.sqrt(11), abs=1e-3)
    assert low + high == pytest.approx(120)
    wide = compute_mean_interval(60, 10, 11, design_effect=4)
    assert wide.high - 60 == pytest.approx(2 * (high - 60))


def _teams(*answers: tuple[int, ...]) -> list[Cluster]:
    return [Cluster(len(team), sum(team), sum(one**2 for one in team)) for team in answers]


def test_a_team_whose_members_all_give_the_same_answer_counts_as_one_person() -> None:
    """If everybody in a team of four gives the same answer, the team counts as one person."""
    teams = _teams((1, 1, 1, 1), (0, 0, 0, 0), (1, 1, 1, 1), (0, 0, 0, 0))
    assert compute_intraclass(teams) == 1
    assert compute_design_effect(teams) == pytest.approx(4)


def test_an_intraclass_correlation_is_the_one_worked_out_by_hand() -> None:
    """Teams (1,1), (1,0), (0,0): between 1/2, within 1/6; (1/2 - 1/6) / (1/2 + 1/6) = 1/2, effect 1.5."""
    teams = _teams((1, 1), (1, 0), (0, 0))
    assert compute_intraclass(teams) == pytest.approx(0.5)
    assert compute_design_effect(teams) == pytest.approx(1.5)


@pytest.mark.parametrize("teams", [[], _teams((1, 0, 1)), _teams((1,), (0,)), _teams((1, 1), (1, 1))])
def test_intervals_do_not_widen_without_an_intraclass_correlation(teams: list[Cluster]) -> None:
    """There is no correlation without teams, with one team, with teams of one, or without variation."""
    assert compute_intraclass(teams) is None
    assert compute_design_effect(teams) == 1


def test_an_interval_is_not_narrowed_by_teams_that_differ_less_than_chance_would_explain() -> None:
    """The effect is never below 1."""
    teams = _teams((1, 0), (1, 0), (0, 1))
    assert compute_intraclass(teams) == 0
    assert compute_design_effect(teams) == 1
