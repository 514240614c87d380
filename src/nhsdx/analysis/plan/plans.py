"""Finds plans: the cheapest steps to a target, or the best score for an effort, with the whole efficient frontier."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from nhsdx.analysis.case import Case
from nhsdx.analysis.plan.build import Built, build_problem
from nhsdx.analysis.plan.efforts import Efforts
from nhsdx.analysis.plan.order import order_steps
from nhsdx.analysis.plan.solve import PlanStep, Point, Search, find_best, find_cheapest
from nhsdx.analysis.plan.terms import NO_WISHES, STEPS_AT_MOST, Wanted, Wishes
from nhsdx.errors import NhsdxError
from nhsdx.loading.hypothesis.suppose import mark_supposed
from nhsdx.scoring import compare


class FrontierPoint(NamedTuple):
    """An effort, the best score that it buys, and how many steps that takes."""

    effort: Fraction
    score: float | None
    steps: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps that give what is wanted at the least effort, and what the engine scores once they are done.

    If nothing gives what is wanted, `is_reached` is false and the steps are those to the best score there is. `before`
    and `after` are the cases without and with the steps; what is after is marked as hypothetical. The frontier starts
    with the score as it is.
    """

    wanted: Wanted
    efforts: Efforts
    is_reached: bool
    steps: tuple[PlanStep, ...]
    effort: Fraction
    before: Case
    after: Case
    frontier: tuple[FrontierPoint, ...]
    wishes: Wishes = NO_WISHES

    @property
    def score_before(self) -> float | None:
        """The score of the node as it is."""
        return self.before.result.find_node(self.wanted.node).scores[self.wanted.reading]

    @property
    def score_after(self) -> float | None:
        """The score of the node once every step is done."""
        return self.after.result.find_node(self.wanted.node).scores[self.wanted.reading]

    @property
    def best(self) -> FrontierPoint:
        """The best score that any plan gives."""
        return self.frontier[-1]


def find_plan(case: Case, wanted: Wanted, efforts: Efforts | None = None, wishes: Wishes = NO_WISHES) -> Plan:
    """The plan for a case. Raises NhsdxError if the wishes rule everything out."""
    chosen = Efforts.of(case.rubric) if efforts is None else efforts
    built = build_problem(case, wanted, chosen, wishes)
    search = Search.of(built.problem)
    points = search.find_frontier()
    point = _choose_point(points, wanted, built)
    is_reached = point is not None
    if not points:
        return _plan_nothing(case, wanted, chosen, wishes)
    point = point or points[-1]
    options = search.choose(point)
    steps = tuple(step for option in options.values() for step in option.steps)
    answers = {name: option.answer for name, option in options.items() if option.answer is not None}
    supposed = case.assessment._replace(answers={**case.assessment.answers, **answers})
    assessment = mark_supposed(case.rubric, case.assessment, supposed)
    after = Case.of(case.name, case.instrument, assessment, profile=case.profile, as_of=case.as_of)
    plan = Plan(
        wanted,
        chosen,
        is_reached,
        order_steps(case, after, steps),
        sum((step.effort for step in steps), Fraction(0)),
        case,
        after,
        _list_frontier(points, built),
        wishes,
    )
    _expect_promise(plan, point)
    return plan


def _plan_nothing(case: Case, wanted: Wanted, efforts: Efforts, wishes: Wishes) -> Plan:
    """No plan at all: whatever is done, some gate stays."""
    score = case.result.find_node(wanted.node).scores[wanted.reading]
    frontier = (FrontierPoint(Fraction(0), score, 0),)
    return Plan(
        wanted,
        efforts,
        is_reached=False,
        steps=(),
        effort=Fraction(0),
        before=case,
        after=case,
        frontier=frontier,
        wishes=wishes,
    )


def _choose_point(points: list[Point], wanted: Wanted, built: Built) -> Point | None:
    if wanted.budget is not None:
        return find_best(points, int(wanted.budget * built.unit) * STEPS_AT_MOST + STEPS_AT_MOST - 1)
    if wanted.score is not None:
        return find_cheapest(points, wanted.score)
    return points[0] if points else None


def _list_frontier(points: list[Point], built: Built) -> tuple[FrontierPoint, ...]:
    """The best score for each effort; of two with the same effort, the one with more steps scores more."""
    found: dict[Fraction, FrontierPoint] = {}
    for point in points:
        effort = Fraction(point.cost // STEPS_AT_MOST, built.unit)
        score = None if point.score is None else float(point.score)
        found[effort] = FrontierPoint(effort, score, point.cost % STEPS_AT_MOST)
    return tuple(found.values())


def _expect_promise(plan: Plan, point: Point) -> None:
    """Checks that the engine gives the score that the plan promises."""
    score = plan.score_after
    kept = score is None if point.score is None else score is not None and compare(score, float(point.score)) == 0
    if not kept:
        message = f"the plan promises {point.score} for `{plan.wanted.node}`, but the engine gives {score}"
        raise NhsdxError(message, hint="report it as a bug, with the rubric and the assessment", code="plan-limits")
