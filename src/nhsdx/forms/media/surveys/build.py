"""Builds the form of a survey from the survey criteria of a rubric."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase
from typing import NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.forms.media.surveys.digest import digest_questions
from nhsdx.forms.media.surveys.model import FormTarget, SurveyForm, SurveyOption, SurveyPart, SurveyQuestion
from nhsdx.forms.media.surveys.names import name_questions, tell_apart
from nhsdx.loading.rubric_data import LoadedRubric
from nhsdx.model import Path, Rubric, SurveyCriterion
from nhsdx.tables.words import find_key

UNKNOWN_WORDS = ("I do not know", "I cannot say", "None of these answers fits")
"""What people choose who do not know; the first that is no answer to any of the questions."""

LEAST = 5
"""The fewest people in a group of `nhsdx survey`, whatever a rubric asks for."""


class _Asked(NamedTuple):
    """A question before it has its name: where its text is, and the options of its own or of its criterion."""

    path: Path
    criterion: str
    statement: str | None
    title: str
    text: str
    options: tuple[str, ...]
    has_own_options: bool = False


def build_survey_form(loaded: LoadedRubric, reference: str, profile: str | None, target: FormTarget) -> SurveyForm:
    """The survey of a rubric, or of one of its profiles, for a program. Raises NhsdxError if it has no survey."""
    rubric = loaded.rubric
    asked = list(_list_asked(rubric, profile))
    if not asked:
        hint = "choose a rubric or a profile with criteria of kind survey; nhsdx rubric show lists them"
        raise NhsdxError("there are no survey criteria to ask", loaded.source.name, hint, code="usage")
    sign = _choose_sign(asked)
    questions = list(_name_all(asked, sign, target))
    return SurveyForm(
        title=tidy(rubric.rubric.title),
        reference=rubric.reference,
        rubric=reference,
        digest=digest_questions(rubric),
        privacy=tidy(rubric.rubric.use.privacy or "") or None,
        least=_find_least(rubric, asked),
        unknown=SurveyOption(f"{sign}0", _choose_unknown(asked)),
        parts=tuple(_list_parts(rubric, questions)),
    )


def _name_all(asked: list[_Asked], sign: str, target: FormTarget) -> Iterator[SurveyQuestion]:
    """The questions with their names; where a program has none, with their texts in place of these."""
    names: list[str] = []
    if target.names is not None:
        ids = [(one.criterion,) if one.statement is None else (one.criterion, one.statement) for one in asked]
        names = name_questions(ids, target.names)
    texts = tell_apart([one.text for one in asked], [one.title for one in asked], names)
    for one, name, text in zip(asked, names or texts, texts, strict=True):
        options = tuple(SurveyOption(f"{sign}{number}", tidy(option)) for number, option in enumerate(one.options, 1))
        yield SurveyQuestion(one.path, one.criterion, one.statement, name, text, options, one.has_own_options)


def _find_least(rubric: Rubric, asked: list[_Asked]) -> int:
    """How many people a group needs: the most that one of the criteria asks for, and never fewer than five."""
    criteria = (rubric.criteria[one.criterion] for one in asked)
    return max(LEAST, *(one.minimum_respondents for one in criteria if isinstance(one, SurveyCriterion)))


def tidy(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def _list_asked(rubric: Rubric, profile: str | None) -> Iterator[_Asked]:
    chosen = rubric.select_criteria(profile)
    for name, one in rubric.criteria.items():
        if not isinstance(one, SurveyCriterion) or name not in chosen:
            continue
        path: Path = ("criteria", name)
        title = tidy(one.title)
        if not one.statements:
            yield _Asked((*path, "question"), name, None, title, tidy(one.question or one.title), one.options)
        for key, statement in one.statements.items():
            options = statement.options or one.options
            place: Path = (*path, "statements", key, "text")
            yield _Asked(place, name, key, title, tidy(statement.text), options, bool(statement.options))


def _list_parts(rubric: Rubric, questions: list[SurveyQuestion]) -> Iterator[SurveyPart]:
    for name in dict.fromkeys(one.criterion for one in questions):
        criterion = rubric.criteria[name]
        inside = tuple(one for one in questions if one.criterion == name)
        lead = tidy(criterion.question) if criterion.question and inside[0].statement is not None else None
        yield SurveyPart(name, tidy(criterion.title), lead, inside)


def _list_keys(asked: list[_Asked]) -> set[str | float]:
    return {find_key(option) for one in asked for option in one.options}


def _choose_sign(asked: list[_Asked]) -> str:
    """The letter with which codes begin; no option may look like a code."""
    keys = _list_keys(asked)
    most = max(len(one.options) for one in asked)
    free = (sign for sign in ascii_lowercase if not keys & {f"{sign}{number}" for number in range(most + 1)})
    return next(free, "code")


def _choose_unknown(asked: list[_Asked]) -> str:
    keys = _list_keys(asked)
    return next((words for words in UNKNOWN_WORDS if find_key(words) not in keys), f"{UNKNOWN_WORDS[0]} (no answer)")
