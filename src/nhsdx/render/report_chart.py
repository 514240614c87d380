"""The dimensions under their four readings, as a chart and in words."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.model.base import OVERALL
from nhsdx.model.reading import Reading
from nhsdx.model.report import RangeChart, RangeRow
from nhsdx.model.result import DimensionResult, NodeResult, Result
from nhsdx.render.figures import score_text
from nhsdx.render.report_lines import brief, level_words, range_words

LEGEND = (
    "Filled bar and disc: supported by evidence. Hatched bar and diamond: claimed. "
    "Thin line: how far it could lie either way, given what is unknown. Upright lines: where each level begins."
)
MOST_ROWS = 7
LABEL = 44


def dimensions_chart(result: Result, *, only_top: bool) -> RangeChart:
    """A row for the whole and for each dimension; only those right below the whole where there is little room."""
    found = list(tree_of(result, None, 0))
    if only_top and len(found) > MOST_ROWS:
        found = [pair for pair in found if pair[0] == 0][:MOST_ROWS]
    rows = [_row(result, result.overall, 0, is_advisory=False)]
    rows += [_row(result, one, depth, is_advisory=one.advisory) for depth, one in found]
    return RangeChart("The whole and its dimensions, 0 to 100", LEGEND, result.scale, tuple(rows))


def tree_of(result: Result, parent: str | None, depth: int) -> Iterator[tuple[int, DimensionResult]]:
    """Every dimension after its parent, with how deep it lies."""
    for dimension in result.dimensions.values():
        if dimension.parent == parent:
            yield depth, dimension
            yield from tree_of(result, dimension.id, depth + 1)


def _row(result: Result, node: NodeResult, depth: int, *, is_advisory: bool) -> RangeRow:
    label = "Overall" if node.id == OVERALL else brief(node.title, LABEL)
    return RangeRow(
        label=label,
        scores=node.scores,
        levels=node.levels,
        level_label=level_words(result, node.levels[Reading.EVIDENCED]),
        text=_words(node, label),
        depth=depth,
        is_advisory=is_advisory,
    )


def _words(node: NodeResult, label: str) -> str:
    """What a bar shows."""
    if node.scores[Reading.HIGH] is None:
        return f"{label}: no score, for nothing in it applies"
    if node.scores[Reading.CLAIMED] is None:
        return f"{label}: nothing is known; it could lie anywhere from {range_words(node)}"
    claimed, evidenced = (score_text(node.scores[one]) for one in (Reading.CLAIMED, Reading.EVIDENCED))
    return f"{label}: {evidenced} supported by evidence, {claimed} claimed; it could lie from {range_words(node)}"
