"""Builds a model from a TOML table, and reports every wrong key and value."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from nhsdx.limits import MOST_SHAPE_PROBLEMS
from nhsdx.loading.key_examples import write_example
from nhsdx.loading.keys import WORD, find_path_in_file, fits, list_keys_at
from nhsdx.loading.shape_words import TOML_FILE, Phrases, describe_error, describe_wrong_key
from nhsdx.loading.whole.answer_words import HOLDERS
from nhsdx.model import (
    KIND_OF_KEY,
    OVERALL,
    FileModel,
    Path,
    Problem,
    RubricFile,
    find_nearest,
    quote_word,
    suggest_one_of,
)

Model = TypeVar("Model", bound=FileModel)

STAND_IN = "stand-in"
DIGESTS = ("base-scoring-digest", "base-content-digest")


def validate(
    model: type[Model], data: Mapping[str, Any], stand_ins: Mapping[str, Any]
) -> tuple[Model | None, list[Problem]]:
    """The model made from a file's data, and the problems with the shape of the data.

    If entries such as criteria or gates have problems, the model is made without these entries, so that all problems
    can be reported at once. A header with problems is replaced with a placeholder. The model is None if it cannot be
    made.
    """
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = list(_select_errors(error.errors(include_url=False)))
    problems = _build_problems(model, data, details, TOML_FILE)
    unknown = {find_path_in_file(detail["loc"]) for detail in details if detail["type"] == "extra_forbidden"}
    faulty = {_find_part(find_path_in_file(one["loc"])) for one in details if one["type"] != "extra_forbidden"}
    try:
        return model.model_validate(_drop_faulty_parts(data, unknown, faulty, stand_ins)), problems
    except ValidationError:
        return None, problems


def list_shape_problems(
    model: type[FileModel], data: Mapping[str, Any], error: ValidationError, writing: Phrases = TOML_FILE
) -> list[Problem]:
    """The problems with the shape of a file's data, in words that fit this kind of file."""
    return _build_problems(model, data, list(_select_errors(error.errors(include_url=False))), writing)


def _build_problems(
    model: type[FileModel], data: Mapping[str, Any], details: Sequence[ErrorDetails], writing: Phrases
) -> list[Problem]:
    """The problems in pydantic's errors; if there are very many, only the first ones and how many more there are."""
    problems = [_build_problem(model, data, detail, writing) for detail in details[:MOST_SHAPE_PROBLEMS]]
    more = len(details) - MOST_SHAPE_PROBLEMS
    if more > 0:
        problems.append(
            Problem((), "too-many", f"and {more:,} more wrong keys and values", "correct those above first")
        )
    return problems


