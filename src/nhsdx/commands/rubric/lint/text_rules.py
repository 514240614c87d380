"""Rules about the rubric's wording."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nhsdx.commands.rubric.lint.rule import Hit, Rule
from nhsdx.commands.rubric.lint.wording import Words, find_near_duplicates, list_content_words
from nhsdx.model.criteria import ChecklistCriterion, Criterion, LevelCriterion, MeasureCriterion
from nhsdx.model.finding import Path
from nhsdx.model.rubric import Rubric

PLACEHOLDER = re.compile(r"[\W_]*\Z|\W*(TODO|TBC|TBD|FIXME|XXX)\b|(?i:.*\blorem ipsum\b)", re.DOTALL)
FEWEST_WORDS = 3


def _find_placeholder_texts(rubric: Rubric) -> Iterator[Hit]:
    tables = rubric.model_dump(include=set(Rubric.model_fields), exclude_none=True)
    for path, text in _list_texts(tables, ()):
        # A unit may well be a sign, such as % or £.
        if path[-1] != "unit" and PLACEHOLDER.match(text):
            yield Hit(path, "this is a placeholder, not a text")


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
        for number, text in enumerate(criterion.levels if isinstance(criterion, LevelCriterion) else ()):
            if len(text.split()) < FEWEST_WORDS:
                yield Hit(("criteria", name, "levels", number), f"the descriptor of level {number} is only a label")


def _find_near_duplicate_descriptors(rubric: Rubric) -> Iterator[Hit]:
    for name, criterion in rubric.criteria.items():
        key, texts = _list_graded_texts(criterion)
        for later, earlier in find_near_duplicates(texts):
            yield Hit(("criteria", name, key, later), f"this says the same as {key}[{earlier}]")


def _list_graded_texts(criterion: Criterion) -> tuple[str, tuple[str, ...]]:
    if isinstance(criterion, LevelCriterion):
        return "levels", criterion.levels
    if isinstance(criterion, ChecklistCriterion):
        return "items", tuple(item.text for item in criterion.items)
    return "", ()


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
    for number, is_explained in enumerate(explained):
        if any(explained) and not is_explained:
            yield Hit(("levels", number), f"level {number} has no meaning, though other levels have one")


TEXT_RULES = (
    Rule(
        code="placeholder-text",
        severity="error",
        title="A text is only a placeholder, such as TODO or an ellipsis",
        why="Assessors answer the wording they read. An unfinished text makes every answer to it a guess.",
        example="""\
[criteria.vision]
dimension = "leadership"
title = "Vision"
question = "TODO"
levels = ["Nothing is written.", "A plan is written.", "The plan guides decisions."]
claims = ["S1"]
""",
        remedy="Write the text, or remove the key.",
        check=_find_placeholder_texts,
    ),
    Rule(
        code="missing-question",
        severity="warning",
        title="A criterion has no question",
        why="A title only gives a subject. Without a question, two assessors answer two different things.",
        example="""\
[criteria.vision]
dimension = "leadership"
title = "Vision"
levels = ["Nothing is written.", "A plan is written.", "The plan guides decisions."]
claims = ["S1"]
""",
        remedy="Add `question`: one question that the levels, items or options answer.",
        check=_find_missing_questions,
    ),
    Rule(
        code="thin-descriptor",
        severity="warning",
        title="A level's descriptor has fewer than three words",
        why="A label such as `Good` leaves the meaning of the level to whoever answers, so answers cannot be compared.",
        example="""\
[criteria.vision]
dimension = "leadership"
title = "Vision"
question = "Is there a vision?"
levels = ["Nothing is written.", "Good", "The plan guides decisions."]
claims = ["S1"]
""",
        remedy="Describe what an outsider would see at this level.",
        check=_find_thin_descriptors,
    ),
    Rule(
        code="near-duplicate-descriptors",
        severity="error",
        title="Two levels or items of a criterion say the same",
        why="If two levels cannot be told apart, the choice between them is chance, and so are the points.",
        example="""\
[criteria.vision]
dimension = "leadership"
title = "Vision"
question = "Is there a vision?"
levels = ["Nothing is written.", "A plan has been written.", "Plans are written."]
claims = ["S1"]
""",
        remedy="Describe what is true at the higher level but not yet at the lower one, or remove one of them.",
        check=_find_near_duplicate_descriptors,
    ),
    Rule(
        code="duplicate-criteria-text",
        severity="warning",
        title="Two criteria have the same title or question",
        why="The same thing is then counted twice, and readers of a result cannot tell the two criteria apart.",
        example="""\
[criteria.strategy]
dimension = "leadership"
title = "Vision"
question = "Is the strategy funded?"
levels = ["Nobody pays for it.", "Money is promised for it.", "Money is spent on it."]
claims = ["S1"]
""",
        remedy="Give each criterion its own wording, or merge the two.",
        check=_find_duplicate_criteria_texts,
    ),
    Rule(
        code="level-without-meaning",
        severity="info",
        title="Some levels of the scale have a meaning and others do not",
        why="Reports explain each level by its meaning, so a level without one stays unexplained.",
        example="""\
[[levels]]
label = "Absent"
meaning = "There is evidence that it is missing."
[[levels]]
label = "Set up"
[[levels]]
label = "Operating"
meaning = "It happens routinely."
""",
        remedy="Add `meaning` to every level, or remove it from all of them.",
        check=_find_levels_without_meaning,
    ),
)
