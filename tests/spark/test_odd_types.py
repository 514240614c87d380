"""Columns of unusual types on Spark: copied as on the other engines, or refused."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from nhsdx.errors import NhsdxError
from nhsdx.tables.engines.engine import TableFormat, start_engine
from nhsdx.tables.results import escape_formulas, write_json_cells
from tests.support.need_spark import needs_spark
from tests.support.odd_types import REFUSED, SCORED, TIMES

pytestmark = [needs_spark, pytest.mark.usefixtures("session")]
LEFT_OUT = ("nanoseconds", "large")
"""Moments that Spark does not read, and numbers that are exact numbers with decimals there, which JSON has as text."""


def read_texts(made: Path) -> str:
    """The text of a file, or of the files in a folder."""
    return "".join(one.read_text() for one in (sorted(made.glob("part*")) if made.is_dir() else [made]))


def test_copied_cells_are_written_in_the_same_way_by_every_engine(tmp_path: Path) -> None:
    """As CSV and as JSON lines, with NaN, moments and exact numbers."""
    pl.DataFrame({name: cells for name, cells in SCORED.items() if name not in LEFT_OUT}).write_parquet(
        tmp_path / "t.parquet"
    )
    found: dict[tuple[str, str], str] = {}
    for name in ("polars", "spark"):
        engine = start_engine(name, tmp_path)
        table = engine.open(str(tmp_path / "t.parquet"))
        for format_, prepare in ((TableFormat.CSV, escape_formulas), (TableFormat.JSONL, write_json_cells)):
            place = tmp_path / f"{name}.{format_}"
            engine.write(prepare(table), place, format_)
            found[name, format_] = read_texts(place)
    assert [found["spark", one] for one in ("csv", "jsonl")] == [found["polars", one] for one in ("csv", "jsonl")]


def test_cells_that_cannot_be_written_as_text_are_refused(tmp_path: Path) -> None:
    """Lengths of time are numbers to Spark, which would be answers. What it cannot read has a way out."""
    engine = start_engine("spark", tmp_path)
    for name, cells in REFUSED.items():
        pl.DataFrame({"c": cells}).write_parquet(tmp_path / "t.parquet")
        with pytest.raises(NhsdxError, match=f"has {name}, which cannot be written as text"):
            escape_formulas(engine.open(str(tmp_path / "t.parquet")))
    pl.DataFrame({"c": TIMES}).write_parquet(tmp_path / "t.parquet")
    with pytest.raises(NhsdxError) as caught:
        engine.open(str(tmp_path / "t.parquet"))
    assert "Spark cannot read times of day" in (caught.value.hint or "")
