"""Puts a computed result into the shape in which it is published."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from enum import Enum
from typing import Any, get_args, get_origin

from nhsdx import __version__
from nhsdx.model import RESULT_FORMAT, Result
from nhsdx.results.head import PublishedModel
from nhsdx.results.shape import PublishedResult
from nhsdx.scoring import compute_result_digest

PLAIN = (str, int, float, bool)
TOOL = {"name": "nhsdx", "version": __version__}


def result_data(result: Result) -> dict[str, Any]:
    """A result in the shape in which it is published. Scores are not rounded, and an excluded node has null scores."""
    both = result.both
    values = {name: getattr(result, name) for name in PublishedResult.model_fields if hasattr(result, name)}
    values |= {"format": RESULT_FORMAT, "tool": TOOL}
    values |= {} if both is None else {"overlay": both.origin, "both": both.nodes, "national": both.national}
    values["actions"] = tuple(action.model_dump(mode="json") for action in result.actions)
    data = _write_table(PublishedResult, values)
    return data | {"digest": compute_result_digest(data)}


def _write_table(model: type[PublishedModel], source: object) -> dict[str, Any]:
    """A computed value as data with the fields and keys of a model.

    Writing the data here is faster than building a validator for the model.
    """
    values = source if isinstance(source, Mapping) else None
    table: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        value = getattr(source, name, None) if values is None else values.get(name)
        if field.exclude_if is None or not field.exclude_if(value):
            table[field.alias or name] = _write_value(field.annotation, value)
    return table


def _write_value(kind: Any, value: Any) -> Any:  # noqa: ANN401 - any annotation, and any value that fits it
    if value is None or type(value) in PLAIN:
        return value
    if isinstance(kind, type):
        return _write_one(kind, value)
    first, *others = (one for one in get_args(kind) if one is not type(None))
    if type(value) is tuple:
        return [_write_value(first, one) for one in value]
    if get_origin(kind) is dict:
        return {str(name): _write_value(others[0], one) for name, one in value.items()}
    return _write_value(first, value)


def _write_one(kind: type, value: object) -> object:
    """A table as data, a date or a status as text, and any other value unchanged."""
    if issubclass(kind, PublishedModel):
        return _write_table(kind, value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
