"""What is possible for a node with stages, if some facts are settled and all others count as true."""

from __future__ import annotations

from fractions import Fraction

from nhsdx.analysis.plan.solve.problem import Facts, PlanNode, judge_formula


def find_stage(node: PlanNode, facts: Facts) -> Fraction:
    """The score of a staged node at the highest level up to which every stage can still be reached."""
    score = Fraction(0)
    for stage in node.stages:
        truth = None if stage.formula is None else judge_formula(stage.formula, lambda fact: facts.get(fact, True))
        if truth is False:
            break
        score = stage.score
    return score


def list_ways_to_know(node: PlanNode, facts: Facts) -> tuple[bool | None, ...]:
    """The states that a staged node could have: known, unknown or not applicable.

    These states depend on the first stage that tests anything.
    """
    for looked_at in node.looked_at:
        if any(fact not in facts for fact in looked_at):
            return (True, False, None)
        found = {facts[fact] for fact in looked_at} - {None}
        if found:
            return (False not in found,)
    return (None,)
