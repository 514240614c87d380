"""What became of the actions of an older assessment, as part of a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.actions import compare_actions, is_overdue
from nhsdx.documents.page import Block, Heading, Line, Listing, Paragraph, clean, make_line
from nhsdx.model import Action, Result


def build_action_changes(old: Result, new: Result) -> Iterator[Block]:
    """What became of the actions: done, dropped, new, still open, and overdue by the date of the newer one."""
    changes = compare_actions(old.actions, new.actions)
    overdue = tuple(one for one in new.actions if is_overdue(one, new.assessment.as_of))
    groups = {
        "Done since": changes.done,
        "Dropped since": changes.dropped,
        "New": changes.new,
        "Still open": changes.still_open,
        "Overdue": overdue,
    }
    if any(groups.values()):
        yield Heading(2, "Actions", "actions")
        yield from (block for name, found in groups.items() if found for block in _list_actions(name, found))


def _list_actions(name: str, actions: Sequence[Action]) -> Iterator[Block]:
    yield Paragraph(make_line(f"{name}: {len(actions)}"))
    yield Listing(tuple(map(_describe_action, actions)))


def _describe_action(action: Action) -> Line:
    return make_line(f"{clean(action.what)} ({clean(action.owner)}, due {action.due.isoformat()})")
