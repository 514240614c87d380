"""The figures beside the scores: coverage, weakest level and contributions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from nhsdx.model.base import OVERALL
from nhsdx.model.result import CriterionStatus
from nhsdx.scoring.gates import ScoringRun
from nhsdx.scoring.leaf import Leaf
from nhsdx.scoring.numbers import compare
from nhsdx.scoring.tree import Node


def compute_coverages(nodes: Sequence[Node], leaves: Mapping[str, Leaf]) -> dict[str, float | None]:
    """The share, 0-1, of applicable weight that has a known answer; None where nothing applies."""
    shares: dict[str, float | None] = {
        name: float(leaf.status is CriterionStatus.ANSWERED) if leaf.status.applies else None
        for name, leaf in leaves.items()
    }
    for node in nodes:
        parts = [(child.weight, share) for child in node.children if (share := shares[child.id]) is not None]
        total = math.fsum(weight for weight, _ in parts)
        shares[node.id] = math.fsum(weight * share for weight, share in parts) / total if parts else None
    return shares


def find_weakest_levels(nodes: Sequence[Node], levels: Mapping[str, int | None]) -> dict[str, int | None]:
    """The lowest of the criteria's levels below each node, what a staged model would award."""
    weakest = dict(levels)
    for node in nodes:
        below = [level for child in node.children if (level := weakest[child.id]) is not None]
        weakest[node.id] = min(below, default=None)
    return weakest


def compute_contributions(nodes: Sequence[Node], run: ScoringRun) -> dict[str, float]:
    """How many points of the overall score before gates each node brings: effective weight times score.

    Only through means, and not from below a node that a gate has lowered; there a part has no share
    of its own. The contributions of a mean's children sum to the mean.
    """
    shares = {OVERALL: 1.0}
    for node in reversed(nodes):
        evaluation = run.evaluations[node.id]
        is_lowered = node.id != OVERALL and has_fallen(evaluation.before_gates, run.scores[node.id])
        if node.id not in shares or node.rule != "mean" or is_lowered:
            continue
        total = math.fsum(child.weight for child, _ in evaluation.counted)
        for child, _ in evaluation.counted:
            shares[child.id] = shares[node.id] * child.weight / total
    return {name: share * score for name, share in shares.items() if (score := run.scores[name]) is not None}


def has_fallen(before: float | None, after: float | None) -> bool:
    """Whether gates brought a score down, by more than what nine decimals do not show."""
    return before is not None and after is not None and compare(after, before) < 0
