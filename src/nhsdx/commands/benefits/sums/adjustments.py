"""The adjustments that a file asks for, ready to use."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from nhsdx.commands.benefits.parameters.data import Parameters
from nhsdx.commands.benefits.shape import (
    CLASSES,
    Adjustment,
    BenefitClass,
    BenefitsFile,
    CostKind,
    Haircuts,
    Uplift,
    Uplifts,
)
from nhsdx.commands.benefits.sums.uplifts import (
    AppliedDelay,
    AppliedUplift,
    apply_adjustment,
    apply_delay,
    apply_uplift,
)
from nhsdx.model import read_decimal

KINDS: tuple[CostKind, ...] = ("capital", "running")


class Adjustments(NamedTuple):
    """The adjustments, ready to use; costs and benefits without an adjustment stay as claimed."""

    uplifts: Mapping[CostKind, AppliedUplift]
    haircuts: Mapping[BenefitClass, AppliedUplift]
    delay: AppliedDelay | None
    ramp: tuple[Fraction, ...]

    @property
    def months(self) -> int:
        """By how many months go-live moves."""
        return 0 if self.delay is None else self.delay.months

    def raise_cost(self, kind: CostKind) -> Fraction:
        """The factor by which the costs of a kind are multiplied."""
        return Fraction(1) + (self.uplifts[kind].rate if kind in self.uplifts else 0)

    def cut_benefit(self, name: BenefitClass) -> Fraction:
        """The factor by which the benefits of a class are multiplied."""
        return Fraction(1) - (self.haircuts[name].rate if name in self.haircuts else 0)


UNADJUSTED = Adjustments({}, {}, None, ())
"""The claim itself."""


def list_uplifts(uplifts: Uplifts | None) -> dict[CostKind, Uplift]:
    """The uplift for each kind of cost that has an uplift."""
    found: dict[CostKind, Uplift | None] = {} if uplifts is None else {kind: getattr(uplifts, kind) for kind in KINDS}
    return {kind: one for kind, one in found.items() if one is not None}


def list_haircuts(haircuts: Haircuts | None) -> dict[BenefitClass, Adjustment]:
    """The haircut for each class of benefit that has a haircut."""
    every = () if haircuts is None else CLASSES
    found: dict[BenefitClass, Adjustment | None] = {name: getattr(haircuts, name.replace("-", "_")) for name in every}
    return {name: one for name, one in found.items() if one is not None}


def apply_adjustments(file: BenefitsFile, parameters: Parameters) -> Adjustments:
    """Every adjustment that the file asks for."""
    tables, history = parameters.tables, file.history
    return Adjustments(
        {kind: apply_uplift(one, tables, history, "cost") for kind, one in list_uplifts(file.uplifts).items()},
        {name: apply_adjustment(one, history, "benefit") for name, one in list_haircuts(file.haircuts).items()},
        None if file.delay is None else apply_delay(file.delay, tables, history),
        () if file.ramp is None else tuple(read_decimal(percent) / 100 for percent in file.ramp.percents),
    )
