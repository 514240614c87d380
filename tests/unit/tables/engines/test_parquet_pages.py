"""What a Parquet file holds is known before any of it is unpacked, whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from nhsdx.errors import NhsdxError
from nhsdx.limits import LARGEST_PAGE
from nhsdx.tables.engines.parquet_pages import check_pages
from tests.support.run import nhsdx

Writer = Callable[[pl.DataFrame, Path], None]


def by_duckdb(frame: pl.DataFrame, path: Path) -> None:
    """DuckDB writes dictionaries of its own."""
    with duckdb.connect() as connection:
        connection.from_arrow(frame.to_arrow()).write_parquet(str(path), compression="zstd")


WRITERS: tuple[Writer, ...] = (
    lambda frame, path: frame.write_parquet(path),
    lambda frame, path: frame.write_parquet(path, compression="uncompressed", row_group_size=100),
    lambda frame, path: pq.write_table(frame.to_arrow(), path, compression="gzip", data_page_version="2.0"),
    lambda frame, path: pq.write_table(frame.to_arrow(), path, use_dictionary=False, data_page_size=1_000),
    by_duckdb,
)


@pytest.mark.parametrize("write", WRITERS)
def test_usual_files_are_read_and_huge_texts_are_not(tmp_path: Path, write: Writer) -> None:
    """A file of any writer passes, and one text of 49 MB in a few thousand bytes does not."""
    usual = {"word": ["yes", "no", None] * 400, "number": range(1_200), "share": [0.5, None, 1.0] * 400}
    write(pl.DataFrame(usual), tmp_path / "usual.parquet")
    assert check_pages(str(tmp_path / "usual.parquet"))
    with patch("nhsdx.tables.engines.parquet_pages.MOST_ROWS", 1_199), pytest.raises(NhsdxError) as error:
        check_pages(str(tmp_path / "usual.parquet"))
    assert error.value.code == "too-many"
    write(pl.DataFrame({"c0": ["1"], "text": ["x" * (LARGEST_PAGE + 1)]}), tmp_path / "huge.parquet")
    with pytest.raises(NhsdxError) as error:
        check_pages(str(tmp_path / "huge.parquet"))
    assert error.value.code == "file-too-large"


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    """A file of which the pages cannot be found is not opened; one that is not Parquet is left to its reader."""
    path = tmp_path / "a.parquet"
    pl.DataFrame({"a": ["1"] * 50}).write_parquet(path)
    whole = path.read_bytes()
    for place in range(len(whole) - 60, len(whole) - 8):
        path.write_bytes(whole[:place] + b"\xff\xff" + whole[place + 2 :])
        check_pages(str(path))
    path.write_bytes(b"PAR1" + whole[-40:])
    assert not check_pages(str(path))
    run = nhsdx("batch", str(path), "--rubric", "nhs-digital-leadership")
    assert (run.code, "table-unreadable: this cannot be read as a table (.parquet)" in run.err) == (2, True)
    path.write_bytes(b"a,b\n1,2\n")
    assert check_pages(str(path))
