"""Describes levels, and averages that are between two levels.

The label of a level is only used for criteria. An average is described by the two levels that it is between, by how
many counted criteria are at each level, and by the weakest criteria.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nhsdx.documents.number_words import NOTHING, format_score
from nhsdx.documents.phrases import count_words, join_words, shorten
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words.scores import describe_evidence, describe_scores, describe_unrated
from nhsdx.model import (
    CriterionResult,
    LevelCriterion,
    LevelMark,
    NodeResult,
    ParentResult,
    Reading,
    Result,
    name_level,
    name_places,
)
from nhsdx.scoring import compare_rounded

LABEL = 32
"""The maximum number of characters of a level's label that are shown."""
MOST_NAMES = 2
"""The maximum number of weakest criteria that are given by name."""
BY_SCORE = "Surveys and some measures have a score and no level; they count at the level that their score reaches."


def describe_level(result: Result, level: int | None) -> str:
    """A level's number and label, as in `2 Set up`; a dash if there is no level."""
    return NOTHING if level is None else name_mark(result.scale[level])


def name_mark(mark: LevelMark) -> str:
    """The number and the label of a level."""
    return name_level(mark.number, shorten(mark.label, LABEL))


def describe_own_level(criterion: LevelCriterion, level: int) -> str:
    """One of the criterion's own levels, given as an answer: the level's number, its label if any, and its text."""
    return f"{name_own_level(criterion, level)}: {clean(criterion.own_levels[level].text)}"


def name_own_level(criterion: LevelCriterion, level: int) -> str:
    """One of the criterion's own levels: its number, and its label if it has one."""
    label = criterion.own_levels[level].label or ""
    return name_level(name_places(criterion.own_levels)[level], clean(label))


def name_own_score(criterion: CriterionResult, score: float | None) -> str:
    """The highest of a criterion's own levels that a score reaches; a dash if there is no score."""
    if score is None:
        return NOTHING
    names = list(map(name_mark, criterion.own_scale))
    reached = [
        name for name, mark in zip(names, criterion.own_scale, strict=True) if compare_rounded(score, mark.score) >= 0
    ]
    return reached[-1] if reached else f"below {names[0]}"


def format_level(result: Result, level: int | None) -> str:
    """A level's number; a dash if there is no level."""
    return NOTHING if level is None else str(result.scale[level].number)


def describe_support(result: Result, criterion: CriterionResult) -> str:
    """What an answer claims and what its evidence supports: `level 2 evidenced, 3 claimed (governance record)`."""
    return f"{describe_levels(result, criterion)} ({describe_evidence(criterion)})"


def describe_levels(result: Result, node: NodeResult) -> str:
    """A node's level numbers: `level 2 evidenced, 3 claimed`.

    A survey has no level, so its scores are given instead.
    """
    if isinstance(node, CriterionResult) and node.own_scale:
        evidenced, claimed = (name_own_score(node, node.scores[one]) for one in (Reading.EVIDENCED, Reading.CLAIMED))
        return f"{evidenced} evidenced, {claimed} claimed"
    if isinstance(node, CriterionResult) and node.kind == "survey":
        return describe_scores(node.scores, result.rubric.find_shown(node.id))
    evidenced, claimed = (format_level(result, node.levels[one]) for one in (Reading.EVIDENCED, Reading.CLAIMED))
    return f"level {evidenced} evidenced, {claimed} claimed"


def describe_reached(result: Result, criterion: CriterionResult, reading: Reading) -> str:
    """The level that a criterion reaches: one of its own levels if it has any, otherwise a level of the rubric.

    A survey, or a measure without bands, has no level, so its score is given instead.
    """
    if criterion.is_by_score and not criterion.own_scale:
        return format_score(criterion.scores[reading], result.rubric.find_shown(criterion.id))
    return _name_standing(result, criterion, reading)


def describe_place(result: Result, score: float | None) -> str:
    """The levels next to an average: `between 2 Set up and 3 Operating`, or `at 3 Operating` for an exact level."""
    if score is None:
        return "no score"
    below, above = _find_neighbours(result.scale, score)
    if below is not None and above is not None:
        return f"between {describe_level(result, below)} and {describe_level(result, above)}"
    if below is None:
        return f"below {describe_level(result, 0)}"
    is_above = compare_rounded(score, result.scale[below].score) > 0
    return f"{'above' if is_above else 'at'} {describe_level(result, below)}"


def describe_node_place(result: Result, node: ParentResult, reading: Reading) -> str:
    """The levels that a node's score is between, or the reason why the node has a range and no score."""
    score = node.scores[reading]
    return describe_unrated(node) if score is None and node.unrated else describe_place(result, score)


