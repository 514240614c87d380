"""From a TOML table to a model, with every wrong key and value named."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from nhsdx.files.keys import keys_at
from nhsdx.model.assessment import Status
from nhsdx.model.base import FileModel
from nhsdx.model.finding import Path, Problem
from nhsdx.model.suggest import expected_one_of, quoted

Model = TypeVar("Model", bound=FileModel)

KINDS = ("level", "checklist", "measure", "survey")
FORMS = ("number", "word", "table")
TAGGED = (
    (("criteria", "*"), KINDS),
    (("answers", "*"), FORMS),
    (("tests", "*", "answers", "*"), FORMS),
)
TYPE_NAMES = {
    "bool_type": "true or false",
    "date_type": "a date such as 2026-10-01, without quotes",
    "dict_type": "a table",
    "float_type": "a number, without quotes",
    "int_type": "a whole number, without quotes or a decimal point",
    "list_type": "a list in [brackets]",
    "mapping_type": "a table",
    "model_attributes_type": "a table",
    "model_type": "a table",
    "string_type": 'text in "quotes"',
    "tuple_type": "a list in [brackets]",
}


def validate(
    model: type[Model], data: Mapping[str, Any], stand_ins: Mapping[str, Any]
) -> tuple[Model | None, list[Problem]]:
    """The model of a file's data and the problems of its shape.

    Where entries (a criterion, a gate, …) are faulty, the model is made from the others, and from a
    stand-in for a faulty head, so that what else is wrong can be said in the same breath. It is None
    if none can be made.
    """
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    problems = [_problem(model, data, detail) for detail in _telling(details)]
    faulty = {_to_set_aside(detail) for detail in details}
    try:
        return model.model_validate(_without(data, faulty, stand_ins)), problems
    except ValidationError:
        return None, problems


def _telling(details: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """The errors that say something of their own.

    A bare number is tried as an integer first, and a list is found too short when its entries are faulty.
    """
    places = {detail["loc"] for detail in details}
    for detail in details:
        inside = any(place[: len(detail["loc"])] == detail["loc"] for place in places - {detail["loc"]})
        is_first_try = detail["loc"][-1] == "int" and (*detail["loc"][:-1], "float") in places
        if not is_first_try and not (inside and detail["type"] == "too_short"):
            yield detail


def _to_set_aside(detail: ErrorDetails) -> Path:
    """An unknown key alone; else the whole entry, since half of one would be judged wrongly."""
    if detail["type"] == "extra_forbidden":
        return _path_in_file(detail["loc"])
    return detail["loc"][:2]


def _without(data: Mapping[str, Any], faulty: Iterable[Path], stand_ins: Mapping[str, Any]) -> dict[str, Any]:
    """The data without the faulty parts; a faulty list goes whole, for positions matter to what is said."""
    sound: dict[str, Any] = copy.deepcopy(dict(data))
    for path in sorted(faulty, key=len, reverse=True):
        head = str(path[0])
        if head in stand_ins:
            sound[head] = stand_ins[head]
        elif len(path) == 1 or any(isinstance(part, int) for part in path):
            sound.pop(head, None)
        else:
            _remove(sound, path)
    return sound


def _remove(data: dict[str, Any], path: Path) -> None:
    holder: Any = data
    for part in path[:-1]:
        holder = holder.get(part) if isinstance(holder, dict) else None
    if isinstance(holder, dict):
        holder.pop(path[-1], None)


def _problem(model: type[FileModel], data: Mapping[str, Any], detail: ErrorDetails) -> Problem:
    path = _path_in_file(detail["loc"])
    kind = detail["type"]
    if kind == "missing":
        return Problem(path[:-1], "missing-key", f"{quoted(path[-1])} is missing", f"expected {path[-1]} = …")
    if kind == "extra_forbidden":
        known = keys_at(model, path[:-1], data)
        return Problem(
            path, "unknown-key", f"{quoted(path[-1])} is not a key here", expected_one_of(path[-1], known), at_key=True
        )
    if path and path[-1] == "[key]":
        path = path[:-1]
        remedy = "expected lower-case words joined by hyphens, 64 characters at most, as in clinical-safety"
        return Problem(path, "bad-id", f"{quoted(path[-1])} cannot be an id", remedy, at_key=True)
    code, message, remedy = _worded(detail, path)
    if kind == "union_tag_invalid":
        path = (*path, "kind")
    return Problem(path, code, message, remedy)


def _path_in_file(location: Path) -> Path:
    """Pydantic's location without the tags of unions, which are not in the file."""
    if location[-1] in ("int", "float"):
        location = location[:-1]
    for tagged, tags in TAGGED:
        if _starts(location, tagged) and len(location) > len(tagged) and location[len(tagged)] in tags:
            return location[: len(tagged)] + location[len(tagged) + 1 :]
    return location


