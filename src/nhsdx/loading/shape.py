"""Builds a model from a TOML table, and reports every wrong key and value."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from nhsdx.limits import MOST_SHAPE_PROBLEMS
from nhsdx.loading.keys import KINDS, find_path_in_file, list_keys_at, starts_like
from nhsdx.model import (
    ID_LENGTH,
    ID_PATTERN,
    KIND_OF_KEY,
    NOT_BLANK,
    OVERALL,
    VERSION_PATTERN,
    FileModel,
    ItemState,
    Path,
    Problem,
    RubricFile,
    Status,
    find_nearest,
    quote_word,
    suggest_one_of,
)

Model = TypeVar("Model", bound=FileModel)

STAND_IN = "stand-in"
DATES = ("date_type", "date_parsing", "date_from_datetime_parsing")
TYPE_NAMES = {
    "bool_type": "true or false",
    "dict_type": "a table",
    "float_type": "a number, without quotes",
    "int_type": "a whole number, without quotes or a decimal point",
    "list_type": "a list in [brackets]",
    "mapping_type": "a table",
    "model_attributes_type": "a table",
    "model_type": "a table",
    "string_type": 'text in "quotes"',
    "tuple_type": "a list in [brackets]",
    "union_tag_not_found": "a level, a number, a list of counts or a table of items",
}


class Phrases(NamedTuple):
    """How messages describe a missing key, a date, an answer and the items in each section of a kind of file."""

    missing: str
    date: str
    answer: str
    above: str = ""
    items: Mapping[str | int, str] = MappingProxyType({})


TOML_FILE = Phrases(
    missing="expected {} = …",
    date="a date such as 2026-10-01, without quotes",
    answer="expected a level such as 2, a number, or a table such as { level = 2 }",
    above="; a {} for the whole file belongs above the first [table]",
    items={"answers": 'items.item-id = "yes"', "criteria": 'items.item-id = { level = 1, text = "…" }'},
)


def validate(
    model: type[Model], data: Mapping[str, Any], stand_ins: Mapping[str, Any]
) -> tuple[Model | None, list[Problem]]:
    """The model of a file's data and the problems of its shape.

    If entries (a criterion, a gate, …) have problems, the model is made from the others, and from a placeholder for
    a header with problems, so that all problems can be reported at once. It is None if no model can be made.
    """
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = list(_select_errors(error.errors(include_url=False)))
    problems = _build_problems(model, data, details, TOML_FILE)
    unknown = {find_path_in_file(detail["loc"]) for detail in details if detail["type"] == "extra_forbidden"}
    faulty = {find_path_in_file(detail["loc"])[:2] for detail in details if detail["type"] != "extra_forbidden"}
    try:
        return model.model_validate(_drop_faulty_parts(data, unknown, faulty, stand_ins)), problems
    except ValidationError:
        return None, problems


def list_shape_problems(
    model: type[FileModel], data: Mapping[str, Any], error: ValidationError, writing: Phrases
) -> list[Problem]:
    """The problems of the shape of a file's data, in the words for this kind of file."""
    return _build_problems(model, data, list(_select_errors(error.errors(include_url=False))), writing)


def _build_problems(
    model: type[FileModel], data: Mapping[str, Any], details: Sequence[ErrorDetails], writing: Phrases
) -> list[Problem]:
    """The problems of these errors; of very many, the first ones and how many more there are."""
    problems = [_build_problem(model, data, detail, writing) for detail in details[:MOST_SHAPE_PROBLEMS]]
    more = len(details) - MOST_SHAPE_PROBLEMS
    if more > 0:
        problems.append(
            Problem((), "too-many", f"and {more:,} more wrong keys and values", "correct those above first")
        )
    return problems


