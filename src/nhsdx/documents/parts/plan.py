"""A plan as blocks: its effort and scores, its steps in order, the best score for each effort, and the assumptions."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.analysis.plan.limits import PlanLimit, find_limits, list_still_unknown
from nhsdx.analysis.plan.order import find_gates_of, list_agreed
from nhsdx.analysis.plan.plans import FrontierPoint, Plan
from nhsdx.analysis.plan.solve import PlanStep
from nhsdx.documents.blocks import RangeChart, RangeRow
from nhsdx.documents.page import (
    Block,
    Callout,
    Cell,
    Column,
    Heading,
    Listing,
    Paragraph,
    Style,
    Table,
    Tone,
    clean,
    count_words,
    describe_ends,
    format_score,
    join_words,
    make_cell,
    make_line,
    name_gate,
)
from nhsdx.documents.words.plan import (
    describe_agreement,
    describe_amount,
    describe_plan,
    describe_planned_step,
    describe_proof,
    list_assumptions,
)
from nhsdx.model import Reading
from nhsdx.scoring import compare_rounded

STEPS = (
    Column("Criterion", share=3),
    Column("What to do", share=7),
    Column("Effort", is_number=True, share=2),
)
LIMITS = {
    "evidence": "No evidence grade supports the highest answer to {}.",
    "survey": "Only respondents can change the answers to {}.",
    "avoided": "You asked to leave {} alone.",
    "answer": "Even the best answer to {} gives a score below 100.",
}
"""Why a plan cannot bring a criterion to a score of 100."""
PARTS = ("the score now", "what the effort adds")
MOST_POINTS = 12
"""The maximum number of points of the frontier that a page shows."""


def build_plan(plan: Plan) -> Iterator[Block]:
    """The blocks of a plan, without a title; the headings are at level 2."""
    rubric = plan.before.rubric
    yield Paragraph(make_line(describe_plan(plan, rubric)), Style.LEAD)
    proof = describe_proof(plan, rubric)
    if proof:
        yield Paragraph(make_line(proof))
    unknown = _describe_still_unknown(plan)
    if unknown:
        yield Callout(Tone.OPEN, "Not known", (make_line(unknown),))
    yield from _build_limits(plan)
    if plan.steps:
        yield Heading(2, "Steps, in order" if plan.is_reached else "Steps to the best score, in order", "plan-steps")
        rows = tuple(_build_row(plan, at, step) for at, step in enumerate(plan.steps, 1))
        has_gates = any(_name_gates(plan, step) for step in plan.steps)
        caption = "Steps that gates depend on come first" if has_gates else "Each step with its effort"
        yield Table(caption, STEPS, rows)
    yield from _build_frontier(plan)
    assumptions = list_assumptions(plan)
    if assumptions:
        yield Heading(2, "What is assumed", "plan-assumptions")
        yield Listing(tuple(make_line(words) for words in assumptions))


def _describe_still_unknown(plan: Plan) -> str:
    """A warning about criteria that no score of the plan takes into account; empty if there are no such criteria."""
    unknown = list_still_unknown(plan)
    if not unknown:
        return ""
    them = "it" if len(unknown) == 1 else "them"
    stay = count_words(len(unknown), "criterion stays", "criteria stay")
    words = f"{stay} unknown, and the scores before and after the plan leave {them} out."
    return f"{words} Answer {them} before you rely on this plan."


def _build_limits(plan: Plan) -> Iterator[Block]:
    """Why a target cannot be reached."""
    limits = () if plan.is_reached else find_limits(plan)
    if limits:
        lines = tuple(make_line(words) for words in dict.fromkeys(_describe_limit(plan, one) for one in limits))
        yield Callout(Tone.STOP, "Why not", lines)


def _describe_limit(plan: Plan, limit: PlanLimit) -> str:
    if limit.kind == "gate":
        gate = next(one for one in plan.after.result.gates if one.id == limit.ids[0])
        return f"The gate {name_gate(gate.id, gate.title)} stays triggered, whatever is done."
    names = join_words([f"“{clean(plan.before.result.find_node(name).title)}”" for name in limit.ids])
    return LIMITS[limit.kind].format(names)


def _name_gates(plan: Plan, step: PlanStep) -> list[str]:
    return [name_gate(gate.id, gate.title) for gate in find_gates_of(plan.before, plan.after, step)]


def _build_row(plan: Plan, at: int, step: PlanStep) -> tuple[Cell, ...]:
    result, rubric = plan.before.result, plan.before.rubric
    gates = _name_gates(plan, step)
    verb = "gate {} depends" if len(gates) == 1 else "gates {} depend"
    depends = [f"The {verb.format(join_words(gates))} on this."] if gates else []
    assumed = "assumed" if step.is_assumed else ""
    agreed = describe_agreement(result, list_agreed(plan.before.assessment.actions, step))
    return (
        make_cell(f"{at}. {clean(result.criteria[step.criterion].title)}"),
        make_cell(describe_planned_step(result, rubric, step), *depends, agreed),
        make_cell(describe_amount(plan, step.effort), assumed),
    )


def _build_frontier(plan: Plan) -> Iterator[Block]:
    """The best score that each effort can give, as a bar and in figures."""
    points = plan.frontier
    if len(points) < 2:  # noqa: PLR2004 - one point is no choice
        return
    yield Heading(2, "What each effort buys", "plan-frontier")
    result, node = plan.before.result, plan.wanted.node
    ends = describe_ends(result.rubric.find_shown(node))
    own = result.criteria[node].own_scale if node in result.criteria else ()
    rows = tuple(_build_bar(plan, one, is_own=is_own) for one, is_own in _list_shown(plan))
    columns = (Column(plan.wanted.reading.capitalize(), is_number=True), Column("Steps", is_number=True))
    caption = f"The best score ({plan.wanted.reading}) for each effort"
    yield RangeChart(
        caption, own or result.scale, columns, rows, heading="Effort", is_graded=False, ends=ends, parts=PARTS
    )
    shown = len(rows)
    if shown < len(points):
        every = count_words(len(points), "point")
        words = f"{shown} of {every} on the efficient frontier are shown; the JSON output has all of them."
        yield Paragraph(make_line(words), Style.NOTE)


def _list_shown(plan: Plan) -> Iterator[tuple[FrontierPoint, bool]]:
    """Points spread over the whole frontier, including both ends, and the plan itself, which may lie off the frontier.

    The plan has as few steps as possible, and a plan with one more step may give a slightly higher score for the same
    effort.
    """
    points = plan.frontier
    most = min(len(points), MOST_POINTS - 1)
    spread = {round(at * (len(points) - 1) / (most - 1)) for at in range(most)}
    own = FrontierPoint(plan.effort, plan.score_after, len(plan.steps))
    known = [points[at] for at in spread]
    shown = [*known, *([own] if plan.steps else [])]
    found = {(point.effort, round(point.score or 0.0, 9), point.steps): point for point in shown}
    for _, point in sorted(found.items()):
        yield point, point == own and bool(plan.steps)


def _build_bar(plan: Plan, point: FrontierPoint, *, is_own: bool) -> RangeRow:
    """A row for an effort: the score now, what the effort adds to the score, and the resulting score."""
    shown = plan.before.result.rubric.find_shown(plan.wanted.node)
    label = describe_amount(plan, point.effort) + (" (this plan)" if is_own else "")
    now, then, score = plan.score_before or 0.0, point.score or 0.0, format_score(point.score, shown)
    then = now if compare_rounded(now, then) == 0 else then
    scores = dict.fromkeys(Reading) | {Reading.EVIDENCED: min(now, then), Reading.CLAIMED: then}
    return RangeRow(label, scores, (score, str(point.steps)), f"{label}: {score} in {count_words(point.steps, 'step')}")
