"""The dimensions under their four readings, as a chart and in words."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.documents.blocks import RangeChart, RangeRow
from nhsdx.documents.number_words import format_score
from nhsdx.documents.phrases import shorten
from nhsdx.documents.words import describe_level, describe_range
from nhsdx.model.base import OVERALL
from nhsdx.model.reading import Reading
from nhsdx.model.result import DimensionResult, NodeResult, Result

LEGEND = (
    "Filled bar and disc: supported by evidence. Hatched bar and diamond: claimed. "
    "Thin line: how far it could lie either way, given what is unknown. Upright lines: where each level begins."
)
MOST_ROWS = 7
LABEL = 44


def build_brief_chart(result: Result) -> RangeChart:
    """A row for the whole and for each dimension, or for those right below the whole where all would be too many."""
    found = list(list_dimensions(result, None, 0))
    if len(found) > MOST_ROWS:
        found = [pair for pair in found if pair[0] == 0][:MOST_ROWS]
    return _build_chart(result, found)


def build_whole_chart(result: Result) -> RangeChart | None:
    """A row for every dimension, however deep; None where the brief chart has them all."""
    found = list(list_dimensions(result, None, 0))
    return _build_chart(result, found) if len(found) > MOST_ROWS else None


def _build_chart(result: Result, found: list[tuple[int, DimensionResult]]) -> RangeChart:
    rows = [_build_row(result, result.overall, 0, is_advisory=False)]
    rows += [_build_row(result, one, depth, is_advisory=one.advisory) for depth, one in found]
    return RangeChart("The whole and its dimensions, 0 to 100", LEGEND, result.scale, tuple(rows))


def list_dimensions(result: Result, parent: str | None, depth: int) -> Iterator[tuple[int, DimensionResult]]:
    """Every dimension after its parent, with how deep it lies."""
    for dimension in result.dimensions.values():
        if dimension.parent == parent:
            yield depth, dimension
            yield from list_dimensions(result, dimension.id, depth + 1)


def _build_row(result: Result, node: NodeResult, depth: int, *, is_advisory: bool) -> RangeRow:
    label = "Overall" if node.id == OVERALL else shorten(node.title, LABEL)
    return RangeRow(
        label=label,
        scores=node.scores,
        levels=node.levels,
        level_label=describe_level(result, node.levels[Reading.EVIDENCED]),
        text=_describe_bar(node, label),
        depth=depth,
        is_advisory=is_advisory,
    )


def _describe_bar(node: NodeResult, label: str) -> str:
    """What a bar shows."""
    if node.scores[Reading.HIGH] is None:
        return f"{label}: no score, for nothing in it applies"
    if node.scores[Reading.CLAIMED] is None:
        return f"{label}: nothing is known; it could lie anywhere from {describe_range(node.scores)}"
    claimed, evidenced = (format_score(node.scores[one]) for one in (Reading.CLAIMED, Reading.EVIDENCED))
    return f"{label}: {evidenced} supported by evidence, {claimed} claimed; it could lie from {describe_range(node.scores)}"
