"""The nodes of a result under their four readings, as a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.documents.blocks import RangeChart, RangeRow
from nhsdx.documents.phrases import shorten
from nhsdx.documents.words import describe_bar, describe_level, name_node
from nhsdx.model.reading import Reading
from nhsdx.model.result import DimensionResult, ParentResult, Result

SERIES_CAPTION = "The overall score of each assessment, 0 to 100"
CAPTION = "The whole and its dimensions, 0 to 100"
LEGEND = (
    "Filled bar and disc: evidenced. Hatched bar and diamond: claimed. Thin line: the range, from low to high. "
    "Upright lines: where each level begins."
)
MOST_ROWS = 7
LABEL = 44
"""The most characters of a dimension's title beside its bar."""


def build_brief_chart(result: Result) -> RangeChart:
    """A row for the whole and for each dimension, or only for the top dimensions if there are too many."""
    found = list(list_dimensions(result))
    if len(found) > MOST_ROWS:
        found = [pair for pair in found if pair[0] == 0][:MOST_ROWS]
    return _build_chart(result, found, longest=LABEL)


def build_whole_chart(result: Result) -> RangeChart | None:
    """A row for every dimension, however deep; None where the brief chart has them all."""
    found = list(list_dimensions(result))
    return _build_chart(result, found, longest=LABEL) if len(found) > MOST_ROWS else None


def build_full_chart(result: Result) -> RangeChart:
    """A row for every dimension, with the weakest criterion of each."""
    return _build_chart(result, list(list_dimensions(result)), with_weakest=True)


def build_series_chart(points: Sequence[tuple[str, Result]]) -> RangeChart:
    """A row for each assessment of a series, under its name, with its overall score."""
    rows = [
        _build_row(result, result.overall, 0, name=name, longest=LABEL, with_weakest=True) for name, result in points
    ]
    return RangeChart(SERIES_CAPTION, LEGEND, points[-1][1].scale, tuple(rows), "Assessment")


def list_dimensions(result: Result, parent: str | None = None, depth: int = 0) -> Iterator[tuple[int, DimensionResult]]:
    """Every dimension after its parent, with its depth below the top, which has depth 0."""
    for dimension in result.dimensions.values():
        if dimension.parent == parent:
            yield depth, dimension
            yield from list_dimensions(result, dimension.id, depth + 1)


def _build_chart(
    result: Result, found: list[tuple[int, DimensionResult]], *, longest: int | None = None, with_weakest: bool = False
) -> RangeChart:
    nodes = [(0, result.overall, False), *((depth, one, one.advisory) for depth, one in found)]
    rows = [
        _build_row(result, node, depth, longest=longest, is_advisory=is_advisory, with_weakest=with_weakest)
        for depth, node, is_advisory in nodes
    ]
    return RangeChart(CAPTION, LEGEND, result.scale, tuple(rows))


def _build_row(  # noqa: PLR0913 - a row has this many parts
    result: Result,
    node: ParentResult,
    depth: int,
    *,
    longest: int | None,
    is_advisory: bool = False,
    with_weakest: bool = False,
    name: str | None = None,
) -> RangeRow:
    """A row for a node, under its own title where no other name is given."""
    name = name or name_node(node)
    return RangeRow(
        label=name if longest is None else shorten(name, longest),
        scores=node.scores,
        levels=node.levels,
        level_label=describe_level(result, node.levels[Reading.EVIDENCED]),
        text=describe_bar(name, node.scores),
        depth=depth,
        is_advisory=is_advisory,
        weakest=describe_level(result, node.weakest[Reading.EVIDENCED]) if with_weakest else "",
    )
