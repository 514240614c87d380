"""The percentages by which costs are raised, benefits lowered and go-live moved, and how each was worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from nhsdx.commands.benefits.parameters.data import BiasBounds, BiasTable
from nhsdx.commands.benefits.shape import Adjustment, GoLiveDelay, Measure, PastProject, Uplift
from nhsdx.commands.benefits.sums.quantity import ZERO
from nhsdx.model import read_decimal

Basis: TypeAlias = Literal["own", "table", "history", "months"]


class AppliedUplift(NamedTuple):
    """An adjustment as applied: its rate, the rate before mitigations, and the share of that which mitigations remove.

    `floor` is the lower bound of the table, which mitigations cannot go below. `types` are the shares of project types.
    """

    basis: Basis
    rate: Fraction
    start: Fraction
    managed: Fraction
    floor: Fraction | None
    types: tuple[tuple[str, Fraction, Fraction], ...]
    asked: Adjustment

    @property
    def is_at_floor(self) -> bool:
        """Whether the mitigations would take the uplift below the lower bound of the table."""
        return self.floor is not None and self.start * (1 - self.managed) < self.floor


class AppliedDelay(NamedTuple):
    """How many whole months later the system goes live, and the uplift behind these months, if any."""

    months: int
    exact: Fraction
    uplift: AppliedUplift


def list_overruns(history: Iterable[PastProject], measure: Measure) -> list[tuple[PastProject, Fraction]]:
    """Past projects with how far each missed its estimate, the best first.

    For costs and months, a miss is how far the outcome was above the estimate; for benefits, how far it was below.
    """
    sign = -1 if measure == "benefit" else 1
    found = [
        (one, sign * (read_decimal(one.outcome) / read_decimal(one.estimate) - 1))
        for one in history
        if one.measure == measure
    ]
    return sorted(found, key=lambda pair: pair[1])


def find_percentile(overruns: list[tuple[PastProject, Fraction]], percentile: Fraction) -> Fraction:
    """The smallest miss that at least this percentage of past projects did not exceed; 0 if that miss is negative."""
    place = max(-(-percentile * len(overruns) // 100), 1)
    return max(overruns[int(place) - 1][1], ZERO)


def apply_adjustment(asked: Adjustment, history: Iterable[PastProject], measure: Measure) -> AppliedUplift:
    """The adjustment by a percentage that the file gives, or by a percentile of past projects."""
    if asked.percentile is not None:
        rate = find_percentile(list_overruns(history, measure), read_decimal(asked.percentile))
        return AppliedUplift("history", rate, rate, ZERO, None, (), asked)
    rate = read_decimal(asked.percent or 0) / 100
    return AppliedUplift("own", rate, rate, ZERO, None, (), asked)


def apply_uplift(
    asked: Uplift, tables: Mapping[str, BiasTable], history: Iterable[PastProject], measure: Measure
) -> AppliedUplift:
    """The uplift of a cost or a duration: from a table, from past projects, or the file's own percentage."""
    if asked.table is None:
        return apply_adjustment(asked, history, measure)
    table = tables[asked.table]
    types = []
    floor = ZERO
    for name, percent in asked.types.items():
        share, bounds = read_decimal(percent) / 100, find_bias_bounds(table, name, measure)
        types.append((name, share, read_decimal(getattr(bounds, asked.bound)) / 100))
        floor += share * read_decimal(bounds.lower) / 100
    start = sum((share * bound for _, share, bound in types), ZERO)
    managed = sum((read_decimal(one.contribution) / 100 * read_decimal(one.managed) for one in asked.mitigations), ZERO)
    rate = max(start * (1 - managed), floor)
    return AppliedUplift("table", rate, start, managed, floor, tuple(types), asked)


def find_bias_bounds(table: BiasTable, name: str, measure: Measure) -> BiasBounds:
    """The bounds for a type of project, for its cost or for its duration."""
    found = table.types[name].duration if measure == "months" else table.types[name].cost
    if found is None:
        raise ValueError(name)
    return found


def apply_delay(asked: GoLiveDelay, tables: Mapping[str, BiasTable], history: Iterable[PastProject]) -> AppliedDelay:
    """The months of delay: as the file gives them, or a percentage of the planned months, rounded up."""
    if asked.months is not None:
        plain = AppliedUplift("months", ZERO, ZERO, ZERO, None, (), asked)
        return AppliedDelay(asked.months, Fraction(asked.months), plain)
    uplift = apply_uplift(asked, tables, history, "months")
    exact = uplift.rate * read_decimal(asked.planned_months or 0)
    return AppliedDelay(-int(-exact // 1), exact, uplift)
