"""What became of the actions of an older assessment, as part of a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.actions import compare_actions, is_overdue
from nhsdx.documents.page import Block, Heading, Line, Listing, Paragraph, clean, make_line
from nhsdx.documents.parts import name_action
from nhsdx.model import Action, Result


def build_action_changes(old: Result, new: Result, *, with_notes: bool = True) -> Iterator[Block]:
    """What became of the actions: done, dropped, new, still open, and overdue by the date of the newer assessment.

    Without notes, an action is identified by its criterion.
    """
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
        for name, found in groups.items():
            if found:
                yield Paragraph(make_line(f"{name}: {len(found)}"))
                yield Listing(tuple(_describe_action((new, old), one, with_notes=with_notes) for one in found))


def _describe_action(results: Sequence[Result], action: Action, *, with_notes: bool) -> Line:
    what = name_action(results, action, with_notes=with_notes)
    return make_line(f"{what} ({clean(action.owner)}, due {action.due.isoformat()})")
