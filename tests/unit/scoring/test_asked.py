"""Answers can decide which other questions are asked, in chains of any length."""

from __future__ import annotations

import pytest

from nhsdx.model.nodes import CriterionStatus
from nhsdx.model.reading import Reading
from tests.support.build import flat_rubric, level_criterion, scored

MANY = 600


def test_a_long_chain_of_conditions_is_judged() -> None:
    """The answer to each criterion decides on the one before it; the last answer is too low."""
    asked = {
        f"c{n}": level_criterion() | {"asked-when": {"criterion": f"c{n + 1}", "at-least": 1}} for n in range(MANY)
    }
    rubric = flat_rubric({**asked, f"c{MANY}": level_criterion()})
    every = scored(rubric, {f"c{n}": 3 for n in range(MANY + 1)})
    assert every.overall.scores[Reading.CLAIMED] == 60
    last = scored(rubric, {f"c{n}": 3 for n in range(MANY)} | {f"c{MANY}": 0})
    assert last.overall.scores[Reading.CLAIMED] == 0


@pytest.mark.parametrize("status", [CriterionStatus.NOT_APPLICABLE, CriterionStatus.NOT_DUE])
def test_a_criterion_that_is_left_out_stays_left_out_even_if_it_is_unknown_whether_it_is_asked(
    status: CriterionStatus,
) -> None:
    """It is unknown whether the second is asked, but it counts in neither case, so nobody has to find out."""
    asked = level_criterion() | {"asked-when": {"criterion": "first", "at-least": 1}}
    rubric = flat_rubric({"first": level_criterion(), "second": asked})
    answers = {"first": "unknown", "second": {"status": status.value, "reason": "There is none."}}
    second = scored(rubric, answers).criteria["second"]
    assert second.status is status
    assert set(second.scores.values()) == {None}


@pytest.mark.parametrize(
    ("second", "status"),
    [
        (0, CriterionStatus.NOT_ASKED),
        ({"status": "not-applicable", "reason": "There is none."}, CriterionStatus.NOT_ASKED),
        (3, CriterionStatus.UNKNOWN),
        ("unknown", CriterionStatus.UNKNOWN),
    ],
)
def test_a_condition_is_false_if_it_is_false_whether_or_not_its_question_is_asked(
    second: object, status: CriterionStatus
) -> None:
    """It is unknown whether the second is asked; in both cases, the third is not."""
    rubric = flat_rubric(
        {
            "first": level_criterion(),
            "second": level_criterion()
            | {
                "asked-when": {"criterion": "first", "at-least": 1},
                "may-be-left-out": ["not-applicable"],
                "not-applicable-counts": "met",
            },
            "third": level_criterion() | {"asked-when": {"criterion": "second", "at-least": 1}},
        }
    )
    result = scored(rubric, {"first": "unknown", "second": second, "third": 2})
    assert result.criteria["third"].status is status
