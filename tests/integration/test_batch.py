"""`nhsdx batch`: tables in, tables and their summary out."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import duckdb
import polars as pl
import pytest

from nhsdx import load_assessment, score
from nhsdx.model.base import OVERALL
from nhsdx.model.reading import Reading
from nhsdx.tables.columns import name_level_column, name_score_column
from nhsdx.tables.results import escape_formulas
from tests.support.programs.browser import needs_browser
from tests.support.programs.devtools import assert_good_page, tab_of
from tests.support.run import ROOT, Run, assert_snapshot, nhsdx
from tests.support.samples import assessment, small_rubric, write

REGION = ROOT / "examples" / "batch" / "region.csv"
REGIONS = REGION.with_suffix(".toml")
RUBRIC = "nhs-digital-leadership"
HEAD = "organisation,skill,time,safety\n"
FIRST_ROW = {"skill": 3, "time": 2, "safety": 4}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a rubric of three criteria and a table of three organisations."""
    write(tmp_path / "rubric.toml", small_rubric())
    (tmp_path / "table.csv").write_text(HEAD + "A,3,2,4\nB,unknown,,1\nC,9,2,secret\n", encoding="utf-8")
    return tmp_path


def batch(here: Path, *arguments: str, table: str = "table.csv") -> Run:
    """Runs `batch` on the table with the rubric."""
    return nhsdx("batch", table, "--rubric", "rubric.toml", *arguments, cwd=here)


def kept(here: Path, *arguments: str, table: str = "table.csv") -> Run:
    """The same run, with `--keep` for the column of organisations."""
    return batch(here, "--keep", "organisation", *arguments, table=table)


def folder_of(here: Path) -> set[str]:
    """The names in a folder, including hidden ones."""
    return {path.name for path in here.iterdir()}


# ---- the summary


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_page_of_the_summary_matches_its_snapshot(columns: int) -> None:
    """It shows histograms, figures, gates, groups in alphabetical order, and invalid cells."""
    run = nhsdx(
        "batch", str(REGION), "--rubric", RUBRIC, "--group-by", "region", "--map", str(REGIONS), columns=columns
    )
    assert (run.code, run.err) == (0, "")
    assert_snapshot(f"batch/{columns}.txt", run.out)


def test_the_summary_in_markdown_matches_its_snapshot() -> None:
    """Each level is a column of counts."""
    arguments = ("--rubric", RUBRIC, "--group-by", "region", "--map", str(REGIONS), "--format", "markdown")
    run = nhsdx("batch", str(REGION), *arguments)
    assert (run.code, run.err) == (0, "")
    assert_snapshot("batch/summary.md", run.out)


def test_the_summary_in_html_has_figures_and_no_content_of_invalid_cells(here: Path) -> None:
    """The page has a table of the figures, and does not show the content of invalid cells."""
    run = kept(here, "--format", "html")
    assert (run.code, run.err) == (0, "")
    assert "Scores of 3 assessments" in run.out
    assert "secret" not in run.out


@needs_browser
def test_the_html_page_is_accessible_and_fits_a_phone(tmp_path: Path) -> None:
    """The page has a histogram for each dimension and reading."""
    run = nhsdx(
        "batch", str(REGION), "--rubric", RUBRIC, "--group-by", "region", "--map", str(REGIONS), "--format", "html"
    )
    (tmp_path / "page.html").write_text(run.out, encoding="utf-8")
    with tab_of(tmp_path / "page.html") as tab:
        assert_good_page(tab)


def test_a_table_can_be_written_without_a_summary(here: Path) -> None:
    """Stdout is empty."""
    run = kept(here, "-o", "out.csv", "--format", "none")
    assert (run.code, run.out) == (0, "")
    assert (here / "out.csv").exists()


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_the_summary_is_the_same_from_every_engine(engine: str) -> None:
    """Every engine gives the same counts by level, figures, gates, groups and invalid cells."""
    arguments = ("--rubric", RUBRIC, "--group-by", "region", "--map", str(REGIONS), "--format", "json")
    run = nhsdx("batch", str(REGION), *arguments, "--engine", engine)
    assert (run.code, run.err) == (0, "")
    assert_snapshot("batch/summary.json", run.out)


def test_the_counts_in_the_summary_add_up_to_the_number_of_rows(here: Path) -> None:
    """Each organisation is at one level or has no score; the quartiles are in ascending order."""
    data = json.loads(kept(here, "--format", "json").out)
    claimed = data["nodes"][OVERALL]["claimed"]
    assert data["rows"] == 3
    assert sum(claimed["levels"]) + claimed["left_out"] == 3
    assert data["rejected"] == {"safety": 1, "skill": 1}
    assert claimed["minimum"] <= claimed["lower_quartile"] <= claimed["median"] <= claimed["upper_quartile"]


