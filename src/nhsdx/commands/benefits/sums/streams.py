"""The costs and benefits of a class by year and month, as claimed or with adjustments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from nhsdx.commands.benefits.shape import BenefitClass, BenefitLine, BenefitsFile, ClaimLine, CostLine
from nhsdx.commands.benefits.sums.adjustments import KINDS, Adjustments
from nhsdx.commands.benefits.sums.flows import (
    MONTHS_OF_YEAR,
    Streams,
    add_by_year,
    add_lines,
    let_grow,
    spread_over_months,
)
from nhsdx.commands.benefits.sums.quantity import Quantity, read_amount
from nhsdx.commands.benefits.sums.timeline import Timeline, split_years

Line = TypeVar("Line", bound=ClaimLine)


def build_streams(file: BenefitsFile, timeline: Timeline, name: BenefitClass, adjustments: Adjustments) -> Streams:
    """The streams of a class with the given adjustments."""
    moved, fixed = _divide(_pick(file.costs.values(), name), lambda cost: cost.follows_go_live)
    certain, claimed = _divide(_pick(file.benefits.values(), name), lambda line: line.unadjusted is not None)
    return Streams(
        _add_costs(fixed, timeline, adjustments),
        tuple(_add(certain, timeline)),
        tuple(spread_over_months(_add_costs(moved, timeline, adjustments), timeline.go_live)),
        _add_benefits(claimed, timeline, name, adjustments),
    ).move(adjustments.months)


def _pick(lines: Iterable[Line], name: BenefitClass) -> list[Line]:
    """The lines of a class."""
    return [line for line in lines if line.benefit_class == name]


def _divide(lines: Iterable[Line], is_first: Callable[[Line], bool]) -> tuple[list[Line], list[Line]]:
    """The lines that pass a test, and the lines that do not."""
    listed = list(lines)
    return [line for line in listed if is_first(line)], [line for line in listed if not is_first(line)]


def _add_costs(lines: Sequence[CostLine], timeline: Timeline, adjustments: Adjustments) -> tuple[Quantity, ...]:
    """The costs of each year, each kind with its uplift."""
    certain, claimed = _divide(lines, lambda line: line.unadjusted is not None)
    sums = [_add(certain, timeline)]
    for kind in KINDS:
        rate = adjustments.raise_cost(kind)
        of_kind = _add([line for line in claimed if line.kind == kind], timeline)
        sums.append([amount.multiply(rate) for amount in of_kind])
    return add_by_year(*sums)


def _add_benefits(
    lines: Sequence[BenefitLine], timeline: Timeline, name: BenefitClass, adjustments: Adjustments
) -> tuple[Quantity, ...]:
    """Each month's benefits after the haircut. The ramp is applied to the lines that do not include it already."""
    whole, growing = _divide(lines, lambda line: line.ramp_included or not adjustments.ramp)
    months = spread_over_months(_add(whole, timeline), timeline.go_live)
    if growing:
        ramped = spread_over_months(_add(growing, timeline), timeline.go_live)
        months = list(add_by_year(months, let_grow(ramped, timeline.go_live, adjustments.ramp)))
    kept = adjustments.cut_benefit(name)
    return tuple(amount.multiply(kept) for amount in months)


def _add(lines: Iterable[ClaimLine], timeline: Timeline) -> list[Quantity]:
    """The sum of lines, year by year."""
    return add_lines([_read_line(line, timeline) for line in lines], timeline.years)


def _read_line(line: ClaimLine, timeline: Timeline) -> dict[int, Quantity]:
    """The amounts of a line by year. Unknown benefits begin in the year of go-live, unknown costs in the first year."""
    if line.unknown is not None:
        start = max(timeline.go_live // MONTHS_OF_YEAR, 0) if isinstance(line, BenefitLine) else 0
        return dict.fromkeys(range(start, timeline.years), read_amount("unknown"))
    found: dict[int, Quantity] = {}
    for key, amount in line.years.items():
        found |= {year - timeline.base_year: read_amount(amount) for year in split_years(key)}
    return found
