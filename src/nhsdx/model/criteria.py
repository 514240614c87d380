"""The questions of a rubric: the four kinds of criterion."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from nhsdx.model.base import FileModel, Id, LevelNumber, Many, Number, Percent, Text, Weight


class EffortStep(FileModel):
    """What it takes to reach one level from the level below, in the rubric's unit of effort."""

    to: LevelNumber
    effort: Annotated[float, Field(ge=0, le=1e9)]


Certainty: TypeAlias = Literal["verified", "second-hand", "from-memory"]


class Correspondence(FileModel):
    """How a criterion relates to a heading of another framework: it asks the same, less, more, or something of it."""

    framework: Id
    ref: Id
    relation: Literal["equal", "subset", "superset", "intersect"]
    certainty: Certainty | None = None
    note: Text | None = None


class BaseCriterion(FileModel):
    """What every criterion has, whatever its kind."""

    dimension: Id
    title: Text
    question: Text | None = None
    why: Text | None = None
    weight: Weight = 1.0
    weight_reason: Text | None = None
    look_for: Text | None = None
    evidence: Many[Text] = ()
    red_flags: Many[Text] = ()
    claims: Many[Text] = ()
    sources: Many[Id] = ()
    steps: Many[EffortStep] = ()
    not_applicable: Literal["allowed", "forbidden"] = "allowed"
    evidence_default: Id | None = None
    maps: Many[Correspondence] = ()
    replaces: Many[Id] = ()


class LevelCriterion(BaseCriterion):
    """A question answered with one of the rubric's levels; `levels` holds one descriptor a level."""

    kind: Literal["level"] = "level"
    levels: Many[Text]


class ChecklistItem(FileModel):
    """One thing to tick: the level it belongs to (staged) or its weight (share)."""

    id: Id
    text: Text
    level: LevelNumber | None = None
    weight: Weight = 1.0


class ChecklistCriterion(BaseCriterion):
    """Things to tick: `staged` gives the level up to which all are met, `share` the share of weight met.

    `partly_counts` is what a partly met item is worth, 0-1; a staged item is met in part only if that is 1.
    """

    kind: Literal["checklist"]
    scoring: Literal["staged", "share"] = "staged"
    items: Annotated[Many[ChecklistItem], Field(min_length=1)]
    partly_counts: Annotated[float, Field(ge=0, le=1)] = 0.5


class Band(FileModel):
    """From this value upwards (to the next band) the measure is worth this level, or this score of 0-100."""

    from_: Number = Field(alias="from")
    level: LevelNumber | None = None
    score: Percent | None = None


class Linear(FileModel):
    """A straight line (or one on a log scale) from the worst value, 0, to the best, 100; clamped outside."""

    worst: Number
    best: Number
    scale: Literal["linear", "log"] = "linear"


class MeasureCriterion(BaseCriterion):
    """A number in `unit`; outside `minimum` and `maximum` it is an error, never clamped."""

    kind: Literal["measure"]
    unit: Text
    minimum: Number | None = None
    maximum: Number | None = None
    bands: Many[Band] | None = None
    linear: Linear | None = None


class SurveyCriterion(BaseCriterion):
    """Counts of respondents per option: the mean of the options' scores, or the share of the `top` options."""

    kind: Literal["survey"]
    options: Annotated[Many[Text], Field(min_length=2)]
    scores: Many[Percent] | None = None
    top: Annotated[int, Field(ge=1)] | None = None
    minimum_respondents: Annotated[int, Field(ge=1, le=10**9)] = 11


KIND_OF_KEY = {
    field.alias or name: kind
    for kind, model in (
        ("level", LevelCriterion),
        ("checklist", ChecklistCriterion),
        ("measure", MeasureCriterion),
        ("survey", SurveyCriterion),
    )
    for name, field in model.model_fields.items()
    if name not in BaseCriterion.model_fields and name != "kind"
}
"""The kind that each key belongs to which not all kinds have."""


def find_kind(value: object) -> str:
    """The kind a criterion's table declares; `level` where it declares none."""
    kind = value.get("kind", "level") if isinstance(value, Mapping) else getattr(value, "kind", "level")
    return str(kind)


Criterion: TypeAlias = Annotated[
    Annotated[LevelCriterion, Tag("level")]
    | Annotated[ChecklistCriterion, Tag("checklist")]
    | Annotated[MeasureCriterion, Tag("measure")]
    | Annotated[SurveyCriterion, Tag("survey")],
    Discriminator(find_kind),
]
