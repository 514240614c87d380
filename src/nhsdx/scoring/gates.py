"""Finds the gates that are triggered, and the scores that these gates lower.

Other gates may depend on the scores that a gate lowers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

from nhsdx.model import Condition, Reading, Rubric
from nhsdx.scoring.leaf import Leaf
from nhsdx.scoring.scale import Scale, meets_bound
from nhsdx.scoring.tree import Evaluation, Knowledge, Node, evaluate


class GateFacts(NamedTuple):
    """The facts by which the conditions of gates are judged, under one reading.

    `low_scores` are the scores for conditions that test for a low score, and `high_scores` those for conditions that
    test for a high score. An unknown answer has its lowest score under `low`, its highest score under `high`, and no
    score under any other reading. `missing` gives, for each checklist, the items that are not met.
    """

    scale: Scale
    low_scores: Mapping[str, float | None]
    high_scores: Mapping[str, float | None]
    missing: Mapping[str, frozenset[str]]


class ScoringRun(NamedTuple):
    """The scores of all nodes and criteria under one reading, before and after gates, and the triggered gates."""

    reading: Reading
    scores: Mapping[str, float | None]
    evaluations: Mapping[str, Evaluation]
    facts: GateFacts
    triggered: frozenset[str]

    def find_levels(self, scale: Scale) -> dict[str, int | None]:
        """The level of every node and criterion; None if it has no score."""
        return {name: None if score is None else scale.find_level(score) for name, score in self.scores.items()}


def group_caps(rubric: Rubric) -> dict[str, list[tuple[str, int]]]:
    """For each node, the gates that cap it, in the rubric's order, each with the level at which it caps the node."""
    caps: dict[str, list[tuple[str, int]]] = {}
    for name, gate in rubric.gates.items():
        for node, level in gate.cap.items():
            caps.setdefault(node, []).append((name, level))
    return caps


def is_met(condition: Condition, facts: GateFacts) -> bool:
    """Whether a condition is true of the given facts; a condition is never true of a node without a score."""
    if condition.any_of is not None:
        return any(is_met(part, facts) for part in condition.any_of)
    if condition.all_of is not None:
        return all(is_met(part, facts) for part in condition.all_of)
    if condition.missing is not None:
        return not facts.missing.get(condition.subject, frozenset()).isdisjoint(condition.missing)
    scores = facts.high_scores if condition.is_high else facts.low_scores
    score = scores.get(condition.subject)
    return score is not None and meets_bound(condition, score, facts.scale)


class _Part(NamedTuple):
    """A condition or a part of a condition: how many of its own parts must be true, what contains it, and its gate."""

    needed: int
    whole: int | None
    gate: str


class _Test(NamedTuple):
    """The part of a condition that is true if a node's score is below a bound."""

    below: float
    part: int
    condition: Condition


class GateNetwork(NamedTuple):
    """The conditions of all gates that cap, split into parts. A part is judged only when its node's score changes.

    `tests` are the tests on each node; the test that is met by the highest scores comes last. `items` are the tests of
    whether items are missing. `parents` gives, for each node, the positions of the nodes in which this node counts.
    """

    rubric: Rubric
    scale: Scale
    nodes: tuple[Node, ...]
    parents: dict[str, list[int]]
    parts: list[_Part]
    tests: dict[str, list[_Test]]
    items: list[_Test]

    @classmethod
    def of(cls, rubric: Rubric, scale: Scale, nodes: tuple[Node, ...]) -> GateNetwork:
        """The conditions of all gates in a rubric with the given nodes."""
        parents: dict[str, list[int]] = {}
        for at, node in enumerate(nodes):
            for child in node.children:
                parents.setdefault(child.id, []).append(at)
        network = cls(rubric, scale, nodes, parents, [], {}, [])
        for name, gate in rubric.gates.items():
            if gate.cap:
                network._take_apart(gate.when, None, name)
        for tests in network.tests.values():
            tests.sort(key=lambda test: test.below)
        return network

    def _take_apart(self, condition: Condition, whole: int | None, gate: str) -> None:
        position = len(self.parts)
        self.parts.append(_Part(len(condition.all_of or "1"), whole, gate))
        for part in condition.parts:
            self._take_apart(part, position, gate)
        if condition.missing is not None:
            self.items.append(_Test(math.inf, position, condition))
        elif condition.at_most is not None or condition.below is not None:
            test = _Test(self._find_bound(condition), position, condition)
            self.tests.setdefault(condition.subject, []).append(test)

    def _find_bound(self, condition: Condition) -> float:
        """The score below which a condition is true."""
        if condition.at_most is None:
            return condition.below or 0.0
        return (*self.scale.scores, math.inf)[condition.at_most + 1]


