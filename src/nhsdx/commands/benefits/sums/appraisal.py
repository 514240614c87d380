"""A case of claimed costs and benefits, with and without adjustments, class by class."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from nhsdx.commands.benefits.parameters.data import DiscountEdition, Parameters
from nhsdx.commands.benefits.shape import CLASSES, BenefitClass, BenefitsFile
from nhsdx.commands.benefits.sums.adjustments import UNADJUSTED, Adjustments, apply_adjustments
from nhsdx.commands.benefits.sums.discounting import YearRate, list_factors
from nhsdx.commands.benefits.sums.quantity import NONE, Quantity, sum_quantities
from nhsdx.commands.benefits.sums.side import Part, Side, build_side
from nhsdx.commands.benefits.sums.streams import build_streams
from nhsdx.commands.benefits.sums.timeline import Timeline, list_lines
from nhsdx.model import read_decimal


class ClassCase(NamedTuple):
    """One class of costs and benefits, or several added up (then `added` lists them): as claimed and as adjusted."""

    name: BenefitClass | None
    added: tuple[BenefitClass, ...]
    schedule: str
    factors: tuple[Fraction, ...]
    claimed: Side
    adjusted: Side

    @property
    def is_weighed(self) -> bool:
        """Whether some of the class's costs and some of its benefits are known."""
        sides = (self.claimed.costs, self.claimed.benefits)
        return self.has_costs and self.has_benefits and not any(one.is_open for one in sides)

    @property
    def has_costs(self) -> bool:
        """Whether the class has any costs."""
        return self.claimed.costs != NONE

    @property
    def has_benefits(self) -> bool:
        """Whether the class has any benefits."""
        return self.claimed.benefits != NONE


class Appraisal(NamedTuple):
    """A case as claimed and as adjusted. `total` adds up all classes, and is there only if the user asked for it."""

    file: BenefitsFile
    parameters: Parameters
    timeline: Timeline
    adjustments: Adjustments
    classes: tuple[ClassCase, ...]
    total: ClassCase | None

    @property
    def cases(self) -> tuple[ClassCase, ...]:
        """Every class, and the sum of all classes if there is one."""
        return self.classes if self.total is None else (*self.classes, self.total)

    @property
    def edition(self) -> DiscountEdition | None:
        """The edition of the discount rates; None if the file has its own rates."""
        return self.parameters.editions.get(self.file.discount.edition or "")


def appraise(file: BenefitsFile, parameters: Parameters, *, sums_classes: bool = False) -> Appraisal:
    """The appraisal of a file that has no problems. Classes are added up only if `sums_classes` is true."""
    timeline, adjustments = Timeline.of(file), apply_adjustments(file, parameters)
    classes, claimed, adjusted = [], [], []
    for name in CLASSES:
        if all(line.benefit_class != name for line in list_lines(file)):
            continue
        schedule, rates = find_rates(file, parameters, name)
        factors = list_factors(rates, timeline.years)
        sides = [
            Part(build_streams(file, timeline, name, UNADJUSTED), factors),
            Part(build_streams(file, timeline, name, adjustments), factors),
        ]
        claimed.append(sides[0])
        adjusted.append(sides[1])
        classes.append(ClassCase(name, (), schedule, factors, *(build_side([side]) for side in sides)))
    total = None
    if sums_classes and classes:
        names = tuple(one.name for one in classes if one.name is not None)
        total = ClassCase(None, names, "", (), build_side(claimed), build_side(adjusted))
    return Appraisal(file, parameters, timeline, adjustments, tuple(classes), total)


def find_rates(file: BenefitsFile, parameters: Parameters, name: BenefitClass) -> tuple[str, list[YearRate]]:
    """The schedule by which a class is discounted, and its rates."""
    chosen = file.discount
    if chosen.edition is None:
        return "own", [YearRate(one.first, read_decimal(one.percent) / 100) for one in chosen.rates]
    of_class = None if chosen.classes is None else getattr(chosen.classes, name.replace("-", "_"))
    schedule = of_class or chosen.schedule
    steps = parameters.editions[chosen.edition].schedules[schedule].steps
    return schedule, [YearRate(one.first, read_decimal(one.percent) / 100) for one in steps]


def find_lost_to_delay(appraisal: Appraisal, name: BenefitClass) -> Quantity:
    """The adjusted benefits of a class that the delay moves beyond the last year; not discounted."""
    undelayed = appraisal.adjustments._replace(delay=None)
    months = build_streams(appraisal.file, appraisal.timeline, name, undelayed).moved_benefits
    return sum_quantities(months[max(len(months) - appraisal.adjustments.months, 0) :])
