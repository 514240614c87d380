"""What changed between two rubrics, how this affects comparability, and which version number the changes need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Literal, NamedTuple, TypeAlias

from nhsdx.analysis.carry_over import find_renames
from nhsdx.commands.rubric.diff.parts import (
    Effect,
    Leaf,
    Path,
    Plain,
    Tree,
    find_effect,
    is_entry,
    list_content,
    share_numbers,
)
from nhsdx.model import KIND_OF_KEY, ChecklistCriterion, Finding, Rubric, RubricStamp
from nhsdx.scoring import stamp_rubric

ChangeKind: TypeAlias = Literal["added", "removed", "changed", "renamed"]
Verdict: TypeAlias = Literal["enough", "too-low", "not-judged"]


class VersionStep(IntEnum):
    """Which of the three numbers of a version is raised; the numbers after it start again from 0."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


STEP_OF = {
    Effect.SCORES: VersionStep.MAJOR,
    Effect.VERDICTS: VersionStep.MINOR,
    Effect.GUIDANCE: VersionStep.MINOR,
    Effect.WORDING: VersionStep.PATCH,
}


@dataclass(frozen=True, slots=True)
class RubricChange:
    """One difference between two rubrics: where it is, and whether scores can still be compared.

    `old` and `new` are the values, if they fit on a line. `was` is the path in the old rubric, if the criterion had a
    different id there.
    """

    path: Path
    kind: ChangeKind
    effect: Effect
    old: Plain = None
    new: Plain = None
    was: Path | None = None


@dataclass(frozen=True, slots=True)
class RubricDiff:
    """Every change from one rubric to another, most serious first, and the version number that the changes need.

    `needed` is the step that the changes need, `raised` the step that the author took, or None if the new version
    is lower than the old one. `least` is the lowest version that is high enough. Rubrics with different ids are
    not versions of each other, so their versions are not compared.
    """

    old: RubricStamp
    new: RubricStamp
    changes: tuple[RubricChange, ...]
    needed: VersionStep
    raised: VersionStep | None
    least: str
    verdict: Verdict

    @property
    def is_too_low(self) -> bool:
        """Whether the new version number is too low for the changes."""
        return self.verdict == "too-low"


class Concern(NamedTuple):
    """The changes to what an overlay depends on, and the problems that the overlay would have with the new rubric."""

    changes: tuple[RubricChange, ...]
    broken: tuple[Finding, ...]


def compare_rubrics(old: Rubric, new: Rubric) -> RubricDiff:
    """What changed, by id and not by position: the order of tables only affects the order in which people read items.

    A criterion with a new id counts as renamed wherever the id is used, if the file says which criterion it replaces.
    """
    changes = tuple(sorted(_list_changes(old, new), key=lambda change: tuple(Effect).index(change.effect)))
    needed = max((STEP_OF[change.effect] for change in changes), default=VersionStep.NONE)
    raised = _find_step(old.rubric.version, new.rubric.version)
    is_enough = raised is not None and raised >= needed
    is_same = old.rubric.id == new.rubric.id
    return RubricDiff(
        old=stamp_rubric(old),
        new=stamp_rubric(new),
        changes=changes,
        needed=needed,
        raised=raised,
        least=_raise_version(old.rubric.version, needed),
        verdict=("enough" if is_enough else "too-low") if is_same else "not-judged",
    )


def find_concerning_changes(found: RubricDiff, touched: Collection[tuple[str | int, ...]]) -> tuple[RubricChange, ...]:
    """The changes at, under or above the given paths, such as `("criteria", "appointment")`; ids may be old or new."""
    return tuple(
        change
        for change in found.changes
        if any(
            _is_on_same_path(path, place)
            for path in touched
            for place in (change.path, change.was)
            if place is not None
        )
    )


def _is_on_same_path(one: tuple[str | int, ...], other: Path) -> bool:
    """Whether the two paths are equal, or one is the beginning of the other."""
    return all(left == right for left, right in zip(one, other, strict=False))


def _list_changes(old: Rubric, new: Rubric) -> Iterator[RubricChange]:
    renamed = find_renames(old, new)
    for now, was in renamed.items():
        yield RubricChange(("criteria", now), "renamed", Effect.SCORES, was, now, ("criteria", was))
    yield from _list_changes_of_order(old, new, renamed)
    has_numbers = share_numbers(old, new)
    before, after = (list_content(one, renamed, has_numbers=has_numbers) for one in (old, new))
    for change in _compare_trees(before, after, ()):
        path = change.path
        is_elsewhere = path[0] == "criteria" and path[1] in renamed
        yield replace(change, was=(path[0], renamed[path[1]], *path[2:])) if is_elsewhere else change


