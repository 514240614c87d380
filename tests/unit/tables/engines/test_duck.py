"""What DuckDB writes through its second connection."""

from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from nhsdx.errors import NhsdxError
from nhsdx.tables.engines.duck import ROWS_IN_GROUP, DuckEngine
from nhsdx.tables.engines.engine import TableFormat

NUMBERS = "FROM range(100000) t(i)"
CELLS = (
    """i, i % 7 / 3 AS "a, 'b'", ('00000000-0000-0000-0000-' || lpad(i::VARCHAR, 12, '0'))::UUID AS u""",
    "['sad', 'happy'][i % 2 + 1]::ENUM('sad', 'happy') AS mood, 'nan'::DOUBLE AS n, NULL AS nothing",
    "170141183460469231731687303715884105727::HUGEINT AS wide",
    "TIMESTAMPTZ '2026-01-01 03:30:00Z' AS moment, [i] AS listed, '{\"a\": 1}'::JSON AS j",
)


def test_rows_keep_their_order_and_columns_their_types(tmp_path: Path) -> None:
    """The same rows as if DuckDB wrote them itself, in parts of which few wait in memory."""
    engine = DuckEngine.start(None, tmp_path)
    relation = engine.connection.sql(NUMBERS).project(", ".join(CELLS))
    relation.write_parquet(str(tmp_path / "own.parquet"))
    engine.write(relation, tmp_path / "ours.parquet", TableFormat.PARQUET)
    own, ours = (pl.read_parquet(tmp_path / f"{name}.parquet") for name in ("own", "ours"))
    assert own.schema == ours.schema
    assert own.equals(ours)
    found = pq.ParquetFile(tmp_path / "ours.parquet")
    assert found.metadata.num_row_groups == 100_000 // ROWS_IN_GROUP + 1


def test_duckdb_writes_the_same_text_through_its_second_connection(tmp_path: Path) -> None:
    """It writes the same bytes. JSON lines are made of Parquet; a list of rejects may be of any table."""
    engine = DuckEngine.start(None, tmp_path)
    engine.connection.execute("SET TimeZone = 'UTC'")
    relation = engine.connection.sql(NUMBERS).project(", ".join(CELLS)).limit(50)
    engine.write(relation, tmp_path / "t.parquet", TableFormat.PARQUET)
    for cells, format_, option in (
        (relation, TableFormat.CSV, "csv, HEADER"),
        (engine.reopen(tmp_path / "t.parquet"), TableFormat.JSONL, "json"),
    ):
        cells.query("result", f"COPY result TO '{tmp_path / 'own'}' (FORMAT {option})")
        engine.write(cells, tmp_path / "ours", format_)
        assert (tmp_path / "own").read_text() == (tmp_path / "ours").read_text()


def test_a_cell_that_duckdb_cannot_compute_is_an_error(tmp_path: Path) -> None:
    """Also those that are reached only while the file is written."""
    engine = DuckEngine.start(None, tmp_path)
    odd = engine.connection.sql(NUMBERS).project("(CASE WHEN i < 99999 THEN '1' ELSE 'x' END)::INT AS i")
    with pytest.raises(NhsdxError, match="the scores cannot be written"):
        engine.write(odd, tmp_path / "t.parquet", TableFormat.PARQUET)
