"""An overlay's departures: each stands with the shared gate that the overlay loosens, by whatever change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nhsdx.files.source import SourceText
from nhsdx.loading.overlay.merging import OverlayMerge
from nhsdx.model.finding import Path, Problem, format_path
from nhsdx.model.overlay import Change, Departure
from nhsdx.model.suggest import quote_word

Loosened = Mapping[str, Sequence[Path]]
"""The shared gates that are loosened, each with the places of what loosens it."""


def is_departure(path: Path, loosened: Loosened) -> bool:
    """Whether the change at a place is where a loosened gate has its departure."""
    return path[0] == "gates" and path[1] in loosened


def build_departure(path: Path, change: Change) -> Departure:
    """The departure that a change of a gate says it is."""
    return Departure(
        where=format_path(path),
        name=change.departure or "",
        reason=change.reason,
        decided_by=change.decided_by,
        decided=change.decided,
    )


def find_departure_problems(
    found: OverlayMerge, source: SourceText, changes: Mapping[Path, Change], loosened: Loosened
) -> Iterator[Problem]:
    """A gate loosened without a name for it, where nothing else is wrong with it; a name for what loosens nothing."""
    told = {problem.path for problem in found.problems}
    for gate, causes in loosened.items():
        if "departure" not in found.changes.get(("gates", gate), {}) and told.isdisjoint(causes):
            yield _build_unnamed_problem(found, source, gate, causes)
    for path, change in changes.items():
        if change.departure is not None and not is_departure(path, loosened) and path not in told:
            yield _build_needless_problem(path)


def _build_needless_problem(path: Path) -> Problem:
    """A departure where none is due, or away from its gate."""
    message = "nothing here departs from the base: no shared gate is dropped or loosened"
    remedy = "leave departure out"
    if path[0] != "gates":
        message = "a departure does not stand here, but with the shared gate that is loosened"
        remedy = "expected it in [gates.NAME], or nowhere if no gate is loosened"
    return Problem((*path, "departure"), "overlay-departure", message, remedy)


def _build_unnamed_problem(found: OverlayMerge, source: SourceText, gate: str, causes: Sequence[Path]) -> Problem:
    """A gate loosened without saying so: where the gate stands, or else at the first change that loosens it."""
    if ("gates", gate) in causes:
        what = "drops" if gate not in found.data["gates"] else "loosens"
        remedy = 'expected departure = "its name", which every result of this rubric will print'
        return Problem(("gates", gate), "overlay-departure", f"this {what} a shared gate without saying so", remedy)
    message = f"this may clear the shared gate {quote_word(gate)} where the base does not, without saying so"
    remedy = f'expected [gates.{gate}] with departure = "its name", which every result of this rubric will print'
    also = "".join(f"; so may {format_path(path)}" for path in causes[1:])
    return Problem(_find_place(found, source, causes[0]), "overlay-departure", message, remedy + also)


def _find_place(found: OverlayMerge, source: SourceText, path: Path) -> Path:
    """The place in the overlay of what is named by id."""
    if path[0] != "evidence-grades":
        return path
    grades = (place for place in found.changes if place[0] == "evidence-grades")
    return next(place for place in grades if source.data["evidence-grades"][place[1]]["id"] == path[1])
