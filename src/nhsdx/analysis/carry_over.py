"""Finds the answers given for one rubric that also fit another rubric."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from nhsdx.loading.whole.answers import find_answer_problems
from nhsdx.model import Answer, ChecklistCriterion, Criterion, LevelCriterion, MeasureCriterion, Rubric, SurveyCriterion


class CarryOver(NamedTuple):
    """The answers that fit another rubric, and the criteria whose answer or evidence does not fit.

    An answer that does not fit counts as unknown. An evidence grade that the other rubric does not have is replaced by
    the weakest grade of the other rubric. `renamed` gives the old id of each criterion that has a new id.
    """

    answers: dict[str, Answer]
    not_carried: frozenset[str]
    renamed: Mapping[str, str] = {}


def carry_over(answers: Mapping[str, Answer], own: Rubric, rubric: Rubric) -> CarryOver:
    """The answers to criteria in `own` that also answer criteria in `rubric`, in the order of `rubric`."""
    renamed = {new: old for new, old in find_renames(own, rubric).items() if old in answers}
    before = {name: renamed.get(name, name) for name in rubric.criteria}
    given = {name: old for name, old in before.items() if old in answers}
    kept = dict(_keep_answers(answers, own, rubric, given))
    return CarryOver(kept, frozenset(name for name, old in given.items() if kept.get(name) != answers[old]), renamed)


def carry_over_context(context: Mapping[str, str], rubric: Rubric) -> dict[str, str]:
    """The facts about the context that also answer a question in another rubric."""
    questions = rubric.context
    return {name: option for name, option in context.items() if name in questions and option in questions[name].options}


def _keep_answers(
    answers: Mapping[str, Answer], own: Rubric, rubric: Rubric, given: Mapping[str, str]
) -> Iterator[tuple[str, Answer]]:
    for name, old in given.items():
        answer = _drop_unknown_items(_replace_unknown_grade(answers[old], rubric), rubric.criteria[name])
        is_empty = bool(answers[old].items) and not answer.items
        if old in own.criteria and not is_empty and _is_valid_answer(rubric, name, own.criteria[old], answer):
            yield name, answer


def _is_valid_answer(rubric: Rubric, name: str, own: Criterion, answer: Answer) -> bool:
    """Whether an answer to a criterion in another rubric is valid for the given criterion of this rubric."""
    criterion = rubric.criteria[name]
    asks_same = not answer.is_known or _is_same_question(own, criterion, answer)
    return asks_same and not any(find_answer_problems(rubric, criterion, answer, ()))


def find_renames(own: Rubric, rubric: Rubric) -> dict[str, str]:
    """For each criterion with a new id in `rubric`, its old id in `own`, according to `replaces` in either rubric.

    Criteria are left out if one replaces several, or several replace one, because it is unclear which answer to use. A
    criterion id that is in both rubrics refers to the same criterion in both.
    """
    new = [name for name in rubric.criteria if name not in own.criteria]
    meant = {name: _find_replaced(own, rubric, name) for name in new}
    claims = Counter(old for olds in meant.values() for old in olds)
    single = {name: min(olds) for name, olds in meant.items() if len(olds) == 1}
    return {name: old for name, old in single.items() if claims[old] == 1}


def _find_replaced(own: Rubric, rubric: Rubric, name: str) -> set[str]:
    """The criteria found only in `own` that a new criterion replaces, according to `replaces` in either rubric."""
    replaced = rubric.criteria[name].replaces
    gone = own.criteria.keys() - rubric.criteria.keys()
    return {old for old in gone if old in replaced or name in own.criteria[old].replaces}


def _replace_unknown_grade(answer: Answer, rubric: Rubric) -> Answer:
    grades = [grade.id for grade in rubric.evidence_grades]
    if answer.evidence is None or answer.evidence in grades:
        return answer
    return answer.model_copy(update={"evidence": grades[0] if grades else None})


def _drop_unknown_items(answer: Answer, criterion: Criterion) -> Answer:
    """The answer, without any items that are not on the checklist."""
    if answer.items is None or not isinstance(criterion, ChecklistCriterion):
        return answer
    kept = {item: state for item, state in answer.items.items() if item in criterion.items}
    return answer if len(kept) == len(answer.items) else answer.model_copy(update={"items": kept})


def _is_same_question(own: Criterion, other: Criterion, answer: Answer) -> bool:
    """Whether an answer means the same for both criteria."""
    match own, other:
        case LevelCriterion(), LevelCriterion():
            return len(own.descriptors) == len(other.descriptors) or _find_descriptor(own, answer) == _find_descriptor(
                other, answer
            )
        case MeasureCriterion(), MeasureCriterion():
            return own.unit == other.unit
        case ChecklistCriterion(), ChecklistCriterion():
            return True
        case SurveyCriterion(), SurveyCriterion():
            return own.options == other.options
        case _:
            return False


def _find_descriptor(criterion: LevelCriterion, answer: Answer) -> str | None:
    level = answer.level or 0
    return criterion.descriptors[level] if level < len(criterion.descriptors) else None
