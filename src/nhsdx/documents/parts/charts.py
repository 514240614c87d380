"""Charts of scores: a bar for the overall score and each dimension, and how many criteria are at each level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nhsdx.documents.blocks import Cell, Column, RangeChart, RangeRow, Table
from nhsdx.documents.number_words import NOTHING, describe_ends, format_score
from nhsdx.documents.phrases import make_row, shorten
from nhsdx.documents.words import (
    NOT_COUNTED,
    count_spread,
    describe_bar,
    describe_beside,
    describe_left_out,
    describe_level,
    describe_range,
    describe_weakest_level,
    format_place,
    has_grades,
    list_headlines,
    name_mark,
    name_node,
)
from nhsdx.model import DimensionResult, ParentResult, Result

SERIES_CAPTION = "The overall score of each assessment"
CAPTION = "The overall score and its dimensions"
LEVEL_NOTE = "Level: the level of the evidenced score, or the two levels around it."
LEFT_OUT_NOTE = "Next to a name: how many criteria are left out."
SCALE_NOTE = "Next to a name: its own scale, if it has one, and how many criteria are left out."
WEAKEST_NOTE = "Weakest: the lowest level of a counted criterion, as evidenced."
MOST_ROWS = 7
LABEL = 44
"""The maximum number of characters of a dimension's title that are shown beside its bar."""


def build_brief_chart(result: Result) -> RangeChart:
    """A chart of the overall score and every dimension, or only the top dimensions if there are too many."""
    found = list(list_dimensions(result))
    if len(found) > MOST_ROWS:
        found = [pair for pair in found if pair[0] == 0][:MOST_ROWS]
    return _build_chart(result, found, longest=LABEL)


def build_whole_chart(result: Result) -> RangeChart | None:
    """A chart with a row for every dimension at any depth; None if the brief chart shows all dimensions already."""
    found = list(list_dimensions(result))
    return _build_chart(result, found, longest=LABEL) if len(found) > MOST_ROWS else None


def build_full_chart(result: Result) -> RangeChart:
    """A chart with a row for the overall score and for every dimension."""
    return _build_chart(result, list(list_dimensions(result)))


def build_series_chart(points: Sequence[tuple[str, Result]]) -> RangeChart:
    """A chart with a row for each assessment in a series: the name of the assessment, and its overall score."""
    last = points[-1][1]
    rows = tuple(_build_row(result, result.overall, shorten(name, LABEL)) for name, result in points)
    note, is_graded = _describe_columns(last, rows), has_grades(last)
    ends = describe_ends(last.rubric.shown)
    caption = f"{SERIES_CAPTION}, {ends}"
    return RangeChart(caption, last.scale, _list_columns(last), rows, note, "Assessment", is_graded, ends)


def list_dimensions(result: Result, parent: str | None = None, depth: int = 0) -> Iterator[tuple[int, DimensionResult]]:
    """Every dimension, listed after its parent, with its depth. Dimensions at the top have depth 0."""
    for dimension in result.dimensions.values():
        if dimension.parent == parent:
            yield depth, dimension
            yield from list_dimensions(result, dimension.id, depth + 1)


def _build_chart(result: Result, found: list[tuple[int, DimensionResult]], longest: int | None = None) -> RangeChart:
    rows = [_build_row(result, result.overall, name_node(result.overall))]
    for depth, dimension in found:
        label = name_node(dimension) if longest is None else shorten(name_node(dimension), longest)
        rows.append(replace(_build_row(result, dimension, label), depth=depth, is_advisory=dimension.advisory))
    note, is_graded = _describe_columns(result, rows), has_grades(result)
    ends = describe_ends(result.rubric.shown)
    caption = f"{CAPTION}, {ends}"
    return RangeChart(caption, result.scale, _list_columns(result), tuple(rows), note, is_graded=is_graded, ends=ends)


def _list_columns(result: Result) -> tuple[Column, ...]:
    numbers = (*(reading.capitalize() for reading in list_headlines(result)), "Range")
    return (
        *(Column(title, is_number=True, share=7) for title in numbers),
        Column("Level", share=6),
        Column("Weakest", share=9),
    )


def _describe_columns(result: Result, rows: Sequence[RangeRow]) -> str:
    """What the level columns and the remarks below the names mean."""
    below = SCALE_NOTE if result.rubric.own_figures else LEFT_OUT_NOTE
    note = " ".join([LEVEL_NOTE, WEAKEST_NOTE, *([below] if any(row.note for row in rows) else [])])
    return note if has_grades(result) else note.replace(" evidenced score", " score").replace(", as evidenced", "")


def _build_row(result: Result, node: ParentResult, label: str) -> RangeRow:
    """The row for a node in a chart, with the given label."""
    headlines = list_headlines(result)
    first = headlines[0]
    cells = (
        *(format_score(node.scores[reading], result.rubric.find_shown(node.id)) for reading in headlines),
        describe_range(node.scores, result.rubric.find_shown(node.id)),
        format_place(result, node.scores[first]),
        describe_weakest_level(result, node, first),
    )
    return RangeRow(label, node.scores, cells, describe_bar(result, label, node), note=describe_beside(result, node))


def build_spreads(result: Result) -> Iterator[Table]:
    """How many counted criteria are at each level, overall and in each dimension, and how many are left out.

    Criteria with their own levels are counted in a separate table, by those levels.
    """
    reading = list_headlines(result)[0]
    nodes: list[tuple[str, ParentResult]] = [(name_node(result.overall), result.overall)]
    for depth, dimension in list_dimensions(result):
        mark = f" {NOT_COUNTED}" if dimension.advisory else ""
        nodes.append((f"{'– ' * depth}{name_node(dimension)}{mark}", dimension))
    how, end = f", {reading}" if has_grades(result) else "", "and how many are left out"
    if any(not one.own_scale for one in result.criteria.values()):
        names = [describe_level(result, level) for level in range(len(result.scale))]
        heads = [str(mark.number) for mark in result.scale]
        rows = _list_spread_rows(result, nodes, names, is_own=False)
        yield Table(f"How many criteria are at each level ({', '.join(names)}){how}, {end}", _list_heads(heads), rows)
    if own := _list_own_names(result):
        rows = _list_spread_rows(result, nodes, own, is_own=True)
        caption = f"Criteria with levels of their own: how many are at each level{how}, {end}"
        yield Table(caption, _list_heads(own), rows)


def _list_heads(levels: Sequence[str]) -> tuple[Column, ...]:
    return (Column("", share=8), *(Column(level, is_number=True) for level in levels), Column("Left out", share=6))


def _list_own_names(result: Result) -> list[str]:
    """The names of criteria's own levels, without repeats."""
    scales = (one.own_scale for one in result.criteria.values())
    return list(dict.fromkeys(name_mark(mark) for scale in scales for mark in scale))


def _list_spread_rows(
    result: Result, nodes: Sequence[tuple[str, ParentResult]], names: Sequence[str], *, is_own: bool
) -> tuple[tuple[Cell, ...], ...]:
    """A row for each node: how many of its criteria are at each level."""
    rows = []
    for label, node in nodes:
        counts = count_spread(result, node, list_headlines(result)[0], is_own=is_own)
        cells = (str(counts[name]) if name in counts else NOTHING for name in names)
        rows.append(make_row(label, *cells, describe_left_out(node.left_out) or "none"))
    return tuple(rows)
