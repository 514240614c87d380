"""Replaces means within means by their children, so that fewer points have to be compared.

The replacement changes no score.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from nhsdx.analysis.plan.solve.problem import PlanNode, PlanOption, PlanProblem


def flatten(problem: PlanProblem) -> PlanProblem:
    """The problem with every plain mean replaced by its children; children that facts depend on come last.

    A mean is plain if no condition tests it, no gate caps it, and each of its children always counts.
    """
    named, always = _list_named(problem), _list_always(problem)
    found: dict[str, PlanNode] = {}
    plain: dict[str, PlanNode] = {}
    for node in problem.nodes:
        found[node.id] = flat = _take_apart(node, plain, problem.options) if node.rule == "mean" else node
        if node.id not in named and _is_plain(flat, always):
            plain[node.id] = flat
    used = {child for node in found.values() for child in node.children}
    kept = tuple(node for name, node in found.items() if name in used or name == problem.nodes[-1].id)
    return replace(problem, nodes=kept)


def _list_named(problem: PlanProblem) -> set[str]:
    """The goal, and every node that a condition tests or a gate caps."""
    capped = {name for gate in problem.gates for name in gate.caps}
    return capped | {problem.goal, *(bound.node for bound in problem.bounds.values())}


def _list_always(problem: PlanProblem) -> set[str]:
    """The criteria that always count, whichever option is chosen."""
    return {name for name, options in problem.options.items() if all(map(_always_counts, options))}


def _always_counts(option: PlanOption) -> bool:
    return option.is_known and option.score is not None and option.coverage is not None


def _is_plain(node: PlanNode, always: Collection[str]) -> bool:
    """Whether a node is a mean, and all its children always count."""
    is_mean = node.rule == "mean" and not node.others and bool(node.counted)
    is_limited = node.minimum_known > 1 or node.minimum_coverage > 0
    return is_mean and not is_limited and all(name in always for name, _ in node.counted)


def _take_apart(
    node: PlanNode, plain: Mapping[str, PlanNode], options: Mapping[str, tuple[PlanOption, ...]]
) -> PlanNode:
    """A mean in which plain means are replaced by their own children; children that facts depend on come last."""
    if node.minimum_known > 1 or node.minimum_coverage > 0:
        return node
    counted: list[tuple[str, Fraction]] = []
    for name, weight in node.counted:
        inner = plain[name].counted if name in plain else ((name, Fraction(1)),)
        whole = sum((share for _, share in inner), Fraction(0))
        counted += ((child, weight * share / whole) for child, share in inner)
    return node._replace(counted=tuple(sorted(counted, key=lambda pair: _is_linked(options.get(pair[0], ())))))


def _is_linked(options: Sequence[PlanOption]) -> bool:
    """Whether any of the given options decides a fact or depends on one."""
    return any(one.offers or one.wants for one in options)
