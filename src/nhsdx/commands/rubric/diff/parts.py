"""A rubric taken apart by ids and keys, and how a change to each part affects comparability."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeAlias

from nhsdx.loading.level_numbers import LevelScales, write_levels
from nhsdx.loading.overlay.allowed import NODE_KEYS
from nhsdx.model import Rubric
from nhsdx.scoring import Scale

Path: TypeAlias = tuple[str, ...]
Plain: TypeAlias = str | int | float | bool | None
Leaf: TypeAlias = "Plain | tuple[str, ...]"
Tree: TypeAlias = "dict[str, Leaf | Tree]"


class Effect(StrEnum):
    """The effect of a change on comparability, most serious first.

    `scores`: the scores of the two rubrics cannot be compared; `verdicts`: the same facts may lead to a different
    answer; `guidance`: assessors may decide differently; `wording`: answers stay the same.
    """

    SCORES = "scores"
    VERDICTS = "verdicts"
    GUIDANCE = "guidance"
    WORDING = "wording"


ENTRY = {
    "levels": Effect.SCORES,
    "evidence-grades": Effect.SCORES,
    "dimensions": Effect.SCORES,
    "criteria": Effect.SCORES,
    "gates": Effect.SCORES,
    "context": Effect.VERDICTS,
    "profiles": Effect.SCORES,
    "sources": Effect.GUIDANCE,
    "frameworks": Effect.GUIDANCE,
    "tests": Effect.VERDICTS,
}
"""The effect of adding or removing an entry in a section, or of changing an entry whose keys are not listed below."""

KEYS: dict[str, dict[Effect, str]] = {
    "rubric": {
        Effect.SCORES: " ".join(NODE_KEYS),
        Effect.VERDICTS: "shown",
        Effect.GUIDANCE: "scope use checked how-to-answer words",
        Effect.WORDING: "title summary licence report",
    },
    "levels": {Effect.SCORES: "score", Effect.VERDICTS: "number", Effect.WORDING: "label meaning"},
    "evidence-grades": {
        Effect.SCORES: "supports max-age-months",
        Effect.GUIDANCE: "needs-document",
        Effect.WORDING: "label",
    },
    "dimensions": {
        Effect.SCORES: " ".join(("weight", *NODE_KEYS, "parent", "advisory")),
        Effect.VERDICTS: "shown",
        Effect.GUIDANCE: "why weight-reason",
        Effect.WORDING: "title",
    },
    "criteria": {
        Effect.SCORES: "kind dimension weight evidence-default evidence-supports evidence-ages scoring partly-counts "
        "bands linear minimum maximum scores top minimum-respondents not-applicable-counts asked-when needs statements "
        "least-answered",
        Effect.VERDICTS: "shown question scored-on levels items options unit may-be-left-out items-may-be-left-out",
        Effect.GUIDANCE: "why weight-reason look-for evidence red-flags claims sources steps requires maps "
        "replaces levels-without-items",
        Effect.WORDING: "title",
    },
    "items": {
        Effect.SCORES: "level weight asked-when",
        Effect.VERDICTS: "text",
        Effect.GUIDANCE: "effort effort-reason requires",
    },
    "own-levels": {Effect.SCORES: "score", Effect.VERDICTS: "number label text"},
    "statements": {Effect.SCORES: "reverse scores", Effect.VERDICTS: "text options"},
    "gates": {
        Effect.SCORES: "when cap",
        Effect.VERDICTS: "flag severity",
        Effect.GUIDANCE: "because remedy",
        Effect.WORDING: "title",
    },
    "context": {Effect.VERDICTS: "question options", Effect.GUIDANCE: "beside", Effect.WORDING: "title"},
    "profiles": {Effect.SCORES: "criteria", Effect.WORDING: "title summary"},
}
EFFECT = {
    section: {key: effect for effect, keys in by_effect.items() for key in keys.split()}
    for section, by_effect in KEYS.items()
}
"""How a change to each key affects comparability, by section.

