"""The result of scoring: the scores of every node under every reading, gates, findings and steps."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Literal, NamedTuple, TypeAlias

from nhsdx.model.assessment import Action, Answer, AnswerData, ItemState
from nhsdx.model.base import OVERALL, LevelName
from nhsdx.model.conditions import GateState
from nhsdx.model.finding import Finding
from nhsdx.model.overlay import OverlayOrigin
from nhsdx.model.reading import AS_SCORED, ByReading, Reading, Scores, Shown

RESULT_FORMAT = "nhsdx.result/1"


DateProblem: TypeAlias = Literal["undated", "from-later"]
"""Why the date of evidence cannot be used: it has none, or one after the assessment."""


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
        """Whether the profile and the other answers ask the criterion."""
        return self not in (CriterionStatus.OUTSIDE_PROFILE, CriterionStatus.NOT_ASKED)

    @property
    def applies(self) -> bool:
        """Whether the criterion belongs to this assessment, known or not."""
        return self in (CriterionStatus.ANSWERED, CriterionStatus.UNKNOWN)


class Cause(StrEnum):
    """Why a local score may differ from the national one.

    `added`: criteria asked only locally; `dropped`: criteria asked only nationally; `reweighted`: weights and
    aggregation rules; `evidence`: the age limits of evidence grades; `gates`: gates added, changed or dropped.
    """

    ADDED = "added"
    DROPPED = "dropped"
    REWEIGHTED = "reweighted"
    EVIDENCE = "evidence"
    GATES = "gates"


class Term(NamedTuple):
    """One input of a step: its name and value and, for the children of a node, its weight.

    `part` is the points that a child adds to a weighted mean: weight * value / sum of weights.
    """

    name: str
    value: float
    weight: float | None = None
    part: float | None = None


class Step(NamedTuple):
    """One calculation behind a number: the rule, its inputs and its output."""

    node: str
    reading: Reading
    rule: str
    terms: tuple[Term, ...]
    output: float | None


class LevelMark(NamedTuple):
    """A level's label, the score at which it is reached, and its number."""

    label: str
    score: float
    number: LevelName = 0


class LeftOut(NamedTuple):
    """How many criteria that were asked do not count under `evidenced` and `claimed`, by status; and how many items."""

    unknown: int
    not_due: int
    not_applicable: int
    unknown_items: int = 0
    not_applicable_items: int = 0


