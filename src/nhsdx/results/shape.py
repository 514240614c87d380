"""The only description of results in JSON and TOML (`nhsdx.result/1`): these models write, read and explain them.

If a field's name differs from its key, the same field in the computed result has this name.
"""

import datetime
from operator import not_
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from nhsdx.model import (
    VERSION_PATTERN,
    Action,
    CriterionStatus,
    DateProblem,
    GateState,
    Id,
    LevelName,
    Many,
    Number,
    Percent,
    Reading,
    Severity,
    Text,
    Weight,
)
from nhsdx.results.head import PublishedHead, PublishedModel
from nhsdx.results.shown_answers import PublishedAnswer, ShownAnswer

DIGEST_PATTERN = r"^sha256:[0-9a-f]{64}$"
Digest: TypeAlias = Annotated[str, Field(pattern=DIGEST_PATTERN)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Count: TypeAlias = Annotated[int, Field(ge=0)]


class PublishedRubric(PublishedModel):
    """The rubric that was used, with its digests, its audience and its unit of effort."""

    id: Id
    version: Annotated[str, Field(pattern=VERSION_PATTERN)]
    title: Text
    checked: datetime.date | None = None
    audience: Text
    effort_unit: Text
    scoring_digest: Digest
    content_digest: Digest


class PublishedAssessment(PublishedModel):
    """Which assessment was scored, which profile was used, and the date used to work out how old evidence is."""

    subject: Text
    date: datetime.date
    voice: Id
    assessors: Many[Text]
    profile: Id | None = None
    as_of: datetime.date
    digest: Digest


class PublishedScores(PublishedModel):
    """A score from 0 to 100 for each reading. Null if the node has no score."""

    evidenced: Percent | None = None
    claimed: Percent | None = None
    low: Percent | None = None
    high: Percent | None = None


class PublishedLevels(PublishedModel):
    """The number of a level for each reading. Null if the node has no score."""

    evidenced: LevelName | None = None
    claimed: LevelName | None = None
    low: LevelName | None = None
    high: LevelName | None = None


class PublishedSpread(PublishedModel):
    """How many criteria are at each level, for each reading. The lowest level comes first."""

    evidenced: Many[Count]
    claimed: Many[Count]
    low: Many[Count]
    high: Many[Count]


class PublishedLeftOutCriteria(PublishedModel):
    """How many criteria do not count under `evidenced` and `claimed`, by status.

    The key `not-asked` is left out if the number is 0.
    """

    unknown: Count
    not_due: Annotated[Count, Field(alias="not-due")]
    not_applicable: Annotated[Count, Field(alias="not-applicable")]
    not_asked: Annotated[Count, Field(alias="not-asked", exclude_if=not_)] = 0


class PublishedLeftOut(PublishedLeftOutCriteria):
    """How many criteria do not count, by status, and how many items do not count in the criteria that count."""

    unknown_items: Annotated[Count, Field(alias="unknown-items")]
    not_applicable_items: Annotated[Count, Field(alias="not-applicable-items")]


class PublishedShown(PublishedModel):
    """For each reading, a rounded score on the scale that the rubric uses to show scores.

    Null if the node has no score.
    """

    evidenced: Number | None = None
    claimed: Number | None = None
    low: Number | None = None
    high: Number | None = None


class PublishedFigures(PublishedModel):
    """The figures that every node and criterion has."""

    title: Text
    scores: Annotated[PublishedScores, Field(alias="score")]
    shown: Annotated[PublishedShown | None, Field(exclude_if=not_)] = None
    level_numbers: Annotated[PublishedLevels, Field(alias="level")]
    coverage: Share | None = None


class PublishedUnrated(PublishedModel):
    """Why a node has a range but no score under `evidenced` and `claimed`: too little is known about the node."""

    known: Count
    asked: Count
    minimum_known: Count | None = None
    minimum_coverage: Share | None = None


class PublishedNode(PublishedFigures):
    """The figures of the whole assessment or of one dimension."""

    before_gates: PublishedScores
    weakest_numbers: Annotated[PublishedLevels, Field(alias="weakest")]
    spread: PublishedSpread
    left_out: PublishedLeftOut
    unrated: Annotated[PublishedUnrated | None, Field(exclude_if=not_)] = None


class PublishedDimension(PublishedNode):
    """The figures of a dimension."""

    parent: Id | None = None
    weight: Weight
    advisory: bool
    contribution: PublishedScores


class PublishedCriterion(PublishedFigures):
    """A criterion's figures."""

    dimension: Id
    kind: Literal["level", "checklist", "measure", "survey"]
    weight: Weight
    status: CriterionStatus
    shown_answer: Annotated[ShownAnswer | None, Field(alias="answer")] = None
    evidence: Id | None = None
    counted_as: Id | None = None
    supported_number: Annotated[LevelName | None, Field(alias="supported_level")] = None
    evidence_date_problem: DateProblem | None = None
    contribution: PublishedScores


class PublishedGate(PublishedModel):
    """Whether a gate is triggered, and under which readings."""

    id: Id
    title: Text | None = None
    state: GateState
    triggered_under: Many[Reading]
    severity: Literal["critical", "major", "minor"]
    cap_numbers: Annotated[dict[Id, LevelName], Field(alias="caps")]
    because: Text
    remedy: Text


class PublishedFinding(PublishedModel):
    """Something that readers of the result should know about one answer."""

    code: Id
    severity: Severity
    message: Text
    where: Text
    remedy: Text


class PublishedScoring(PublishedModel):
    """The scores of an assessment's answers under one rubric."""

    rubric: PublishedRubric
    assessment: PublishedAssessment
    overall: PublishedNode
    dimensions: dict[Id, PublishedDimension]
    criteria: dict[Id, PublishedCriterion]
    gates: Many[PublishedGate]


class PublishedDeparture(PublishedModel):
    """A shared gate that a local rubric drops or loosens."""

    where: Text
    name: Text
    reason: Text
    decided_by: Text
    decided: datetime.date


class PublishedOverlay(PublishedModel):
    """The rubrics that a local rubric extends, and the shared gates that it drops or loosens."""

    chain: Many[Text]
    moved: Text | None = None
    departures: Many[PublishedDeparture]


class PublishedParts(PublishedModel):
    """How many points each cause contributes to the difference between the local and the national score."""

    added: Number
    dropped: Number
    reweighted: Number
    evidence: Number
    gates: Number


class PublishedDifferences(PublishedModel):
    """The local score minus the national score under each reading, in points.

    Null if the local or the national score does not exist.
    """

    evidenced: Number | None = None
    claimed: Number | None = None
    low: Number | None = None
    high: Number | None = None


class PublishedSplit(PublishedModel):
    """The parts of the difference under each reading. Null if a score on which the parts depend does not exist."""

    evidenced: PublishedParts | None = None
    claimed: PublishedParts | None = None
    low: PublishedParts | None = None
    high: PublishedParts | None = None


class PublishedTwo(PublishedModel):
    """The national and the local scores of a node."""

    title: Text
    national: PublishedScores
    local: PublishedScores
    difference: PublishedDifferences
    parts: PublishedSplit


class PublishedResult(PublishedScoring, PublishedHead):
    """A result without its digest."""

    findings: Many[PublishedFinding]
    context: dict[Id, Text]
    overlay: PublishedOverlay | None = None
    both: dict[Id, PublishedTwo] | None = None
    national: PublishedScoring | None = None
    answers: dict[Id, PublishedAnswer]
    actions: Many[Action]


class ResultFile(PublishedResult):
    """A result with its digest.

    `--format jsonl` writes a result on each line. `--format json` writes one result or a list. `--format toml` writes
    one result, or a list under `results`, and leaves out nulls.
    """

    digest: Digest