The scoring digest is made from the keys under `scores`.
"""


PARTS = {"items": "items", "options": "options", "levels": "own-levels", "statements": "statements"}
"""What kind of entries a criterion has under each of these keys."""


def find_effect(path: Path, *, is_there: bool) -> Effect:
    """How a change at a path affects comparability. `is_there` is true if both rubrics have a value at this path."""
    section, *rest = path
    if section == "rubric":
        return EFFECT["rubric"][rest[0]]
    if len(rest) == 1 or section not in EFFECT:
        return ENTRY[section]
    if section == "criteria" and len(rest) > 2 and rest[1] in PARTS:  # noqa: PLR2004 - id, key, entry
        return _find_part_effect(rest[1], rest[3:], is_there=is_there)
    return EFFECT[section][rest[1]]


def _find_part_effect(key: str, rest: Sequence[str], *, is_there: bool) -> Effect:
    """How a change to an entry in a criterion (such as an item), or to a key of the entry, affects comparability."""
    if rest:
        return EFFECT[PARTS[key]][rest[0]]
    return Effect.VERDICTS if is_there or key == "levels" else Effect.SCORES


def is_entry(path: Path) -> bool:
    """Whether the value at a path is added or removed as a whole: a criterion, a gate or an item, but not a key."""
    if path[0] == "rubric":
        return False
    is_part = path[0] == "criteria" and len(path) == 4 and path[2] in ("items", "statements")  # noqa: PLR2004
    return len(path) == 2 or is_part  # noqa: PLR2004


def share_numbers(old: Rubric, new: Rubric) -> bool:
    """Whether every shared level has the same number in both rubrics. If so, numbers identify levels."""
    one, other = LevelScales.of(old), LevelScales.of(new)
    both = [(scale, other.own[name]) for name, scale in one.own.items() if name in other.own]
    pairs = [(one.rubric, other.rubric), *both]
    return all(bool(was) == bool(now) and was[: len(now)] == now[: len(was)] for was, now in pairs)


def list_content(rubric: Rubric, renamed: Mapping[str, str], *, has_numbers: bool) -> Tree:
    """The content of a rubric by section, id and key, without its id and version and without empty values.

    Values that scoring derives are included: the score of each level, and the criteria of each profile. `renamed` gives
    the old id of each renamed criterion. Such a criterion has its new id everywhere in this content, and its old id is
    left out of `replaces`. With `has_numbers`, levels are identified by their numbers, otherwise by their positions.
    """
    data = _write_data(rubric, has_numbers=has_numbers)
    new_of = {old: new for new, old in renamed.items()}
    criteria = {new_of.get(name, name): table for name, table in data["criteria"].items()}
    parts: dict[str, Any] = {
        "rubric": {
            key: value for key, value in _build_node(data["rubric"], new_of).items() if key not in ("id", "version")
        },
        "levels": _build_levels(rubric, data["levels"]),
        "evidence-grades": {grade["id"]: grade | {"id": None} for grade in data["evidence-grades"]},
        "dimensions": {name: _build_node(table, new_of) for name, table in data["dimensions"].items()},
        "criteria": {
            name: _build_criterion(_format_asked(table, new_of), {name, renamed.get(name)})
            for name, table in criteria.items()
        },
        "gates": {
            name: gate | {"when": _format_condition(gate["when"], new_of)} for name, gate in data["gates"].items()
        },
        "context": data["context"],
        "profiles": _build_profiles(rubric, new_of),
        "sources": data["sources"],
        "frameworks": data["frameworks"],
        "tests": _build_tests(data["tests"], new_of),
    }
    return {section: _build_tree(table) for section, table in parts.items()}


def _write_data(rubric: Rubric, *, has_numbers: bool) -> dict[str, Any]:
    data = rubric.model_dump(mode="json", include=set(Rubric.model_fields))
    return write_levels(data, LevelScales.of(rubric)) if has_numbers else data


def _build_node(table: dict[str, Any], new_of: Mapping[str, str]) -> dict[str, Any]:
    """A dimension or the header, with its stages by level."""
    stages = {str(one["level"]): _format_condition(one | {"level": None}, new_of) for one in table["stages"]}
    return table | {"stages": stages}


def _build_levels(rubric: Rubric, levels: Iterable[dict[str, Any]]) -> dict[str, object]:
    scores = Scale.of(rubric.levels).scores
    return _number_entries(level | {"score": score} for level, score in zip(levels, scores, strict=True))


def _build_profiles(rubric: Rubric, new_of: Mapping[str, str]) -> dict[str, object]:
    return {
        name: {
            "title": one.title,
            "summary": one.summary,
            "criteria": _rename_ids(rubric.select_criteria(name), new_of),
        }
        for name, one in rubric.profiles.items()
    }


def _build_criterion(table: dict[str, Any], ignored: Collection[str | None]) -> dict[str, Any]:
    """A criterion with its lists as tables by id, number or value; the `ignored` ids are left out of `replaces`."""
    keyed: dict[str, Callable[[Any], object]] = {
        "levels": _number_entries,
        "options": _number_entries,
        "bands": lambda bands: dict(map(_name_band, bands)),
        "steps": lambda steps: {str(step["to"]): step["effort"] for step in steps},
        "maps": lambda maps: {f"{one['framework']} {one['ref']}": one for one in maps},
        "replaces": lambda ids: [name for name in ids if name not in ignored],
    }
    made = {key: keyed[key](value) if key in keyed and value else value for key, value in table.items()}
    if made.get("items-may-be-left-out") == []:
        made["items-may-be-left-out"] = "none"  # an empty list is not a missing key here
    return made


def _name_band(band: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A band and the key that says where the band begins: at a value, or above a value."""
    if band["above"] is None:
        return _format_number(band["from"]), band | {"from": None}
    return f"above {_format_number(band['above'])}", band | {"above": None}


