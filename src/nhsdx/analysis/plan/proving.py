"""The proof of a plan: that no cheaper plan reaches the target, or that no plan scores more within the budget."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from nhsdx.analysis.plan.plans import Plan
from nhsdx.analysis.plan.solve import Claim, make_exact, prove
from nhsdx.analysis.plan.terms import STEPS_AT_MOST

NO_SCORE = Fraction(-1)


def find_claim(plan: Plan) -> Claim | None:
    """The claim to prove about a plan; None if the plan has no steps, because there is then nothing to prove."""
    wanted, unit = plan.wanted, plan.built.unit
    if wanted.budget is not None:
        score = plan.score_after
        return Claim(int(wanted.budget * unit) + 1, NO_SCORE if score is None else make_exact(score), is_above=True)
    if not plan.is_reached:
        return Claim(None, wanted.score)
    return Claim(int(plan.effort * unit), wanted.score) if plan.effort else None


def prove_plan(plan: Plan) -> dict[str, Any] | None:
    """The proof of a plan as plain data; None if there is nothing to prove."""
    claim = find_claim(plan)
    return None if claim is None else prove(plan.built.problem, claim, STEPS_AT_MOST)
