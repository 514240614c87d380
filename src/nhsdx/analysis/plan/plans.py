"""Finds plans: the cheapest steps to a target or the best score for an effort, and the whole efficient frontier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from nhsdx.analysis.case import Case
from nhsdx.analysis.plan.build import BuiltProblem, build_problem
from nhsdx.analysis.plan.efforts import Efforts
from nhsdx.analysis.plan.order import order_steps
from nhsdx.analysis.plan.solve import PlanOption, PlanStep, Point, Search, find_best, find_cheapest
from nhsdx.analysis.plan.terms import NO_WISHES, STEPS_AT_MOST, PlanGoal, Wishes
from nhsdx.errors import NhsdxError
from nhsdx.loading.hypothesis.suppose import mark_supposed

ALIKE = 1e-8
"""Smaller differences between scores are ignored, because the engine rounds parts of an inverted geometric mean."""


class FrontierPoint(NamedTuple):
    """An effort, the best score that can be reached with it, and how many steps this takes."""

    effort: Fraction
    score: float | None
    steps: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps that reach the target with the least effort, and the engine's scores once these steps are done.

    If no plan reaches the target, `is_reached` is false and the steps lead to the best possible score. `before` and
    `after` are the cases without and with the steps; `after` is marked as hypothetical. The frontier starts with the
    present score. `built` is the problem that was solved.
    """

    wanted: PlanGoal
    efforts: Efforts
    is_reached: bool
    steps: tuple[PlanStep, ...]
    effort: Fraction
    before: Case
    after: Case
    frontier: tuple[FrontierPoint, ...]
    wishes: Wishes
    built: BuiltProblem

    @property
    def score_before(self) -> float | None:
        """The present score of the node."""
        return self.before.result.find_node(self.wanted.node).scores[self.wanted.reading]

    @property
    def score_after(self) -> float | None:
        """The score of the node once every step is done."""
        return self.after.result.find_node(self.wanted.node).scores[self.wanted.reading]

    @property
    def best(self) -> FrontierPoint:
        """The point of the frontier with the best score that any plan gives."""
        return self.frontier[-1]


def find_plan(case: Case, wanted: PlanGoal, efforts: Efforts | None = None, wishes: Wishes = NO_WISHES) -> Plan:
    """The plan for a case. Raises NhsdxError if the wishes leave no possible plan."""
    chosen = Efforts.of(case.rubric) if efforts is None else efforts
    built = build_problem(case, wanted, chosen, wishes)
    _expect_options(built)
    search = Search.of(built.problem)
    points = search.find_frontier()
    point = _choose_point(points, wanted, built)
    options = _choose_options(search, points, point)
    steps = tuple(step for option in options.values() for step in option.steps)
    after = _carry_out(case, options)
    plan = Plan(
        wanted,
        chosen,
        point is not None,
        order_steps(case, after, steps),
        sum((step.effort for step in steps), Fraction(0)),
        case,
        after,
        _list_frontier(points, built) or (FrontierPoint(Fraction(0), None, 0),),
        wishes,
        built,
    )
    _expect_promise(plan, point or next(reversed(points), None))
    return plan


def _choose_options(search: Search, points: Sequence[Point], point: Point | None) -> Mapping[str, PlanOption]:
    """The options of a point or, if none is given, of the best point; empty if nothing is possible."""
    best = point or next(reversed(points), None)
    return {} if best is None else search.choose(best)


def _carry_out(case: Case, options: Mapping[str, PlanOption]) -> Case:
    """The case after the steps of the given options, marked as hypothetical."""
    answers = {name: option.answer for name, option in options.items() if option.answer is not None}
    supposed = case.assessment._replace(answers={**case.assessment.answers, **answers})
    assessment = mark_supposed(case.rubric, case.assessment, supposed) if answers else case.assessment
    return Case.of(case.name, case.instrument, assessment, profile=case.profile, as_of=case.as_of)


def _expect_options(built: BuiltProblem) -> None:
    """Refuses wishes that leave nothing to choose for a criterion."""
    for name, options in built.problem.options.items():
        if not options:
            message = f"--fix: no possible step is left for `{name}`"
            raise NhsdxError(message, hint="remove this --fix, or fix another step", code="usage")


def _choose_point(points: list[Point], wanted: PlanGoal, built: BuiltProblem) -> Point | None:
    if wanted.budget is not None:
        point = find_best(points, int(wanted.budget * built.unit) * STEPS_AT_MOST + STEPS_AT_MOST - 1)
        if point is None and points:
            least = float(Fraction(points[0].cost // STEPS_AT_MOST, built.unit))
            message = f"--budget: the steps given with --fix need a budget of at least {least:g}"
            raise NhsdxError(message, hint="give a larger budget, or fix fewer steps", code="usage")
        return point
    if wanted.score is not None:
        return find_cheapest(points, wanted.score)
    return points[0] if points else None


def _list_frontier(points: list[Point], built: BuiltProblem) -> tuple[FrontierPoint, ...]:
    """The best score for each effort.

    If several points have the same effort, the point with the most steps is kept, because it scores highest.
    """
    found: dict[Fraction, FrontierPoint] = {}
    for point in points:
        effort = Fraction(point.cost // STEPS_AT_MOST, built.unit)
        score = None if point.score is None else float(point.score)
        found[effort] = FrontierPoint(effort, score, point.cost % STEPS_AT_MOST)
    return tuple(found.values())


def _expect_promise(plan: Plan, point: Point | None) -> None:
    """Checks that the engine gives the score that the plan shows."""
    if point is None:
        return
    score = plan.score_after
    kept = score is None if point.score is None else score is not None and abs(score - float(point.score)) < ALIKE
    if not kept:
        message = f"the plan gives {point.score} for `{plan.wanted.node}`, but the engine gives {score}"
        raise NhsdxError(message, hint="report it as a bug, with the rubric and the assessment", code="plan-limits")
