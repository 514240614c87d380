"""The size of an Arrow file's content is known before it is unpacked, whichever program wrote it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from pyarrow import feather

from nhsdx.errors import NhsdxError
from nhsdx.limits import LARGEST_PAGE
from nhsdx.tables.engines.arrow_buffers import check_buffers
from tests.support.run import nhsdx

Writer = Callable[[pl.DataFrame, Path], object]
WRITERS: tuple[Writer, ...] = (
    lambda frame, path: frame.write_ipc(path),
    lambda frame, path: frame.write_ipc(path, compression="zstd"),
    lambda frame, path: feather.write_feather(frame.to_arrow(), str(path), compression="lz4"),
    lambda frame, path: feather.write_feather(
        frame.with_columns(pl.col(pl.String).cast(pl.Categorical)).to_arrow(), str(path), compression="zstd"
    ),
)


@pytest.mark.parametrize("write", WRITERS)
def test_ordinary_files_are_read_and_huge_texts_are_refused(tmp_path: Path, write: Writer) -> None:
    """A file of any writer passes, and one text of 49 MB in a few thousand bytes does not."""
    usual = {"word": ["yes", "no", None] * 400, "number": range(1_200), "share": [0.5, None, 1.0] * 400}
    write(pl.DataFrame(usual), tmp_path / "usual.arrow")
    assert check_buffers(str(tmp_path / "usual.arrow"))
    write(pl.DataFrame({"c0": ["1"], "text": ["x" * (LARGEST_PAGE + 1)]}), tmp_path / "huge.arrow")
    with pytest.raises(NhsdxError) as error:
        check_buffers(str(tmp_path / "huge.arrow"))
    assert error.value.code == "file-too-large"


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    """A file whose buffers cannot be found is not opened."""
    path = tmp_path / "a.arrow"
    pl.DataFrame({"a": ["1"] * 50}).write_ipc(path)
    whole = path.read_bytes()
    for place in range(len(whole) - 200, len(whole) - 10):
        path.write_bytes(whole[:place] + b"\xff\xff" + whole[place + 2 :])
        check_buffers(str(path))
    path.write_bytes(whole[:8] + whole[-30:])
    assert not check_buffers(str(path))
    run = nhsdx("batch", str(path), "--rubric", "nhs-digital-leadership")
    assert (run.code, "table-unreadable" in run.err) == (2, True)


def test_a_stream_that_ends_too_early_is_refused_unless_it_ends_between_groups_of_rows(tmp_path: Path) -> None:
    """Its reader would leave the rest out: a download that broke off would score fewer rows, or none."""
    path = tmp_path / "a.arrows"
    frame = pl.concat([pl.DataFrame({"a": ["yes", "no"] * 9, "b": range(18)})] * 2, rechunk=False)
    with pa.ipc.new_stream(str(path), frame.to_arrow().schema) as stream:
        for batch in frame.to_arrow().to_batches():
            stream.write(batch)
    whole = path.read_bytes()
    assert check_buffers(str(path))
    passed = []
    for end in range(8, len(whole)):
        path.write_bytes(whole[:end])
        if check_buffers(str(path)):
            passed.append(pl.read_ipc_stream(path).height)
    assert passed == [0, 18, 36]
