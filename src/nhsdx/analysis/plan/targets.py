"""Reads targets, budgets and wishes as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from nhsdx.analysis.plan.efforts import list_step_ids
from nhsdx.analysis.plan.solve import make_exact
from nhsdx.analysis.plan.terms import PlanGoal, Wishes
from nhsdx.errors import NhsdxError
from nhsdx.model import OVERALL, Reading, Rubric, expect_known, name_places, parse_number, quote_word, read_decimal
from nhsdx.scoring import Scale, list_level_scores

GATES_CLEAR = ("gates=clear", "gates clear", "gates-clear")
FORMS = "expected a score such as 60, a level such as overall=3 or clinical-framing=3, or gates=clear"


def choose_goal(rubric: Rubric, target: str | None, budget: str | None, *, node: str, reading: Reading) -> PlanGoal:
    """The goal that a target or a budget asks for.

    Raises NhsdxError unless exactly one of `target` and `budget` is given.
    """
    if (target is None) == (budget is None):
        hint = "expected --target, as in --target 60, or --budget, as in --budget 40"
        raise NhsdxError("a plan needs either a target or a budget", hint=hint, code="usage")
    if target is not None:
        if node != OVERALL:
            hint = f"expected a target such as {node}=3"
            raise NhsdxError("--node goes with --budget; a target gives its own node", hint=hint, code="usage")
        return read_target(rubric, target, reading)
    expect_known(node, (OVERALL, *rubric.dimensions, *rubric.criteria), f"a node of {rubric.reference}", "--node")
    return read_budget(budget or "", reading, node)


def read_target(rubric: Rubric, text: str, reading: Reading = Reading.EVIDENCED) -> PlanGoal:
    """The goal that a target asks for. Raises NhsdxError if the rubric has no such node, level or score.

    A number after a node is a level if the node has a level with that number. Any other number is a score as the rubric
    shows it.
    """
    if text.strip() in GATES_CLEAR:
        return PlanGoal.clear()
    node, sign, figure = text.strip().rpartition("=")
    node, figure = (node.strip() or OVERALL) if sign else OVERALL, figure.strip()
    expect_known(node, (OVERALL, *rubric.dimensions, *rubric.criteria), f"a node of {rubric.reference}", "--target")
    levels, scores = _list_levels(rubric, node)
    if sign and figure in levels:
        level = levels.index(figure)
        return PlanGoal(node, reading, make_exact(scores[level]), level)
    return PlanGoal(node, reading, _read_score(rubric, node, figure))


def _list_levels(rubric: Rubric, node: str) -> tuple[list[str], Sequence[float]]:
    """The levels of a node: their numbers, and their scores."""
    scale, criterion = Scale.of(rubric.levels), rubric.criteria.get(node)
    numbers = name_places(rubric.levels) if criterion is None else rubric.name_levels(criterion)
    return [str(number) for number in numbers], (
        scale.scores if criterion is None else list_level_scores(criterion, scale)
    )


def _read_score(rubric: Rubric, node: str, figure: str) -> Fraction:
    shown = rubric.find_shown(node)
    number = parse_number(figure)
    if number is None:
        raise NhsdxError(f"--target: {quote_word(figure)} is not a number", hint=FORMS, code="usage")
    if not shown.can_show(number):
        message = f"--target: `{node}` cannot have a score of {number:g}"
        raise NhsdxError(message, hint=f"expected a score from {shown.ends}", code="usage")
    return read_decimal(number) if shown.is_plain else make_exact(shown.read(number))


def read_budget(text: str, reading: Reading = Reading.EVIDENCED, node: str = OVERALL) -> PlanGoal:
    """The goal of getting the best score for a budget. Raises NhsdxError unless `text` is a number of 0 or more."""
    budget = parse_number(text)
    if budget is None or budget < 0:
        message = f"--budget: {quote_word(text)} is not a number of 0 or more"
        raise NhsdxError(message, hint="expected an effort, such as 40", code="usage")
    return PlanGoal(node, reading, budget=read_decimal(budget))


def read_wishes(rubric: Rubric, fixed: Sequence[str], avoided: Sequence[str]) -> Wishes:
    """What the plan must contain, and what it must leave alone.

    Raises NhsdxError for an id that no criterion and no step has.
    """
    known = (*rubric.criteria, *list_step_ids(rubric))
    for option, ids in (("--fix", fixed), ("--avoid", avoided)):
        for one in ids:
            expect_known(one, known, f"a criterion or step of {rubric.reference}", option)
    both = next((one for one in fixed if one in avoided or one.partition(".")[0] in avoided), None)
    if both is not None:
        message = f"`{both}` cannot be both in the plan and left alone"
        raise NhsdxError(message, hint="give it with --fix or with --avoid, not both", code="usage")
    return Wishes(tuple(fixed), tuple(avoided))
