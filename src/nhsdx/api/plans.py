"""Finds plans: the cheapest steps to a target, or the best score for an effort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nhsdx.analysis.case import Case
from nhsdx.analysis.plan.plans import Plan
from nhsdx.loading.assessment_file import LoadedAssessment
from nhsdx.model import OVERALL, Reading, read_decimal


def plan(
    assessment: LoadedAssessment,
    target: str | float | None = None,
    *,
    budget: float | None = None,
    node: str = OVERALL,
    reading: Reading = Reading.EVIDENCED,
    efforts: Mapping[str, float] | None = None,
    fix: Sequence[str] = (),
    avoid: Sequence[str] = (),
    what_if: Mapping[str, object] | None = None,
) -> Plan:
    """The cheapest steps to a target, such as `60` or `"clinical-framing=3"`, or the best steps for a budget.

    A target can also be `"gates=clear"`. `efforts` maps the ids of steps, such as `clinical-safety.officer-named`, to
    efforts that replace the efforts in the rubric. `fix` lists criteria or steps that must be in the plan, and `avoid`
    lists criteria or steps that must not be in the plan. `what_if` gives hypothetical answers to start from, as in
    `score`. `draw` makes the plan page. Raises NhsdxError for an id or level that the rubric does not have.
    """
    from nhsdx.analysis.plan.efforts import Efforts, expect_steps
    from nhsdx.analysis.plan.plans import find_plan
    from nhsdx.analysis.plan.targets import choose_goal, read_wishes

    case = Case.of("", assessment.instrument, assessment.assessment)
    if what_if:
        case = case.suppose([f"{key}={answer}" for key, answer in what_if.items()])
    rubric = case.rubric
    given = {step: read_decimal(effort) for step, effort in (efforts or {}).items()}
    expect_steps(rubric, given)
    texts = [None if one is None else str(one) for one in (target, budget)]
    wanted = choose_goal(rubric, *texts, node=node, reading=reading)
    return find_plan(case, wanted, Efforts.of(rubric, given), read_wishes(rubric, fix, avoid))
