"""Checks the conditions of gates and stages within their rubric."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.model import (
    OVERALL,
    ChecklistCriterion,
    Condition,
    Path,
    Problem,
    Rubric,
    build_depth_problem,
    build_level_problem,
    find_item_problems,
    find_reference_problem,
)

BOUNDS = ("at_most", "at_least", "below", "above", "missing")


def find_condition_problems(rubric: Rubric, condition: Condition, path: Path, depth: int) -> Iterator[Problem]:
    """Everything wrong with a condition, whose parts may nest to the given depth."""
    if not _is_simple(condition) and not _is_combined(condition):
        message = "this condition is incomplete or contradictory"
        remedy = (
            'expected { criterion = "id", at-most = 1 }, { criterion = "id", missing = ["item-id"] }, '
            '{ dimension = "id", below = 40 }, any = [ … ] or all = [ … ]'
        )
        yield Problem(path, "gate-condition", message, remedy)
    elif depth == 0:
        yield build_depth_problem(path, "conditions")
    else:
        yield from _find_simple_problems(rubric, condition, path)
        for key, parts in (("any", condition.any_of), ("all", condition.all_of)):
            for position, part in enumerate(parts or ()):
                yield from find_condition_problems(rubric, part, (*path, key, position), depth - 1)


def _list_given_keys(condition: Condition, *keys: str) -> list[str]:
    return [key for key in keys if getattr(condition, key) is not None]


def _is_simple(condition: Condition) -> bool:
    """Whether a condition only compares one node with one bound, or only looks for missing items of one criterion."""
    subjects = _list_given_keys(condition, "criterion", "dimension", "any_of", "all_of")
    bounds = _list_given_keys(condition, *BOUNDS)
    if bounds == ["missing"]:
        return subjects == ["criterion"]
    return subjects in (["criterion"], ["dimension"]) and len(bounds) == 1


def _is_combined(condition: Condition) -> bool:
    """Whether a condition only combines other conditions, with `any` or `all`."""
    given = _list_given_keys(condition, "criterion", "dimension", "any_of", "all_of", *BOUNDS)
    return given in (["any_of"], ["all_of"]) and bool(condition.any_of or condition.all_of)


def _find_simple_problems(rubric: Rubric, condition: Condition, path: Path) -> Iterator[Problem]:
    if condition.criterion is not None:
        yield from find_reference_problem((*path, "criterion"), condition.criterion, rubric.criteria, "a criterion")
    if condition.dimension is not None:
        nodes = (OVERALL, *rubric.dimensions)
        yield from find_reference_problem((*path, "dimension"), condition.dimension, nodes, "a node")
    for key, level in (("at-most", condition.at_most), ("at-least", condition.at_least)):
        if level is not None and level > rubric.top_level:
            yield build_level_problem((*path, key), rubric, level)
    criterion, remedy = rubric.criteria.get(condition.criterion or ""), "expected a checklist, or at-most = 1 instead"
    place = (*path, "missing")
    if condition.missing == () and isinstance(criterion, ChecklistCriterion):
        message = "no item is listed, so this condition could never be true"
        yield Problem(place, "gate-condition", message, "expected at least one item of the checklist")
    yield from find_item_problems(criterion, condition.missing, place, code="gate-condition", remedy=remedy)
