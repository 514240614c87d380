"""Describes the answers that a criterion allows, for use in messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nhsdx.model import (
    ChecklistCriterion,
    Criterion,
    LevelCriterion,
    LevelName,
    MeasureCriterion,
    Path,
    Problem,
    Rubric,
)

VALUE_KEYS = {"level": "level", "checklist": "items", "measure": "value", "survey": "counts"}
"""The key of an answer's value, for each kind of criterion."""
HOLDERS = (*VALUE_KEYS.values(), "mean", "respondents", "status")
"""The keys that can hold an answer's value."""
WRONG_FORMS = ("wrong-type", "answer-form")
SOME_COUNTS = (4, 9, 31, 12, 7)


def describe_form(rubric: Rubric, criterion: Criterion) -> str:
    """How to answer a criterion, as in `expected a level from 0 to 5, without quotes, as in { level = 2 }`."""
    value = _describe_value(rubric, criterion)
    if isinstance(criterion, LevelCriterion):
        names = rubric.name_levels(criterion)
        return f"expected {value}, as in {{ level = {write_name(names[min(2, len(names) - 1)])} }}"
    return (
        f"expected {value}, as in {{ value = 6 }}" if isinstance(criterion, MeasureCriterion) else f"expected {value}"
    )


def find_bounds(criterion: MeasureCriterion) -> tuple[float | None, float | None]:
    """The bounds of a measure; if it has no minimum, the first band gives the lower bound."""
    lowest = criterion.minimum
    if lowest is None and criterion.bands:
        lowest = criterion.bands[0].start
    return lowest, criterion.maximum


def put_in_words(problems: Iterable[Problem], rubric: Rubric) -> Iterator[Problem]:
    """The problems with a file's shape. Problems with an answer say which values its criterion allows."""
    for problem in problems:
        if problem.code == "unknown-key" and problem.path[-1] in rubric.criteria and "answers" not in problem.path:
            yield problem._replace(remedy="answers belong under [answers]: write that line above them")
        else:
            yield _reword_answer(problem, rubric)


def _reword_answer(problem: Problem, rubric: Rubric) -> Problem:
    """A problem with an answer's value, reworded to say what the criterion allows.

    Problems that are not about a value are not changed.
    """
    criterion = _find_criterion(problem.path, rubric)
    if criterion is None or problem.code not in WRONG_FORMS:
        return problem
    if problem.path[-1] == VALUE_KEYS[criterion.kind]:
        return problem._replace(remedy=f"expected {_describe_value(rubric, criterion)}")
    if not _is_whole(problem.path) and problem.path[-1] not in VALUE_KEYS.values():
        return problem
    _, suggestion, near = str(problem.remedy).rpartition("; did you mean ")
    remedy = f'{describe_form(rubric, criterion)}; or a status such as "unknown"'
    return problem._replace(remedy=remedy + (suggestion + near if suggestion else ""))


def _describe_value(rubric: Rubric, criterion: Criterion) -> str:
    if isinstance(criterion, LevelCriterion):
        names = rubric.name_levels(criterion)
        if list(names) == list(range(len(names))):
            return f"a level from 0 to {len(names) - 1}, without quotes"
        return f"one of the levels {', '.join(map(write_name, names))}"
    if isinstance(criterion, MeasureCriterion):
        return f"{_describe_number(criterion)}, without quotes"
    if isinstance(criterion, ChecklistCriterion):
        return f'an answer to each item, as in {{ items.{next(iter(criterion.items))} = "yes" }}'
    if criterion.statements:
        return (
            "the mean of the respondents' scores and the number of respondents, as in { mean = 68.5, respondents = 43 }"
        )
    counts = ", ".join(map(str, SOME_COUNTS[: len(criterion.options)]))
    more = ", …" if len(criterion.options) > len(SOME_COUNTS) else ""
    return f"the number of people for each option, as in {{ counts = [{counts}{more}] }}"


def write_name(name: LevelName) -> str:
    """The name of a level in the form that a file needs: in quotation marks if the name is a word."""
    return f'"{name}"' if isinstance(name, str) else str(name)


def _describe_number(criterion: MeasureCriterion) -> str:
    """The kind of number that a measure needs as its answer, with the bounds and the unit."""
    lowest, highest = find_bounds(criterion)
    if lowest is not None and highest is not None:
        return f"a number from {lowest:g} to {highest:g} ({criterion.unit})"
    bound = "" if lowest is None else f" of at least {lowest:g}"
    return f"a number{bound if highest is None else f' of at most {highest:g}'} ({criterion.unit})"


def _find_criterion(path: Path, rubric: Rubric) -> Criterion | None:
    """The criterion that the answer at a path is about. The path leads to an answer in a file or in a test vector."""
    if "answers" not in path[:3]:
        return None
    place = path.index("answers") + 1
    return rubric.criteria.get(str(path[place])) if len(path) > place else None


def _is_whole(path: Path) -> bool:
    """Whether a path leads to a whole answer."""
    return path.index("answers") == len(path) - len(("answers", "id"))
