"""The figures that may be published from a file of responses: its questions and scales."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nhsdx.analysis.release_plan import Key
from nhsdx.commands.survey.disclosure.protection import Protection
from nhsdx.commands.survey.disclosure.public_groups import GroupCells
from nhsdx.commands.survey.programs.names import ProgramName, Reason
from nhsdx.commands.survey.summary import PublicGroup, QuestionCounts, ScaleValues, publish_counts, publish_values


class PublicQuestion(NamedTuple):
    """A survey criterion: its options, the places of the options that the share counts, and each group's answers."""

    id: str
    title: str
    options: tuple[str, ...]
    chosen: tuple[int, ...]
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

    `source` is the program that exported the responses; `looks_like` is another one whose signs are in a file that the
    map calls plain. `latest` is the day of the latest response if the file says it beyond doubt. `left_out` is the
    number of rows left out for each reason, and `unmarked` are reasons for which the file may have rows, but does not
    say which. `hidden_groups` is the number of groups that are not shown, `silent_groups` of those that were asked and
    from which nobody answered, `rejects` the row and column of each invalid
    cell, and `rejected` the number of invalid cells in each column. None of these reveals anybody's answers.
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
    scales: tuple[PublicScale, ...]
    rejects: tuple[tuple[int, str], ...]
    rejected: Mapping[str, int]


def publish_question(
    question: QuestionCounts, groups: Sequence[GroupCells], protection: Protection, invited: Mapping[Key, int]
) -> PublicQuestion:
    """The figures of a criterion for the groups that may be shown."""
    lines = publish_counts(question, groups, protection, invited)
    return PublicQuestion(question.id, question.title, question.options, question.chosen, lines)


def publish_scale(scale: ScaleValues, groups: Sequence[GroupCells], protection: Protection) -> PublicScale:
    """The figures of a scale for the groups that may be shown."""
    lines = publish_values(scale, groups, protection)
    return PublicScale(scale.id, scale.title, scale.source, scale.lowest, scale.highest, lines)
