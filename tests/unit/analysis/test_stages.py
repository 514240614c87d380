"""Whether each part of the condition of a stage is met."""

from __future__ import annotations

import pytest

from nhsdx.analysis.stages import judge_condition
from nhsdx.model import Condition, Reading
from nhsdx.scoring import Scale, Truth
from nhsdx.scoring.engine import score
from tests.support.build import Table, assessment_from, flat_rubric, level_criterion, rubric_from


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"criterion": "high", "at-least": 2}, Truth.MET),
        ({"criterion": "low", "at-least": 2}, Truth.NOT_MET),
        ({"criterion": "unclear", "at-least": 2}, Truth.UNKNOWN),
        ({"criterion": "elsewhere", "at-least": 2}, Truth.LEFT_OUT),
        ({}, Truth.LEFT_OUT),
    ],
    ids=["good enough", "too low", "unknown", "does not apply", "asks for nothing"],
)
def test_a_condition_that_does_not_apply_is_neither_met_nor_missed(table: Table, expected: Truth) -> None:
    """A condition that does not apply, or asks for nothing, is neither met nor missed."""
    condition = Condition.model_validate(table)
    left_out = {"status": "not-applicable", "reason": "Not here."}
    answers: Table = {"high": 3, "low": 1, "unclear": "unknown", "elsewhere": left_out}
    rubric = rubric_from(flat_rubric({name: level_criterion() for name in answers}))
    result = score(rubric, assessment_from(rubric, answers))
    assert judge_condition(result, Scale.of(rubric.levels), Reading.EVIDENCED, condition) == expected
