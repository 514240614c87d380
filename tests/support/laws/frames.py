"""How tests score rows of words with each engine, and compare them with the core engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import duckdb
import polars as pl
from hypothesis import strategies as st

from nhsdx.documents.number_words import format_score
from nhsdx.model.assessment import Status
from nhsdx.model.base import OVERALL
from nhsdx.model.nodes import ParentResult
from nhsdx.model.reading import DisplayScale, Reading
from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.instrument import Instrument
from nhsdx.tables import columns, score_frame
from tests.support.laws.comparing import assert_close
from tests.support.laws.strategies import Case, cases

Row: TypeAlias = Mapping[str, Any]
Engine: TypeAlias = Callable[[pl.DataFrame, Rubric | Instrument], list[dict[str, Any]]]


def frame_of(rows: Sequence[Row]) -> pl.DataFrame:
    """Rows of words as a table; missing cells are null."""
    names = dict.fromkeys(name for row in rows for name in row)
    return pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names}, schema=dict.fromkeys(names, pl.String)
    )


def typed(frame: pl.DataFrame) -> pl.DataFrame:
    """The same table; columns that contain only numbers or dates get that type."""
    for name in frame.columns:
        column = frame[name]
        for cast in (column.cast(pl.Int16, strict=False), column.cast(pl.Float64, strict=False), _dates(column)):
            if column.null_count() < len(column) and cast.null_count() == column.null_count():
                frame = frame.with_columns(cast)
                break
    return frame


def _dates(column: pl.Series) -> pl.Series:
    return column.str.to_date("%Y-%m-%d", strict=False)


def by_polars(frame: pl.DataFrame, rubric: Rubric | Instrument) -> list[dict[str, Any]]:
    """The rows scored by Polars, lazily."""
    return score_frame(frame.lazy(), rubric).collect().to_dicts()


def by_duckdb(frame: pl.DataFrame, rubric: Rubric | Instrument) -> list[dict[str, Any]]:
    """The rows scored by DuckDB."""
    with duckdb.connect() as connection:
        relation = connection.from_arrow(frame.to_arrow())
        rows: list[dict[str, Any]] = score_frame(relation, rubric).pl().to_dicts()
        return rows


def assert_row(row: Mapping[str, Any], result: Result, name: Callable[[str], str] = str) -> None:
    """A scored row agrees with the engine's result: scores to 1e-9, levels and gate states exactly."""
    for node in (OVERALL, *result.dimensions):
        _assert_node(row, result.overall if node == OVERALL else result.dimensions[node], result.rubric.shown, name)
    for gate in result.gates:
        assert row[name(columns.name_gate_column(gate.id))] == gate.state, gate.id
    codes = [finding.code for finding in result.findings]
    for code in (columns.UNDATED, columns.FROM_LATER):
        assert row.get(name(code), 0) == codes.count(code), code


def _assert_node(row: Mapping[str, Any], node: ParentResult, shown: DisplayScale, name: Callable[[str], str]) -> None:
    for reading in Reading:
        score = row[name(columns.name_score_column(node.id, reading))]
        assert_close(score, node.scores[reading], (node.id, reading))
        if node.shown is not None:
            figure = row[name(columns.name_shown_column(node.id, reading))]
            assert figure == (None if score is None else float(format_score(score, shown))), (node.id, reading, score)
        assert row[name(columns.name_level_column(node.id, reading))] == node.level_numbers[reading], (node.id, reading)
    assert_close(row[name(columns.name_coverage_column(node.id))], node.coverage, (node.id, "coverage"))
    for reading in (Reading.EVIDENCED, Reading.CLAIMED):
        weakest = row[name(columns.name_weakest_column(node.id, reading))]
        assert weakest == node.weakest_numbers[reading], (node.id, reading)
    for status, count in zip(Status, node.left_out[: len(Status)], strict=True):
        assert row[name(columns.name_left_out_column(node.id, status))] == count, (node.id, status)
    assert row.get(name(columns.name_not_asked_column(node.id)), 0) == node.left_out.not_asked, node.id


@st.composite
def tables(draw: st.DrawFn) -> list[Case]:
    """Several assessments with one rubric."""
    first = draw(cases())
    return [first, *draw(st.lists(cases(st.just(first.rubric)), min_size=3, max_size=3))]
