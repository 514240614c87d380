"""Rules about the rubric's wording, and about its stated use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nhsdx.commands.rubric.lint.rule import Checks, Hit
from nhsdx.commands.rubric.lint.wording import Words, find_near_duplicates, list_content_words
from nhsdx.model import (
    ChecklistCriterion,
    Criterion,
    LevelCriterion,
    MeasureCriterion,
    Path,
    Reading,
    Rubric,
    format_path,
)

PLACEHOLDER = re.compile(r"[\W_]*\Z|\W*(TODO|TBC|TBD|FIXME|XXX)\b|(?i:.*\blorem ipsum\b)", re.DOTALL)
FEWEST_WORDS = 3


def _find_placeholder_texts(rubric: Rubric) -> Iterator[Hit]:
    tables = rubric.model_dump(include=set(Rubric.model_fields), exclude_none=True)
    for path, text in _list_texts(tables, ()):
        # A unit may be a symbol, such as % or £.
        if path[-1] != "unit" and PLACEHOLDER.match(text):
            yield Hit(path, "this text is only a placeholder")


def _list_texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _list_texts(part, (*path, key))
    elif isinstance(value, list | tuple):
        for position, part in enumerate(value):
            yield from _list_texts(part, (*path, position))


def _find_missing_questions(rubric: Rubric) -> Iterator[Hit]:
    for name, criterion in rubric.criteria.items():
        # A measure's title and unit are its question.
        if criterion.question is None and not isinstance(criterion, MeasureCriterion):
            yield Hit(("criteria", name), "the criterion has no question")


def _find_thin_descriptors(rubric: Rubric) -> Iterator[Hit]:
    for name, criterion in rubric.criteria.items():
        for place, text in enumerate(criterion.descriptors if isinstance(criterion, LevelCriterion) else ()):
            if len(text.split()) < FEWEST_WORDS:
                message = f"the descriptor of level {rubric.name_levels(criterion)[place]} is only a label"
                yield Hit(("criteria", name, "levels", place), message)
        for item_id, item in criterion.items.items() if isinstance(criterion, ChecklistCriterion) else ():
            if len(item.text.split()) < FEWEST_WORDS:
                yield Hit(("criteria", name, "items", item_id, "text"), "the statement is only a label")


def _find_near_duplicate_descriptors(rubric: Rubric) -> Iterator[Hit]:
    for name, criterion in rubric.criteria.items():
        texts = _list_graded_texts(criterion)
        places = list(texts)
        for later, earlier in find_near_duplicates(list(texts.values())):
            message = f"this says the same thing as {format_path(places[earlier])}"
            yield Hit(("criteria", name, *places[later]), message)


def _list_graded_texts(criterion: Criterion) -> dict[Path, str]:
    """The descriptors or items of a criterion, by their path in it."""
    if isinstance(criterion, LevelCriterion):
        return {("levels", number): text for number, text in enumerate(criterion.descriptors)}
    if isinstance(criterion, ChecklistCriterion):
        return {("items", name): item.text for name, item in criterion.items.items()}
    return {}


def _find_duplicate_criteria_texts(rubric: Rubric) -> Iterator[Hit]:
    for key in ("title", "question"):
        first: dict[Words, str] = {}
        for name, criterion in rubric.criteria.items():
            text = getattr(criterion, key)
            other = name if text is None else first.setdefault(list_content_words(text), name)
            if other != name:
                yield Hit(("criteria", name, key), f"the criterion {other} has the same {key}")


def _find_levels_without_meaning(rubric: Rubric) -> Iterator[Hit]:
    explained = [level.meaning is not None for level in rubric.levels]
    for place, is_explained in enumerate(explained):
        if any(explained) and not is_explained:
            message = f"level {rubric.name_level(place)} has no meaning, though other levels have one"
            yield Hit(("levels", place), message)


def _find_labels_that_are_readings(rubric: Rubric) -> Iterator[Hit]:
    for place, level in enumerate(rubric.levels):
        # Results give these two readings beside every score; they show `low` and `high` as a range.
        if level.label.strip().casefold() in (Reading.EVIDENCED, Reading.CLAIMED):
            yield Hit(
                ("levels", place, "label"), f"the label of level {rubric.name_level(place)} is the name of a reading"
            )


def _find_missing_intended_use(rubric: Rubric) -> Iterator[Hit]:
    return _find_missing_use(rubric, rubric.rubric.use.intended, "the rubric does not say what it is for")


def _find_missing_prohibited_use(rubric: Rubric) -> Iterator[Hit]:
    return _find_missing_use(
        rubric, rubric.rubric.use.prohibited, "the rubric does not say what it must not be used for"
    )


def _find_missing_limits(rubric: Rubric) -> Iterator[Hit]:
    message = "the rubric has no sentence about the limits of a score, to be printed with results"
    return _find_missing_use(rubric, rubric.rubric.use.limits, message)


def _find_missing_use(rubric: Rubric, given: object, message: str) -> Iterator[Hit]:
    """A hit if a part of the stated use is missing.

    An index made only of measures is exempt: it asks for no judgement.
    """
    if not given and any(not isinstance(criterion, MeasureCriterion) for criterion in rubric.criteria.values()):
        yield Hit(("rubric", "use"), message)


TEXT_CHECKS: Checks = {
    "no-intended-use": _find_missing_intended_use,
    "no-prohibited-use": _find_missing_prohibited_use,
    "no-limits": _find_missing_limits,
    "placeholder-text": _find_placeholder_texts,
    "missing-question": _find_missing_questions,
    "thin-descriptor": _find_thin_descriptors,
    "near-duplicate-descriptors": _find_near_duplicate_descriptors,
    "duplicate-criteria-text": _find_duplicate_criteria_texts,
    "level-without-meaning": _find_levels_without_meaning,
    "label-is-reading": _find_labels_that_are_readings,
}
