"""Difficult tables give the right numbers, or the same refusal, on Polars and DuckDB; see also tests/spark."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.nasty.groups import read_outcomes
from tests.support.nasty.outcomes import agree, expect_outcome, read_outcome
from tests.support.nasty.tables import make_tables

ENGINES = ("polars", "duckdb")
SHARES = 2


@pytest.mark.parametrize("share", range(SHARES))
def test_one_hundred_difficult_tables_give_the_same_results_on_every_engine(tmp_path: Path, share: int) -> None:
    """Quotes, breaks, encodings, separators, blank rows, late keys, floats, types. `tools/nasty_tables.py` has more."""
    tables = make_tables(15, 100, tmp_path)[share::SHARES]
    found = [read_outcomes(tables, tmp_path, tmp_path / "work" / engine, engine) for engine in ENGINES]
    for table, by_polars, by_duckdb in zip(tables, *found, strict=True):
        assert agree(by_polars, expect_outcome(table)), (table.name, by_polars)
        assert agree(by_duckdb, by_polars), (table.name, by_polars, by_duckdb)


def test_difficult_tables_scored_one_by_one_give_the_known_results(tmp_path: Path) -> None:
    """Tables scored one by one, with all their headings."""
    for table in make_tables(16, 8, tmp_path):
        for engine in ENGINES:
            found = read_outcome(table, tmp_path, engine)
            assert agree(found, expect_outcome(table)), (table.name, engine, found)
