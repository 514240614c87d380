"""Spreads costs and benefits over months and years, lets them grow, moves them later and cuts them off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from nhsdx.commands.benefits.sums.quantity import NONE, Quantity, sum_quantities

MONTHS_OF_YEAR = 12


class Flows(NamedTuple):
    """The costs and the benefits of each year."""

    costs: tuple[Quantity, ...]
    benefits: tuple[Quantity, ...]


class Streams(NamedTuple):
    """The yearly amounts that keep their dates when go-live moves, and the monthly amounts that move with go-live."""

    fixed_costs: tuple[Quantity, ...]
    fixed_benefits: tuple[Quantity, ...]
    moved_costs: tuple[Quantity, ...]
    moved_benefits: tuple[Quantity, ...]

    @property
    def flows(self) -> Flows:
        """The costs and benefits of each year."""
        return Flows(
            add_by_year(self.fixed_costs, sum_by_year(self.moved_costs)),
            add_by_year(self.fixed_benefits, sum_by_year(self.moved_benefits)),
        )

    def move(self, months: int) -> Streams:
        """The streams if go-live comes later by the given number of months.

        Amounts that move beyond the last year are left out.
        """
        return self._replace(
            moved_costs=move_months(self.moved_costs, months), moved_benefits=move_months(self.moved_benefits, months)
        )


def add_lines(lines: Iterable[Mapping[int, Quantity]], years: int) -> list[Quantity]:
    """The sum of the amounts of all lines, year by year."""
    listed = list(lines)
    return [sum_quantities(line.get(year, NONE) for line in listed) for year in range(years)]


def spread_over_months(amounts: Sequence[Quantity], go_live: int) -> list[Quantity]:
    """Each year's amount, spread evenly over its months; in the year of go-live, over the months from go-live on."""
    months: list[Quantity] = []
    for year, amount in enumerate(amounts):
        before = go_live - year * MONTHS_OF_YEAR
        before = before if 0 < before < MONTHS_OF_YEAR else 0
        share = amount.multiply(Fraction(1, MONTHS_OF_YEAR - before))
        months += [NONE] * before + [share] * (MONTHS_OF_YEAR - before)
    return months


def let_grow(months: Sequence[Quantity], go_live: int, steps: Sequence[Fraction]) -> list[Quantity]:
    """Each month's amount times the step that the ramp has reached by then; before go-live, the first step is used."""
    last = len(steps) - 1
    return [
        amount.multiply(steps[min(max((month - go_live) // MONTHS_OF_YEAR, 0), last)])
        for month, amount in enumerate(months)
    ]


def move_months(months: Sequence[Quantity], later: int) -> tuple[Quantity, ...]:
    """The amounts moved later by a number of months; amounts that move beyond the last month are left out."""
    kept = max(len(months) - later, 0)
    return (NONE,) * (len(months) - kept) + tuple(months[:kept])


def sum_by_year(months: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The sums of the amounts in each period of twelve months."""
    starts = range(0, len(months), MONTHS_OF_YEAR)
    return tuple(sum_quantities(months[start : start + MONTHS_OF_YEAR]) for start in starts)


def add_by_year(*streams: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The sum of several streams, year by year or month by month."""
    return tuple(sum_quantities(parts) for parts in zip(*streams, strict=True))