def describe_bounds(result: Result, node: ParentResult) -> str:
    """The levels that a node's scores reach, and the next ones: `2 Set up (from 40.0), 3 Operating (from 60.0)`."""
    scores = [score for reading in Reading if (score := node.scores[reading]) is not None]
    reached = [sum(compare_rounded(score, mark.score) >= 0 for mark in result.scale) for score in scores]
    marks = [mark for at, mark in enumerate(result.scale) if {at, at + 1} & {*reached}]
    shown = result.rubric.find_shown(node.id)
    return ", ".join(f"{name_mark(mark)} (from {format_score(mark.score, shown)})" for mark in marks)


def format_place(result: Result, score: float | None) -> str:
    """The numbers of the two levels that an average is between, or the number of the level that it is exactly at."""
    if score is None:
        return NOTHING
    below, above = _find_neighbours(result.scale, score)
    if below is None:
        return f"below {format_level(result, 0)}"
    return format_level(result, below) + ("" if above is None else f"–{format_level(result, above)}")


def _find_neighbours(scale: Sequence[LevelMark], score: float) -> tuple[int | None, int | None]:
    """The highest level that a score reaches, and the next level if the score is between the two levels."""
    reached = [number for number, mark in enumerate(scale) if compare_rounded(score, mark.score) >= 0]
    if not reached:
        return None, 0
    below = reached[-1]
    is_there = compare_rounded(score, scale[below].score) == 0 or below + 1 == len(scale)
    return below, None if is_there else below + 1


def describe_spread(result: Result, node: ParentResult, reading: Reading) -> str:
    """How many counted criteria are at each level: `1 criterion at 1 Begun, 3 at 2 Set up`.

    Criteria that have their own levels are counted by those levels.
    """
    both = (count_spread(result, node, reading, is_own=one) for one in (False, True))
    counts = [pair for found in both for pair in found.items()]
    words = [f"{count} at {level}" for level, count in counts]
    if not words:
        return "no criterion counts"
    number = counts[0][1]
    return ", ".join([words[0].replace(str(number), count_words(number, "criterion", "criteria"), 1), *words[1:]])


def count_spread(result: Result, node: ParentResult, reading: Reading, *, is_own: bool) -> dict[str, int]:
    """How many counted criteria are at each level, the lowest first.

    If `is_own` is true, criteria are counted by their own levels, otherwise by the levels of the rubric.
    """
    criteria = [one for name in node.counted[reading] if bool((one := result.criteria[name]).own_scale) is is_own]
    criteria.sort(key=lambda one: one.scores[reading] or 0.0)
    return dict(Counter(_name_standing(result, one, reading) for one in criteria))


def _name_standing(result: Result, criterion: CriterionResult, reading: Reading) -> str:
    """The level at which a criterion is counted: one of its own levels if it has any, or else a level of the rubric."""
    if criterion.own_scale:
        return name_own_score(criterion, criterion.scores[reading])
    return describe_level(result, criterion.levels[reading])


def list_weakest(result: Result, node: ParentResult, reading: Reading) -> tuple[CriterionResult, ...]:
    """The counted criteria at the lowest level or, for criteria with their own levels, with the lowest score."""
    level = node.weakest[reading]
    found = [one for name in node.counted[reading] if (one := result.criteria[name]).levels[reading] == level]
    if not all(one.own_scale for one in found):
        return tuple(found)
    lowest = min((one.scores[reading] or 0.0 for one in found), default=0.0)
    return tuple(one for one in found if compare_rounded(one.scores[reading] or 0.0, lowest) == 0)


def describe_weakest_level(result: Result, node: ParentResult, reading: Reading) -> str:
    """The level of a node's weakest criteria, on their own scale if they have one; a dash if no criterion counts."""
    found = list_weakest(result, node, reading)
    if found and all(one.own_scale for one in found):
        return _name_standing(result, found[0], reading)
    return describe_level(result, node.weakest[reading])


def describe_weakest(result: Result, node: ParentResult, reading: Reading, longest: int | None = None) -> str:
    """The weakest criteria in a node and their level: `Candour at 1 Begun`; at most two criteria are given by name.

    If `longest` is given, the titles of the criteria are shortened to this many characters.
    """
    found = list_weakest(result, node, reading)
    if not found:
        return "none"
    names = [_name_with_score(result, one, reading, longest) for one in found]
    more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    words = join_words([*names[:MOST_NAMES], *more])
    is_labelled = not all(one.is_by_score and not one.own_scale for one in found)
    return f"{words} at {describe_weakest_level(result, node, reading)}" if is_labelled else words


def _name_with_score(result: Result, criterion: CriterionResult, reading: Reading, longest: int | None) -> str:
    """The title of a criterion, and the score if the criterion has no level."""
    title = clean(criterion.title) if longest is None else shorten(criterion.title, longest)
    if not criterion.is_by_score or criterion.own_scale:
        return title
    return f"{title} ({format_score(criterion.scores[reading], result.rubric.find_shown(criterion.id))})"
