"""Reads a survey's map from a file, checks the map and finds its rubric."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar, Unpack

from nhsdx.commands.survey.disclosure.protection import find_least_respondents
from nhsdx.commands.survey.map import (
    QUESTIONNAIRE_FORMAT,
    USED_ONCE,
    FileChoices,
    GroupRules,
    InvitedPeople,
    LoadedQuestionnaire,
    Question,
    Questionnaire,
    ScaleItems,
)
from nhsdx.documents.phrases import count_words
from nhsdx.errors import NhsdxError
from nhsdx.files.source import SourceText
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model import InvalidInputError, Path, Problem, Rubric, SurveyCriterion, quote_word, suggest_one_of
from nhsdx.tables.answer_words import find_answer_problems
from nhsdx.tables.table_map import read_map

T = TypeVar("T", int, str)


def load_questionnaire(name: str, rubric_name: str | None, **choices: Unpack[FileChoices]) -> LoadedQuestionnaire:
    """The questionnaire in a file, for the rubric given, or by default for the rubric in the file.

    An encoding, a sheet or a program in `choices` replaces the one in the file.

    Raises NhsdxError or InvalidInputError with all problems of the map.
    """
    source, read, problems = read_map(name, Questionnaire, QUESTIONNAIRE_FORMAT)
    loader = AssessmentLoader(rubric_name)
    rubric = _load_rubric(source, loader, problems)
    if read is not None and rubric is not None:
        problems += list(read.find_digest_problems(rubric)) or _find_problems(read, rubric)
    if not source.data.get("criteria") and not source.data.get("scales"):
        remedy = "expected [criteria.ID] with a column, or [scales.ID]"
        problems.append(Problem((), "missing-key", "the file does not say what any column means", remedy))
    read, rubric = source.expect(None if read is None or rubric is None else (read, rubric), problems)
    read = read.model_copy(update={key: value for key, value in choices.items() if value is not None})
    return LoadedQuestionnaire(read, rubric, next(iter(loader.instruments)))


def _load_rubric(source: SourceText, loader: AssessmentLoader, problems: list[Problem]) -> Rubric | None:
    """The rubric; None, with a problem in `problems`, if the file does not give a usable rubric."""
    named = source.data.get("rubric")
    try:
        instrument = loader.load_rubric_of(source, named)
    except InvalidInputError as error:
        raise InvalidInputError((*source.findings(problems), *error.findings)) from None
    except NhsdxError as error:
        if error.where:
            raise
        problems.append(Problem(("rubric",), error.code, error.message, error.hint))
        return None
    if instrument is None and not problems:
        remedy = 'expected rubric = "..." in the file, or --rubric'
        problems.append(Problem((), "missing-key", "the file gives no rubric", remedy))
    return None if instrument is None else instrument.rubric


def _find_criterion_problems(questionnaire: Questionnaire, rubric: Rubric) -> Iterator[Problem]:
    """Criteria of a questionnaire that are not survey criteria, have no column, or lack a column for a statement."""
    asked = {name: one for name, one in rubric.criteria.items() if isinstance(one, SurveyCriterion)}
    uses = questionnaire.count_uses()
    for name, question in questionnaire.criteria.items():
        path: Path = ("criteria", name)
        if name not in asked:
            message = f"{quote_word(name)} is not a survey criterion of {rubric.reference}"
            yield Problem(path, "unknown-reference", message, suggest_one_of(name, asked))
        elif asked[name].statements:
            yield from _find_statement_problems(question, asked[name], path)
            yield from _find_shared_columns(uses, question.columns, (*path, "columns"))
        elif extra := [key for key, value in question.list_statement_keys().items() if value]:
            message = f"{quote_word(name)} has no statements in the rubric"
            yield Problem((*path, extra[0]), "not-allowed", message, 'expected column = "…"')
        elif question.column is None:
            yield Problem(path, "missing-key", '"column" is missing', 'expected column = "…"')


def _find_statement_problems(question: Question, criterion: SurveyCriterion, path: Path) -> Iterator[Problem]:
    """Problems with a criterion that has statements, but no separate column for each statement that was asked."""
    statements = list(criterion.statements)
    remedy = f'expected columns = {{ {statements[0]} = "…", … }}, with a column for each statement that was asked'
    if question.column is not None:
        message = "the criterion has statements, and each statement needs its own column"
        yield Problem((*path, "column"), "survey-form", message, remedy)
    for name in question.columns:
        if name not in statements:
            message = f"{quote_word(name)} is not a statement of the criterion"
            yield Problem((*path, "columns", name), "unknown-reference", message, suggest_one_of(name, statements))
    yield from _find_not_asked_problems(question, statements, path)
    yield from _find_own_word_problems(question, criterion, path)
    missing = [name for name in statements if name not in question.columns and name not in question.not_asked]
    if missing and question.column is None:
        message = f"no column for {', '.join(map(quote_word, missing))}"
        yield Problem(path, "missing-key", message, remedy)


def _find_own_word_problems(question: Question, criterion: SurveyCriterion, path: Path) -> Iterator[Problem]:
    """Problems with words given under `answers-of` for statements that do not have options of their own."""
    own = [name for name, one in criterion.statements.items() if one.options]
    for name in question.answers_of:
        if name not in own:
            message = f"{quote_word(name)} is not a statement with options of its own"
            remedy = suggest_one_of(name, own) if own else "write the statement's words under answers"
            yield Problem((*path, "answers-of", name), "unknown-reference", message, remedy)


def _find_not_asked_problems(question: Question, statements: list[str], path: Path) -> Iterator[Problem]:
    """Problems with statements listed as not asked.

    Each must be a statement of the criterion that has no column, and at least one statement must have been asked.
    """
    place: Path = (*path, "not-asked")
    for name in question.not_asked:
        if name not in statements:
            message = f"{quote_word(name)} is not a statement of the criterion"
            yield Problem(place, "unknown-reference", message, suggest_one_of(name, statements))
        elif name in question.columns:
            message = f"{quote_word(name)} has a column and is listed in not-asked"
            yield Problem(place, "duplicate", message, "keep one of them")
    if statements and set(statements) <= set(question.not_asked):
        message = "no statement of the criterion was asked"
        yield Problem(place, "not-allowed", message, "delete the criterion from the map")


def _find_shared_columns(uses: Mapping[str, int], columns: Mapping[T, str], path: Path) -> Iterator[Problem]:
    """The columns of statements or of a scale that are used more than once.

    Each use of a column has its own rule for which respondents count, so two results from the same answers could differ
    by one person.
    """
    for place, column in columns.items():
        if uses[column] > 1:
            message = f"{quote_word(column)} is used {uses[column]} times in the map"
            yield Problem((*path, place), "duplicate", message, USED_ONCE)


def _find_problems(questionnaire: Questionnaire, rubric: Rubric) -> Iterator[Problem]:
    """Why a questionnaire cannot be used with a rubric and its instruments."""
    if questionnaire.evidence is not None:
        yield from _find_grade_problems(questionnaire.evidence, rubric)
    yield from questionnaire.find_heading_problems()
    yield from _find_criterion_problems(questionnaire, rubric)
    uses = questionnaire.count_uses()
    if questionnaire.invited is not None:
        yield from _find_invited_problems(questionnaire.invited)
    for name, scale in questionnaire.scales.items():
        yield from _find_scale_problems(name, scale)
        yield from _find_shared_columns(uses, dict(enumerate(scale.columns)), ("scales", name, "columns"))
    asked = list(questionnaire.list_words(rubric))
    yield from find_answer_problems(asked, questionnaire.rules, questionnaire.nothing, questionnaire.words)
    if questionnaire.groups is not None:
        yield from _find_group_problems(questionnaire.groups, rubric, questionnaire.criteria)


def _find_invited_problems(invited: InvitedPeople) -> Iterator[Problem]:
    """A problem if the number of people asked is given both as a total and by group, or not at all."""
    has_groups = invited.column is not None and bool(invited.numbers)
    if has_groups == (invited.number is not None) or (invited.column is None) != (not invited.numbers):
        message = "[invited] needs either one number of people, or a number for each word of a column"
        remedy = 'expected number = 120, or column = "…" with numbers = { A = 70, B = 50 }'
        yield Problem(("invited",), "missing-key", message, remedy)


def _find_group_problems(groups: GroupRules, rubric: Rubric, names: Iterable[str]) -> Iterator[Problem]:
    if len(set(groups.columns)) < len(groups.columns):
        message = "a column is listed twice"
        yield Problem(("groups", "columns"), "duplicate", message, "expected each column once")
    minimum = find_least_respondents(rubric, [name for name in names if name in rubric.criteria])
    if groups.minimum is not None and groups.minimum < minimum:
        message = f"groups of {groups.minimum} are smaller than the rubric allows"
        yield Problem(("groups", "minimum"), "out-of-range", message, f"expected {minimum} or more")


def _find_grade_problems(grade: str, rubric: Rubric) -> Iterator[Problem]:
    grades = [one.id for one in rubric.evidence_grades]
    if grade not in grades:
        message = f"{quote_word(grade)} is not an evidence grade of {rubric.reference}"
        yield Problem(("evidence",), "unknown-reference", message, suggest_one_of(grade, grades))


def _find_scale_problems(name: str, scale: ScaleItems) -> Iterator[Problem]:
    expected = scale.find_instrument().items
    if len(scale.columns) != expected:
        message = f"{count_words(len(scale.columns), 'column')} for the {expected} items of {scale.instrument}"
        remedy = "expected one column per item, in the instrument's order"
        yield Problem(("scales", name, "columns"), "count-mismatch", message, remedy)
    if len(set(scale.columns)) < len(scale.columns):
        yield Problem(("scales", name, "columns"), "duplicate", "a column is listed twice", "expected each column once")
    if scale.instrument != "likert" and scale.reversed:
        message = f"{scale.instrument} already says which items are reversed"
        yield Problem(("scales", name, "reversed"), "not-allowed", message, "delete it")
    for place, item in enumerate(scale.reversed):
        if item > len(scale.columns):
            message = f"there is no item {item}"
            yield Problem(
                ("scales", name, "reversed", place), "out-of-range", message, f"expected 1 to {len(scale.columns)}"
            )
