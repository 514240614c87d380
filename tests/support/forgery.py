"""Every single edit of a published result, by mistake or by somebody who wants a different figure."""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from nhsdx.model.finding import Path, format_path
from nhsdx.scoring.digest import compute_result_digest

HEX = re.compile(r"(sha256:)([0-9a-f])([0-9a-f]{63})")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Words that can be replaced by another of the list without changing the shape of the result.
OTHERS = [
    ("triggered", "clear", "unproven", "undecided"),
    ("answered", "unknown", "not-due", "not-applicable", "outside-profile"),
    ("claimed", "evidenced", "low", "high"),
    ("critical", "major", "minor"),
    ("warning", "info"),
    ("level", "checklist", "measure", "survey"),
]


class Edit(NamedTuple):
    """One edit: its place, what was done there, and the edited result."""

    path: Path
    done: str
    data: dict[str, Any]

    @property
    def name(self) -> str:
        """The edit in words."""
        return f"{format_path(self.path)}: {self.done}"

    def signed_again(self) -> Edit:
        """The same edit with the result's digest recomputed to match."""
        return self._replace(data=self.data | {"digest": compute_result_digest(self.data)})


def leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every number, text, truth value, null and empty table or list of a result, with its path."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    inner = list(parts)
    if not inner:
        yield path, value
    for part, held in inner:
        yield from leaves(held, (*path, part))


def edits(data: dict[str, Any]) -> Iterator[Edit]:
    """Every leaf is changed to another value, every entry is removed, and every entry of a list is doubled."""
    for path, value in leaves(data):
        for done, other in _others(value):
            yield Edit(path, done, _with(data, path, other))
    for path, holder in _holders(data):
        for key in list(holder if isinstance(holder, dict) else range(len(holder))):
            if isinstance(holder, dict) and holder[key] is None:
                continue  # null and a missing key are the same
            yield Edit((*path, key), "taken out", _without(data, (*path, key)))
            if isinstance(holder, list):
                yield Edit((*path, key), "doubled", _with(data, path, [*holder, holder[key]]))


def _others(value: object) -> Iterator[tuple[str, object]]:
    if value is None:
        yield from (("null to 0", 0), ("null to a word", "self"))
    elif isinstance(value, bool):
        yield "turned round", not value
    elif isinstance(value, int):
        yield from (("one more", value + 1), ("one less", max(value - 1, -1)))
    elif isinstance(value, float):
        yield from (("a little more", value + 1e-6), ("one more", value + 1), ("a little less", value - 1e-6))
        yield "left unsaid", None
    elif isinstance(value, str):
        yield "another text", _other_text(value)
    elif value == {}:
        yield "no longer empty", {"overall": 1}
    else:
        yield "no longer empty", ["claimed"]


def _other_text(text: str) -> str:
    for words in OTHERS:
        if text in words:
            return words[words.index(text) - 1]
    if HEX.fullmatch(text):
        return HEX.sub(lambda found: f"{found[1]}{'1' if found[2] == '0' else '0'}{found[3]}", text)
    if DATE.fullmatch(text):
        return (datetime.date.fromisoformat(text) + datetime.timedelta(days=1)).isoformat()
    if re.fullmatch(r"\d+\.\d+\.\d+", text):
        return f"{text}1"
    return f"{text}x"


def _holders(value: object, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict | list):
        yield path, value
        for part, held in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _holders(held, (*path, part))


def _with(data: dict[str, Any], path: Path, value: object) -> dict[str, Any]:
    edited, holder = _copy_down_to(data, path)
    holder[path[-1]] = value
    return edited


def _without(data: dict[str, Any], path: Path) -> dict[str, Any]:
    edited, holder = _copy_down_to(data, path)
    del holder[path[-1]]
    return edited


def _copy_down_to(data: dict[str, Any], path: Path) -> tuple[dict[str, Any], Any]:
    """A copy that shares everything except the tables and lists on the way to a path, and the last of these."""
    holder: Any = copy.copy(data)
    edited = holder
    for part in path[:-1]:
        holder[part] = copy.copy(holder[part])
        holder = holder[part]
    return edited, holder
