"""Functions that read, show, lint, test, compare and extend rubrics."""

from __future__ import annotations

import datetime
import os
from typing import Any, TypeAlias

from nhsdx.commands.rubric.diff.changes import RubricDiff
from nhsdx.commands.rubric.test.vectors import Outcome
from nhsdx.documents.blocks import Document
from nhsdx.forms.media.surveys import RELEASES, TARGETS, MadeForm, make_form, make_questionnaire, make_whole_form
from nhsdx.loading.rubric_file import build_rubric_reference
from nhsdx.loading.rubric_file import load_rubric as load_rubric_file
from nhsdx.model import Finding, Rubric, expect_known, expect_profile
from nhsdx.scoring import Instrument

Name: TypeAlias = str | os.PathLike[str]
"""The name of a file, or the id of a rubric."""


def load_rubric(name: Name) -> Rubric:
    """The rubric in a file, or the shipped rubric with an id such as `nhs-digital-leadership`.

    Raises InvalidInputError with all problems in the rubric, or NhsdxError if it cannot be read.
    """
    return load_rubric_file(os.fspath(name)).rubric


def list_rubrics() -> tuple[Rubric, ...]:
    """The rubrics that come with nhsdx."""
    from nhsdx.files.shipped import list_shipped_ids

    return tuple(map(load_rubric, list_shipped_ids()))


def extend(base: Name, id_: str, *, decided_by: str | None = None, decided: datetime.date | None = None) -> str:
    """The text of a new local rubric, to be saved in the current folder.

    So far, the new rubric changes nothing in its base. `id_` is the id of the local rubric. `decided_by` is a role or
    body, never a person's name. Raises InvalidInputError or NhsdxError.
    """
    from nhsdx.commands.rubric.extend.blank import start_overlay

    return start_overlay(os.fspath(base), id_, decided_by=decided_by, decided=decided)


def schema(kind: str, *, rubric: Name | None = None) -> dict[str, Any]:
    """The JSON Schema for a kind of file or document, such as `assessment`.

    `rubric` limits the schema to answers to that rubric. Raises NhsdxError for a kind that does not exist, or
    InvalidInputError for a rubric that cannot be used.
    """
    from nhsdx.commands.rubric.schema.catalogue import build_schema

    return build_schema(kind, None if rubric is None else os.fspath(rubric))


def show(rubric: Rubric, criterion: str | None = None) -> Document:
    """A page with the questions of a rubric, or with one criterion and all its guidance.

    Raises NhsdxError for a criterion that the rubric does not have.
    """
    from nhsdx.commands.rubric.show.criterion import build_criterion_document
    from nhsdx.commands.rubric.show.document import build_rubric_document

    if criterion is None:
        return build_rubric_document(rubric)
    expect_known(criterion, rubric.criteria, "a criterion of the rubric", "criterion")
    return build_criterion_document(rubric, criterion)


def lint(rubric: Rubric) -> tuple[Finding, ...]:
    """The weak points that the rules of `nhsdx rubric lint` find in a valid rubric."""
    from nhsdx.commands.rubric.lint.linter import lint as lint_rubric

    return tuple(lint_rubric(rubric))


def test(rubric: Rubric) -> tuple[Outcome, ...]:
    """Whether a rubric passes its own test vectors and, for each vector, which expectations are not met."""
    from nhsdx.commands.rubric.test.vectors import run_vectors

    return run_vectors(Instrument.of(rubric))


def diff(old: Rubric, new: Rubric) -> RubricDiff:
    """What changed from one rubric to another, and whether the new version number is high enough."""
    from nhsdx.commands.rubric.diff.changes import compare_rubrics

    return compare_rubrics(old, new)


def survey_form(
    name: Name, to: str, *, profile: str | None = None, voice: str | None = None, whole: bool = False
) -> MadeForm:
    """A form that asks a rubric's survey questions, and its map. `to` is the survey program, as on the command line.

    No file is written. `whole` asks for the whole questionnaire. A form for FHIR always has the whole questionnaire,
    and needs no map. The path to the rubric, in the map or (for FHIR) in each response, is relative to the current
    folder. Raises NhsdxError, or InvalidInputError with everything that the survey program cannot show.
    """
    expect_known(to, (*TARGETS, *RELEASES), "a program for which nhsdx makes forms", "to")
    loaded = load_rubric_file(os.fspath(name))
    expect_profile(loaded.rubric, profile, "profile")
    reference = build_rubric_reference(os.fspath(name), loaded.rubric, None)
    if to in RELEASES:
        return make_questionnaire(loaded, RELEASES[to], reference, profile)
    if whole:
        return make_whole_form(loaded, TARGETS[to], reference, profile)
    return make_form(loaded, TARGETS[to], reference, profile, voice)
