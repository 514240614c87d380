"""Reads an assessment file as a filled-in form. The file was saved by the offline form or written by hand."""

from __future__ import annotations

import re

from nhsdx.files.source import parse_toml, read_text
from nhsdx.forms import FilledCell, FormStamp, OpenForm, list_leaves, spread_counts
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from nhsdx.model import Path

MARK = re.compile(r"(?:#[^\n]*\n)*# Form: (sha256:[0-9a-f]{64}) (\S+) [^\n]+\n")
"""The first line of a file that the offline form saved: the digest, the version and the name of the rubric."""

UNFINISHED = re.compile("^# Unfinished: ", re.MULTILINE)
"""The beginning of a line in which the offline form keeps an unfinished answer."""


def open_toml_form(name: str, rubric: str | None = None) -> OpenForm:
    """The filled-in form in an assessment file. Raises InvalidInputError or NhsdxError with all problems in the file.

    If the file has the stamp of a form, the answers in the file are checked later, when they are read.
    """
    loader = AssessmentLoader(rubric=rubric)
    file = read_text(name)
    mark = MARK.match(file.text)
    if mark is None:
        loaded = loader.load(name)
        named = loaded.source.data.get("rubric")
        stamp = FormStamp(named, None, None) if isinstance(named, str) else None
        return OpenForm(name, stamp, lambda _: _read_cells(loaded))
    source = parse_toml(file)
    named = source.data.get("rubric")
    stamp = FormStamp(named, mark[2], mark[1]) if isinstance(named, str) else None
    unfinished = len(UNFINISHED.findall(file.text))
    return OpenForm(name, stamp, lambda _: _read_cells(loader.load_source(source)), unfinished)


def _read_cells(loaded: LoadedAssessment) -> dict[Path, FilledCell]:
    leaves = spread_counts(list_leaves(loaded.assessment, loaded.instrument.answerable))
    return {path: FilledCell(value, loaded.source.place(path)) for path, value in leaves.items() if value != {}}
