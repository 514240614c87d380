"""The questions of a rubric: the four kinds of criterion."""

import math
from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from nhsdx.model.base import (
    FileModel,
    Id,
    KnownId,
    LevelName,
    LevelNumber,
    Many,
    Number,
    Percent,
    Text,
    Weight,
    Worth,
    read_decimal,
)
from nhsdx.model.conditions import AskedWhen, Requirement
from nhsdx.model.reading import DisplayScale


class EffortStep(FileModel):
    """The effort of reaching a level from the level below, in the rubric's unit of effort."""

    to: LevelNumber
    effort: Annotated[float, Field(ge=0, le=1e9)]


Certainty: TypeAlias = Literal["verified", "second-hand", "from-memory"]


class Correspondence(FileModel):
    """How much of a heading in another framework a criterion asks about: all or part of it, and perhaps more."""

    framework: KnownId
    ref: KnownId
    relation: Literal["equal", "subset", "superset", "intersect"]
    certainty: Certainty | None = None
    note: Text | None = None


LeftOutStatus: TypeAlias = Literal["not-applicable", "not-due"]


class OwnLevel(FileModel):
    """A level that only one criterion has, and its score. Without `number`, levels are numbered from 0."""

    number: LevelName | None = None
    label: Text | None = None
    text: Text
    score: Percent


class BaseCriterion(FileModel):
    """The keys of every kind of criterion.

    `scored_on` says which role, site, document or group the answer is about, if the answer could differ for others.
    `evidence_supports` lists evidence grades that support a different level for this criterion than for others. If
    `evidence_ages` is false, evidence of any date counts in full. `not_applicable_counts` says how the criterion counts
    when it does not apply; if this is None, the criterion is then left out. `shown` is the scale on which people see
    the criterion's scores, if this is not the rubric's scale. `requires` says what must be in place before it is worth
    working on the criterion. This affects plans, but not scores.
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
    requires: Many[Requirement] = ()
    may_be_left_out: Many[LeftOutStatus] = ()
    not_applicable_counts: Worth | None = None
    asked_when: AskedWhen | None = None
    shown: DisplayScale | None = None
    evidence_supports: dict[KnownId, LevelNumber] = Field(default_factory=dict)
    evidence_ages: bool = True
    evidence_default: KnownId | None = None
    maps: Many[Correspondence] = ()
    replaces: Many[Id] = ()

    @property
    def own_levels(self) -> tuple[OwnLevel, ...]:
        """The levels that only this criterion has; empty if it uses the rubric's levels or has no levels."""
        return ()

    def list_deciders(self) -> list[str]:
        """The ids of the criteria whose answers decide whether this criterion or any of its items is asked."""
        return [] if self.asked_when is None else self.asked_when.list_criteria()


def find_descriptor_form(value: object) -> Literal["text", "table"]:
    """How a criterion's level is written: as a descriptor of a rubric level, or as a level of this criterion only."""
    return "table" if isinstance(value, Mapping | OwnLevel) else "text"


Descriptor: TypeAlias = Annotated[
    Annotated[Text, Tag("text")] | Annotated[OwnLevel, Tag("table")], Discriminator(find_descriptor_form)
]


class LevelCriterion(BaseCriterion):
    """A question answered with a level: a level of the rubric, or one that only this criterion has."""

    kind: Literal["level"] = "level"
    levels: Many[Descriptor]

    @property
    def descriptors(self) -> tuple[str, ...]:
        """What each level means for this criterion, the lowest level first."""
        return tuple(level.text if isinstance(level, OwnLevel) else level for level in self.levels)

    @property
    def own_levels(self) -> tuple[OwnLevel, ...]:
        """The levels that only this criterion has; empty if it uses the rubric's levels."""
        return tuple(level for level in self.levels if isinstance(level, OwnLevel))


class ChecklistItem(FileModel):
    """One statement of a checklist, with its level (under `staged`) or its weight (under `share`).

    `effort` is the effort of meeting the statement, in the rubric's unit, and `effort_reason` is the basis for this
    number. `requires` says what must be in place before the statement can be made true. This affects plans, but not
    scores.
    """

    text: Text
    level: LevelNumber | None = None
    weight: Weight = 1.0
    asked_when: AskedWhen | None = None
    requires: Many[Requirement] = ()
    effort: Annotated[float, Field(ge=0, le=1e9)] | None = None
    effort_reason: Text | None = None


