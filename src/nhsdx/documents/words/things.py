"""Words for things to do: items to make true, facts to find out, levels to reach, evidence to bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nhsdx.analysis.actions import is_overdue, list_covering, list_covering_each
from nhsdx.analysis.next_steps import EvidenceNeed, ItemToMeet, NextStep
from nhsdx.documents.number_words import format_number
from nhsdx.documents.phrases import count_words, format_day, name_from_id, shorten
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words.levels import describe_level, format_level
from nhsdx.documents.words.scores import describe_grade
from nhsdx.model import Action, ItemState, LevelCriterion, Result, Rubric, SurveyCriterion, name_places

NEEDS: dict[EvidenceNeed, str] = {
    "date": "date the evidence",
    "renew": "renew the evidence",
    "bring": "bring evidence",
}
CORRECT = "correct the date of the evidence"
FIND_OUT = "find out"
MAKE_TRUE = "make this true"
REACH = "reach"
ACT = "act on the answers, say what has changed and ask again, to reach"
"""What an organisation can do to get better survey answers without telling anybody what to answer."""
OWNER = 60
"""The maximum number of characters of an action's owner that are shown beside a step."""
MOST_EVIDENCE = 2
"""The maximum number of kinds of evidence that are given as examples for a criterion."""


class _Instruction(NamedTuple):
    """A thing to do as an instruction, the id of the item that it is about, and remarks to show in brackets."""

    words: str
    part: str | None = None
    remarks: tuple[str, ...] = ()


def list_things_to_do(result: Result, rubric: Rubric, step: NextStep, longest: int | None = None) -> Iterator[str]:
    """Each thing to do in a step as an instruction, with its effort and the action already agreed for it, if any.

    If `longest` is given, item texts are shortened to this length, and agreed actions are left to
    `describe_whole_agreed`. Level descriptors are never among the things to do.
    """
    for thing in _list_things(result, rubric, step, longest):
        remarks = ", ".join(words for words in thing.remarks if words)
        agreed = "" if longest is not None else describe_agreed(result, list_covering(result.actions, step, thing.part))
        inside = "; ".join(words for words in (remarks, agreed) if words)
        yield f"{thing.words} ({inside})" if inside else thing.words


def _list_things(result: Result, rubric: Rubric, step: NextStep, longest: int | None) -> Iterator[_Instruction]:
    """Each thing to do in a step, without the actions already agreed."""
    if step.level is None and not step.items:
        yield _Instruction(
            f"{FIND_OUT}: {_shorten(rubric.criteria[step.criterion.id].question or 'the answer', longest)}"
        )
    for item in step.items:
        yield _describe_item(result, item, longest)
    yield from _list_targets(result, rubric, step, longest)
    if step.evidence is not None:
        yield _Instruction(_describe_evidence_need(result, rubric, step, longest), remarks=(_describe_least(step),))


def _list_targets(result: Result, rubric: Rubric, step: NextStep, longest: int | None) -> Iterator[_Instruction]:
    """The instruction to reach the step's number, score or level, if the step has one."""
    target = clean(step.value) or _describe_level_to_reach(result, rubric, step, longest)
    lead = ACT if isinstance(rubric.criteria[step.criterion.id], SurveyCriterion) else REACH
    if target:
        yield _Instruction(f"{lead} {target}", remarks=() if step.items else (describe_effort(result, step.effort),))


def _describe_item(result: Result, item: ItemToMeet, longest: int | None) -> _Instruction:
    """An item as an instruction: to find out the answer if it is unknown, otherwise to make the item true."""
    text = _shorten(item.text, longest)
    if item.state is ItemState.UNKNOWN:
        return _Instruction(f"{FIND_OUT}: {text}", item.id)
    partly = "partly met" if item.state is ItemState.PARTLY else ""
    return _Instruction(f"{MAKE_TRUE}: {text}", item.id, (partly, describe_effort(result, item.effort)))


