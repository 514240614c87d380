"""Calculates a node's score from its children's scores, in exact fractions and one child at a time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from nhsdx.analysis.plan.solve.problem import Bound
from nhsdx.model import Reading, read_decimal

HUNDRED = Fraction(100)
FINE = 1 << 60
"""Logarithms are multiplied by this number and rounded, so that their order makes no difference to their sum."""
NOTHING_LEFT = 1 << 100
"""The amount that a score of 0 takes from a sum of logarithms: more than all other scores can add."""
NEARLY = Fraction(1, 2 * 10**9)
SHORT = 10**6
FINE_DECIMALS = 12
RULES = ("mean", "geometric", "inverted-geometric", "min", "max", "pass")
"""The only rules that this arithmetic can calculate; any other rule is refused."""


def make_exact(score: float) -> Fraction:
    """The exact fraction for a score: 33.333333333333336 is 100/3."""
    near = Fraction(score).limit_denominator(SHORT)
    return near if abs(near - Fraction(score)) < Fraction(1, 10**11) else _round(score)


def _round(number: float) -> Fraction:
    return read_decimal(round(number, FINE_DECIMALS))


def is_reached(score: Fraction, bound: Fraction, *, is_above: bool = False) -> bool:
    """Whether a score is at least a bound, or above it, to nine decimals."""
    return score - bound > NEARLY if is_above else bound - score <= NEARLY


class Sums(NamedTuple):
    """The arithmetic of one rule in whole numbers: what a child adds, how two sums are joined, and the score of a sum.

    `unit` is the number by which every score is multiplied to make it a whole number.
    """

    rule: str
    unit: int

    @classmethod
    def of(cls, rule: str, scores: Iterable[Fraction | None]) -> Sums:
        """The arithmetic for a rule and all scores that can occur. Raises ValueError for an unknown rule."""
        if rule not in RULES:
            raise ValueError(rule)
        return cls(rule, math.lcm(*{score.denominator for score in scores if score is not None}))

    @property
    def start(self) -> int:
        """The sum before any child is added."""
        return {"min": 101 * self.unit, "max": -self.unit}.get(self.rule, 0)

    @property
    def is_additive(self) -> bool:
        """Whether two sums are joined by addition."""
        return self.rule not in ("min", "max")

    def weigh(self, score: Fraction, weight: int) -> int:
        """The amount that a child adds to the sum."""
        if self.rule == "geometric":
            return _weigh_logarithm(score, weight)
        if self.rule == "inverted-geometric":
            return -_weigh_logarithm(HUNDRED - score, weight)
        whole = score.numerator * (self.unit // score.denominator)
        return whole * weight if self.rule == "mean" else whole

    def join(self, sum_: int, added: int) -> int:
        """The sum with one more child."""
        if self.rule == "min":
            return min(sum_, added)
        return max(sum_, added) if self.rule == "max" else sum_ + added

    def find_score(self, sum_: int, weight: int) -> Fraction:
        """The score that a sum gives for children with this total weight."""
        if self.rule == "mean":
            return Fraction(sum_, weight * self.unit)
        if self.rule in ("min", "max"):
            return Fraction(sum_, self.unit)
        fallen = _find_geometric(sum_ if self.rule == "geometric" else -sum_, weight)
        return fallen if self.rule == "geometric" else HUNDRED - fallen


def _weigh_logarithm(score: Fraction, weight: int) -> int:
    return round(weight * math.log(score) * FINE) if score > 0 else -weight * NOTHING_LEFT


def _find_geometric(sum_: int, weight: int) -> Fraction:
    if sum_ < -NOTHING_LEFT // 2:
        return Fraction(0)
    return _round(math.exp(sum_ / FINE / weight))


def join_unknown(
    sums: Sums, sum_: int, weight: int, unknown: Sequence[tuple[Fraction, int]], reading: Reading
) -> Fraction | None:
    """The lowest (`LOW`) or highest score that a sum can have if any of the unknown children may count.

    If no known child counts, at least one unknown child does.
    """
    outward = -1 if reading is Reading.LOW else 1
    last: Fraction | None = None
    for score, share in sorted(unknown, key=lambda pair: -outward * pair[0]):
        if weight and score != last:
            so_far = sums.find_score(sum_, weight)
            if not is_reached(outward * score, outward * so_far, is_above=True):
                break
        sum_, weight, last = sums.join(sum_, sums.weigh(score, share)), weight + share, score
    return sums.find_score(sum_, weight) if weight else None


def judge_bound(bound: Bound, score: Fraction | None, *, is_known: bool, applies: bool) -> bool | None:
    """The value that a fact about a node has if the node has the given score."""
    if not applies:
        return bound.if_left_out
    if not is_known and bound.if_unknown != "score":
        return bound.if_unknown == "true"
    return bound.if_left_out if score is None else is_reached(score, bound.score, is_above=bound.is_above)
