"""Finds the places of pydantic's errors in a file, and the keys that a table in a file may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from nhsdx.model import FileModel, Path, find_kind

KINDS = ("level", "checklist", "measure", "survey")
FORMS = ("number", "word", "table")
EXPECTED_FORMS = ("number", "table")
NAMES = ("whole", "decimal", "word")
WORD = "constrained-str"
"""The tag that pydantic gives a string in a place that also allows a number."""
TAGGED = (
    (("criteria", "*"), KINDS),
    (("answers", "*"), FORMS),
    (("tests", "*", "answers", "*"), FORMS),
    (("expect", "*"), EXPECTED_FORMS),
    (("tests", "*", "expect", "*"), EXPECTED_FORMS),
    (("expect", "*", "*"), EXPECTED_FORMS),
    (("tests", "*", "expect", "*", "*"), EXPECTED_FORMS),
    (("fail-under",), ("number", "nodes")),
    (("fail-under", "*"), EXPECTED_FORMS),
    (("criteria", "*", "answer"), ("number", "counts", "items")),
    (("criteria", "*", "levels", "*"), ("text", "table")),
    (("criteria", "*", "levels", "*", "number"), NAMES),
    (("criteria", "*", "not-applicable-counts"), ("word", "number")),
    (("levels", "*", "number"), NAMES),
    (("costs", "*", "years", "*"), FORMS),
    (("benefits", "*", "years", "*"), FORMS),
)


def find_path_in_file(location: Path) -> Path:
    """The location that pydantic gives for an error, without the tags of unions, which are not in the file."""
    if location[-1] in ("int", "float", WORD):
        location = location[:-1]
    for tagged, tags in TAGGED:
        if is_in_places(location, [tagged]) and location[len(tagged)] in tags:
            location = location[: len(tagged)] + location[len(tagged) + 1 :]
    return location


def fits(location: Path, patterns: Iterable[tuple[str, ...]]) -> bool:
    """Whether a location matches one of the patterns, in which `*` stands for any part."""
    return any(len(location) == len(one) and _starts_like(location, one) for one in patterns)


def is_in_places(location: Path, patterns: Iterable[tuple[str, ...]]) -> bool:
    """Whether a location is inside a place that matches one of the patterns."""
    return any(len(location) > len(one) and _starts_like(location, one) for one in patterns)


def _starts_like(location: Path, pattern: tuple[str, ...]) -> bool:
    return all(mark in ("*", part) for part, mark in zip(location, pattern, strict=False))


def list_keys_at(model: type[FileModel], path: Path, data: Mapping[str, Any]) -> list[str]:
    """The keys that the table at a path may have, in the order of the model; empty if there is no table at the path."""
    owner = find_model(*find_type(model, path, data))
    return [] if owner is None else list(list_fields(owner))


def list_fields(model: type[FileModel]) -> dict[str, FieldInfo]:
    """A model's fields in the model's order, each under its key in a file."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def find_type(model: type[FileModel], path: Path, data: Mapping[str, Any]) -> tuple[object, object]:
    """The type annotation and the value at a path."""
    annotation: object = model
    value: object = data
    for part in path:
        owner = find_model(annotation, value)
        if owner is not None:
            fields = list_fields(owner)
            annotation = fields[str(part)].annotation if part in fields else _find_extra_type(owner)
        else:
            annotation = find_entry_type(annotation)
        value = _read_part(value, part)
    return annotation, value


def _find_extra_type(model: type[FileModel]) -> object:
    """The type of the values under extra keys, if the model allows such keys."""
    if model.model_config.get("extra") != "allow":
        return None
    return get_args(get_type_hints(model)["__pydantic_extra__"])[1]


def _read_part(value: object, part: str | int) -> object:
    if isinstance(value, Mapping):
        return value.get(part)
    return value[part] if isinstance(value, list) and isinstance(part, int) else None


def find_model(annotation: object, value: object) -> type[FileModel] | None:
    """The model in an annotation; if there are several models, the one with the kind that the value gives."""
    models = list_models(annotation)
    of_kind = [model for model in models if _has_kind(model, find_kind(value))]
    return next(iter(of_kind or models), None)


def list_models(annotation: object) -> list[type[FileModel]]:
    """The models in an annotation, without the models for the entries of a table or list."""
    return [one for one in list_types(annotation) if isinstance(one, type) and issubclass(one, FileModel)]


def list_types(annotation: object) -> Iterator[object]:
    """The types in an annotation, without the types for the entries of a table or list."""
    yield annotation
    if get_origin(annotation) not in (dict, tuple, Literal):
        for part in get_args(annotation):
            yield from list_types(part)


def _has_kind(model: type[FileModel], kind: str) -> bool:
    field = model.model_fields.get("kind")
    return field is not None and kind in get_args(field.annotation)


def find_entry_type(annotation: object) -> object:
    """The type of the entries of a table or list, even if the annotation also has `Annotated` or `| None`."""
    if get_origin(annotation) is dict:
        return get_args(annotation)[1]
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0]
    inner = (find_entry_type(part) for part in get_args(annotation))
    return next((part for part in inner if part is not None), None)
