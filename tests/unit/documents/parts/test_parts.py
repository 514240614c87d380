"""Parts of pages: context, what to check, and actions to paste."""

from __future__ import annotations

import datetime
import tomllib

from nhsdx.analysis.next_steps import find_next_steps
from nhsdx.documents.blocks import RangeChart, Verbatim, list_texts
from nhsdx.documents.parts import (
    build_actions_to_paste,
    build_checks,
    build_context,
    describe_actions,
    describe_checks,
    describe_context,
    describe_profile,
)
from nhsdx.model.assessment import AssessmentFile
from tests.support.staged import DATE, answer, score_staged

ALL = {"safety": answer(2), "purpose": answer(3), "candour": answer(1)}


def test_exposure_is_beside_handling() -> None:
    """The chosen option is marked on its scale, beside the bar of the dimension that deals with it."""
    result, rubric = score_staged(ALL, context={"history": "heavy"})
    (chart,) = (block for block in build_context(result, rubric) if isinstance(block, RangeChart))
    (row,) = chart.rows
    assert row.label == "Memory"
    assert row.cells == ("33.3", "33.3", "33.3–33.3", "○○● Weight of history: heavy")
    assert describe_context(result, rubric) == "Weight of history: heavy; Stage: not answered"


def test_context_that_is_not_answered_says_so() -> None:
    """It is no error, and nothing is marked."""
    result, rubric = score_staged(ALL)
    (chart,) = (block for block in build_context(result, rubric) if isinstance(block, RangeChart))
    assert chart.rows[0].cells[-1] == "○○○ Weight of history: not answered"


def test_doubtful_evidence_is_counted_and_listed() -> None:
    """By kind, with the titles of the criteria."""
    undated = {key: value for key, value in answer(3).items() if key != "seen"}
    late = answer(1) | {"seen": datetime.date(2026, 12, 1)}
    result, _ = score_staged({"safety": undated, "purpose": late, "candour": answer(1)})
    assert describe_checks(result).startswith(
        "1 answer has evidence without a date; 1 answer has evidence dated after the assessment; "
    )
    texts = list(list_texts(tuple(build_checks(result))))
    assert "1 answer has evidence without a date: " in texts
    assert "Safety" in texts


def test_nothing_to_check_has_no_section() -> None:
    """An empty section would be noise."""
    result, _ = score_staged({name: one | {"documents": ["paper"]} for name, one in ALL.items()})
    assert (describe_checks(result), list(build_checks(result))) == ("", [])


def test_actions_are_counted_by_state_and_overdue_ones_apart() -> None:
    """Overdue is by the date of the assessment."""
    actions = [
        {"criterion": "safety", "what": "A", "owner": "Chief", "due": datetime.date(2026, 9, 30)},
        {"criterion": "safety", "what": "B", "owner": "Chief", "due": datetime.date(2026, 10, 1)},
        {"criterion": "safety", "what": "C", "owner": "Chief", "due": datetime.date(2026, 1, 1), "state": "done"},
    ]
    result, _ = score_staged(ALL, actions=actions)
    assert describe_actions(result) == "2 open (1 overdue), 1 done"
    assert "1 action is overdue" in describe_checks(result)


def test_actions_to_paste_are_valid_and_ask_for_an_owner() -> None:
    """They end a file of an assessment, with an action for each item that a step needs."""
    result, rubric = score_staged(ALL | {"safety": answer(1, second_2="unknown")})
    blocks = build_actions_to_paste(find_next_steps(result, rubric), DATE)
    (paste,) = (block for block in blocks if isinstance(block, Verbatim))
    head = 'format = "nhsdx.assessment/1"\nrubric = "r"\n[assessment]\nsubject = "S"\ndate = 2026-10-01\n'
    read = AssessmentFile.model_validate(tomllib.loads(head + "\n".join(paste.lines)))
    assert [(one.items, one.what, one.owner) for one in read.actions] == [
        (("first-2",), "Safety 2 first.", "Role, not name"),
        (("second-2",), "Find out: Safety 2 second.", "Role, not name"),
    ]


def test_a_profile_says_what_it_is_for() -> None:
    """A first look must not read like the whole."""
    result, rubric = score_staged(ALL, "core")
    assert describe_profile(result, rubric) == "Profile “Core”: A first look."
