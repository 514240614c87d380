"""A plan's frontier, compared with the one that brute force finds, for the random case of a seed."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import NamedTuple

from nhsdx.analysis.plan.build import build_problem
from nhsdx.analysis.plan.efforts import Efforts
from nhsdx.analysis.plan.plans import ALIKE
from nhsdx.analysis.plan.solve import Search
from nhsdx.analysis.plan.terms import STEPS_AT_MOST, PlanGoal
from nhsdx.errors import NhsdxError
from nhsdx.model import Reading
from tests.support.plans.brute_force import Frontier, find_frontier, keep_rising
from tests.support.plans.made import make


class Compared(NamedTuple):
    """Both frontiers; the one found is None if the plan was refused."""

    wanted: PlanGoal
    expected: Frontier
    found: Frontier | None

    @property
    def agrees(self) -> bool:
        """Whether both have the same costs, and the same scores to the precision that plans have."""
        if self.found is None or len(self.found) != len(self.expected):
            return False
        pairs = zip(self.found, self.expected, strict=True)
        return all(one[0] == two[0] and abs(one[1] - two[1]) < ALIKE for one, two in pairs)


def compare_frontiers(seed: int, most: int) -> Compared | None:
    """The frontiers of a seed's case, for a random node and reading; None if brute force would take too long."""
    made, random = make(seed), Random(seed)  # noqa: S311 - a test that can be repeated
    rubric, reading = made.case.rubric, random.choice(list(Reading))
    goal = random.choice(["overall", "overall", *rubric.dimensions, *rubric.criteria])
    efforts = Efforts("days", {step: Fraction(str(effort)) for step, effort in made.efforts.items()})
    wanted = PlanGoal(goal, reading)
    expected = find_frontier(made.case, efforts, reading, goal, most)
    if expected is None:
        return None
    try:
        built = build_problem(made.case, wanted, efforts)
    except NhsdxError:
        return Compared(wanted, expected, None)
    best: dict[Fraction, float] = {}
    for point in Search.of(built.problem).find_frontier():
        cost = Fraction(point.cost // STEPS_AT_MOST, built.unit)
        best[cost] = -1.0 if point.score is None else float(point.score)
    return Compared(wanted, expected, keep_rising(sorted(best.items())))
