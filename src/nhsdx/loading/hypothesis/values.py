"""Reads the value that an option gives for an answer or a part of an answer, depending on the kind of criterion."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from pydantic import ValidationError

from nhsdx.loading.level_words import collect_words, fold_text
from nhsdx.loading.shape import list_shape_problems
from nhsdx.loading.whole.answer_words import HOLDERS
from nhsdx.loading.whole.answers import expand_vector_answer, find_answer_problems
from nhsdx.model import (
    Answer,
    ChecklistCriterion,
    Criterion,
    ItemState,
    LevelCriterion,
    MeasureCriterion,
    OneOf,
    Path,
    Problem,
    Rubric,
    Status,
    SurveyCriterion,
    build_name_problem,
    name_places,
    parse_number,
    quote_word,
)

UNKNOWN = Status.UNKNOWN.value
REASON = "Supposed with --what-if."
"""The reason given for a hypothetical answer that needs a reason."""
Values: TypeAlias = dict[str, Any]


class WrongValueError(Exception):
    """The error for a value that is not allowed in its place: the code, the message and the remedy."""


class _RubricAndCriterion(NamedTuple):
    """A criterion and its rubric."""

    rubric: Rubric
    criterion: Criterion


def change_answer(
    rubric: Rubric, name: str, answer: Answer | None, wishes: Iterable[tuple[Path, str]]
) -> tuple[Answer | None, list[Problem]]:
    """An answer with the values that options give, and what is wrong with these values.

    Each path begins with `answers`.
    """
    asked = _RubricAndCriterion(rubric, rubric.criteria[name])
    values: Values = {} if answer is None else dict(answer)
    problems: list[Problem] = []
    for path, word in sorted(wishes, key=lambda wish: len(wish[0])):
        try:
            values = _change(asked, values, path[2:], word)
        except WrongValueError as error:
            problems.append(Problem(path, *error.args))
    if problems:
        return None, problems
    return _complete(rubric, name, _drop_empty(values))


def _change(asked: _RubricAndCriterion, values: Values, part: Path, word: str) -> Values:
    """An answer's values, with one value changed."""
    change = CHANGES.get(str(part[0]), _change_beside) if part else _change_whole
    return change(asked, values, part, word)


def _keep(values: Values, *kept: str) -> Values:
    """An answer's values without the keys that hold the answer itself, such as `level`; keys in `kept` stay."""
    return {key: value for key, value in values.items() if key not in HOLDERS or key in kept}


def _change_item(_: _RubricAndCriterion, values: Values, part: Path, word: str) -> Values:
    state = _choose(word, [one.value for one in ItemState], "an answer to a statement")
    return _keep(values, "items") | {"items": {**(values.get("items") or {}), part[1]: ItemState(state)}}


def _change_count(asked: _RubricAndCriterion, values: Values, part: Path, word: str) -> Values:
    """An answer's values with a changed number of people for one option.

    If the answer had no counts before, the number for every option must be given.
    """
    options = asked.criterion.options if isinstance(asked.criterion, SurveyCriterion) else ()
    counts = list(values.get("counts") or [None] * len(options))
    counts[int(part[1])] = _read_whole_number(word)
    return _keep(values, "counts") | {"counts": counts}


def _change_mean(_: _RubricAndCriterion, values: Values, part: Path, word: str) -> Values:
    """An answer's values with a changed mean or number of respondents. An answer needs both."""
    read = _read_number(word) if part == ("mean",) else _read_whole_number(word)
    return _keep(values, "mean", "respondents") | {str(part[0]): read}


def _change_beside(asked: _RubricAndCriterion, values: Values, part: Path, word: str) -> Values:
    """An answer's values with a changed evidence grade, evidence date or number of people invited.

    The word `unknown` removes the value.
    """
    key, grades = str(part[0]), [grade.id for grade in asked.rubric.evidence_grades]
    if word == UNKNOWN and word not in grades:
        return values | {key: None}
    if key == "evidence":
        return values | {key: _choose(word, [*grades, UNKNOWN], "an evidence grade of the rubric")}
    return values | {key: _read_day(word) if key == "seen" else _read_whole_number(word)}


