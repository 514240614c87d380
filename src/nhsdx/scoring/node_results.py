"""Builds the results of nodes, criteria and gates from the scores of the four readings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypedDict

from nhsdx.model import (
    OVERALL,
    ByReading,
    Criterion,
    CriterionResult,
    CriterionStatus,
    DimensionResult,
    DisplayScale,
    Gate,
    GateResult,
    GateState,
    ItemState,
    LeftOut,
    LevelMark,
    LevelName,
    ParentResult,
    Reading,
    Rubric,
    Scores,
    UnratedReason,
    name_places,
)
from nhsdx.scoring.gates import GateFacts, ScoringRun, is_met
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.leaf import Leaf
from nhsdx.scoring.scale import Scale, compare_rounded, round_half_up
from nhsdx.scoring.tree import Knowledge, Node, find_applicable


class _CommonFields(TypedDict):
    """The fields of every node and criterion."""

    id: str
    title: str
    scores: Scores
    levels: ByReading[int | None]
    coverage: float | None
    shown: Scores | None
    scale: tuple[LevelName, ...]


class _ParentFields(_CommonFields):
    """The fields of every node that has children."""

    before_gates: Scores
    spread: ByReading[tuple[int, ...]]
    left_out: LeftOut
    counted: ByReading[tuple[str, ...]]
    unrated: UnratedReason | None


class NodeResults(NamedTuple):
    """Builds the result of any node, from the runs and the figures of the whole tree."""

    instrument: Instrument
    leaves: Mapping[str, Leaf]
    runs: Mapping[Reading, ScoringRun]
    levels: ByReading[Mapping[str, int | None]]
    knowledge: Knowledge
    counted: ByReading[Mapping[str, tuple[str, ...]]]
    left_out: Mapping[str, LeftOut]
    unrated: Mapping[str, UnratedReason | None]
    contribution: ByReading[Mapping[str, float]]

    @classmethod
    def of(
        cls,
        instrument: Instrument,
        leaves: Mapping[str, Leaf],
        runs: Mapping[Reading, ScoringRun],
        knowledge: Knowledge,
    ) -> NodeResults:
        """Works out the figures that need the whole tree."""
        nodes = instrument.nodes
        return cls(
            instrument,
            leaves,
            runs,
            {reading: run.find_levels(instrument.scale) for reading, run in runs.items()},
            knowledge,
            {reading: list_counted(nodes, run) for reading, run in runs.items()},
            count_left_out(nodes, leaves),
            {node.id: explain_unrated(node, knowledge) for node in nodes},
            {reading: compute_contributions(nodes, run) for reading, run in runs.items()},
        )

    def build_overall(self) -> ParentResult:
        """The figures of the top node, under the rubric's title."""
        return ParentResult(**self._build_parent_fields(OVERALL, self.instrument.rubric.rubric.title))

    def build_dimension(self, name: str) -> DimensionResult:
        """The figures of a dimension."""
        dimension = self.instrument.rubric.dimensions[name]
        return DimensionResult(
            **self._build_parent_fields(name, dimension.title),
            parent=dimension.parent,
            weight=dimension.weight,
            advisory=dimension.advisory,
            contribution=self._get_contribution(name),
        )

    def build_criterion(self, name: str) -> CriterionResult:
        """A criterion's figures, and its answer."""
        criterion, leaf = self.instrument.rubric.criteria[name], self.leaves[name]
        support = leaf.support
        return CriterionResult(
            **self._build_common_fields(name, criterion.title),
            dimension=criterion.dimension,
            kind=criterion.kind,
            weight=criterion.weight,
            status=leaf.status,
            answer=leaf.answer,
            evidence=None if support is None else support.given,
            counted_as=None if support is None else support.counted_as,
            supported_level=None if support is None else support.level,
            evidence_date_problem=None if support is None else support.date_problem,
            items=leaf.states,
            is_by_score=criterion.kind == "survey" or leaf.is_on_line or bool(criterion.own_levels),
            contribution=self._get_contribution(name),
            not_asked=leaf.not_asked,
            is_undecided=leaf.is_undecided,
            has_too_few_respondents=leaf.has_too_few_respondents,
            answered_level=_find_answered_level(self.instrument.rubric, criterion, leaf),
            own_scale=tuple(
                LevelMark(level.label or "", level.score, number)
                for level, number in zip(criterion.own_levels, name_places(criterion.own_levels), strict=True)
            ),
        )

    def find_widened(self) -> set[str]:
        """The criteria whose unknown answers widen a range: those below a node whose `low` and `high` differ."""
        low, high = (self.runs[reading].scores for reading in (Reading.LOW, Reading.HIGH))
        found: set[str] = set()
        for node in reversed(self.instrument.nodes):
            if node.id in found or low[node.id] != high[node.id]:
                found.update(child.id for child in node.children)
        return found

    def _get_contribution(self, name: str) -> Scores:
        return {reading: points.get(name) for reading, points in self.contribution.items()}

    def _build_parent_fields(self, name: str, title: str) -> _ParentFields:
        return _ParentFields(
            **self._build_common_fields(name, title),
            before_gates={reading: run.evaluations[name].before_gates for reading, run in self.runs.items()},
            spread={
                reading: count_by_level(found[name], self.levels[reading], self.instrument.scale)
                for reading, found in self.counted.items()
            },
            left_out=self.left_out[name],
            counted={reading: found[name] for reading, found in self.counted.items()},
            unrated=self.unrated[name],
        )

    def _build_common_fields(self, name: str, title: str) -> _CommonFields:
        stamp, scores = self.instrument.stamp, {reading: run.scores[name] for reading, run in self.runs.items()}
        return _CommonFields(
            id=name,
            title=title,
            scores=scores,
            levels={reading: found[name] for reading, found in self.levels.items()},
            coverage=self.knowledge.coverage[name],
            shown=_round_shown(stamp.find_shown(name), scores) if stamp.has_figures else None,
            scale=self.instrument.numbers,
        )


