"""The instrument: levels, dimensions, criteria, gates, profiles, evidence grades and sources."""

import datetime
from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from nhsdx.model.assessment import About, Action, AnswerForm, EvidenceDocument
from nhsdx.model.base import (
    OVERALL,
    FileModel,
    Id,
    KnownId,
    LevelName,
    LevelNumber,
    Many,
    Percent,
    Text,
    Weight,
    name_level,
    name_places,
)
from nhsdx.model.conditions import Condition, Stage
from nhsdx.model.criteria import Certainty, Criterion, OwnLevel
from nhsdx.model.expectation import Expectation
from nhsdx.model.reading import AS_SCORED, DisplayScale

Aggregate: TypeAlias = Literal["mean", "geometric", "min", "max", "staged"]
RUBRIC_FORMAT = "nhsdx.rubric/1"
NODE_FIELDS = ("aggregate", "invert", "stages", "minimum_known", "minimum_coverage")
"""The fields of a dimension, or of the header, that say how the scores of its children are combined."""
VERSION_PATTERN = r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$"


class Use(FileModel):
    """What the rubric may and may not be used for, the limits that every result shows, and a note on privacy."""

    unit: Text | None = None
    intended: Many[Text] = ()
    prohibited: Many[Text] = ()
    limits: Text | None = None
    privacy: Text | None = None


class ReportWords(FileModel):
    """Settings for reports on results: their readers, and the unit of effort."""

    audience: Text = "people who decide"
    effort_unit: Text = "units of effort"


class RubricHeader(FileModel):
    """The id, version, title and other facts about a rubric.

    A new major version means that scores cannot be compared with scores from earlier versions. `checked` is the day on
    which the rubric's sources and facts were last checked. `how_to_answer` and `words` are for the people who answer;
    each word has the same meaning in every question.
    """

    id: Id
    version: Annotated[str, Field(pattern=VERSION_PATTERN)]
    title: Text
    summary: Text | None = None
    aggregate: Aggregate = "mean"
    licence: Text | None = None
    scope: Text | None = None
    checked: datetime.date | None = None
    how_to_answer: Text | None = None
    words: dict[Text, Text] = Field(default_factory=dict)
    report: ReportWords = ReportWords.model_construct()
    use: Use = Use.model_construct()
    shown: DisplayScale = AS_SCORED
    invert: bool = False
    stages: Many[Stage] = ()
    minimum_known: Annotated[int, Field(ge=1, le=3_000)] | None = None
    minimum_coverage: Annotated[float, Field(ge=0.01, le=1)] | None = None


class Level(FileModel):
    """A level of the rubric's scale. Without `score`, the levels are equal steps from 0 to 100.

    `number` is what people call the level; without a number, people use the level's place, counted from 0.
    """

    number: LevelName | None = None
    label: Text
    meaning: Text | None = None
    score: Percent | None = None


class EvidenceGrade(FileModel):
    """A grade that says how strong evidence is, and the highest level that this grade supports.

    If `needs_document` is true, an answer with this grade but without a document gets a finding.
    """

    id: Id
    label: Text
    supports: LevelNumber
    max_age_months: Annotated[int, Field(ge=1, le=1200)] | None = None
    needs_document: bool = False


class Dimension(FileModel):
    """A group of criteria and smaller dimensions, with a score of its own.

    An advisory dimension is scored and shown, but never counts in another score.

    If `invert` is true, the dimension aggregates how far each child's score falls short of 100. `shown` is the scale on
    which people see the dimension's scores, if this is not the rubric's scale.
    """

    title: Text
    why: Text | None = None
    weight: Weight = 1.0
    weight_reason: Text | None = None
    aggregate: Aggregate = "mean"
    parent: KnownId | None = None
    advisory: bool = False
    invert: bool = False
    stages: Many[Stage] = ()
    minimum_known: Annotated[int, Field(ge=1, le=3_000)] | None = None
    minimum_coverage: Annotated[float, Field(ge=0.01, le=1)] | None = None
    shown: DisplayScale | None = None


class Gate(FileModel):
    """A condition that, when true, caps the scores of nodes at a level or raises a warning.

    `title` is the gate's name on pages; without a title, pages show the gate's id.
    """

    title: Text | None = None
    when: Condition
    cap: dict[KnownId, LevelNumber] = Field(default_factory=dict)
    flag: bool = False
    severity: Literal["critical", "major", "minor"] = "major"
    because: Text
    remedy: Text


class ContextQuestion(FileModel):
    """A question about the subject. The answer is shown beside the score but never scored.

    `beside` is the dimension whose score the fact helps to explain.
    """

    title: Text
    question: Text | None = None
    options: Annotated[Many[Text], Field(min_length=2, max_length=100)]
    beside: KnownId | None = None


class Profile(FileModel):
    """A named subset of the criteria: the criteria listed, or all except those under `without`."""

    title: Text
    summary: Text | None = None
    criteria: Many[KnownId] | None = None
    without: Many[KnownId] | None = None


