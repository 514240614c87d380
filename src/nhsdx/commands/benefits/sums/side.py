"""One side of a case, as claimed or as adjusted: its flows, present values, payback and switching values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

from nhsdx.commands.benefits.sums.discounting import sum_present_values
from nhsdx.commands.benefits.sums.flows import MONTHS_OF_YEAR, Flows, Streams, add_by_year
from nhsdx.commands.benefits.sums.payback import Payback, find_payback
from nhsdx.commands.benefits.sums.quantity import ZERO, NetValue, Quantity, subtract_quantities, sum_quantities
from nhsdx.commands.benefits.sums.switching import SwitchingValues, find_switching_values

T = TypeVar("T")


class Ends(NamedTuple, Generic[T]):
    """A value worked out twice: at worst (highest costs, fewest benefits) and at best (lowest costs, most benefits).

    The lowest or highest value is None if it is unknown, because an amount has no upper limit.
    """

    worst: T | None
    best: T | None


class Side(NamedTuple):
    """Everything worked out for a class of costs and benefits, as claimed or as adjusted."""

    flows: Flows
    benefits: Quantity
    costs: Quantity
    value: NetValue
    payback: Ends[Payback]
    discounted_payback: Ends[Payback]
    switching: Ends[SwitchingValues]


class Part(NamedTuple):
    """The streams of one class, and the discount factors of its years."""

    streams: Streams
    factors: tuple[Fraction, ...]


class PlainPart(NamedTuple):
    """A part in which each amount is a single number: by month if the amount moves with go-live, otherwise by year."""

    fixed: tuple[Fraction, ...]
    moved: tuple[Fraction, ...]
    factors: tuple[Fraction, ...]

    def value_after(self, months: int) -> Fraction:
        """The net present value if go-live comes later by the given number of months."""
        nets = self.list_nets(months)
        return sum((net * factor for net, factor in zip(nets, self.factors, strict=True)), ZERO)

    def list_nets(self, months: int = 0) -> list[Fraction]:
        """Each year's benefits less its costs, if go-live comes later by the given number of months."""
        kept = max(len(self.moved) - months, 0)
        moved = (ZERO,) * (len(self.moved) - kept) + self.moved[:kept]
        starts = range(0, len(moved), MONTHS_OF_YEAR)
        return [
            stays + sum(filter(None, moved[start : start + MONTHS_OF_YEAR]), ZERO)
            for stays, start in zip(self.fixed, starts, strict=True)
        ]


def build_side(parts: Sequence[Part]) -> Side:
    """Everything worked out for one class, or for several classes whose amounts the user wants to add up."""
    flows = [part.streams.flows for part in parts]
    costs = sum_quantities(
        sum_present_values(flow.costs, part.factors) for flow, part in zip(flows, parts, strict=True)
    )
    benefits = sum_quantities(
        sum_present_values(flow.benefits, part.factors) for flow, part in zip(flows, parts, strict=True)
    )
    worst = None if costs.most is None else _Numbers.of(parts, benefits.least, costs.most, is_worst=True)
    best = None if benefits.most is None else _Numbers.of(parts, benefits.most, costs.least, is_worst=False)
    return Side(
        Flows(add_by_year(*(one.costs for one in flows)), add_by_year(*(one.benefits for one in flows))),
        benefits,
        costs,
        subtract_quantities(benefits, costs),
        _find_ends(worst, best, lambda one: find_payback(one.nets)),
        _find_ends(worst, best, lambda one: find_payback(one.discounted_nets)),
        _find_ends(worst, best, lambda one: one.find_switches()),
    )


class _Numbers(NamedTuple):
    """The parts of a side with one number for each amount, and the present values of the side's benefits and costs."""

    parts: tuple[PlainPart, ...]
    benefits: Fraction
    costs: Fraction
    falls: bool

    @classmethod
    def of(cls, parts: Sequence[Part], benefits: Fraction, costs: Fraction, *, is_worst: bool) -> _Numbers:
        """The numbers at worst (highest costs and fewest benefits) or, if not `is_worst`, at best."""
        falls = not any(cost.most != 0 for part in parts for cost in part.streams.moved_costs)
        return cls(tuple(_make_plain(part, is_worst=is_worst) for part in parts), benefits, costs, falls)

    @property
    def nets(self) -> list[Fraction]:
        """The net flow of each year."""
        return [sum(nets, ZERO) for nets in zip(*(part.list_nets() for part in self.parts), strict=True)]

    @property
    def discounted_nets(self) -> list[Fraction]:
        """The present value of the net flow of each year."""
        discounted = ([n * f for n, f in zip(part.list_nets(), part.factors, strict=True)] for part in self.parts)
        return [sum(nets, ZERO) for nets in zip(*discounted, strict=True)]

    def find_switches(self) -> SwitchingValues:
        """The switching values."""
        months = len(self.parts[0].fixed) * MONTHS_OF_YEAR
        return find_switching_values(self.benefits, self.costs, self._value_after, months, falls=self.falls)

    def _value_after(self, months: int) -> Fraction:
        return sum((part.value_after(months) for part in self.parts), ZERO)


def _find_ends(worst: _Numbers | None, best: _Numbers | None, work_out: Callable[[_Numbers], T]) -> Ends[T]:
    """What a function works out for the worst and for the best numbers."""
    first = None if worst is None else work_out(worst)
    return Ends(first, first if best == worst else None if best is None else work_out(best))


def _make_plain(part: Part, *, is_worst: bool) -> PlainPart:
    def net(benefits: Sequence[Quantity], costs: Sequence[Quantity]) -> tuple[Fraction, ...]:
        pairs = zip(benefits, costs, strict=True)
        if is_worst:
            return tuple(benefit.least - (cost.most or ZERO) for benefit, cost in pairs)
        return tuple((benefit.most or ZERO) - cost.least for benefit, cost in pairs)

    streams = part.streams
    return PlainPart(
        net(streams.fixed_benefits, streams.fixed_costs),
        net(streams.moved_benefits, streams.moved_costs),
        part.factors,
    )
