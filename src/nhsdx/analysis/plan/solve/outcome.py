"""What a choice of options leads to: every score and every triggered gate, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from nhsdx.analysis.plan.solve.arithmetic import Sums, join_unknown, judge_bound
from nhsdx.analysis.plan.solve.fronts import group_bounds
from nhsdx.analysis.plan.solve.problem import Bound, Fact, PlanNode, PlanOption, PlanProblem
from nhsdx.analysis.plan.solve.stages import find_stage, list_ways_to_know
from nhsdx.model import Reading


class PlanPart(NamedTuple):
    """The outcome for a node or criterion; the coverage is None if nothing in it applies."""

    score: Fraction | None
    is_known: bool
    coverage: Fraction | None


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """The score of the goal, the gates that are triggered, and all facts."""

    score: Fraction | None
    triggered: frozenset[str]
    facts: Mapping[Fact, bool | None]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Works out what a choice of options leads to."""

    problem: PlanProblem
    bounds: Mapping[str, list[tuple[Fact, Bound]]]

    @classmethod
    def of(cls, problem: PlanProblem) -> Outcomes:
        """Prepares a problem."""
        return cls(problem, group_bounds(problem))

    def find(self, chosen: Mapping[str, PlanOption]) -> PlanOutcome:
        """The outcome of choosing one option for each criterion.

        A cap can only lower a score, so a triggered gate stays triggered.
        """
        triggered: frozenset[str] = frozenset()
        while True:
            parts, facts = self._score(chosen, triggered)
            now = frozenset(gate.id for gate in self.problem.gates if gate.is_triggered(facts))
            if now <= triggered:
                return PlanOutcome(parts[self.problem.goal].score, triggered, facts)
            triggered |= now

    def _score(
        self, chosen: Mapping[str, PlanOption], triggered: frozenset[str]
    ) -> tuple[dict[str, PlanPart], dict[Fact, bool | None]]:
        parts = {name: PlanPart(one.score, one.is_known, one.coverage) for name, one in chosen.items()}
        facts = {fact: value for one in chosen.values() for fact, value in one.offers.items()}
        for node in self.problem.nodes:
            part = self._cap(node, _evaluate(node, parts, facts, self.problem.reading), triggered)
            parts[node.id] = part
            for fact, bound in self.bounds.get(node.id, ()):
                applies = part.coverage is not None
                facts[fact] = judge_bound(bound, part.score, is_known=part.is_known, applies=applies)
        return parts, facts

    def _cap(self, node: PlanNode, part: PlanPart, triggered: frozenset[str]) -> PlanPart:
        caps = [gate.caps[node.id] for gate in self.problem.gates if gate.id in triggered and node.id in gate.caps]
        return part if part.score is None else part._replace(score=min(part.score, *caps, Fraction(100)))


def _evaluate(
    node: PlanNode, parts: Mapping[str, PlanPart], facts: Mapping[Fact, bool | None], reading: Reading
) -> PlanPart:
    """The outcome of a node before gates."""
    if node.rule == "pass":
        return parts[node.counted[0][0]]
    if node.stages:
        return _climb(node, facts, reading)
    below = [(parts[name], weight) for name, weight in node.counted]
    coverage = _find_coverage(below)
    is_known = sum(one.is_known for one, _ in below) >= node.minimum_known
    is_known = is_known and (coverage or 0) >= node.minimum_coverage
    has_score = is_known or reading.takes_unknown
    return PlanPart(_aggregate(node, below, reading) if has_score else None, is_known, coverage)


def _find_coverage(below: list[tuple[PlanPart, Fraction]]) -> Fraction | None:
    found = [(one.coverage, weight) for one, weight in below if one.coverage is not None]
    total = sum((weight for _, weight in found), Fraction(0))
    return sum((share * weight for share, weight in found), Fraction(0)) / total if total else None


def _aggregate(node: PlanNode, below: list[tuple[PlanPart, Fraction]], reading: Reading) -> Fraction | None:
    sums = Sums.of(node.rule, (one.score for one, _ in below))
    unit = lcm(*(weight.denominator for _, weight in below))
    total, weight = sums.start, 0
    scored = [(one.score, one.is_known, int(share * unit)) for one, share in below if one.score is not None]
    for score, is_known, share in scored:
        if is_known:
            total, weight = sums.join(total, sums.weigh(score, share)), weight + share
    unknown = [(score, share) for score, is_known, share in scored if not is_known]
    return join_unknown(sums, total, weight, unknown, reading)


def _climb(node: PlanNode, facts: Mapping[Fact, bool | None], reading: Reading) -> PlanPart:
    (is_known,) = list_ways_to_know(node, facts)
    has_score = is_known or (reading.takes_unknown and is_known is not None)
    coverage = None if is_known is None else Fraction(int(is_known))
    return PlanPart(find_stage(node, facts) if has_score else None, is_known is True, coverage)