@dataclass(slots=True)
class FallingScores:
    """All scores that have been worked out so far under one reading.

    Scores only fall, so a condition that is true stays true. `evaluate` gives the score of a node, before its own
    gates, from the scores of its children. `known_scores` always has the current scores of the nodes in `known`.
    """

    network: GateNetwork
    scores: dict[str, float | None]
    known_scores: dict[str, float | None]
    known: Collection[str]
    facts: GateFacts
    evaluate: Callable[[Node], float | None]
    triggered: set[str] = field(default_factory=set)
    needed: list[int] = field(init=False)
    tests: dict[str, list[_Test]] = field(init=False)
    before_gates: dict[str, float | None] = field(default_factory=dict)
    caps: dict[str, float] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    """The positions of the nodes to score again, as a heap: the lowest in the tree first."""
    queued: set[int] = field(default_factory=set)

    def settle(self) -> None:
        """Scores every node after its children, and again whenever a gate has lowered a child's score."""
        network = self.network
        self.needed = [part.needed for part in network.parts]
        self.tests = {node: list(tests) for node, tests in network.tests.items()}
        for test in network.items:
            if is_met(test.condition, self.facts):
                self._make_true(test.part)
        self.changed += self.scores
        for node in network.nodes:
            self._judge_changed()
            self._score_node(node)
        self._judge_changed()
        while self.waiting:
            position = heappop(self.waiting)
            self.queued.remove(position)
            self._score_node(network.nodes[position])
            self._judge_changed()

    def _score_node(self, node: Node) -> None:
        self.before_gates[node.id] = self.evaluate(node)
        self._limit(node.id)

    def _limit(self, node: str) -> None:
        """Sets the score of a node.

        If the score changes, tests on the node are judged again, and the nodes in which the node counts are scored
        again.
        """
        before = self.before_gates[node]
        score = None if before is None else min(before, self.caps.get(node, math.inf))
        if node in self.scores and self.scores[node] == score:
            return
        self.scores[node] = score
        if node in self.known:
            self.known_scores[node] = score
        self.changed.append(node)
        for parent in self.network.parents.get(node, ()):
            if self.network.nodes[parent].id in self.before_gates and parent not in self.queued:
                self.queued.add(parent)
                heappush(self.waiting, parent)

    def _judge_changed(self) -> None:
        """Marks as true the tests that the changed scores meet, beginning with the easiest test on each node."""
        while self.changed:
            tests = self.tests.get(self.changed.pop())
            while tests and is_met(tests[-1].condition, self.facts):
                self._make_true(tests.pop().part)

    def _make_true(self, part: int) -> None:
        """Marks a part of a condition as true, and every larger condition that is then true.

        If the whole condition of a gate is true, the gate is triggered.
        """
        position: int | None = part
        while position is not None:
            self.needed[position] -= 1
            if self.needed[position] != 0:
                return
            _, whole, gate = self.network.parts[position]
            if whole is None:
                self._trigger(gate)
            position = whole

    def _trigger(self, name: str) -> None:
        self.triggered.add(name)
        for node, level in self.network.rubric.gates[name].cap.items():
            self.caps[node] = min(self.caps.get(node, math.inf), self.network.scale.scores[level])
            if node in self.before_gates:
                self._limit(node)


def list_met_gates(rubric: Rubric, facts: GateFacts) -> frozenset[str]:
    """The gates whose condition is true of the given facts."""
    return frozenset(name for name, gate in rubric.gates.items() if is_met(gate.when, facts))


def score_reading(
    network: GateNetwork, leaves: Mapping[str, Leaf], knowledge: Knowledge, reading: Reading
) -> ScoringRun:
    """The scores of every node under a reading, and the gates that are triggered.

    A gate may depend on a node that another gate caps. A cap can only lower a score, and only low scores and missing
    items can trigger a gate that caps. A triggered gate can therefore trigger more gates but never clear one, and the
    order of gates makes no difference. A gate that only warns changes no score.
    """
    scores = {name: leaf.scores[reading] for name, leaf in leaves.items()}
    known_scores = {name: score for name, score in scores.items() if name in knowledge.known}
    facts = GateFacts(
        network.scale,
        # Unknown answers count only at the end of the range at which they could trigger a gate.
        low_scores=scores if reading is Reading.LOW else known_scores,
        high_scores=scores if reading is Reading.HIGH else known_scores,
        missing={name: leaf.missing[reading] for name, leaf in leaves.items() if leaf.missing is not None},
    )
    evaluations: dict[str, Evaluation] = {}

    def evaluate_node(node: Node) -> float | None:
        evaluations[node.id] = evaluate(node, scores, knowledge, reading)
        return evaluations[node.id].before_gates

    settling = FallingScores(network, scores, known_scores, knowledge.known, facts, evaluate_node)
    settling.settle()
    triggered = list_met_gates(network.rubric, facts) | settling.triggered
    return ScoringRun(reading, scores, evaluations, facts, triggered)
