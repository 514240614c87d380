"""Checks that the criteria and items that others require exist, and that no criterion or item requires itself."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.model import (
    ChecklistCriterion,
    Path,
    Problem,
    Requirement,
    Rubric,
    build_level_problem,
    find_item_problems,
    find_reference_problem,
)

FORMS = ({"criterion", "at_least"}, {"criterion", "met"})


def find_requirement_problems(rubric: Rubric) -> Iterator[Problem]:
    """Everything wrong with what criteria and items require."""
    links: dict[str, list[str]] = {}
    paths: dict[str, Path] = {}
    for name, path, required in _list_requirements(rubric):
        yield from _find_problems(rubric, required, path, name)
        links.setdefault(name, []).extend(_name_required(required))
        paths.setdefault(name, path)
    for name, path in paths.items():
        if _requires_itself(links, name):
            remedy = "expected requirements that do not lead back to the same criterion or item"
            yield Problem(path, "cycle", f"`{name}` requires itself", remedy)


def _list_requirements(rubric: Rubric) -> Iterator[tuple[str, Path, Requirement]]:
    """Each requirement, its path, and the criterion or item that has the requirement."""
    for name, criterion in rubric.criteria.items():
        for at, required in enumerate(criterion.requires):
            yield name, ("criteria", name, "requires", at), required
        for item, one in criterion.items.items() if isinstance(criterion, ChecklistCriterion) else ():
            for at, required in enumerate(one.requires):
                yield f"{name}.{item}", ("criteria", name, "items", item, "requires", at), required


def _name_required(required: Requirement) -> list[str]:
    return [f"{required.criterion}.{item}" for item in required.met or ()] or [required.criterion]


def _requires_itself(links: dict[str, list[str]], start: str) -> bool:
    """Whether a criterion or item requires itself, directly or through others.

    An item also requires what its criterion requires.
    """
    waiting, seen = list(links.get(start, ())), set[str]()
    while waiting:
        name = waiting.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            waiting += (*links.get(name, ()), *links.get(name.partition(".")[0], ()))
    return False


def _find_problems(rubric: Rubric, required: Requirement, path: Path, name: str) -> Iterator[Problem]:
    given = {key for key in Requirement.model_fields if getattr(required, key) not in (None, ())}
    if given not in FORMS:
        remedy = 'expected { criterion = "id", met = ["item-id"] } or { criterion = "id", at-least = 2 }'
        yield Problem(path, "requires", "this requirement is incomplete or contradictory", remedy)
        return
    yield from find_reference_problem((*path, "criterion"), required.criterion, rubric.criteria, "a criterion")
    level = required.at_least
    if level is not None and level > rubric.top_level:
        yield build_level_problem((*path, "at-least"), rubric, level)
    elif level is not None and required.criterion == name.partition(".")[0]:
        message = "a criterion cannot require a level of itself"
        yield Problem(
            (*path, "at-least"), "requires", message, 'expected met = ["item-id"], with items of the checklist'
        )
    criterion, remedy = rubric.criteria.get(required.criterion), "expected a checklist, or at-least = 1 instead"
    yield from find_item_problems(criterion, required.met, (*path, "met"), code="requires", remedy=remedy)
