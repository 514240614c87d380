"""Which answers to one rubric are answers to another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nhsdx.model.answers import answer_problems
from nhsdx.model.assessment import Answer
from nhsdx.model.criteria import (
    ChecklistCriterion,
    Criterion,
    LevelCriterion,
    MeasureCriterion,
    SurveyCriterion,
)
from nhsdx.model.rubric import Rubric


class Carried(NamedTuple):
    """The answers that hold in another rubric, and the criteria of which answer or evidence does not.

    Such an answer counts as unknown there, and evidence of a grade that the rubric does not have as its
    weakest grade; nothing is invented.
    """

    answers: dict[str, Answer]
    not_carried: frozenset[str]


def carried(answers: Mapping[str, Answer], own: Rubric, rubric: Rubric) -> Carried:
    """The answers to the criteria of `own` that are answers to those of `rubric`, in the latter's order."""
    kept: dict[str, Answer] = {}
    for name, criterion in rubric.criteria.items():
        if name not in answers or name not in own.criteria:
            continue
        answer = _with_known_grade(answers[name], rubric)
        asks_same = not answer.is_known or _asks_the_same(own.criteria[name], criterion, answer)
        if asks_same and not any(answer_problems(rubric, criterion, answer, ())):
            kept[name] = answer
    lost = {name for name in rubric.criteria if name in answers and kept.get(name) != answers[name]}
    return Carried(kept, frozenset(lost))


def _with_known_grade(answer: Answer, rubric: Rubric) -> Answer:
    grades = [grade.id for grade in rubric.evidence_grades]
    if answer.evidence is None or answer.evidence in grades:
        return answer
    return answer.model_copy(update={"evidence": grades[0] if grades else None})


def _asks_the_same(own: Criterion, other: Criterion, answer: Answer) -> bool:
    """Whether an answer to one criterion means the same in another one of that id."""
    match own, other:
        case LevelCriterion(), LevelCriterion():
            return len(own.levels) == len(other.levels) or _descriptor(own, answer) == _descriptor(other, answer)
        case MeasureCriterion(), MeasureCriterion():
            return own.unit == other.unit
        case ChecklistCriterion(), ChecklistCriterion():
            return _items(other) <= _items(own)
        case SurveyCriterion(), SurveyCriterion():
            return own.options == other.options
        case _:
            return False


def _items(criterion: ChecklistCriterion) -> frozenset[str]:
    return frozenset(item.id for item in criterion.items)


def _descriptor(criterion: LevelCriterion, answer: Answer) -> str | None:
    level = answer.level or 0
    return criterion.levels[level] if level < len(criterion.levels) else None
