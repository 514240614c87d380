"""Nasty tables give the numbers that their cells mean, or one refusal, on Polars and DuckDB; see also tests/spark."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.nasty.outcomes import agree, expect_outcome, read_outcome
from tests.support.nasty.tables import make_tables

SHARES = 4


@pytest.mark.parametrize("share", range(SHARES))
def test_one_hundred_nasty_tables_say_the_same_on_every_engine(tmp_path: Path, share: int) -> None:
    """Quotes, breaks, encodings, separators, blank rows, late keys, floats, types. `tools/nasty_tables.py` has more."""
    for table in make_tables(15, 100, tmp_path)[share::SHARES]:
        by_polars, by_duckdb = (read_outcome(table, tmp_path, engine) for engine in ("polars", "duckdb"))
        assert agree(by_polars, expect_outcome(table)), (table.name, by_polars)
        assert agree(by_duckdb, by_polars), (table.name, by_polars, by_duckdb)
