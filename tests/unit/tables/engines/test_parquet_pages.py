"""The size of a Parquet file's content is known before it is unpacked, whichever program wrote it."""

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
    """DuckDB writes a different kind of dictionary."""
    with duckdb.connect() as connection:
        connection.from_arrow(frame.to_arrow()).write_parquet(str(path), compression="zstd")


WRITERS: tuple[Writer, ...] = (
    lambda frame, path: frame.write_parquet(path),
    lambda frame, path: frame.write_parquet(path, compression="uncompressed", row_group_size=100),
    lambda frame, path: pq.write_table(frame.to_arrow(), path, compression="gzip", data_page_version="2.0"),
    lambda frame, path: pq.write_table(frame.to_arrow(), path, use_dictionary=False, data_page_size=1_000),
    by_duckdb,
)


def leave_schema_out(whole: bytes) -> bytes:
    """The file with a footer of a version and no groups of rows."""
    footer = b"\x15\x02\x39\x0c\x00"
    return whole[:4] + footer + len(footer).to_bytes(4, "little") + whole[-4:]


def spoil_heading(whole: bytes) -> bytes:
    """The file with a heading that is not UTF-8."""
    return whole.replace(b"safety", b"safet\xff")


@pytest.mark.parametrize("write", WRITERS)
def test_ordinary_files_are_read_and_huge_texts_are_refused(tmp_path: Path, write: Writer) -> None:
    """A file of any writer passes, and one text of 49 MB in a few thousand bytes does not."""
    usual = {"word": ["yes", "no", None] * 400, "number": range(1_200), "share": [0.5, None, 1.0] * 400}
    write(pl.DataFrame(usual), tmp_path / "usual.parquet")
    assert check_pages(str(tmp_path / "usual.parquet")) == ["word", "number", "share"]
    with patch("nhsdx.tables.engines.parquet_pages.MOST_ROWS", 1_199), pytest.raises(NhsdxError) as error:
        check_pages(str(tmp_path / "usual.parquet"))
    assert error.value.code == "too-many"
    write(pl.DataFrame({"c0": ["1"], "text": ["x" * (LARGEST_PAGE + 1)]}), tmp_path / "huge.parquet")
    with pytest.raises(NhsdxError) as error:
        check_pages(str(tmp_path / "huge.parquet"))
    assert error.value.code == "file-too-large"


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    """A file whose pages cannot be found is not opened; a file that is not Parquet is left to its reader."""
    path = tmp_path / "a.parquet"
    pl.DataFrame({"a": ["1"] * 50}).write_parquet(path)
    whole = path.read_bytes()
    for place in range(len(whole) - 60, len(whole) - 8):
        path.write_bytes(whole[:place] + b"\xff\xff" + whole[place + 2 :])
        check_pages(str(path))
    path.write_bytes(b"PAR1" + whole[-40:])
    assert check_pages(str(path)) is None
    run = nhsdx("batch", str(path), "--rubric", "nhs-digital-leadership")
    assert (run.code, "table-unreadable: this cannot be read as a table (.parquet)" in run.err) == (2, True)
    path.write_bytes(b"a,b\n1,2\n")
    assert check_pages(str(path)) == []


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("damage", [leave_schema_out, spoil_heading])
def test_a_parquet_footer_without_clear_headings_counts_as_damaged(
    tmp_path: Path, damage: Callable[[bytes], bytes], engine: str
) -> None:
    """A file that does not describe its columns is an error for the user to fix, and not a bug in the program."""
    path = tmp_path / "a.parquet"
    pl.DataFrame({"safety": ["1"] * 50}).write_parquet(path)
    path.write_bytes(damage(path.read_bytes()))
    assert check_pages(str(path)) is None
    run = nhsdx("batch", str(path), "--rubric", "nhs-digital-leadership", "--engine", engine)
    assert (run.code, "table-unreadable: this cannot be read as a table (.parquet)" in run.err) == (2, True)
