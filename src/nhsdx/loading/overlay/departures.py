"""Checks the departures of an overlay: each belongs to a shared gate that the overlay loosens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nhsdx.files.source import SourceText
from nhsdx.loading.overlay.merging import OverlayMerge
from nhsdx.model.finding import Path, Problem, format_path
from nhsdx.model.overlay import Change, Departure
from nhsdx.model.suggest import quote_word

Loosened = Mapping[str, Sequence[Path]]
"""The shared gates that are loosened, each with the paths of the changes that loosen it."""


def is_departure(path: Path, loosened: Loosened) -> bool:
    """Whether the change at a path is the entry of a loosened gate."""
    return path[0] == "gates" and path[1] in loosened


def build_departure(path: Path, change: Change) -> Departure:
    """The departure that a change of a gate describes."""
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
    """A loosened gate with no `departure`, or a `departure` that loosens nothing, unless there is another problem."""
    reported = {problem.path for problem in found.problems}
    for gate, causes in loosened.items():
        if "departure" not in found.changes.get(("gates", gate), {}) and reported.isdisjoint(causes):
            yield _build_unnamed_problem(found, source, gate, causes)
    for path, change in changes.items():
        if change.departure is not None and not is_departure(path, loosened) and path not in reported:
            yield _build_needless_problem(path)


def _build_needless_problem(path: Path) -> Problem:
    """A `departure` that is not needed, or is not with its gate."""
    message = "this is not a departure: no shared gate is dropped or loosened"
    remedy = "remove departure"
    if path[0] != "gates":
        message = "a departure belongs with the shared gate that is loosened"
        remedy = "move it to [gates.ID], or remove it if no gate is loosened"
    return Problem((*path, "departure"), "overlay-departure", message, remedy)


def _build_unnamed_problem(found: OverlayMerge, source: SourceText, gate: str, causes: Sequence[Path]) -> Problem:
    """A loosened gate with no `departure`: a problem at the gate, otherwise at the first change that loosens it."""
    if ("gates", gate) in causes:
        what = "drops" if gate not in found.data["gates"] else "loosens"
        remedy = 'expected departure = "a short name", which every result of this rubric will show'
        return Problem(
            ("gates", gate), "overlay-departure", f"this {what} a shared gate, but gives no departure", remedy
        )
    message = f"this may clear the shared gate {quote_word(gate)}, but gives no departure"
    remedy = f'expected [gates.{gate}] with departure = "a short name", which every result of this rubric will show'
    also = "".join(f"; {format_path(path)} may clear it too" for path in causes[1:])
    return Problem(_find_place(found, source, causes[0]), "overlay-departure", message, remedy + also)


def _find_place(found: OverlayMerge, source: SourceText, path: Path) -> Path:
    """The path in the overlay of an entry that is given by id."""
    if path[0] != "evidence-grades":
        return path
    grades = (place for place in found.changes if place[0] == "evidence-grades")
    return next(place for place in grades if source.data["evidence-grades"][place[1]]["id"] == path[1])
