"""The results of nodes and criteria, put together from what the runs gave."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypedDict

from nhsdx.model.base import OVERALL
from nhsdx.model.reading import ByReading, Reading, Scores
from nhsdx.model.result import CriterionResult, CriterionStatus, DimensionResult, NodeResult
from nhsdx.scoring.gates import ScoringRun
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.leaf import Leaf
from nhsdx.scoring.scale import compare
from nhsdx.scoring.tree import Node


class _CommonFields(TypedDict):
    """The fields that every node's result has."""

    id: str
    title: str
    scores: Scores
    before_gates: Scores
    levels: ByReading[int | None]
    level_label: str | None
    weakest_level: int | None
    coverage: float | None


class NodeResults(NamedTuple):
    """Makes the result of any node, from the runs and the figures of the whole tree."""

    instrument: Instrument
    leaves: Mapping[str, Leaf]
    runs: Mapping[Reading, ScoringRun]
    coverage: Mapping[str, float | None]
    weakest: Mapping[str, int | None]
    contribution: Mapping[str, float]

    @classmethod
    def of(cls, instrument: Instrument, leaves: Mapping[str, Leaf], runs: Mapping[Reading, ScoringRun]) -> NodeResults:
        """Works out the figures that need the whole tree."""
        nodes, claimed = instrument.nodes, runs[Reading.CLAIMED]
        scale = instrument.scale
        levels = {name: None if (score := claimed.scores[name]) is None else scale.find_level(score) for name in leaves}
        return cls(
            instrument,
            leaves,
            runs,
            compute_coverages(nodes, leaves),
            find_weakest_levels(nodes, levels),
            compute_contributions(nodes, claimed),
        )

    def overall(self) -> NodeResult:
        """The figures of the top node, under the rubric's title."""
        return NodeResult(**self._build_common_fields(OVERALL, self.instrument.rubric.rubric.title))

    def dimension(self, name: str) -> DimensionResult:
        """The figures of a dimension."""
        dimension = self.instrument.rubric.dimensions[name]
        return DimensionResult(
            **self._build_common_fields(name, dimension.title),
            parent=dimension.parent,
            weight=dimension.weight,
            advisory=dimension.advisory,
            contribution=self.contribution.get(name),
        )

    def criterion(self, name: str) -> CriterionResult:
        """The figures of a criterion, and the answer they come from."""
        criterion, leaf = self.instrument.rubric.criteria[name], self.leaves[name]
        support = leaf.support
        return CriterionResult(
            **self._build_common_fields(name, criterion.title),
            dimension=criterion.dimension,
            kind=criterion.kind,
            weight=criterion.weight,
            status=leaf.status,
            answer=leaf.answer,
            evidence=None if support is None else support.named,
            counted_as=None if support is None else support.counted,
            supported_level=None if support is None else support.level,
            contribution=self.contribution.get(name),
        )

    def _build_common_fields(self, name: str, title: str) -> _CommonFields:
        scale, rubric = self.instrument.scale, self.instrument.rubric
        scores = {reading: run.scores[name] for reading, run in self.runs.items()}
        levels = {reading: None if score is None else scale.find_level(score) for reading, score in scores.items()}
        claimed = levels[Reading.CLAIMED]
        return _CommonFields(
            id=name,
            title=title,
            scores=scores,
            before_gates={reading: self._read_before_gates(run, name) for reading, run in self.runs.items()},
            levels=levels,
            level_label=None if claimed is None else rubric.levels[claimed].label,
            weakest_level=self.weakest[name],
            coverage=self.coverage[name],
        )

    @staticmethod
    def _read_before_gates(run: ScoringRun, name: str) -> float | None:
        evaluation = run.evaluations.get(name)
        return run.scores[name] if evaluation is None else evaluation.before_gates


def compute_coverages(nodes: Sequence[Node], leaves: Mapping[str, Leaf]) -> dict[str, float | None]:
    """The share, 0-1, of applicable weight that has a known answer; None where nothing applies."""
    shares: dict[str, float | None] = {
        name: float(leaf.status is CriterionStatus.ANSWERED) if leaf.status.applies else None
        for name, leaf in leaves.items()
    }
    for node in nodes:
        parts = [(child.weight, share) for child in node.children if (share := shares[child.id]) is not None]
        total = math.fsum(weight for weight, _ in parts)
        shares[node.id] = math.fsum(weight * share for weight, share in parts) / total if parts else None
    return shares


def find_weakest_levels(nodes: Sequence[Node], levels: Mapping[str, int | None]) -> dict[str, int | None]:
    """The lowest of the criteria's levels below each node, what a staged model would award."""
    weakest = dict(levels)
    for node in nodes:
        below = [level for child in node.children if (level := weakest[child.id]) is not None]
        weakest[node.id] = min(below, default=None)
    return weakest


def compute_contributions(nodes: Sequence[Node], run: ScoringRun) -> dict[str, float]:
    """How many points of the overall score before gates each node brings: effective weight times score.

    Only through means, and not from below a node that a gate has lowered; there a part has no share
    of its own. The contributions of a mean's children sum to the mean.
    """
    shares = {OVERALL: 1.0}
    for node in reversed(nodes):
        evaluation = run.evaluations[node.id]
        is_lowered = node.id != OVERALL and has_fallen(evaluation.before_gates, run.scores[node.id])
        if node.id not in shares or node.rule != "mean" or is_lowered:
            continue
        total = math.fsum(child.weight for child, _ in evaluation.counted)
        for child, _ in evaluation.counted:
            shares[child.id] = shares[node.id] * child.weight / total
    return {name: share * score for name, share in shares.items() if (score := run.scores[name]) is not None}


def has_fallen(before: float | None, after: float | None) -> bool:
    """Whether gates brought a score down, by more than what nine decimals do not show."""
    return before is not None and after is not None and compare(after, before) < 0
