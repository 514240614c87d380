"""The best scores for every cost, worked out from the leaves of the tree to its root.

Some facts are settled; all others count as true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from nhsdx.analysis.plan.solve.arithmetic import judge_bound
from nhsdx.analysis.plan.solve.folding import Fold, States
from nhsdx.analysis.plan.solve.points import Front, Kind, Picks, Point, drop_dominated, group_points, join_picks
from nhsdx.analysis.plan.solve.problem import Bound, Fact, Facts, PlanNode, PlanProblem
from nhsdx.analysis.plan.solve.stages import find_stage, list_ways_to_know

HIGHEST = Fraction(100)


@dataclass(frozen=True, slots=True)
class Fronts:
    """Finds the fronts of a problem, and keeps each front for use with the same settled facts.

    `relevant` are the facts that each node or criterion depends on, and `bounds` the facts about each node. `tracked`
    are the nodes and criteria whose coverage decides whether a node has a score. With `below`, only points that cost
    less are kept.
    """

    problem: PlanProblem
    nodes: Mapping[str, PlanNode]
    relevant: Mapping[str, tuple[Fact, ...]]
    bounds: Mapping[str, list[tuple[Fact, Bound]]]
    tracked: frozenset[str]
    below: int | None = None
    kept: dict[object, States] = field(default_factory=dict)
    found: dict[tuple[str, tuple[tuple[Fact, bool | None], ...]], Front] = field(default_factory=dict)

    @classmethod
    def of(cls, problem: PlanProblem, below: int | None = None) -> Fronts:
        """Prepares a problem."""
        bounds = group_bounds(problem)
        nodes = {node.id: node for node in problem.nodes}
        return cls(problem, nodes, _find_relevant(problem, bounds), bounds, _find_tracked(problem), below)

    def find_root(self, facts: Facts) -> list[Point]:
        """The points of the whole tree, the cheapest first, each with a better score than the point before it."""
        front = self.find(self.problem.nodes[-1].id, facts)
        return drop_dominated(point for points in front.values() for point in points)

    def find_key(self, name: str, facts: Facts) -> tuple[str, tuple[tuple[Fact, bool | None], ...]]:
        """A node or criterion with the settled facts that it depends on."""
        return name, tuple((fact, facts[fact]) for fact in self.relevant[name] if fact in facts)

    def find(self, name: str, facts: Facts) -> Front:
        """The points of a node or criterion."""
        key = self.find_key(name, facts)
        if key not in self.found:
            node = self.nodes.get(name)
            self.found[key] = self._find_leaf(name, facts) if node is None else self._find_node(node, facts)
        return self.found[key]

    def _is_cheap(self, cost: int) -> bool:
        return self.below is None or cost < self.below

    def _find_leaf(self, name: str, facts: Facts) -> Front:
        is_tracked = name in self.tracked
        points: list[tuple[Kind, Point]] = []
        for place, one in enumerate(self.problem.options[name]):
            if one.fits(facts) and self._is_cheap(one.cost):
                coverage = one.coverage if is_tracked else None
                kind = Kind(one.is_known, one.coverage is not None, coverage or Fraction(0))
                points.append((kind, Point(one.cost, one.score, (name, place))))
        return group_points(points)

    def _find_node(self, node: PlanNode, facts: Facts) -> Front:
        paid = self._pay(node, facts)
        if paid is None:
            return {}
        return group_points(self._limit(node, facts, self._list_points(node, facts, *paid)))

    def _pay(self, node: PlanNode, facts: Facts) -> tuple[int, Picks] | None:
        """The lowest cost of the children that do not count in a node; None if they have no possible option."""
        cost: int = 0
        picks: Picks = ()
        for name in node.others:
            cheapest = self._find_cheapest(name, facts)
            if cheapest is None:
                return None
            cost, picks = cost + cheapest.cost, join_picks(picks, cheapest.picks)
        return cost, picks

    def find_fold(self, node: PlanNode, facts: Facts) -> tuple[Fold, int] | None:
        """How a node adds up its children, and the cost before the first child; None if there is nothing to add up."""
        paid = self._pay(node, facts)
        if paid is None or node.stages or node.rule == "pass":
            return None
        return self._prepare(node, facts), paid[0]

    def _prepare(self, node: PlanNode, facts: Facts) -> Fold:
        fronts = [(self.find_key(name, facts), self.find(name, facts)) for name, _ in node.counted]
        is_tracked = node.id in self.tracked
        return Fold.of(node, self.problem.reading, fronts, self.kept, is_tracked=is_tracked, below=self.below)

    def _find_cheapest(self, name: str, facts: Facts) -> Point | None:
        front = self.find(name, facts)
        return min((points[0] for points in front.values() if points), key=lambda point: point.cost, default=None)

    def _list_points(self, node: PlanNode, facts: Facts, cost: int, picks: Picks) -> Iterable[tuple[Kind, Point]]:
        """The points of a node before gates; `cost` is the cost of the children that do not count."""
        if node.stages:
            return self._climb(node, facts, cost, picks)
        if node.rule == "pass":
            return _pass_on(self.find(node.counted[0][0], facts), cost, picks)
        return self._prepare(node, facts).add_up(cost, picks)

    def _limit(
        self, node: PlanNode, facts: Facts, points: Iterable[tuple[Kind, Point]]
    ) -> Iterator[tuple[Kind, Point]]:
        """The points that agree with all settled facts, capped by gates that are certain to be triggered."""
        cap = find_cap(self.problem, node.id, facts)
        bounds = self._list_settled(node, facts)
        if cap == HIGHEST and not bounds and self.below is None:
            yield from points
            return
        for kind, point in points:
            score = None if point.score is None else min(point.score, cap)
            if self._is_cheap(point.cost) and all(_agrees(bound, score, kind, value) for value, bound in bounds):
                yield kind, point._replace(score=score)

    def _list_settled(self, node: PlanNode, facts: Facts) -> list[tuple[bool | None, Bound]]:
        """The bounds that settled facts set for a node, each with its fact's value; a false fact sets no bound."""
        settled = ((facts.get(fact, False), bound) for fact, bound in self.bounds.get(node.id, ()))
        return [(value, bound) for value, bound in settled if value is not False]

    def _climb(self, node: PlanNode, facts: Facts, cost: int, picks: Picks) -> Iterator[tuple[Kind, Point]]:
        """The points of a staged node at its highest possible level: one with a score, one without, or both."""
        level, takes_unknown = find_stage(node, facts), self.problem.reading.takes_unknown
        for is_known in list_ways_to_know(node, facts):
            has_score = is_known or (takes_unknown and is_known is not None)
            kind = Kind(is_known is True, is_known is not None, Fraction(0))
            yield kind, Point(cost, level if has_score else None, picks)


