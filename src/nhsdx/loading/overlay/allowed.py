"""What an overlay may change in an entry of its base, and how the changes are merged into the entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nhsdx.loading.keys import list_fields, list_keys_at
from nhsdx.model import NODE_FIELDS, Change, Path, Problem, RubricFile, quote_word

Data = dict[str, Any]
META = frozenset(list_fields(Change))
NODE_KEYS = tuple(field.replace("_", "-") for field in NODE_FIELDS)
"""The keys that say how the scores of a node's children are combined, in a dimension or in `[rubric]`."""
MAY_CHANGE = {
    "dimensions": {"title", "why", "weight", "weight-reason", *NODE_KEYS},
    "criteria": {
        *("title", "why", "weight", "weight-reason", "look-for", "evidence", "red-flags"),
        *("claims", "sources", "steps", "maps", "may-be-left-out", "items-may-be-left-out"),
    },
    "gates": {"title", "when", "cap", "flag", "severity", "because", "remedy"},
    "profiles": {"title", "summary", "criteria", "without"},
    "evidence-grades": {"id", "max-age-months"},
}
"""The keys of a base's entry that an overlay may change, by section.

A change to any other key would turn the entry into a different one.
"""
MAY_DROP = frozenset({"criteria", "gates", "profiles"})
WHAT = {
    "dimensions": "dimension",
    "criteria": "criterion",
    "gates": "gate",
    "profiles": "profile",
    "evidence-grades": "evidence grade",
}
NEEDED = {"dimensions": {"title"}, "criteria": {"title", "dimension"}, "gates": {"when"}, "profiles": {"title"}}


def find_forbidden_changes(section: str, base: Data, values: Data, path: Path) -> Iterator[Problem]:
    """A problem for each key that an overlay may not change. Unknown keys are reported later."""
    place: Path = (section, "x") if section in NEEDED else (section, 0)
    known = list_keys_at(RubricFile, place, {section: {"x": base} if section in NEEDED else [base]})
    article = "an" if section == "evidence-grades" else "a"
    for key, value in values.items():
        if key in WIDENED:
            yield from WIDENED[key](base, value, (*path, key))
        if key in MAY_CHANGE[section] or key not in known or value == base.get(key):
            continue
        message = f"an overlay cannot change {quote_word(key)} in {article} {WHAT[section]} of its base"
        allowed = ", ".join(sorted(MAY_CHANGE[section] - {"id"}))
        also = f"; for anything else, add a new {WHAT[section]} with its own id" if section in NEEDED else ""
        remedy = f"expected changes to {allowed}{also}"
        yield Problem((*path, key), "overlay-change", message, remedy, at_key=True)


def _find_widened_statuses(base: Data, value: object, path: Path) -> Iterator[Problem]:
    """A problem for each status that an overlay allows and its base does not.

    An answer with this status would be left out of the national score.
    """
    allowed = base.get("may-be-left-out", [])
    for status in value if isinstance(value, list) else ():
        if status in ("not-applicable", "not-due") and status not in allowed:
            message = f"an overlay cannot allow {status} where its base does not"
            remedy = f"expected {' or '.join(allowed)}" if allowed else "remove it"
            yield Problem(path, "overlay-change", message, remedy)


def _find_widened_items(base: Data, value: object, path: Path) -> Iterator[Problem]:
    """A problem for each item that answers may leave out in the overlay but not in the base."""
    allowed = base.get("items-may-be-left-out")
    if not (isinstance(value, list) and isinstance(allowed, list)):
        return
    for item in value:
        if item in base.get("items", {}) and item not in allowed:
            message = f"an overlay cannot allow not-applicable for {quote_word(str(item))} where its base does not"
            yield Problem(path, "overlay-change", message, "remove it; items that the overlay adds may be listed")


WIDENED = {"may-be-left-out": _find_widened_statuses, "items-may-be-left-out": _find_widened_items}
"""The checks for keys that list what may be left out. An overlay may only shorten these lists."""


def merge_values(section: str, base: Data, values: Data) -> Data:
    """An entry of the base, with the new values that an overlay gives.

    A new list of criteria in a profile replaces the old list; new caps in a gate are added to the old caps.
    """
    if section == "profiles" and values.keys() & {"criteria", "without"}:
        base = {key: value for key, value in base.items() if key not in ("criteria", "without")}
    if section == "gates" and isinstance(values.get("cap"), dict):
        values = values | {"cap": base.get("cap", {}) | values["cap"]}
    return base | values
