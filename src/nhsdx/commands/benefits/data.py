"""The JSON output of `nhsdx benefits`."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Literal

from nhsdx.commands.benefits.evidence import describe_link
from nhsdx.commands.benefits.remarks import CaseRemark, find_gaps, find_unknowns, find_warnings
from nhsdx.commands.benefits.shape import BenefitClass, CaseHeader, CostKind
from nhsdx.commands.benefits.sums import (
    Adjustments,
    AppliedUplift,
    Appraisal,
    ClassCase,
    Ends,
    NetValue,
    Payback,
    Quantity,
    Side,
    SwitchingValues,
)
from nhsdx.results.output import Listed, OutputDocument, OutputModel


class QuantityData(OutputModel):
    """The lowest and the highest value of an amount."""

    least: float
    most: float | None


class NetValueData(OutputModel):
    """The lowest and the highest possible net present value. A value that is not known is null."""

    least: float | None
    most: float | None


class PaybackData(OutputModel):
    """When the running total of a case reaches zero; null if this does not happen within the years of the case."""

    years: float | None
    month: datetime.date | None
    lasts: bool


class SwitchingData(OutputModel):
    """The changes that would make a case fail or, if it fails already, the changes that would make it pass."""

    fails: bool
    benefits: float | None
    costs: float | None
    delay: int | None


class PaybackEnds(OutputModel):
    """The payback in the worst case (high costs, low benefits) and in the best case (low costs, high benefits)."""

    worst: PaybackData | None
    best: PaybackData | None


class SwitchingEnds(OutputModel):
    """Switching values in the worst case (high costs, low benefits) and in the best case (low costs, high benefits)."""

    worst: SwitchingData | None
    best: SwitchingData | None


class CaseSideData(OutputModel):
    """The claimed or adjusted figures of a class: yearly amounts, present values, payback and switching values."""

    costs: Listed[QuantityData]
    benefits: Listed[QuantityData]
    present_costs: QuantityData
    present_benefits: QuantityData
    net_present_value: NetValueData
    payback: PaybackEnds
    discounted_payback: PaybackEnds
    switching: SwitchingEnds


class ClassData(OutputModel):
    """One class of costs and benefits, or the total of several classes if the user asked for a total."""

    added: Listed[BenefitClass]
    schedule: str | None
    factors: Listed[float]
    claimed: CaseSideData
    adjusted: CaseSideData


class CaseData(OutputModel):
    """The case and its years."""

    title: str
    subject: str
    date: datetime.date
    unit: str
    prices: str
    go_live: datetime.date
    years: Listed[str]


class EditionOfRates(OutputModel):
    """Which edition of discount rates was used; null if the file has its own rates."""

    edition: str | None
    source: str
    published: str | None
    checked: datetime.date | None


class UpliftData(OutputModel):
    """An adjustment as a decimal fraction, and how it was worked out."""

    basis: Literal["own", "table", "history", "months"]
    rate: float
    start: float
    managed: float
    floor: float | None
    reason: str
    source: str | None


class DelayData(UpliftData):
    """By how many whole months go-live is delayed."""

    months: int


class AdjustmentData(OutputModel):
    """All adjustments. Anything that is not listed here was not adjusted."""

    uplifts: dict[CostKind, UpliftData]
    haircuts: dict[BenefitClass, UpliftData]
    delay: DelayData | None
    ramp: Listed[float]


class RemarkData(OutputModel):
    """A remark about the case, and why the remark matters."""

    code: str
    what: str
    why: str


class LinkData(OutputModel):
    """A criterion of a rubric, and what the case shows about it."""

    criterion: str
    items: Listed[str]
    shows: str


class BenefitsOutput(OutputDocument):
    """The claimed and the adjusted figures of a case, as `nhsdx benefits --format json` writes them."""

    format: Literal["nhsdx.benefits-appraisal/1"]
    case: CaseData
    discount: EditionOfRates
    classes: dict[BenefitClass, ClassData]
    total: ClassData | None
    adjustments: AdjustmentData
    not_adjusted: Listed[RemarkData]
    warnings: Listed[RemarkData]
    unknown: Listed[RemarkData]
    links: Listed[LinkData]


def build_output(found: Appraisal) -> BenefitsOutput:
    """The whole appraisal as data. Fractions are given as the nearest floating-point number."""
    file = found.file
    return BenefitsOutput.build(
        case=_build_case(found, file.case),
        discount=_build_edition(found),
        classes={one.name: _build_class(found, one) for one in found.classes if one.name is not None},
        total=None if found.total is None else _build_class(found, found.total),
        adjustments=_build_adjustments(found.adjustments),
        not_adjusted=tuple(map(_build_remark, find_gaps(found))),
        warnings=tuple(map(_build_remark, find_warnings(found))),
        unknown=tuple(map(_build_remark, find_unknowns(found))),
        links=tuple(
            LinkData(criterion=link.criterion, items=link.items, shows=describe_link(found, link))
            for link in file.links
        ),
    )


def _build_case(found: Appraisal, case: CaseHeader) -> CaseData:
    years = tuple(found.timeline.name_year(year) for year in range(found.timeline.years))
    return CaseData.build(case, years=years)


def _build_edition(found: Appraisal) -> EditionOfRates:
    edition, own = found.edition, found.file.discount
    if edition is None:
        return EditionOfRates(edition=None, source=own.source or "", published=None, checked=None)
    return EditionOfRates.build(edition, edition=edition.id)


def _build_class(found: Appraisal, one: ClassCase) -> ClassData:
    return ClassData(
        added=one.added,
        schedule=one.schedule or None,
        factors=tuple(map(float, one.factors)),
        claimed=_build_side(found, one.claimed),
        adjusted=_build_side(found, one.adjusted),
    )


def _build_side(found: Appraisal, side: Side) -> CaseSideData:
    return CaseSideData(
        costs=tuple(map(_build_quantity, side.flows.costs)),
        benefits=tuple(map(_build_quantity, side.flows.benefits)),
        present_costs=_build_quantity(side.costs),
        present_benefits=_build_quantity(side.benefits),
        net_present_value=_build_value(side.value),
        payback=PaybackEnds(**_build_ends(side.payback, lambda one: _build_payback(found, one))),
        discounted_payback=PaybackEnds(**_build_ends(side.discounted_payback, lambda one: _build_payback(found, one))),
        switching=SwitchingEnds(**_build_ends(side.switching, _build_switching)),
    )


def _build_ends(ends: Ends[Any], build: Callable[[Any], OutputModel]) -> dict[str, Any]:
    return {name: None if end is None else build(end) for name, end in zip(("worst", "best"), ends, strict=True)}


def _build_quantity(amount: Quantity) -> QuantityData:
    return QuantityData(least=float(amount.least), most=_make_float(amount.most))


def _build_value(value: NetValue) -> NetValueData:
    return NetValueData(least=_make_float(value.least), most=_make_float(value.most))


def _build_payback(found: Appraisal, one: Payback) -> PaybackData:
    month = None if one.month is None else found.timeline.find_date(one.month)
    return PaybackData(years=_make_float(one.years), month=month, lasts=one.lasts)


def _build_switching(one: SwitchingValues) -> SwitchingData:
    return SwitchingData(
        fails=one.fails, benefits=_make_float(one.benefits), costs=_make_float(one.costs), delay=one.delay
    )


def _build_adjustments(used: Adjustments) -> AdjustmentData:
    delay = used.delay
    return AdjustmentData(
        uplifts={kind: UpliftData(**_list_values(one)) for kind, one in used.uplifts.items()},
        haircuts={name: UpliftData(**_list_values(one)) for name, one in used.haircuts.items()},
        delay=None if delay is None else DelayData(months=delay.months, **_list_values(delay.uplift)),
        ramp=tuple(map(float, used.ramp)),
    )


def _list_values(one: AppliedUplift) -> dict[str, Any]:
    fractions = {name: _make_float(getattr(one, name)) for name in ("rate", "start", "managed", "floor")}
    return {"basis": one.basis, **fractions, "reason": one.asked.reason, "source": one.asked.source}


def _build_remark(remark: CaseRemark) -> RemarkData:
    return RemarkData(code=remark.code, what=remark.what, why=remark.why)


def _make_float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
