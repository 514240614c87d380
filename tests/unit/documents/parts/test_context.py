"""Facts that are shown and never scored, and exposure beside handling."""

from __future__ import annotations

from nhsdx.documents.blocks import RangeChart
from nhsdx.documents.parts import build_context, describe_context
from tests.support.staged import answer, score_staged

ALL = {"safety": answer(2), "purpose": answer(3), "candour": answer(1)}


def test_exposure_to_failed_technology_is_shown_beside_the_score_for_handling_failure() -> None:
    """The chosen option is marked on its scale, beside the bar of the dimension that deals with it."""
    result, rubric = score_staged(ALL, context={"history": "heavy"})
    (chart,) = (block for block in build_context(result, rubric) if isinstance(block, RangeChart))
    (row,) = chart.rows
    assert row.label == "Memory"
    assert row.cells == ("33.3", "33.3", "33.3–33.3", "○○● Weight of history: heavy")
    assert describe_context(result, rubric) == "Weight of history: heavy; Stage: not answered"


def test_the_page_says_if_a_context_question_is_not_answered() -> None:
    """This is not an error, and no option is marked."""
    result, rubric = score_staged(ALL)
    (chart,) = (block for block in build_context(result, rubric) if isinstance(block, RangeChart))
    assert chart.rows[0].cells[-1] == "○○○ Weight of history: not answered"
