"""Builds a rubric from the data of a file, and checks its shape, whether its parts fit together, and any answers."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nhsdx.files.source import SourceText
from nhsdx.loading.level_numbers import LevelScales, read_levels
from nhsdx.loading.shape import STAND_IN, validate
from nhsdx.loading.whole.answer_words import put_in_words
from nhsdx.loading.whole.answers import expand_answer, find_answer_problems
from nhsdx.loading.whole.rubric import find_expectation_problems, find_rubric_problems
from nhsdx.model import (
    RUBRIC_FORMAT,
    Action,
    Answer,
    AnswerForm,
    Assessment,
    AssessmentFile,
    OneOf,
    OverlayOrigin,
    Path,
    Problem,
    Rubric,
    RubricFile,
    describe_text,
    find_item_problems,
    find_reference_problem,
    quote_word,
)
from nhsdx.scoring import Instrument

SECTIONS = ("dimensions", "criteria", "gates", "context", "profiles", "sources", "frameworks", "documents")
KINDS = {
    "nhsdx.assessment": "an assessment",
    "nhsdx.rubric": "a rubric",
    "nhsdx.result": "a result; nhsdx verify, compare, explain and report read it",
    "nhsdx.policy": "a policy; nhsdx check reads it",
    "nhsdx.effort": "a file of efforts; give it with nhsdx plan --effort",
    "nhsdx.batch-map": "a table map; give it with nhsdx batch --map",
    "nhsdx.form-map": "a form map; give it with nhsdx import --map",
    "nhsdx.questionnaire": "a survey map; give it with nhsdx survey --map",
    "nhsdx.benefits": "the costs and benefits of a case; give it to nhsdx benefits",
}
"""What kind of file each format name stands for."""
STAND_INS = {
    "format": RUBRIC_FORMAT,
    "rubric": {"id": "stand-in", "version": "0.0.0", "title": "stand-in"},
    "assessment": {"subject": "stand-in", "date": datetime.date.min},
}


@dataclass(frozen=True)
class LoadedRubric:
    """A valid rubric, its file and, if the rubric is local, its origin.

    `data` is the whole rubric, as the data of a file.
    """

    source: SourceText
    rubric: RubricFile
    data: Mapping[str, Any]
    origin: OverlayOrigin | None = None

    @property
    def answerable(self) -> Rubric:
        """The rubric with every question that people answer.

        People still answer the national criteria that a local rubric drops.
        """
        return self.rubric if self.origin is None else self.origin.answerable

    @functools.cached_property
    def instrument(self) -> Instrument:
        """The rubric, prepared for scoring. It is prepared only once, because working out the digests takes time."""
        return Instrument.of(self.rubric, self.origin)


def build_rubric(
    data: Mapping[str, Any], add_questions: Callable[[Rubric], Rubric] = lambda rubric: rubric
) -> tuple[RubricFile | None, list[Problem]]:
    """The rubric in the data of a file, and all its problems; None if no rubric can be made.

    `add_questions` adds any further questions that the same file may have answers to.
    """
    data, unread = read_levels(data, LevelScales.read(data))
    rubric, shape = validate(RubricFile, {**data, "format": RUBRIC_FORMAT}, STAND_INS)
    if rubric is None:
        return None, [*unread, *shape]
    problems = list(put_in_words([*unread, *shape], rubric))
    further = [*find_rubric_problems(rubric), *find_problems_in_answers(add_questions(rubric), rubric)]
    if "assessment" not in data and rubric.answers:
        remedy = "expected [assessment] with subject and date, before [answers]"
        problems.append(Problem(("answers",), "missing-key", "the answers have no [assessment]", remedy))
    problems += keep_true_problems(further, shape, data, rubric) if shape else further
    return rubric, drop_consequences(problems, unread)


def drop_consequences(problems: Iterable[Problem], unread: Collection[Problem]) -> list[Problem]:
    """The given problems, without those that were found only because a level could not be read."""
    paths = {problem.path for problem in unread}
    return [problem for problem in problems if problem in unread or problem.path not in paths]


def find_format_problems(data: Mapping[str, Any], formats: tuple[str, ...]) -> Iterator[Problem]:
    """A problem if the format of the file is not one of the given formats."""
    found = data.get("format")
    if found in formats:
        return
    expected = " or ".join(f'format = "{name}"' for name in formats)
    if found is None:
        yield Problem((), "wrong-format", "the file does not give its format", f"expected {expected} as its first line")
    else:
        yield Problem(("format",), "wrong-format", _describe_format(found, formats), f"expected {expected}")


def _describe_format(found: object, formats: tuple[str, ...]) -> str:
    """What kind of file has the given format, for a message about a wrong format."""
    if not isinstance(found, str):
        return "this is not a format"
    kind, _, version = found.partition("/")
    if any(kind == one.partition("/")[0] for one in formats):
        return f"this version of nhsdx does not read version {quote_word(version)} of this format"
    known = KINDS.get(kind)
    return f"{quote_word(found)} is not a format" if known is None else f"this file is {known}"


def keep_true_problems(
    problems: Iterable[Problem],
    shape: Iterable[Problem],
    data: Mapping[str, Any],
    kept: RubricFile | AssessmentFile,
) -> Iterator[Problem]:
    """The problems that are real, and not just a consequence of leaving out keys and entries that have problems."""
    misspelt = {problem.path[:-1] for problem in shape if problem.code == "unknown-key"}
    words, silent = _find_consequences(data, kept)
    for problem in problems:
        is_aside = problem.code == "unknown-reference" and _read_word_at(data, problem) in words
        is_silent = problem.path[0] in ("rubric", "dimensions") and problem.code in silent
        if problem.path not in misspelt and not is_aside and not is_silent and not _is_of_stand_in(problem, kept):
            yield problem


def _find_consequences(data: Mapping[str, Any], kept: RubricFile | AssessmentFile) -> tuple[set[str], set[str]]:
    """The ids in the file that are missing from the model, and the codes of problems that the missing ids may cause."""
    aside = {section: _list_set_aside(data.get(section), getattr(kept, section, {})) for section in SECTIONS}
    words = set().union(*aside.values(), _list_grades_set_aside(data, kept))
    return words, {"bad-weight", "minimum-known"} if aside["dimensions"] or aside["criteria"] else set()


def _is_of_stand_in(problem: Problem, kept: RubricFile | AssessmentFile) -> bool:
    """Whether a problem is about the placeholder for a level that has its own problems."""
    if isinstance(kept, AssessmentFile) or problem.path[0] != "levels":
        return False
    return any(level.label == STAND_IN for level in kept.levels)


def _list_set_aside(held: object, kept: Mapping[str, object]) -> set[str]:
    """The entries in a section of the file that were left out of the model because they have problems."""
    return {name for name in held if name not in kept} if isinstance(held, dict) else set()


def _list_grades_set_aside(data: Mapping[str, Any], kept: RubricFile | AssessmentFile) -> set[str]:
    """The evidence grades that were left out of the model: all or none of them, because their order matters."""
    held = data.get("evidence-grades")
    if isinstance(kept, AssessmentFile) or kept.evidence_grades or not isinstance(held, list):
        return set()
    ids = (grade.get("id") for grade in held if isinstance(grade, dict))
    return {word for word in ids if isinstance(word, str)}


def _read_word_at(data: Mapping[str, Any], problem: Problem) -> object:
    """The word that the file does not define: the value at a problem's path, or the last key in the path."""
    if problem.at_key:
        return problem.path[-1]
    value: Any = data
    for part in problem.path:
        value = value[part]
    return value if isinstance(value, str) else problem.path[-1]


