"""What would raise the score of a node: which criteria have to score more, alone or together, and how much more."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from nhsdx.analysis.next_steps import Bar, find_next_step
from nhsdx.analysis.stages import judge_condition
from nhsdx.analysis.what_if import NewScore, WhatIf
from nhsdx.model import Condition, Reading, Result, Rubric
from nhsdx.scoring import Node, Scale, Truth, compare_rounded

READING = Reading.EVIDENCED
MOST_TRIED = 40
"""A goal with at most this many criteria is tried again without each of them; with more, this would take too long."""
Aims: TypeAlias = Mapping[str, Bar]
"""The score that each criterion of a goal has to reach."""


class Goal(NamedTuple):
    """Criteria whose scores have to rise, and the node whose score then rises to `score`.

    `node` is None for a mean, because a mean rises with the score of any of its criteria. `score` is None for a node
    without a score.
    """

    aims: Aims
    node: str | None = None
    score: float | None = None


class _Wish(NamedTuple):
    """A goal that has not been tried yet, with the score that its node has to reach."""

    aims: Aims
    node: str | None = None
    bar: Bar = Bar(0.0)


@dataclass(frozen=True, slots=True)
class GoalFinder:
    """Finds the goals that would raise scores in a result.

    Each goal is tried out with the engine. A goal contains only the aims that it needs, unless it has so many that
    leaving out each one in turn would take too long.
    """

    rubric: Rubric
    result: Result
    what_if: WhatIf
    nodes: Mapping[str, Node]
    scale: Scale

    @classmethod
    def of(cls, rubric: Rubric, result: Result) -> GoalFinder:
        """Prepares a result."""
        what_if = WhatIf.of(rubric, result)
        return cls(rubric, result, what_if, {node.id: node for node in what_if.nodes}, Scale.of(rubric.levels))

    def list_goals(self, name: str) -> Iterator[Goal]:
        """The goals that raise a node's score: one for each way in which a part of the node can rise."""
        for wish in self._list_wishes(name):
            goal = Goal(wish.aims) if wish.node is None else self._try(wish, wish.node)
            if goal is not None:
                yield goal

    def _list_wishes(self, name: str) -> Iterator[_Wish]:
        node, score = self.nodes.get(name), self._get_score(name)
        if node is None:
            yield from self._wish_higher(name)
        elif score is None:
            yield from self._wish_rated(node)
        elif node.stages:
            yield from self._wish_stage(node)
        elif node.rule == "max":
            yield from self._wish_easiest(node, Bar(score, is_above=True))
        elif lowest := self._find_holding(node):
            yield from self._wish_together(name, score, lowest)
        else:
            yield from (wish for child in self._list_known(node) for wish in self._list_wishes(child))

    def _find_holding(self, node: Node) -> list[str]:
        """The parts that hold a node's score down: the score rises only if all these parts rise.

        A mean has no parts that hold it down, because it rises if any part rises.
        """
        scores = {child: self._get_score(child) or 0.0 for child in self._list_known(node)}
        lowest = min(scores.values(), default=100.0)
        if node.rule != "min" and not (node.rule == "geometric" and lowest <= 0):
            return []
        return [child for child, score in scores.items() if compare_rounded(score, lowest) == 0]

    def _wish_together(self, name: str, score: float, lowest: Sequence[str]) -> Iterator[_Wish]:
        """Wishes for the lowest-scoring parts of a node: one for each dimension, or one for all parts together."""
        wishes = [list(self._list_wishes(child)) for child in lowest]
        bar, are_nodes = Bar(score, is_above=True), self.nodes.keys() >= set(lowest)
        if not all(wishes):
            return
        if are_nodes and len(lowest) == 1:
            yield from (wish._replace(node=name, bar=bar) if wish.node else wish for wish in wishes[0])
        elif are_nodes:
            yield from itertools.chain(*wishes)
        else:
            easiest = (min(found, key=lambda wish: len(wish.aims)) for found in wishes)
            yield _Wish(_join(*(wish.aims for wish in easiest)), name, bar)

    def _wish_stage(self, node: Node) -> Iterator[_Wish]:
        """What still has to be done for the first stage that is not reached."""
        for stage in node.stages:
            aims = self._meet(stage)
            if aims != {}:
                yield from [] if aims is None else [_Wish(aims, node.id, Bar(self.scale.scores[stage.level]))]
                return

    def _wish_rated(self, node: Node) -> Iterator[_Wish]:
        """The fewest unknown answers that, once known, give a node a score; answers for its first stages come first."""
        aims: Aims = {}
        unknown = [child for child in self._list_parts(node) if self._get_score(child) is None]
        for child in unknown:
            aims = _join(aims, self._answer(child))
            if self._score(aims)[node.id] is not None:
                yield _Wish(aims, node.id)
                return

    def _answer(self, name: str) -> Aims:
        """An aim for every unknown answer below a node."""
        node = self.nodes.get(name)
        if node is None:
            return {name: Bar(0.0)} if self._get_score(name) is None else {}
        return _join(*map(self._answer, self._list_parts(node)))

    def _wish_higher(self, name: str) -> Iterator[_Wish]:
        """A wish for the next level of a criterion, if the criterion is known and can rise."""
        step = find_next_step(self.rubric, self.result.criteria[name])
        if step is not None and step.level is not None:
            yield _Wish({name: step.bar})

    def _wish_easiest(self, node: Node, bar: Bar) -> Iterator[_Wish]:
        """The goal that brings one part of a node above a score with the fewest aims."""
        found = [aims for child in self._list_parts(node) if (aims := self._reach(child, bar))]
        if found:
            yield _Wish(min(found, key=len), node.id, bar)

    def _meet(self, condition: Condition) -> Aims | None:
        """The aims that meet a condition; None if no aims can meet it.

        They are empty if the condition is already met or nothing in it applies.
        """
        if self._judge(condition) in (Truth.MET, Truth.LEFT_OUT):
            return {}
        if condition.parts:
            found = [self._meet(part) for part in condition.parts if self._judge(part) is not Truth.LEFT_OUT]
            return _choose_easiest(found) if condition.any_of is not None else _join_all(found)
        least = condition.at_least
        bar = Bar(condition.above or 0.0, is_above=True) if least is None else Bar(self.scale.scores[least])
        return self._reach(condition.subject, bar)

    def _judge(self, condition: Condition) -> Truth:
        return judge_condition(self.result, self.scale, READING, condition)

    def _reach(self, name: str, bar: Bar) -> Aims | None:
        """The aims that bring a node or criterion to a score; empty if it has the score, and None if no aims can."""
        score, node = self._get_score(name), self.nodes.get(name)
        if score is not None and bar.is_reached(score):
            return {}
        if node is None:
            step = find_next_step(self.rubric, self.result.criteria[name], bar=bar)
            return None if step is None else {name: bar}
        return self._reach_stage(node, bar) if node.stages else self._reach_parts(node, score, bar)

    def _reach_parts(self, node: Node, score: float | None, bar: Bar) -> Aims | None:
        """The aims that bring the parts of a node to a score; unknown parts are left out, unless no part is known."""
        parts = self._list_parts(node) if score is None else self._list_known(node)
        found = [self._reach(child, bar) for child in parts]
        if node.rule == "max":
            return _choose_easiest(found)
        return _join_all(found if node.rule == "min" else [aims for aims in found if aims is not None])

    def _reach_stage(self, node: Node, bar: Bar) -> Aims | None:
        """The aims that bring a staged node to a score: the aims for all stages up to the first with this score."""
        found: list[Aims] = []
        for stage in node.stages:
            aims = self._meet(stage)
            if aims is None:
                return None
            found.append(aims)
            if bar.is_reached(self.scale.scores[stage.level]):
                return _join(*found)
        return None

    def _try(self, wish: _Wish, name: str) -> Goal | None:
        """The goal that fulfils a wish, without unneeded aims; None if the aims do not bring the node to the score."""
        aims, score = dict(wish.aims), self._find_enough(wish.aims, name, wish.bar)
        if score is None:
            return None
        for one in reversed(list(wish.aims)) if len(aims) <= MOST_TRIED else ():
            fewer = {other: bar for other, bar in aims.items() if other != one}
            found = self._find_enough(fewer, name, wish.bar)
            if found is not None:
                aims, score = fewer, found
        return Goal(aims, name, None if self._get_score(name) is None else score)

    def _find_enough(self, aims: Aims, name: str, bar: Bar) -> float | None:
        """The score of a node once the given aims are reached; None if this score is not high enough."""
        score = self._score(aims)[name]
        return score if score is not None and bar.is_reached(score) else None

    def _score(self, aims: Aims) -> Mapping[str, float | None]:
        """The scores of all nodes once the given aims are reached."""
        steps = {name: find_next_step(self.rubric, self.result.criteria[name], bar=bar) for name, bar in aims.items()}
        changes = {
            name: NewScore(step.score, [item.id for item in step.items])
            for name, step in steps.items()
            if step is not None
        }
        return self.what_if.score(changes)

    def _list_parts(self, node: Node) -> list[str]:
        """The parts of a node that count and apply; if the highest part decides the score, it comes first."""
        found = [child.id for child in node.children if self.result.find_node(child.id).coverage is not None]
        return sorted(found, key=lambda name: -(self._get_score(name) or 0.0)) if node.rule == "max" else found

    def _list_known(self, node: Node) -> list[str]:
        """The parts of a node that count and have a score."""
        return [child for child in self._list_parts(node) if self._get_score(child) is not None]

    def _get_score(self, name: str) -> float | None:
        return self.result.find_node(name).scores[READING]


def _choose_easiest(found: Sequence[Aims | None]) -> Aims | None:
    """The way with the fewest aims; empty if there are no ways to choose from, None if no way leads to the score."""
    return min((aims for aims in found if aims is not None), key=len, default=None if found else {})


def _join_all(found: Sequence[Aims | None]) -> Aims | None:
    """The given aims together; None if one of them cannot be reached."""
    possible = [aims for aims in found if aims is not None]
    return _join(*possible) if len(possible) == len(found) else None


def _join(*found: Aims) -> Aims:
    """The given aims together; if a criterion has two aims, only the higher aim is kept."""
    joined: dict[str, Bar] = {}
    for aims in found:
        for name, bar in aims.items():
            joined[name] = max(bar, joined.get(name, bar))
    return joined