def _select_errors(details: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """The given errors, without those that only follow from other errors.

    For example, a number is first tried as an integer, and a list with wrong entries is also reported as too short.
    """
    places = {detail["loc"] for detail in details}
    for detail in details:
        seems_short = detail["type"] == "too_short" and len(detail["input"]) >= detail.get("ctx", {})["min_length"]
        if detail["loc"][-1] == WORD and detail["type"] == "string_type":
            yield {**detail, "type": "word_or_number"}
        elif not _is_first_try(detail["loc"], places) and not seems_short:
            yield detail


def _is_first_try(location: Path, places: Collection[Path]) -> bool:
    """Whether a value matched none of several types, and the error is about a type that was not the last one tried."""
    later = {"int": ("float", WORD), "float": (WORD,)}.get(str(location[-1]), ())
    return any((*location[:-1], one) in places for one in later)


def _find_part(path: Path) -> Path:
    """The part of a file to leave out because of a wrong value: a whole entry or, inside an answer, a key or item."""
    depth = len(("answers", "id", "items", "item") if path[2:3] == ("items",) else ("answers", "id", "value"))
    return path[:depth] if path[0] == "answers" else path[:2]


def _drop_faulty_parts(
    data: Mapping[str, Any], unknown: Iterable[Path], faulty: Iterable[Path], stand_ins: Mapping[str, Any]
) -> dict[str, Any]:
    """The data without its faults.

    An unknown key is removed by itself, but a wrong value is removed with its whole entry or list. Keeping the rest of
    an entry would cause further problems, and messages about lists depend on positions in the list. An answer that
    loses its value is kept as unknown.
    """
    sound: dict[str, Any] = copy.deepcopy(dict(data))
    for path in unknown:
        _remove(sound, path)
    for path in sorted(faulty, key=len, reverse=True):
        head = str(path[0])
        if head == "levels" and len(path) > 1:
            sound[head][path[1]] = {"label": STAND_IN}
        elif head == "answers" and len(path) > len(("answers", "id")):
            _drop_from_answer(sound, path)
        elif head in stand_ins:
            sound[head] = stand_ins[head]
        elif len(path) == 1 or not isinstance(sound.get(head), dict):
            sound.pop(head, None)
        else:
            sound.get(head, {}).pop(path[1], None)
    return sound


def _drop_from_answer(sound: dict[str, Any], path: Path) -> None:
    """Removes a wrong key or item from an answer. An answer that loses its value becomes unknown."""
    answer = sound[str(path[0])][path[1]]
    key = path[2]
    if len(path) > len(("answers", "id", "value")):
        answer.get(key, {}).pop(path[3], None)
        return
    for one in HOLDERS if key in HOLDERS else (key,):
        answer.pop(one, None)
    if key in HOLDERS:
        answer["status"] = "unknown"


def _remove(data: dict[str, Any], path: Path) -> None:
    holder: Any = data
    for part in path[:-1]:
        holder = holder[part]
    holder.pop(path[-1])


def _build_problem(model: type[FileModel], data: Mapping[str, Any], detail: ErrorDetails, writing: Phrases) -> Problem:
    path = find_path_in_file(detail["loc"])
    kind = detail["type"]
    if kind == "missing":
        example = writing.missing.format(path[-1]) if writing.missing else write_example(model, path, data)
        remedy = f"expected {example}{'; nhsdx rubric extend writes it' * (path[-1] in DIGESTS)}"
        return Problem(path[:-1], "missing-key", f"{quote_word(path[-1])} is missing", remedy)
    if kind == "extra_forbidden" or _is_unknown_node(data, path):
        remedy = _describe_known_keys(model, data, path, detail["input"], writing)
        return Problem(path, "unknown-key", f"{quote_word(path[-1])} is not a key here", remedy, at_key=True)
    if path and path[-1] == "[key]":
        return Problem(path[:-1], *describe_wrong_key(path[:-1], detail), at_key=True)
    code, message, remedy = describe_error(model, data, detail, path, writing)
    if kind == "union_tag_invalid":
        path = (*path, "kind")
    return Problem(path, code, message, remedy)


def _is_unknown_node(data: Mapping[str, Any], path: Path) -> bool:
    """Whether a key in an `expect` table is wrong because it is not the id of a node.

    An assessment does not list the nodes, so in an assessment a key that is similar to a known key counts as misspelt.
    """
    patterns = (("tests", "*", "expect", "*"), ("expect", "*"))
    if not fits(path, patterns):
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
    """Which keys are allowed in a place, or what would make the given key valid there."""
    key = str(path[-1])
    if (
        model is RubricFile
        and path[0] == "criteria"
        and len(path) == len(("criteria", "id", "key"))
        and key in KIND_OF_KEY
    ):
        return f'expected kind = "{KIND_OF_KEY[key]}" beside it'
    remedy = suggest_one_of(key, list_keys_at(model, path[:-1], data), taken=_list_given_keys(data, path[:-1]))
    if len(path) > 1 and key in list_keys_at(model, (), data) and not isinstance(value, dict | list):
        remedy += writing.above.format(key)
    return remedy


def _list_given_keys(data: Mapping[str, Any], path: Path) -> Collection[str]:
    """The keys that the table at a path already has. None of these is suggested for a misspelt key."""
    value: Any = data
    for part in path:
        value = value[part]
    return value.keys() if isinstance(value, Mapping) else ()
