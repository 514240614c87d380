"""What follows from the answers to a checklist's items under each reading: a level, a share and the missing items."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from nhsdx.model import Answer, ChecklistCriterion, ChecklistItem, ItemState, Reading

States: TypeAlias = Mapping[str, ItemState]
"""The state of every item of a checklist; an item without an answer is unknown."""


class Share(NamedTuple):
    """The weight of the items met (partly met ones count in part), and the weight of the items that count."""

    met: float
    counted: float


def list_states(criterion: ChecklistCriterion, answer: Answer | None) -> dict[str, ItemState]:
    """The state of every item, in the rubric's order."""
    given = {} if answer is None else answer.items or {}
    return {item: given.get(item, ItemState.UNKNOWN) for item in criterion.items}


def count_not_applicable(criterion: ChecklistCriterion, states: States, not_asked: Collection[str]) -> States:
    """The states after items that do not apply are changed to met or not met, if the criterion says that they count.

    An item that is not asked never counts.
    """
    counts = criterion.not_applicable_counts
    if counts is None:
        return states

    def convert(name: str, state: ItemState) -> ItemState:
        if state is not ItemState.NOT_APPLICABLE or name in not_asked:
            return state
        is_met = counts == "met" or (criterion.items[name].level or 0) <= counts
        return ItemState.YES if is_met else ItemState.NO

    return {name: convert(name, state) for name, state in states.items()}


def has_applicable(criterion: ChecklistCriterion, states: States) -> bool:
    """Whether any item that can count applies; under `share`, an item with weight 0 cannot count."""
    return any(
        states[name] is not ItemState.NOT_APPLICABLE
        for name, item in criterion.items.items()
        if item.weight or criterion.scoring == "staged"
    )


def find_staged_level(criterion: ChecklistCriterion, states: States, reading: Reading) -> int | None:
    """The level up to which enough applicable items of every level are met; None if too little is known.

    All items of a level are needed unless the criterion says how many are needed. An unknown item counts as not met
    under `low` and as met under `high`, and is otherwise left out; but a level at which no applicable item is known is
    not reached. If this is the first level with applicable items, the result is None. A partly met item counts as not
    met.
    """
    stages = _list_stages(criterion, _assume_unknown(states, reading))
    first = next((stage for stage in stages if stage), [])
    if not _select_known(first):
        return None
    needs = (criterion.count_needed(level) for level in range(1, len(stages) + 1))
    reached = (_is_reached(stage, needed) for stage, needed in zip(stages, needs, strict=True))
    return next((level for level, is_reached in enumerate(reached) if not is_reached), len(stages))


def _assume_unknown(states: States, reading: Reading) -> States:
    """The states: unknown items become not met under `low` and met under `high`, and stay unknown otherwise."""
    assumed = {Reading.LOW: ItemState.NO, Reading.HIGH: ItemState.YES}.get(reading, ItemState.UNKNOWN)
    return {name: assumed if state is ItemState.UNKNOWN else state for name, state in states.items()}


def _list_stages(criterion: ChecklistCriterion, states: States) -> list[list[ItemState]]:
    """The states of the applicable items of each level, from level 1 up."""
    stages: list[list[ItemState]] = [[] for _ in range(find_highest_level(criterion))]
    for name, item in criterion.items.items():
        if states[name] is not ItemState.NOT_APPLICABLE and item.level:
            stages[item.level - 1].append(states[name])
    return stages


def _select_known(states: Iterable[ItemState]) -> list[ItemState]:
    return [state for state in states if state is not ItemState.UNKNOWN]


def _is_reached(stage: Sequence[ItemState], needed: int | None) -> bool:
    """Whether a level is reached: it has no applicable items, or some of them are known and enough of these are met.

    A level never needs more items than are known.
    """
    known = _select_known(stage)
    enough = len(known) if needed is None else min(needed, len(known))
    return known.count(ItemState.YES) >= enough and (bool(known) or not stage)


def find_highest_level(criterion: ChecklistCriterion) -> int:
    """The highest level for which a staged checklist has items; the checklist cannot give a higher level."""
    return max(item.level or 0 for item in criterion.items.values())


def find_reachable_levels(criterion: ChecklistCriterion) -> tuple[int, int]:
    """The lowest and the highest level that a staged checklist can give; levels without items are always reached."""
    levels = [item.level or 1 for item in criterion.items.values()]
    return min(levels) - 1, max(levels)


def compute_share(criterion: ChecklistCriterion, states: States, reading: Reading) -> Share | None:
    """The weight of the items met and of all items that count; None if no item that counts is known.

    An unknown item counts as not met under `low` and as met under `high`, and is otherwise left out.
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
    applicable = [state for state in states.values() if state is not ItemState.NOT_APPLICABLE]
    return len(_select_known(applicable)) / len(applicable)


def find_missing_items(
    criterion: ChecklistCriterion, states: States, supported_level: int | None, reading: Reading
) -> frozenset[str]:
    """The ids of the items that are not met under a reading.

    An item that does not apply is not missing; an unknown item is missing only under `low`. If evidence counts, a met
    item above the level that the evidence supports is missing too. An item without a level counts as level 1.
    """
    missing = {ItemState.NO, ItemState.PARTLY} | ({ItemState.UNKNOWN} if reading is Reading.LOW else set())
    return frozenset(
        name
        for name, item in criterion.items.items()
        if states[name] in missing
        or (states[name] is ItemState.YES and _is_unproven(item, supported_level if reading.takes_evidence else None))
    )


def _is_unproven(item: ChecklistItem, supported_level: int | None) -> bool:
    return supported_level is not None and (item.level or 1) > supported_level