def _select_errors(details: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """The errors that are not just a consequence of another one.

    A bare number is tried as an integer first, and a list is found too short when its entries are faulty.
    """
    places = {detail["loc"] for detail in details}
    for detail in details:
        is_first_try = detail["loc"][-1] == "int" and (*detail["loc"][:-1], "float") in places
        seems_short = detail["type"] == "too_short" and len(detail["input"]) >= detail.get("ctx", {})["min_length"]
        if not is_first_try and not seems_short:
            yield detail


def _drop_faulty_parts(
    data: Mapping[str, Any], unknown: Iterable[Path], faulty: Iterable[Path], stand_ins: Mapping[str, Any]
) -> dict[str, Any]:
    """The data without the parts that have problems: unknown keys alone, otherwise the whole entry or list.

    Half an entry would cause further problems, and messages about lists depend on positions.
    """
    sound: dict[str, Any] = copy.deepcopy(dict(data))
    for path in unknown:
        _remove(sound, path)
    for path in sorted(faulty, key=len, reverse=True):
        head = str(path[0])
        if head == "levels" and len(path) > 1:
            sound[head][path[1]] = {"label": STAND_IN}
        elif head in stand_ins:
            sound[head] = stand_ins[head]
        elif len(path) == 1 or not isinstance(sound.get(head), dict):
            sound.pop(head, None)
        else:
            sound.get(head, {}).pop(path[1], None)
    return sound


def _remove(data: dict[str, Any], path: Path) -> None:
    holder: Any = data
    for part in path[:-1]:
        holder = holder[part]
    holder.pop(path[-1])


def _build_problem(model: type[FileModel], data: Mapping[str, Any], detail: ErrorDetails, writing: Phrases) -> Problem:
    path = find_path_in_file(detail["loc"])
    kind = detail["type"]
    if kind == "missing":
        return Problem(path[:-1], "missing-key", f"{quote_word(path[-1])} is missing", writing.missing.format(path[-1]))
    if kind == "extra_forbidden" or _is_unknown_node(data, path):
        remedy = _describe_known_keys(model, data, path, detail["input"], writing)
        return Problem(path, "unknown-key", f"{quote_word(path[-1])} is not a key here", remedy, at_key=True)
    if path and path[-1] == "[key]":
        path = path[:-1]
        remedy = "expected lower-case words joined by hyphens, 64 characters at most, as in clinical-safety"
        return Problem(path, "bad-id", f"{quote_word(path[-1])} cannot be an id", remedy, at_key=True)
    code, message, remedy = _describe_error(detail, path, writing)
    if kind == "union_tag_invalid":
        path = (*path, "kind")
    return Problem(path, code, message, remedy)


def _is_unknown_node(data: Mapping[str, Any], path: Path) -> bool:
    """Whether a wrong key of an `expect`, which may have any node as a key, is not a node.

    An assessment does not contain the nodes; there, a key that is close to a known key is taken for a typing error.
    """
    patterns = (("tests", "*", "expect", "*"), ("expect", "*"))
    if not any(len(path) == len(one) and starts_like(path, one) for one in patterns):
        return False
    keys = list_keys_at(RubricFile, path[:-1], data)
    if path[-1] in keys:
        return False
    if "criteria" not in data:
        return find_nearest(str(path[-1]), keys, 0.75) is not None
    sections = (data.get(name) for name in ("dimensions", "criteria"))
    nodes = {OVERALL, *(node for section in sections if isinstance(section, dict) for node in section)}
    return path[-1] not in nodes


def _describe_known_keys(
    model: type[FileModel], data: Mapping[str, Any], path: Path, value: object, writing: Phrases
) -> str:
    """Which keys are allowed here, or what else would make this key right."""
    key = str(path[-1])
    if (
        model is RubricFile
        and path[0] == "criteria"
        and len(path) == len(("criteria", "id", "key"))
        and key in KIND_OF_KEY
    ):
        return f'expected kind = "{KIND_OF_KEY[key]}" beside it'
    remedy = suggest_one_of(key, list_keys_at(model, path[:-1], data))
    if len(path) > 1 and key in list_keys_at(model, (), data) and not isinstance(value, dict | list):
        remedy += writing.above.format(key)
    return remedy


def _describe_error(detail: ErrorDetails, path: Path, writing: Phrases) -> tuple[str, str, str]:
    kind = detail["type"]
    if kind in ("literal_error", "enum", "union_tag_invalid"):
        return _describe_choice(detail)
    if kind in TYPE_NAMES or kind in DATES:
        return _describe_type(kind, path, writing)
    if kind == "string_too_long" and detail.get("ctx", {})["max_length"] == ID_LENGTH:
        return _describe_pattern(ID_PATTERN, detail["input"])
    if kind == "string_pattern_mismatch":
        return _describe_pattern(str(detail.get("ctx", {})["pattern"]), detail["input"])
    return "out-of-range", f"{_describe_key(path)} is out of range", _describe_bounds(detail)


def _describe_type(kind: str, path: Path, writing: Phrases) -> tuple[str, str, str]:
    """The problem of a value of another type than that of its key."""
    if len(path) > 1 and path[-2] == "answers":
        return "answer-form", "this is not an answer", writing.answer
    expected = writing.date if kind in DATES else TYPE_NAMES[kind]
    if path[-1] == "items" and path[0] in writing.items:
        expected = f"a table with a key for each item, as in {writing.items[path[0]]}"
    return "wrong-type", f"{_describe_key(path)} has the wrong type", f"expected {expected}"


def _describe_key(path: Path) -> str:
    """A key in quotation marks, or an entry of a list by its position, counted from 1."""
    last = path[-1]
    return f"entry {last + 1} of {_describe_key(path[:-1])}" if isinstance(last, int) else quote_word(last)


def _describe_choice(detail: ErrorDetails) -> tuple[str, str, str]:
    """The problem of a value that is not allowed: a kind, a status in place of an answer, or another word."""
    given = detail["input"]
    if detail["type"] == "union_tag_invalid":
        kind = given.get("kind") if isinstance(given, Mapping) else given
        return _describe_wrong_choice(kind, KINDS, "kind")
    expected = str(detail.get("ctx", {})["expected"])
    options = expected.replace("'", "").replace(" or ", ", ").split(", ")
    if set(options) == set(ItemState):
        message = (
            f"{quote_word(given)} is not an answer to an item" if isinstance(given, str) else "this is not an answer"
        )
        return "answer-form", message, suggest_one_of(given, options)
    if set(options) == set(Status) and detail["loc"][-1] == "status":
        return "answer-form", f"{quote_word(given)} is not a status", suggest_one_of(given, options)
    if set(options) == set(Status):
        words = suggest_one_of(given, options).removeprefix("expected ")
        remedy = f"expected a level or a number, without quotes, or {words}"
        return "answer-form", f"{quote_word(given)} is not an answer", remedy
    return _describe_wrong_choice(given, options, detail["loc"][-1])


def _describe_wrong_choice(given: object, options: Iterable[str], key: str | int) -> tuple[str, str, str]:
    remedy = suggest_one_of(given, options)
    if not isinstance(given, str):
        return "wrong-type", f"{quote_word(key)} has the wrong type", remedy
    return "not-allowed", f"{quote_word(given)} is not allowed here", remedy


def _describe_pattern(pattern: str, given: object) -> tuple[str, str, str]:
    if pattern == VERSION_PATTERN:
        return "bad-version", f"{quote_word(given)} is not a version", "expected three numbers, as in 1.0.0"
    if pattern == NOT_BLANK:
        return "bad-text", "this is blank", "expected words"
    if "0-9a-f" in pattern:
        form = "sha256: and 64" if "sha256" in pattern else "64"
        return "bad-text", "this is not a SHA-256", f"expected {form} hexadecimal digits in lower case"
    remedy = "expected lower-case words joined by hyphens, 64 characters at most, as in clinical-safety"
    return "bad-id", f"{quote_word(given)} is not an id", remedy


def _describe_bounds(detail: ErrorDetails) -> str:
    """The values that a bound allows, from the message of pydantic."""
    words = detail["msg"].replace(" after validation", "").removeprefix("Input should ").removeprefix("String should ")
    for ours in ("Tuple", "Dictionary"):
        words = words.removeprefix(f"{ours} should ")
    return f"expected it to {words}"
