"""The figures that may be published from a file of responses: its questions and scales."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nhsdx.analysis.release_plan import Key
from nhsdx.commands.survey.disclosure.protection import Protection
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
from nhsdx.tables.hints.find import ColumnCells, Hint, Least, find_hints, find_option_hints


class PublicQuestion(NamedTuple):
    """A survey criterion: its options, the places of the options that the share counts, and each group's answers."""

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
    """The figures of a survey that may be published.

    `source` is the program that exported the responses; `looks_like` is the one that a file seems to come from if the
    map calls it plain. `latest` is the day of the latest response if the file gives it without doubt. `left_out` is the
    number of rows left out for each reason, and `unmarked` are reasons for which the file may have rows, but does not
    say which. `hidden_groups` is the number of groups that are not shown, `silent_groups` the number of those that were
    asked and did not answer, `rejects` the row and column of each invalid cell, `rejected` the number of invalid
    cells in each column, and `hints` what very many of them have in common. None of these reveals anybody's answers.
    """

    rubric: str
    rubric_title: str
    source: ProgramName
    looks_like: ProgramName | None
    latest: datetime.date | None
    by: tuple[str, ...]
    protection: Protection
    left_out: Mapping[Reason, int]
    unmarked: tuple[Reason, ...]
    hidden_groups: int
    silent_groups: int
    questions: tuple[PublicQuestion, ...]
    ratings: tuple[PublicRating, ...]
    scales: tuple[PublicScale, ...]
    rejects: tuple[tuple[int, str], ...]
    rejected: Mapping[str, int]
    hints: tuple[Hint, ...]

    @property
    def blocks(self) -> tuple[PublicQuestion | PublicRating | PublicScale, ...]:
        """Everything with figures for each group, in the order of pages."""
        return (*self.questions, *self.ratings, *self.scales)


def publish_hints(
    texts: Sequence[ColumnCells], questions: Sequence[PublicQuestion], questionnaire: Questionnaire, minimum: int
) -> tuple[Hint, ...]:
    """What invalid cells have in common, where as many have it as a group needs respondents."""
    least, rules = Least(minimum, minimum), questionnaire.rules
    answers = frozenset(rules.find_key(word) for one in texts for word in one.words)
    return (*find_hints(texts, rules, answers, least), *_list_option_hints(texts, questions, least))


def _list_option_hints(
    texts: Sequence[ColumnCells], questions: Sequence[PublicQuestion], least: Least
) -> Iterator[Hint]:
    """The hints for options that nobody chose, where the counts of all respondents together are shown."""
    columns = {one.path[1]: one for one in texts if one.path[0] == "criteria"}
    for question in questions:
        counts = question.groups[0].counts
        if question.id in columns and counts is not None:
            unused = [option for option, count in zip(question.options, counts, strict=True) if count == 0]
            yield from find_option_hints(columns[question.id], unused, least)


def publish_question(
    question: QuestionCounts, groups: Sequence[GroupCells], protection: Protection, invited: Mapping[Key, int]
) -> PublicQuestion:
    """The figures of a criterion for the groups that may be shown."""
    lines = publish_counts(question, groups, protection, invited)
    return PublicQuestion(question.id, question.title, question.options, question.chosen, lines)


def publish_rating(
    rating: RatingValues, groups: Sequence[GroupCells], protection: Protection, invited: Mapping[Key, int]
) -> PublicRating:
    """The figures of a criterion with statements for the groups that may be shown."""
    lines = publish_ratings(rating, groups, protection, invited)
    return PublicRating(rating.scale.id, rating.scale.title, rating.statements, rating.needed, lines)


def publish_scale(scale: ScaleValues, groups: Sequence[GroupCells], protection: Protection) -> PublicScale:
    """The figures of a scale for the groups that may be shown."""
    lines = publish_values(scale, groups, protection, {})
    return PublicScale(scale.id, scale.title, scale.source, scale.lowest, scale.highest, lines)
