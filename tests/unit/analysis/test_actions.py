"""How actions changed since an older assessment."""

from __future__ import annotations

import datetime
from typing import Any

from nhsdx.analysis.actions import compare_actions, is_overdue
from nhsdx.model.assessment import Action

DUE = datetime.date(2026, 10, 1)


def action(what: str, state: str = "open", **parts: Any) -> Action:  # noqa: ANN401 - any field
    """An action on one criterion."""
    return Action.model_validate(
        {"criterion": "a", "what": what, "owner": "Chief", "due": DUE, "state": state, **parts}
    )


def test_an_open_action_is_overdue_from_the_day_after_it_was_due() -> None:
    """An action that is done or dropped is never overdue."""
    late = DUE + datetime.timedelta(days=1)
    assert [is_overdue(action("x"), day) for day in (DUE, late)] == [False, True]
    assert not is_overdue(action("x", "done"), late)


def test_actions_since_the_older_assessment_are_listed_as_done_or_new_or_still_open() -> None:
    """An action with different wording is a different action."""
    old = [action("one"), action("two"), action("three")]
    new = [action("one", "done"), action("two"), action("four"), action("three", "dropped", reason="Not needed.")]
    changes = compare_actions(old, new)
    assert [[one.what for one in part] for part in changes] == [["one"], ["three"], ["four"], ["two"]]
