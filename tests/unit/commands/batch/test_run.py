"""A table summarised from Python."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from nhsdx import InvalidInputError, NhsdxError, batch
from nhsdx.model.base import OVERALL
from nhsdx.model.reading import Reading
from nhsdx.tables.engines.polar import PolarsEngine
from tests.support.build import flat_rubric, level_criterion
from tests.support.run import nhsdx
from tests.support.samples import small_rubric, write


def declare(folder: Path, *columns: str) -> str:
    """A map that declares columns to group by."""
    return write(folder / "groups.toml", {"format": "nhsdx.batch-map/1", "groups": {"columns": [*columns]}})


def test_a_summary_has_scores_and_invalid_cells_and_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same figures as the command gives, and the columns that it reports."""
    monkeypatch.chdir(tmp_path)
    rubric = write(tmp_path / "rubric.toml", small_rubric())
    table = tmp_path / "table.csv"
    rows = "A,3,2,4\n" + "A,5,5,5\n" * 19 + "B,1,1,wrong\n" + "B,1,1,1\n" * 5
    table.write_text(f"place,skill,time,safety\n{rows}", encoding="utf-8")
    summary = batch(table, rubric, declare(tmp_path, "place"), by=["place"])
    assert summary.rows == 26
    assert summary.nodes[OVERALL][Reading.CLAIMED].maximum == 100
    assert [(group.key, group.rows) for group in summary.groups] == [({"place": "A"}, 20), ({"place": "B"}, 6)]
    assert summary.rejected == {"safety": 1}
    assert summary.findings == ()
    assert [finding.code for finding in batch(table, rubric).findings] == ["unknown-column"]
    assert {path.name for path in tmp_path.iterdir()} == {"groups.toml", "rubric.toml", "table.csv"}


def test_giving_the_name_of_a_table_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    """The function raises the same error as the command."""
    rubric = write(tmp_path / "rubric.toml", small_rubric())
    with pytest.raises(NhsdxError, match="no such file"):
        batch(tmp_path / "none.csv", rubric)


def test_small_groups_of_assessments_are_hidden(tmp_path: Path) -> None:
    """A group of one would show its scores; no group is shown from which they could be worked out."""
    rubric = write(tmp_path / "rubric.toml", small_rubric())
    table = tmp_path / "table.csv"
    table.write_text("place,skill\n" + "A,3\n" * 20 + "B,1\n" + ",1\n" * 6 + "D,2\n" * 9, encoding="utf-8")
    summary = batch(table, rubric, declare(tmp_path, "place"), by=["place"])
    assert [(group.key, group.rows) for group in summary.groups] == [({"place": "A"}, 20), ({"place": "D"}, 9)]
    assert summary.hidden_groups == 2


def test_a_column_of_names_cannot_be_used_for_groups(tmp_path: Path) -> None:
    """The error does not repeat the names."""
    rubric = write(tmp_path / "rubric.toml", small_rubric())
    table = tmp_path / "table.csv"
    table.write_text("name,skill\n" + "".join(f"Ann {number},3\n" for number in range(20)), encoding="utf-8")
    with pytest.raises(NhsdxError, match='most values of "name" occur only once'):
        batch(table, rubric, declare(tmp_path, "name"), by=["name"])


def test_a_context_column_cannot_be_used_to_identify_the_rows_of_invalid_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If rows have no order, a list of invalid cells has the kept columns, but no checked column of the context."""
    monkeypatch.setattr(PolarsEngine, "number_rows", lambda *_: None)
    context = {"size": {"title": "Size", "options": ["small", "large"]}}
    write(tmp_path / "rubric.toml", flat_rubric({"skill": level_criterion()}, context=context))
    table = {"place": ["A", "B"], "context.size": ["small", "huge"], "skill": [9, 1]}
    pl.DataFrame(table).write_parquet(tmp_path / "table.parquet")
    arguments = ("batch", "table.parquet", "--rubric", "rubric.toml", "--rejects", "rejects.csv")
    run = nhsdx(*arguments, "--keep", "context.size", "--keep", "place", cwd=tmp_path)
    assert run.code == 0
    assert (tmp_path / "rejects.csv").read_text(encoding="utf-8") == "place,column\nA,skill\nB,context.size\n"
    (tmp_path / "rejects.csv").unlink()
    assert "the invalid cells are not listed" in nhsdx(*arguments, "--keep", "context.size", cwd=tmp_path).err


def test_missing_columns_are_reported_in_a_fixed_order(tmp_path: Path) -> None:
    """Columns of the map come first, then those to keep, then those to group by, in every run."""
    rubric = write(tmp_path / "rubric.toml", small_rubric())
    told = {"columns": {"Can": "skill"}, "keep": ["Town"], "groups": {"columns": ["region"]}}
    map_ = write(tmp_path / "map.toml", {"format": "nhsdx.batch-map/1"} | told)
    table = tmp_path / "table.csv"
    table.write_text("time\n3\n", encoding="utf-8")
    kept = ["zone", "area", "site", "team", "ward", "unit"]
    with pytest.raises(InvalidInputError) as error:
        batch(table, rubric, map_, keep=kept, by=["region"])
    wanted = ["Can", *kept, "Town", "region"]
    assert [one.message for one in error.value.findings] == [f'the table has no column "{name}"' for name in wanted]
