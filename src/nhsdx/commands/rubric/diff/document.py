"""What changed from one rubric to another, as a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.commands.rubric.diff.changes import Concern, RubricChange, RubricDiff
from nhsdx.commands.rubric.diff.parts import Effect, Plain
from nhsdx.documents.page import (
    Block,
    Callout,
    Document,
    Heading,
    Line,
    Listing,
    Paragraph,
    Sheet,
    Span,
    Tone,
    clean,
    format_number,
    make_line,
    make_sentence,
)
from nhsdx.model import Finding

LONGEST = 160
HEADINGS = {
    Effect.SCORES: "Scores can no longer be compared",
    Effect.VERDICTS: "The same facts may lead to a different answer",
    Effect.GUIDANCE: "Guidance",
    Effect.WORDING: "Wording",
}


def build_document(found: RubricDiff, concern: Concern | None = None, where: str = "") -> Document:
    """The changes by their effect on comparability, and whether the new version number is high enough.

    `concern` is the effect of the changes on an overlay, if one was given. `where` is the place of the new version
    number.
    """
    title = f"Changes from {found.old.reference} to {found.new.reference}"
    blocks = (
        Heading(1, title, "title"),
        *_build_changes(found),
        *([] if concern is None else _build_concern(concern, found.new.reference)),
        Heading(2, "Version", "version"),
        *_build_version(found, where),
    )
    return Document(title, (Sheet(blocks),))


def _build_changes(found: RubricDiff) -> Iterator[Block]:
    for effect, heading in HEADINGS.items():
        changes = [change for change in found.changes if change.effect is effect]
        if changes:
            yield Heading(2, f"{heading}: {len(changes)}", effect.value)
            yield _list_changes(changes)


def _build_concern(concern: Concern, new: str) -> Iterator[Block]:
    """The changes that affect an overlay, and the problems that the overlay would have."""
    if not concern.changes:
        yield Heading(2, "The overlay does not depend on any of these changes", "overlay")
    else:
        yield Heading(2, f"Changes that the overlay depends on: {len(concern.changes)}", "overlay")
        yield _list_changes(concern.changes)
    if concern.broken:
        yield Heading(
            2, f"Problems that the overlay would have if it extended {new}: {len(concern.broken)}", "problems"
        )
        yield from map(_build_problem, concern.broken)


def _build_problem(problem: Finding) -> Block:
    lines = (make_sentence(problem.message), make_sentence(problem.remedy))
    return Callout(Tone.STOP, f"{clean(problem.where)}: {problem.code}", lines)


def _build_version(found: RubricDiff, where: str) -> Iterator[Block]:
    """The version that the changes call for, and whether the new version is high enough."""
    step = found.needed.name.lower()
    yield Paragraph(make_line(f"The changes call for a {step} version." if found.needed else "Nothing changed."))
    if found.is_too_low:
        below = f", because it is below {found.old.version}" if found.raised is None else ""
        message = f"version {found.new.version} is too low{below}"
        yield _build_problem(Finding("rubric-version", "error", message, where, f"make it {found.least}"))
    elif found.verdict == "not-judged":
        words = f"{found.new.id} and {found.old.id} are different rubrics, so their versions are not compared."
        yield Paragraph(make_line(words))
    else:
        yield Paragraph(make_line(f"Version {found.new.version} is high enough."))


def _list_changes(changes: Sequence[RubricChange]) -> Listing:
    return Listing(tuple(map(_describe_change, changes)))


def _describe_change(change: RubricChange) -> Line:
    """A change on one line: `changed criteria.safety.weight from 1 to 2.5`."""
    path = Span(clean(".".join(change.path)), code=True)
    return (Span(f"{change.kind} "), path, Span(_describe_values(change)))


def _describe_values(change: RubricChange) -> str:
    if change.kind == "renamed":
        return f" (was {clean(str(change.old), LONGEST)})"
    if change.old is not None and change.new is not None:
        return f" from {_describe_value(change.old)} to {_describe_value(change.new)}"
    value = change.new if change.old is None else change.old
    return "" if value is None else f": {_describe_value(value)}"


def _describe_value(value: Plain) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"“{clean(value, LONGEST)}”" if isinstance(value, str) else format_number(value or 0)
