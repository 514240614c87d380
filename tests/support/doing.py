"""Carries out a next step: gives the answer and the evidence that it asks for."""

from __future__ import annotations

import datetime
import re

from nhsdx.analysis.next_steps import NextStep
from nhsdx.model.assessment import Answer, Assessment, ItemState
from nhsdx.model.criteria import ChecklistCriterion, Criterion, LevelCriterion, MeasureCriterion, SurveyCriterion
from nhsdx.model.rubric import Rubric

NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")


def do_steps(rubric: Rubric, assessment: Assessment, steps: list[NextStep]) -> Assessment:
    """The assessment after these steps, without any other change."""
    answers = dict(assessment.answers)
    for step in steps:
        answers[step.criterion.id] = _do_step(rubric, answers.get(step.criterion.id), step, assessment.about.date)
    return assessment._replace(answers=answers)


def _do_step(rubric: Rubric, given: Answer | None, step: NextStep, day: datetime.date) -> Answer:
    asked, grades = rubric.criteria[step.criterion.id], rubric.evidence_grades
    old = given or Answer()
    if step.level is None:
        best = max(grades, key=lambda one: asked.evidence_supports.get(one.id, one.supports), default=None)
        answer = old.model_copy(update=_answer_best(asked) | {"status": None})
        return answer.model_copy(update={"evidence": best.id, "seen": day} if best else {})
    answer = old.model_copy(update=_answer_enough(asked, old, step))
    if step.evidence is not None:
        grade = step.grade.id if step.evidence == "bring" and step.grade else step.criterion.evidence
        answer = answer.model_copy(update={"evidence": grade, "seen": day})
    return answer


def _answer_best(asked: Criterion) -> dict[str, object]:
    """The best answer to a question that has no answer yet."""
    if isinstance(asked, ChecklistCriterion):
        return {"items": dict.fromkeys(asked.items, ItemState.YES)}
    if isinstance(asked, SurveyCriterion):
        return _choose_best(asked)
    if isinstance(asked, MeasureCriterion):
        return {"value": asked.linear.best if asked.linear is not None else (asked.bands or ())[-1].start + 1e-3}
    return {"level": len(asked.levels) - 1}


def _choose_best(asked: SurveyCriterion) -> dict[str, object]:
    people = asked.minimum_respondents
    if asked.statements:
        return {"mean": max(asked.scores or (100.0,)), "respondents": people, "counts": None}
    best = max(range(len(asked.options)), key=lambda at: asked.scores[at] if asked.scores else at)
    return {"counts": tuple(people if at == best else 0 for at in range(len(asked.options)))}


def _answer_enough(asked: Criterion, old: Answer, step: NextStep) -> dict[str, object]:
    """The lowest answer that a step asks for."""
    if step.items:
        return {"items": {**(old.items or {}), **{item.id: ItemState.YES for item in step.items}}}
    if isinstance(asked, LevelCriterion) and step.descriptor:
        return {"level": step.next_level if step.own_level is None else step.own_level}
    if isinstance(asked, SurveyCriterion) and step.value:
        return _choose_best(asked)
    if isinstance(asked, MeasureCriterion) and step.value:
        found = NUMBER.search(step.value)
        assert found is not None
        value = float(found[0])
        nudge = 0.0 if "than" not in step.value else abs(value) * 1e-6 + 1e-6
        rising = asked.linear is None or asked.linear.best > asked.linear.worst
        return {"value": value + (nudge if rising else -nudge)}
    return {}
