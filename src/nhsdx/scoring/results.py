"""The results of nodes and criteria, put together from what the runs gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypedDict

from nhsdx.model.base import OVERALL
from nhsdx.model.reading import ByReading, Reading, Scores
from nhsdx.model.result import CriterionResult, DimensionResult, LeftOut, ParentResult
from nhsdx.scoring.figures import contributions, coverages, left_out_counts, spreads
from nhsdx.scoring.gates import Run
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.leaf import Leaf


class _Common(TypedDict):
    """The fields that every node's result has."""

    id: str
    title: str
    scores: Scores
    levels: ByReading[int | None]
    coverage: float | None


class _OfParent(_Common):
    """The fields that the result of every node with children has."""

    before_gates: Scores
    spread: ByReading[tuple[int, ...]]
    left_out: LeftOut


class NodeResults(NamedTuple):
    """Makes the result of any node, from the runs and the figures of the whole tree."""

    instrument: Instrument
    leaves: Mapping[str, Leaf]
    runs: Mapping[Reading, Run]
    coverage: Mapping[str, float | None]
    spread: ByReading[Mapping[str, tuple[int, ...]]]
    left_out: Mapping[str, LeftOut]
    contribution: ByReading[Mapping[str, float]]

    @classmethod
    def of(cls, instrument: Instrument, leaves: Mapping[str, Leaf], runs: Mapping[Reading, Run]) -> NodeResults:
        """Works out the figures that need the whole tree."""
        nodes, scale = instrument.nodes, instrument.scale
        return cls(
            instrument,
            leaves,
            runs,
            coverages(nodes, leaves),
            {reading: spreads(nodes, run, scale) for reading, run in runs.items()},
            left_out_counts(nodes, leaves),
            {reading: contributions(nodes, run) for reading, run in runs.items()},
        )

    def overall(self) -> ParentResult:
        """The figures of the top node, under the rubric's title."""
        return ParentResult(**self._of_parent(OVERALL, self.instrument.rubric.rubric.title))

    def dimension(self, name: str) -> DimensionResult:
        """The figures of a dimension."""
        dimension = self.instrument.rubric.dimensions[name]
        return DimensionResult(
            **self._of_parent(name, dimension.title),
            parent=dimension.parent,
            weight=dimension.weight,
            advisory=dimension.advisory,
            contribution=self._contribution(name),
        )

    def criterion(self, name: str) -> CriterionResult:
        """The figures of a criterion, and the answer they come from."""
        criterion, leaf = self.instrument.rubric.criteria[name], self.leaves[name]
        support = leaf.support
        return CriterionResult(
            **self._common(name, criterion.title),
            dimension=criterion.dimension,
            kind=criterion.kind,
            weight=criterion.weight,
            status=leaf.status,
            answer=leaf.answer,
            evidence=None if support is None else support.named,
            counted_as=None if support is None else support.counted,
            supported_level=None if support is None else support.level,
            contribution=self._contribution(name),
        )

    def _contribution(self, name: str) -> Scores:
        return {reading: points.get(name) for reading, points in self.contribution.items()}

    def _of_parent(self, name: str, title: str) -> _OfParent:
        return _OfParent(
            **self._common(name, title),
            before_gates={reading: run.evaluations[name].before_gates for reading, run in self.runs.items()},
            spread={reading: counts[name] for reading, counts in self.spread.items()},
            left_out=self.left_out[name],
        )

    def _common(self, name: str, title: str) -> _Common:
        scale = self.instrument.scale
        scores = {reading: run.scores[name] for reading, run in self.runs.items()}
        levels = {reading: None if score is None else scale.level_of(score) for reading, score in scores.items()}
        return _Common(id=name, title=title, scores=scores, levels=levels, coverage=self.coverage[name])
