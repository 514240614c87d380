"""Which files are assessments, among files and folders."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.files.source import LARGEST

SUFFIX = ".toml"
FORMAT = re.compile(rb"""^\s*["']?format["']?\s*=\s*["']nhsdx\.([a-z-]*)""", re.MULTILINE)
ANSWERS = re.compile(rb"^\s*\[\s*answers\s*[\].]|^\s*answers\s*[.=]", re.MULTILINE)
ABOUT = re.compile(rb"^\s*\[\s*assessment\s*\]|^\s*assessment\s*[.=]", re.MULTILINE)
RUBRIC = re.compile(rb"^\s*rubric\s*=", re.MULTILINE)
OTHERS = frozenset({b"result", b"policy", b"check", b"comparison", b"trend", b"verification", b"error"})
SKIPPED = frozenset({"node_modules", "site-packages", "__pycache__", "venv"})


class Found(NamedTuple):
    """The assessments by name, in alphabetical order, and how many other TOML files were passed over."""

    names: tuple[str, ...]
    ignored: int


def find_assessments(paths: Sequence[str]) -> Found:
    """Every assessment among files and in folders, each once.

    Folders are searched through and through, but for hidden ones and those of installed packages. A
    file named outright that cannot be read counts as one, so that it is reported. Raises NhsdxError
    for a path that is not there.
    """
    candidates: dict[str, str] = {}
    for path in paths:
        for name in _files_of(path):
            candidates.setdefault(os.path.realpath(name), name)
    names = sorted(candidates.values())
    assessments = tuple(name for name in names if _is_assessment(name))
    return Found(assessments, len(names) - len(assessments))


def _files_of(path: str) -> Iterator[str]:
    if not Path(path).is_dir():
        if not Path(path).exists():
            raise NhsdxError("there is no such file or folder", path, "check the name", code="file-not-found")
        yield os.path.normpath(path)
        return
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in SKIPPED)
        yield from (os.path.normpath(os.path.join(folder, name)) for name in sorted(files) if name.endswith(SUFFIX))  # noqa: PTH118


def _is_assessment(name: str) -> bool:
    """Whether a file is an assessment, or means to be one; told from its bytes, for it may not be TOML at all."""
    try:
        with Path(name).open("rb") as file:
            raw = file.read(LARGEST)
    except OSError:
        return True
    declared = FORMAT.search(raw)
    if declared is None:
        return ANSWERS.search(raw) is not None and RUBRIC.search(raw) is not None
    if declared[1] == b"rubric":
        return ABOUT.search(raw) is not None
    return declared[1] not in OTHERS
