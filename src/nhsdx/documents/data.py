"""Data as JSON and TOML text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from nhsdx.documents.safe_text import escape_unsafe
from nhsdx.scoring import drop_nulls


def data_text(data: list[dict[str, Any]] | dict[str, Any], format_: str) -> str:
    """Data as JSON or TOML text."""
    return json_text(data) if format_ == "json" else toml_text(data)


def json_text(data: object) -> str:
    """Data as JSON text: indented by two spaces, with a newline at the end, and the same bytes for the same data."""
    return escape_unsafe(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False), in_json=True) + "\n"


def jsonl_text(data: Iterable[object]) -> str:
    """Data as JSON lines: each entry, even a single one, is compact JSON on its own line."""
    lines = (json.dumps(one, separators=(",", ":"), ensure_ascii=False, allow_nan=False) for one in data)
    return "".join(f"{escape_unsafe(line, in_json=True)}\n" for line in lines)


def toml_text(data: list[dict[str, Any]] | dict[str, Any]) -> str:
    """Data as TOML text, without null values; a list is written under the key `results`."""
    import tomli_w

    table = {"results": data} if isinstance(data, list) else data
    return escape_unsafe(tomli_w.dumps(drop_nulls(table)), in_json=False)
