"""Plans for large rubrics agree with HiGHS, which solves them as a linear programme in whole numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import highspy
import pytest

from nhsdx.analysis.case import Case
from nhsdx.analysis.plan.build import build_problem
from nhsdx.analysis.plan.plans import find_plan
from nhsdx.analysis.plan.solve import PlanProblem
from nhsdx.analysis.plan.terms import STEPS_AT_MOST, PlanGoal
from tests.support.plans.large import make_large

TARGET = 62
LEVEL = 20.0


def solve_with_highs(problem: PlanProblem, weights: dict[str, float], target: float) -> float:
    """The least effort that brings the weighted mean to a target above every cap, so that no gate may be triggered."""
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)  # noqa: FBT003 - the way of HiGHS
    model.setOptionValue("mip_rel_gap", 0.0)
    effort: Any = 0
    score: Any = 0
    for name, options in problem.options.items():
        open_ones = [option for option in options if False not in option.offers.values()]
        chosen = [model.addBinary() for _ in open_ones]
        model.addConstr(sum(chosen) == 1)
        for one, option in zip(chosen, open_ones, strict=True):
            effort += option.cost // STEPS_AT_MOST * one
            score += weights[name] * float(option.score or 0) * one
    model.addConstr(score >= target - 1e-7)
    model.minimize(effort)
    return float(model.getInfo().objective_function_value)


def find_weights(case: Case) -> dict[str, float]:
    """The weight of each criterion in the whole."""
    rubric = case.rubric
    whole = sum(one.weight for one in rubric.dimensions.values())
    inside = {
        name: sum(one.weight for one in rubric.criteria.values() if one.dimension == name) for name in rubric.dimensions
    }
    return {
        name: rubric.dimensions[one.dimension].weight / whole * one.weight / inside[one.dimension]
        for name, one in rubric.criteria.items()
    }


@pytest.mark.parametrize("seed", range(2))
def test_a_large_plan_takes_the_same_effort_as_the_plan_found_by_the_solver_highs(seed: int) -> None:
    """The target is above every cap, so every gate has to be cleared."""
    case, efforts = make_large(seed)
    wanted = PlanGoal(score=Fraction(TARGET))
    plan = find_plan(case, wanted, efforts)
    problem = build_problem(case, wanted, efforts).problem
    assert plan.is_reached
    assert solve_with_highs(problem, find_weights(case), TARGET) == pytest.approx(float(plan.effort))