class Unrated(NamedTuple):
    """Why a node has no score under `evidenced` and `claimed`: how many of the children that apply are known.

    `minimum_known` and `minimum_coverage` are asked for and not reached; with neither, the first stage is not known.
    """

    known: int
    asked: int
    minimum_known: int | None
    minimum_coverage: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeResult:
    """The figures of a node or criterion. Scores are 0-100, coverage is 0-1; `shown` is what people see of scores."""

    id: str
    title: str
    scores: Scores
    levels: ByReading[int | None]
    coverage: float | None
    shown: Scores | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentResult(NodeResult):
    """The figures of a dimension, or of the overall node.

    `before_gates` is the score before its own gates, `spread` how many counted criteria are at each level.
    """

    before_gates: Scores
    spread: ByReading[tuple[int, ...]]
    left_out: LeftOut
    unrated: Unrated | None = None

    @property
    def weakest(self) -> ByReading[int | None]:
        """The lowest level among the counted criteria; None if no criterion counts."""
        return {
            reading: next((level for level, count in enumerate(counts) if count), None)
            for reading, counts in self.spread.items()
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionResult(ParentResult):
    """A dimension's figures; `contribution` is the points it adds to the overall score before gates."""

    parent: str | None
    weight: float
    advisory: bool
    contribution: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult(NodeResult):
    """A criterion's figures; `contribution` is the points it adds to the overall score before gates.

    `evidence` is the grade given for the answer, `counted_as` the grade it counts as at its age, and
    `supported_level` the highest level that this grade supports. `evidence_date_problem` says why its date cannot be
    used. `items` are the answers to a checklist's items. `is_by_score` says whether it has a score and no level of its
    own: a survey, or a measure on a line; it is for pages and is not published. `not_asked` are the items that are not
    asked, and `is_undecided` says that nobody can tell whether the criterion is. `level_number` is the level answered.
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
    level_number: LevelName | None = None

    @property
    def shown_answer(self) -> AnswerData | None:
        """The answer to show; None for an unknown answer, and for a survey too small to show its counts."""
        if self.items is not None and self.status.applies:
            states = {item: state.value for item, state in self.items.items()}
            return states | dict.fromkeys(self.not_asked, CriterionStatus.NOT_ASKED.value)
        if self.answer is None or self.status is not CriterionStatus.ANSWERED:
            return None
        return self.answer.build_value_data()


class GateResult(NamedTuple):
    """Whether a gate is triggered, and under which readings."""

    id: str
    state: GateState
    triggered_under: tuple[Reading, ...]
    severity: str
    caps: Mapping[str, int]
    because: str
    remedy: str
    title: str | None = None


class RubricStamp(NamedTuple):
    """The rubric that was used; each digest is `sha256:` and 64 hexadecimal digits.

    `checked` is the day to which its facts were checked; `audience` and `effort_unit` are words for a paper.
    `has_grades` says whether the rubric grades evidence; it is for pages and is not published.
    """

    id: str
    version: str
    title: str
    scoring_digest: str
    content_digest: str
    limits: str | None
    checked: datetime.date | None
    audience: str
    effort_unit: str
    has_grades: bool
    shown: Shown = AS_SCORED

    @property
    def reference(self) -> str:
        """The rubric's id and full version, as in `nhs-digital-leadership@1.0.0`."""
        return f"{self.id}@{self.version}"


class AssessmentStamp(NamedTuple):
    """The assessment that was scored; `as_of` is the day to which the age of evidence is counted."""

    subject: str
    date: datetime.date
    voice: str
    assessors: tuple[str, ...]
    profile: str | None
    as_of: datetime.date
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The whole result of scoring one assessment."""

    rubric: RubricStamp
    assessment: AssessmentStamp
    scale: tuple[LevelMark, ...]
    overall: ParentResult
    dimensions: Mapping[str, DimensionResult]
    criteria: Mapping[str, CriterionResult]
    gates: tuple[GateResult, ...]
    findings: tuple[Finding, ...]
    context: Mapping[str, str]
    answers: Mapping[str, Answer]
    actions: tuple[Action, ...]
    steps: tuple[Step, ...]
    both: LocalAndNational | None = None

    def _repr_html_(self) -> str:
        """The scores as a page for a notebook. Loaded by name, because the model must not import drawers."""
        draw: str = import_module("nhsdx.documents.notebook").draw_result(self)
        return draw

    @property
    def is_national(self) -> bool:
        """Whether this is the national one of two results, used to show criteria that only it has."""
        return self.both is not None and self.rubric == self.both.national.rubric

    def find_node(self, node_id: str) -> NodeResult:
        """The figures of the node with this id; `overall` is the top. Raises KeyError for an unknown id."""
        if node_id == OVERALL:
            return self.overall
        return self.dimensions[node_id] if node_id in self.dimensions else self.criteria[node_id]


class TwoScores(NamedTuple):
    """A node's national and local scores, and how many points of the difference each cause adds.

    The parts of a reading add up to local minus national; they are None if a score that they need does not exist.
    """

    id: str
    title: str
    national: Scores
    local: Scores
    difference: Scores
    parts: ByReading[Mapping[Cause, float] | None]


class LocalAndNational(NamedTuple):
    """The national result of the same answers, and both scores of every node that both rubrics have."""

    origin: OverlayOrigin
    national: Result
    nodes: Mapping[str, TwoScores]
