"""Columns of unusual types give the same results, or the same refusals, on every engine."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support.odd_types import DAY, REFUSED, SCORED, TIMES
from tests.support.run import nhsdx
from tests.support.samples import small_rubric, write

WRITTEN = ("decimal", "short", "infinite", "moment", "zone")
"""Cells that engines would each write in their own way into JSON lines."""


def score(here: Path, engine: str, cells: pl.Series, column: str, ending: str = "csv") -> tuple[int, str, str]:
    """The exit code, the table as text and the errors for a Parquet file with these cells in a column."""
    write(here / "rubric.toml", small_rubric())
    pl.DataFrame({"skill": [3, 4], "time": [2, 3], "safety": [1, 1]} | {column: cells}).write_parquet(
        here / "t.parquet"
    )
    arguments = ("t.parquet", "--rubric", "rubric.toml", "--engine", engine, "--keep", "skill", "-o", f"out.{ending}")
    keep = ("--keep", column) if column == "own" else ()
    run = nhsdx("batch", *arguments, *keep, "--format", "none", "--force", cwd=here)
    text = (here / f"out.{ending}").read_text(encoding="utf-8") if run.code == 0 else ""
    return run.code, text, run.err


@pytest.mark.parametrize("name", SCORED)
def test_cells_of_any_plain_type_are_read_in_the_same_way_by_every_engine(tmp_path: Path, name: str) -> None:
    """This is true of answers and, except for numbers that are not finite, of columns that are copied into CSV."""
    for column in ("skill", "own") if name != "infinite" else ("skill",):
        found = [score(tmp_path, engine, SCORED[name], column) for engine in ("polars", "duckdb")]
        assert found[0] == found[1]
        assert found[0][0] == 0


@pytest.mark.parametrize("name", REFUSED)
def test_cells_that_cannot_be_written_as_text_are_refused_with_the_same_message_by_every_engine(
    tmp_path: Path, name: str
) -> None:
    """The message says what the cells are, without the wording of an engine."""
    for column, ending in (("skill", "which cannot be answers"), ("own", "which cannot be written as text")):
        found = [score(tmp_path, engine, REFUSED[name], column) for engine in ("polars", "duckdb")]
        assert found[0] == found[1]
        assert (found[0][0], f'the column "{column}" has {name}, {ending}' in found[0][2]) == (2, True)


def test_dates_with_times_are_written_in_one_form(tmp_path: Path) -> None:
    """A time of day is not an answer, but may be copied; a date and time with a zone is written in UTC."""
    for engine in ("polars", "duckdb"):
        assert "has times of day, which cannot be answers" in score(tmp_path, engine, TIMES, "skill")[2]
        assert "03:30:00," in score(tmp_path, engine, TIMES, "own")[1]
        assert "2026-01-02 04:30:00Z" in score(tmp_path, engine, SCORED["zone"], "own")[1]
        assert "2026-01-01 23:30:00.5" in score(tmp_path, engine, SCORED["moment"], "own")[1]


def test_nan_and_infinite_numbers_have_one_spelling(tmp_path: Path) -> None:
    """JSON has no such numbers, so the cells are null there. Bytes and lengths of time have no text in either."""
    for engine in ("polars", "duckdb"):
        text = score(tmp_path, engine, SCORED["infinite"], "own")[1]
        assert [line.split(",")[0] for line in text.splitlines()] == ["own", "NaN", "inf"]
        assert score(tmp_path, engine, SCORED["infinite"], "own", "jsonl")[1].count('"own":null') == 2
        for name in ("bytes", "lengths of time"):
            assert f"has {name}, which cannot be written" in score(tmp_path, engine, REFUSED[name], "own", "jsonl")[2]


def test_column_types_that_only_arrow_has_are_read_in_the_same_way_by_every_engine(tmp_path: Path) -> None:
    """Moments in nanoseconds with a zone, identifiers of 128 bits, and exact numbers of many digits."""
    write(tmp_path / "rubric.toml", small_rubric())
    cells = {
        "moments": pa.array([DAY], pa.timestamp("ns", tz="Europe/London")),
        "bytes": pa.array([b"3" * 16], pa.uuid()),
        "digits": pa.array([Decimal(3)], pa.decimal256(50, 2)),
    }
    found = {}
    for name, column in cells.items():
        pq.write_table(pa.table({"skill": column}), tmp_path / "t.parquet")
        for engine in ("polars", "duckdb"):
            run = nhsdx("batch", "t.parquet", "--rubric", "rubric.toml", "--engine", engine, cwd=tmp_path)
            found[name, engine] = (run.code, run.out + run.err)
    assert found["moments", "polars"] == found["moments", "duckdb"]
    assert "skill: 1" in found["moments", "duckdb"][1]
    assert all("has bytes, which cannot be answers" in found["bytes", engine][1] for engine in ("polars", "duckdb"))
    assert "has numbers with more than 38 digits" in found["digits", "polars"][1]
