"""JSON Schemas of the files that nhsdx reads and writes, made from the models, with the meaning of each key."""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, get_args

import tomli
from pydantic import BaseModel

from nhsdx.commands.benefits.shape import BenefitsFile
from nhsdx.commands.check.policy.shape import PolicyFile
from nhsdx.commands.rubric.schema.overlay import build_overlay_schema
from nhsdx.commands.rubric.schema.rules import RULES
from nhsdx.commands.survey.map import Questionnaire
from nhsdx.model import AssessmentFile, Change, EffortFile, FileModel, OverlayHeader, RubricFile
from nhsdx.results.output import OutputDocument, OutputModel
from nhsdx.results.shape import ResultFile
from nhsdx.tables.map import BatchMap, FormMap

Json: TypeAlias = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
HOME = "https://github.com/nhsdx/nhsdx/raw/main/schemas"
FILES: dict[str, type[FileModel]] = {
    "rubric": RubricFile,
    "assessment": AssessmentFile,
    "result": ResultFile,
    "policy": PolicyFile,
    "effort": EffortFile,
    "overlay": RubricFile,
    "questionnaire": Questionnaire,
    "batch-map": BatchMap,
    "benefits": BenefitsFile,
    "form-map": FormMap,
}
OVERLAY = "overlay"
OF_OUTPUTS = "output-meanings.toml"
EXAMPLES = "examples.toml"
TEXT = {"type": "string"}
# Pydantic does not translate these bounds if a value may have several types.
BOUNDS = {"ge": "minimum", "le": "maximum"}
NUMBERS = [{"type": "integer"}, {"type": "number"}]
NULL = {"type": "null"}
DATE_PATTERN = r"^\d{4}-\d{2}-\d{2}$"


class SchemaStyle(NamedTuple):
    """The settings that decide how a part of a schema is written.

    In JSON, a figure may be null, and a date is text. In TOML, nothing is null, and a date is a type of its own, which
    validators of TOML recognise by its format.
    """

    in_json: bool
    shortest: int | None
    longest: int | None


def build_model_schema(name: str, model: type[FileModel | OutputDocument]) -> Json:
    """The JSON Schema, draft 2020-12, of the file or document that a model reads or writes."""
    tables = _tables()
    is_output = issubclass(model, OutputDocument)
    made = model.model_json_schema(by_alias=True, mode="serialization" if is_output else "validation")
    inner = made.pop("$defs", {})
    in_json = is_output or model is ResultFile
    head = {"$schema": DIALECT, "$id": f"{HOME}/{name}.schema.json", "title": f"nhsdx {name}, format 1"}
    definitions = {key: _build_table(tables.get(key), part, in_json=in_json) for key, part in inner.items()}
    schema = head | _build_table(model, made, in_json=in_json) | {"$defs": definitions}
    if name == OVERLAY:
        added = (OverlayHeader, Change)
        schema = build_overlay_schema(
            schema, *(_build_table(one, one.model_json_schema(by_alias=True), in_json=False) for one in added)
        )
    return schema


@functools.cache
def read_meanings(name: str = "meanings.toml") -> Mapping[str, Mapping[str, str]]:
    """A sentence on the meaning of each key, by model and key."""
    path = Path(__file__).with_name(name)
    return tomli.loads(path.read_text(encoding="utf-8"))


def _tables() -> dict[str, type]:
    """The models that a schema may define, by name, and the dataclasses that they have as fields."""
    found: dict[str, type] = {}
    waiting: list[type[BaseModel]] = [FileModel, OutputModel]
    while waiting:
        model = waiting.pop()
        # Some versions of pydantic cannot write the default of a table that was not built yet.
        model.model_rebuild()
        found[model.__name__] = model
        found |= {one.__name__: one for field in model.model_fields.values() for one in _dataclasses(field.annotation)}
        waiting.extend(model.__subclasses__())
    return found


def _dataclasses(annotation: object) -> Iterator[type]:
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        yield annotation
    for part in get_args(annotation):
        yield from _dataclasses(part)


