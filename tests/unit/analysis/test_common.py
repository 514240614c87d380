"""Voices on the criteria that all of them answered."""

from __future__ import annotations

import pytest

from nhsdx.analysis.case import Case
from nhsdx.analysis.common import score_on_common
from nhsdx.model.reading import Reading
from nhsdx.results.published import result_data
from tests.support.build import Table, assessment_from, flat_rubric, level_criterion
from tests.support.cases import case_of
from tests.support.overlays import WHY, base_of, laid

RUBRIC: Table = flat_rubric({name: level_criterion() for name in "abc"})


def claimed(case: Case) -> float | None:
    """The overall claimed score."""
    return case.result.overall.scores[Reading.CLAIMED]


def test_only_the_criteria_that_every_voice_answered_are_counted() -> None:
    """Criteria are in the rubric's order; an unknown answer does not count, nor does a question to only one voice."""
    voices = (
        case_of(RUBRIC, {"a": 5, "b": 1, "c": 2}, voice="self"),
        case_of(RUBRIC, {"c": 4, "b": 3, "a": "unknown"}, voice="clinicians"),
        case_of(RUBRIC, {"b": 0, "c": 5}, voice="reviewer"),
    )
    found = score_on_common(voices)
    assert found.criteria == ("b", "c")
    assert [claimed(case) for case in found.cases] == [30, 70, 50]
    assert [claimed(case) for case in voices] == [pytest.approx(160 / 3), 70, 50]


def test_the_scores_are_the_same_as_with_a_profile_of_the_common_criteria() -> None:
    """The engine scores a profile of the common criteria, with its gates and evidence."""
    short = RUBRIC | {"profiles": {"short": {"title": "Short", "criteria": ["b"]}}}
    both = score_on_common((case_of(short, {"a": 5, "b": 2}), case_of(short, {"b": 3})))
    by_profile = case_of(short, {"a": 5, "b": 2}, profile="short")
    assert both.cases[0].result.overall == by_profile.result.overall
    assert result_data(both.cases[0].result)["rubric"] == result_data(by_profile.result)["rubric"]


def test_voices_without_a_common_answer_have_no_score() -> None:
    """Nothing can be compared, and nothing is 0."""
    found = score_on_common((case_of(RUBRIC, {"a": 5}), case_of(RUBRIC, {"b": 3})))
    assert found.criteria == ()
    assert [claimed(case) for case in found.cases] == [None, None]


def test_in_a_comparison_of_voices_national_scores_leave_out_criteria_that_only_the_local_rubric_asks() -> None:
    """A criterion that only the local rubric asks does not count nationally, and no other one does instead."""
    added = level_criterion(dimension="all-of-it", title="New") | WHY
    instrument = laid(base_of(RUBRIC), criteria={"new": added}).instrument
    cases = [
        Case.of("a.toml", instrument, assessment_from(instrument.rubric, answers))
        for answers in ({"a": 5, "b": 1, "new": 3}, {"b": 2, "new": 4})
    ]
    found = score_on_common(cases)
    assert found.criteria == ("b", "new")
    national = found.cases[0].national
    assert national is not None
    assert (claimed(found.cases[0]), claimed(national)) == (40, 20)
