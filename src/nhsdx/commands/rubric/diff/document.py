"""What changed in a rubric as a page for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from nhsdx.commands.rubric.diff.changes import Concern, Edition, RubricChange, RubricDiff
from nhsdx.commands.rubric.diff.parts import Effect, Plain
from nhsdx.documents.number_words import format_number
from nhsdx.documents.safe_text import clean
from nhsdx.render.blocks import heading, listed
from nhsdx.render.page import TerminalPage, drawn

LONGEST = 160
HEADINGS = {
    Effect.SCORES: "Scores no longer compare",
    Effect.VERDICTS: "Verdicts on the same facts may differ",
    Effect.GUIDANCE: "Guidance",
    Effect.WORDING: "Wording",
}


def rubric_diff_page(found: RubricDiff, page: TerminalPage, concern: Concern | None = None) -> str:
    """The two editions, the changes by what they do to comparability, and whether the version says so.

    `concern` is what the changes mean for an overlay, where there is one.
    """
    blocks: list[RenderableType] = [listed(_edition(found.old), "Old", 0), listed(_edition(found.new), "New", 0)]
    for effect, head in HEADINGS.items():
        changes = [change for change in found.changes if change.effect is effect]
        if changes:
            blocks += heading(f"{head}: {len(changes)}")
            blocks += [listed(_line(change)) for change in changes]
    if concern is not None:
        blocks += _concern(concern, _edition(found.new))
    blocks += [Text(""), *map(Text, verdict_lines(found))]
    return drawn(blocks, page)


def _concern(concern: Concern, new: str) -> Iterator[RenderableType]:
    """The changes that matter to an overlay, and what would be wrong with it."""
    if not concern.changes:
        yield from heading("Nothing of this is what the overlay rests on")
    else:
        yield from heading(f"Of these, the overlay rests on: {len(concern.changes)}")
        yield from (listed(_line(change)) for change in concern.changes)
    if concern.broken:
        yield from heading(f"Laid over {new}, the overlay would be wrong: {len(concern.broken)}")
        for problem in concern.broken:
            yield listed(f"{clean(problem.where)}: {problem.code}: {clean(problem.message)}")
            yield Padding(Text(clean(problem.remedy), style="dim"), (0, 0, 0, 4))


def verdict_lines(found: RubricDiff) -> Iterator[str]:
    """What the changes ask of the version, and whether the author's is high enough."""
    step = found.needed.name.lower()
    yield f"The changes ask for a {step} version." if found.needed else "Nothing changed."
    if found.verdict == "not-judged":
        yield f"{found.new.id} is another rubric than {found.old.id}, so its version is not judged."
    elif not found.is_too_low:
        yield f"Version {found.new.version} is high enough."
    elif found.raised is None:
        yield f"Version {found.new.version} is too low: it is below {found.old.version}; give it {found.least}."
    else:
        yield f"Version {found.new.version} is too low: give it {found.least}."


def _edition(edition: Edition) -> str:
    return f"{edition.id}@{edition.version}"


def _line(change: RubricChange) -> str:
    path = clean(".".join(change.path))
    if change.kind == "renamed":
        return f"renamed {path}, which was {_value(change.old)}"
    values = [_value(value) for value in (change.old, change.new) if value is not None]
    return f"{change.kind} {path}{': ' if values else ''}{' -> '.join(values)}"


def _value(value: Plain) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return clean(value, LONGEST) if isinstance(value, str) else format_number(value or 0)
