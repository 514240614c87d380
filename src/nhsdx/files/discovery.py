"""Finds the assessments among files and folders."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from nhsdx.files.inside import expect_no_link_out
from nhsdx.files.source import is_file, is_folder
from nhsdx.limits import LARGEST_FILE

SUFFIX = ".toml"
SKIPPED = frozenset({"node_modules", "site-packages", "__pycache__", "venv"})
# Blanks here never include line ends: a search then reads every byte once, however many lines are empty.
FORMAT = re.compile(rb"""^[ \t]*["']?format["']?[ \t]*=[ \t]*["']nhsdx\.([a-z-]*)""", re.MULTILINE)
ANSWERS = re.compile(
    rb"^[ \t]*(?:\[[ \t]*(?:answers|assessment)[ \t]*[\].]|(?:answers|assessment)[ \t]*[.=])", re.MULTILINE
)
# Test vectors have answers too, but under another key.
INSIDE_RUBRIC = re.compile(rb"^[ \t]*(?:\[[ \t]*(?:answers|assessment)[ \t]*[\].]|assessment[ \t]*[.=])", re.MULTILINE)
RUBRIC = re.compile(rb"^[ \t]*(?:rubric[ \t]*=|\[[ \t]*rubric[ \t]*\])", re.MULTILINE)
OTHERS = frozenset(
    {
        b"batch-map",
        b"form-map",
        b"batch-summary",
        b"benefits",
        b"check",
        b"comparison",
        b"error",
        b"policy",
        b"questionnaire",
        b"result",
        b"survey",
        b"trend",
        b"verification",
    }
)


class FoundAssessments(NamedTuple):
    """The names of the assessments in alphabetical order, and how many other TOML files there are."""

    names: tuple[str, ...]
    ignored: int


def find_assessments(paths: Sequence[str]) -> FoundAssessments:
    """Every assessment among the given files and in the given folders, each listed once.

    All folders inside a folder are searched, except hidden folders and folders of installed packages. A file or folder
    that cannot be read counts as an assessment, so that it is reported. Raises NhsdxError for an assessment that is a
    link to a place outside the folders.
    """
    candidates: dict[str, str] = {}
    # Files first: a file that the user gives may be anywhere, so a link to it does not leave the folder.
    for path in sorted(paths, key=is_folder):
        for name in _find_files(path):
            candidates.setdefault(os.path.realpath(name), name)
    names = sorted(candidates.values())
    assessments = tuple(name for name in names if _is_assessment(name))
    expect_no_link_out(assessments, paths)
    return FoundAssessments(assessments, len(names) - len(assessments))


def _find_files(path: str) -> Iterator[str]:
    """The TOML files in a folder, or the file itself. A missing file is reported later, when it is read."""
    if not is_folder(path):
        yield os.path.normpath(path) if path else path
        return
    unreadable: list[OSError] = []
    for folder, folders, files in os.walk(path, onerror=unreadable.append):
        folders[:] = sorted(one for one in folders if not one.startswith(".") and one not in SKIPPED)
        yield from _find_toml_files(folder, files)
    yield from (str(error.filename) for error in unreadable)


def _find_toml_files(folder: str, names: Sequence[str]) -> Iterator[str]:
    """The TOML files in a folder, without pipes and devices, because reading these would block."""
    for name in sorted(names):
        path = os.path.normpath(Path(folder) / name)
        if name.lower().endswith(SUFFIX) and (is_file(path) or not Path(path).exists()):
            yield path


def _is_assessment(name: str) -> bool:
    """Whether a file looks like an assessment.

    The bytes of the file are searched, because the file may be invalid TOML. A pipe can be read only once, so it counts
    as an assessment without being read.
    """
    if not is_file(name):
        return True
    try:
        with Path(name).open("rb") as file:
            raw = file.read(LARGEST_FILE).removeprefix(codecs.BOM_UTF8)
    except (OSError, ValueError):
        return True
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    declared = FORMAT.search(raw)
    if declared is None:
        return ANSWERS.search(raw) is not None and RUBRIC.search(raw) is not None
    if declared[1] == b"rubric":
        return INSIDE_RUBRIC.search(raw) is not None
    return declared[1] not in OTHERS
