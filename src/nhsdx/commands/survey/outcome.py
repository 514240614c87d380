"""All that a file of responses tells, of criteria and of scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nhsdx.commands.survey.disclosure.hidden_groups import Key, Protection
from nhsdx.commands.survey.summary import PublicGroup, QuestionCounts, ScaleValues, publish_counts, publish_values


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicQuestion:
    """A survey criterion: its options, those whose share is told, and what may be told of each group."""

    id: str
    title: str
    options: tuple[str, ...]
    chosen: tuple[int, ...]
    minimum: int
    lines: tuple[PublicGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicScale:
    """A scale: where its values come from and lie, and what may be told of each group."""

    id: str
    title: str
    source: str
    lowest: float
    highest: float
    lines: tuple[PublicGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyReport:
    """What may be told of a survey.

    `source` is the program whose export it was, `left_out` the rows that were previews or not finished, `rejected`
    the cells that are no answers by column. None of these counts tells what anybody answered.
    """

    rubric: str
    source: str
    by: tuple[str, ...]
    protection: Protection
    left_out: int
    questions: tuple[PublicQuestion, ...]
    scales: tuple[PublicScale, ...]
    rejected: Mapping[str, int]


def publish_question(question: QuestionCounts, protection: Protection, invited: Mapping[Key, int]) -> PublicQuestion:
    """What may be told of a criterion."""
    return PublicQuestion(
        id=question.id,
        title=question.title,
        options=question.options,
        chosen=question.chosen,
        minimum=max(protection.minimum, question.minimum),
        lines=tuple(publish_counts(question, protection, invited)),
    )


def publish_scales(scales: Sequence[ScaleValues], protection: Protection) -> tuple[PublicScale, ...]:
    """What may be told of scales."""
    return tuple(
        PublicScale(
            id=scale.id,
            title=scale.title,
            source=scale.source,
            lowest=scale.lowest,
            highest=scale.highest,
            lines=tuple(publish_values(scale, protection)),
        )
        for scale in scales
    )