def complete_problems(
    rubric: Rubric, file: AssessmentFile | None, problems: Iterable[Problem], data: Mapping[str, Any]
) -> Iterator[Problem]:
    """The problems with an assessment's shape, worded for its rubric, and the problems with its answers."""
    shape = list(put_in_words(problems, rubric))
    yield from shape
    if file is not None:
        yield from keep_true_problems(find_problems_in_answers(rubric, file), shape, data, file)


def find_problems_in_answers(rubric: Rubric, file: RubricFile | AssessmentFile) -> Iterator[Problem]:
    """Everything that is wrong with a file's answers to the questions of a rubric."""
    if file.profile is not None:
        yield from find_reference_problem(("profile",), file.profile, rubric.profiles, "a profile")
    if file.expect is not None:
        yield from find_expectation_problems(rubric, file.expect, ("expect",))
    place: Path = ("context",) if isinstance(file, AssessmentFile) else ("assessment", "context")
    yield from find_context_problems(rubric, get_context(file), place)
    for name, form in file.answers.items():
        path = ("answers", name)
        yield from find_reference_problem(path, name, rubric.criteria, "a criterion", at_key=True)
        if name not in rubric.criteria:
            continue
        yield from find_answer_problems(rubric, rubric.criteria[name], form, path)
        for position, document in enumerate(form.documents if isinstance(form, Answer) else ()):
            place = (*path, "documents", position)
            if document not in file.documents:
                message = f"{quote_word(document)} is not a document listed in this file"
                yield Problem(place, "unknown-reference", message, OneOf(document, file.documents))
    yield from find_action_problems(rubric, file.actions)


def get_context(file: RubricFile | AssessmentFile) -> Mapping[str, str]:
    """The facts that a file gives as context. In a rubric file, these facts are under `[assessment]`."""
    if isinstance(file, AssessmentFile):
        return file.context
    return {} if file.assessment is None else file.assessment.context


def find_context_problems(rubric: Rubric, context: Mapping[str, str], place: Path) -> Iterator[Problem]:
    """Everything wrong with the facts given as context."""
    for name, option in context.items():
        yield from find_reference_problem((*place, name), name, rubric.context, "a context question", at_key=True)
        options = rubric.context[name].options if name in rubric.context else (option,)
        if option not in options:
            message = f"{describe_text(option)} is not an option of this question"
            yield Problem((*place, name), "unknown-reference", message, OneOf(option, options))


def find_action_problems(rubric: Rubric, actions: Iterable[Action]) -> Iterator[Problem]:
    """Everything that is wrong with the actions in a file."""
    for position, action in enumerate(actions):
        path = ("actions", position)
        yield from find_reference_problem((*path, "criterion"), action.criterion, rubric.criteria, "a criterion")
        criterion, code, remedy = rubric.criteria.get(action.criterion), "unknown-reference", 'expected no "items" here'
        yield from find_item_problems(criterion, action.items or None, (*path, "items"), code=code, remedy=remedy)
        if action.state == "dropped" and action.reason is None:
            yield Problem(path, "reason-missing", "an action that was dropped needs a reason", 'expected reason = "…"')


def expand_answers(rubric: Rubric, forms: Mapping[str, AnswerForm]) -> dict[str, Answer]:
    """The answers written out in full, in the rubric's order, so that their order in the file makes no difference."""
    return {name: expand_answer(rubric.criteria[name], forms[name]) for name in rubric.criteria if name in forms}


def build_assessment(rubric: Rubric, file: RubricFile | AssessmentFile) -> Assessment:
    """The assessment in a valid file."""
    if file.assessment is None:
        raise AssertionError(rubric.reference)
    answers = expand_answers(rubric, file.answers)
    return Assessment(file.assessment, file.profile, answers, file.documents, get_context(file), file.actions)