class Source(FileModel):
    """A publication that the rubric uses, and whether the rubric's authors read it or only know of it."""

    title: Text
    author: Text | None = None
    year: Annotated[int, Field(ge=1000, le=9999)] | None = None
    url: Text | None = None
    certainty: Certainty | None = None
    note: Text | None = None


class Framework(FileModel):
    """Another framework that criteria map to, with its headings by id, in the framework's own order."""

    title: Text
    headings: Annotated[dict[Id, Text], Field(min_length=1, max_length=1_000)]
    url: Text | None = None
    certainty: Certainty | None = None
    note: Text | None = None


class TestVector(FileModel):
    """Answers, and the result that they must give. The answer `all` applies to every criterion that is not listed."""

    __test__ = False

    name: Text
    profile: KnownId | None = None
    evidence: KnownId | None = None
    answers: dict[KnownId, AnswerForm]
    expect: Expectation


class Rubric(FileModel):
    """A whole rubric, as it is written in its file."""

    format: Literal["nhsdx.rubric/1"]
    rubric: RubricHeader
    levels: Annotated[Many[Level], Field(min_length=2, max_length=100)]
    evidence_grades: Many[EvidenceGrade] = ()
    dimensions: Annotated[dict[Id, Dimension], Field(min_length=1, max_length=1_000)]
    criteria: Annotated[dict[Id, Criterion], Field(min_length=1, max_length=2_000)]
    gates: dict[Id, Gate] = Field(default_factory=dict)
    context: dict[Id, ContextQuestion] = Field(default_factory=dict)
    profiles: dict[Id, Profile] = Field(default_factory=dict)
    sources: dict[Id, Source] = Field(default_factory=dict)
    frameworks: dict[Id, Framework] = Field(default_factory=dict)
    tests: Many[TestVector] = ()

    def find_aggregation(self, node: str) -> RubricHeader | Dimension:
        """How the scores of a node's children are combined; `[rubric]` sets this for the overall score."""
        return self.rubric if node == OVERALL else self.dimensions[node]

    def find_shown(self, node: str) -> DisplayScale:
        """The scale on which the scores of a node or criterion are shown: its own, or else the rubric's."""
        part = self.dimensions.get(node) or self.criteria.get(node)
        return self.rubric.shown if part is None or part.shown is None else part.shown

    @property
    def own_figures(self) -> dict[str, DisplayScale]:
        """The scale of each dimension and criterion that has its own scale."""
        parts = (*self.dimensions.items(), *self.criteria.items())
        return {name: part.shown for name, part in parts if part.shown is not None}

    @property
    def has_figures(self) -> bool:
        """Whether any score is shown to people as a figure that differs from the score in JSON."""
        return self.rubric.shown is not AS_SCORED or bool(self.own_figures)

    @property
    def top_level(self) -> int:
        """The place of the highest level, counted from 0."""
        return len(self.levels) - 1

    def name_level(self, level: int) -> str:
        """What people call a level: its number, or its place if it has none."""
        return str(name_places(self.levels)[level])

    def describe_level(self, level: int) -> str:
        """What people call a level, and its label: `2 Set up`."""
        return name_level(name_places(self.levels)[level], self.levels[level].label)

    def list_levels(self, criterion: Criterion) -> Sequence[Level | OwnLevel]:
        """The levels that a criterion is answered with: its own levels, or the rubric's levels."""
        return criterion.own_levels or self.levels

    def name_levels(self, criterion: Criterion) -> tuple[LevelName, ...]:
        """What people call the levels that a criterion is answered with: its own levels, or the rubric's levels."""
        return name_places(self.list_levels(criterion))

    @property
    def reference(self) -> str:
        """The rubric's id and full version, as in `nhs-digital-leadership@1.0.0`."""
        return f"{self.rubric.id}@{self.rubric.version}"

    def select_criteria(self, profile: str | None) -> frozenset[str]:
        """The ids of the criteria in a profile; without a profile, the ids of all criteria."""
        if profile is None:
            return frozenset(self.criteria)
        chosen = self.profiles[profile]
        if chosen.criteria is not None:
            return frozenset(chosen.criteria)
        return frozenset(self.criteria) - frozenset(chosen.without or ())


class AboutInRubric(About):
    """Who was assessed in a one-file assessment, with facts about the context.

    These facts are not under `[context]`, because that table contains the rubric's questions.
    """

    context: dict[KnownId, Text] = Field(default_factory=dict)


class RubricFile(Rubric):
    """A rubric file. A rubric file that also contains an assessment is a one-file assessment."""

    profile: KnownId | None = None
    assessment: AboutInRubric | None = None
    expect: Expectation | None = None
    answers: dict[KnownId, AnswerForm] = Field(default_factory=dict)
    documents: dict[Id, EvidenceDocument] = Field(default_factory=dict)
    actions: Many[Action] = ()
