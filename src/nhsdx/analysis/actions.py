"""Which actions cover a step, which are overdue, and what has become of them since an older assessment."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from nhsdx.analysis.next_steps import NextStep
from nhsdx.model import Action


class ActionChanges(NamedTuple):
    """The actions done or dropped since an older assessment, the new actions, and the actions that are still open."""

    done: tuple[Action, ...]
    dropped: tuple[Action, ...]
    new: tuple[Action, ...]
    still_open: tuple[Action, ...]


def is_overdue(action: Action, day: datetime.date) -> bool:
    """Whether an open action was due before the given day."""
    return action.state == "open" and action.due < day


def list_covering(actions: Sequence[Action], step: NextStep, part: str | None) -> tuple[Action, ...]:
    """The open actions that cover a part of a step, the earliest first.

    An action covers the items that it lists. An action without items covers everything about its criterion.
    """
    found = (one for one in actions if one.state == "open" and one.criterion == step.criterion.id)
    return tuple(sorted((one for one in found if not one.items or part in one.items), key=lambda one: one.due))


def list_covering_each(actions: Sequence[Action], step: NextStep) -> list[tuple[Action, ...]]:
    """The open actions that cover each part of a step."""
    return [list_covering(actions, step, part) for part in step.list_parts()]


def is_covered(actions: Sequence[Action], step: NextStep) -> bool:
    """Whether open actions cover every part of a step."""
    return all(list_covering_each(actions, step))


def compare_actions(old: Sequence[Action], new: Sequence[Action]) -> ActionChanges:
    """What has become of actions since an older assessment.

    An action counts as unchanged if its criterion, items and wording are the same.
    """
    before = {_identify(action): action.state for action in old}

    def select(state: str) -> tuple[Action, ...]:
        return tuple(one for one in new if one.state == state and before.get(_identify(one)) != state)

    return ActionChanges(
        done=select("done"),
        dropped=select("dropped"),
        new=tuple(one for one in new if one.state == "open" and _identify(one) not in before),
        still_open=tuple(one for one in new if one.state == "open" and _identify(one) in before),
    )


def _identify(action: Action) -> tuple[str, tuple[str, ...], str]:
    return action.criterion, tuple(sorted(action.items)), action.what
