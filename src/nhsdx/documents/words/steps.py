"""The one wording of what to do next: items to meet, facts to find out, evidence to bring, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.analysis.next_steps import EvidenceNeed, ItemToMeet, NextStep
from nhsdx.analysis.priorities import Priority
from nhsdx.documents.number_words import format_number, format_score
from nhsdx.documents.phrases import count_words, name_from_id, shorten
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words.gates import name_gate
from nhsdx.documents.words.levels import describe_level, describe_reached, format_level
from nhsdx.documents.words.scores import describe_grade, has_grades
from nhsdx.model import EvidenceGrade, ItemState, Reading, Result, Rubric

NEEDS: dict[EvidenceNeed, str] = {
    "date": "date the evidence",
    "renew": "renew the evidence",
    "bring": "bring evidence",
}
CORRECT = "correct the date of the evidence"
FIND_OUT = "find out"
MOST_EVIDENCE = 2
"""How many kinds of evidence that a criterion asks for are given as examples."""


def list_first_things(result: Result, rubric: Rubric, priority: Priority, longest: int | None = None) -> Iterator[str]:
    """Each thing to do first: what triggered gates require, then what the step needs."""
    gates = priority.list_triggered()
    if gates:
        first, *others = gates
        more = f" and {count_words(len(others), 'other triggered gate')}" if others else ""
        yield f"do what the gate {name_gate(first.id, first.title)}{more} {'require' if others else 'requires'}"
    yield from list_things_to_do(result, rubric, priority.step, longest)


def list_things_to_do(result: Result, rubric: Rubric, step: NextStep, longest: int | None = None) -> Iterator[str]:
    """Each thing to do in a step, with its effort; texts of items are shortened to `longest`, if given."""
    if step.level is None and not step.items:
        yield f"{FIND_OUT}: {_shorten(rubric.criteria[step.criterion.id].question or 'the answer', longest)}"
    for item in step.items:
        yield describe_item_to_meet(result, item, longest)
    if step.value:
        yield f"reach {clean(step.value)}"
    if step.descriptor:
        yield f"reach level {format_level(result, step.next_level)}{_describe_effort(result, step.effort)}"
    if step.evidence is not None:
        yield describe_evidence_need(result, rubric, step, longest)


def describe_item_to_meet(result: Result, item: ItemToMeet, longest: int | None = None) -> str:
    """An item that is not met, or one to find out, with its effort if the rubric gives it."""
    text = _shorten(item.text, longest)
    if item.state is ItemState.UNKNOWN:
        return f"{FIND_OUT}: {text}"
    partly = "partly met" if item.state is ItemState.PARTLY else ""
    remarks = ", ".join(words for words in (partly, describe_effort(result, item.effort)) if words)
    return f"{text} ({remarks})" if remarks else text


def _shorten(text: str, longest: int | None) -> str:
    return clean(text).removesuffix(".") if longest is None else shorten(text, longest)


def _describe_effort(result: Result, effort: float | None) -> str:
    return "" if effort is None else f" ({describe_effort(result, effort)})"


def describe_effort(result: Result, effort: float | None) -> str:
    """An effort in the rubric's unit; empty where none is given."""
    if effort is None:
        return ""
    return count_effort(effort, result.rubric.effort_unit)


def count_effort(effort: float, unit: str) -> str:
    """An effort in its unit: `1 person-day`, `2 person-days`."""
    words = clean(unit)
    if effort == 1:
        words = words.removesuffix("s") if words.endswith("s") else words.replace("units ", "unit ", 1)
    return f"{format_number(effort)} {words}"


def describe_evidence_need(result: Result, rubric: Rubric, step: NextStep, longest: int | None = None) -> str:
    """What the evidence lacks to support the next level: a date, or evidence of a kind that the criterion asks for."""
    need = NEEDS[step.evidence or "bring"]
    if step.evidence != "bring":
        words = CORRECT if step.criterion.evidence_date_problem == "from-later" else need
        return f"{words}: {name_from_id(str(step.criterion.evidence))}"
    level = describe_level(result, step.next_level)
    if step.grade is None:
        return f"{need}: no grade of this rubric supports {level} here"
    asked = [_shorten(text, longest) for text in rubric.criteria[step.criterion.id].evidence[:MOST_EVIDENCE]]
    words = f"{need}, such as: {'; '.join(asked)}" if asked else f"{need} that supports {level}"
    return f"{words}{_describe_least(step.grade)}"


def _describe_least(grade: EvidenceGrade) -> str:
    """The weakest grade that would do, if it has to be recent or to be shown by a document."""
    if grade.max_age_months is None and not grade.needs_document:
        return ""
    return f" (at least this grade: {describe_grade(grade)})"


def describe_lead(result: Result, step: NextStep) -> str:
    """The level that a step leads to, `leads to 3 Operating, evidenced`, or keeps where there is none above.

    Where something is to be found out, it leads there only if the answer is yes.
    """
    verb = "keeps" if step.level == step.next_level else "leads to"
    is_score = step.criterion.is_by_score
    bound = f"a score of {format_score(result.scale[step.next_level].score, result.rubric.shown)}"
    words = f"{verb} {bound if is_score else describe_level(result, step.next_level)}"
    reading = f", {Reading.EVIDENCED}" if has_grades(result) else ""
    is_open = any(item.state is ItemState.UNKNOWN for item in step.items)
    return f"{words}{reading}{', if the answer is yes' if is_open else ''}"


def describe_standing(result: Result, step: NextStep) -> str:
    """Where a criterion is now: `1 Begun evidenced, 3 Operating claimed`, or `unknown`."""
    if step.level is None:
        return "unknown"
    now, own = (describe_reached(result, step.criterion, one) for one in (Reading.EVIDENCED, Reading.CLAIMED))
    if not has_grades(result):
        return now
    return f"{now} evidenced" + ("" if now == own else f", {own} claimed")
