"""A plan as blocks: what it comes to, its steps in order, what each effort buys, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.plan.limits import PlanLimit, find_limits
from nhsdx.analysis.plan.order import find_gates_of
from nhsdx.analysis.plan.plans import FrontierPoint, Plan
from nhsdx.analysis.plan.solve import PlanStep
from nhsdx.documents.page import (
    BarRow,
    Block,
    Callout,
    Cell,
    Column,
    Heading,
    Listing,
    Paragraph,
    StackedBars,
    Style,
    Table,
    Tone,
    clean,
    count_words,
    format_score,
    join_words,
    make_cell,
    make_line,
    name_gate,
)
from nhsdx.documents.words.plan import (
    describe_amount,
    describe_plan,
    describe_planned_step,
    describe_proof,
    list_assumptions,
)

STEPS = (
    Column("Criterion", share=3),
    Column("What to do", share=7),
    Column("Effort", is_number=True, share=2),
)
LIMITS = {
    "evidence": "No grade of evidence supports the highest answer to {}.",
    "survey": "Only the people who are asked can change the answers to {}, so no step does.",
    "avoided": "You asked to leave {} alone.",
    "answer": "The best answer to {} does not score 100.",
}
"""Why criteria do not score 100."""
MOST_POINTS = 12
"""The most points of the frontier that a page shows."""


def build_plan(plan: Plan) -> Iterator[Block]:
    """The blocks of a plan, without a title; headings are of level 2."""
    rubric = plan.before.rubric
    yield Paragraph(make_line(describe_plan(plan, rubric)), Style.LEAD)
    proof = describe_proof(plan, rubric)
    if proof:
        yield Paragraph(make_line(proof))
    yield from _build_limits(plan)
    if plan.steps:
        yield Heading(2, "Steps, in order" if plan.is_reached else "Steps to the best score, in order", "plan-steps")
        rows = tuple(_build_row(plan, at, step) for at, step in enumerate(plan.steps, 1))
        yield Table("What gates ask for comes first", STEPS, rows)
    yield from _build_frontier(plan)
    assumptions = list_assumptions(plan)
    if assumptions:
        yield Heading(2, "What is assumed", "plan-assumptions")
        yield Listing(tuple(make_line(words) for words in assumptions))


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


def _build_row(plan: Plan, at: int, step: PlanStep) -> tuple[Cell, ...]:
    result, rubric = plan.before.result, plan.before.rubric
    gates = [name_gate(gate.id, gate.title) for gate in find_gates_of(plan.before, plan.after, step)]
    verb = "gate {} depends" if len(gates) == 1 else "gates {} depend"
    depends = [f"The {verb.format(join_words(gates))} on this."] if gates else []
    assumed = "assumed" if step.is_assumed else ""
    return (
        make_cell(f"{at}. {clean(result.criteria[step.criterion].title)}"),
        make_cell(describe_planned_step(result, rubric, step), *depends),
        make_cell(describe_amount(plan, step.effort), assumed),
    )


def _build_frontier(plan: Plan) -> Iterator[Block]:
    """The best score for each effort, as a bar and in figures."""
    points = plan.frontier
    if len(points) < 2:  # noqa: PLR2004 - one point is no choice
        return
    yield Heading(2, "What each effort buys", "plan-frontier")
    shown = _select_points(plan)
    columns = (Column("Score", is_number=True, share=2), Column("Steps", is_number=True, share=2))
    rows = tuple(_build_bar(plan, one) for one in shown)
    caption = f"The best score ({plan.wanted.reading}) for each effort"
    yield StackedBars(caption, "Effort", ("Score", "Still to gain"), columns, rows, "Share of 100")
    if len(shown) < len(points):
        words = f"{len(shown)} of {count_words(len(points), 'point')} of the efficient frontier; JSON has all."
        yield Paragraph(make_line(words), Style.NOTE)


def _select_points(plan: Plan) -> Sequence[FrontierPoint]:
    """Points spread over the frontier, among them both ends and the plan itself."""
    points = plan.frontier
    if len(points) <= MOST_POINTS:
        return points
    spread = {round(at * (len(points) - 1) / (MOST_POINTS - 2)) for at in range(MOST_POINTS - 1)}
    own = next((at for at, one in enumerate(points) if one.effort == plan.effort), 0)
    return [points[at] for at in sorted(spread | {own})]


def _build_bar(plan: Plan, point: FrontierPoint) -> BarRow:
    shown = plan.before.result.rubric.find_shown(plan.wanted.node)
    filled = round(point.score or 0.0)
    note = "this plan" if point.effort == plan.effort and plan.steps else ""
    label = describe_amount(plan, point.effort) + (f" ({note})" if note else "")
    return BarRow(label, (filled, 100 - filled), tuple(_list_figures(point, format_score(point.score, shown))))


def _list_figures(point: FrontierPoint, score: str) -> Iterator[str]:
    yield score
    yield str(point.steps)
