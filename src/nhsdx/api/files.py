"""Functions that check, verify, import and summarise whole files and folders."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, Unpack

from nhsdx.commands.batch.options import BatchOptions
from nhsdx.commands.batch.totals import BatchSummary
from nhsdx.commands.check.model import CheckReport
from nhsdx.commands.import_.model import ImportedForm
from nhsdx.commands.survey.outcome import SurveyReport
from nhsdx.commands.survey.programs.names import ProgramName
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model import Reading
from nhsdx.results.verification import VerifiedResult

Name: TypeAlias = str | os.PathLike[str]
"""The name of a file, or the id of a rubric."""


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
    """Whether assessments meet the conditions of a project, which `nhsdx check` tests in CI.

    `paths` are files and folders. `fail_under` gives the lowest score that passes for each node, or for a node and a
    reading, as in `overall.evidenced`. If an option is left out, the setting in the policy is used. Raises NhsdxError
    if there is no assessment, or if an option, the policy or the baseline cannot be used.
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


def import_form(
    name: Name,
    *,
    rubric: Name | None = None,
    row: int | None = None,
    map_: Name | None = None,
    into: Name | None = None,
    prefer: Literal["file", "answers"] | None = None,
) -> ImportedForm:
    """The assessment in a filled-in form, or in a row of a table. No file is written.

    `rubric` is needed if the form does not say which rubric it is for, and `map_` is needed for an export from a survey
    program. With `into`, the answers are merged into the text of that assessment file. `prefer` decides which value is
    kept if two differ. Raises InvalidInputError or NhsdxError with all problems and their places.
    """
    from nhsdx.commands.import_.importing import import_new, merge_form
    from nhsdx.forms.media.readers import FormOptions

    names = (None if one is None else os.fspath(one) for one in (rubric, map_))
    options = FormOptions(row, None, *names)
    if into is None:
        return import_new(os.fspath(name), None, options, {})
    return merge_form(os.fspath(name), os.fspath(into), options, {}, prefer)


def verify(name: Name, *, rubrics: Sequence[Name] = ()) -> tuple[VerifiedResult, ...]:
    """For each result in a file, whether scoring its answers again gives the same result.

    `rubrics` lists rubrics to try before the shipped rubrics. If a file cannot be read, its entry has findings; no
    error is raised.
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
    minimum: int | None = None,
    source: ProgramName | None = None,
) -> SurveyReport:
    """The figures that may be published from exported survey responses, for everybody and for each group.

    `map_` is the file that gives the question for each column, and the columns by which results may be broken down.
    `protect` and `minimum` protect small numbers, as on the command line. `source` is the program that exported the
    responses. Raises InvalidInputError or NhsdxError for files that cannot be used.
    """
    from nhsdx.commands.survey.map_file import load_questionnaire
    from nhsdx.commands.survey.run import choose_protection, report_survey

    name = None if rubric is None else os.fspath(rubric)
    questionnaire = load_questionnaire(os.fspath(map_), name, source=source)
    return report_survey(os.fspath(responses), questionnaire, by, choose_protection(protect, minimum, questionnaire))


def batch(table: Name, rubric: Name, map_: Name | None = None, **options: Unpack[BatchOptions]) -> BatchSummary:
    """The distribution of scores in a table with one assessment in each row: overall, and by the columns in `by`.

    `map_` is a file that matches your columns and words with the rubric's. For the score of each row, see
    `nhsdx.tables`. Raises NhsdxError or InvalidInputError for files that cannot be used.
    """
    from nhsdx.extras import import_extra

    import_extra("narwhals", "batch")
    from nhsdx.commands.batch.run import open_batch
    from nhsdx.commands.batch.scores import run_batch
    from nhsdx.files.work_folders import open_work_folder

    with open_work_folder(None) as work:
        return run_batch(open_batch(table, rubric, map_, work, **options), work).summary
