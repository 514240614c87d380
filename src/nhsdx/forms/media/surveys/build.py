"""Builds a survey form from the survey criteria of a rubric."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from typing import NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.forms.media.surveys.model import (
    FormTarget,
    SurveyForm,
    SurveyOption,
    SurveyPart,
    SurveyQuestion,
    describe_scored,
)
from nhsdx.forms.media.surveys.names import name_all
from nhsdx.loading.rubric_data import LoadedRubric
from nhsdx.model import Path, Rubric, SurveyCriterion
from nhsdx.scoring import compute_questions_digest
from nhsdx.tables.words import find_key

UNKNOWN_WORDS = ("I do not know", "I cannot say", "None of these answers fits")
"""Options for people who do not know. A form uses the first of these that is not an answer to any of its questions."""

LEAST = 5
"""How many people `nhsdx survey` needs in a group before it shows results, even if a rubric asks for fewer."""


class _UnnamedQuestion(NamedTuple):
    """A question that has no name yet: the place of its text, and its options, which may come from its criterion."""

    path: Path
    criterion: str
    statement: str | None
    title: str
    text: str
    options: tuple[str, ...]
    options_path: Path
    has_own_options: bool = False


def build_survey_form(loaded: LoadedRubric, profile: str | None, target: FormTarget) -> SurveyForm:
    """The form that asks the survey questions of a rubric or a profile in a survey program.

    Raises NhsdxError if there are no survey criteria.
    """
    rubric = loaded.rubric
    asked = list(_list_asked(rubric, profile))
    if not asked:
        hint = "choose a rubric or a profile with criteria of kind survey, or give --whole"
        raise NhsdxError("there are no survey criteria to ask", loaded.source.name, hint, code="usage")
    options = [one.options for one in asked]
    sign = choose_sign(options)
    questions = list(_name_all(asked, sign, target))
    unknown = _choose_unknown(options)
    privacy = tidy(rubric.rubric.use.privacy or "")
    counted = (
        f"Your answers are counted with those of others. Results are shown for groups of at least "
        f"{_find_least(rubric, asked)} people. You can leave any question out."
    )
    return SurveyForm(
        title=tidy(rubric.rubric.title),
        reference=rubric.reference,
        digest=compute_questions_digest(rubric),
        intro=(counted, *([privacy] if privacy else []), describe_scored(rubric.reference)),
        unknown=SurveyOption(f"{sign}0", unknown, unknown),
        parts=tuple(_list_parts(rubric, questions)),
    )


def _name_all(asked: list[_UnnamedQuestion], sign: str, target: FormTarget) -> Iterator[SurveyQuestion]:
    """The questions with their names or, if the program has no names for questions, with their texts."""
    ids = [(one.criterion,) if one.statement is None else (one.criterion, one.statement) for one in asked]
    named = name_all(ids, [one.text for one in asked], [one.title for one in asked], target)
    for one, (name, text) in zip(asked, named, strict=True):
        yield SurveyQuestion(
            one.path,
            one.criterion,
            one.statement,
            name,
            text,
            code_options(one.options, sign),
            one.options_path,
            one.has_own_options,
        )


def code_options(texts: Sequence[str], sign: str) -> tuple[SurveyOption, ...]:
    """Options with their codes, numbered from 1."""
    return tuple(SurveyOption(f"{sign}{number}", tidy(text), text) for number, text in enumerate(texts, 1))


def _find_least(rubric: Rubric, asked: list[_UnnamedQuestion]) -> int:
    """How many people a group needs for its results to be shown: five, or more if a criterion asks for more."""
    criteria = (rubric.criteria[one.criterion] for one in asked)
    return max(LEAST, *(one.minimum_respondents for one in criteria if isinstance(one, SurveyCriterion)))


def tidy(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def _list_asked(rubric: Rubric, profile: str | None) -> Iterator[_UnnamedQuestion]:
    chosen = rubric.select_criteria(profile)
    for name, one in rubric.criteria.items():
        if not isinstance(one, SurveyCriterion) or name not in chosen:
            continue
        path: Path = ("criteria", name)
        title = tidy(one.title)
        if not one.statements:
            text = tidy(one.question or one.title)
            yield _UnnamedQuestion((*path, "question"), name, None, title, text, one.options, (*path, "options"))
        for key, statement in one.statements.items():
            options = statement.options or one.options
            place: Path = (*path, "statements", key)
            home = (*(place if statement.options else path), "options")
            text = tidy(statement.text)
            yield _UnnamedQuestion((*place, "text"), name, key, title, text, options, home, bool(statement.options))


def _list_parts(rubric: Rubric, questions: list[SurveyQuestion]) -> Iterator[SurveyPart]:
    for name in dict.fromkeys(one.criterion for one in questions):
        criterion = rubric.criteria[name]
        inside = tuple(one for one in questions if one.criterion == name)
        lead = tidy(criterion.question) if criterion.question and inside[0].statement is not None else None
        yield SurveyPart(name, ("criteria", name, "question"), tidy(criterion.title), lead, inside)


def choose_sign(options: Sequence[Sequence[str]]) -> str:
    """The letter with which codes begin, chosen so that no option looks like a code."""
    keys = {find_key(option) for one in options for option in one}
    most = max(map(len, options))
    free = (sign for sign in ascii_lowercase if not keys & {f"{sign}{number}" for number in range(most + 1)})
    return next(free, "code")


def _choose_unknown(options: Sequence[Sequence[str]]) -> str:
    """A text for the option "I do not know" that differs from all other options of the questions."""
    keys = {find_key(option) for one in options for option in one}
    return next((words for words in UNKNOWN_WORDS if find_key(words) not in keys), f"{UNKNOWN_WORDS[0]} (no answer)")