def _build_table(owner: type | None, made: Json, *, in_json: bool) -> Json:
    """The schema for a table, with the meanings and rules of its keys; `owner` is None for an enumeration."""
    config: Mapping[str, Any] = getattr(owner, "model_config", {})
    table = _normalise(made, SchemaStyle(in_json, config.get("str_min_length"), config.get("str_max_length")))
    if dataclasses.is_dataclass(owner):
        # Only some versions of pydantic describe a dataclass, and say that it has exactly these keys.
        table = {"additionalProperties": False} | table | {"required": list(table["properties"])}
        made = made | {"description": inspect.cleandoc(owner.__doc__ or "")}
    owners = [one.__name__ for one in getattr(owner, "__mro__", ())]
    for key, part in table.get("properties", {}).items():
        examples = _find_first(owners, key, _index_entries(EXAMPLES))
        shown = {} if examples is None else {"examples": examples}
        meaning = _find_first(owners, key, _index_entries("meanings.toml", OF_OUTPUTS))
        if meaning is None:
            raise LookupError(f"meanings.toml and {OF_OUTPUTS} do not say what {key!r} of {owners[0]} means")
        if key in table.get("required", ()):
            part.pop("default", None)
        table["properties"][key] = {"description": meaning} | part | shown
    rules = {} if owner is None else RULES.get(owner.__name__, {})
    return {"description": _read_purpose(made)} | _merge(table, rules)


def _read_purpose(made: Json) -> str:
    """The first paragraph of the docstring; for an enumeration the whole docstring, because it explains each word."""
    text = made.get("description", "")
    return " ".join((text if "enum" in made else text.partition("\n\n")[0]).split())


@functools.cache
def _index_entries(*files: str) -> Mapping[tuple[str, str], Any]:
    """The entries of the given files by model and key.

    An entry is the meaning of a key, or the examples that an editor may offer for a key.
    """
    known = (table for name in files for table in read_meanings(name).items())
    return {(model, key): entry for model, keys in known for key, entry in keys.items()}


def _find_first(owners: Sequence[str], key: str, known: Mapping[tuple[str, str], Any]) -> Any:  # noqa: ANN401 - a text or examples
    """The value for a key: the given model's own or, if it has none, that of a model that it inherits from."""
    return next((known[owner, key] for owner in owners if (owner, key) in known), None)


def _normalise(schema: Json, style: SchemaStyle) -> Json:
    """A schema without empty keywords, the same for every version of pydantic."""
    kept = {BOUNDS.get(key, key): value for key, value in schema.items() if not _is_noise(key, value)}
    if kept.get("anyOf") == NUMBERS:
        kept = _omit(kept, "anyOf") | {"type": "number"}
    kept = _split_names(kept if style.in_json else _drop_null(kept, style))
    parts = {key: _normalise_part(key, value, style) for key, value in _bound_text(kept, style).items()}
    # Some versions of pydantic write an empty rule for keys that may be any text.
    return parts if parts.get("propertyNames", True) else _omit(parts, "propertyNames")


def _omit(schema: Json, left_out: str) -> Json:
    return {key: value for key, value in schema.items() if key != left_out}


def _drop_null(schema: Json, style: SchemaStyle) -> Json:
    """The schema without null, which TOML does not have."""
    if NULL not in schema.get("anyOf", ()):
        return schema
    first, *others = (part for part in schema["anyOf"] if part != NULL)
    return _omit(schema, "anyOf") | ({"anyOf": [first, *others]} if others else _normalise(first, style))


def _split_names(schema: Json) -> Json:
    """The schema for a table of entries by id: a rule for the ids, and a rule for the entries."""
    kept = dict(schema)
    for pattern, entry in kept.pop("patternProperties", {}).items():
        kept["additionalProperties"] = entry
        kept["propertyNames"] = {"pattern": pattern} | kept.get("propertyNames", {})
    return kept


def _bound_text(schema: Json, style: SchemaStyle) -> Json:
    """A schema of text with its bounds; the bounds of free text come from the configuration of the model."""
    if style.in_json and schema.get("format") == "date":
        return TEXT | {"pattern": DATE_PATTERN}
    bounds = {"minLength": style.shortest or None, "maxLength": style.longest}
    own = {key: value for key, value in schema.items() if key != "minLength" and value != bounds.get(key, NULL)}
    return own | {key: bound for key, bound in bounds.items() if bound is not None} if own == TEXT else own


def _is_noise(key: str, value: object) -> bool:
    return key in ("title", "description") or (key == "default" and (value is None or isinstance(value, list | dict)))


def _normalise_part(key: str, value: Any, style: SchemaStyle) -> Any:  # noqa: ANN401 - any value of a schema
    if key == "properties":
        return {name: _normalise(inner, style) for name, inner in value.items()}
    if key in ("anyOf", "oneOf", "prefixItems"):
        return [_normalise(inner, style) for inner in value]
    if isinstance(value, dict) and key in ("items", "additionalProperties", "propertyNames"):
        return _normalise(value, style)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _merge(one: Json, other: Json) -> Json:
    """Merges two schemas, including the keys that both have."""
    both = {key: _merge(one[key], other[key]) for key in one if key in other and isinstance(one[key], dict)}
    return one | other | both
