"""Combines the scores of children into the score of their node."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

from nhsdx.model.rubric import Aggregate

Weighted: TypeAlias = Sequence[tuple[float, float]]
"""Pairs of weight (above 0) and score (0-100); never empty."""


def compute_mean(children: Weighted) -> float:
    """The weighted arithmetic mean, sum(w * s) / sum(w)."""
    return math.fsum(w * s for w, s in children) / math.fsum(w for w, _ in children)


def compute_geometric_mean(children: Weighted) -> float:
    """The weighted geometric mean, exp(sum(w * ln s) / sum(w)); 0 if any child scores 0."""
    if any(s <= 0 for _, s in children):
        return 0.0
    return math.exp(math.fsum(w * math.log(s) for w, s in children) / math.fsum(w for w, _ in children))


def find_minimum(children: Weighted) -> float:
    """The lowest score, whatever the weights."""
    return min(s for _, s in children)


RULES: dict[Aggregate, Callable[[Weighted], float]] = {
    "mean": compute_mean,
    "geometric": compute_geometric_mean,
    "min": find_minimum,
}


def aggregate(rule: Aggregate, children: Weighted) -> float:
    """The node's score, 0-100, clamped to the range of its children, which rounding could otherwise leave."""
    scores = [s for _, s in children]
    return min(max(RULES[rule](children), min(scores)), max(scores))
