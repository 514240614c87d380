"""nhsdx as a library: load, score, compare and lint, with the same engine as the command line."""

from __future__ import annotations

import datetime
import os

from nhsdx.analysis.case import Case
from nhsdx.commands.compare.model import Comparison
from nhsdx.errors import NhsdxError
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from nhsdx.loading.rubric_file import load_rubric as load_rubric_file
from nhsdx.model.assessment import About, Answer, Assessment
from nhsdx.model.finding import Finding, InvalidInputError
from nhsdx.model.problems import expect_profile
from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionResult, DimensionResult, GateResult, GateState, NodeResult, ParentResult, Result
from nhsdx.model.rubric import Rubric
from nhsdx.results.published import result_data
from nhsdx.scoring.local_and_national import score_both

__all__ = [
    "About",
    "Answer",
    "Assessment",
    "Comparison",
    "CriterionResult",
    "DimensionResult",
    "Finding",
    "GateResult",
    "GateState",
    "InvalidInputError",
    "LoadedAssessment",
    "NhsdxError",
    "NodeResult",
    "ParentResult",
    "Reading",
    "Result",
    "Rubric",
    "compare",
    "lint",
    "load_assessment",
    "load_rubric",
    "result_data",
    "score",
]


def load_rubric(name: str | os.PathLike[str]) -> Rubric:
    """The rubric in a file, or the shipped rubric with an id such as `nhs-digital-leadership`.

    Raises InvalidInputError that lists everything wrong with it, or NhsdxError if it cannot be read.
    """
    return load_rubric_file(os.fspath(name)).rubric


def load_assessment(name: str | os.PathLike[str], *, rubric: str | os.PathLike[str] | None = None) -> LoadedAssessment:
    """The assessment in a file, checked against its own rubric, or against `rubric` if given.

    Raises InvalidInputError that lists everything wrong with either, or NhsdxError if one cannot be read.
    """
    return AssessmentLoader(None if rubric is None else os.fspath(rubric)).load(os.fspath(name))


def score(assessment: LoadedAssessment, *, profile: str | None = None, as_of: datetime.date | None = None) -> Result:
    """The scores, levels and gates of an assessment under all four readings.

    `profile` and `as_of` (the day to which the age of evidence is counted) replace the assessment's own
    profile and date. Raises NhsdxError for a profile that the rubric does not have.
    """
    expect_profile(assessment.rubric, profile, "profile")
    return score_both(assessment.instrument, assessment.assessment, profile=profile, as_of=as_of)


def compare(old: LoadedAssessment, new: LoadedAssessment, *, rescore: bool = False) -> Comparison:
    """What changed from one assessment to another, and why each score moved.

    Raises NhsdxError if they were scored with different rubrics or profiles; with `rescore`, both are
    scored with the rubric and profile of the new one instead.
    """
    from nhsdx.commands.compare.comparison import compare as compare_cases

    return compare_cases(_build_case(old), _build_case(new), rescore=rescore)


def lint(rubric: Rubric) -> tuple[Finding, ...]:
    """The weak points of a valid rubric, by the rules of `nhsdx rubric lint`."""
    from nhsdx.commands.rubric.lint.linter import lint as lint_rubric

    return tuple(lint_rubric(rubric))


def _build_case(loaded: LoadedAssessment) -> Case:
    return Case.of(loaded.source.name, loaded.instrument, loaded.assessment)