def instruct(item: ItemToMeet) -> str:
    """The text for a new action about an item: `Make this true: A deputy is named.`."""
    lead = FIND_OUT if item.state is ItemState.UNKNOWN else MAKE_TRUE
    return f"{lead.capitalize()}: {clean(item.text)}"


def _describe_level_to_reach(result: Result, rubric: Rubric, step: NextStep, longest: int | None) -> str:
    """The number of the level that the step is to reach, if any.

    The level's text is not shown, because it describes a state and not an action, and the state may be a defect. If the
    criterion has its own levels, the question is shown too, because the number alone means nothing.
    """
    if not step.descriptor:
        return ""
    asked = rubric.criteria[step.criterion.id]
    if step.own_level is None or not isinstance(asked, LevelCriterion):
        return f"level {format_level(result, step.next_level)}"
    question = f" for “{_shorten(asked.question, longest)}”" if asked.question else ""
    numbers = name_places(asked.own_levels)
    return f"level {numbers[step.own_level]} of its own levels, {numbers[0]} to {numbers[-1]}{question}"


def describe_whole_agreed(result: Result, step: NextStep) -> str:
    """The first action to fall due among those agreed for parts of a step.

    If actions cover only part of the step, the text says so. The text is empty if no action is agreed.
    """
    parts = list_covering_each(result.actions, step)
    found = sorted({id(one): one for part in parts for one in part}.values(), key=lambda one: one.due)
    words = describe_agreed(result, found)
    return words if all(parts) else words.replace("agreed", "agreed in part", 1)


def describe_agreed(result: Result, found: Sequence[Action]) -> str:
    """The first of the given actions: `agreed: Chief nurse, by 1 March 2027, overdue`; empty if there are none."""
    if not found:
        return ""
    first, *others = found
    more = f", and {count_words(len(others), 'more action')}" if others else ""
    return f"agreed: {shorten(first.owner, OWNER)}, by {describe_due(result, first)}{more}"


def describe_due(result: Result, action: Action) -> str:
    """The day on which an action is due, with a remark if it is overdue: `1 March 2027, overdue`."""
    overdue = ", overdue" if is_overdue(action, result.assessment.as_of) else ""
    return f"{format_day(action.due)}{overdue}"


def _shorten(text: str, longest: int | None) -> str:
    return clean(text).removesuffix(".") if longest is None else shorten(text, longest)


def describe_effort(result: Result, effort: float | None) -> str:
    """An effort in the rubric's unit; empty if no effort is given."""
    if effort is None:
        return ""
    return count_effort(effort, result.rubric.effort_unit)


def count_effort(effort: float, unit: str) -> str:
    """An effort in its unit: `1 person-day`, `2 person-days`."""
    words = clean(unit)
    if effort == 1:
        words = words.removesuffix("s") if words.endswith("s") else words.replace("units ", "unit ", 1)
    return f"{format_number(effort)} {words}"


def _describe_evidence_need(result: Result, rubric: Rubric, step: NextStep, longest: int | None = None) -> str:
    """What is still needed to support the next level: a date for the evidence, or evidence of a certain kind."""
    need = NEEDS[step.evidence or "bring"]
    if step.evidence != "bring":
        words = CORRECT if step.criterion.evidence_date_problem == "from-later" else need
        return f"{words}: {name_from_id(str(step.criterion.evidence))}"
    asked = [_shorten(text, longest) for text in rubric.criteria[step.criterion.id].evidence[:MOST_EVIDENCE]]
    level = describe_level(result, step.next_level)
    return f"{need}, such as: {'; '.join(asked)}" if asked else f"{need} that supports {level}"


def _describe_least(step: NextStep) -> str:
    """The weakest evidence grade that is enough; empty if this grade has no age limit and needs no document."""
    grade = step.grade
    if step.evidence != "bring" or grade is None or (grade.max_age_months is None and not grade.needs_document):
        return ""
    return f"at least this grade: {describe_grade(grade)}"
