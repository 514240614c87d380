"""The figures for each class: what it is worth, when it pays back, when it fails, and its flows year by year."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from nhsdx.commands.benefits.shape import CaseHeader
from nhsdx.commands.benefits.sums import NONE, Appraisal, ClassCase, Quantity, Side, round_exactly
from nhsdx.commands.benefits.words import (
    CLASS_MEANINGS,
    CLASS_TITLES,
    describe_failing_delay,
    describe_fewer_benefits,
    describe_higher_costs,
    describe_net,
    describe_payback,
    describe_quantity,
    describe_range_of,
    format_money,
    name_case,
)
from nhsdx.documents.blocks import RangeChart, RangeRow
from nhsdx.documents.page import (
    NOTHING,
    Block,
    Callout,
    Cell,
    Column,
    Heading,
    Paragraph,
    Style,
    Table,
    Tone,
    clean,
    join_words,
    make_line,
    make_row,
)
from nhsdx.model import Reading, Scores

SIDES = (Column("", share=4), Column("As claimed", share=4), Column("As adjusted", share=4))
ADDED = (
    "These classes are not the same kind of money: saved time, better quality and gains to society do not pay bills. "
    "Their sum is shown because it was asked for."
)
NO_COSTS = "This class has no costs, so it cannot fail by itself: see the other classes for the costs."
NO_BENEFITS = "This class has no benefits."
NO_KNOWN_COSTS = "No cost in this class has a known amount, so it is unknown when the class pays back or fails."
NO_KNOWN_BENEFITS = "No benefit in this class has a known amount."


def build_class(appraisal: Appraisal, one: ClassCase) -> Iterator[Block]:
    """A section with all figures of a class, or of all classes added up."""
    yield Heading(2, name_case(one), f"class-{one.name or 'all'}")
    if one.name is None:
        yield Callout(
            Tone.WARNING, f"{join_words([CLASS_TITLES[name] for name in one.added])}, added up", (make_line(ADDED),)
        )
    else:
        yield Paragraph(make_line(f"{CLASS_MEANINGS[one.name]} {describe_rates(one)}"), Style.NOTE)
    yield from _describe_emptiness(one)
    if any(amount != NONE and not amount.is_open for amount in (one.claimed.costs, one.claimed.benefits)):
        caption = f"{name_case(one)}: the value today, payback and switching values"
        yield Table(caption, SIDES, tuple(_list_figures(appraisal, one)))
        chart = build_chart(appraisal, one)
        if chart is not None:
            yield chart
        yield build_years(appraisal, one)


def describe_rates(one: ClassCase) -> str:
    """The discount rates of the years of a case, as in `Discounted at 3.5% a year (standard), 3% from year 31`."""
    rates = [before / after - 1 for before, after in pairwise(one.factors)]
    steps = [(year, rate) for year, rate in enumerate(rates, 1) if year == 1 or rate != rates[year - 2]]
    if not steps:
        return "One year, which is not discounted."
    later = "".join(f", {_format_discount(rate)} from year {year}" for year, rate in steps[1:])
    return f"Discounted at {_format_discount(steps[0][1])} a year ({clean(one.schedule)}){later}."


def _format_discount(rate: Fraction) -> str:
    return f"{round_exactly(100 * rate, 2).rstrip('0').rstrip('.')}%"


def _describe_emptiness(one: ClassCase) -> Iterator[Block]:
    """Notes on costs and benefits that the class lacks, or that are unknown."""
    costs, benefits = one.claimed.costs, one.claimed.benefits
    if not one.has_costs:
        yield Paragraph(make_line(NO_COSTS))
    if not one.has_benefits:
        yield Paragraph(make_line(NO_BENEFITS))
    if benefits.is_open:
        yield Paragraph(make_line(NO_KNOWN_BENEFITS))
    if costs.is_open:
        yield Paragraph(make_line(NO_KNOWN_COSTS))


def _list_figures(appraisal: Appraisal, one: ClassCase) -> Iterator[tuple[Cell, ...]]:
    """A row for each figure, as claimed and as adjusted."""
    case = appraisal.file.case
    sides = (one.claimed, one.adjusted)
    if one.has_benefits:
        yield make_row("Benefits, present value", *(_describe_amount(side.benefits, case) for side in sides))
    if one.has_costs:
        yield make_row("Costs, present value", *(_describe_amount(side.costs, case) for side in sides))
    yield make_row("Net present value", *(describe_net(side, case) for side in sides))
    if one.is_weighed:
        yield from _list_tests(appraisal, sides)


def _list_tests(appraisal: Appraisal, sides: tuple[Side, Side]) -> Iterator[tuple[Cell, ...]]:
    """When the costs are paid back, and what makes the case fail."""
    yield make_row(
        "Payback", *(describe_range_of(side.payback, lambda one: describe_payback(one, appraisal)) for side in sides)
    )
    yield make_row(
        "Discounted payback",
        *(describe_range_of(side.discounted_payback, lambda one: describe_payback(one, appraisal)) for side in sides),
    )
    switches = [side.switching for side in sides]
    yield make_row(
        "Fails with fewer benefits",
        *(describe_range_of(one, lambda two: describe_fewer_benefits(two.fails, two.benefits)) for one in switches),
    )
    yield make_row(
        "Fails with higher costs",
        *(describe_range_of(one, lambda two: describe_higher_costs(two.fails, two.costs)) for one in switches),
    )
    yield make_row(
        "Fails at a further delay",
        *(describe_range_of(one, lambda two: describe_failing_delay(two.fails, two.delay)) for one in switches),
    )


def _describe_amount(amount: Quantity, case: CaseHeader) -> str:
    return describe_quantity(amount, lambda value: format_money(value, case))


def build_chart(appraisal: Appraisal, one: ClassCase) -> RangeChart | None:
    """A chart that shows, for each year, the benefits left after adjustment as a part of the benefits claimed.

    None if no benefits are known.
    """
    case, timeline = appraisal.file.case, appraisal.timeline
    pairs = list(zip(one.claimed.flows.benefits, one.adjusted.flows.benefits, strict=True))
    highest = max(max(claimed.least, adjusted.least) for claimed, adjusted in pairs)
    if not highest:
        return None
    rows = []
    for year, (claimed, adjusted) in enumerate(pairs):
        cells = tuple(
            describe_quantity(amount, lambda value: round_exactly(value, case.decimals))
            for amount in (claimed, adjusted)
        )
        text = f"{timeline.name_year(year)}: {cells[0]} claimed, {cells[1]} left after adjustment"
        rows.append(RangeRow(timeline.name_year(year), _place(claimed, adjusted, highest), cells, text))
    return RangeChart(
        f"{name_case(one)} benefits of each year, in {clean(case.unit)}",
        (),
        (Column("Claimed", is_number=True, share=7), Column("Adjusted", is_number=True, share=7)),
        tuple(rows),
        note=f"Benefits of each year, in {clean(case.unit)}.",
        heading="Year",
        is_graded=False,
        ends=f"0 to {format_money(highest, case)}",
        parts=("left after adjustment", "claimed beyond that"),
    )


def _place(claimed: Quantity, adjusted: Quantity, highest: Fraction) -> Scores:
    """The ends of a bar as percentages of the longest bar."""
    left = float(100 * adjusted.least / highest)
    most = float(100 * max(claimed.least, adjusted.least) / highest)
    return {Reading.LOW: None, Reading.EVIDENCED: left, Reading.CLAIMED: most, Reading.HIGH: None}


def build_years(appraisal: Appraisal, one: ClassCase) -> Table:
    """The costs and benefits of each year, with the claim beside the adjusted figures, and their present values."""
    case, timeline = appraisal.file.case, appraisal.timeline

    def write(value: Fraction) -> str:
        return round_exactly(value, case.decimals)

    streams = [
        *(
            (("Costs claimed", one.claimed, "costs"), ("Costs adjusted", one.adjusted, "costs"))
            if one.has_costs
            else ()
        ),
        ("Benefits claimed", one.claimed, "benefits"),
        ("Benefits adjusted", one.adjusted, "benefits"),
    ]
    columns = [Column("Year", share=2), *(Column(title, is_number=True, share=2) for title, _, _ in streams)]
    if one.factors:
        columns.insert(1, Column("Discount factor", is_number=True, share=2))
    rows = []
    for year in range(timeline.years):
        factor = [round_exactly(one.factors[year], 4)] if one.factors else []
        amounts = (getattr(side.flows, name)[year] for _, side, name in streams)
        texts = (describe_quantity(amount, write) for amount in amounts)
        rows.append(make_row(timeline.name_year(year), *factor, *texts))
    sums = (describe_quantity(getattr(side, name), write) for _, side, name in streams)
    rows.append(make_row("Present value", *([NOTHING] if one.factors else []), *sums))
    caption = f"{name_case(one)}: costs and benefits of each year, in {clean(case.unit)}, {clean(case.prices)}"
    return Table(caption, tuple(columns), tuple(rows), has_total=True)
