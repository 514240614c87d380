"""A result in its published shape, version 1: what JSON and TOML hold, and what verifying recomputes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from nhsdx import __version__
from nhsdx.model.reading import Reading
from nhsdx.model.result import (
    RESULT_FORMAT,
    AssessmentStamp,
    CriterionResult,
    DimensionResult,
    GateResult,
    NodeResult,
    Result,
    RubricStamp,
)
from nhsdx.results.published_local import both_data
from nhsdx.scoring.digest import compute_result_digest

TOOL = {"name": "nhsdx", "version": __version__}
READINGS = (Reading.CLAIMED, Reading.EVIDENCED, Reading.LOW, Reading.HIGH)


def result_data(result: Result) -> dict[str, Any]:
    """A result in its published shape. Scores are unrounded; an excluded node has null scores."""
    data = _undigested(result)
    return data | {"digest": compute_result_digest(data)}


def _undigested(result: Result) -> dict[str, Any]:
    return {
        "format": RESULT_FORMAT,
        "tool": TOOL,
        "rubric": _rubric(result.rubric),
        "assessment": _assessment(result.assessment),
        "overall": _node(result.overall),
        "dimensions": {name: _dimension(dimension) for name, dimension in result.dimensions.items()},
        "criteria": {name: _criterion(criterion) for name, criterion in result.criteria.items()},
        "gates": [_gate(gate) for gate in result.gates],
        "findings": [asdict(finding) for finding in result.findings],
        **_local(result),
        "answers": {name: answer.plain() for name, answer in result.answers.items()},
    }


def _local(result: Result) -> dict[str, Any]:
    """What a result of a local rubric holds besides: the national result of the same answers, and both scores."""
    if result.both is None:
        return {}
    national = result.both.national
    return {
        **both_data(result.both),
        "national": {
            "rubric": _rubric(national.rubric),
            "profile": national.assessment.profile,
            "overall": _node(national.overall),
            "dimensions": {name: _dimension(dimension) for name, dimension in national.dimensions.items()},
            "criteria": {name: _criterion(criterion) for name, criterion in national.criteria.items()},
            "gates": [_gate(gate) for gate in national.gates],
        },
    }


def _rubric(stamp: RubricStamp) -> dict[str, Any]:
    return {
        "id": stamp.id,
        "version": stamp.version,
        "title": stamp.title,
        "scoring_digest": stamp.scoring_digest,
        "content_digest": stamp.content_digest,
    }


def stamps(result: Result) -> dict[str, Any]:
    """Which rubric scored, in short, and which assessment: for reports that name a result and do not repeat it."""
    rubric = result.rubric
    return {
        "rubric": {"id": rubric.id, "version": rubric.version, "scoring_digest": rubric.scoring_digest},
        "assessment": _assessment(result.assessment),
    }


def _assessment(stamp: AssessmentStamp) -> dict[str, Any]:
    return {
        "subject": stamp.subject,
        "date": stamp.date.isoformat(),
        "voice": stamp.voice,
        "profile": stamp.profile,
        "as_of": stamp.as_of.isoformat(),
        "digest": stamp.digest,
    }


def _node(node: NodeResult) -> dict[str, Any]:
    return {
        "title": node.title,
        **{reading.value: node.scores[reading] for reading in READINGS},
        "levels": {reading.value: node.levels[reading] for reading in READINGS},
        "level_label": node.level_label,
        "weakest_level": node.weakest_level,
        "coverage": node.coverage,
        "before_gates": {reading.value: node.before_gates[reading] for reading in READINGS},
    }


def _dimension(dimension: DimensionResult) -> dict[str, Any]:
    return _node(dimension) | {
        "parent": dimension.parent,
        "weight": dimension.weight,
        "advisory": dimension.advisory,
        "contribution": dimension.contribution,
    }


def _criterion(criterion: CriterionResult) -> dict[str, Any]:
    return _node(criterion) | {
        "dimension": criterion.dimension,
        "kind": criterion.kind,
        "weight": criterion.weight,
        "status": criterion.status.value,
        "answer": criterion.shown_answer,
        "evidence": criterion.evidence,
        "supported_level": criterion.supported_level,
        "contribution": criterion.contribution,
    }


def _gate(gate: GateResult) -> dict[str, Any]:
    return {
        "id": gate.id,
        "state": gate.state.value,
        "triggered_under": [reading.value for reading in gate.triggered_under],
        "severity": gate.severity,
        "caps": dict(gate.caps),
        "because": gate.because,
        "remedy": gate.remedy,
    }
