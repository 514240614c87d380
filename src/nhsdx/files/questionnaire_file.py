"""Files that say what the columns of a survey's responses mean."""

from __future__ import annotations

from nhsdx.files.rubric_data import format_problems
from nhsdx.files.shape import validate
from nhsdx.files.source import read_source
from nhsdx.model.questionnaire import QUESTIONNAIRE_FORMAT, Questionnaire, questionnaire_problems
from nhsdx.model.rubric import Rubric


def load_questionnaire(name: str, rubric: Rubric) -> Questionnaire:
    """The questionnaire of a file, for a rubric. Raises NhsdxError or InvalidInputError with all that is wrong."""
    source = read_source(name)
    source.refuse(format_problems(source.data, (QUESTIONNAIRE_FORMAT,)))
    read, problems = validate(Questionnaire, source.data, {})
    problems += () if read is None else questionnaire_problems(read, rubric)
    source.refuse(problems)
    if read is None:
        raise AssertionError(name)
    return read
