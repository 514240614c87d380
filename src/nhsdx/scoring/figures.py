"""The figures beside the scores: coverage, spreads, what is left out, and contributions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from nhsdx.model.base import OVERALL
from nhsdx.model.result import CriterionStatus, LeftOut
from nhsdx.scoring.gates import Run
from nhsdx.scoring.leaf import Leaf
from nhsdx.scoring.numbers import compare
from nhsdx.scoring.scale import Scale
from nhsdx.scoring.tree import Node


def coverages(nodes: Sequence[Node], leaves: Mapping[str, Leaf]) -> dict[str, float | None]:
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


def spreads(nodes: Sequence[Node], run: Run, scale: Scale) -> dict[str, tuple[int, ...]]:
    """For each node how many of the criteria that count in it are at each level, from level 0 up."""
    found: dict[str, tuple[int, ...]] = {}
    for node in nodes:
        counts = [0] * len(scale.scores)
        for child, score in run.evaluations[node.id].counted:
            if child.id in found:
                counts = [one + other for one, other in zip(counts, found[child.id], strict=True)]
            else:
                counts[scale.level_of(score)] += 1
        found[node.id] = tuple(counts)
    return found


def left_out_counts(nodes: Sequence[Node], leaves: Mapping[str, Leaf]) -> dict[str, LeftOut]:
    """For each node how many of the criteria asked in it have no value that counts, by status."""
    below: dict[str, list[CriterionStatus]] = {name: [leaf.status] for name, leaf in leaves.items()}
    for node in nodes:
        below[node.id] = [status for child in node.children for status in below[child.id]]
    return {
        node.id: LeftOut(
            unknown=below[node.id].count(CriterionStatus.UNKNOWN),
            not_due=below[node.id].count(CriterionStatus.NOT_DUE),
            not_applicable=below[node.id].count(CriterionStatus.NOT_APPLICABLE),
        )
        for node in nodes
    }


def contributions(nodes: Sequence[Node], run: Run) -> dict[str, float]:
    """How many points of the overall score before gates each node brings: effective weight times score.

    Only through means, and not from below a node that a gate has lowered; there a part has no share
    of its own. The contributions of a mean's children sum to the mean.
    """
    shares = {OVERALL: 1.0}
    for node in reversed(nodes):
        evaluation = run.evaluations[node.id]
        is_lowered = node.id != OVERALL and lowers(evaluation.before_gates, run.scores[node.id])
        if node.id not in shares or node.rule != "mean" or is_lowered:
            continue
        total = math.fsum(child.weight for child, _ in evaluation.counted)
        for child, _ in evaluation.counted:
            shares[child.id] = shares[node.id] * child.weight / total
    return {name: share * score for name, share in shares.items() if (score := run.scores[name]) is not None}


def lowers(before: float | None, after: float | None) -> bool:
    """Whether gates brought a score down, by more than what nine decimals do not show."""
    return before is not None and after is not None and compare(after, before) < 0
