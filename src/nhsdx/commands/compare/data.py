"""The JSON and TOML shape of comparisons and trends."""

from typing import Annotated, Generic, Literal, Self, TypeAlias, TypeVar

from pydantic import AliasChoices, Field

from nhsdx.commands.compare.model import Comparison, GateChange, Movement, Trend
from nhsdx.model import Action, AnswerData, CriterionStatus, Finding, Result, Scores
from nhsdx.results.output import FiguresData, Listed, OutputDocument, OutputModel, ScoredData, get_stamps
from nhsdx.results.shape import PublishedLevels, PublishedScores

T = TypeVar("T")
ChangedPart: TypeAlias = Literal["status", "answer", "evidence", "score", "added", "dropped"]


class ByReading(OutputModel, Generic[T]):
    """A figure under each reading."""

    evidenced: T
    claimed: T
    low: T
    high: T


class PointsByReading(ByReading[float | None]):
    """The new score minus the old score under each reading; null if either score does not exist."""


class PartsData(OutputModel):
    """How many points each part adds to a change."""

    answers: float
    evidence: float
    rubric: float
    weights: float
    gates: float


class PartsByReading(ByReading[PartsData | None]):
    """The parts of a change under each reading; null if an intermediate score does not exist."""


class MovementData(OutputModel):
    """The earlier and later scores of a node, and what changed the scores."""

    title: str
    old: PublishedScores
    old_rescored: PublishedScores | None
    new: PublishedScores
    old_without_gates: PublishedScores
    new_without_gates: PublishedScores
    change: PointsByReading
    parts: PartsByReading
    old_level: PublishedLevels
    new_level: PublishedLevels

    @classmethod
    def of(cls, node: Movement, *, is_rescored: bool) -> Self:
        """A movement, with the rescored scores if there are any."""
        return cls.build(
            node,
            old_rescored=node.rescored if is_rescored else None,
            old_level=node.old_levels,
            new_level=node.new_levels,
        )


class CriterionSideData(FiguresData):
    """A criterion in one of the two assessments."""

    status: CriterionStatus
    answer: Annotated[AnswerData | None, Field(validation_alias=AliasChoices("shown_answer", "answer"))]
    evidence: str | None
    counted_as: str | None


class CriterionChangeData(OutputModel):
    """A criterion that changed."""

    title: str
    changed: Annotated[Listed[ChangedPart], Field(validation_alias=AliasChoices("changed", "parts"))]
    old: CriterionSideData | None
    new: CriterionSideData | None


class SideData(ScoredData):
    """One of the assessments that are compared."""

    coverage: float | None


class ComparedSideData(SideData):
    """One of two assessments that are compared, with its overall score on all criteria that were asked."""

    published: PublishedScores

    @classmethod
    def of(cls, result: Result, published: Scores) -> Self:
        """One side of a comparison."""
        return cls.build(coverage=result.overall.coverage, published=published, **get_stamps(result))


class ComparisonOutput(OutputDocument):
    """The changes between two assessments and the causes of these changes, as `nhsdx compare` writes them."""

    format: Literal["nhsdx.comparison/1"]
    old: ComparedSideData
    new: ComparedSideData
    rescored: bool
    common: Listed[str] | None
    nodes: dict[str, MovementData]
    criteria: dict[str, CriterionChangeData]
    gates: Listed[GateChange]
    newly_unknown: Listed[str]
    newly_known: Listed[str]
    not_carried: Listed[str]
    done_since: Listed[Action]
    findings: Listed[Finding]


class PointData(SideData):
    """One assessment of a series, and what changed since the previous assessment."""

    file: str
    overall: FiguresData
    published: PublishedScores
    dimensions: dict[str, FiguresData]
    change: MovementData | None


class TrendOutput(OutputDocument):
    """More than two assessments in the order of their dates, as `nhsdx compare` writes them."""

    format: Literal["nhsdx.trend/1"]
    rescored: bool
    points: Listed[PointData]
    not_carried: Listed[str]
    findings: Listed[Finding]


def build_comparison(comparison: Comparison) -> ComparisonOutput:
    """A comparison as data; under each reading, the parts add up to the change."""
    is_rescored = comparison.is_rescored
    return ComparisonOutput.build(
        comparison,
        old=ComparedSideData.of(comparison.old, comparison.published[0].scores),
        new=ComparedSideData.of(comparison.new, comparison.published[1].scores),
        rescored=is_rescored,
        nodes={name: MovementData.of(node, is_rescored=is_rescored) for name, node in comparison.nodes.items()},
        criteria={one.id: one for one in comparison.criteria},
    )


def build_trend(trend: Trend) -> TrendOutput:
    """A series as data: a point for each assessment, with the change from the one before it."""
    steps = [None, *trend.steps]
    published = (node.scores for node in trend.published)
    points = zip(trend.names, trend.points, published, steps, strict=True)
    return TrendOutput.build(trend, rescored=trend.is_rescored, points=[_point(*point) for point in points])


def _point(name: str, result: Result, published: object, step: Comparison | None) -> PointData:
    overall = result.overall
    change = None if step is None else MovementData.of(step.nodes[overall.id], is_rescored=step.is_rescored)
    return PointData.build(
        file=name,
        coverage=overall.coverage,
        **get_stamps(result),
        overall=overall,
        published=published,
        dimensions=dict(result.dimensions),
        change=change,
    )
