"""Tables of scores in other shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import narwhals as nw

from nhsdx.model.reading import Reading
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.instrument import Instrument
from nhsdx.tables import columns
from nhsdx.tables.engines.engine import Native
from nhsdx.tables.frame_builder import Expr, FrameBuilder

NODE, READING, SCORE, LEVEL, RUBRIC = "node", "reading", "score", "level", "rubric"
FORMULA = r"^[=+\-@\t\r]"
NUMBER = r"^[+-]?[0-9.]+$"


def make_long(native: Native, instrument: Instrument) -> Native:
    """A row for each node and reading, with the score and level beside the columns that identify the row.

    The column `rubric` gives the rubric used: for a local rubric, the local or the national one.
    """
    table = FrameBuilder.of(native)
    rubrics: list[tuple[Rubric, Callable[[str], str]]] = [(instrument.rubric, str)]
    if instrument.national is not None:
        rubrics.append((instrument.national.rubric, columns.name_national_column))
    results = {name(column) for rubric, name in rubrics for column in _list_results(rubric)} | {columns.REJECTED}
    kept = {column: table.col(column) for column in table.names if column not in results}
    parts = [
        table.frame.lazy().select(**kept, **_build_long_columns(table, rubric, node, reading, name))
        for rubric, name in rubrics
        for node in columns.list_nodes(rubric)
        for reading in Reading
    ]
    return nw.concat(parts).to_native()


def _list_results(rubric: Rubric) -> Iterator[str]:
    for node in columns.list_nodes(rubric):
        for reading in Reading:
            yield columns.name_score_column(node, reading)
            yield columns.name_level_column(node, reading)
        yield columns.name_weakest_column(node)
        yield columns.name_coverage_column(node)
    yield from map(columns.name_gate_column, rubric.gates)


def _build_long_columns(
    table: FrameBuilder, rubric: Rubric, node: str, reading: Reading, name: Callable[[str], str]
) -> dict[str, Expr]:
    return {
        RUBRIC: nw.lit(rubric.reference),
        NODE: nw.lit(node),
        READING: nw.lit(reading.value),
        SCORE: table.col(name(columns.name_score_column(node, reading))),
        LEVEL: table.col(name(columns.name_level_column(node, reading))),
    }


def escape_formulas(native: Native) -> Native:
    """The table with an apostrophe before each text that a spreadsheet would read as a formula."""
    table = FrameBuilder.of(native)
    selected = {}
    for column, kind in table.types.items():
        cell = table.col(column)
        if kind == nw.String:
            is_formula = cell.str.contains(FORMULA) & ~cell.str.contains(NUMBER)
            cell = nw.when(is_formula).then(nw.concat_str(nw.lit("'"), cell)).otherwise(cell)
        selected[column] = cell
    return table.frame.select(**selected).to_native()
