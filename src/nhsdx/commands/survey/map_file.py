"""Files that say what the columns of a survey's responses mean."""

from __future__ import annotations

from typing import NamedTuple

from nhsdx.commands.survey.map import QUESTIONNAIRE_FORMAT, Questionnaire, find_questionnaire_problems
from nhsdx.errors import NhsdxError
from nhsdx.files.source import SourceText, read_source
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.loading.rubric_data import find_format_problems
from nhsdx.loading.shape import validate
from nhsdx.model.finding import Problem
from nhsdx.model.rubric import Rubric


class LoadedQuestionnaire(NamedTuple):
    """A questionnaire without problems, and the rubric whose criteria it asks, with the name it was read by."""

    questionnaire: Questionnaire
    rubric: Rubric
    rubric_name: str


def load_questionnaire(name: str, rubric_name: str | None) -> LoadedQuestionnaire:
    """The questionnaire of a file, for the rubric given, or by default for the one in the file.

    Raises NhsdxError or InvalidInputError with all that is wrong with it.
    """
    source = read_source(name)
    loader = AssessmentLoader(rubric_name)
    source.refuse(find_format_problems(source.data, (QUESTIONNAIRE_FORMAT,)))
    read, problems = validate(Questionnaire, source.data, {})
    rubric = _load_rubric(source, loader, problems)
    if read is not None and rubric is not None:
        problems += find_questionnaire_problems(read, rubric)
    source.refuse(problems)
    if read is None or rubric is None:
        raise AssertionError(name)
    return LoadedQuestionnaire(read, rubric, next(iter(loader.instruments)))


def _load_rubric(source: SourceText, loader: AssessmentLoader, problems: list[Problem]) -> Rubric | None:
    """The rubric; a mistake in how the file gives it is added to the problems."""
    named = source.data.get("rubric")
    try:
        instrument = loader.load_rubric_of(source, named)
    except NhsdxError as error:
        if error.where:
            raise
        problems.append(Problem(("rubric",), error.code, error.message, error.hint))
        return None
    if instrument is None and not problems:
        remedy = 'expected rubric = "..." in it, or --rubric'
        problems.append(Problem((), "missing-key", "it gives no rubric", remedy))
    return None if instrument is None else instrument.rubric
