"""Finds the whole efficient frontier of a problem by branch and bound: it branches on the values of facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from nhsdx.analysis.plan.solve.arithmetic import is_reached
from nhsdx.analysis.plan.solve.flat import flatten
from nhsdx.analysis.plan.solve.fronts import Fronts
from nhsdx.analysis.plan.solve.outcome import Outcomes, PlanOutcome
from nhsdx.analysis.plan.solve.points import PickReader, Point, drop_dominated, is_better, list_picks
from nhsdx.analysis.plan.solve.problem import Fact, Facts, PlanOption, PlanProblem, list_facts
from nhsdx.errors import NhsdxError

MOST_CASES = 20_000
"""The search gives up after this many cases; rubrics that people write need only a few."""


@dataclass(slots=True)
class Search:
    """Looks for all points that no other point dominates.

    `best` are the best plans found so far, with their true scores. `domains` are the values that criteria can give each
    fact, `all_facts` are all facts that any node depends on, and `linked` are the facts that options need or stages
    depend on.
    """

    problem: PlanProblem
    fronts: Fronts
    outcomes: Outcomes
    domains: Mapping[Fact, tuple[bool | None, ...]]
    all_facts: frozenset[Fact]
    linked: frozenset[Fact]
    reader: PickReader
    best: list[Point] = field(default_factory=list)
    cases: int = 0

    @classmethod
    def of(cls, problem: PlanProblem) -> Search:
        """Prepares a problem."""
        fronts = Fronts.of(flatten(problem))
        all_facts = frozenset(fact for facts in fronts.relevant.values() for fact in facts)
        reader = PickReader([name for name, options in problem.options.items() if any(one.offers for one in options)])
        domains, linked = _find_domains(problem), _find_linked(problem)
        return cls(problem, fronts, Outcomes.of(problem), domains, all_facts, linked, reader)

    def find_frontier(self) -> list[Point]:
        """The cheapest plan for each possible score, the cheapest first."""
        waiting: list[Facts] = [{fact: values[0] for fact, values in self.domains.items() if len(values) == 1}]
        while waiting:
            self.cases += 1
            if self.cases > MOST_CASES:
                raise NhsdxError(
                    "too many conditions depend on each other to plan this",
                    hint="plan for a dimension, or leave criteria out with `--avoid`",
                    code="plan-limits",
                )
            facts = waiting.pop()
            fact = self._explore(facts)
            if fact is not None:
                waiting += [{**facts, fact: value} for value in reversed(self.list_values(fact))]
        return self.best

    def list_values(self, fact: Fact) -> tuple[bool | None, ...]:
        """The values that the fact can have."""
        if fact in self.domains:
            return self.domains[fact]
        return (True, False) if self.problem.bounds[fact].if_left_out is True else (True, None, False)

    def _explore(self, facts: Facts) -> Fact | None:
        """Keeps the plans of a case that are as good as promised.

        Returns a fact to branch on if some plans are worse than promised.
        """
        if self.is_impossible(facts):
            return None
        taken: list[Point] = []
        wrong: Fact | None = None
        is_decided = self._is_decided(facts)
        for point in self._list_undominated(self.fronts.find_root(facts)):
            wrong = None if is_decided else self.find_wrong(point, facts)
            if wrong is not None:
                break
            taken.append(point)
        self.best = drop_dominated([*self.best, *taken])
        return wrong

    def _is_decided(self, facts: Facts) -> bool:
        """Whether every point has the score worked out for it, whatever the facts that are not settled."""
        if not self.linked <= facts.keys():
            return False
        worst = {**dict.fromkeys(self.all_facts, False), **facts}
        return all(gate.is_triggered(facts) == gate.is_triggered(worst) for gate in self.problem.gates)

    def is_impossible(self, facts: Facts) -> bool:
        """Whether a gate that must be clear is certain to be triggered."""
        return any(gate.id in self.problem.clear and gate.is_triggered(facts) for gate in self.problem.gates)

    def _list_undominated(self, points: list[Point]) -> Iterator[Point]:
        """The points that are better than every plan found so far at the same cost or less."""
        at, best = 0, self.best
        for point in points:
            while at < len(best) and best[at].cost <= point.cost:
                at += 1
            if not at or is_better(point.score, best[at - 1].score):
                yield point

    def choose(self, point: Point) -> dict[str, PlanOption]:
        """The options that make up a point, one for each criterion, in the order in which criteria are declared."""
        places = list_picks(point.picks)
        return {name: options[places[name]] for name, options in self.problem.options.items()}

    def find_wrong(self, point: Point, facts: Facts) -> Fact | None:
        """A fact that does not have the value that a point needs; None if the point is possible and has its score."""
        if self.all_facts <= facts.keys() or self._is_plain(point, facts):
            return None
        chosen = self.choose(point)
        outcome = self.outcomes.find(chosen)
        wrong = _find_unmet(chosen, outcome) or next(self._list_triggering(outcome, facts, must_clear=True), None)
        if wrong is not None or _keeps(point, outcome):
            return wrong
        wrong = next(self._list_triggering(outcome, facts, must_clear=False), None) or self._find_doubt(outcome, facts)
        if wrong is None:
            hint = "report it as a bug, with the rubric"
            raise NhsdxError("nhsdx cannot make a plan with this rubric", hint=hint, code="plan-limits")
        return wrong

    def _is_plain(self, point: Point, facts: Facts) -> bool:
        """Whether only gates could lower a point's score, and no gate does. Checking this needs no arithmetic."""
        if self.problem.bounds or self.linked:
            return False
        known = {**facts}
        for name, place in self.reader.read(point.picks):
            known |= self.problem.options[name][place].offers
        return all(gate.is_triggered(known) == gate.is_triggered(facts) for gate in self.problem.gates)

    def _list_triggering(self, outcome: PlanOutcome, facts: Facts, *, must_clear: bool) -> Iterator[Fact]:
        """Facts that trigger gates and are not settled yet."""
        for gate in self.problem.gates:
            if gate.id in outcome.triggered and (gate.id in self.problem.clear if must_clear else gate.caps):
                listed = list_facts(gate.formula)
                yield from (fact for fact in listed if fact not in facts and outcome.facts[fact] is False)

    def _find_doubt(self, outcome: PlanOutcome, facts: Facts) -> Fact | None:
        """An unsettled fact that the stages of a node depend on: preferably one that is not true."""
        doubts = [fact for node in self.problem.nodes for fact in node.list_facts() if fact not in facts]
        return next((fact for fact in doubts if outcome.facts[fact] is not True), next(iter(doubts), None))


