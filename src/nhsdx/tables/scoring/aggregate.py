"""Works out the score of a node under each reading, from the columns of its children."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from nhsdx.model import Condition, Reading, list_simple_parts
from nhsdx.scoring import DECIMALS, Node, Rule, Scale, find_least_above, find_least_reaching
from nhsdx.tables.frame_builder import (
    Expr,
    choose,
    count_true,
    find_highest,
    find_lowest,
    is_true,
    join_all,
    join_any,
    keep_where,
    look_up,
    make_number,
    make_truth,
    multiply,
    sum_terms,
)
from nhsdx.tables.scoring.children import OUTWARD, ChildColumns, WeightedChild

LOG_OF_ZERO = -1e200
"""Used for the logarithm of 0: a number far enough below all others for the mean to become 0."""


class Formula(NamedTuple):
    """A weighted mean of a function of scores.

    The fields are the function for numbers, the function for columns, and the inverse function.
    """

    term: Callable[[float], float]
    term_of: Callable[[Expr], Expr]
    to_score: Callable[[Expr], Expr]


def _compute_logarithm(score: float) -> float:
    return math.log(score) if score > 0 else LOG_OF_ZERO


def _compute_logarithms(score: Expr) -> Expr:
    """The logarithm of a score; 0 if there is no score, because the weight does not count then."""
    return choose([(score <= 0, make_number(LOG_OF_ZERO))], choose([(score > 0, score)], make_number(1)).log())


FORMULAS: Mapping[Rule, Formula] = {
    "mean": Formula(float, lambda score: score, lambda mean: mean),
    "geometric": Formula(_compute_logarithm, _compute_logarithms, lambda mean: mean.exp()),
    "inverted-geometric": Formula(
        lambda score: _compute_logarithm(round(100 - score, DECIMALS)),
        lambda score: _compute_logarithms((make_number(100) - score).round(DECIMALS)),
        lambda mean: make_number(100) - mean.exp(),
    ),
}
"""The rules that need only a sum of weights and a sum of weighted terms."""


def sum_known(rule: Rule, children: Sequence[WeightedChild], reading: Reading) -> Expr:
    """The sum of the weighted terms of the known children."""
    return sum_terms(multiply(weight, FORMULAS[rule].term_of(child.known[reading])) for weight, child in children)


def sum_joining(children: Sequence[WeightedChild], reading: Reading) -> Iterator[tuple[float, Expr]]:
    """Each score that unknown children can have, most extreme first, with the weight of the children that have it."""
    pivots = sorted({value for _, child in children for value in child.pivots[reading].values})
    middles = [(one + other) / 2 for one, other in pairwise(pivots)]
    ranges = list(zip(pivots, (-math.inf, *middles), (*middles, math.inf), strict=True))
    for pivot, low, high in ranges if reading is Reading.LOW else reversed(ranges):
        found = [(weight, child.find_at(reading, pivot, (low, high))) for weight, child in children]
        yield pivot, sum_terms(multiply(weight, count_true(where)) for weight, where in found if where is not None)


def score_known(rule: Rule, weight: Expr, terms: Expr) -> Expr:
    """A node's score from the sums over its known children; null in rows without known children."""
    return keep_where(weight > 0, FORMULAS[rule].to_score(terms / weight))


def score_outward(rule: Rule, weight: Expr, terms: Expr, joining: Mapping[float, Expr], reading: Reading) -> Expr:
    """A node's score under `low` or `high`, from the sums over its known and unknown children.

    Unknown children are added one score at a time, the most extreme score first, as long as they move the node outward
    (`scoring.tree`). The node's score is worked out again each time unknown children are added, and the result is the
    most extreme of these scores.
    """
    tried = [score_known(rule, weight, terms)]
    for pivot, more in joining.items():
        weight, terms = weight + more, terms + FORMULAS[rule].term(pivot) * more
        tried.append(score_known(rule, weight, terms))
    return find_lowest(tried) if reading is Reading.LOW else find_highest(tried)


def _find_unknown(child: ChildColumns, reading: Reading) -> Expr:
    """The score of a child in the rows in which it is unknown; null in other rows."""
    column = child.pivots[reading].column
    return keep_where(child.is_unknown, child.whole[reading]) if column is None else column