# ---- what is written


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("suffix", ["parquet", "csv", "jsonl"])
def test_every_output_format_has_the_same_scores_as_nhsdx_assess(here: Path, engine: str, suffix: str) -> None:
    """The same answers give the same scores, and other columns are kept."""
    run = kept(here, "-o", f"out.{suffix}", "--engine", engine)
    assert run.code == 0
    rows = READERS[suffix](here / f"out.{suffix}").to_dicts()
    write(here / "a.toml", assessment(FIRST_ROW))
    expected = score(load_assessment(here / "a.toml"))
    assert [row["organisation"] for row in rows] == ["A", "B", "C"]
    for reading in Reading:
        found = rows[0][name_score_column(OVERALL, reading)]
        wanted = expected.overall.scores[reading]
        assert wanted is not None
        assert float(found) == pytest.approx(wanted, abs=1e-9)
        assert int(rows[0][name_level_column(OVERALL, reading)]) == expected.overall.levels[reading]
    assert [int(row["rejected"]) for row in rows] == [0, 0, 2]


READERS: dict[str, Callable[[Path], pl.DataFrame]] = {
    "parquet": pl.read_parquet,
    "csv": pl.read_csv,
    "jsonl": pl.read_ndjson,
}


def test_a_table_of_scores_in_long_shape_has_a_row_for_each_node_and_reading(here: Path) -> None:
    """A long table has the same scores as a wide one."""
    kept(here, "-o", "wide.parquet")
    assert kept(here, "-o", "long.parquet", "--shape", "long").code == 0
    wide, long = pl.read_parquet(here / "wide.parquet"), pl.read_parquet(here / "long.parquet")
    assert set(long.columns) == {"organisation", "rubric", "node", "reading", "score", "level"}
    for reading in Reading:
        part = long.filter((pl.col("node") == OVERALL) & (pl.col("reading") == reading.value))
        assert part["score"].to_list() == wide[name_score_column(OVERALL, reading)].to_list()
        assert part["level"].to_list() == wide[name_level_column(OVERALL, reading)].to_list()


def test_a_spreadsheet_reads_no_cell_of_the_output_as_a_formula(here: Path) -> None:
    """In CSV, text that begins like a formula gets an apostrophe; other formats keep it as it is."""
    (here / "table.csv").write_text(HEAD + '"=1+1",3,2,4\n-5,3,2,4\n@x,3,2,4\n', encoding="utf-8")
    kept(here, "-o", "out.csv")
    kept(here, "-o", "out.parquet")
    assert [line.split(",")[0] for line in (here / "out.csv").read_text().splitlines()[1:]] == ["'=1+1", "-5", "'@x"]
    assert pl.read_parquet(here / "out.parquet")["organisation"].to_list() == ["=1+1", "-5", "@x"]


def test_a_spreadsheet_reads_no_heading_of_the_output_as_a_formula() -> None:
    """Headings, and cells behind blanks or a line break, get an apostrophe too; negative numbers do not."""
    wide = "\uff1d1\uff0b1"
    frame = pl.DataFrame({"=cmd|' /C calc'!A0": ["\n=1+1"], "-": [" @x"], wide: [wide], "score": ["-5"]})
    found = pl.DataFrame(escape_formulas(frame))
    assert found.columns == ["'=cmd|' /C calc'!A0", "'-", f"'{wide}", "score"]
    assert found.row(0) == ("'\n=1+1", "' @x", f"'{wide}", "-5")


def test_nothing_is_overwritten_without_force(here: Path) -> None:
    """This applies to the table of scores and the list of invalid cells; an input is never overwritten."""
    (here / "out.csv").write_text("mine", encoding="utf-8")
    (here / "other.rejects.csv").write_text("mine", encoding="utf-8")
    for arguments in (("-o", "out.csv"), ("-o", "other.csv"), ("-o", "table.csv", "--force")):
        run = kept(here, *arguments)
        assert (run.code, run.out) == (2, "")
        assert "file-exists" in run.err
    assert (here / "out.csv").read_text() == "mine"
    assert kept(here, "-o", "out.csv", "--force").code == 0
    assert folder_of(here) == {"rubric.toml", "table.csv", "out.csv", "out.rejects.csv", "other.rejects.csv"}


