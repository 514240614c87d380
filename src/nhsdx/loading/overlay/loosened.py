"""Finds the shared gates that may be clear locally but not nationally, and checks the departures that allow this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nhsdx.files.source import SourceText
from nhsdx.loading.overlay.inputs import collect_inputs, find_ages_that_matter, find_nodes_beneath, is_stricter
from nhsdx.loading.overlay.merging import OverlayMerge
from nhsdx.model import (
    Change,
    Condition,
    Departure,
    Gate,
    Path,
    Problem,
    Rubric,
    format_path,
    is_upward,
    quote_word,
)

SEVERITIES = ("minor", "major", "critical")
Loosened = Mapping[str, Sequence[Path]]
"""The shared gates that are loosened, each with the paths of the changes that loosen it."""


def find_loosened_gates(base: Rubric, rubric: Rubric) -> dict[str, tuple[Path, ...]]:
    """The base's gates that may be clear or weaker in a local rubric, with the paths of the changes that loosen them.

    Three kinds of change can only lower a score: lower scores of its parts, an added cap, and a stricter aggregation
    (geometric mean instead of mean, or minimum instead of either). A gate is therefore triggered whenever the gate of
    the base is triggered, if all of these are true: the gate's own terms are no weaker; nothing that the gate depends
    on differs, except for a stricter aggregation; no evidence is allowed to be older; and no gate that caps one of the
    gate's inputs is loosened. If any of this is uncertain, the gate counts as loosened. This rule also reports some
    harmless changes, but misses no harmful change. The path of a changed evidence grade has the id of the grade, not
    its position.
    """
    found = {name: causes for name in base.gates if (causes := tuple(_find_causes(base, rubric, name)))}
    beneath = {name: {node.id for node in find_nodes_beneath(base, gate.when)} for name, gate in base.gates.items()}
    while further := {
        name: found[other]
        for name, nodes in beneath.items()
        for other in found
        if name not in found and base.gates[other].cap.keys() & nodes
    }:
        found |= further
    return found


def is_loosened(base: Gate, gate: Gate) -> bool:
    """Whether a gate is weaker than the base's gate in its condition, its caps or its severity.

    A condition counts as weaker unless it is certainly true whenever the condition of the base is true.
    """
    is_lighter = SEVERITIES.index(gate.severity) < SEVERITIES.index(base.severity)
    caps_less = any(node not in gate.cap or gate.cap[node] > level for node, level in base.cap.items())
    return is_lighter or caps_less or not _is_met_whenever(gate.when, base.when)


def _is_met_whenever(condition: Condition, base: Condition) -> bool:
    """Whether a condition is certainly true whenever another condition is true."""
    if condition == base:
        return True
    if (condition.criterion, condition.dimension) != (base.criterion, base.dimension):
        return False
    if condition.missing is not None and base.missing is not None:
        return set(condition.missing) >= set(base.missing)
    return (
        _is_no_lower(condition.at_most, base.at_most)
        or _is_no_lower(condition.below, base.below)
        or _is_no_lower(base.at_least, condition.at_least)
        or _is_no_lower(base.above, condition.above)
    )


def _is_no_lower(bound: float | None, other: float | None) -> bool:
    """Whether both bounds exist and the first bound is not lower than the second."""
    return bound is not None and other is not None and bound >= other


def _find_causes(base: Rubric, rubric: Rubric, name: str) -> Iterator[Path]:
    """The paths of the changes that loosen a gate.

    If the gate's own terms are weaker, the result is only the gate's path.
    """
    gate = base.gates[name]
    if name not in rubric.gates or is_loosened(gate, rubric.gates[name]):
        yield "gates", name
        return
    always = _find_differences(base, rubric, gate.when, None)
    yield from dict.fromkeys(path[:2] for path in always)
    for profile in rubric.profiles:
        if _find_differences(base, rubric, gate.when, profile).keys() - always.keys():
            yield "profiles", profile
    for grade in find_ages_that_matter(base, rubric, gate.when):
        yield "evidence-grades", grade


def _find_differences(base: Rubric, rubric: Rubric, condition: Condition, profile: str | None) -> dict[Path, None]:
    """The paths of the inputs of a condition that differ from the base's inputs, for a profile or for all criteria.

    A stricter aggregation does not count as a difference.
    """
    was = collect_inputs(base, condition, base.select_criteria(profile if profile in base.profiles else None))
    now = collect_inputs(rubric, condition, rubric.select_criteria(profile))
    differing = [path for path in (was | now) if was.get(path) != now.get(path)]
    if is_upward(condition):
        return dict.fromkeys(differing)
    return {path: None for path in differing if not is_stricter(path, was, now)}


def is_departure(path: Path, loosened: Loosened) -> bool:
    """Whether the change at the given path is a change to a loosened gate."""
    return path[0] == "gates" and path[1] in loosened


def build_departure(path: Path, change: Change) -> Departure:
    """The departure that a change to a gate describes."""
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
    """A problem for each loosened gate without a `departure`, and for each `departure` without a loosened gate."""
    reported = {problem.path for problem in found.problems}
    for gate, causes in loosened.items():
        if "departure" not in found.changes.get(("gates", gate), {}) and reported.isdisjoint(causes):
            yield _build_unnamed_problem(found, source, gate, causes)
    for path, change in changes.items():
        if change.departure is not None and not is_departure(path, loosened) and path not in reported:
            yield _build_needless_problem(path)


def _build_needless_problem(path: Path) -> Problem:
    """The problem to report for a `departure` that is not needed, or that is in the wrong entry."""
    message = "this is not a departure: no shared gate is dropped or loosened"
    remedy = "remove departure"
    if path[0] != "gates":
        message = "a departure belongs with the shared gate that is loosened"
        remedy = "move it to [gates.ID], or remove it if no gate is loosened"
    return Problem((*path, "departure"), "overlay-departure", message, remedy)


def _build_unnamed_problem(found: OverlayMerge, source: SourceText, gate: str, causes: Sequence[Path]) -> Problem:
    """The problem for a loosened gate without a `departure`, placed at the gate or at the first change that matters."""
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
    """The path of a change in the overlay's file, which lists evidence grades by position and not by id."""
    if path[0] != "evidence-grades":
        return path
    grades = (place for place in found.changes if place[0] == "evidence-grades")
    return next(place for place in grades if source.data["evidence-grades"][place[1]]["id"] == path[1])
