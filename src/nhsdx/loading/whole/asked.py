"""Checks the conditions on which criteria and items are asked: each must be complete, valid and not part of a cycle."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.model import (
    DEEPEST,
    AskedWhen,
    ChecklistCriterion,
    OneOf,
    Path,
    Problem,
    Rubric,
    build_depth_problem,
    build_level_problem,
    find_item_problems,
    find_reference_problem,
    quote_word,
)

FORMS = (
    {"criterion", "at_least"},
    {"criterion", "met"},
    {"context", "is_"},
    {"any_of"},
    {"all_of"},
)


def find_asked_problems(rubric: Rubric) -> Iterator[Problem]:
    """Everything wrong with the conditions on which criteria and items are asked."""
    deciders: dict[str, list[str]] = {}
    for name in rubric.criteria:
        deciders[name] = []
        for path, condition in list_conditions(rubric, name):
            yield from _find_condition_problems(rubric, condition, path, DEEPEST)
            deciders[name] += condition.list_criteria()
    for name in rubric.criteria:
        chain = _find_cycle(deciders, name)
        if chain:
            message = f"this condition depends on its own criterion: {' < '.join(chain)}"
            remedy = "expected conditions on criteria that do not depend on this one"
            path = next(path for path, one in list_conditions(rubric, name) if chain[1] in one.list_criteria())
            yield Problem(path, "cycle", message, remedy)


def list_conditions(rubric: Rubric, name: str) -> Iterator[tuple[Path, AskedWhen]]:
    """The conditions on which a criterion and its items are asked, with their paths."""
    criterion = rubric.criteria[name]
    if criterion.asked_when is not None:
        yield ("criteria", name, "asked-when"), criterion.asked_when
    for item, one in criterion.items.items() if isinstance(criterion, ChecklistCriterion) else ():
        if one.asked_when is not None:
            yield ("criteria", name, "items", item, "asked-when"), one.asked_when


def _find_cycle(deciders: dict[str, list[str]], start: str) -> list[str]:
    """The chain of criteria through which a criterion decides whether it is itself asked; empty if no chain exists."""
    waiting, seen = [[start]], set[str]()
    while waiting:
        chain = waiting.pop()
        for name in deciders.get(chain[-1], ()):
            if name == start:
                return [*chain, name]
            if name not in seen:
                seen.add(name)
                waiting.append([*chain, name])
    return []


def _find_condition_problems(rubric: Rubric, condition: AskedWhen, path: Path, depth: int) -> Iterator[Problem]:
    given = {key for key in AskedWhen.model_fields if getattr(condition, key) not in (None, ())}
    if given not in FORMS:
        message = "this condition is incomplete or contradictory"
        remedy = (
            'expected { criterion = "id", at-least = 2 }, { criterion = "id", met = ["item-id"] }, '
            '{ context = "id", is = ["…"] }, any = [ … ] or all = [ … ]'
        )
        yield Problem(path, "asked-when", message, remedy)
    elif depth == 0:
        yield build_depth_problem(path, "conditions")
    elif condition.parts:
        key = "any" if condition.any_of else "all"
        for position, part in enumerate(condition.parts):
            yield from _find_condition_problems(rubric, part, (*path, key, position), depth - 1)
    elif condition.context is not None:
        yield from _find_context_problems(rubric, condition, condition.context, path)
    else:
        yield from _find_criterion_problems(rubric, condition, condition.criterion or "", path)


def _find_context_problems(rubric: Rubric, condition: AskedWhen, name: str, path: Path) -> Iterator[Problem]:
    yield from find_reference_problem((*path, "context"), name, rubric.context, "a context question")
    options = rubric.context[name].options if name in rubric.context else condition.is_ or ()
    for position, option in enumerate(condition.is_ or ()):
        if option not in options:
            message = f"{quote_word(option)} is not an option of this question"
            yield Problem((*path, "is", position), "unknown-reference", message, OneOf(option, options))


def _find_criterion_problems(rubric: Rubric, condition: AskedWhen, name: str, path: Path) -> Iterator[Problem]:
    yield from find_reference_problem((*path, "criterion"), name, rubric.criteria, "a criterion")
    level = condition.at_least
    if level is not None and level > rubric.top_level:
        yield build_level_problem((*path, "at-least"), rubric, level)
    elif level == 0:
        message = "every answer is at the lowest level or higher"
        yield Problem((*path, "at-least"), "asked-when", message, f"expected {rubric.name_level(1)} or higher")
    criterion, remedy = rubric.criteria.get(name), "expected a checklist, or at-least = 1 instead"
    yield from find_item_problems(criterion, condition.met, (*path, "met"), code="asked-when", remedy=remedy)
