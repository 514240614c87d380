"""Where the parts of a rubric are: the line and column in its file, or the key where the base of a local one has it."""

from __future__ import annotations

from typing import Any

from nhsdx.loading.rubric_data import LoadedRubric
from nhsdx.model import Path, format_path


def place_in_rubric(name: str, loaded: LoadedRubric, path: Path) -> str:
    """The place of a path as `file:line:column`, with the name that the user gave; otherwise `file: key.path`."""
    own = path[:2] if path[:1] != ("rubric",) else path[:1]
    place = loaded.source.positions().find(path) if _has(loaded.source.data, own) else None
    return f"{name}: {format_path(path)}" if place is None else f"{name}:{place[0]}:{place[1]}"


def _has(data: Any, path: Path) -> bool:  # noqa: ANN401 - any value that a file can have
    """Whether a file itself has something at a path."""
    try:
        for part in path:
            data = data[part]
    except (KeyError, IndexError, TypeError):
        return False
    return True
