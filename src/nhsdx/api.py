"""nhsdx as a library: what the commands work out, with the same engine."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from nhsdx.analysis.case import Case
from nhsdx.commands.batch.totals import BatchSummary
from nhsdx.commands.check.model import CheckReport
from nhsdx.commands.compare.model import Comparison
from nhsdx.commands.crosswalk.crosswalk import Crosswalk
from nhsdx.commands.survey.outcome import SurveyReport
from nhsdx.documents.blocks import Document
from nhsdx.errors import NhsdxError
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from nhsdx.loading.rubric_file import load_rubric as load_rubric_file
from nhsdx.model import (
    About,
    Answer,
    Assessment,
    CriterionResult,
    DimensionResult,
    Finding,
    GateResult,
    GateState,
    InvalidInputError,
    NodeResult,
    ParentResult,
    Reading,
    Result,
    Rubric,
    expect_profile,
)
from nhsdx.results.published import result_data
from nhsdx.results.verification import VerifiedResult
from nhsdx.scoring import score_both

__all__ = [
    "About",
    "Answer",
    "Assessment",
    "BatchSummary",
    "CheckReport",
    "Comparison",
    "CriterionResult",
    "Crosswalk",
    "DimensionResult",
    "Document",
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
    "SurveyReport",
    "VerifiedResult",
    "batch",
    "check",
    "compare",
    "crosswalk",
    "draw",
    "explain",
    "lint",
    "load_assessment",
    "load_rubric",
    "report",
    "result_data",
    "score",
    "survey",
    "verify",
]
Name: TypeAlias = str | os.PathLike[str]
"""The name of a file; of a rubric also its id."""
Format: TypeAlias = Literal["text", "markdown", "html", "docx", "pdf"]


def load_rubric(name: Name) -> Rubric:
    """The rubric in a file, or the shipped rubric with an id such as `nhs-digital-leadership`.

    Raises InvalidInputError that lists everything wrong with it, or NhsdxError if it cannot be read.
    """
    return load_rubric_file(os.fspath(name)).rubric


def load_assessment(name: Name, *, rubric: Name | None = None) -> LoadedAssessment:
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


def explain(result: Result, rubric: Rubric, node: str = "overall") -> Document:
    """The arithmetic behind the score of a node or criterion, under each reading, down to the answers.

    Raises NhsdxError for an id that the result does not have.
    """
    from nhsdx.commands.explain.document import build_document

    return build_document(result, rubric, node)


def crosswalk(assessment: LoadedAssessment, framework: str) -> Crosswalk:
    """What an assessment says under the headings of another framework, by the framework's id in the rubric.

    Raises NhsdxError for a framework that the rubric does not map to.
    """
    from nhsdx.commands.crosswalk.crosswalk import build_crosswalk
    from nhsdx.model import expect_known

    expect_known(framework, assessment.rubric.frameworks, f"a framework of {assessment.rubric.reference}", "framework")
    return build_crosswalk(score(assessment), assessment.rubric, framework)


def report(*assessments: LoadedAssessment, since: LoadedAssessment | None = None, rescore: bool = False) -> Document:
    """The board paper of an assessment, with any further ones as other voices on the same subject.

    `since` is an older assessment: the paper then shows what changed. `draw` writes it. Raises NhsdxError where the
    assessments are about different subjects, or where two cannot be compared, as in `compare`.
    """
    from nhsdx.commands.report.document import build_document

    older = None if since is None else _build_case(since)
    return build_document([_build_case(one) for one in assessments], older, rescore=rescore)


def draw(document: Document, format: Format = "html") -> str | bytes:  # noqa: A002 - the word that users know
    """A document as text of 100 columns, Markdown, HTML, or the bytes of a Word or PDF file.

    Raises NhsdxError where the package that a format needs is not installed.
    """
    from nhsdx.documents.formats import DocumentFormat, draw_document
    from nhsdx.documents.terminal import Screen

    return draw_document(document, DocumentFormat(format), Screen(100))


def check(
    paths: Sequence[Name],
    *,
    fail_under: Mapping[str, float] | None = None,
    fail_on_gate: bool | None = None,
    fail_on_finding: Sequence[str] = (),
    require_complete: bool | None = None,
    on: Reading | None = None,
    no_regression: Name | None = None,
    policy: Name | None = None,
    today: datetime.date | None = None,
    profile: str | None = None,
) -> CheckReport:
    """Whether assessments meet the conditions of a project, as `nhsdx check` does for CI.

    `paths` are files and folders. `fail_under` gives the least score by node, or by node and reading as in
    `overall.evidenced`. Where an option is left out, the policy decides. Raises NhsdxError where there is no
    assessment, or where an option, the policy or the baseline cannot be used.
    """
    from nhsdx.commands.check.run import check_paths
    from nhsdx.commands.check.settings import CheckOptions
    from nhsdx.commands.check.thresholds import parse_thresholds

    options = CheckOptions(
        thresholds=parse_thresholds([f"{node}={least}" for node, least in (fail_under or {}).items()]),
        fail_on_gate=fail_on_gate,
        fail_on_finding=tuple(fail_on_finding),
        require_complete=require_complete,
        on=on,
        no_regression=None if no_regression is None else os.fspath(no_regression),
        policy=None if policy is None else os.fspath(policy),
        today=today,
        profile=profile,
    )
    return check_paths([os.fspath(path) for path in paths], options)


def verify(name: Name, *, rubrics: Sequence[Name] = ()) -> tuple[VerifiedResult, ...]:
    """Whether scoring the answers again gives the results in a file: one entry for each result.

    `rubrics` lists rubrics to try before the shipped ones. A file that cannot be read is an entry
    with findings, not an error.
    """
    from nhsdx.commands.verify.verifier import verify_file
    from nhsdx.results.rubric_pool import RubricPool

    pool = RubricPool.of(AssessmentLoader(), [os.fspath(rubric) for rubric in rubrics])
    return tuple(verify_file(os.fspath(name), pool))


def survey(
    responses: Name,
    map_: Name,
    *,
    rubric: Name | None = None,
    by: Sequence[str] = (),
    protect: str = "staff-survey",
    minimum: int = 11,
) -> SurveyReport:
    """What may be published of a CSV file of responses: the answers of everybody, and of each group.

    `map_` is the file that says which column answers what. `protect` and `minimum` protect small numbers, as on the
    command line. Raises InvalidInputError or NhsdxError for files that cannot be used.
    """
    from nhsdx.commands.survey.map import load_questionnaire
    from nhsdx.commands.survey.run import choose_protection, report_survey

    questionnaire = load_questionnaire(os.fspath(map_), None if rubric is None else os.fspath(rubric))
    return report_survey(os.fspath(responses), questionnaire, by, choose_protection(protect, minimum))


def batch(
    table: Name,
    rubric: Name,
    map_: Name | None = None,
    *,
    keep: Sequence[str] = (),
    by: Sequence[str] = (),
    profile: str | None = None,
    as_of: datetime.date | None = None,
    engine: str | None = None,
) -> BatchSummary:
    """How the scores of a table of assessments, one in each row, are spread: overall, and by some of its columns.

    `map_` is a file that gives other names for columns and words; `keep` lists columns without answers. For the
    scores themselves see `nhsdx.tables`. Raises NhsdxError or InvalidInputError for files that cannot be used.
    """
    from nhsdx.extras import import_extra

    import_extra("narwhals", "batch")
    from nhsdx.commands.batch.run import open_batch
    from nhsdx.commands.batch.scores import summarise_batch

    opened = open_batch(table, rubric, map_, keep=keep, by=by, profile=profile, as_of=as_of, engine=engine)
    return summarise_batch(opened)


def _build_case(loaded: LoadedAssessment) -> Case:
    return Case.of(loaded.source.name, loaded.instrument, loaded.assessment)
