"""Problems that several checks of a rubric can find."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from nhsdx.model.base import LevelName, name_places
from nhsdx.model.criteria import ChecklistCriterion, Criterion
from nhsdx.model.finding import Path, Problem
from nhsdx.model.rubric import Rubric
from nhsdx.model.suggest import OneOf, describe_text, expect_known, quote_word

DEEPEST = 16


def find_reference_problem(
    path: Path, word: str, known: Collection[str], what: str, *, at_key: bool = False
) -> Iterator[Problem]:
    """A problem if the file does not define the given word."""
    if word not in known:
        message = f"{quote_word(word)} is not {what} of this rubric"
        yield Problem(path, "unknown-reference", message, OneOf(word, known), at_key)


def find_duplicates(path: Path, words: Iterable[str], *below: str) -> Iterator[Problem]:
    """A problem for each repeated word in a list; `below` is the path from each entry to the entry's word."""
    seen: set[str] = set()
    for position, word in enumerate(words):
        if word in seen:
            message = f"{quote_word(word)} is listed twice"
            yield Problem((*path, position, *below), "duplicate", message, "expected each once")
        seen.add(word)


def find_item_problems(
    criterion: Criterion | None, items: Sequence[str] | None, path: Path, *, code: str, remedy: str
) -> Iterator[Problem]:
    """A problem for each word in a list that is not an item of a checklist, or that is listed twice.

    `code` and `remedy` are used for the problem if the criterion is not a checklist. If the criterion or the list is
    None, there is no problem.
    """
    if criterion is None or items is None:
        return
    if not isinstance(criterion, ChecklistCriterion):
        yield Problem(path, code, f"a {criterion.kind} criterion has no items", remedy)
        return
    for position, item in enumerate(items):
        if item not in criterion.items:
            message = f"{quote_word(item)} is not an item of this checklist"
            yield Problem((*path, position), "unknown-reference", message, OneOf(item, criterion.items))
    yield from find_duplicates(path, items)


def build_depth_problem(path: Path, what: str) -> Problem:
    """The problem to report for dimensions or conditions that nest too deeply."""
    return Problem(path, "too-deep", f"{what} nest too deeply", f"expected a depth of at most {DEEPEST}")


def build_level_problem(path: Path, rubric: Rubric, number: int) -> Problem:
    """The problem to report for a level above the rubric's scale."""
    return build_name_problem(path, str(number), name_places(rubric.levels))


def build_name_problem(path: Path, word: str, names: Sequence[LevelName]) -> Problem:
    """The problem to report for a level that is not on a scale with the given numbers."""
    is_counted = list(names) == list(range(len(names)))
    expected = f"a level from 0 to {len(names) - 1}" if is_counted else f"one of: {', '.join(map(str, names))}"
    return Problem(path, "level-out-of-scale", f"there is no level {word}", f"expected {expected}")


def build_given_problem(path: Path, level: LevelName, names: Sequence[LevelName]) -> Problem:
    """The problem to report for an answer with a level that is not on a scale with the given numbers.

    The message does not repeat any text from the answer.
    """
    problem = build_name_problem(path, str(level), names)
    return (
        problem._replace(message=f"{describe_text(level)} is not a level here") if isinstance(level, str) else problem
    )


def expect_profile(rubric: Rubric, profile: str | None, where: str) -> None:
    """Raises NhsdxError if the rubric does not have the profile that was given on the command line or in a form."""
    if profile is not None:
        expect_known(profile, rubric.profiles, f"a profile of {rubric.reference}", where)
