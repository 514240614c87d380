"""Names of columns and tables in queries to DuckDB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def quote_name(name: str) -> str:
    """A name in quotation marks, so that every character in it is part of the name."""
    return '"' + name.replace('"', '""') + '"'


def rename_columns(relation: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - relations have no types
    """The columns of a relation that have a new name in `names`, in the order of `names`."""
    return relation.project(", ".join(f"{quote_name(old)} AS {quote_name(new)}" for old, new in names.items()))
