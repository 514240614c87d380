"""Missing adjustments and why they matter, and doubtful parts of the claim itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from nhsdx.commands.benefits.shape import BenefitClass, BenefitLine, CostKind, Uplift
from nhsdx.commands.benefits.sums import (
    KINDS,
    MONTHS_OF_YEAR,
    NONE,
    UNADJUSTED,
    ZERO,
    Appraisal,
    Quantity,
    build_streams,
    find_lost_to_delay,
    list_lines,
    list_uplifts,
    list_years,
    sum_quantities,
)
from nhsdx.commands.benefits.words import CLASS_TITLES, describe_quantity, format_money, format_rate
from nhsdx.documents.phrases import count_words, join_words
from nhsdx.documents.safe_text import clean
from nhsdx.model import read_decimal

KIND_TITLES: dict[CostKind, str] = {"capital": "Capital costs", "running": "Running costs"}


MOST_NAMES = 8


class CaseRemark(NamedTuple):
    """A remark about a case: its code, its text, and why it matters."""

    code: str
    what: str
    why: str


def find_gaps(appraisal: Appraisal) -> Iterator[CaseRemark]:
    """Everything that was not adjusted, and why that matters."""
    file, adjustments = appraisal.file, appraisal.adjustments
    yield from _find_plain_costs(appraisal)
    for name in _list_benefit_classes(appraisal):
        if name not in adjustments.haircuts and _has_known(appraisal, name):
            why = "Benefits tend to be overestimated. No official table says by how much: use your own past projects."
            yield CaseRemark(
                f"no-haircut-{name}", f"{CLASS_TITLES[name]} benefits have not been reduced to allow for optimism.", why
            )
    yield from _find_gaps_in_time(appraisal)
    for line in list_lines(file):
        if line.unadjusted is not None:
            why = f"The file gives this reason: {clean(line.unadjusted)}"
            yield CaseRemark("line-unadjusted", f"{clean(line.title)} is not adjusted.", why)


def _find_plain_costs(appraisal: Appraisal) -> Iterator[CaseRemark]:
    """Kinds of cost without an uplift."""
    for kind in KINDS:
        lines = [one for one in appraisal.file.costs.values() if one.kind == kind and one.unadjusted is None]
        if lines and kind not in appraisal.adjustments.uplifts:
            why = "Estimates of cost tend to be too low. If these are too low, the value shown is too high."
            yield CaseRemark(
                f"no-uplift-{kind}", f"{KIND_TITLES[kind]} have not been increased to allow for optimism.", why
            )


def _find_gaps_in_time(appraisal: Appraisal) -> Iterator[CaseRemark]:
    """Remarks on a missing delay or ramp, and on benefits that a delay moves beyond the end of the case."""
    adjustments, timeline = appraisal.adjustments, appraisal.timeline
    last = timeline.name_year(timeline.years - 1)
    if any(not one.ramp_included for one in appraisal.file.benefits.values()) and not adjustments.ramp:
        why = "Staff need time to learn a system and change how they work. Full benefits from the start need evidence."
        yield CaseRemark("no-ramp", "Benefits do not grow after go-live: each counts in full from the start.", why)
    if not adjustments.months:
        why = (
            f"If go-live is late, every benefit comes later, and those after {last} are lost. See the switching values."
        )
        yield CaseRemark("no-delay", "Go-live is assumed to be on time.", why)
        return
    why = "A programme that takes longer has to be paid for longer. Add the extra cost, if it is known."
    yield CaseRemark("delay-costs-nothing", "The delay itself costs nothing here.", why)
    for one in appraisal.classes:
        lost = NONE if one.name is None else find_lost_to_delay(appraisal, one.name)
        if lost.least and one.name is not None:
            amount = describe_quantity(lost, lambda value: format_money(value, appraisal.file.case))
            what = f"{CLASS_TITLES[one.name]} benefits of {amount} are left out: the delay moves them beyond {last}."
            why = "The years of the case stay the same. Some of these benefits may still come later."
            yield CaseRemark("beyond-last-year", what, why)


def find_unknowns(appraisal: Appraisal) -> Iterator[CaseRemark]:
    """Every unknown amount, and what follows from not knowing it."""
    for line in list_lines(appraisal.file):
        side = "benefit" if isinstance(line, BenefitLine) else "cost"
        years = [key for key, amount in line.years.items() if amount == "unknown"]
        ends = f"Only the {'lower' if side == 'benefit' else 'upper'} end of the value of this class is known."
        what = f"{clean(line.title)} ({side}, {CLASS_TITLES[line.benefit_class].lower()})"
        if line.unknown is not None:
            yield CaseRemark("unknown-amount", f"{what}: {clean(line.unknown)}", ends)
        elif years:
            yield CaseRemark("unknown-amount", f"{what}: unknown in {join_words(years)}.", ends)


def find_warnings(appraisal: Appraisal) -> Iterator[CaseRemark]:
    """The parts of the claim, or of its adjustments, that need an explanation."""
    for name in _list_benefit_classes(appraisal):
        yield from _find_hurry(appraisal, name)
    yield from _find_unreleased_cash(appraisal)
    yield from _find_early_ends(appraisal)
    yield from _find_missing_years(appraisal)
    for kind, uplift in list_uplifts(appraisal.file.uplifts).items():
        yield from _find_token_uplift(appraisal, kind, uplift)
    floored = [KIND_TITLES[kind] for kind, one in appraisal.adjustments.uplifts.items() if one.is_at_floor]
    if floored:
        why = "The mitigations would reduce the uplift further. Nobody knows how far below this bound projects can go."
        yield CaseRemark("at-lower-bound", f"{join_words(floored)}: the lower bound of the table is used.", why)


def _find_hurry(appraisal: Appraisal, name: BenefitClass) -> Iterator[CaseRemark]:
    """Benefits that are claimed before go-live, or in full within a year of it."""
    timeline, case = appraisal.timeline, appraisal.file.case
    months = build_streams(appraisal.file, timeline, name, UNADJUSTED).moved_benefits
    start = min(max(timeline.go_live, 0), len(months))
    early, first = sum_quantities(months[:start]).least, sum_quantities(months[start : start + MONTHS_OF_YEAR]).least
    if early:
        what = f"{CLASS_TITLES[name]}: {format_money(early, case)} is claimed before go-live."
        yield CaseRemark("before-go-live", what, "Benefits that need the system cannot come before it.")
    highest = max((year.least for year in _find_benefits(appraisal, name)), default=ZERO)
    if first and first >= highest and timeline.years > 1:
        amount = format_money(highest, case)
        what = f"{CLASS_TITLES[name]}: the full {amount} a year is claimed within 12 months of go-live."
        why = "Benefits of large systems have taken years to appear. Reaching the full amount so soon needs evidence."
        yield CaseRemark("full-at-once", what, why)


def _find_benefits(appraisal: Appraisal, name: BenefitClass) -> tuple[Quantity, ...]:
    """The benefits of a class in each year, as claimed."""
    return next(one.claimed.flows.benefits for one in appraisal.classes if one.name == name)


def _has_known(appraisal: Appraisal, name: BenefitClass) -> bool:
    return any(year.least for year in _find_benefits(appraisal, name))


def _find_unreleased_cash(appraisal: Appraisal) -> Iterator[CaseRemark]:
    """Remarks on benefits called cash-releasing, if the file does not say how money leaves a budget."""
    cash = [one for one in appraisal.file.benefits.values() if one.benefit_class == "cash-releasing"]
    silent = [clean(one.title) for one in cash if one.leaves_budget is None]
    if silent:
        counted = f"{len(silent)} of {count_words(len(cash), 'cash-releasing benefit')}"
        what = f"For {counted}, the file does not say how the money leaves a budget"
        why = "Saved time is cash only if a post, a contract or a purchase ends. Otherwise, the saved time is capacity."
        yield CaseRemark("cash-not-released", f"{what}: {join_some(silent)}.", why)


def _find_early_ends(appraisal: Appraisal) -> Iterator[CaseRemark]:
    """Running costs that end before the benefits do."""
    file, timeline = appraisal.file, appraisal.timeline
    last = max((year for line in file.benefits.values() for year in list_years(line)), default=0)
    ends = [(line, max(list_years(line), default=last)) for line in file.costs.values() if line.kind == "running"]
    early = [
        f"{clean(line.title)} ({timeline.name_year(end - timeline.base_year)})" for line, end in ends if end < last
    ]
    if early:
        what = f"Running costs that end before the benefits do: {join_some(early)}."
        until = timeline.name_year(last - timeline.base_year)
        why = f"Benefits are claimed until {until}. Who will keep them going, and who will pay?"
        yield CaseRemark("costs-end-early", what, why)


def _find_missing_years(appraisal: Appraisal) -> Iterator[CaseRemark]:
    """Lines that lack an amount for years between two years with amounts."""
    for line in list_lines(appraisal.file):
        given = set(list_years(line))
        missing = sorted(set(range(min(given, default=0), max(given, default=0))) - given)
        if missing:
            what = f"{clean(line.title)} has no amount for {join_some([str(year) for year in missing])}."
            yield CaseRemark(
                "years-missing", what, 'Missing amounts count as 0. Write 0 if that is right, or "unknown".'
            )


def join_some(names: Sequence[str]) -> str:
    """Names joined by commas and `and`; for many names, the first ones and how many more there are."""
    shown = list(names[:MOST_NAMES])
    more = len(names) - len(shown)
    return join_words([*shown, f"{more} more"] if more else shown)


def _find_token_uplift(appraisal: Appraisal, kind: CostKind, uplift: Uplift) -> Iterator[CaseRemark]:
    """A remark on an uplift that is no higher than the lower bound.

    Such an uplift assumes that every risk is managed.
    """
    why = "The lower bound is for projects that have shown that they manage their risks."
    if uplift.table is not None and uplift.bound == "lower" and not uplift.mitigations:
        costs = KIND_TITLES[kind].lower()
        what = f"The uplift for {costs} starts from the lower bound of the table, and no mitigation is listed."
        yield CaseRemark("token-uplift", what, why)
    lower, rate = _find_lower_bound(appraisal), appraisal.adjustments.uplifts[kind].rate
    if kind == "capital" and uplift.percent is not None and lower is not None and rate <= lower:
        increased = f"Capital costs have been increased by {format_rate(rate)}"
        what = f"{increased}; the lower bound of the table is {format_rate(lower)}."
        yield CaseRemark("token-uplift", what, why)


def _find_lower_bound(appraisal: Appraisal) -> Fraction | None:
    """The lower bound of optimism bias in cost for the reference class, if the class refers to a type in a table."""
    named = appraisal.file.reference_class
    if named is None or named.table is None or named.type is None:
        return None
    return read_decimal(appraisal.parameters.tables[named.table].types[named.type].cost.lower) / 100


def _list_benefit_classes(appraisal: Appraisal) -> Iterator[BenefitClass]:
    """The classes with benefits that could be adjusted."""
    found = {one.benefit_class for one in appraisal.file.benefits.values() if one.unadjusted is None}
    yield from (one.name for one in appraisal.classes if one.name in found and one.name is not None)