def score_each_outward(
    rule: Rule, weight: Expr, terms: Expr, children: Sequence[WeightedChild], reading: Reading
) -> Expr:
    """Like `score_outward`, for unknown children that may have any score.

    Each of these children is tried as the last one to be added.
    """
    unknown = [(one, _find_unknown(child, reading)) for one, child in children]
    formula, tried = FORMULAS[rule], [score_known(rule, weight, terms)]
    for _, last in unknown:
        joining = [
            (one, keep_where(is_true(score <= last if reading is Reading.LOW else score >= last), score))
            for one, score in unknown
        ]
        more = sum_terms(multiply(one, count_true(~score.is_null())) for one, score in joining)
        tried.append(
            keep_where(
                ~last.is_null(),
                score_known(
                    rule,
                    weight + more,
                    terms + sum_terms(multiply(one, formula.term_of(score)) for one, score in joining),
                ),
            )
        )
    return find_lowest(tried) if reading is Reading.LOW else find_highest(tried)


def find_extreme(children: Sequence[WeightedChild], end: Reading, reading: Reading) -> Expr:
    """The lowest score of the known children or, if `end` is high, the highest.

    If `reading` is `end`, unknown children count too. Under the opposite reading, unknown children count only if no
    child is known, and then with the score that is farthest from `end`: beside a known child, an unknown child could
    only move the score towards `end`.
    """
    find, find_other = (find_lowest, find_highest) if end is Reading.LOW else (find_highest, find_lowest)
    if reading is end:
        return find(child.whole[reading] for _, child in children)
    known = find(child.known[reading] for _, child in children)
    if reading not in OUTWARD:
        return known
    return choose([(~known.is_null(), known)], find_other(child.whole[reading] for _, child in children))


def meets_bound(condition: Condition, score: Expr, scale: Scale) -> Expr:
    """The rows in which a score meets the bound of a condition. Rows without a score are never among them."""
    if condition.at_least == 0 or condition.at_most == len(scale.scores) - 1:
        return ~score.is_null()
    if condition.at_least is not None:
        return is_true(score >= find_least_reaching(scale.scores[condition.at_least]))
    if condition.at_most is not None:
        return is_true(score < find_least_reaching(scale.scores[condition.at_most + 1]))
    if condition.below is not None:
        return is_true(score < find_least_reaching(condition.below))
    return is_true(score >= find_least_above(condition.above or 0.0))


Children = Mapping[str, ChildColumns]


class ConditionState(NamedTuple):
    """The rows in which a condition is met or left out, and the rows in which it is left out: nothing in it applies."""

    passed: Expr
    left_out: Expr


def climb_stages(node: Node, children: Children, reading: Reading) -> Expr:
    """The score of the highest level up to which all stages are reached; null in rows in which no stage applies."""
    found = [_judge(stage, node, children, reading) for stage in node.stages]
    scores = [make_number(node.scale.scores[stage.level]) for stage in node.stages]
    reached = [join_all(one.passed for one in found[: number + 1]) for number in range(len(found))]
    score = look_up(reversed(list(zip(reached, scores, strict=True))), make_number(node.scale.scores[0]))
    return keep_where(~join_all(one.left_out for one in found), score)


def _judge(condition: Condition, node: Node, children: Children, reading: Reading) -> ConditionState:
    """The rows in which a condition is met, as in `scoring.tree`: unknown parts count as met only under `high`."""
    if not condition.parts:
        return _look(condition, node, children.get(condition.subject), reading)
    parts = [_judge(part, node, children, reading) for part in condition.parts]
    left_out = join_all(part.left_out for part in parts)
    if condition.all_of:
        return ConditionState(join_all(part.passed for part in parts), left_out)
    return ConditionState(join_any([left_out, *(part.passed & ~part.left_out for part in parts)]), left_out)


def _look(condition: Condition, node: Node, child: ChildColumns | None, reading: Reading) -> ConditionState:
    left_out = _find_left_out(child)
    if child is None:
        return ConditionState(left_out, left_out)
    met = meets_bound(condition, child.known[reading], node.scale)
    return ConditionState(met | (~child.is_known if reading is Reading.HIGH else left_out), left_out)


def _find_left_out(child: ChildColumns | None) -> Expr:
    """The rows in which a child does not apply; all rows if the child is not asked in any row."""
    if child is None or child.applies is None:
        return make_truth(value=child is None)
    return ~child.applies


def is_first_stage_known(node: Node, children: Children) -> Expr:
    """The rows in which every criterion and dimension that the first applicable stage depends on is known."""
    cases = []
    for stage in node.stages:
        looked_at = [children.get(part.subject) for part in list_simple_parts(stage)]
        left_out = [_find_left_out(child) for child in looked_at]
        known = [
            where if child is None else child.is_known | where for child, where in zip(looked_at, left_out, strict=True)
        ]
        cases.append((~join_all(left_out), join_all(known)))
    return look_up(cases, make_truth(value=False))
