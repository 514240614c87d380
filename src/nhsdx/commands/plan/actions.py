"""The first steps of a plan as actions, with a due date and an owner, written into the assessment."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from nhsdx.analysis.plan.order import list_agreed
from nhsdx.analysis.plan.plans import Plan
from nhsdx.analysis.plan.solve import PlanStep
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words.plan import describe_planned_step
from nhsdx.errors import NhsdxError
from nhsdx.files.toml_edit import TomlEdit
from nhsdx.forms.merge.writing import format_value
from nhsdx.model import ROLE_PLACEHOLDER, Action

KEYS = ("criterion", "items", "what", "owner", "due", "state")


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the options say about actions: how many to write, when they are due, and who owns them."""

    most: int
    due: datetime.date
    owner: str | None = None

    def list_actions(self, plan: Plan) -> list[Action]:
        """An action for each of the first steps that no open action covers."""
        if self.due < plan.before.assessment.about.date:
            message = f"the actions would be due on {self.due}, before the date of the assessment"
            raise NhsdxError(message, "--due", "give a later day", code="out-of-range")
        steps = (step for step in plan.steps if not list_agreed(plan.before.assessment.actions, step))
        return [self._build(plan, step) for step in islice(steps, self.most)]

    def _build(self, plan: Plan, step: PlanStep) -> Action:
        result = plan.before.result
        what = describe_planned_step(result, plan.before.rubric, step)
        if step.item is None:
            # Evidence, a level or a number means nothing without its criterion.
            what = f"{clean(result.criteria[step.criterion].title)}: {what[0].lower()}{what[1:]}"
        items = () if step.item is None else (step.item,)
        return Action(
            criterion=step.criterion, items=items, what=what, owner=self.owner or ROLE_PLACEHOLDER, due=self.due
        )


def add_actions(name: str, text: str, actions: Sequence[Action]) -> str:
    """The text of an assessment with actions at its end; every other byte stays the same.

    Raises NhsdxError if actions cannot be added to the text.
    """
    edit = TomlEdit(text)
    edit.expect_sure(name)
    if any(span.path == ("actions",) for span in edit.spans.values):
        hint = "write each action as a table under [[actions]]"
        raise NhsdxError("nhsdx cannot add an action to actions that are written as a list", name, hint, code="layout")
    for action in actions:
        edit.append_table("[[actions]]", list(_list_lines(action)))
    return edit.text


def _list_lines(action: Action) -> Iterator[str]:
    for key in KEYS:
        value = getattr(action, key)
        if value != ():
            yield f"{key} = {format_value(value)}"
