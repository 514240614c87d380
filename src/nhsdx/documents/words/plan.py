"""The wording of plans: their targets, their steps, and their effort and scores."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from nhsdx.analysis.plan.plans import Plan
from nhsdx.analysis.plan.solve import PlanStep
from nhsdx.analysis.plan.terms import PlanGoal
from nhsdx.documents.number_words import format_number, format_score, shorten_value
from nhsdx.documents.phrases import count_words
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words.levels import name_own_level
from nhsdx.documents.words.things import FIND_OUT, MAKE_TRUE, describe_agreed
from nhsdx.model import (
    OVERALL,
    Action,
    ChecklistCriterion,
    LevelCriterion,
    MeasureCriterion,
    Result,
    Rubric,
)

CLEAR = "all gates clear"


def name_goal(result: Result, node: str) -> str:
    """The name of the plan's node in a sentence: `the overall score`, or the title of a dimension."""
    return "the overall score" if node == OVERALL else f"“{clean(result.find_node(node).title)}”"


def describe_wanted(result: Result, rubric: Rubric, wanted: PlanGoal) -> str:
    """The aim of a plan: `an overall score of 60.0 or more`, `all gates clear`, or the best score for a budget."""
    if wanted.must_clear:
        return CLEAR
    node = "" if wanted.node == OVERALL else f" of {name_goal(result, wanted.node)}"
    if wanted.budget is not None:
        return f"the best score{node}" if node else "the best overall score"
    if wanted.level is not None:
        return f"level {_name_level(rubric, wanted)} or higher{node or ' overall'}"
    shown = result.rubric.find_shown(wanted.node)
    side = "less" if shown.is_reversed else "more"
    return f"{'a' if node else 'an overall'} score{node} of {format_score(float(wanted.score or 0), shown)} or {side}"


def _describe_reaching(plan: Plan, rubric: Rubric, ending: str = "") -> str:
    """What a plan does, with the given verb ending: `reach an overall score of 60.0 or more` or `clear all gates`."""
    if plan.wanted.must_clear:
        return f"clear{ending and 's'} all gates"
    return f"reach{ending} {describe_wanted(plan.before.result, rubric, plan.wanted)}"


def _name_level(rubric: Rubric, wanted: PlanGoal) -> str:
    criterion = rubric.criteria.get(wanted.node)
    if isinstance(criterion, LevelCriterion) and criterion.own_levels:
        return clean(name_own_level(criterion, wanted.level or 0))
    return clean(rubric.describe_level(wanted.level or 0))


def describe_amount(plan: Plan, amount: Fraction | None = None) -> str:
    """An effort in its unit: `53 person-days`, or `5 steps` if every step counts as one."""
    effort = plan.effort if amount is None else amount
    if plan.efforts.are_equal:
        return count_words(int(effort), "step")
    number, unit = format_number(float(effort)), clean(plan.efforts.unit)
    return f"{number} {unit.removesuffix('s') if effort == 1 else unit}"


def describe_planned_step(result: Result, rubric: Rubric, step: PlanStep) -> str:
    """A step as an instruction; if an answer is unknown, the instruction is to find out the answer."""
    criterion = rubric.criteria[step.criterion]
    if step.kind == "item" and isinstance(criterion, ChecklistCriterion):
        lead = f"{FIND_OUT} whether this is true" if step.is_unknown else MAKE_TRUE
        return f"{lead.capitalize()}: {clean(criterion.items[step.item or ''].text)}"
    if step.kind == "evidence":
        return _describe_evidence(result, rubric, step)
    lead = f"{FIND_OUT} whether it is at" if step.is_unknown else "reach"
    return f"{lead.capitalize()} {_describe_target(rubric, step)}"


def _describe_evidence(result: Result, rubric: Rubric, step: PlanStep) -> str:
    """The evidence to bring: a grade that supports a higher level, or the same grade with a date that counts."""
    label = next(clean(grade.label) for grade in rubric.evidence_grades if grade.id == step.grade)
    found = result.criteria[step.criterion]
    lead = "Renew and date the evidence" if found.evidence == step.grade else "Bring evidence"
    return f"{lead}: {label}"


def _describe_target(rubric: Rubric, step: PlanStep) -> str:
    criterion = rubric.criteria[step.criterion]
    if isinstance(criterion, MeasureCriterion) and step.value is not None:
        value = step.value if criterion.linear is None else shorten_value(step.value, criterion.linear)
        return f"{format_number(value)} {clean(criterion.unit)}"
    if isinstance(criterion, LevelCriterion) and criterion.own_levels:
        return f"level {clean(name_own_level(criterion, step.level or 0))}"
    return f"level {clean(rubric.describe_level(step.level or 0))}"


