"""What the nodes of a result would score under `evidenced` if the given criteria reached other scores."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from nhsdx.model import ChecklistCriterion, CriterionResult, ItemState, Reading, Result, Rubric
from nhsdx.scoring.gates import GateNetwork, score_reading
from nhsdx.scoring.items import find_missing_items
from nhsdx.scoring.leaf import Leaf
from nhsdx.scoring.scale import Scale
from nhsdx.scoring.tree import Node, build_nodes, find_knowledge

READING = Reading.EVIDENCED


class NewScore(NamedTuple):
    """The score that a criterion would have, and which of its items would then be met."""

    score: float
    items: Collection[str] = ()


class WhatIf(NamedTuple):
    """Scores a result again with other scores for its criteria. Nodes are scored and gates are judged as in the engine.

    Nothing else changes: the same criteria and items are asked.
    """

    rubric: Rubric
    result: Result
    nodes: tuple[Node, ...]
    network: GateNetwork
    leaves: Mapping[str, Leaf]

    @classmethod
    def of(cls, rubric: Rubric, result: Result) -> WhatIf:
        """Prepares a result."""
        nodes, scale = build_nodes(rubric), Scale.of(rubric.levels)
        leaves = {name: _build_leaf(rubric, one, None) for name, one in result.criteria.items()}
        return cls(rubric, result, nodes, GateNetwork.of(rubric, scale, nodes), leaves)

    def score(self, changes: Mapping[str, NewScore]) -> Mapping[str, float | None]:
        """The score of every node and criterion with the given changes."""
        criteria = self.result.criteria
        leaves = {
            **self.leaves,
            **{name: _build_leaf(self.rubric, criteria[name], one) for name, one in changes.items()},
        }
        shares = {name: leaf.coverage for name, leaf in leaves.items()}
        known = {name for name, leaf in leaves.items() if leaf.scores[READING] is not None}
        knowledge = find_knowledge(self.nodes, shares, known)
        return score_reading(self.network, leaves, knowledge, READING).scores


def _build_leaf(rubric: Rubric, criterion: CriterionResult, change: NewScore | None) -> Leaf:
    """A criterion in the form that the engine uses, with the score that it has or would have."""
    score = criterion.scores[READING] if change is None else change.score
    coverage = criterion.coverage if change is None else 1.0
    missing = _find_missing(rubric, criterion, () if change is None else change.items)
    scores = dict.fromkeys(Reading, score)
    return Leaf(criterion.status, criterion.answer, None, scores, (), coverage=coverage, missing={READING: missing})


def _find_missing(rubric: Rubric, criterion: CriterionResult, met: Collection[str]) -> frozenset[str]:
    """The items of a checklist that would still be missing after the change."""
    asked = rubric.criteria[criterion.id]
    if not isinstance(asked, ChecklistCriterion) or criterion.items is None or not criterion.status.applies:
        return frozenset()
    states: dict[str, ItemState] = dict(criterion.items)
    return find_missing_items(asked, states, criterion.supported_level, READING) - frozenset(met)
