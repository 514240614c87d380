"""Tables scored by a real Spark: on this machine, and on a cluster of two workers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings

from nhsdx.commands.batch.rows import build_row
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.instrument import Instrument
from nhsdx.tables import score_frame
from tests.support.build import flat_rubric, level_criterion, rubric_from
from tests.support.cell_forms import DATES, NUMBERS, expect_rows, read_cells
from tests.support.laws.frames import assert_row, frame_of, tables
from tests.support.laws.strategies import Case, laws
from tests.support.nasty.spark import unite
from tests.support.need_spark import needs_spark
from tests.support.run import ROOT, nhsdx
from tests.support.samples import write

pytestmark = needs_spark
REGION = str(ROOT / "examples" / "batch" / "region.csv")
MAP = str(ROOT / "examples" / "batch" / "region.toml")
ARGUMENTS = ("--rubric", "nhs-digital-leadership", "--group-by", "region", "--map", MAP)
CORE = (*ARGUMENTS, "--profile", "core")


def by_spark(session: Any, frame: pl.DataFrame, rubric: Rubric | Instrument) -> list[dict[str, Any]]:  # noqa: ANN401 - a session
    """The rows scored by Spark, in their original order."""
    numbered = frame.with_row_index("row").with_columns(pl.col("row").cast(pl.Int32))
    columns = [f"{name} {'int' if name == 'row' else 'string'}" for name in ("row",)]
    columns += [f"`{name}` string" for name in frame.columns]
    made = session.createDataFrame([tuple(row) for row in numbered.iter_rows()], ", ".join(columns))
    found = [row.asDict() for row in score_frame(made, rubric).collect()]
    return sorted(found, key=lambda row: int(row["row"]))


@given(made=tables())
@settings(laws, max_examples=2)
def _hold(session: Any, made: list[Case]) -> None:  # noqa: ANN401 - a session
    rubric = rubric_from(made[0].rubric)
    read = [case.assess(rubric) for case in made]
    rows = by_spark(session, frame_of([build_row(one, rubric) for one in read]), rubric)
    for row, case in zip(rows, made, strict=True):
        assert row["rejected"] == 0
        assert_row(row, case.score())


def test_a_table_gets_the_same_scores_as_from_the_reference_engine(session: Any) -> None:  # noqa: ANN401 - a session
    """Scores to 1e-9, levels, gate states, weakest levels and coverage of any rubric and any answers."""
    _hold(session)


@pytest.mark.usefixtures("session")
def test_the_summary_is_the_same_as_on_the_other_engines(tmp_path: Path) -> None:
    """The written folder has the same scores."""
    out = tmp_path / "out.parquet"
    arguments = ("batch", REGION, *CORE, "--engine", "spark", "--format", "json", "-o", str(out))
    out.mkdir()
    assert nhsdx(*arguments).code == 2, "a folder is replaced only with --force"
    run = nhsdx(*arguments, "--force")
    assert run.code == 0, run.err
    assert json.loads(run.out) == json.loads(nhsdx("batch", REGION, *CORE, "--format", "json").out)
    nhsdx("batch", REGION, *CORE, "-o", str(tmp_path / "polars.parquet"))
    expected = pl.read_parquet(tmp_path / "polars.parquet").sort("organisation")
    found = pl.read_parquet(f"{out}/*.parquet").sort("organisation")
    for name in expected.columns:
        left, right = found[name], expected[name]
        if right.dtype == pl.Float64:
            assert ((left - right).abs().fill_null(0) <= 1e-9).all()
        else:
            assert left.cast(right.dtype).equals(right), name
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".nhsdx")] == []


def test_cells_mean_what_the_map_says(session: Any) -> None:  # noqa: ANN401 - a session
    """Numbers and days in every form, and words for no answer, are read as on the other engines."""
    from pyspark.sql import functions

    for kind, forms in (("amount", NUMBERS), ("when", DATES)):
        parts = []
        for number, form in enumerate(forms):
            made = session.createDataFrame(list(enumerate(form.cells)), f"row int, `{kind}` string")
            parts.append(read_cells(made, form, kind).withColumn("form", functions.lit(number)))
        found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for *row, number in unite(parts).collect():
            found[number].append(tuple(row))
        for number, form in enumerate(forms):
            assert sorted(found[number]) == expect_rows(form), form.parts


@pytest.mark.usefixtures("session")
def test_invalid_cells_give_the_same_lines_as_on_the_other_engines(tmp_path: Path) -> None:
    """Spark itself counts the figures."""
    grades = [{"id": "seen", "label": "Seen", "supports": 5, "max-age-months": 12}]
    items = {"named": {"text": "Someone is named.", "level": 1}}
    checklist = {"kind": "checklist", "scoring": "staged", "items": items}
    write(tmp_path / "rubric.toml", flat_rubric({"holder": checklist}) | {"evidence-grades": grades})
    rows = ["organisation,holder.named,holder.seen,date"]
    rows += [f"o{row},{'n/a' if row % 2 else 'yes'},25/12/2025,2026-11-01" for row in range(6)]
    (tmp_path / "table.csv").write_text("\n".join(rows), encoding="utf-8")
    arguments = ("batch", "table.csv", "--rubric", "rubric.toml", "--format", "json")
    runs = [nhsdx(*arguments, "--engine", engine, cwd=tmp_path) for engine in ("spark", "polars")]
    found = [json.loads(run.out)["hints"] for run in runs]
    assert found[0] == found[1]
    assert [line for hint in found[0] for line in hint["lines"]][1:] == ['dates = "d/m/Y"', 'nothing = ["n/a"]']


@pytest.mark.usefixtures("session")
def test_invalid_cells_of_typed_tables_are_identified_by_the_columns_to_keep(tmp_path: Path) -> None:
    """The list is one file. Without a column to keep, the program says that there is no list."""
    write(tmp_path / "rubric.toml", flat_rubric({"skill": level_criterion()}))
    pl.DataFrame({"place": ["B", "A", "C"], "skill": [9, 8, 5]}).write_parquet(tmp_path / "table.parquet")
    arguments = ("batch", "table.parquet", "--rubric", "rubric.toml", "--engine", "spark", "--rejects", "rejects.csv")
    assert "the invalid cells are not listed" in nhsdx(*arguments, cwd=tmp_path).err
    assert nhsdx(*arguments, "--keep", "place", cwd=tmp_path).code == 0
    assert (tmp_path / "rejects.csv").read_text(encoding="utf-8") == "place,column\nA,skill\nB,skill\n"


@pytest.mark.usefixtures("session")
def test_a_table_that_spark_cannot_read_is_an_error(tmp_path: Path) -> None:
    """This is true of a path that does not exist, and of a table that the session does not know."""
    for table in (str(tmp_path / "none.parquet"), "no_such_table"):
        run = nhsdx("batch", table, *ARGUMENTS, "--engine", "spark")
        assert (run.code, run.out) == (2, "")
        assert table in run.err


def test_a_cluster_of_two_workers_gives_the_same_scores(tmp_path: Path) -> None:
    """The cluster is started and stopped by the script in the repository. It reads Parquet: text is refused there."""
    when = {"criterion": "skill", "at-most": 1}
    gates = {"safe": {"when": when, "because": "It matters.", "remedy": "Do it.", "cap": {"overall": 2}}}
    write(tmp_path / "rubric.toml", flat_rubric({"skill": level_criterion(), "time": level_criterion()}, gates=gates))
    answers = ["0", "1", "2", "3", "4", "5", "unknown", "", "nine"]
    table = pl.DataFrame({"region": list("ABC") * 30, "skill": answers * 10, "time": answers[::-1] * 10})
    table.write_parquet(tmp_path / "table.parquet")
    map_ = 'format = "nhsdx.batch-map/1"\ngroups.columns = ["region"]\n'
    (tmp_path / "map.toml").write_text(map_, encoding="utf-8")
    arguments = ["batch", "table.parquet", "--rubric", "rubric.toml", "--map", "map.toml"]
    arguments += ["--group-by", "region", "--format", "json"]
    script = ROOT / "benchmarks" / "spark_cluster.sh"
    environment = os.environ | {"PYTHON": sys.executable, "SPARK_MASTER_PORT": str(_free_port())}
    environment["SPARK_LOCAL_IP"] = "127.0.0.1"
    try:
        started = subprocess.run(
            [script, "start", tmp_path / "cluster"], env=environment, capture_output=True, text=True, check=True
        )
        master = started.stdout.strip().splitlines()[-1]
        command = [str(Path(sys.executable).parent / "nhsdx"), *arguments, "--engine", "spark", "--master", master]
        command += ["-o", str(tmp_path / "out.csv")]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    finally:
        subprocess.run([script, "stop", tmp_path / "cluster"], env=environment, check=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(nhsdx(*arguments, cwd=tmp_path).out)
    assert pl.read_csv(tmp_path / "out.csv" / "*.csv").height == table.height


def _free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        port: int = made.getsockname()[1]
        return port
