"""The questions of a rubric: the four kinds of criterion."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from nhsdx.model.base import FileModel, Id, KnownId, LevelNumber, Many, Number, Percent, Text, Weight


class EffortStep(FileModel):
    """The effort of reaching a level from the level below, in the rubric's unit."""

    to: LevelNumber
    effort: Annotated[float, Field(ge=0, le=1e9)]


Certainty: TypeAlias = Literal["verified", "second-hand", "from-memory"]


class Correspondence(FileModel):
    """How a criterion relates to a heading of another framework: it asks the same, less, more, or partly the same."""

    framework: KnownId
    ref: KnownId
    relation: Literal["equal", "subset", "superset", "intersect"]
    certainty: Certainty | None = None
    note: Text | None = None


LeftOutStatus: TypeAlias = Literal["not-applicable", "not-due"]


class BaseCriterion(FileModel):
    """The keys of every kind of criterion.

    `scored_on` says which role, site, document or group counts where they differ. `evidence_supports` gives grades
    that support another level here than elsewhere; with `evidence_ages` false, evidence of any date counts in full.
    """

    dimension: KnownId
    title: Text
    question: Text | None = None
    why: Text | None = None
    scored_on: Text | None = None
    weight: Weight = 1.0
    weight_reason: Text | None = None
    look_for: Text | None = None
    evidence: Many[Text] = ()
    red_flags: Many[Text] = ()
    claims: Many[Text] = ()
    sources: Many[KnownId] = ()
    steps: Many[EffortStep] = ()
    may_be_left_out: Many[LeftOutStatus] = ()
    evidence_supports: dict[KnownId, LevelNumber] = Field(default_factory=dict)
    evidence_ages: bool = True
    evidence_default: KnownId | None = None
    maps: Many[Correspondence] = ()
    replaces: Many[Id] = ()


class LevelCriterion(BaseCriterion):
    """A question answered with one of the rubric's levels. `levels` has one descriptor for each level."""

    kind: Literal["level"] = "level"
    levels: Many[Text]


class ChecklistItem(FileModel):
    """One statement to answer, with the level that it belongs to (staged) or its weight (share).

    `effort` is the effort of meeting it, in the rubric's unit, and `effort_reason` what that rests on.
    """

    text: Text
    level: LevelNumber | None = None
    weight: Weight = 1.0
    effort: Annotated[float, Field(ge=0, le=1e9)] | None = None
    effort_reason: Text | None = None


class ChecklistCriterion(BaseCriterion):
    """Statements to answer. `staged` gives the level up to which all are met, `share` the share of weight met.

    `partly_counts` is how much a partly met item counts under `share`, 0-1; under `staged` it is not met.
    `items_may_be_left_out` are the items that an answer may call not-applicable; None means any.
    """

    kind: Literal["checklist"]
    scoring: Literal["staged", "share"] = "staged"
    items: Annotated[dict[Id, ChecklistItem], Field(min_length=1, max_length=1_000)]
    partly_counts: Annotated[float, Field(ge=0, le=1)] = 0.5
    items_may_be_left_out: Many[KnownId] | None = None

    def may_leave_out(self, item: str) -> bool:
        """Whether an answer may call this item not-applicable."""
        return self.items_may_be_left_out is None or item in self.items_may_be_left_out


class Band(FileModel):
    """A range of values, up to the next band, that is worth a level or a score of 0-100.

    It begins at `from`, or just above `above`.
    """

    from_: Number | None = Field(default=None, alias="from")
    above: Number | None = None
    level: LevelNumber | None = None
    score: Percent | None = None

    @property
    def start(self) -> float:
        """The value at which the band begins, or above which it does."""
        return self.from_ if self.from_ is not None else self.above or 0.0


class Linear(FileModel):
    """A straight line from the worst value, which scores 0, to the best, which scores 100; `log` uses logarithms.

    Values outside are clamped.
    """

    worst: Number
    best: Number
    scale: Literal["linear", "log"] = "linear"


class MeasureCriterion(BaseCriterion):
    """A number in `unit`. A number outside `minimum` and `maximum` is an error; it is never clamped."""

    kind: Literal["measure"]
    unit: Text
    minimum: Number | None = None
    maximum: Number | None = None
    bands: Many[Band] | None = None
    linear: Linear | None = None


class SurveyCriterion(BaseCriterion):
    """How many respondents chose each option. The score is their mean, or the share of the `top` options."""

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
"""The kind of criterion of each key that only one kind has."""


def find_kind(value: object) -> str:
    """The kind that a criterion's table gives; `level` if it gives none."""
    kind = value.get("kind", "level") if isinstance(value, Mapping) else getattr(value, "kind", "level")
    return str(kind)


Criterion: TypeAlias = Annotated[
    Annotated[LevelCriterion, Tag("level")]
    | Annotated[ChecklistCriterion, Tag("checklist")]
    | Annotated[MeasureCriterion, Tag("measure")]
    | Annotated[SurveyCriterion, Tag("survey")],
    Discriminator(find_kind),
]
