"""The figures of nodes and criteria: scores, levels, coverage, and what does not count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple, TypeAlias

from nhsdx.model.assessment import Answer, AnswerData, ItemState
from nhsdx.model.base import LevelName
from nhsdx.model.reading import ByReading, Scores

DateProblem: TypeAlias = Literal["undated", "from-later"]
"""Why the date of evidence cannot be used: it is missing, or it is after the assessment."""


class CriterionStatus(StrEnum):
    """Whether a criterion has a value and, if not, why not."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    NOT_DUE = "not-due"
    NOT_APPLICABLE = "not-applicable"
    OUTSIDE_PROFILE = "outside-profile"
    NOT_ASKED = "not-asked"

    @property
    def is_asked(self) -> bool:
        """Whether the criterion is asked, given the profile and the other answers."""
        return self not in (CriterionStatus.OUTSIDE_PROFILE, CriterionStatus.NOT_ASKED)

    @property
    def applies(self) -> bool:
        """Whether the criterion is part of this assessment, even if its answer is unknown."""
        return self in (CriterionStatus.ANSWERED, CriterionStatus.UNKNOWN)


class LeftOut(NamedTuple):
    """How many criteria and items do not count under `evidenced` and `claimed`, by status.

    Items are included only if their criterion counts. `not_asked` criteria are not asked because of other answers.
    """

    unknown: int
    not_due: int
    not_applicable: int
    unknown_items: int = 0
    not_applicable_items: int = 0
    not_asked: int = 0


class UnratedReason(NamedTuple):
    """Why a node has no score under `evidenced` and `claimed`: how many of the node's applicable children are known.

    `minimum_known` and `minimum_coverage` are given only if these minimums are not reached. If both are None, it is
    unknown whether the first stage is reached.
    """

    known: int
    asked: int
    minimum_known: int | None
    minimum_coverage: float | None


class LevelMark(NamedTuple):
    """A level's label, the score at which the level is reached, and the level's number."""

    label: str
    score: float
    number: LevelName = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeResult:
    """The figures of a node or criterion.

    Scores are 0-100, coverage is 0-1, and `shown` gives the scores that people see. A level is given as its place on
    the scale, counted from 0; `scale` lists the numbers that people use for the levels.
    """

    id: str
    title: str
    scores: Scores
    levels: ByReading[int | None]
    coverage: float | None
    scale: tuple[LevelName, ...]
    shown: Scores | None = None

    @property
    def level_numbers(self) -> ByReading[LevelName | None]:
        """The level under each reading, as a level number."""
        return self._number_levels(self.levels)

    def _number_levels(self, levels: ByReading[int | None]) -> ByReading[LevelName | None]:
        return {reading: None if level is None else self.scale[level] for reading, level in levels.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentResult(NodeResult):
    """The figures of a dimension, or of the overall node.

    `before_gates` is the score before the node's own gates, and `spread` says how many counted criteria are at each
    level. `counted` lists the ids of the counted criteria; pages use this list, but it is not published.
    """

    before_gates: Scores
    spread: ByReading[tuple[int, ...]]
    left_out: LeftOut
    counted: ByReading[tuple[str, ...]]
    unrated: UnratedReason | None = None

    @property
    def weakest(self) -> ByReading[int | None]:
        """The lowest level among the counted criteria; None if no criterion counts."""
        return {
            reading: next((level for level, count in enumerate(counts) if count), None)
            for reading, counts in self.spread.items()
        }

    @property
    def weakest_numbers(self) -> ByReading[LevelName | None]:
        """The lowest level among the counted criteria, as a level number."""
        return self._number_levels(self.weakest)


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionResult(ParentResult):
    """A dimension's figures; `contribution` is how many points the dimension adds to the overall score before gates."""

    parent: str | None
    weight: float
    advisory: bool
    contribution: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult(NodeResult):
    """A criterion's figures; `contribution` is how many points the criterion adds to the overall score before gates.

    `evidence` is the grade given for the answer, `counted_as` is the grade that remains when the age of the evidence is
    taken into account, and `supported_level` is the highest level that this grade supports. `evidence_date_problem`
    says why the date of the evidence cannot be used. `items` are the answers to a checklist's items. `is_by_score` is
    true for a survey or a measure on a line, which have a score but no level. Pages use `is_by_score`, but it is not
    published. `not_asked` lists the items that are not asked, and `is_undecided` is true if it is unknown whether the
    criterion is asked. `answered_level` is the number of the level that was answered. `own_scale` lists the levels that
    only this criterion has, and `has_too_few_respondents` is true if some people answered, but too few to count.
    Neither of these two fields is published.
    """

    dimension: str
    kind: str
    weight: float
    status: CriterionStatus
    answer: Answer | None
    evidence: str | None
    counted_as: str | None
    supported_level: int | None
    evidence_date_problem: DateProblem | None
    items: Mapping[str, ItemState] | None
    is_by_score: bool
    contribution: Scores
    not_asked: frozenset[str] = frozenset()
    is_undecided: bool = False
    has_too_few_respondents: bool = False
    answered_level: LevelName | None = None
    own_scale: tuple[LevelMark, ...] = ()

    @property
    def supported_number(self) -> LevelName | None:
        """The highest level that the evidence supports, as a level number."""
        return None if self.supported_level is None else self.scale[self.supported_level]

    @property
    def shown_answer(self) -> AnswerData | None:
        """The answer to show; None for an unknown answer, and for a survey with too few respondents to show."""
        if self.items is not None and self.status.applies:
            states = {item: state.value for item, state in self.items.items()}
            return states | dict.fromkeys(self.not_asked, CriterionStatus.NOT_ASKED.value)
        if self.answer is None or self.status is not CriterionStatus.ANSWERED:
            return None
        return self.answer.build_value_data() if self.answered_level is None else self.answered_level
