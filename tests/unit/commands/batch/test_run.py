"""A table summarised from Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from nhsdx import NhsdxError, batch
from nhsdx.model.base import OVERALL
from nhsdx.model.reading import Reading
from tests.support.samples import small_rubric, write


def test_a_summary_has_scores_invalid_cells_and_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same figures as the command gives, and the columns that it reports."""
    monkeypatch.chdir(tmp_path)
    rubric = write(tmp_path / "rubric.toml", small_rubric())
    table = tmp_path / "table.csv"
    table.write_text("place,skill,time,safety\nA,3,2,4\nA,5,5,5\nB,1,1,wrong\n", encoding="utf-8")
    summary = batch(table, rubric, by=["place"])
    assert summary.rows == 3
    assert summary.nodes[OVERALL][Reading.CLAIMED].maximum == 100
    assert [(group.key, group.rows) for group in summary.groups] == [({"place": "A"}, 2), ({"place": "B"}, 1)]
    assert summary.rejected == {"safety": 1}
    assert summary.findings == ()
    assert [finding.code for finding in batch(table, rubric).findings] == ["unknown-column"]
    assert {path.name for path in tmp_path.iterdir()} == {"rubric.toml", "table.csv"}


def test_a_table_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    """The function raises the same error as the command."""
    rubric = write(tmp_path / "rubric.toml", small_rubric())
    with pytest.raises(NhsdxError, match="no such file"):
        batch(tmp_path / "none.csv", rubric)
