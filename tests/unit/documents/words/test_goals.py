"""How pages describe a level that several steps lead to, and answers at levels that only one criterion has."""

from __future__ import annotations

import pytest

from nhsdx.analysis.priorities import choose_priorities
from nhsdx.commands.report.finding import build_main_finding
from nhsdx.commands.report.picks import Reason, make_picks
from nhsdx.documents.words import describe_answer, describe_goal, describe_goals, describe_reached, describe_spread
from nhsdx.documents.words.steps import describe_lead
from nhsdx.model.base import name_level
from nhsdx.model.reading import Reading
from tests.support.practices import score_practices


def test_a_goal_gives_the_steps_that_its_level_needs_and_what_each_step_leads_to() -> None:
    """The level of the answer comes with the level of the node, which needs the others too."""
    result, rubric = score_practices(a2="PI", a3="NI", a4="NI", w1="LI")
    first, second = choose_priorities(result, rubric)[:2]
    assert list(describe_goals(result, [first, second])) == ["MIL2 overall needs all of these: A2 and A3"]
    assert (describe_lead(result, first.step), describe_goal(result, first)) == (
        "leads to LI Largely",
        "needed for MIL2 overall",
    )


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"w1": "PI"}, "the overall score then reaches MIL3"),
        ({"w1": "PI", "a1": "NI"}, "Watch then reaches MIL3"),
        ({"w2": "unknown"}, "if the answer is good enough, the overall score then reaches MIL3"),
        ({"w1": "unknown"}, "a score of Watch is then possible"),
    ],
)
def test_the_page_says_which_node_rises_if_a_step_is_enough_on_its_own(answers: dict[str, str], words: str) -> None:
    """The page gives the highest node that the step raises to a level, and says if only an answer is missing."""
    result, rubric = score_practices(**answers)
    found = [describe_goal(result, one) for one in choose_priorities(result, rubric)]
    assert words in found


def test_gaps_and_questions_are_about_what_the_next_level_needs() -> None:
    """The page never says that a node below its highest level lacks nothing, or gives an idle weight as a reason."""
    result, rubric = score_practices(a2="PI", a4="NI")
    picks = make_picks(result, rubric)
    sentence = "".join(span.text for span in build_main_finding(result, rubric, (), picks.priorities)[1])
    assert "MIL2 overall needs A2" in sentence
    assert next((one.criterion.id, one.reason) for one in picks.questions) == ("a2", Reason.NEEDED)
    assert Reason.WEIGHT not in {one.reason for one in picks.questions}


def test_levels_that_only_one_criterion_has_are_never_shown_with_the_label_of_a_rubric_level() -> None:
    """A practice at LI is not at MIL2, whatever its score."""
    result, _ = score_practices(a2="PI", a4="LI")
    practice = result.criteria["a4"]
    assert (describe_answer(practice), describe_reached(result, practice, Reading.CLAIMED)) == ("LI Largely",) * 2
    assert describe_spread(result, result.dimensions["asset"], Reading.CLAIMED) == (
        "1 criterion at PI Partially, 1 at LI Largely, 2 at FI Fully"
    )


@pytest.mark.parametrize(
    ("number", "label", "name"),
    [
        (1, "MIL1", "MIL1"),
        (2, "Level 2", "Level 2"),
        (2, "2 Managed", "2 Managed"),
        (1, "MIL11", "1 MIL11"),
        (1, "1st step", "1 1st step"),
        ("A", "A good start", "A good start"),
        ("A", "Good for A", "A Good for A"),
        (0, "", "0"),
    ],
)
def test_a_number_that_is_part_of_a_label_is_shown_once(number: int | str, label: str, name: str) -> None:
    """`1 MIL1` would repeat the number."""
    assert name_level(number, label) == name
