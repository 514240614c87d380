"""Merges the values of a filled-in form into an existing assessment: fills gaps, and lists conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

from nhsdx.forms.cells import Leaves, write_cell
from nhsdx.forms.leaves import VALUE_KEYS, has_value, select_leaves
from nhsdx.model import Path, Status

Preference: TypeAlias = Literal["file", "answers"]
"""Which of two different values is kept: the one in the assessment file, or the one in the form."""
LEFT_OUT = frozenset({"status", "reason"})
AN_ANSWER = "an answer"
WORDS = frozenset({"level", "value", "status", "evidence", "seen", "state", "due", "date", "profile"})
"""The keys whose values are fixed words, numbers or days and may be shown. All other values are free text."""


class Conflict(NamedTuple):
    """Two different values for the same path: one in the file, and one in the form.

    If the values are free text, both are None, because free text is not kept here.
    """

    path: Path
    in_file: str | None
    in_form: str | None


@dataclass(frozen=True, slots=True)
class MergePlan:
    """The changes to a file: values to set, paths to remove, and conflicts between the file and the form.

    `old` has the values of the file, and `prefer` says which value wins a conflict.
    """

    old: Mapping[Path, Any]
    prefer: Preference | None
    values: Leaves = field(default_factory=dict)
    gone: set[Path] = field(default_factory=set)
    conflicts: list[Conflict] = field(default_factory=list)

    def add_answer(self, name: str, new: Leaves) -> None:
        """Adds one answer of the form. An answer has either a value or a status."""
        old = select_leaves(self.old, ("answers", name))
        status = new.get(("answers", name, "status"))
        passed: frozenset[str] = frozenset()
        if ("answers", name, "status") in old and has_value(new):
            passed = self._replace_status(name, old)
        elif status == Status.UNKNOWN and old:
            passed = LEFT_OUT
        elif status is not None and has_value(old):
            passed = self._replace_values(name, old, status)
        for path, value in new.items():
            if path[2] not in passed:
                self.add(path, value)

    def _replace_status(self, name: str, old: Leaves) -> frozenset[str]:
        """Merges a value in the form with a status in the file, and returns the keys to skip."""
        path = ("answers", name, "status")
        if old[path] != Status.UNKNOWN:
            self.conflicts.append(Conflict(path, write_cell(old[path]), AN_ANSWER))
            if self.prefer != "answers":
                return VALUE_KEYS | LEFT_OUT
        self.gone.update(path for path in old if path[2] in LEFT_OUT)
        return frozenset()

    def _replace_values(self, name: str, old: Leaves, status: str) -> frozenset[str]:
        """Merges a status in the form with a value in the file, and returns the keys to skip."""
        self.conflicts.append(Conflict(("answers", name, "status"), AN_ANSWER, write_cell(status)))
        if self.prefer != "answers":
            return VALUE_KEYS | LEFT_OUT
        self.gone.update(path for path in old if path[2] in VALUE_KEYS | {"reason"})
        return frozenset()

    def add(self, path: Path, value: Any) -> None:  # noqa: ANN401 - any value of a file
        """Adds one value of the form: it fills a gap, adds documents to an answer, or is recorded as a conflict."""
        held = None if path in self.gone else self.old.get(path)
        if held is None:
            self.values[path] = value
            self.gone.discard(path)
        elif value in (held, Status.UNKNOWN):
            return
        elif held == Status.UNKNOWN:
            self.values[path] = value
        elif path[0] == "answers" and path[-1] == "documents":
            more = [one for one in value if one not in held]
            self.values.update({path: [*held, *more]} if more else {})
        else:
            self._add_conflict(path, held, value)

    def _add_conflict(self, path: Path, held: object, value: object) -> None:
        is_word = path[-1] in WORDS or path[2:3] == ("items",)
        shown = (write_cell(held), write_cell(value)) if is_word else (None, None)
        self.conflicts.append(Conflict(path, *shown))
        if self.prefer == "answers":
            self.values[path] = value


def plan_merge(old: Mapping[Path, Any], new: Mapping[Path, Any], prefer: Preference | None) -> MergePlan:
    """The changes to an assessment when the values of a form are merged into it.

    A value is kept if only the file or only the form has it. `unknown` never replaces an answer. Two different values
    are a conflict, which `prefer` decides; without `prefer`, the old value is kept. An answer gets the documents from
    both the file and the form.
    """
    plan = MergePlan(old, prefer)
    for name in dict.fromkeys(str(path[1]) for path in new if path[0] == "answers"):
        plan.add_answer(name, select_leaves(new, ("answers", name)))
    for place, action in _match_actions(old, new):
        for path, value in action.items():
            plan.add(("actions", place, *path[2:]), value)
    for path, value in new.items():
        if path[0] not in ("answers", "actions"):
            plan.add(path, value)
    return plan


def _match_actions(old: Mapping[Path, Any], new: Mapping[Path, Any]) -> Iterator[tuple[int, Leaves]]:
    """Each action of the form, with its place in the file: the place of an equal action, or a new place at the end."""
    known: dict[tuple[Any, Any], int] = {}
    for place in _list_places(old):
        known.setdefault(_identify(old, place), place)
    free = max(_list_places(old), default=-1) + 1
    for place in _list_places(new):
        key = _identify(new, place)
        if key not in known:
            known[key], free = free, free + 1
        yield known[key], select_leaves(new, ("actions", place))


def _list_places(leaves: Iterable[Path]) -> list[int]:
    return list(dict.fromkeys(int(path[1]) for path in leaves if path[0] == "actions"))


def _identify(leaves: Mapping[Path, Any], place: int) -> tuple[Any, Any]:
    """The key that two equal actions share: the criterion, and what will be done."""
    return leaves.get(("actions", place, "criterion")), leaves.get(("actions", place, "what"))
