"""Describes what to do next: what comes first, where a criterion is now, and where a step leads."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.analysis.next_steps import NextStep
from nhsdx.analysis.priorities import Priority
from nhsdx.documents.number_words import format_score
from nhsdx.documents.phrases import count_words
from nhsdx.documents.words.gates import name_gate
from nhsdx.documents.words.levels import describe_level, describe_reached, name_own_score
from nhsdx.documents.words.scores import has_grades
from nhsdx.documents.words.things import list_things_to_do
from nhsdx.model import ItemState, Reading, Result, Rubric


def list_first_things(result: Result, rubric: Rubric, priority: Priority, longest: int | None = None) -> Iterator[str]:
    """What to do first: what triggered gates require, then what the step itself needs."""
    gates = priority.list_triggered()
    if gates:
        first, *others = gates
        more = f" and {count_words(len(others), 'other triggered gate')}" if others else ""
        yield f"do what the gate {name_gate(first.id, first.title)}{more} {'require' if others else 'requires'}"
    yield from list_things_to_do(result, rubric, priority.step, longest)


def describe_lead(result: Result, step: NextStep) -> str:
    """The level that a step leads to: `leads to 3 Operating, evidenced`.

    If the answer is already at this level, the text begins with `keeps`. A step to find something out leads to this
    level only if the answer turns out to be yes.
    """
    verb = "keeps" if step.level == step.next_level else "leads to"
    is_score = step.criterion.is_by_score
    bound = f"a score of {format_score(step.score, result.rubric.find_shown(step.criterion.id))}"
    own = name_own_score(step.criterion, step.score) if step.criterion.own_scale else ""
    words = f"{verb} {own or (bound if is_score else describe_level(result, step.next_level))}"
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
