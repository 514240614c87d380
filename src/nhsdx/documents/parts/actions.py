"""What people have agreed to do: actions by state, overdue actions, and TOML for new actions to paste into a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from nhsdx.analysis.actions import is_overdue, list_covering
from nhsdx.analysis.next_steps import ItemToMeet, NextStep
from nhsdx.documents.blocks import Block, Cell, Column, Heading, Paragraph, Style, Table, Verbatim
from nhsdx.documents.phrases import count_words, make_cell, make_line, make_row
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import instruct
from nhsdx.model import ROLE_PLACEHOLDER, Action, ActionState, Result

STATES: tuple[ActionState, ...] = ("open", "done", "dropped")
ACTIONS = (
    Column("What", share=6),
    Column("Owner (role)", share=3),
    Column("Due", share=3),
    Column("State", share=2),
    Column("For", share=4),
)
PASTE = (
    "To agree these steps as actions, paste this at the end of the assessment file. Fill in each owner and each date, "
    "and remove the # before each date. An action without a date is an error."
)


def describe_actions(result: Result) -> str:
    """How many actions are in each state, and how many are overdue: `3 open (1 overdue), 2 done`."""
    words = []
    for state in STATES:
        count = sum(action.state == state for action in result.actions)
        overdue = sum(is_overdue(action, result.assessment.as_of) for action in result.actions)
        if count:
            words.append(f"{count} {state}" + (f" ({overdue} overdue)" if state == "open" and overdue else ""))
    return ", ".join(words)


def build_actions(result: Result, *, with_notes: bool = True) -> Iterator[Block]:
    """Every agreed action: what will be done, by whom and when, and for which criterion and items."""
    if result.actions:
        yield Heading(2, f"Actions agreed: {describe_actions(result)}", "actions")
        rows = tuple(_build_row(result, action, with_notes=with_notes) for action in result.actions)
        columns = ACTIONS if with_notes else (ACTIONS[-1], *ACTIONS[1:-1])
        yield Table("The actions, in the order of the assessment file", columns, rows)


def _build_row(result: Result, action: Action, *, with_notes: bool) -> tuple[Cell, ...]:
    state = f"{action.state}, overdue" if is_overdue(action, result.assessment.as_of) else action.state
    reason = clean(action.reason) if action.reason and with_notes else ""
    about = make_cell(_name_criterion((result,), action), ", ".join(action.items))
    agreed = (*make_row(clean(action.owner), action.due.isoformat()), make_cell(state, reason))
    return (make_cell(clean(action.what)), *agreed, about) if with_notes else (about, *agreed)


def name_action(results: Sequence[Result], action: Action, *, with_notes: bool = True) -> str:
    """The text of an action or, if notes are left out, the criterion that the action is about."""
    return clean(action.what) if with_notes else f"action on “{_name_criterion(results, action)}”"


def _name_criterion(results: Sequence[Result], action: Action) -> str:
    """The title of an action's criterion, from the first result that has this criterion."""
    found = (one.criteria[action.criterion].title for one in results if action.criterion in one.criteria)
    return clean(next(found, action.criterion))


def build_actions_to_paste(result: Result, steps: Sequence[NextStep]) -> Iterator[Block]:
    """TOML to paste into an assessment file: an action, without a date, for each item that no open action covers."""
    needed = [(step, item) for step in steps for item in step.items]
    offered = [(step, item) for step, item in needed if not list_covering(result.actions, step, item.id)]
    covered = len(needed) - len(offered)
    if offered:
        left_out = f" {_count_covered(covered)}, and left out here." if covered else ""
        yield Paragraph(make_line(PASTE + left_out), Style.NOTE)
        lines = [line for step, item in offered for line in _list_action_lines(step, item)]
        yield Verbatim(tuple(lines[1:]))
    elif covered:
        yield Paragraph(make_line(f"{_count_covered(covered)}, so there is no new action to paste."), Style.NOTE)


def _count_covered(count: int) -> str:
    words = count_words(count, "statement", "statements")
    return f"{words} in these steps {'is' if count == 1 else 'are'} already covered by an agreed action"


def _list_action_lines(step: NextStep, item: ItemToMeet) -> Iterator[str]:
    """An empty line, then TOML for an action about an item that the step needs."""
    yield ""
    yield "[[actions]]"
    yield f"criterion = {_quote(step.criterion.id)}"
    yield f"items = [{_quote(item.id)}]"
    yield f"what = {_quote(instruct(item))}"
    yield f"owner = {_quote(ROLE_PLACEHOLDER)}    # fill in a role"
    yield "# due = YYYY-MM-DD"
    yield 'state = "open"'


def _quote(text: str) -> str:
    """A text as a basic string in TOML, which has the same escapes as JSON."""
    return json.dumps(text, ensure_ascii=False)
