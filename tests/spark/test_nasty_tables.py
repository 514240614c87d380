"""Difficult tables on Spark: the same numbers as on the other engines, or the same refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.nasty.outcomes import agree, expect_outcome, read_outcome
from tests.support.nasty.spark import read_outcomes
from tests.support.nasty.tables import make_tables
from tests.support.need_spark import needs_spark

pytestmark = needs_spark


@pytest.mark.usefixtures("session")
def test_spark_reads_one_hundred_difficult_tables_like_the_other_engines(tmp_path: Path) -> None:
    """Quotes, breaks, encodings, separators, blank rows, late keys, floats and types."""
    (tmp_path / "tables").mkdir()
    tables = make_tables(15, 100, tmp_path / "tables")
    for table, found in zip(tables, read_outcomes(tables, tmp_path / "tables", tmp_path / "work"), strict=True):
        assert agree(found, expect_outcome(table)), (table.name, found)
        if found.rows is None:
            assert agree(found, read_outcome(table, tmp_path / "tables", "polars")), table.name
