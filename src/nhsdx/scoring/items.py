"""What the answers to a checklist's items come to, under each reading."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from nhsdx.model import Answer, ChecklistCriterion, ItemState, Reading

States: TypeAlias = Mapping[str, ItemState]
"""The state of every item of a checklist; an item without an answer is unknown."""


class Share(NamedTuple):
    """The weight of the items met, partly met ones in part, and the weight of the items that count."""

    met: float
    counted: float


def list_states(criterion: ChecklistCriterion, answer: Answer | None) -> dict[str, ItemState]:
    """The state of every item, in the rubric's order."""
    given = {} if answer is None else answer.items or {}
    return {item: given.get(item, ItemState.UNKNOWN) for item in criterion.items}


def find_staged_level(criterion: ChecklistCriterion, states: States, reading: Reading) -> int | None:
    """The level up to which every applicable item of every level is met; None if too little is known.

    An unknown item is not met under `low`, met under `high`, and otherwise left out; but the climb ends at a level
    at which nothing is known, and at the first such level nothing can be said. A partly met item is not met.
    """
    reached, has_begun = 0, False
    for level in range(1, find_highest_level(criterion) + 1):
        applicable = _select_applicable(states, (name for name, item in criterion.items.items() if item.level == level))
        known: list[ItemState] = [state for state in applicable if state is not ItemState.UNKNOWN]
        if reading in (Reading.LOW, Reading.HIGH):
            replaced = ItemState.NO if reading is Reading.LOW else ItemState.YES
            known = [replaced if state is ItemState.UNKNOWN else state for state in applicable]
        elif applicable and not known:
            return reached if has_begun else None
        if any(state is not ItemState.YES for state in known):
            return reached
        has_begun = has_begun or bool(applicable)
        reached = level
    return reached


def find_highest_level(criterion: ChecklistCriterion) -> int:
    """The highest level that a staged checklist has items for; it cannot give a higher one."""
    return max(item.level or 0 for item in criterion.items.values())


def compute_share(criterion: ChecklistCriterion, states: States, reading: Reading) -> Share | None:
    """The weight met and the weight that counts; None if nothing that counts is known.

    An unknown item is not met under `low`, met under `high`, and otherwise left out.
    """
    worth = {
        ItemState.YES: 1.0,
        ItemState.PARTLY: criterion.partly_counts,
        ItemState.NO: 0.0,
        ItemState.UNKNOWN: {Reading.LOW: 0.0, Reading.HIGH: 1.0}.get(reading),
        ItemState.NOT_APPLICABLE: None,
    }
    values = [(item.weight, worth[states[name]]) for name, item in criterion.items.items()]
    counted = [(weight, value) for weight, value in values if value is not None]
    total = math.fsum(weight for weight, _ in counted)
    return Share(math.fsum(weight * value for weight, value in counted), total) if total else None


def compute_coverage(states: States) -> float:
    """The share, 0-1, of the applicable items that are known."""
    applicable = _select_applicable(states, states)
    return 1 - applicable.count(ItemState.UNKNOWN) / len(applicable)


def find_missing_items(
    criterion: ChecklistCriterion, states: States, supported_level: int | None, reading: Reading
) -> frozenset[str]:
    """The ids of the items that are not met under a reading.

    An item that does not apply is not missing; an unknown one is missing under `low` alone. Where evidence counts,
    a met item of a level above the one that the evidence supports is missing too.
    """
    missing = {ItemState.NO, ItemState.PARTLY} | ({ItemState.UNKNOWN} if reading is Reading.LOW else set())
    ceiling = supported_level if reading.takes_evidence else None
    return frozenset(
        name
        for name, item in criterion.items.items()
        if states[name] in missing
        or (states[name] is ItemState.YES and ceiling is not None and (item.level or 0) > ceiling)
    )


def _select_applicable(states: States, names: Iterable[str]) -> list[ItemState]:
    return [states[name] for name in names if states[name] is not ItemState.NOT_APPLICABLE]
