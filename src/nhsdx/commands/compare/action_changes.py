"""What became of the actions of an older assessment, as part of a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.actions import compare_actions, is_overdue
from nhsdx.documents.page import Block, Heading, Listing, clean, line_with_lead
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
        lines = (line_with_lead(f"{name}:", _name_actions(found)) for name, found in groups.items() if found)
        yield Listing(tuple(lines))


def _name_actions(actions: Sequence[Action]) -> str:
    return "; ".join(f"{clean(one.what)} ({clean(one.owner)}, due {one.due.isoformat()})" for one in actions)
