"""The steps behind a number, as data."""

from __future__ import annotations

from typing import Any

from nhsdx.analysis.published import TOOL
from nhsdx.analysis.published_both import overlay_of, two_scores_data
from nhsdx.model.result import Result

EXPLANATION_FORMAT = "nhsdx.explanation/1"


def explanation_data(result: Result, node_id: str) -> dict[str, Any]:
    """Every step of a node or criterion: rule, what went in, what came out. Raises KeyError for an unknown id."""
    node = result.node(node_id)
    two = two_scores_data(result.both, node_id)
    steps = [step for step in result.steps if step.node == node_id]
    return {
        "format": EXPLANATION_FORMAT,
        "tool": TOOL,
        "id": node.id,
        "title": node.title,
        "scores": {reading.value: score for reading, score in node.scores.items()},
        **({} if two is None else {"both": two}),
        **overlay_of(result),
        **({} if result.both is None else {"score": "national" if result.is_national else "local"}),
        "steps": [
            {
                "reading": step.reading.value,
                "rule": step.rule,
                "inputs": [
                    {"name": term.name, "value": term.value, "weight": term.weight, "points": term.part}
                    for term in step.terms
                ],
                "output": step.output,
            }
            for step in steps
        ],
    }