def describe_agreement(result: Result, actions: Sequence[Action]) -> str:
    """The action already agreed for a step: `Agreed: Chief nurse, by 1 March 2027.`; empty if there is none."""
    words = describe_agreed(result, actions)
    return words and f"{words[0].upper()}{words[1:]}."


def describe_plan(plan: Plan, rubric: Rubric) -> str:
    """The effort and the scores of a plan, in a sentence or two."""
    wanted = plan.wanted
    if not plan.is_reached:
        return f"No plan {_describe_reaching(plan, rubric, 'es')}. {_describe_best(plan)}"
    if not plan.steps:
        reached = f"The target is already reached: {describe_wanted(plan.before.result, rubric, wanted)}."
        nothing = reached if wanted.budget is None else "This budget buys no better score."
        return f"{nothing} {_describe_scores(plan)}"
    if wanted.budget is not None:
        budget = describe_amount(plan, wanted.budget)
        return f"The best plan for {budget} takes {_describe_size(plan)}. {_describe_scores(plan)}"
    lead = "The plan with the fewest steps" if plan.efforts.are_equal else "The cheapest plan"
    return f"{lead} to {_describe_reaching(plan, rubric)} takes {_describe_size(plan)}. {_describe_scores(plan)}"


def _describe_size(plan: Plan) -> str:
    amount = describe_amount(plan)
    return amount if plan.efforts.are_equal else f"{amount} in {count_words(len(plan.steps), 'step')}"


def _describe_scores(plan: Plan) -> str:
    """The scores without and with the plan, under the plan's reading."""
    node, reading = plan.wanted.node, plan.wanted.reading
    shown, name = plan.before.result.rubric.find_shown(node), name_goal(plan.before.result, node)
    before, after = (format_score(one, shown) for one in (plan.score_before, plan.score_after))
    if before == after:
        return f"{name[0].upper()}{name[1:]} stays at {before} ({reading})."
    return f"{name[0].upper()}{name[1:]} goes from {before} to {after} ({reading})."


def _describe_best(plan: Plan) -> str:
    """The best score that any plan can reach, and the effort that this takes."""
    if plan.wanted.must_clear:
        return "Whatever is done, at least one gate stays triggered."
    shown = plan.before.result.rubric.find_shown(plan.wanted.node)
    best = plan.best
    return f"The best score is {format_score(best.score, shown)}, for {describe_amount(plan, best.effort)}."


def describe_proof(plan: Plan, rubric: Rubric) -> str:
    """What the plan's certificate proves; empty if there is nothing to prove."""
    reaches = _describe_reaching(plan, rubric, "es")
    if not plan.is_reached:
        return f"Proved: no combination of steps {reaches}."
    if plan.wanted.budget is not None:
        shown = plan.before.result.rubric.find_shown(plan.wanted.node)
        score = format_score(plan.score_after, shown)
        return f"Proved: no plan for {describe_amount(plan, plan.wanted.budget)} gives a better score than {score}."
    if not plan.steps:
        return ""
    few = "with fewer than" if plan.efforts.are_equal else "under"
    return f"Proved: no plan {few} {describe_amount(plan)} {reaches}."


def list_assumptions(plan: Plan) -> list[str]:
    """What a plan assumes about unknown answers, about missing efforts, and about evidence that is kept."""
    return [*_describe_unknown(plan.steps), *_describe_efforts(plan), *_describe_evidence_kept(plan)]


def _describe_unknown(steps: Sequence[PlanStep]) -> list[str]:
    unknown = sum(step.is_unknown for step in steps)
    if not unknown:
        return []
    verb = "is" if unknown == 1 else "are"
    words = (
        f"{count_words(unknown, 'answer')} {verb} unknown. The plan assumes that each answer will be good, "
        "but counts the effort that is needed if it is not."
    )
    return [words]


def _describe_efforts(plan: Plan) -> list[str]:
    if plan.efforts.are_equal:
        return ["Nobody gave efforts, so every step counts as one and the plan has the fewest steps."]
    assumed = sum(step.is_assumed for step in plan.steps)
    if not assumed:
        return []
    unit = clean(plan.efforts.unit)
    evidence = describe_amount(plan, plan.efforts.evidence)
    words = (
        f"The effort of {assumed} of the {count_words(len(plan.steps), 'step')} is assumed, because nobody gave it. "
        f"A statement takes the median effort for its level (in {unit}), and evidence takes {evidence}. "
        f"Give your own efforts with --effort FILE."
    )
    return [words]


def _describe_evidence_kept(plan: Plan) -> list[str]:
    if not plan.before.rubric.evidence_grades or not any(step.kind != "evidence" for step in plan.steps):
        return []
    return ["Evidence that you keep must support the new answers as well as the old ones."]
