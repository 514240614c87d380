"""The results of nodes and criteria, put together from what the runs gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypedDict

from nhsdx.model.base import OVERALL
from nhsdx.model.reading import ByReading, Reading, Scores
from nhsdx.model.result import CriterionResult, DimensionResult, NodeResult
from nhsdx.scoring.figures import compute_contributions, compute_coverages, find_weakest_levels
from nhsdx.scoring.gates import ScoringRun
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.leaf import Leaf


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
