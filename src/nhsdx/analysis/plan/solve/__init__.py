"""Finds the best choice of options with exact arithmetic.

This package works on problems alone, without rubrics or files.
"""

# fmt: off
# isort: off
from nhsdx.analysis.plan.solve.arithmetic import is_reached, make_exact
from nhsdx.analysis.plan.solve.points import Point, is_better
from nhsdx.analysis.plan.solve.problem import (
    Bound, Fact, Facts, Formula, PlanGate, PlanNode, PlanOption, PlanProblem, PlanStage, PlanStep, PlanStepKind,
    UnknownCounts, judge_formula, list_facts,
)
from nhsdx.analysis.plan.solve.proof import Claim, prove
from nhsdx.analysis.plan.solve.search import Search, find_best, find_cheapest

__all__ = [
    "Bound", "Claim", "Fact", "Facts", "Formula", "PlanGate", "PlanNode", "PlanOption", "PlanProblem", "PlanStage",
    "PlanStep", "PlanStepKind", "Point", "Search", "UnknownCounts", "find_best", "find_cheapest", "is_better",
    "is_reached", "judge_formula", "list_facts", "make_exact", "prove",
]
