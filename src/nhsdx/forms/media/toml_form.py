"""A filled form that is an assessment file: what the offline form saves, or what somebody else answered."""

from __future__ import annotations

from functools import partial

from nhsdx.forms import FilledCell, Form, FormStamp, OpenForm, list_leaves, spread_counts
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from nhsdx.model import Path


def open_toml_form(name: str, rubric: str | None = None) -> OpenForm:
    """The form in an assessment file. Raises InvalidInputError or NhsdxError with all its problems."""
    loaded = AssessmentLoader(rubric=rubric).load(name)
    named = loaded.source.data.get("rubric")
    stamp = FormStamp(named, None, None) if isinstance(named, str) else None
    return OpenForm(name, stamp, partial(_read_cells, loaded))


def _read_cells(loaded: LoadedAssessment, _: Form) -> dict[Path, FilledCell]:
    leaves = spread_counts(list_leaves(loaded.assessment, loaded.instrument.answerable))
    return {path: FilledCell(value, loaded.source.place(path)) for path, value in leaves.items() if value != {}}
