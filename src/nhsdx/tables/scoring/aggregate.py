"""The score of a node from its children in columns, under each reading."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from nhsdx.model import Reading
from nhsdx.scoring import Rule
from nhsdx.tables.frame_builder import (
    Expr,
    choose,
    count_true,
    find_highest,
    find_lowest,
    keep_where,
    make_number,
    multiply,
    sum_terms,
)
from nhsdx.tables.scoring.children import WeightedChild

LOG_OF_ZERO = -1e200
"""Used for the logarithm of 0: a number far enough below all others for the mean to become 0."""


class Formula(NamedTuple):
    """A weighted mean, of scores or of a function of them: `term` of a score, also in columns, and back to a score."""

    term: Callable[[float], float]
    term_of: Callable[[Expr], Expr]
    to_score: Callable[[Expr], Expr]


def _compute_logarithm(score: float) -> float:
    return math.log(score) if score > 0 else LOG_OF_ZERO


def _compute_logarithms(score: Expr) -> Expr:
    """The logarithm of a score; 0 where there is no score, because its weight does not count either."""
    return choose([(score <= 0, make_number(LOG_OF_ZERO))], choose([(score > 0, score)], make_number(1)).log())


FORMULAS: Mapping[Rule, Formula] = {
    "mean": Formula(float, lambda score: score, lambda mean: mean),
    "geometric": Formula(_compute_logarithm, _compute_logarithms, lambda mean: mean.exp()),
}
"""The rules that a sum of weights and a sum of weighted terms are enough for; the other one is the minimum."""


def sum_known(rule: Rule, children: Sequence[WeightedChild], reading: Reading) -> Expr:
    """The weighted terms of the known children."""
    return sum_terms(multiply(weight, FORMULAS[rule].term_of(child.known[reading])) for weight, child in children)


def sum_joining(children: Sequence[WeightedChild], reading: Reading) -> Iterator[tuple[float, Expr]]:
    """Each score that unknown children can have, the most extreme first, and the weight of those that have it."""
    pivots = sorted({value for _, child in children for value in child.pivots[reading].values})
    middles = [(one + other) / 2 for one, other in pairwise(pivots)]
    ranges = list(zip(pivots, (-math.inf, *middles), (*middles, math.inf), strict=True))
    for pivot, low, high in ranges if reading is Reading.LOW else reversed(ranges):
        found = [(weight, child.find_at(reading, pivot, (low, high))) for weight, child in children]
        yield pivot, sum_terms(multiply(weight, count_true(where)) for weight, where in found if where is not None)


def score_known(rule: Rule, weight: Expr, terms: Expr) -> Expr:
    """A node's score from the sums of its known children; null where there are none."""
    return keep_where(weight > 0, FORMULAS[rule].to_score(terms / weight))


def score_outward(rule: Rule, weight: Expr, terms: Expr, joining: Mapping[float, Expr], reading: Reading) -> Expr:
    """A node's score under `low` or `high`, from the sums of its known and unknown children.

    Unknown children join from the most extreme inwards as long as each moves the node outward (`scoring.tree`). The
    result is the most extreme score of all such selections of children, so all of them are tried.
    """
    tried = [score_known(rule, weight, terms)]
    for pivot, more in joining.items():
        weight, terms = weight + more, terms + FORMULAS[rule].term(pivot) * more
        tried.append(score_known(rule, weight, terms))
    return find_lowest(tried) if reading is Reading.LOW else find_highest(tried)


def find_minimum(children: Sequence[WeightedChild], reading: Reading) -> Expr:
    """The lowest score of the known children; of all under `low`.

    Under `high` an unknown child could only lower it, so the highest of them counts only where none is known.
    """
    known = find_lowest(child.known[reading] for _, child in children)
    if reading is Reading.LOW:
        return find_lowest(child.whole[reading] for _, child in children)
    if reading is not Reading.HIGH:
        return known
    return choose([(~known.is_null(), known)], find_highest(child.whole[reading] for _, child in children))
