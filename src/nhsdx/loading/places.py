"""Finds where a part of a rubric is: its line and column in the file, or its key if it comes from the base."""

from __future__ import annotations

from typing import Any

from nhsdx.loading.rubric_data import LoadedRubric
from nhsdx.model import Path, format_path


def place_in_rubric(name: str, loaded: LoadedRubric, path: Path) -> str:
    """The place of a path: `file:line:column` if the path is in the file itself, otherwise `file: key.path`."""
    own = path[:2] if path[:1] != ("rubric",) else path[:1]
    place = loaded.source.positions().find(path) if _has(loaded.source.data, own) else None
    return f"{name}: {format_path(path)}" if place is None else f"{name}:{place[0]}:{place[1]}"


def _has(data: Any, path: Path) -> bool:  # noqa: ANN401 - any value that a file can have
    """Whether a file itself, and not only its base, has a value at a path."""
    try:
        for part in path:
            data = data[part]
    except (KeyError, IndexError, TypeError):
        return False
    return True
