"""The score of a node from its children in columns, under each reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

import narwhals as nw

from nhsdx.model import Aggregate, Reading
from nhsdx.tables.frame_builder import (
    Expr,
    choose,
    find_highest,
    find_lowest,
    is_true,
    keep_where,
    make_number,
    multiply,
    sum_terms,
)
from nhsdx.tables.scoring.children import EXTREMES, WeightedChild

WeightedScore = tuple[float, Expr]
"""A weight, and a score that is null where the child is not included."""
LOG_OF_ZERO = -1e200
"""Used for the logarithm of 0: a number far enough below all others for the mean to become 0."""


def score_known(rule: Aggregate, children: Sequence[WeightedChild], reading: Reading) -> Expr:
    """A node's score from its known children."""
    return combine_scores(rule, [(weight, child.known[reading]) for weight, child in children])


def combine_scores(rule: Aggregate, parts: Sequence[WeightedScore]) -> Expr:
    """The score of the included parts; null where there are none. `scoring.aggregate` has the formulas."""
    if rule == "min":
        return find_lowest(score for _, score in parts)
    weights = sum_terms(
        multiply(weight, nw.when(~score.is_null()).then(make_number(1)).otherwise(make_number(0)))
        for weight, score in parts
    )
    if rule == "mean":
        return keep_where(weights > 0, sum_terms(multiply(weight, score) for weight, score in parts) / weights)
    if rule != "geometric":
        assert_never(rule)
    return keep_where(
        weights > 0, (sum_terms(multiply(weight, _compute_logarithm(score)) for weight, score in parts) / weights).exp()
    )


def _compute_logarithm(score: Expr) -> Expr:
    """The logarithm of a score; 0 where there is no score, because its weight does not count either."""
    return choose([(score <= 0, make_number(LOG_OF_ZERO))], choose([(score > 0, score)], make_number(1)).log())


def score_outward(rule: Aggregate, children: Sequence[WeightedChild], reading: Reading) -> Expr:
    """A node's score under `low` or `high`, including unknown children.

    They join from the most extreme inwards as long as each moves the node outward (`scoring.tree`). The result is the
    most extreme score of all such selections of children, so all of them are tried.
    """
    if rule == "min":
        return _find_least(children, reading)
    pivots = [child.pivots[reading] for _, child in children]
    fixed: list[float | Expr] = sorted({pivot for pivot in pivots if not isinstance(pivot, nw.Expr)})
    moving: list[float | Expr] = [pivot for pivot in pivots if isinstance(pivot, nw.Expr)]
    tried = [_score_up_to(pivot, rule, children, reading) for pivot in fixed + moving]
    if EXTREMES[reading] not in fixed:
        tried.append(score_known(rule, children, reading))
    return find_lowest(tried) if reading is Reading.LOW else find_highest(tried)


def _find_least(children: Sequence[WeightedChild], reading: Reading) -> Expr:
    """The lowest score of all children, or under `high` of the known ones, because no other child could raise it."""
    whole = [child.whole[reading] for _, child in children]
    if reading is Reading.LOW:
        return find_lowest(whole)
    known = score_known("min", children, reading)
    return choose([(~known.is_null(), known)], find_highest(whole))


def _score_up_to(pivot: float | Expr, rule: Aggregate, children: Sequence[WeightedChild], reading: Reading) -> Expr:
    """The score of the known children and of the others that are at least as extreme as a pivot."""
    return combine_scores(rule, [(weighted.weight, _join_child(weighted, pivot, reading)) for weighted in children])


def _join_child(weighted: WeightedChild, pivot: float | Expr, reading: Reading) -> Expr:
    child = weighted.child
    own = child.pivots[reading]
    low = reading is Reading.LOW
    if not isinstance(own, nw.Expr) and not isinstance(pivot, nw.Expr):
        joins = own <= pivot if low else own >= pivot
        return child.whole[reading] if joins else child.known[reading]
    own_score = make_number(own) if not isinstance(own, nw.Expr) else own
    is_in = is_true(own_score <= pivot if low else own_score >= pivot)
    return keep_where(child.is_known | is_in, child.whole[reading])
