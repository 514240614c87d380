"""The JSON output of `nhsdx plan`."""

import json
from typing import Any, Literal

from nhsdx.analysis.plan.limits import find_limits
from nhsdx.analysis.plan.plans import Plan
from nhsdx.analysis.plan.proving import prove_plan
from nhsdx.documents.words.plan import describe_plan, describe_planned_step, describe_proof
from nhsdx.model import Reading
from nhsdx.results.output import Listed, OutputDocument, OutputModel, ScoredData, get_stamps


class WantedData(OutputModel):
    """The target or the budget of the plan."""

    node: str
    reading: Reading
    score: float | None
    level: int | None
    budget: float | None
    gates_clear: bool


class PlanStepData(OutputModel):
    """A step of the plan."""

    id: str
    criterion: str
    kind: Literal["item", "level", "evidence"]
    item: str | None
    level: int | None
    value: float | None
    grade: str | None
    what: str
    effort: float
    is_unknown: bool
    is_assumed: bool


class FrontierData(OutputModel):
    """An effort, and the best score that can be reached with this effort."""

    effort: float
    score: float | None
    steps: int


class LimitData(OutputModel):
    """What keeps the best plan below the target."""

    kind: Literal["gate", "evidence", "survey", "avoided", "answer"]
    ids: Listed[str]


class ClaimData(OutputModel):
    """What is proved."""

    below: int | None
    score: str | None
    is_above: bool


class ProofData(OutputModel):
    """A proof that no plan does better; a short program can check the proof."""

    claim: ClaimData
    reading: Reading
    goal: str
    clear: Listed[str]
    options: dict[str, list[Any]]
    nodes: list[dict[str, Any]]
    gates: list[dict[str, Any]]
    bounds: dict[str, list[Any]]
    entries: dict[str, dict[str, Any]]
    cases: dict[str, Any]


class PlanOutput(ScoredData, OutputDocument):
    """A plan for an assessment, as `nhsdx plan --format json` writes it."""

    format: Literal["nhsdx.plan/1"]
    wanted: WantedData
    unit: str
    summary: str
    is_reached: bool
    effort: float
    score_before: float | None
    score_after: float | None
    steps: Listed[PlanStepData]
    frontier: Listed[FrontierData]
    limits: Listed[LimitData]
    proved: str
    effort_unit: int
    proof: ProofData | None


def build_output(plan: Plan) -> PlanOutput:
    """The plan with its steps in order, and the whole frontier."""
    result, rubric, wanted = plan.before.result, plan.before.rubric, plan.wanted
    proof = prove_plan(plan)
    return PlanOutput.build(
        plan,
        **get_stamps(result),
        wanted=WantedData.build(
            wanted,
            score=None if wanted.score is None else float(wanted.score),
            budget=None if wanted.budget is None else float(wanted.budget),
            gates_clear=wanted.must_clear,
        ),
        unit=plan.efforts.unit,
        summary=describe_plan(plan, rubric),
        effort=float(plan.effort),
        steps=[
            PlanStepData.build(step, effort=float(step.effort), what=describe_planned_step(result, rubric, step))
            for step in plan.steps
        ],
        frontier=[FrontierData.build(point, effort=float(point.effort)) for point in plan.frontier],
        limits=[] if plan.is_reached else [LimitData.build(limit) for limit in find_limits(plan)],
        proved=describe_proof(plan, rubric),
        effort_unit=plan.built.unit,
        proof=None if proof is None else ProofData.model_validate_json(json.dumps(proof)),
    )