@pytest.mark.parametrize("output", ["out.xlsx", "-", "no-folder/out.csv"])
def test_an_output_that_cannot_be_written_is_refused_before_any_work_is_done(here: Path, output: str) -> None:
    """The error comes before any work is done."""
    run = kept(here, "-o", output)
    assert (run.code, run.out) == (2, "")
    assert folder_of(here) == {"rubric.toml", "table.csv"}
    assert not output.startswith("no-folder") or run.err.startswith("no-folder/out.csv: file-unwritable")


# ---- invalid cells


def test_invalid_cells_are_listed_by_row_and_column_only(here: Path) -> None:
    """The content of invalid cells is not shown, and they count as unknown."""
    run = kept(here, "-o", "out.csv")
    assert (here / "out.rejects.csv").read_text() == "row,column\n3,safety\n3,skill\n"
    assert "9" not in run.err
    assert "secret" not in run.out + run.err
    kept(here, "-o", "out.csv", "--force", table=_clean_table(here))
    assert not (here / "out.rejects.csv").exists(), "a stale list is deleted"


def _clean_table(here: Path) -> str:
    (here / "clean.csv").write_text(HEAD + "A,3,2,4\n", encoding="utf-8")
    return "clean.csv"


def test_the_strict_option_stops_at_any_invalid_cell_or_unknown_column(here: Path) -> None:
    """No output is written."""
    for arguments in (("--keep", "organisation"), ()):
        run = batch(here, *arguments, "--strict", "-o", "out.csv")
        assert (run.code, run.out) == (2, "")
    assert folder_of(here) == {"rubric.toml", "table.csv"}
    assert kept(here, "--strict", table=_clean_table(here)).code == 0


def test_unknown_and_missing_columns_are_reported(here: Path) -> None:
    """The message suggests the right column."""
    (here / "table.csv").write_text("organisation,skil,time\nA,3,2\n", encoding="utf-8")
    run = kept(here)
    assert run.code == 0
    assert_snapshot("batch/columns.txt", run.err)


def test_a_table_without_answers_is_an_error(here: Path) -> None:
    """The error lists the expected columns."""
    (here / "table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    run = batch(here)
    assert (run.code, run.out) == (2, "")
    assert "skill, time, safety" in run.err


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--keep", "organisatoin"), 'did you mean "organisation"?'),
        (("--group-by", "region"), "group-column"),
        (("--profile", "none"), "--profile"),
        (("--map", "none.toml"), "file-not-found"),
    ],
)
def test_missing_columns_profiles_and_files_are_errors(here: Path, arguments: tuple[str, ...], word: str) -> None:
    """They are reported before any work is done."""
    run = batch(here, *arguments)
    assert (run.code, run.out) == (2, "")
    assert word in run.err


def test_a_table_with_evidence_that_ages_needs_a_day_up_to_which_age_is_counted(here: Path) -> None:
    """The table needs a column `date`, or --as-of; evidence too old counts as the next weaker grade."""
    lines = "skill,skill.evidence,skill.seen\n5,record,2025-06-01\n5,record,2023-06-01\n5,record,2025-02-30\n"
    (here / "table.csv").write_text(lines, encoding="utf-8")
    run = batch(here)
    assert (run.code, run.out) == (2, "")
    assert "table.csv: no-date" in run.err
    assert batch(here, "--as-of", "2026-01-01", "-o", "out.parquet").code == 0
    assert pl.read_parquet(here / "out.parquet")["people.evidenced"].to_list() == [60, 20, 20]
    assert (here / "out.rejects.csv").read_text() == "row,column\n3,skill.seen\n"


def test_a_table_that_already_has_result_columns_is_refused(here: Path) -> None:
    """A table that already has result columns is an error."""
    (here / "table.csv").write_text("skill,overall.claimed\n3,60\n", encoding="utf-8")
    run = batch(here, "--keep", "overall.claimed")
    assert (run.code, run.out) == (2, "")
    assert "table.csv: column-taken" in run.err


@pytest.mark.parametrize("profile", ["short", "", "shrot"])
def test_each_row_may_have_its_own_profile(here: Path, profile: str) -> None:
    """A row with an unknown profile has an invalid cell and no score."""
    (here / "table.csv").write_text(f"profile,skill,time,safety\n{profile},4,1,4\n", encoding="utf-8")
    assert batch(here, "-o", "out.parquet").code == 0
    (row,) = pl.read_parquet(here / "out.parquet").to_dicts()
    expected = {"short": 80.0, "": 57.5, "shrot": None}
    assert row["overall.claimed"] == pytest.approx(expected[profile])
    assert row["rejected"] == (profile == "shrot")


# ---- other names