def _agrees(bound: Bound, score: Fraction | None, kind: Kind, value: bool | None) -> bool:  # noqa: FBT001 - of a fact
    """Whether a fact about a node has the given value at the given score."""
    return judge_bound(bound, score, is_known=kind.is_known, applies=kind.applies) is value


def _pass_on(front: Front, cost: int, picks: Picks) -> Iterator[tuple[Kind, Point]]:
    for kind, points in front.items():
        for one in points:
            yield kind, Point(one.cost + cost, one.score, join_picks(picks, one.picks))


def find_cap(problem: PlanProblem, node: str, facts: Facts) -> Fraction:
    """The lowest score at which any gate that is certain to be triggered caps a node; 100 if no such gate caps it."""
    gates = (gate for gate in problem.gates if node in gate.caps)
    return min((gate.caps[node] for gate in gates if gate.is_triggered(facts)), default=HIGHEST)


def group_bounds(problem: PlanProblem) -> dict[str, list[tuple[Fact, Bound]]]:
    """For each node, the facts about it, each with its bound."""
    found: dict[str, list[tuple[Fact, Bound]]] = {}
    for fact, bound in problem.bounds.items():
        found.setdefault(bound.node, []).append((fact, bound))
    return found


def _find_relevant(problem: PlanProblem, bounds: Mapping[str, list[tuple[Fact, Bound]]]) -> dict[str, tuple[Fact, ...]]:
    """The facts that the front of each criterion and node depends on."""
    found: dict[str, tuple[Fact, ...]] = {}
    for name, options in problem.options.items():
        found[name] = tuple(dict.fromkeys(fact for one in options for fact in one.list_facts()))
    for node in problem.nodes:
        own = [fact for child in node.children for fact in found[child]]
        own += [fact for fact, _ in bounds.get(node.id, ())]
        own += [fact for gate in problem.gates for fact in gate.list_facts_capping(node.id)]
        found[node.id] = tuple(dict.fromkeys((*own, *node.list_facts())))
    return found


def _find_tracked(problem: PlanProblem) -> frozenset[str]:
    found: set[str] = set()
    for node in reversed(problem.nodes):
        if node.minimum_coverage or node.id in found:
            found |= {node.id, *(name for name, _ in node.counted)}
    return frozenset(found)
