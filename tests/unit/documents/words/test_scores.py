"""The wording of what was left out."""

from __future__ import annotations

import pytest

from nhsdx.documents.page import describe_answer, describe_left_out, describe_range, describe_survey
from nhsdx.model import AS_SCORED, CriterionStatus, LeftOut, Reading
from tests.support.staged import answer, score_staged


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        (LeftOut(0, 1, 0, 12, 4), "1 criterion not due; 12 statements unknown, 4 do not apply"),
        (LeftOut(2, 1, 0), "2 criteria unknown, 1 not due"),
        (LeftOut(0, 0, 0, 0, 1), "1 statement does not apply"),
        (LeftOut(0, 0, 0), ""),
    ],
)
def test_criteria_and_statements_that_do_not_count_are_counted_separately(left_out: LeftOut, words: str) -> None:
    """A reader sees how many of each there are, beside every score."""
    assert describe_left_out(left_out) == words


def test_the_range_of_a_node_without_scores_is_a_dash() -> None:
    """A dash on each side of another dash would look like damage."""
    assert describe_range(dict.fromkeys(Reading), AS_SCORED) == "-"


def test_a_survey_says_how_many_people_replied_and_how_many_were_invited() -> None:
    """Without the number invited, a reader must know that the response rate is unknown."""
    assert describe_survey([68, 41, 20], 460) == "129 replies of 460 invited, 28%"
    assert describe_survey([68, 41, 20], None) == "129 replies; number invited not given"


def test_a_page_never_says_that_a_checklist_has_too_few_respondents() -> None:
    """For a checklist that is answered but not at its lowest level, the page says which statements are known."""
    result, _ = score_staged({"safety": answer(2, first_1="unknown", second_1="unknown")})
    found = result.criteria["safety"]
    assert found.status is CriterionStatus.UNKNOWN
    assert "respondents" not in describe_answer(found)
    assert "2 yes" in describe_answer(found)
