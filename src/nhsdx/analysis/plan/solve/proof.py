"""Proves that no plan is better. The proof is plain data that a short program can check.

The proof has the problem itself, a tree of cases in which facts are settled, and the fronts of all nodes in each case.
To check a front, a program combines the points of the node's children: every combination must be no better than a
listed sum, and every sum must be no better than a listed point.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from nhsdx.analysis.plan.solve.arithmetic import FINE, NOTHING_LEFT, Sums, is_reached
from nhsdx.analysis.plan.solve.folding import State, Sum
from nhsdx.analysis.plan.solve.fronts import Fronts
from nhsdx.analysis.plan.solve.points import Front, Point
from nhsdx.analysis.plan.solve.problem import Fact, Facts, Formula, PlanOption, PlanProblem
from nhsdx.analysis.plan.solve.search import Search

Json: TypeAlias = Any
LOGARITHMIC = ("geometric", "inverted-geometric")


class Claim(NamedTuple):
    """What is proved: no plan that costs less than `below` reaches this score or, with `is_above`, goes above it.

    If `below` is None, the cost does not matter. If there is no score, the claim is that no plan meets the
    requirements.
    """

    below: int | None
    score: Fraction | None
    is_above: bool = False

    def is_broken_by(self, point: Point) -> bool:
        """Whether a point would break the claim."""
        if self.score is None:
            return True
        return point.score is not None and is_reached(point.score, self.score, is_above=self.is_above)


def prove(problem: PlanProblem, claim: Claim, per_effort: int) -> dict[str, Json] | None:
    """The proof of a claim; None if the claim is not true. `per_effort` is the cost of one whole unit of effort."""
    plain = {
        name: tuple(replace(one, cost=one.cost // per_effort) for one in options)
        for name, options in problem.options.items()
    }
    return _Prover.of(replace(problem, options=plain), claim).build()


@dataclass(slots=True)
class _Prover:
    problem: PlanProblem
    claim: Claim
    search: Search
    fronts: Fronts
    entries: dict[str, Json] = field(default_factory=dict)
    names: dict[object, str] = field(default_factory=dict)

    @classmethod
    def of(cls, problem: PlanProblem, claim: Claim) -> _Prover:
        return cls(problem, claim, Search.of(problem), Fronts.of(problem, claim.below))

    def build(self) -> dict[str, Json] | None:
        cases = self._build_case({})
        return (
            None
            if cases is None
            else {**write_problem(self.problem, self.claim), "entries": self.entries, "cases": cases}
        )

    def _build_case(self, facts: dict[Fact, bool | None]) -> Json:
        """The proof for a case: entries for its nodes, or a separate case for each value of one more fact.

        The result is None if the claim is broken.
        """
        if self.search.is_impossible(facts):
            return {"impossible": True}
        point = next((one for one in self.fronts.find_root(facts) if self.claim.is_broken_by(one)), None)
        if point is None:
            return {"use": {node.id: self._write_entry(node.id, facts) for node in self.problem.nodes}}
        fact = self.search.find_wrong(point, facts)
        if fact is None:
            return None
        values = self.search.list_values(fact)
        found = {write_truth(value): self._build_case({**facts, fact: value}) for value in values}
        return None if None in found.values() else {"fact": write_fact(fact), "values": found}

    def _write_entry(self, name: str, facts: Facts) -> str:
        """The id of a node's entry. The same node with the same settled facts has only one entry."""
        key = self.fronts.find_key(name, facts)
        if key not in self.names:
            self.names[key] = f"{name} {len(self.names)}"
            node = self.fronts.nodes[name]
            entry: dict[str, Json] = {"front": write_front(self.fronts.find(name, facts))}
            found = self.fronts.find_fold(node, facts)
            if found is not None:
                fold, cost = found
                entry["sums"] = [_write_sums(fold.sums, states) for states in fold.list_states(cost)]
            self.entries[self.names[key]] = entry
        return self.names[key]


def write_problem(problem: PlanProblem, claim: Claim) -> dict[str, Json]:
    """The problem and the claim as plain data. All numbers except costs are exact, and written as text."""
    return {
        "claim": {"below": claim.below, "score": _write_number(claim.score), "is_above": claim.is_above},
        "reading": problem.reading.value,
        "goal": problem.goal,
        "clear": sorted(problem.clear),
        "options": {name: [_write_option(one) for one in options] for name, options in problem.options.items()},
        "nodes": [
            {
                "id": node.id,
                "rule": node.rule,
                "counted": [[name, str(weight)] for name, weight in node.counted],
                "others": list(node.others),
                "minimum_known": node.minimum_known,
                "minimum_coverage": str(node.minimum_coverage),
                "stages": [[str(one.score), write_formula(one.formula)] for one in node.stages],
                "looked_at": [list(map(write_fact, facts)) for facts in node.looked_at],
            }
            for node in problem.nodes
        ],
        "gates": [
            {
                "id": gate.id,
                "when": write_formula(gate.formula),
                "caps": {name: str(score) for name, score in gate.caps.items()},
            }
            for gate in problem.gates
        ],
        "bounds": {
            write_fact(fact): [bound.node, str(bound.score), bound.is_above, bound.if_unknown, bound.if_left_out]
            for fact, bound in problem.bounds.items()
        },
    }


def write_fact(fact: Fact) -> str:
    """A fact as text."""
    return " ".join(map(str, fact))


def write_truth(value: bool | None) -> str:  # noqa: FBT001 - the value of a fact
    """The value of a fact as a key in the data."""
    return {True: "true", False: "false", None: "null"}[value]


def write_formula(formula: Formula | None) -> Json:
    """A condition as data: a fact, `["any", …]` or `["all", …]`."""
    if formula is None:
        return None
    kind, parts = formula
    if kind == "fact":
        return write_fact(parts)  # type: ignore[arg-type]
    return [kind, *(write_formula(part) for part in parts)]  # type: ignore[arg-type]


def write_front(front: Front) -> Json:
    """The points of a node, grouped by whether the node is known, whether it applies, and its coverage."""
    return [
        [[kind.is_known, kind.applies, str(kind.coverage)], [[one.cost, _write_number(one.score)] for one in points]]
        for kind, points in front.items()
    ]


def _write_option(option: PlanOption) -> Json:
    offers, wants = ({write_fact(fact): value for fact, value in one.items()} for one in (option.offers, option.wants))
    coverage = _write_number(option.coverage)
    return [option.cost, _write_number(option.score), option.is_known, coverage, offers, wants]


def _write_number(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _write_sums(sums: Sums, states: Mapping[State, list[Sum]]) -> Json:
    return [
        [
            [state.weight, state.known, state.applicable, str(state.covered), [[str(s), w] for s, w in state.unknown]],
            [[one.cost, _write_value(sums, one.value)] for one in found],
        ]
        for state, found in states.items()
    ]


def _write_value(sums: Sums, value: int) -> str:
    """A sum as an exact number; a sum of logarithms as a decimal, which may be infinite."""
    if sums.rule not in LOGARITHMIC:
        return str(Fraction(value, sums.unit))
    if abs(value) > NOTHING_LEFT // 2:
        return "inf" if value > 0 else "-inf"
    return repr(value / FINE)
