"""Tables scored by Polars and DuckDB have the scores that each assessment has on its own."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nhsdx.commands.batch.rows import build_row
from nhsdx.tables.columns import name_national_column
from tests.support.build import rubric_from
from tests.support.laws.frames import Engine, assert_row, by_duckdb, by_polars, frame_of, tables, typed
from tests.support.laws.local_cases import LocalCase, local_cases
from tests.support.laws.strategies import Case, laws

with_polars = settings(laws, max_examples=60)
# DuckDB takes half a second to plan a table.
with_duckdb = settings(laws, max_examples=3)


def assert_table(engine: Engine, made: list[Case], *, has_types: bool) -> None:
    """Each row of a table has the scores of its case."""
    rubric = rubric_from(made[0].rubric)
    read = [case.assess(rubric) for case in made]
    frame = frame_of([build_row(one, rubric) for one in read])
    rows = engine(typed(frame) if has_types else frame, rubric)
    for row, case in zip(rows, made, strict=True):
        assert row["rejected"] == 0
        assert_row(row, case.score())


def assert_both(engine: Engine, case: LocalCase) -> None:
    """A row of a local rubric has the scores of both rubrics."""
    local = case.local
    assessment = case.assess(local.answerable)
    (row,) = engine(frame_of([build_row(assessment, local.answerable)]), local.instrument)
    result = case.result
    assert row["rejected"] == 0
    assert_row(row, result)
    assert result.both is not None
    assert_row(row, result.both.national, name_national_column)


@given(made=tables(), has_types=st.booleans())
@with_polars
def test_polars_gives_the_same_scores_as_the_core_engine(made: list[Case], *, has_types: bool) -> None:
    """Scores to 1e-9, levels, gate states, weakest levels and coverage of any rubric and any answers."""
    assert_table(by_polars, made, has_types=has_types)


@given(made=tables(), has_types=st.booleans())
@with_duckdb
def test_duckdb_gives_the_same_scores_as_the_core_engine(made: list[Case], *, has_types: bool) -> None:
    """DuckDB gives the same scores as the core engine."""
    assert_table(by_duckdb, made, has_types=has_types)


@given(case=local_cases())
@with_polars
def test_polars_gives_both_scores_of_a_local_rubric(case: LocalCase) -> None:
    """The local score, and the score of the same answers with the national rubric."""
    assert_both(by_polars, case)


@given(case=local_cases())
@with_duckdb
def test_duckdb_gives_both_scores_of_a_local_rubric(case: LocalCase) -> None:
    """DuckDB gives the same scores as the core engine."""
    assert_both(by_duckdb, case)
