"""Functions that read, score, explain, compare and migrate assessments."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from typing import TypeAlias

from nhsdx.analysis.case import Case
from nhsdx.commands.benefits.sums import Appraisal
from nhsdx.commands.compare.model import Comparison, Trend
from nhsdx.commands.crosswalk.crosswalk import Crosswalk
from nhsdx.commands.migrate.model import MigratedAssessment
from nhsdx.documents.blocks import Document
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from nhsdx.model import Assessment, Result, Rubric, expect_known, expect_profile
from nhsdx.scoring import score_both

Name: TypeAlias = str | os.PathLike[str]
"""The name of a file, or the id of a rubric."""


def load_assessment(name: Name, *, rubric: Name | None = None) -> LoadedAssessment:
    """The assessment in a file, checked against its own rubric or, if `rubric` is given, against that rubric.

    Raises InvalidInputError with all problems in the assessment or the rubric, or NhsdxError if one of them cannot be
    read.
    """
    return AssessmentLoader(None if rubric is None else os.fspath(rubric)).load(os.fspath(name))


def new(rubric: Name, *, profile: str | None = None, date: datetime.date | None = None) -> str:
    """The text of a new assessment in which every answer is unknown, to be saved in the current folder.

    `date` is the date of the assessment; the default is today. Raises NhsdxError for a profile that the rubric does not
    have, and InvalidInputError or NhsdxError for a rubric that cannot be used.
    """
    from nhsdx.commands.new.new_file import start_file

    return start_file(os.fspath(rubric), "toml", profile, date).content.decode()


def score(
    assessment: LoadedAssessment,
    *,
    profile: str | None = None,
    as_of: datetime.date | None = None,
    what_if: Mapping[str, object] | None = None,
) -> Result:
    """The scores, levels and gates of an assessment under all four readings.

    `profile` and `as_of` (the date used to work out how old evidence is) replace the assessment's own profile and
    date. `what_if` gives hypothetical answers, as in `{"clinical-safety.officer-named": "yes"}`; the result then lists
    these answers as `hypothetical`. Raises NhsdxError for a profile that the rubric does not have, and
    InvalidInputError with all problems in the hypothetical answers.
    """
    expect_profile(assessment.rubric, profile, "profile")
    answers = _suppose(assessment, what_if)
    return score_both(assessment.instrument, answers, profile=profile, as_of=as_of)


def explain(result: Result, rubric: Rubric, node: str = "overall") -> Document:
    """How the score of a node or criterion is calculated from the answers, under each reading.

    Raises NhsdxError for an id that the result does not have.
    """
    from nhsdx.commands.explain.document import build_document

    return build_document(result, rubric, node)


def crosswalk(assessment: LoadedAssessment, framework: str) -> Crosswalk:
    """An assessment's answers under the headings of another framework.

    `framework` is the framework's id in the rubric. Raises NhsdxError for a framework that the rubric does not map to.
    """
    from nhsdx.commands.crosswalk.crosswalk import build_crosswalk

    expect_known(framework, assessment.rubric.frameworks, f"a framework of {assessment.rubric.reference}", "framework")
    return build_crosswalk(score(assessment), assessment.rubric, framework)


def report(
    *assessments: LoadedAssessment,
    since: LoadedAssessment | None = None,
    target: str | float | None = None,
    rescore: bool = False,
    with_notes: bool = True,
    benefits: Appraisal | None = None,
) -> Document:
    """The board paper of an assessment. Further assessments are other voices on the same subject.

    `since` is an older assessment: the paper then shows what changed. `target` is a score or a level to reach, such as
    `60` or `clinical-framing=3`: the paper then shows the cheapest plan. If `with_notes` is false, the assessors' free
    text is left out. `benefits` adds a section about costs and benefits. Use `draw` to get its text. Raises NhsdxError
    if the assessments are about different subjects, or if two of them cannot be compared (see `compare`).
    """
    from nhsdx.commands.benefits.document import build_sheet
    from nhsdx.commands.report.document import build_document
    from nhsdx.commands.report.path import build_path

    older = None if since is None else _build_case(since)
    cases = [_build_case(one) for one in assessments]
    path = build_path(cases[0], None if target is None else str(target))
    further = () if benefits is None else (build_sheet(benefits, cases[0].rubric),)
    return build_document(cases, older, rescore=rescore, with_notes=with_notes, path=path, further=further)


def compare(
    old: LoadedAssessment,
    new: LoadedAssessment,
    *,
    rescore: bool = False,
    what_if: Mapping[str, object] | None = None,
) -> Comparison:
    """What changed from one assessment to another, and why each score moved.

    `what_if` gives hypothetical answers for the new assessment, as in `score`. Raises NhsdxError if the two assessments
    were scored with different rubrics or profiles; with `rescore`, both are scored with the rubric and profile of the
    new assessment.
    """
    from nhsdx.commands.compare.comparison import compare as compare_cases

    supposed = new._replace(assessment=_suppose(new, what_if))
    return compare_cases(_build_case(old), _build_case(supposed), rescore=rescore)


def trend(*assessments: LoadedAssessment, rescore: bool = False) -> Trend:
    """What changed in the assessments from one date to the next, in the order of the dates.

    Raises NhsdxError if two of the assessments cannot be compared (see `compare`).
    """
    from nhsdx.commands.compare.comparison import compute_trend

    return compute_trend([_build_case(one) for one in assessments], rescore=rescore)


def migrate(name: Name, to: Name, *, own: Name | None = None, output: Name | None = None) -> MigratedAssessment:
    """An assessment rewritten for the rubric `to`, and what became of each answer. No file is written.

    `own` replaces the rubric to which the assessment refers. Paths in the new text are relative to the folder of
    `output` or, without it, to the assessment's folder. Raises InvalidInputError or NhsdxError for files that
    cannot be used.
    """
    from nhsdx.commands.migrate.migration import migrate_assessment

    rubric, target = (None if one is None else os.fspath(one) for one in (own, output))
    return migrate_assessment(os.fspath(name), os.fspath(to), own=rubric, output=target)


def _suppose(loaded: LoadedAssessment, what_if: Mapping[str, object] | None) -> Assessment:
    """The assessment, changed by the hypothetical answers if there are any."""
    if not what_if:
        return loaded.assessment
    from nhsdx.loading.hypothesis.suppose import suppose

    return suppose(loaded.instrument, loaded.assessment, [f"{key}={answer}" for key, answer in what_if.items()])


def _build_case(loaded: LoadedAssessment) -> Case:
    return Case.of(loaded.source.name, loaded.instrument, loaded.assessment)
