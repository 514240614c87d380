"""Checks the paths written in a file: each must lead to a place inside that file's folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from nhsdx.errors import NhsdxError


def expect_inside(folder: Path, named: str, hint: str) -> Path:
    """The path for `named`, which is written in a file in the given folder.

    Raises NhsdxError if the text of the path, or a link on the path, leads out of the folder. The text is checked
    first, so that nothing outside the folder is looked at.
    """
    path = folder / named
    if leads_out(named) or not is_inside(path, folder):
        message = "this path leads outside the folder of the file that contains the path"
        raise NhsdxError(message, hint=hint, code="path-outside")
    return path


def expect_no_link_out(names: Iterable[str], folders: Sequence[str]) -> None:
    """Raises NhsdxError if one of the given files is a link to a file outside all of the given folders."""
    roots = frozenset(filter(None, map(_resolve, folders)))
    for name in names:
        path = _resolve(name)
        if path is None or roots.isdisjoint((path, *path.parents)):
            message = "this link leads out of the folder that is searched"
            hint = "give the file that the link leads to, or remove the link"
            raise NhsdxError(message, name, hint, code="path-outside")


def leads_out(named: str) -> bool:
    """Whether, on any system, the text of a path may lead out of the folder where it starts.

    On Windows, two dots and a space also mean the folder above, because spaces at the end of a name are ignored.
    """
    for way in (PurePosixPath(named), PureWindowsPath(named)):
        if way.anchor or any(part.startswith("..") and not part.strip(" .") for part in way.parts):
            return True
    return False


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path is in a folder after all links are followed; false for an impossible path."""
    inner, outer = _resolve(path), _resolve(folder)
    return inner is not None and outer is not None and inner.is_relative_to(outer)


def _resolve(path: str | Path) -> Path | None:
    """The path after all links are followed; None for an impossible path."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return None