class ChecklistCriterion(BaseCriterion):
    """A list of statements to answer.

    `staged` scores the highest level up to which all items are met, and `share` scores the weighted share of items that
    are met. `partly_counts` is how much a partly met item counts under `share`, from 0 to 1; under `staged` such an
    item is not met. `needs` is how many items of a level are enough under `staged`; by default, all applicable items
    are needed. `levels_without_items` lists the levels, below the highest, for which nothing is asked.
    `items_may_be_left_out` lists the items that may be answered not-applicable; None if every item may be answered
    not-applicable.
    """

    kind: Literal["checklist"]
    scoring: Literal["staged", "share"] = "staged"
    items: Annotated[dict[Id, ChecklistItem], Field(min_length=1, max_length=1_000)]
    partly_counts: Annotated[float, Field(ge=0, le=1)] = 0.5
    items_may_be_left_out: Many[KnownId] | None = None
    levels_without_items: Many[LevelNumber] = ()
    needs: dict[str, Annotated[int, Field(ge=1, le=1_000)]] = Field(default_factory=dict)

    def count_needed(self, level: int) -> int | None:
        """How many items of a level must be met; None if all applicable items must be met."""
        return self.needs.get(str(level))

    def list_deciders(self) -> list[str]:
        """The ids of the criteria whose answers decide whether this criterion or any of its items is asked."""
        conditions = (item.asked_when for item in self.items.values())
        of_items = [name for one in conditions if one is not None for name in one.list_criteria()]
        return super().list_deciders() + of_items

    def may_leave_out(self, item: str) -> bool:
        """Whether this item may be marked not-applicable."""
        return self.items_may_be_left_out is None or item in self.items_may_be_left_out


class Band(FileModel):
    """A range of values that counts as a level, or as a score from 0 to 100.

    The band begins at `from`, or just above `above`.
    """

    from_: Number | None = Field(default=None, alias="from")
    above: Number | None = None
    level: LevelNumber | None = None
    score: Percent | None = None

    @property
    def start(self) -> float:
        """The value at which, or above which, the band begins."""
        return self.from_ if self.from_ is not None else self.above or 0.0


class Linear(FileModel):
    """A straight line from the worst value, with the score 0, to the best value, with the score 100.

    With `log`, the line uses the logarithms of the values. Values beyond the ends of the line have the score 0 or 100.
    """

    worst: Number
    best: Number
    scale: Literal["linear", "log"] = "linear"


class MeasureCriterion(BaseCriterion):
    """A question answered with a number in `unit`. A number below `minimum` or above `maximum` is an error."""

    kind: Literal["measure"]
    unit: Text
    minimum: Number | None = None
    maximum: Number | None = None
    bands: Many[Band] | None = None
    linear: Linear | None = None


class Statement(FileModel):
    """A statement that respondents rate. For a `reverse` statement, the scores are in reverse order.

    `options` are the statement's own options, with their `scores`; without `scores`, the scores of the criterion's
    options are used.
    """

    text: Text
    reverse: bool = False
    options: Many[Text] = ()
    scores: Many[Percent] | None = None

    @property
    def words(self) -> str:
        """The text of the statement that people see, with the statement's own options if it has any."""
        return f"{self.text} (rated as: {'; '.join(self.options)})" if self.options else self.text


def count_share(share: float, count: int) -> int:
    """A share of a count, rounded up to a whole number that is at least 1: 0.55 of 20 is exactly 11."""
    return max(1, math.ceil(read_decimal(share) * count))


class SurveyCriterion(BaseCriterion):
    """A survey question. The answer says how many respondents chose each option.

    The score is the mean of the options' scores, or the share of respondents who chose one of the `top` options. With
    `statements`, each respondent rates several statements. A respondent's score is the mean over the answered
    statements, if the share of statements that were answered is at least `least_answered`. With `statements`, the
    answer is the respondents' mean score.
    """

    kind: Literal["survey"]
    options: Annotated[Many[Text], Field(min_length=2)]
    scores: Many[Percent] | None = None
    top: Annotated[int, Field(ge=1)] | None = None
    statements: Annotated[dict[Id, Statement], Field(max_length=100)] = Field(default_factory=dict)
    least_answered: Annotated[float, Field(gt=0, le=1)] = 1.0
    minimum_respondents: Annotated[int, Field(ge=1, le=10**9)] = 11

    def list_scores(self, statement: Statement) -> tuple[float, ...]:
        """The score of each option of a statement, in the order of the options."""
        scores = statement.scores or self.scores or ()
        return scores[::-1] if statement.reverse else scores

    @property
    def needed_statements(self) -> int:
        """How many statements a respondent must have answered to be counted."""
        return count_share(self.least_answered, len(self.statements))


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
"""Each key that only one kind of criterion has, with this kind."""


def find_kind(value: object) -> str:
    """The kind that a criterion's table gives; `level` if the table gives no kind."""
    kind = value.get("kind", "level") if isinstance(value, Mapping) else getattr(value, "kind", "level")
    return str(kind)


Criterion: TypeAlias = Annotated[
    Annotated[LevelCriterion, Tag("level")]
    | Annotated[ChecklistCriterion, Tag("checklist")]
    | Annotated[MeasureCriterion, Tag("measure")]
    | Annotated[SurveyCriterion, Tag("survey")],
    Discriminator(find_kind),
]
