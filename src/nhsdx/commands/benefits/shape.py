"""The shape of a benefits file: what is claimed, how it is adjusted and why, and which criteria it supports."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from nhsdx.model import NOT_BLANK, FileModel, Id, KnownId, Many, Percent, Text

BENEFITS_FORMAT = "nhsdx.benefits/1"
UNKNOWN = "unknown"
LEAST_FOR_PERCENTILE = 10
"""The fewest past projects from which a percentile is taken; if there are fewer, they are only listed."""
MOST_YEARS = 100
"""The most years that a case may cover."""

BenefitClass: TypeAlias = Literal["cash-releasing", "non-cash-releasing", "quality", "societal"]
CLASSES: tuple[BenefitClass, ...] = ("cash-releasing", "non-cash-releasing", "quality", "societal")
CostKind: TypeAlias = Literal["capital", "running"]
Measure: TypeAlias = Literal["cost", "months", "benefit"]
Fact: TypeAlias = Literal["scale", "speed", "after-go-live", "ownership"]
Words: TypeAlias = Annotated[Text, Field(pattern=NOT_BLANK)]
"""Text that is not blank."""
Money: TypeAlias = Annotated[float, Field(ge=0, le=1e12)]
Year: TypeAlias = Annotated[int, Field(ge=1900, le=2200)]
Uplifting: TypeAlias = Annotated[float, Field(ge=0, le=10_000)]
"""A percentage that may be more than 100."""


class MoneyRange(FileModel):
    """An amount for which only the lowest and highest possible values are known."""

    low: Money
    high: Money


def find_amount_form(value: object) -> Literal["number", "word", "table"]:
    """The form of an amount: a number, the word `unknown`, or a table with its lowest and highest value."""
    if type(value) in (int, float):
        return "number"
    return "word" if isinstance(value, str) else "table"


Amount: TypeAlias = Annotated[
    Annotated[Money, Tag("number")] | Annotated[Literal["unknown"], Tag("word")] | Annotated[MoneyRange, Tag("table")],
    Discriminator(find_amount_form),
]
"""The amount of one year."""


class CaseHeader(FileModel):
    """What a case is about, its unit of money and its years. The base year is year 0, which is not discounted."""

    title: Words
    subject: Words
    date: datetime.date
    unit: Words
    prices: Words
    base_year: Year
    first_month: Annotated[int, Field(ge=1, le=12)] = 4
    last_year: Year | None = None
    go_live: datetime.date
    decimals: Annotated[int, Field(ge=0, le=3)] = 1


class RateStep(FileModel):
    """A discount rate, and the first year in which this rate is used. The base year is year 0."""

    first: Annotated[int, Field(ge=0, le=1_000)]
    percent: Percent


class ClassSchedules(FileModel):
    """Which of an edition's schedules is used for each class that does not use the general schedule."""

    cash_releasing: KnownId | None = None
    non_cash_releasing: KnownId | None = None
    quality: KnownId | None = None
    societal: KnownId | None = None


class DiscountChoice(FileModel):
    """The discount rates: a schedule of a dated edition, or the file's own rates with their source and reason."""

    edition: KnownId | None = None
    schedule: KnownId = "standard"
    classes: ClassSchedules | None = None
    rates: Annotated[Many[RateStep], Field(max_length=100)] = ()
    source: Words | None = None
    reason: Words | None = None


class ClaimLine(FileModel):
    """The keys that costs and benefits share. A line has amounts by year, or a reason why its amount is unknown."""

    title: Words
    benefit_class: BenefitClass = Field(alias="class")
    years: dict[Text, Amount] = Field(default_factory=dict)
    unknown: Words | None = None
    source: Words | None = None
    unadjusted: Words | None = None


class CostLine(ClaimLine):
    """A cost. If go-live is delayed, a cost that follows go-live is delayed by the same number of months."""

    kind: CostKind
    follows_go_live: bool = False


class BenefitLine(ClaimLine):
    """A benefit: who owns it, its baseline, and how money leaves a budget if the benefit releases cash."""

    owner: Words | None = None
    baseline: Words | None = None
    leaves_budget: Words | None = None
    ramp_included: bool = False


class Mitigation(FileModel):
    """A managed risk: its share of the optimism bias, how far it is managed (0 to 1), and the evidence."""

    risk: Words
    contribution: Percent
    managed: Annotated[float, Field(ge=0, le=1)]
    evidence: Words


class Adjustment(FileModel):
    """A percentage given in the file or taken from past projects, with a reason; every haircut has this form."""

    percent: Percent | None = None
    percentile: Percent | None = None
    reason: Words
    source: Words | None = None


class Uplift(Adjustment):
    """The percentage by which costs are increased; it may come from a published table and be reduced by mitigations."""

    percent: Uplifting | None = None
    table: KnownId | None = None
    types: dict[KnownId, Percent] = Field(default_factory=dict)
    bound: Literal["upper", "lower"] = "upper"
    mitigations: Annotated[Many[Mitigation], Field(max_length=200)] = ()


class GoLiveDelay(Uplift):
    """How much later the system goes live: in months, or as a percentage of the months planned."""

    months: Annotated[int, Field(ge=0, le=1_200)] | None = None
    planned_months: Annotated[float, Field(gt=0, le=1_200)] | None = None


class Ramp(FileModel):
    """The percentage of the full benefit in each 12-month period after go-live."""

    percents: Annotated[Many[Percent], Field(min_length=1, max_length=100)]
    reason: Words
    source: Words | None = None


class Uplifts(FileModel):
    """The uplift for each kind of cost."""

    capital: Uplift | None = None
    running: Uplift | None = None


class Haircuts(FileModel):
    """The haircut for each class of benefit."""

    cash_releasing: Adjustment | None = None
    non_cash_releasing: Adjustment | None = None
    quality: Adjustment | None = None
    societal: Adjustment | None = None


class ReferenceClass(FileModel):
    """Past projects with which this project is compared, why they are similar, and their type in a published table."""

    title: Words
    why: Words
    table: KnownId | None = None
    type: KnownId | None = None


class PastProject(FileModel):
    """The estimate and the outcome of a past project, in the same unit."""

    project: Words
    measure: Measure
    estimate: Annotated[float, Field(gt=0, le=1e12)]
    outcome: Money
    source: Words


class CriterionLink(FileModel):
    """A criterion of a rubric that this case supports or contradicts, and what the case shows."""

    criterion: KnownId
    items: Many[KnownId] = ()
    shows: Fact | None = None
    note: Words | None = None


class BenefitsFile(FileModel):
    """The costs and benefits that a case claims, and realistic adjustments to them."""

    format: Literal["nhsdx.benefits/1"]
    case: CaseHeader
    discount: DiscountChoice
    reference_class: ReferenceClass | None = None
    costs: dict[Id, CostLine] = Field(default_factory=dict)
    benefits: dict[Id, BenefitLine] = Field(default_factory=dict)
    uplifts: Uplifts | None = None
    delay: GoLiveDelay | None = None
    ramp: Ramp | None = None
    haircuts: Haircuts | None = None
    history: Many[PastProject] = ()
    links: Many[CriterionLink] = ()