def _starts(location: Path, pattern: tuple[str, ...]) -> bool:
    """Whether a location begins like a pattern, in which `*` stands for any part."""
    return all(mark in ("*", part) for part, mark in zip(location, pattern, strict=False))


def _worded(detail: ErrorDetails, path: Path) -> tuple[str, str, str]:
    kind = detail["type"]
    if kind == "union_tag_invalid":
        return _choice_words(detail)
    if kind in TYPE_NAMES:
        if len(path) > 1 and path[-2] == "answers":
            remedy = "expected a level such as 2, a number, or a table such as { level = 2 }"
            return "answer-form", "this is not an answer", remedy
        return "wrong-type", f"{_named(path)} has the wrong type", f"expected {TYPE_NAMES[kind]}"
    if kind in ("literal_error", "enum"):
        return _choice_words(detail)
    if kind == "string_pattern_mismatch":
        return _pattern_words(str(detail.get("ctx", {})["pattern"]), detail["input"])
    return "out-of-range", f"{_named(path)} is out of range", _bounds_words(detail)


def _named(path: Path) -> str:
    """A key as the reader knows it, or an entry of a list by its place from 1."""
    last = path[-1]
    return f"entry {last + 1} of {_named(path[:-1])}" if isinstance(last, int) else quoted(last)


def _choice_words(detail: ErrorDetails) -> tuple[str, str, str]:
    """A value that is none of those allowed: a kind, a status where an answer stands, or another word."""
    given = detail["input"]
    if detail["type"] == "union_tag_invalid":
        kind = given.get("kind") if isinstance(given, Mapping) else given
        return "not-allowed", f"{quoted(kind)} is not allowed here", expected_one_of(kind, KINDS)
    expected = str(detail.get("ctx", {})["expected"])
    options = expected.replace("'", "").replace(" or ", ", ").split(", ")
    if set(options) == set(Status) and detail["loc"][-1] == "status":
        return "answer-form", f"{quoted(given)} is not a status", expected_one_of(given, options)
    if set(options) == set(Status):
        words = expected_one_of(given, options).removeprefix("expected ")
        remedy = f"expected a level or a number, without quotes, or {words}"
        return "answer-form", f"{quoted(given)} is not an answer", remedy
    return "not-allowed", f"{quoted(given)} is not allowed here", expected_one_of(given, options)


def _pattern_words(pattern: str, given: object) -> tuple[str, str, str]:
    from nhsdx.model.rubric import VERSION_PATTERN

    if pattern == VERSION_PATTERN:
        return "bad-version", f"{quoted(given)} is not a version", "expected three numbers, as in 1.0.0"
    if "0-9a-f" in pattern:
        return "bad-text", "this is not a SHA-256", "expected 64 hexadecimal digits in lower case"
    remedy = "expected lower-case words joined by hyphens, 64 characters at most, as in clinical-safety"
    return "bad-id", f"{quoted(given)} is not an id", remedy


def _bounds_words(detail: ErrorDetails) -> str:
    """What the bound that was crossed allows, from pydantic's own words for it."""
    said = detail["msg"].replace(" after validation", "").removeprefix("Input should ").removeprefix("String should ")
    for ours in ("Tuple", "Dictionary"):
        said = said.removeprefix(f"{ours} should ")
    return f"expected it to {said}"