def _find_unmet(chosen: Mapping[str, PlanOption], outcome: PlanOutcome) -> Fact | None:
    """A fact that does not have the value that a chosen option needs."""
    wanted = ((fact, value) for option in chosen.values() for fact, value in option.wants.items())
    return next((fact for fact, value in wanted if outcome.facts[fact] != value), None)


def _keeps(point: Point, outcome: PlanOutcome) -> bool:
    """Whether an outcome has at least the point's score."""
    if outcome.score is None or point.score is None:
        return outcome.score is point.score
    return is_reached(outcome.score, point.score)


def _find_linked(problem: PlanProblem) -> frozenset[Fact]:
    """The facts that options need, and the facts that stages depend on."""
    wanted = [fact for options in problem.options.values() for option in options for fact in option.wants]
    return frozenset((*wanted, *(fact for node in problem.nodes for fact in node.list_facts())))


def _find_domains(problem: PlanProblem) -> dict[Fact, tuple[bool | None, ...]]:
    offered: dict[Fact, set[bool | None]] = {}
    for options in problem.options.values():
        for option in options:
            for fact, value in option.offers.items():
                offered.setdefault(fact, set()).add(value)
    return {fact: tuple(value for value in (True, None, False) if value in values) for fact, values in offered.items()}


def find_cheapest(frontier: list[Point], score: Fraction) -> Point | None:
    """The cheapest point that reaches a score."""
    return next((one for one in frontier if one.score is not None and is_reached(one.score, score)), None)


def find_best(frontier: list[Point], cost: int) -> Point | None:
    """The best point that costs no more than the given cost."""
    return next((one for one in reversed(frontier) if one.cost <= cost), None)
