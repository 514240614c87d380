"""Checks level numbers, a criterion's own levels, and the keys that refer to the levels of a criterion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nhsdx.model import (
    ChecklistCriterion,
    Criterion,
    LevelCriterion,
    LevelName,
    OwnLevel,
    Path,
    Problem,
    Rubric,
    build_name_problem,
    format_range,
    quote_word,
)
from nhsdx.scoring import find_highest_level

TAKEN = ("met", "unknown")
"""Words that mean something else in places where a level could be given."""


def find_number_problems(numbers: Sequence[LevelName | None], path: Path, *, may_fall: bool) -> Iterator[Problem]:
    """A problem for each level number that is missing, repeated, reserved or out of order.

    If scores say which level is lowest, each number may also be lower than the one before: in some frameworks, level 1
    is the best.
    """
    if None in numbers and any(number is not None for number in numbers):
        message = "this level has no number, although another one has"
        place = list(numbers).index(None)
        yield Problem((*path, place), "level-number", message, "expected a number for every level, or for none")
    yield from _find_falling_numbers(numbers, path, may_fall=may_fall)
    yield from _find_repeated_numbers(numbers, path)


def _find_falling_numbers(numbers: Sequence[LevelName | None], path: Path, *, may_fall: bool) -> Iterator[Problem]:
    counted = [(place, number) for place, number in enumerate(numbers) if isinstance(number, int | float)]
    falls = [(below, place, above) for (_, below), (place, above) in pairwise(counted) if above < below]
    if may_fall and len(falls) == len(counted) - 1:
        return
    for below, place, above in falls:
        message = f"the number {above:g} is lower than the number of the level below, {below:g}"
        remedy = "expected the lowest level first; if every level has a `score`, numbers may fall from level to level"
        yield Problem((*path, place, "number"), "level-number", message, remedy)


def _spell(number: LevelName) -> str:
    """A level number in the form that is used for comparisons, in which 1 and 1.0 are the same."""
    return f"{number:.15g}" if isinstance(number, float) else str(number).casefold()


def _find_repeated_numbers(numbers: Sequence[LevelName | None], path: Path) -> Iterator[Problem]:
    words = ["" if number is None else _spell(number) for number in numbers]
    for place, word in enumerate(words):
        why = "has another meaning" if word in TAKEN else "is given twice"
        if word in TAKEN or (word and word in words[:place]):
            message = f"{quote_word(str(numbers[place]))} {why}"
            remedy = "expected a different number for each level"
            yield Problem((*path, place, "number"), "level-number", message, remedy)


def find_own_level_problems(rubric: Rubric, criterion: LevelCriterion, path: Path) -> Iterator[Problem]:
    """Everything wrong with the levels of a criterion: descriptors of the rubric's levels, or levels of its own."""
    own, found = criterion.own_levels, len(criterion.levels)
    if own and len(own) < found:
        place = next(place for place, level in enumerate(criterion.levels) if not isinstance(level, OwnLevel))
        message = "this level is text, although another level is a table"
        remedy = 'expected { text = "…", score = 50 } for every level, or text for every level of the rubric'
        yield Problem((*path, place), "own-levels", message, remedy)
    elif own:
        yield from find_number_problems([level.number for level in own], path, may_fall=True)
        yield from _find_score_problems(own, path)
    elif found != len(rubric.levels):
        message = f"{found} descriptor{'' if found == 1 else 's'} for {len(rubric.levels)} levels"
        yield Problem(path, "descriptor-count", message, "expected one descriptor for each level, lowest first")


def _find_score_problems(levels: Sequence[OwnLevel], path: Path) -> Iterator[Problem]:
    if len(levels) == 1:
        yield Problem(path, "own-levels", "there is only one level", "expected at least two levels")
    for place, (below, level) in enumerate(pairwise(levels), start=1):
        if level.score <= below.score:
            message = (
                f"the score of this level, {level.score:g}, is not above the score of the level below, {below.score:g}"
            )
            remedy = "expected scores that rise from level to level"
            yield Problem((*path, place, "score"), "level-scores", message, remedy)


def find_counts_problems(rubric: Rubric, criterion: Criterion, path: Path) -> Iterator[Problem]:
    """A problem if `not-applicable-counts` gives a level that the criterion does not have."""
    counts = criterion.not_applicable_counts
    if counts is None or counts == "met":
        return
    names = rubric.name_levels(criterion)
    if counts >= len(names):
        yield build_name_problem(path, str(counts), names)
    elif isinstance(criterion, ChecklistCriterion):
        yield from _find_checklist_counts_problems(rubric, criterion, counts, path)


def _find_checklist_counts_problems(
    rubric: Rubric, criterion: ChecklistCriterion, counts: int, path: Path
) -> Iterator[Problem]:
    if criterion.scoring == "share":
        message = "a checklist scored by share has no levels"
        yield Problem(path, "not-allowed", message, 'expected "met"; or leave the key out')
    elif counts > find_highest_level(criterion):
        message = f"no item belongs to level {rubric.name_level(counts)}"
        yield Problem(path, "not-allowed", message, 'expected "met", or a level that has items')


def find_needs_problems(criterion: ChecklistCriterion, path: Path) -> Iterator[Problem]:
    """A problem if `needs` asks for more items than a level has, or is given for a level without items."""
    if criterion.needs and criterion.scoring == "share":
        message = "a checklist scored by share counts every item"
        yield Problem(path, "not-allowed", message, 'expected scoring = "staged"; or leave the key out', at_key=True)
        return
    for word, needed in criterion.needs.items():
        count = sum(str(item.level) == word for item in criterion.items.values())
        if not count:
            message = f"no item belongs to level {quote_word(word)}"
            yield Problem((*path, word), "unknown-reference", message, "expected a level that has items", at_key=True)
        elif needed > count:
            remedy = f"expected {format_range(1, count)}"
            yield Problem(
                (*path, word), "out-of-range", f"{needed} items are needed, but the level has only {count}", remedy
            )
