"""Converts the data of an assessment into single values, each with its path, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nhsdx.files.toml_insert import Rank
from nhsdx.forms.cells import Leaves
from nhsdx.forms.fields import ACTION_KEYS, DOCUMENT_KEYS
from nhsdx.forms.model import Form
from nhsdx.loading.whole.answer_words import HOLDERS
from nhsdx.model import Assessment, Path, Rubric, Status

PARTS = ("profile", "assessment", "context", "answers", "documents", "actions")
"""The parts of an assessment that people fill in, in the order of an assessment file."""
VALUE_KEYS = frozenset(HOLDERS) - {"status"}
"""The keys of an answer that contain its value."""


def list_leaves(assessment: Assessment, rubric: Rubric) -> Leaves:
    """The values of an assessment as a file would give them, keyed by their paths: for example, a level is a number."""
    found: Leaves = {} if assessment.profile is None else {("profile",): assessment.profile}
    found |= find_values(assessment.about.model_dump(exclude_none=True), ("assessment",))
    found |= {("context", name): option for name, option in assessment.context.items()}
    for name, answer in assessment.answers.items():
        data = answer.model_dump(exclude_none=True, exclude_defaults=True, mode="python")
        if answer.level is not None:
            data["level"] = rubric.name_levels(rubric.criteria[name])[answer.level]
        found |= find_values(data, ("answers", name))
    for name, document in assessment.documents.items():
        found |= find_values(document.model_dump(exclude_none=True), ("documents", name))
    for place, action in enumerate(assessment.actions):
        found |= find_values(action.model_dump(exclude_none=True), ("actions", place))
    return {path: value for path, value in found.items() if value != []}


def complete_leaves(leaves: Mapping[Path, Any]) -> Leaves:
    """The given values, with defaults for two keys that a file may leave out: `voice`, and the `state` of an action.

    If a checklist has any answers, the empty table for the checklist is left out.
    """
    full = {path[:3] for path in leaves if path[2:3] == ("items",) and len(path) > len(("answers", "id", "items"))}
    states: Leaves = {("actions", path[1], "state"): "open" for path in leaves if path[0] == "actions"}
    kept = {path: value for path, value in leaves.items() if path not in full}
    return {("assessment", "voice"): "self", **states, **kept}


def select_leaves(leaves: Mapping[Path, Any], above: Path) -> Leaves:
    """The values at or under a path."""
    return {path: value for path, value in leaves.items() if path[: len(above)] == above}


def has_value(answer: Mapping[Path, Any]) -> bool:
    """Whether an answer has a value. Neither a checklist without answers nor the status `unknown` counts as a value."""
    return any(path[2] in VALUE_KEYS and value not in (Status.UNKNOWN, {}) for path, value in answer.items())


def find_values(data: Mapping[str, Any], above: Path = ()) -> Leaves:
    """The values in a table, keyed by their paths.

    A list counts as one value. A member of an enumeration becomes plain text.
    """
    found: Leaves = {}
    for key, value in data.items():
        path = (*above, key)
        if isinstance(value, Mapping) and value:
            found |= find_values(value, path)
        elif isinstance(value, list | tuple):
            found[path] = list(value)
        else:
            found[path] = str(value) if isinstance(value, str) else value
    return found


def spread_counts(leaves: Mapping[Path, Any]) -> Leaves:
    """The values, keyed by the paths of a form's fields. A form has one field for each count of a survey."""
    cells: Leaves = {}
    for path, value in leaves.items():
        is_counts = path[0] == "answers" and path[-1] == "counts"
        cells |= {(*path, place): one for place, one in enumerate(value)} if is_counts else {path: value}
    return cells


def nest(leaves: Mapping[Path, Any]) -> dict[str, Any]:
    """The data of an assessment file with the given values. The actions become a list."""
    data: dict[str, Any] = {}
    for path, value in leaves.items():
        table: dict[Any, Any] = data
        for part in path[:-1]:
            table = table.setdefault(part, {})
        table[path[-1]] = value
    if "actions" in data:
        data["actions"] = list(data["actions"].values())
    return data


def build_rank(form: Form) -> Rank:
    """A function that ranks paths in the order of an assessment file: by part, then by question and field."""
    order: dict[Path, int] = {}
    for number, field in enumerate(form.fields):
        for length in range(2, len(field.path) + 1):
            order.setdefault(field.path[:length], number)
    keys = {key: number for number, key in enumerate((*DOCUMENT_KEYS, *ACTION_KEYS))}

    def rank(path: Path) -> tuple[int, int, str, int]:
        part = PARTS.index(str(path[0])) if path and path[0] in PARTS else -1
        place = next((order[path[:end]] for end in range(len(path), 0, -1) if path[:end] in order), -1)
        name = "" if part < PARTS.index("documents") else str(path[1]).rjust(6) if len(path) > 1 else ""
        return part, place, name, keys.get(str(path[-1]), -1)

    return rank
