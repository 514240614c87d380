"""A published result, as its JSON or TOML file holds it: what `nhsdx.result/1` may say, and nothing else."""

import datetime
from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import ConfigDict, Discriminator, Field, Tag

from nhsdx.model.assessment import Answer
from nhsdx.model.base import FileModel, Id, LevelNumber, Many, Number, Percent, Text, Weight
from nhsdx.model.finding import Severity
from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionStatus, GateState
from nhsdx.model.rubric import VERSION_PATTERN

DIGEST_PATTERN = r"^sha256:[0-9a-f]{64}$"
Digest: TypeAlias = Annotated[str, Field(pattern=DIGEST_PATTERN)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]


def find_shown_form(value: object) -> str | None:
    """Which kind of criterion a shown answer belongs to: a level or measure, a survey or a checklist."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number"
    return "counts" if isinstance(value, list | tuple) else "items" if isinstance(value, Mapping) else None


ShownAnswer: TypeAlias = Annotated[
    Annotated[Number, Tag("number")]
    | Annotated[Many[Annotated[int, Field(ge=0, le=10**12)]], Tag("counts")]
    | Annotated[dict[Literal["met", "partly", "not-applicable"], Many[Id]], Tag("items")],
    Discriminator(find_shown_form),
]


class PublishedModel(FileModel):
    """A table of a result: its keys are in snake_case, and its texts as long as what they are made of."""

    model_config = ConfigDict(alias_generator=None, str_max_length=None, str_min_length=0)


class PublishedTool(PublishedModel):
    """The program that scored the assessment."""

    name: Literal["nhsdx"]
    version: Text


class PublishedRubric(PublishedModel):
    """The rubric that was used."""

    id: Id
    version: Annotated[str, Field(pattern=VERSION_PATTERN)]
    title: Text
    scoring_digest: Digest
    content_digest: Digest


class PublishedAssessment(PublishedModel):
    """Which assessment was scored, with which profile, and to which day the age of evidence is counted."""

    subject: Text
    date: datetime.date
    voice: Id
    profile: Id | None = None
    as_of: datetime.date
    digest: Digest


class PublishedScores(PublishedModel):
    """A score of 0-100 for each reading. Null if the node is excluded."""

    claimed: Percent | None = None
    evidenced: Percent | None = None
    low: Percent | None = None
    high: Percent | None = None


class PublishedLevels(PublishedModel):
    """A level for each reading. Null if the node is excluded."""

    claimed: LevelNumber | None = None
    evidenced: LevelNumber | None = None
    low: LevelNumber | None = None
    high: LevelNumber | None = None


class PublishedNode(PublishedModel):
    """The figures that every node has."""

    title: Text
    claimed: Percent | None = None
    evidenced: Percent | None = None
    low: Percent | None = None
    high: Percent | None = None
    levels: PublishedLevels
    level_label: Text | None = None
    weakest_level: LevelNumber | None = None
    coverage: Share | None = None
    before_gates: PublishedScores


class PublishedDimension(PublishedNode):
    """The figures of a dimension."""

    parent: Id | None = None
    weight: Weight
    advisory: bool
    contribution: Percent | None = None


class PublishedCriterion(PublishedNode):
    """The figures of a criterion."""

    dimension: Id
    kind: Literal["level", "checklist", "measure", "survey"]
    weight: Weight
    status: CriterionStatus
    answer: ShownAnswer | None = None
    evidence: Id | None = None
    supported_level: LevelNumber | None = None
    contribution: Percent | None = None


class PublishedGate(PublishedModel):
    """Whether a gate is triggered, and under which readings."""

    id: Id
    state: GateState
    triggered_under: Many[Reading]
    severity: Literal["critical", "major", "minor"]
    caps: dict[Id, LevelNumber]
    because: Text
    remedy: Text


class PublishedFinding(PublishedModel):
    """Something that a reader of the result should know about one answer."""

    code: Id
    severity: Severity
    message: Text
    where: Text
    remedy: Text


class PublishedNational(PublishedModel):
    """The national result of the same answers, beside that of a local rubric."""

    rubric: PublishedRubric
    profile: Id | None = None
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
    """Where a local rubric comes from."""

    chain: Many[Text]
    moved: Text | None = None
    departures: Many[PublishedDeparture]


class PublishedParts(PublishedModel):
    """How much each cause contributes to the difference between the local and the national score, in points."""

    added: Number
    dropped: Number
    reweighted: Number
    evidence: Number
    gates: Number


class PublishedDifferences(PublishedModel):
    """The local score minus the national score under each reading, in points. Null if one of the two is excluded."""

    claimed: Number | None = None
    evidenced: Number | None = None
    low: Number | None = None
    high: Number | None = None


class PublishedSplit(PublishedModel):
    """The parts of the difference under each reading. Null if a score needed for the split does not exist."""

    claimed: PublishedParts | None = None
    evidenced: PublishedParts | None = None
    low: PublishedParts | None = None
    high: PublishedParts | None = None


class PublishedTwo(PublishedModel):
    """A node's national and local scores."""

    title: Text
    national: PublishedScores
    local: PublishedScores
    difference: PublishedDifferences
    parts: PublishedSplit


class ResultFile(PublishedModel):
    """A result, as `nhsdx assess --format json` and `--format toml` write it. TOML leaves out nulls."""

    format: Literal["nhsdx.result/1"]
    tool: PublishedTool
    rubric: PublishedRubric
    assessment: PublishedAssessment
    overall: PublishedNode
    dimensions: dict[Id, PublishedDimension]
    criteria: dict[Id, PublishedCriterion]
    gates: Many[PublishedGate]
    findings: Many[PublishedFinding]
    overlay: PublishedOverlay | None = None
    both: dict[Id, PublishedTwo] | None = None
    national: PublishedNational | None = None
    answers: dict[Id, Answer]
    digest: Digest
