"""How children in columns become the score of their node, under each reading."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from nhsdx.batch.children import EXTREMES, Weighted
from nhsdx.batch.table import Expr, choose, highest, is_true, lowest, no_number, number, only, times, total
from nhsdx.model.reading import Reading
from nhsdx.model.rubric import Aggregate

Part = tuple[float, Expr]
"""A weight, and a score that is null where the child is not included."""
LOG_OF_ZERO = -1e200
"""Stands for the logarithm of 0, far enough below all others for the mean to become 0, yet a number."""


def known_score(rule: Aggregate, children: Sequence[Weighted], reading: Reading) -> Expr:
    """A node's score from what is known."""
    return combined(rule, [(weight, child.known[reading]) for weight, child in children])


def combined(rule: Aggregate, parts: Sequence[Part]) -> Expr:
    """The score of the parts that are included; null where none is. `scoring.aggregate` has the formulas."""
    if rule == "min":
        return lowest(score for _, score in parts)
    weights = total(
        times(weight, nw.when(~score.is_null()).then(number(1)).otherwise(number(0))) for weight, score in parts
    )
    if rule == "mean":
        return only(weights > 0, total(times(weight, score) for weight, score in parts) / weights)
    return only(weights > 0, (total(times(weight, _log(score)) for weight, score in parts) / weights).exp())


def _log(score: Expr) -> Expr:
    """The logarithm of a score; 0 where there is no score, whose weight is not counted either."""
    return choose([(score <= 0, number(LOG_OF_ZERO))], choose([(score > 0, score)], number(1)).log())


def outward_score(rule: Aggregate, children: Sequence[Weighted], reading: Reading) -> Expr:
    """A node's score under `low` or `high`, with the children of which nothing is known.

    They join from the most extreme inwards for as long as each moves the node outward (`scoring.tree`). That
    ends at the most extreme score that any such row of children gives, so all of them are tried.
    """
    if rule == "min":
        return _least(children, reading)
    pivots = [child.pivots[reading] for _, child in children]
    fixed: list[float | Expr] = sorted({pivot for pivot in pivots if not isinstance(pivot, nw.Expr)})
    moving: list[float | Expr] = [pivot for pivot in pivots if isinstance(pivot, nw.Expr)]
    tried = [_up_to(pivot, rule, children, reading) for pivot in fixed + moving]
    if EXTREMES[reading] not in fixed:
        tried.append(known_score(rule, children, reading))
    return lowest(tried) if reading is Reading.LOW else highest(tried)


def _least(children: Sequence[Weighted], reading: Reading) -> Expr:
    """The least of all, or under `high` of what is known: nothing that joins could raise it."""
    whole = [child.whole[reading] for _, child in children]
    if reading is Reading.LOW:
        return lowest(whole)
    known = known_score("min", children, reading)
    return choose([(~known.is_null(), known)], highest(whole))


def _up_to(pivot: float | Expr, rule: Aggregate, children: Sequence[Weighted], reading: Reading) -> Expr:
    """The score of what is known and of whatever else is at least as extreme as one of the others."""
    return combined(rule, [(weighted.weight, _joined(weighted, pivot, reading)) for weighted in children])


def _joined(weighted: Weighted, pivot: float | Expr, reading: Reading) -> Expr:
    child = weighted.child
    own = child.pivots[reading]
    low = reading is Reading.LOW
    if not isinstance(own, nw.Expr) and not isinstance(pivot, nw.Expr):
        joins = own <= pivot if low else own >= pivot
        return child.whole[reading] if joins else child.known[reading]
    own_score = number(own) if not isinstance(own, nw.Expr) else own
    is_in = is_true(own_score <= pivot if low else own_score >= pivot)
    return only(child.is_known | is_in, child.whole[reading])


def nothing() -> dict[Reading, Expr]:
    """The scores of a node that is excluded in every row."""
    return dict.fromkeys(Reading, no_number())