MAP = """
format = "nhsdx.batch-map/1"
keep = ["Trust"]

[columns]
"Are the leaders skilled?" = "skill"

[words.skill]
"Fully" = 5
"Not at all" = 0
"Don't know" = "unknown"
"""


def test_a_map_says_what_columns_and_words_mean(here: Path) -> None:
    """Invalid cells are listed under the table's own names."""
    (here / "map.toml").write_text(MAP, encoding="utf-8")
    lines = (
        "Trust,Are the leaders skilled?,time,safety\nA,Fully,2,4\nB, not at ALL ,2,4\nC,Don't know,2,4\nD,Perhaps,2,4\n"
    )
    (here / "table.csv").write_text(lines, encoding="utf-8")
    plain = HEAD + "A,5,2,4\nB,0,2,4\nC,,2,4\nD,,2,4\n"
    (here / "plain.csv").write_text(plain, encoding="utf-8")
    run = batch(here, "--map", "map.toml", "-o", "mapped.parquet")
    assert (run.code, run.err) == (0, "written: mapped.rejects.csv\nwritten: mapped.parquet\n")
    kept(here, "-o", "plain.parquet", table="plain.csv")
    mapped = pl.read_parquet(here / "mapped.parquet").drop("Trust", "rejected")
    assert mapped.equals(pl.read_parquet(here / "plain.parquet").drop("organisation", "rejected"))
    assert (here / "mapped.rejects.csv").read_text() == "row,column\n4,Are the leaders skilled?\n"


def test_all_problems_in_a_map_are_listed(here: Path) -> None:
    """Each problem has its line and a suggestion."""
    wrong = MAP.replace('= "skill"', '= "skil"\nOther = "time"\nThird = "time"').replace("keep", "keeps")
    (here / "map.toml").write_text(f"{wrong}\n[words.tyme]\nx = 1\n", encoding="utf-8")
    run = batch(here, "--map", "map.toml")
    assert run.code == 2
    assert_snapshot("batch/map.txt", run.err)


def test_two_columns_for_one_criterion_are_refused(here: Path) -> None:
    """Two columns for one criterion are ambiguous."""
    (here / "map.toml").write_text(MAP, encoding="utf-8")
    (here / "table.csv").write_text("Trust,Are the leaders skilled?,skill\nA,Fully,2\n", encoding="utf-8")
    run = batch(here, "--map", "map.toml")
    assert (run.code, run.out) == (2, "")
    assert "table.csv: duplicate" in run.err
    assert '"skill"' in run.err


# ---- where tables come from


@pytest.mark.parametrize("kind", ["parquet", "folder", "pattern", "ipc", "jsonl", "duckdb"])
def test_every_kind_of_table_is_read(here: Path, kind: str) -> None:
    """Every kind of table gives the same summary."""
    frame = pl.read_csv(here / "table.csv", infer_schema=False)
    (here / "parts").mkdir()
    frame[:2].write_parquet(here / "parts" / "1.parquet")
    frame[2:].write_parquet(here / "parts" / "2.parquet")
    frame.write_parquet(here / "table.parquet")
    frame.write_ipc(here / "table.arrow")
    frame.write_ndjson(here / "table.jsonl")
    with duckdb.connect(str(here / "base.duckdb")) as connection:
        connection.register("frame", frame.to_arrow())
        connection.execute("CREATE TABLE answers AS SELECT * FROM frame")
    tables = {
        "parquet": "table.parquet",
        "folder": "parts",
        "pattern": "parts/*.parquet",
        "ipc": "table.arrow",
        "jsonl": "table.jsonl",
        "duckdb": "base.duckdb",
    }
    expected = kept(here).out
    extra = ("--table", "answers") if kind == "duckdb" else ()
    run = kept(here, *extra, table=tables[kind])
    assert (run.code, run.out, run.err) == (0, expected, "")


def test_a_database_file_needs_the_name_of_a_table(here: Path) -> None:
    """The error lists the tables of the database."""
    with duckdb.connect(str(here / "base.duckdb")) as connection:
        connection.execute("CREATE TABLE answers (skill INTEGER)")
        connection.execute("CREATE VIEW latest AS SELECT skill FROM answers")
        connection.execute("CREATE SCHEMA other; CREATE TABLE other.elsewhere (skill INTEGER)")
    assert "--table: answers, latest\n" in kept(here, table="base.duckdb").err
    assert batch(here, "--table", "ANSWERS", "--format", "none", table="base.duckdb").code == 0
    for name in ("answer", "elsewhere"):
        run = kept(here, "--table", name, table="base.duckdb")
        assert (run.code, run.out) == (2, "")
        assert f'base.duckdb: unknown-reference: the database has no table "{name}"\n' in run.err
        assert "expected one of: answers, latest" in run.err


