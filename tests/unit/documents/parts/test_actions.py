"""Actions that were agreed, and actions to paste."""

from __future__ import annotations

import datetime
import tomllib

import pytest
from pydantic import ValidationError

from nhsdx.analysis.next_steps import find_next_step
from nhsdx.documents.blocks import Sheet, Verbatim, list_texts
from nhsdx.documents.parts import build_actions_to_paste, describe_actions, describe_checks
from nhsdx.model.assessment import AssessmentFile
from tests.support.build import Table
from tests.support.staged import answer, score_staged

ALL = {"safety": answer(2), "purpose": answer(3), "candour": answer(1)}


def test_actions_are_counted_by_state_and_overdue_ones_are_counted_separately() -> None:
    """Whether an action is overdue depends on the date of the assessment."""
    actions = [
        {"criterion": "safety", "what": "A", "owner": "Chief", "due": datetime.date(2026, 9, 30)},
        {"criterion": "safety", "what": "B", "owner": "Chief", "due": datetime.date(2026, 10, 1)},
        {"criterion": "safety", "what": "C", "owner": "Chief", "due": datetime.date(2026, 1, 1), "state": "done"},
    ]
    result, _ = score_staged(ALL, actions=actions)
    assert describe_actions(result) == "2 open (1 overdue), 1 done"
    assert "1 action is overdue" in describe_checks(result)


def test_actions_to_paste_are_valid_once_each_has_a_date() -> None:
    """They can end the assessment file, with an action for each item that a step needs; no date is made up."""
    result, rubric = score_staged(ALL | {"safety": answer(1, second_2="unknown")})
    step = find_next_step(rubric, result.criteria["safety"])
    assert step is not None
    blocks = build_actions_to_paste(result, [step])
    (paste,) = (block for block in blocks if isinstance(block, Verbatim))
    head = 'format = "nhsdx.assessment/1"\nrubric = "r"\n[assessment]\nsubject = "S"\ndate = 2026-10-01\n'
    text = head + "\n".join(paste.lines)
    with pytest.raises(ValidationError, match=r"actions\.0\.due"):
        AssessmentFile.model_validate(tomllib.loads(text))
    read = AssessmentFile.model_validate(tomllib.loads(text.replace("# due = YYYY-MM-DD", "due = 2027-01-31")))
    assert [(one.items, one.what, one.owner) for one in read.actions] == [
        (("first-2",), "Make this true: Safety 2 first.", "Role, not name"),
        (("second-2",), "Find out: Safety 2 second.", "Role, not name"),
    ]


def act(*items: str, due: str = "2027-01-31", state: str = "open") -> Table:
    """An action about the safety criterion."""
    action = {"criterion": "safety", "items": items, "what": "Do it", "owner": "Chief nurse", "state": state}
    return action | {"due": datetime.date.fromisoformat(due), "reason": "Not needed."}


@pytest.mark.parametrize(
    ("actions", "pasted", "note"),
    [
        ([act("first-2")], ["second-2"], "1 statement in these steps is already covered by an agreed action, and left"),
        ([act("first-2", state="done"), act("second-2", state="dropped")], ["first-2", "second-2"], "error."),
        ([act()], [], "2 statements in these steps are already covered by an agreed action, so there is no new action"),
        ([act("first-2", "second-2")], [], "no new action to paste."),
        ([act("first-3")], ["first-2", "second-2"], "error."),
    ],
    ids=["one item", "no longer open", "the whole criterion", "all items", "another item"],
)
def test_steps_that_an_open_action_covers_are_not_offered_again(
    actions: list[Table], pasted: list[str], note: str
) -> None:
    """Steps are left out by criterion and item; the note says how many."""
    result, rubric = score_staged(ALL | {"safety": answer(1)}, actions=actions)
    step = find_next_step(rubric, result.criteria["safety"])
    assert step is not None
    blocks = list(build_actions_to_paste(result, [step]))
    lines = [line for block in blocks if isinstance(block, Verbatim) for line in block.lines]
    assert [line for line in lines if line.startswith("items")] == [f'items = ["{name}"]' for name in pasted]
    assert note in "".join(list_texts((Sheet(tuple(blocks)),)))