def _change_whole(asked: _RubricAndCriterion, values: Values, _: Path, word: str) -> Values:
    """An answer's values with the whole answer changed: to a status, a level or a number."""
    rubric, criterion = asked
    if word in [status.value for status in Status]:
        reason = {} if word == UNKNOWN else {"reason": values.get("reason") or REASON}
        return {"status": Status(word)} | reason
    kept = _keep(values)
    if isinstance(criterion, LevelCriterion):
        return kept | {"level": _find_level(rubric, criterion, word)}
    if isinstance(criterion, MeasureCriterion):
        return kept | {"value": _read_number(word)}
    if isinstance(criterion, ChecklistCriterion) and criterion.scoring == "staged":
        return kept | {"items": _answer_up_to(rubric, criterion, values, word)}
    raise _build_whole_error(criterion, word)


def _answer_up_to(rubric: Rubric, criterion: ChecklistCriterion, values: Values, word: str) -> Mapping[str, ItemState]:
    """Answers yes to each item up to a level and no to each item above it, as in test vectors.

    Items that are marked as not applicable are not changed.
    """
    level = _find_place(word, name_places(rubric.levels))
    states = expand_vector_answer(criterion, level).items or {}
    left_out = [one for one, state in (values.get("items") or {}).items() if state is ItemState.NOT_APPLICABLE]
    return states | dict.fromkeys(left_out, ItemState.NOT_APPLICABLE)


def _build_whole_error(criterion: Criterion, word: str) -> WrongValueError:
    """The error for a single word given as the whole answer to a survey, or to a checklist without levels."""
    part = "option.1" if isinstance(criterion, SurveyCriterion) and not criterion.statements else "mean"
    if isinstance(criterion, ChecklistCriterion):
        part = next(iter(criterion.items))
    message = f"{quote_word(word)} is not a complete answer to a {criterion.kind} criterion"
    return WrongValueError("answer-form", message, f"expected unknown, or a part of the answer, as in CRITERION.{part}")


CHANGES = {"items": _change_item, "counts": _change_count, "mean": _change_mean, "respondents": _change_mean}
"""The function that changes each part of an answer, by the key of the part in a file."""


def _complete(rubric: Rubric, name: str, values: Values) -> tuple[Answer | None, list[Problem]]:
    """The answer with the given values, and everything wrong with the answer. An answer without a value is unknown."""
    path = ("answers", name)
    missing = ", ".join(f"{name}.option.{at + 1}" for at, one in enumerate(values.get("counts", ())) if one is None)
    if missing:
        return None, [Problem((*path, "counts"), "count-mismatch", "some options have no count", f"add {missing}")]
    if not values.keys() & HOLDERS:
        values["status"] = Status.UNKNOWN
    if ItemState.NOT_APPLICABLE in values.get("items", {}).values():
        values.setdefault("reason", REASON)
    try:
        answer = Answer.model_validate(values)
    except ValidationError as error:
        found = list_shape_problems(Answer, values, error)
        return None, [problem._replace(path=(*path, *problem.path)) for problem in found]
    return answer, list(find_answer_problems(rubric, rubric.criteria[name], answer, path))


def _drop_empty(values: Values) -> Values:
    return {key: value for key, value in values.items() if value is not None}


def _find_level(rubric: Rubric, criterion: LevelCriterion, word: str) -> int:
    """The place of a level. An option gives the level's number or, for a criterion's own level, its label or text."""
    words = collect_words([level.model_dump() for level in criterion.own_levels])
    number = words.get(fold_text(word))
    return _find_place(word if number is None else str(number), rubric.name_levels(criterion))


def _find_place(word: str, names: tuple[Any, ...]) -> int:
    shown = list(map(str, names))
    if word in shown:
        return shown.index(word)
    problem = build_name_problem((), quote_word(word), names)
    raise WrongValueError(problem.code, problem.message, f"{problem.remedy}, or unknown")


def _choose(word: str, options: list[str], what: str) -> str:
    if word not in options:
        message = f"{quote_word(word)} is not {what}"
        raise WrongValueError("not-allowed", message, str(OneOf(word, options)))
    return word


def _read_number(word: str) -> float:
    number = parse_number(word)
    if number is None:
        raise WrongValueError("wrong-type", f"{quote_word(word)} is not a number", "expected a number, as in 6 or 12.5")
    return number


def _read_whole_number(word: str) -> int:
    number = _read_number(word)
    if not number.is_integer():
        message = f"{quote_word(word)} is not a whole number"
        raise WrongValueError("wrong-type", message, "expected a whole number, as in 12")
    return int(number)


def _read_day(word: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(word)
    except ValueError:
        message = f"{quote_word(word)} is not a date"
        raise WrongValueError("wrong-type", message, "expected a date, as in 2026-10-01") from None
