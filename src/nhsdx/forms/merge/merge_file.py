"""Writes the values of a filled-in form into an existing assessment file."""

from __future__ import annotations

from typing import NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.forms.filled import FilledForm
from nhsdx.forms.merge.merging import Conflict, Preference, plan_merge
from nhsdx.forms.merge.target import TargetFile, change_file
from nhsdx.model import Finding, InvalidInputError, format_path


class FileMerge(NamedTuple):
    """The new text of an assessment, how many values are new or changed, and the conflicts between file and form."""

    text: str
    added: int
    conflicts: tuple[Finding, ...]


def merge_into(target: TargetFile, filled: FilledForm, prefer: Preference | None) -> FileMerge:
    """The text of an assessment with the values of a form.

    Raises InvalidInputError if values conflict and `prefer` is None. Raises NhsdxError if the form and the file have
    different rubrics.
    """
    own, other = target.loaded.instrument.stamp, filled.loaded.instrument.stamp
    if own.content_digest != other.content_digest:
        message = f"the form is for {other.id} {other.version}, but this assessment is for {own.id} {own.version}"
        hint = f"migrate the older of the two to the newer rubric: nhsdx migrate {target.name} --to RUBRIC"
        raise NhsdxError(message, target.name, hint, code="rubric-version")
    plan = plan_merge(target.leaves, filled.leaves, prefer)
    conflicts = tuple(_build_finding(target, filled, one) for one in plan.conflicts)
    if conflicts and prefer is None:
        raise InvalidInputError(conflicts)
    text = change_file(target, filled.form, plan.values, plan.gone)
    return FileMerge(text, len(plan.values), conflicts)


def _build_finding(target: TargetFile, filled: FilledForm, conflict: Conflict) -> Finding:
    """A conflict as a finding, with its place in the file and in the form. Messages do not repeat free text."""
    what = format_path(conflict.path)
    said = "two different texts"
    if conflict.in_file is not None:
        said = f"{conflict.in_file} in the file, {conflict.in_form} in the form"
    place = filled.find_place(conflict.path)
    remedy = f"{place}: decide which value is right, or decide for all conflicts with --prefer file or --prefer answers"
    return Finding("conflict", "error", f"{what}: {said}", target.loaded.source.place(conflict.path), remedy)
