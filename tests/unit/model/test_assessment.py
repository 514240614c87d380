"""Answers in the form in which results and messages show them."""

from __future__ import annotations

import pytest

from nhsdx.model.assessment import Answer, AnswerData
from tests.support.build import Table


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ({"level": 0}, 0),
        ({"value": 0}, 0),
        ({"counts": [4, 0, 9]}, [4, 0, 9]),
        ({"items": {"plan": "yes", "owner": "unknown"}}, {"plan": "yes", "owner": "unknown"}),
    ],
    ids=["level", "measure", "counts", "items"],
)
def test_an_answer_is_shown_as_it_was_given(answer: Table, shown: AnswerData) -> None:
    """A 0 is an answer like any other, and a survey shows how many people chose each option."""
    given = Answer.model_validate(answer)
    assert given.is_known
    assert given.build_value_data() == shown
