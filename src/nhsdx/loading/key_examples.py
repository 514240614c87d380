"""How a key is written in a TOML file, for messages about a key that is missing or has the wrong type."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any, get_origin

from nhsdx.loading.keys import find_entry_type, find_model, find_type, list_fields, list_models, list_types
from nhsdx.model import FileModel, Path

EXAMPLES = ((datetime.date, "2026-10-01"), (str, '"…"'), (bool, "true"), (int, "1"), (float, "1"))
"""How values of each type are written."""


def write_example(model: type[FileModel], path: Path, data: Mapping[str, Any]) -> str:
    """How a TOML key is written, as in `date = 2026-10-01`, `[assessment]` or `when = { … }`."""
    key = str(path[-1])
    annotation, _ = find_type(model, path, data)
    types = list(list_types(annotation))
    origins = {get_origin(one) for one in types}
    entries = list_models(find_entry_type(annotation))
    if tuple in origins:
        return f"[[{key}]]" if entries and len(path) == 1 else f"{key} = [ … ]"
    if dict not in origins and not list_models(annotation):
        return f"{key} = {_write_value(types)}"
    heading = f"[{key}.ID]" if dict in origins and entries else f"[{key}]"
    return heading if len(path) == 1 else f"{key} = {{ … }}"


def write_table_example(model: type[FileModel], path: Path, data: Mapping[str, Any]) -> str:
    """How a table is written in braces, with its required keys, as in `plan = { title = "…" }`."""
    owner = find_model(*find_type(model, path, data))
    fields = {} if owner is None else list_fields(owner)
    needed = [key for key, field in fields.items() if field.is_required()] or list(fields)[:1]
    inside = ", ".join(write_example(model, (*path, key), data) for key in needed) or "…"
    start = "" if isinstance(path[-1], int) else f"{path[-1]} = "
    return f"{start}{{ {inside} }}"


def _write_value(types: Collection[object]) -> str:
    return next((shown for kind, shown in EXAMPLES if kind in types), "…")
