"""Comparisons and trends as plain data: the published shape, version 1, of JSON and TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from nhsdx.analysis.published import TOOL, stamps
from nhsdx.analysis.published_both import overlay_of
from nhsdx.model.comparison import Comparison, CriterionChange, Movement, Part, Trend
from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionResult, Result
from nhsdx.render.legacy import by_name, change_of

COMPARISON_FORMAT = "nhsdx.comparison/1"
TREND_FORMAT = "nhsdx.trend/1"


def comparison_data(comparison: Comparison) -> dict[str, Any]:
    """A comparison in its published shape; the parts of a reading add up to its change."""
    return {
        "format": COMPARISON_FORMAT,
        "tool": TOOL,
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "rescored": comparison.is_rescored,
        "nodes": {name: _movement(node, comparison) for name, node in comparison.nodes.items()},
        "criteria": {change.id: _criterion_change(change) for change in comparison.criteria},
        "gates": [{"id": gate.id, "old": gate.old, "new": gate.new} for gate in comparison.gates],
        "newly_unknown": list(comparison.newly_unknown),
        "newly_known": list(comparison.newly_known),
        "not_carried": list(comparison.not_carried),
        "findings": [asdict(finding) for finding in comparison.findings],
    }


def trend_data(trend: Trend) -> dict[str, Any]:
    """A series in its published shape: a point for each assessment, and what changed to reach it."""
    steps = [None, *trend.steps]
    return {
        "format": TREND_FORMAT,
        "tool": TOOL,
        "rescored": trend.is_rescored,
        "points": [
            {
                "file": name,
                **_side(point),
                "overall": _figures(point, point.overall.id),
                "published": by_name(published),
                "dimensions": {dimension: _figures(point, dimension) for dimension in point.dimensions},
                "change": None if step is None else _movement(step.nodes[point.overall.id], step),
            }
            for name, point, published, step in zip(trend.names, trend.points, trend.published, steps, strict=True)
        ],
        "not_carried": list(trend.not_carried),
        "findings": [asdict(finding) for finding in trend.findings],
    }


def _side(result: Result) -> dict[str, Any]:
    return {
        **stamps(result),
        **overlay_of(result),
        "coverage": result.overall.coverage,
    }


def _figures(result: Result, node: str) -> dict[str, Any]:
    found = result.node(node)
    return {**by_name(found.scores), "levels": by_name(found.levels)}


def _movement(node: Movement, comparison: Comparison) -> dict[str, Any]:
    return {
        "title": node.title,
        "old": by_name(node.old),
        **({"old_rescored": by_name(node.rescored)} if comparison.is_rescored else {}),
        "new": by_name(node.new),
        "change": {reading.value: change_of(node.old[reading], node.new[reading]) for reading in Reading},
        "parts": {reading.value: _parts(node.parts[reading]) for reading in Reading},
        "old_levels": by_name(node.old_levels),
        "new_levels": by_name(node.new_levels),
    }


def _parts(parts: Mapping[Part, float] | None) -> dict[str, float] | None:
    return None if parts is None else {part.value: parts[part] for part in Part}


def _criterion_change(change: CriterionChange) -> dict[str, Any]:
    return {
        "title": change.title,
        "changed": list(change.parts),
        "old": _criterion(change.old),
        "new": _criterion(change.new),
    }


def _criterion(criterion: CriterionResult | None) -> dict[str, Any] | None:
    if criterion is None:
        return None
    return {
        "status": criterion.status.value,
        "answer": criterion.shown_answer,
        "evidence": criterion.evidence,
        "counted_as": criterion.counted_as,
        **by_name(criterion.scores),
        "levels": by_name(criterion.levels),
    }
