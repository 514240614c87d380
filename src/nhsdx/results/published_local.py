"""What a result of a local rubric holds besides, in its published shape: the national result and both scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from nhsdx.model.overlay import OverlayOrigin
from nhsdx.model.reading import ByReading, Reading
from nhsdx.model.result import LocalAndNational, Result, TwoScores

READINGS = (Reading.CLAIMED, Reading.EVIDENCED, Reading.LOW, Reading.HIGH)
T = TypeVar("T")


def both_data(both: LocalAndNational | None) -> dict[str, Any]:
    """Where the rubric comes from, and both scores of every shared node; nothing for a rubric that is no overlay."""
    if both is None:
        return {}
    nodes = {name: _two_scores(two) for name, two in both.nodes.items()}
    return {"overlay": overlay_data(both.overlaid), "both": nodes}


def overlay_of(result: Result) -> dict[str, Any]:
    """Where the rubric of a result comes from, for reports that hold no scores of it; nothing if it is no overlay."""
    return {} if result.both is None else {"overlay": overlay_data(result.both.overlaid)}


def two_scores_data(both: LocalAndNational | None, node: str) -> dict[str, Any] | None:
    """Both scores of one node; None where it has no two."""
    return None if both is None or node not in both.nodes else _two_scores(both.nodes[node])


def overlay_data(overlaid: OverlayOrigin) -> dict[str, Any]:
    """The chain of a local rubric, how its base has moved on, and its departures."""
    departures = [asdict(one) | {"decided": one.decided.isoformat()} for one in overlaid.departures]
    return {"chain": list(overlaid.chain), "moved": overlaid.moved, "departures": departures}


def _two_scores(two: TwoScores) -> dict[str, Any]:
    return {
        "title": two.title,
        "national": _by_reading(two.national),
        "local": _by_reading(two.local),
        "difference": _by_reading(two.difference),
        "parts": {name: _parts(parts) for name, parts in _by_reading(two.parts).items()},
    }


def _by_reading(figures: ByReading[T]) -> dict[str, T]:
    return {reading.value: figures[reading] for reading in READINGS}


def _parts(parts: Mapping[Any, float] | None) -> dict[str, float] | None:
    return None if parts is None else {cause.value: points for cause, points in parts.items()}
