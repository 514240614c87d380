"""Rules about the statements of checklists: what makes a statement hard to answer, to reach or to plan."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.commands.rubric.lint.rule import Checks, Hit
from nhsdx.commands.rubric.lint.statement_words import find_denial, find_join, find_luck
from nhsdx.model import ChecklistCriterion, ChecklistItem, Criterion, LevelCriterion, Path, Rubric


def _list_items(rubric: Rubric) -> Iterator[tuple[Path, ChecklistItem]]:
    for name, criterion in rubric.criteria.items():
        if isinstance(criterion, ChecklistCriterion):
            for item_id, item in criterion.items.items():
                yield ("criteria", name, "items", item_id), item


def _find_negative_items(rubric: Rubric) -> Iterator[Hit]:
    for path, item in _list_items(rubric):
        word = find_denial(item.text)
        if word is not None:
            yield Hit((*path, "text"), f'the statement contains "{word}"')


def _find_double_items(rubric: Rubric) -> Iterator[Hit]:
    for path, item in _list_items(rubric):
        words = find_join(item.text)
        if words is not None:
            yield Hit((*path, "text"), f'the statement joins two ideas with "{words}"')


def _find_levels_that_need_luck(rubric: Rubric) -> Iterator[Hit]:
    for name, criterion in rubric.criteria.items():
        for path, text in _list_heights(criterion):
            words = find_luck(text)
            if words is not None:
                yield Hit(("criteria", name, *path), f'this depends on an event that may never happen: "{words}"')


def _list_heights(criterion: Criterion) -> Iterator[tuple[Path, str]]:
    """The texts that say how to reach a level, except descriptors of low levels, which may describe failings."""
    if isinstance(criterion, ChecklistCriterion):
        yield from ((("items", name, "text"), item.text) for name, item in criterion.items.items())
    elif isinstance(criterion, LevelCriterion):
        for number, text in enumerate(criterion.descriptors):
            if 2 * number > len(criterion.levels) - 1:
                yield ("levels", number), text


def _find_efforts_without_reason(rubric: Rubric) -> Iterator[Hit]:
    for path, item in _list_items(rubric):
        if item.effort is not None and item.effort_reason is None:
            yield Hit((*path, "effort"), f"the effort {item.effort:g} has no reason")


ITEM_CHECKS: Checks = {
    "negative-item": _find_negative_items,
    "double-item": _find_double_items,
    "level-needs-luck": _find_levels_that_need_luck,
    "effort-without-reason": _find_efforts_without_reason,
}
