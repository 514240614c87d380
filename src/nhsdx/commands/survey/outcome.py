"""The figures that may be published from a file of responses: its questions and scales."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from nhsdx.analysis.release_plan import Key
from nhsdx.commands.survey.disclosure.protection import Protection, suppress_small_counts
from nhsdx.commands.survey.disclosure.public_groups import GroupCells
from nhsdx.commands.survey.map import Questionnaire
from nhsdx.commands.survey.programs.names import ProgramName, Reason
from nhsdx.commands.survey.summary import (
    PublicGroup,
    QuestionCounts,
    RatingValues,
    ScaleValues,
    publish_counts,
    publish_ratings,
    publish_values,
)
from nhsdx.documents.phrases import count_words, join_words
from nhsdx.model import DisplayScale
from nhsdx.tables.hints.find import Hint, Least, SharedCells, find_hints, find_option_hints


class PublicQuestion(NamedTuple):
    """A survey criterion: its options, the places of the options counted in the share, and each group's answers."""

    id: str
    title: str
    options: tuple[str, ...]
    chosen: tuple[int, ...]
    groups: tuple[PublicGroup, ...]


class PublicRating(NamedTuple):
    """A criterion with statements: how many there are, how many a respondent must answer, and each group's scores."""

    id: str
    title: str
    statements: int
    needed: int
    groups: tuple[PublicGroup, ...]
    not_asked: tuple[str, ...] = ()

    def describe_left_out(self, people: int) -> str:
        """How many people have no score, because they answered too few statements."""
        few = "not all" if self.needed == self.statements else f"fewer than {self.needed}"
        answered = f"answered some of the {self.statements} statements, but {few}"
        return f"{count_words(people, 'person is', 'people are')} left out: they {answered}."

    def describe_not_asked(self) -> str:
        """The statements that the map says were not asked."""
        were, them = ("was", "it") if len(self.not_asked) == 1 else ("were", "them")
        return f"{join_words(self.not_asked)} {were} not asked: nobody can have answered {them}."


PublicCriterion: TypeAlias = PublicQuestion | PublicRating
"""The answers to a criterion, either to its one question or to its statements."""


class PublicScale(NamedTuple):
    """A scale: its source, its bounds, and each group's values."""

    id: str
    title: str
    source: str
    lowest: float
    highest: float
    groups: tuple[PublicGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyReport:
    """The survey figures that may be published.

    `source` is the program that exported the responses; `looks_like` is the program that a file seems to come from,
    although the map says that the file is plain. `latest` is the day of the latest response; if that day is in doubt,
    `undated` says why, and what to do. `left_out` is the number of rows left out for each reason. `unmarked` lists
    kinds of rows, such as tests, that the file may have but does not mark. `responses` is how many responses count, or
    None if this number is hidden. `hidden_groups` is the number of groups that are not shown. `silent_groups` is the
    number of groups that were asked and did not answer. `rejects` has the row and column of each invalid cell,
    `rejected` has the number of invalid cells in each column, and `hints` says what many invalid cells have in common.
    None of these figures reveals anybody's answers.
    """

    rubric: str
    rubric_title: str
    shown: DisplayScale
    source: ProgramName
    looks_like: ProgramName | None
    latest: datetime.date | None
    undated: tuple[str, str] | None
    by: tuple[str, ...]
    protection: Protection
    left_out: Mapping[Reason, int]
    unmarked: tuple[Reason, ...]
    responses: int | None
    hidden_groups: int
    silent_groups: int
    questions: tuple[PublicQuestion, ...]
    ratings: tuple[PublicRating, ...]
    scales: tuple[PublicScale, ...]
    rejects: tuple[tuple[int, str], ...]
    rejected: Mapping[str, int]
    hints: tuple[Hint, ...]

    @property
    def criteria(self) -> tuple[PublicCriterion, ...]:
        """Every criterion that people answer, in the order in which a page shows the criteria."""
        return (*self.questions, *self.ratings)

    @property
    def blocks(self) -> tuple[PublicCriterion | PublicScale, ...]:
        """Everything with figures for each group, in the order in which a page shows it."""
        return (*self.criteria, *self.scales)


def publish_hints(
    shared: Sequence[SharedCells],
    blocks: Sequence[PublicCriterion | PublicScale],
    questionnaire: Questionnaire,
    protection: Protection,
) -> tuple[Hint, ...]:
    """What invalid cells have in common.

    Each hint applies to at least as many cells as a group needs respondents.
    """
    least, rules = Least(protection.minimum, protection.minimum), questionnaire.rules
    answers = frozenset(rules.find_key(word) for one in shared for word in one.options)
    known = {block.id.partition(".")[0]: block.groups[0].hidden is None for block in blocks}
    public = [_protect_counts(one, protection, is_shown=known[one.path[1]]) for one in shared]
    return (
        *find_hints([one.pool() for one in shared], rules, answers, least),
        *(hint for one in public for hint in find_option_hints(one, least)),
    )


def _protect_counts(shared: SharedCells, protection: Protection, *, is_shown: bool) -> SharedCells:
    """The same cells, with their counts protected.

    If a column has readable answers, the counts of its options are protected like the counts of all respondents.
    """
    hidden = (None,) * len(shared.options)
    chosen = {
        column: suppress_small_counts([count or 0 for count in counts], protection) if is_shown else hidden
        for column, counts in shared.chosen.items()
    }
    return shared._replace(
        chosen={one: counts if shared.readable[one] else shared.chosen[one] for one, counts in chosen.items()}
    )


def publish_question(
    question: QuestionCounts, groups: Sequence[GroupCells], protection: Protection, invited: Mapping[Key, int]
) -> PublicQuestion:
    """A criterion's figures for the groups that may be shown."""
    lines = publish_counts(question, groups, protection, invited)
    return PublicQuestion(question.id, question.title, question.options, question.chosen, lines)


def publish_rating(
    rating: RatingValues, groups: Sequence[GroupCells], protection: Protection, invited: Mapping[Key, int]
) -> PublicRating:
    """The figures that a criterion with statements has for the groups that may be shown."""
    lines = publish_ratings(rating, groups, protection, invited)
    return PublicRating(rating.scale.id, rating.scale.title, rating.statements, rating.needed, lines, rating.not_asked)


def publish_scale(scale: ScaleValues, groups: Sequence[GroupCells], protection: Protection) -> PublicScale:
    """The figures of a scale for the groups that may be shown."""
    lines = publish_values(scale, groups, protection, {})
    return PublicScale(scale.id, scale.title, scale.source, scale.lowest, scale.highest, lines)