def test_a_folder_of_assessments_can_be_used_as_a_table(here: Path) -> None:
    """Each file is a row with the file's name and its own date."""
    (here / "all").mkdir()
    write(here / "all" / "one.toml", assessment(FIRST_ROW) | {"rubric": "../rubric.toml"})
    run = batch(here, "-o", "out.parquet", table="all")
    assert (run.code, run.err) == (0, "written: out.parquet\n")
    (row,) = pl.read_parquet(here / "out.parquet").to_dicts()
    assert row["file"] == str(Path("all") / "one.toml")
    kept(here, "-o", "rows.parquet")
    assert (
        row[name_score_column(OVERALL, Reading.CLAIMED)] == pl.read_parquet(here / "rows.parquet")["overall.claimed"][0]
    )


@pytest.mark.parametrize("table", ["none.csv", "empty.csv", "table.txt", "rubric.toml", "nothing"])
def test_a_file_that_is_not_a_table_is_an_error(here: Path, table: str) -> None:
    """The message does not quote its content."""
    (here / "empty.csv").write_text("", encoding="utf-8")
    (here / "table.txt").write_text("secret", encoding="utf-8")
    (here / "nothing").mkdir()
    for engine in ("polars", "duckdb"):
        run = kept(here, "--engine", engine, table=table)
        assert (run.code, run.out) == (2, "")
        assert table in run.err
        assert "--engine" not in run.err
    assert "secret" not in run.err


def test_a_missing_package_gives_the_command_that_installs_it(here: Path) -> None:
    """Every optional package has such a message."""
    with patch.dict(sys.modules, {"polars": None}):
        run = kept(here)
    assert (run.code, run.out) == (2, "")
    assert 'pip install "nhsdx[batch]"' in run.err


# ---- interrupted


SLOW = """
    import sys, time
    from pathlib import Path
    from nhsdx.tables.engines import polar
    from nhsdx.__main__ import start

    def write(self, native, path, format_):
        Path(path).write_bytes(b"half")
        time.sleep(60)

    polar.PolarsEngine.write = write
    sys.argv = ["nhsdx", "batch", "table.csv", "--rubric", "rubric.toml", "-o", "out.parquet"]
    start()
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_leaves_no_files_behind(here: Path, sent: signal.Signals) -> None:
    """No output and no temporary folder is left, and the exit status is the one that shells expect."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SLOW)], cwd=here, stderr=subprocess.PIPE, text=True
    )
    _until(lambda: any(here.glob(".nhsdx-*/*")))
    process.send_signal(sent)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 128 + sent
    assert errors.endswith("nhsdx: interrupted\n")
    assert folder_of(here) == {"rubric.toml", "table.csv"}


VANISHING = """
    import os, sys, time
    from pathlib import Path
    from nhsdx.tables.engines import polar
    from nhsdx.__main__ import start

    def write(self, native, path, format_):
        Path(path).write_bytes(b"half")
        while Path(path).exists():
            time.sleep(0.001)
        raise OSError(2, "gone")

    def is_terminal(number):
        time.sleep(0.5)  # The run has time to fail.
        return False

    polar.PolarsEngine.write = write
    os.isatty = is_terminal
    sys.argv = ["nhsdx", "batch", "table.csv", "--rubric", "rubric.toml", "-o", "out.parquet"]
    start()
"""


def test_an_interrupted_run_reports_only_the_interruption(here: Path) -> None:
    """The signal ends it; the error that follows from clearing up is not shown."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(VANISHING)], cwd=here, stderr=subprocess.PIPE, text=True
    )
    _until(lambda: any(here.glob(".nhsdx-*/out*")) or any(here.glob(".nhsdx-*/*.parquet")))
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 128 + signal.SIGTERM
    assert errors.endswith("nhsdx: interrupted\n")
    assert "gone" not in errors


def test_progress_is_shown_on_a_terminal(here: Path) -> None:
    """It shows the current step and how much has been written."""
    terminal, end = pty.openpty()
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(SLOW)], cwd=here, stderr=end) as process:
        os.close(end)
        shown = b""
        while b"MB written" not in shown:
            shown += os.read(terminal, 1000)
        process.terminate()
    os.close(terminal)
    assert b"scoring" in shown


def _until(is_done: Callable[[], bool]) -> None:
    for _ in range(300):
        if is_done():
            return
        time.sleep(0.1)
    pytest.fail("it took too long")
