"""What a scored assessment is: scores of every node under every reading, gates, findings and steps."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import NamedTuple

from nhsdx.model.assessment import Answer, AnswerData
from nhsdx.model.base import OVERALL
from nhsdx.model.finding import Finding
from nhsdx.model.overlay import OverlayOrigin
from nhsdx.model.reading import ByReading, Reading, Scores

RESULT_FORMAT = "nhsdx.result/1"


class CriterionStatus(StrEnum):
    """Whether a criterion has a value, and if not, why not."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    NOT_DUE = "not-due"
    NOT_APPLICABLE = "not-applicable"
    OUTSIDE_PROFILE = "outside-profile"

    @property
    def applies(self) -> bool:
        """Whether the criterion belongs to this assessment, known or not."""
        return self in (CriterionStatus.ANSWERED, CriterionStatus.UNKNOWN)


class GateState(StrEnum):
    """The state of a gate, from the most serious to the least.

    `triggered` under the claimed reading; `unproven` where only the evidence triggers it; `undecided` where
    only something unknown could trigger it; `clear` under every reading.
    """

    TRIGGERED = "triggered"
    UNPROVEN = "unproven"
    UNDECIDED = "undecided"
    CLEAR = "clear"


class Cause(StrEnum):
    """What a local score may differ from the national one for.

    `added`: criteria asked only locally; `dropped`: those asked only nationally; `reweighted`: weights, and how
    nodes are aggregated; `evidence`: the ages of evidence grades; `gates`: gates added, changed or dropped.
    """

    ADDED = "added"
    DROPPED = "dropped"
    REWEIGHTED = "reweighted"
    EVIDENCE = "evidence"
    GATES = "gates"


class Term(NamedTuple):
    """One thing that went into a step: its name and value; in a node also its weight.

    `part` is the points that a child of a weighted mean brings, weight * value / sum of weights.
    """

    name: str
    value: float
    weight: float | None = None
    part: float | None = None


class Step(NamedTuple):
    """One piece of arithmetic behind a number: the rule, what went in and what came out."""

    node: str
    reading: Reading
    rule: str
    terms: tuple[Term, ...]
    output: float | None


class LevelMark(NamedTuple):
    """A level's label, and the score from which it is reached."""

    label: str
    score: float


class LeftOut(NamedTuple):
    """How many criteria that were asked do not count under `evidenced` and `claimed`, by status."""

    unknown: int
    not_due: int
    not_applicable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeResult:
    """The figures of a node or criterion. Scores are 0-100 and unrounded, coverage is 0-1; None means excluded."""

    id: str
    title: str
    scores: Scores
    levels: ByReading[int | None]
    coverage: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentResult(NodeResult):
    """The figures of a node that has children: a dimension, or the whole.

    `before_gates` is the score before the node's own gates. `spread` is how many counted criteria are at each
    level, from level 0 up.
    """

    before_gates: Scores
    spread: ByReading[tuple[int, ...]]
    left_out: LeftOut

    @property
    def weakest(self) -> ByReading[int | None]:
        """The lowest level among the counted criteria; None where none counts."""
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
    `supported_level` the highest level that this grade supports.
    """

    dimension: str
    kind: str
    weight: float
    status: CriterionStatus
    answer: Answer | None
    evidence: str | None
    counted_as: str | None
    supported_level: int | None
    contribution: Scores

    @property
    def shown_answer(self) -> AnswerData | None:
        """What was answered, for readers; not the counts of a survey too small to be told."""
        if self.answer is None or self.status is not CriterionStatus.ANSWERED:
            return None
        return self.answer.build_value_data()


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """Whether a gate is triggered, and under which readings."""

    id: str
    state: GateState
    triggered_under: tuple[Reading, ...]
    severity: str
    caps: Mapping[str, int]
    because: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricStamp:
    """Which rubric scored; the digests are `sha256:` and 64 hexadecimal digits."""

    id: str
    version: str
    title: str
    scoring_digest: str
    content_digest: str
    limits: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentStamp:
    """Which assessment was scored; evidence ages against `as_of`."""

    subject: str
    date: datetime.date
    voice: str
    profile: str | None
    as_of: datetime.date
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Everything that scoring one assessment gives."""

    rubric: RubricStamp
    assessment: AssessmentStamp
    scale: tuple[LevelMark, ...]
    overall: ParentResult
    dimensions: Mapping[str, DimensionResult]
    criteria: Mapping[str, CriterionResult]
    gates: tuple[GateResult, ...]
    findings: tuple[Finding, ...]
    answers: Mapping[str, Answer]
    steps: tuple[Step, ...]
    both: LocalAndNational | None = None

    def _repr_html_(self) -> str:
        """What a notebook shows: the scores as a page. Loaded by name, because the model knows no medium."""
        draw: str = import_module("nhsdx.documents.notebook").draw_result(self)
        return draw

    @property
    def is_national(self) -> bool:
        """Whether this is the national one of both results, shown for what only it has."""
        return self.both is not None and self.rubric == self.both.national.rubric

    def node(self, node_id: str) -> NodeResult:
        """The figures of the node with this id; `overall` is the top. Raises KeyError for another id."""
        if node_id == OVERALL:
            return self.overall
        return self.dimensions[node_id] if node_id in self.dimensions else self.criteria[node_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoScores:
    """A node's national and local scores, and what each cause brings to the difference, in points.

    The parts of a reading add up to its difference, local less national; they are None where some score on
    the way from the one to the other does not exist.
    """

    id: str
    title: str
    national: Scores
    local: Scores
    difference: Scores
    parts: ByReading[Mapping[Cause, float] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalAndNational:
    """The national result of the same answers beside the local one, for every node that both rubrics have."""

    overlaid: OverlayOrigin
    national: Result
    nodes: Mapping[str, TwoScores]