def _round_shown(shown: DisplayScale, scores: Scores) -> Scores:
    """The scores in the form that people see."""
    return {
        reading: None if score is None else float(round_half_up(shown.convert(score), shown.decimals))
        for reading, score in scores.items()
    }


def explain_unrated(node: Node, knowledge: Knowledge) -> UnratedReason | None:
    """Why a node that applies has no score under `evidenced` and `claimed`; None if no explanation is needed."""
    share, applicable = knowledge.coverage[node.id], find_applicable(node, knowledge.coverage)
    if node.id in knowledge.known or share is None or not node.may_be_unrated:
        return None
    known = len(applicable & knowledge.known)
    return UnratedReason(
        known=known,
        asked=len(applicable),
        minimum_known=node.minimum_known if node.minimum_known > max(known, 1) else None,
        minimum_coverage=node.minimum_coverage if compare_rounded(share, node.minimum_coverage) < 0 else None,
    )


def _find_answered_level(rubric: Rubric, criterion: Criterion, leaf: Leaf) -> LevelName | None:
    """The name that people use for the level that an answer gives; None if it gives no level."""
    if leaf.answer is None or leaf.answer.level is None:
        return None
    return rubric.name_levels(criterion)[leaf.answer.level]


def list_counted(nodes: Sequence[Node], run: ScoringRun) -> dict[str, tuple[str, ...]]:
    """For each node, the ids of the criteria that count in it."""
    found: dict[str, tuple[str, ...]] = {}
    for node in nodes:
        children = (child.id for child, _ in run.evaluations[node.id].counted)
        found[node.id] = tuple(name for child in children for name in found.get(child, (child,)))
    return found


def count_by_level(criteria: Sequence[str], levels: Mapping[str, int | None], scale: Scale) -> tuple[int, ...]:
    """How many of the criteria that count, and therefore have a score, are at each level, from level 0 up."""
    found = [levels[name] for name in criteria]
    return tuple(found.count(level) for level in range(len(scale.scores)))


def count_left_out(nodes: Sequence[Node], leaves: Mapping[str, Leaf]) -> dict[str, LeftOut]:
    """For each node, how many of its criteria are left out, and how many items of its other criteria are left out.

    A criterion that is left out is counted once, and its items are not counted.
    """
    below: dict[str, list[Leaf]] = {name: [leaf] for name, leaf in leaves.items()}
    for node in nodes:
        below[node.id] = [leaf for child in node.children for leaf in below[child.id]]
    return {node.id: _count_left_out_leaves(below[node.id]) for node in nodes}


def _count_left_out_leaves(leaves: Sequence[Leaf]) -> LeftOut:
    statuses = [leaf.status for leaf in leaves if not leaf.is_known]
    known = [leaf for leaf in leaves if leaf.is_known]
    items = [state for leaf in known for name, state in (leaf.states or {}).items() if name not in leaf.not_asked]
    return LeftOut(
        unknown=statuses.count(CriterionStatus.UNKNOWN),
        not_due=statuses.count(CriterionStatus.NOT_DUE),
        not_applicable=statuses.count(CriterionStatus.NOT_APPLICABLE),
        unknown_items=items.count(ItemState.UNKNOWN),
        not_applicable_items=items.count(ItemState.NOT_APPLICABLE),
        not_asked=statuses.count(CriterionStatus.NOT_ASKED),
    )


def compute_contributions(nodes: Sequence[Node], run: ScoringRun) -> dict[str, float]:
    """How many points each node adds to the overall score before gates: effective weight times score.

    A node has no points if it is below a node that is not a mean, or below a node whose score a gate has lowered. The
    contributions of a mean's children add up to the contribution of the mean.
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
    """Whether gates lowered a score; both scores are rounded to nine decimals before they are compared."""
    return before is not None and after is not None and compare_rounded(after, before) < 0


def build_gate_result(
    gate_id: str, gate: Gate, runs: Mapping[Reading, ScoringRun], numbers: Sequence[LevelName]
) -> GateResult:
    """A gate's state, and the readings under which it is triggered."""
    triggered_under = tuple(reading for reading in Reading if gate_id in runs[reading].triggered)
    if Reading.CLAIMED in triggered_under:
        state = GateState.TRIGGERED
    elif Reading.EVIDENCED in triggered_under:
        state = GateState.UNPROVEN
    else:
        could_be = triggered_under or is_met(gate.when, _combine_ends(runs))
        state = GateState.UNDECIDED if could_be else GateState.CLEAR
    return GateResult(
        id=gate_id,
        title=gate.title,
        state=state,
        triggered_under=triggered_under,
        severity=gate.severity,
        caps=gate.cap,
        cap_numbers={node: numbers[level] for node, level in gate.cap.items()},
        because=gate.because,
        remedy=gate.remedy,
    )


def _combine_ends(runs: Mapping[Reading, ScoringRun]) -> GateFacts:
    """The facts most likely to trigger a gate: the lowest scores for tests of low scores, otherwise the highest."""
    return runs[Reading.LOW].facts._replace(high_scores=runs[Reading.HIGH].facts.high_scores)
