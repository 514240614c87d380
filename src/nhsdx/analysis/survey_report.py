"""All that a file of responses tells, of criteria and of scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nhsdx.analysis.disclosure import Key, Protection
from nhsdx.analysis.survey_summary import Question, Scale, Told, tell, tell_scale


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldQuestion:
    """A survey criterion: its options, those whose share is told, and what may be told of each group."""

    id: str
    title: str
    options: tuple[str, ...]
    chosen: tuple[int, ...]
    minimum: int
    lines: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldScale:
    """A scale: where its values come from and lie, and what may be told of each group."""

    id: str
    title: str
    source: str
    lowest: float
    highest: float
    lines: tuple[Told, ...]


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
    questions: tuple[ToldQuestion, ...]
    scales: tuple[ToldScale, ...]
    rejected: Mapping[str, int]


def told_question(question: Question, protection: Protection, invited: Mapping[Key, int]) -> ToldQuestion:
    """What may be told of a criterion."""
    return ToldQuestion(
        id=question.id,
        title=question.title,
        options=question.options,
        chosen=question.chosen,
        minimum=max(protection.minimum, question.minimum),
        lines=tuple(tell(question, protection, invited)),
    )


def told_scales(scales: Sequence[Scale], protection: Protection) -> tuple[ToldScale, ...]:
    """What may be told of scales."""
    return tuple(
        ToldScale(
            id=scale.id,
            title=scale.title,
            source=scale.source,
            lowest=scale.lowest,
            highest=scale.highest,
            lines=tuple(tell_scale(scale, protection)),
        )
        for scale in scales
    )