def _format_asked(table: dict[str, Any], new_of: Mapping[str, str]) -> dict[str, Any]:
    """A criterion or item with its own items, and with each of its conditions and requirements on one line."""
    condition, required = table["asked-when"], table["requires"]
    formatted = table if condition is None else table | {"asked-when": _format_condition(condition, new_of)}
    if required:
        formatted |= {"requires": _format_condition(required, new_of)}
    if "items" not in table:
        return formatted
    return formatted | {"items": {name: _format_asked(item, new_of) for name, item in table["items"].items()}}


def _build_tests(tests: Iterable[dict[str, Any]], new_of: Mapping[str, str]) -> dict[str, Any]:
    """Test vectors by name; a repeated name is followed by the position of the vector."""
    found: dict[str, Any] = {}
    for number, test in enumerate(tests):
        name = test["name"] if test["name"] not in found else f"{test['name']} ({number})"
        answers = {new_of.get(key, key): answer for key, answer in test["answers"].items()}
        expected = {new_of.get(key, key): _rename_ids(value, new_of) for key, value in test["expect"].items()}
        found[name] = test | {"name": None, "answers": answers, "expect": expected}
    return found


def _rename_ids(value: object, new_of: Mapping[str, str]) -> object:
    """A list or set of ids in which the new ids replace the old ones; any other value is unchanged."""
    if isinstance(value, frozenset):
        return sorted(new_of.get(name, name) for name in value)
    return [new_of.get(name, name) for name in value] if isinstance(value, list) else value


def _format_condition(condition: object, new_of: Mapping[str, str]) -> str:
    """A gate's condition on one line, identical for equal conditions: `any (criterion a, at-most 1; ...)`."""
    if isinstance(condition, list):
        # The order of parts, and how often each is given, change nothing.
        return f"({'; '.join(sorted({_format_condition(part, new_of) for part in condition}))})"
    if isinstance(condition, dict):
        given = {key: value for key, value in condition.items() if value is not None and value != []}
        return ", ".join(
            f"{key} {_format_condition(new_of.get(value, value) if key == 'criterion' else value, new_of)}"
            for key, value in given.items()
        )
    return condition if isinstance(condition, str) else _format_number(condition)


def _format_number(value: Any) -> str:  # noqa: ANN401 - any number
    """A number as text; equal numbers give the same text."""
    return str(int(value)) if value == int(value) else repr(value)


def _number_entries(values: Iterable[object]) -> dict[str, object]:
    return {str(number): value for number, value in enumerate(values)}


def _build_tree(value: Any) -> Any:  # noqa: ANN401 - a table becomes a tree, any other value a leaf
    """A table without empty values; a list of texts becomes a tuple, and a list of numbers becomes text."""
    if isinstance(value, dict):
        made = {key: _build_tree(part) for key, part in value.items()}
        return {key: part for key, part in made.items() if part is not None and part not in ({}, ())}
    if isinstance(value, list):
        return tuple(value) if all(isinstance(part, str) for part in value) else ", ".join(map(_format_number, value))
    return value
