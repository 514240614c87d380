"""Many assessments as data for other programs."""

from __future__ import annotations

from typing import Any

from nhsdx import __version__
from nhsdx.analysis.batch_summary import BatchSummary, ByNode
from nhsdx.analysis.distribution import Distribution
from nhsdx.scoring.instrument import Instrument

SUMMARY_FORMAT = "nhsdx.batch-summary/1"


def batch_data(summary: BatchSummary, instrument: Instrument) -> dict[str, Any]:
    """The summary, with the rubric that scored; figures in points, to one decimal."""
    stamp = instrument.stamp
    return {
        "format": SUMMARY_FORMAT,
        "tool": {"name": "nhsdx", "version": __version__},
        "rubric": {
            "id": stamp.id,
            "version": stamp.version,
            "title": stamp.title,
            "scoring_digest": stamp.scoring_digest,
            "content_digest": stamp.content_digest,
        },
        "rows": summary.rows,
        "nodes": _nodes(summary.nodes),
        "gates": {
            gate: {state.value: count for state, count in states.items()} for gate, states in summary.gates.items()
        },
        "groups": [
            {"key": dict(group.key), "rows": group.rows, "nodes": _nodes(group.nodes)} for group in summary.groups
        ],
        "rejected": dict(summary.rejected),
    }


def _nodes(nodes: ByNode) -> dict[str, Any]:
    return {
        node: {reading.value: _distribution(found) for reading, found in readings.items()}
        for node, readings in nodes.items()
    }


def _distribution(found: Distribution) -> dict[str, Any]:
    return {
        "levels": list(found.levels),
        "scored": found.scored,
        "left_out": found.left_out,
        "minimum": found.minimum,
        "lower_quartile": found.lower_quartile,
        "median": found.median,
        "upper_quartile": found.upper_quartile,
        "maximum": found.maximum,
        "spread": found.spread,
    }