def _compare_trees(before: Tree, after: Tree, path: Path) -> Iterator[RubricChange]:
    for key in dict.fromkeys([*after, *before]):
        place = (*path, key)
        was, now = before.get(key), after.get(key)
        if path == ("criteria",):
            was, now = _drop_other_kind(was, now), _drop_other_kind(now, was)
        if isinstance(was, dict | None) and isinstance(now, dict | None) and not _is_whole(was, now, place):
            yield from _compare_trees(was or {}, now or {}, place)
        elif tuple in (type(was), type(now)):
            yield from _compare_lists(_list_texts(was), _list_texts(now), place)
        elif was != now:
            yield _make_change(place, was, now)


def _drop_other_kind(criterion: Leaf | Tree, other: Leaf | Tree) -> Leaf | Tree:
    """A criterion; if its kind changed, without the keys of only one kind: the change of kind is listed instead."""
    if not isinstance(criterion, dict) or not isinstance(other, dict) or criterion["kind"] == other["kind"]:
        return criterion
    return {key: value for key, value in criterion.items() if key not in KIND_OF_KEY}


def _is_whole(was: Tree | None, now: Tree | None, place: Path) -> bool:
    """Whether an entry is added or removed as a whole, so that its parts are not listed as changes."""
    return (was is None or now is None) and is_entry(place)


def _make_change(place: Path, was: Leaf | Tree, now: Leaf | Tree) -> RubricChange:
    """The change of a value, or of an entry that is added or removed as a whole."""
    kind: ChangeKind = "added" if was is None else "removed" if now is None else "changed"
    has_new_form = kind == "changed" and dict in (
        type(was),
        type(now),
    )  # a level that only one criterion has replaces a text
    effect = Effect.SCORES if has_new_form else find_effect(place, is_there=kind == "changed")
    return RubricChange(place, kind, effect, _make_plain(was), _make_plain(now))


def _compare_lists(was: tuple[str, ...], now: tuple[str, ...], place: Path) -> Iterator[RubricChange]:
    """The texts that a list has lost or gained; if there are none, any change in the order of the list."""
    effect = find_effect(place, is_there=True)
    gone, come = Counter(was) - Counter(now), Counter(now) - Counter(was)
    yield from (RubricChange(place, "removed", effect, text, None) for text in gone.elements())
    yield from (RubricChange(place, "added", effect, None, text) for text in come.elements())
    if not gone and not come and was != now:
        yield RubricChange(place, "changed", effect, "; ".join(was), "; ".join(now))


def _list_changes_of_order(old: Rubric, new: Rubric, renamed: Mapping[str, str]) -> Iterator[RubricChange]:
    """Changes in the order of evidence grades (which can change scores) and of items (which change no answer)."""
    before, after = ([grade.id for grade in one.evidence_grades] for one in (old, new))
    yield from _compare_order(before, after, ("evidence-grades",), Effect.SCORES)
    for name, now in new.criteria.items():
        was = old.criteria.get(renamed.get(name, name))
        if isinstance(was, ChecklistCriterion) and isinstance(now, ChecklistCriterion):
            yield from _compare_order(was.items, now.items, ("criteria", name, "items"), Effect.WORDING)


def _compare_order(
    before: Collection[str], after: Collection[str], place: Path, effect: Effect
) -> Iterator[RubricChange]:
    """A change in the order of the ids that both rubrics have."""
    was, now = ([one for one in names if one in before and one in after] for names in (before, after))
    if was != now:
        yield RubricChange(place, "changed", effect, ", ".join(was), ", ".join(now))


def _list_texts(value: Leaf | Tree) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _make_plain(value: Leaf | Tree) -> Plain:
    return None if isinstance(value, dict | tuple) else value


def _find_step(old: str, new: str) -> VersionStep | None:
    """The step from one version to another; None if the new version is lower."""
    before, after = ([int(number) for number in version.split(".")] for version in (old, new))
    if after < before:
        return None
    steps = (VersionStep.MAJOR, VersionStep.MINOR, VersionStep.PATCH)
    return next((step for step, was, now in zip(steps, before, after, strict=True) if was != now), VersionStep.NONE)


def _raise_version(version: str, step: VersionStep) -> str:
    """The version number raised by the given step."""
    major, minor, patch = (int(number) for number in version.split("."))
    raised = {
        VersionStep.MAJOR: (major + 1, 0, 0),
        VersionStep.MINOR: (major, minor + 1, 0),
        VersionStep.PATCH: (major, minor, patch + 1),
        VersionStep.NONE: (major, minor, patch),
    }
    return ".".join(map(str, raised[step]))
