"""No work is lost: outputs replace nothing by accident, are written together or not at all, and keep their owners."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from unittest.mock import patch

import polars as pl
import pytest

from nhsdx.cli.output import emit
from nhsdx.commands.batch.outputs import BatchTargets
from nhsdx.commands.batch.scores import BatchOutput
from nhsdx.errors import NhsdxError
from nhsdx.files.work_folders import open_work_folder
from nhsdx.files.writing import Output, digest_file, prepare
from tests.support.run import Run, nhsdx
from tests.support.samples import assessment, level, small_rubric, write
from tests.support.surveys import survey_rubric

COMMAND = [sys.executable, "-m", "nhsdx"]
GOOD = {"skill": level(3), "time": level(3), "safety": level(3)}
MAP = 'format = "nhsdx.questionnaire/1"\nsource = "plain"\nrubric = "seen.toml"\n[criteria.care]\ncolumn = "Q"\n'
NEW = ("--subject", "A", "--date", "2026-01-01", "--seen", "2026-01-01")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with rubrics, an assessment, a table with an invalid cell, and a file of responses with its map."""
    write(tmp_path / "rubric.toml", small_rubric())
    write(tmp_path / "a.toml", assessment(GOOD))
    write(tmp_path / "seen.toml", survey_rubric())
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    (tmp_path / "r.csv").write_text("Q\n" + "IT\n" * 12 + "wrong\n", encoding="utf-8")
    (tmp_path / "t.csv").write_text("skill\n3\nwrong\n", encoding="utf-8")
    return tmp_path


def survey(here: Path, *arguments: str) -> Run:
    """Runs `survey` on the responses."""
    return nhsdx("survey", "r.csv", "--map", "map.toml", *arguments, cwd=here)


def batch(here: Path, *arguments: str) -> Run:
    """Runs `batch` on the table."""
    return nhsdx("batch", "t.csv", "--rubric", "rubric.toml", *arguments, cwd=here)


def read_all(folder: Path) -> dict[str, bytes]:
    """The content of every file."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# ---- names


SAME = {
    "survey into and page": ("survey", "r.csv", "--map", "map.toml", "--into", "x.md", *NEW, "-o", "x.md"),
    "survey into and rejects": (
        "survey",
        "r.csv",
        "--map",
        "map.toml",
        "--into",
        "x.toml",
        *NEW,
        "--rejects",
        "x.toml",
    ),
    "survey page and rejects": ("survey", "r.csv", "--map", "map.toml", "-o", "x.csv", "--rejects", "x.csv"),
    "batch": ("batch", "t.csv", "--rubric", "rubric.toml", "-o", "x.csv", "--rejects", "./x.csv"),
    "check": ("check", "a.toml", "-o", "x.md", "--also", "html:x.md"),
    "check and badge": ("check", "a.toml", "-o", "x.md", "--badge", "x.md"),
    "through a link": ("check", "a.toml", "-o", "x.md", "--badge", "link.svg"),
}


@pytest.mark.parametrize("case", SAME)
def test_two_outputs_with_one_name_are_refused(here: Path, case: str) -> None:
    """One of the two outputs would be lost."""
    (here / "link.svg").symlink_to("x.md")
    before = read_all(here)
    run = nhsdx(*SAME[case], "--force", cwd=here)
    assert (run.code, "two outputs would be the same file" in run.err) == (2, True)
    assert read_all(here) == before


INPUTS = {
    "survey": ("survey", "r.csv", "--map", "map.toml", "--rejects"),
    "survey into": ("survey", "r.csv", "--map", "map.toml", *NEW, "--into"),
    "batch": ("batch", "t.csv", "--rubric", "rubric.toml", "--rejects"),
}


@pytest.mark.parametrize("case", INPUTS)
@pytest.mark.parametrize("name", ["r.csv", "map.toml", "seen.toml", "t.csv", "rubric.toml"])
def test_an_input_is_never_overwritten(here: Path, case: str, name: str) -> None:
    """It is refused even with --force, and under another of its names."""
    inputs = {"t.csv", "rubric.toml"} if case == "batch" else {"r.csv", "map.toml", "seen.toml"}
    if name in inputs:
        (here / "hard.toml").hardlink_to(here / name)
        before = read_all(here)
        for given in (name, f"../{here.name}/{name}", "hard.toml"):
            assert nhsdx(*INPUTS[case], given, "--force", cwd=here).code == 2
        assert read_all(here) == before


WRITING = {
    "assess": ("assess", "local.toml", "--format", "toml"),
    "import": ("import", "local.toml"),
    "new": ("new", "overlay.toml"),
    "migrate": ("migrate", "local.toml", "--to", "new.toml"),
    "migrate to": ("migrate", "a.toml", "--to", "overlay.toml"),
    "extend": ("rubric", "extend", "overlay.toml", "--id", "further"),
    "show": ("rubric", "show", "overlay.toml", "--format", "toml"),
    "check": ("check", "local.toml", "--format", "junit"),
}


@pytest.mark.parametrize("case", WRITING)
def test_a_file_that_an_input_refers_to_is_never_overwritten(here: Path, case: str) -> None:
    """It is refused even with --force, through a link, and if only another file gives its name."""
    assert nhsdx("rubric", "extend", "rubric.toml", "--id", "overlay", "-o", "overlay.toml", cwd=here).code == 0
    write(here / "local.toml", assessment(GOOD, rubric="overlay.toml"))
    write(here / "new.toml", small_rubric() | {"rubric": {"id": "small", "version": "2.0.0", "title": "Small"}})
    (here / "link.toml").symlink_to("rubric.toml")
    (here / "hard.toml").hardlink_to(here / "rubric.toml")
    before = read_all(here)
    for given in ("rubric.toml", "link.toml", "hard.toml"):
        run = nhsdx(*WRITING[case], "-o", given, "--force", cwd=here)
        assert (run.code, read_all(here)) == (2, before), run.err


def test_a_table_in_a_folder_given_as_input_is_never_overwritten(here: Path) -> None:
    """The folder is an input, and so is each table in it."""
    (here / "parts").mkdir()
    for name in ("a", "b"):
        pl.DataFrame({"skill": ["3"]}).write_parquet(here / "parts" / f"{name}.parquet")
    run = nhsdx("batch", "parts", "--rubric", "rubric.toml", "-o", "parts/b.parquet", "--force", cwd=here)
    assert (run.code, "this is the file being read" in run.err) == (2, True)


def test_an_assessment_that_changes_during_the_run_is_not_rewritten(here: Path) -> None:
    """An assessment may be migrated into its own file."""
    write(here / "new.toml", small_rubric() | {"rubric": {"id": "small", "version": "2.0.0", "title": "Small"}})
    migrate = ("migrate", "a.toml", "--to", "new.toml", "-o", "a.toml", "--force")
    text = (here / "a.toml").read_bytes()

    def change(*_: object, **__: object) -> bytes:
        (here / "a.toml").write_bytes(text + b"\n# mine\n")
        return b""

    with patch("nhsdx.commands.migrate.command.draw_page", change):
        assert nhsdx(*migrate, cwd=here).code == 2
    assert (here / "a.toml").read_bytes().endswith(b"# mine\n")
    assert nhsdx(*migrate, cwd=here).code == 0


def test_a_dash_as_output_never_creates_a_file(here: Path) -> None:
    """A dash means stdout, to which no list and no assessment is written; a file of that name stays."""
    (here / "-").write_text("mine", encoding="utf-8")
    (here / "t.csv").write_text("skill\n3\n", encoding="utf-8")
    runs = [batch(here, "--rejects", "-"), survey(here, "--rejects", "-"), survey(here, "--into", "-", *NEW)]
    assert [run.code for run in runs] == [2, 2, 2]
    assert (here / "-").read_text(encoding="utf-8") == "mine"


def test_a_list_of_invalid_cells_created_during_the_run_is_not_deleted(here: Path) -> None:
    """Without --force, a list of invalid cells that another run wrote stays."""
    (here / "t.csv").write_text("skill\n3\n", encoding="utf-8")
    targets = BatchTargets("x.csv", str(here / "x.rejects.csv"), force=False)
    (here / "x.rejects.csv").write_text("mine", encoding="utf-8")
    targets.remove_stale(cast("BatchOutput", SimpleNamespace(rejects=None)))
    assert (here / "x.rejects.csv").exists()


@pytest.mark.parametrize("command", ["assess", "batch", "survey"])
def test_without_force_no_file_is_created_through_a_link_to_a_missing_file(here: Path, command: str) -> None:
    """A checkout may contain a link to a file that the user's shell will run once it exists."""
    (here / "home").mkdir()
    names = {"assess": "x.md", "batch": "x.csv", "survey": "x.md"}
    (here / names[command]).symlink_to("home/profile")
    run = {
        "assess": lambda: nhsdx("assess", "a.toml", "-o", "x.md", cwd=here),
        "batch": lambda: batch(here, "-o", "x.csv"),
        "survey": lambda: survey(here, "-o", "x.md"),
    }[command]()
    assert (run.code, "file-exists" in run.err) == (2, True)
    assert not (here / "home" / "profile").exists()


# ---- all outputs or none


def test_an_assessment_is_not_changed_before_all_other_outputs_can_be_written(here: Path) -> None:
    """If the page already exists or cannot be written, or stdout is full, there is nothing to undo."""
    (here / "page.md").write_text("mine", encoding="utf-8")
    before = read_all(here)
    assert survey(here, "--into", "x.toml", *NEW, "-o", "page.md").code == 2
    assert survey(here, "--into", "x.toml", *NEW, "-o", "nowhere/page.md").code == 2
    words = [*COMMAND, "survey", "r.csv", "--map", "map.toml", "--into", "x.toml", *NEW]
    with Path("/dev/full").open("w") as full:
        assert subprocess.run(words, cwd=here, stdout=full, stderr=subprocess.PIPE, check=False).returncode == 2
    assert (
        subprocess.run(["sh", "-c", '"$@" >&-', "sh", *words], cwd=here, capture_output=True, check=False).returncode
        == 2
    )
    assert read_all(here) == before


def test_a_table_is_not_written_if_its_page_cannot_be_written(here: Path) -> None:
    """Exit code 2 means that nothing was written."""
    before = read_all(here)
    words = [*COMMAND, "batch", "t.csv", "--rubric", "rubric.toml", "-o", "x.csv"]
    with Path("/dev/full").open("w") as full:
        assert subprocess.run(words, cwd=here, stdout=full, stderr=subprocess.PIPE, check=False).returncode == 2
    assert read_all(here) == before


def test_either_all_outputs_are_replaced_or_none(tmp_path: Path) -> None:
    """The first output is restored if the second cannot be moved to its place."""
    for name in ("one", "two"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    outputs = [
        Output(str(tmp_path / "one"), b"new", force=True),
        Output(str(tmp_path / "three"), b"new"),
        Output(str(tmp_path / "two"), b"new", force=True, expected=digest_file(tmp_path / "two")),
    ]
    with prepare(outputs) as prepared:
        (tmp_path / "two").write_text("changed meanwhile", encoding="utf-8")
        with pytest.raises(NhsdxError, match="changed while nhsdx was working"):
            prepared.place()
    assert read_all(tmp_path) == {"one": b"old", "two": b"changed meanwhile"}


def test_a_file_created_during_the_run_is_not_replaced(tmp_path: Path) -> None:
    """Without --force, no file is replaced at the moment of writing either, even after minutes of work."""
    with prepare([Output(str(tmp_path / "new"), b"ours")]) as prepared:
        (tmp_path / "new").write_text("theirs", encoding="utf-8")
        with pytest.raises(NhsdxError, match="already exists"):
            prepared.place()
    assert read_all(tmp_path) == {"new": b"theirs"}


def test_only_one_of_many_writers_creates_a_file(tmp_path: Path) -> None:
    """The others get an error, and leave nothing behind."""
    done: list[int] = []

    def create(number: int) -> None:
        try:
            emit(f"{number}" * 1000, str(tmp_path / "new"))
            done.append(number)
        except NhsdxError:
            pass

    threads = [threading.Thread(target=create, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read_all(tmp_path) == {"new": f"{done[0]}".encode() * 1000}
    assert len(done) == 1


def test_two_surveys_run_at_the_same_time_lose_no_answers(here: Path) -> None:
    """Either both are in the assessment, or one ends with an error."""
    rubric = survey_rubric()
    rubric["criteria"]["heard"] = rubric["criteria"]["care"] | {"title": "Heard"}
    write(here / "seen.toml", rubric)
    head = 'format = "nhsdx.assessment/1"\nrubric = "seen.toml"\n[assessment]\nsubject = "A"\ndate = 2026-01-01\n'
    (here / "x.toml").write_text(f'{head}voice = "clinicians"\n', encoding="utf-8")
    (here / "other.toml").write_text(MAP.replace("criteria.care", "criteria.heard"), encoding="utf-8")
    options = ["--into", "x.toml", "--seen", "2026-01-01"]
    runs = [
        subprocess.Popen([*COMMAND, "survey", "r.csv", "--map", name, *options], cwd=here, stdout=-1, stderr=-1)
        for name in ("map.toml", "other.toml")
    ]
    for run in runs:
        run.communicate(timeout=100)
    text = (here / "x.toml").read_text(encoding="utf-8")
    assert sum(name in text for name in ("[answers.care]", "[answers.heard]")) == [
        run.returncode for run in runs
    ].count(0)


# ---- modes, links and leftovers


NUMBER, BOARD = ("--rubric", "rubric.toml"), ("--decided-by", "Board", "--decided", "2026-06-18")
WRITES = {
    "assess": ("assess", "a.toml", "-o", "x.json"),
    "report": ("report", "a.toml", "-o", "x.html"),
    "report docx": ("report", "a.toml", "-o", "x.docx"),
    "explain": ("explain", "a.toml", "-o", "x.md"),
    "check": ("check", "a.toml", "-o", "x.json"),
    "check --also": ("check", "a.toml", "--also", "sarif:x.sarif"),
    "check --badge": ("check", "a.toml", "--badge", "x.svg"),
    "compare": ("compare", "a.toml", "b.toml", "-o", "x.md"),
    "verify": ("verify", "result.json", *NUMBER, "-o", "x.md"),
    "batch": ("batch", "t.csv", *NUMBER, "-o", "x.csv"),
    "batch parquet": ("batch", "t.csv", *NUMBER, "-o", "x.parquet"),
    "batch --rejects": ("batch", "t.csv", *NUMBER, "--rejects", "x.csv"),
    "survey": ("survey", "r.csv", "--map", "map.toml", "-o", "x.md"),
    "survey --rejects": ("survey", "r.csv", "--map", "map.toml", "--rejects", "x.csv"),
    "survey --into": ("survey", "r.csv", "--map", "map.toml", "--seen", "2026-01-01", "--into", "x.toml"),
    "new": ("new", "rubric.toml", "-o", "x.toml"),
    "migrate": ("migrate", "a.toml", "--to", "rubric.toml", "-o", "x.toml"),
    "rubric extend": ("rubric", "extend", "rubric.toml", "--id", "local", *BOARD, "-o", "x.toml"),
    "rubric form": ("rubric", "form", "seen.toml", "--to", "redcap", "--map", "y.toml", "-o", "x.csv"),
    "rubric form --map": ("rubric", "form", "seen.toml", "--to", "redcap", "-o", "y.csv", "--map", "x.toml"),
    "rubric show": ("rubric", "show", "rubric.toml", "-o", "x.md"),
    "rubric list": ("rubric", "list", "-o", "x.md"),
    "rubric lint": ("rubric", "lint", "rubric.toml", "-o", "x.md"),
    "rubric test": ("rubric", "test", "rubric.toml", "-o", "x.md"),
    "rubric diff": ("rubric", "diff", "rubric.toml", "rubric.toml", "-o", "x.md"),
    "rubric schema": ("rubric", "schema", "policy", "-o", "x.json"),
}
"""Every option that writes a file."""


@pytest.mark.parametrize("case", WRITES)
def test_a_file_that_is_replaced_keeps_its_mode_its_owner_and_its_link(here: Path, case: str) -> None:
    """Private files stay private. Only root can change the owner of a file, so only root tests the owner."""
    shutil.copy(here / "a.toml", here / "b.toml")
    if case == "verify":
        assert nhsdx("assess", "a.toml", "-o", "result.json", cwd=here).code == 0
    name = WRITES[case][-1].rpartition(":")[2]
    head = 'format = "nhsdx.assessment/1"\nrubric = "seen.toml"\n[assessment]\nsubject = "A"\ndate = 2026-01-01\n'
    place = here / "kept"
    place.write_text(f'{head}voice = "clinicians"\n', encoding="utf-8")
    place.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(place, 12345, 12346)
    before, old = place.stat(), place.read_bytes()
    (here / name).symlink_to("kept")
    run = nhsdx(*WRITES[case], "--force", cwd=here)
    assert run.code in (0, 1), run.err
    after = place.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert (here / name).is_symlink()
    assert place.read_bytes() != old


def test_a_replaced_list_of_invalid_cells_keeps_its_permissions(here: Path) -> None:
    """A batch writes the list of invalid cells without being asked."""
    (here / "x.rejects.csv").write_text("old", encoding="utf-8")
    (here / "x.rejects.csv").chmod(0o600)
    assert batch(here, "-o", "x.csv", "--force").code == 0
    assert stat.S_IMODE((here / "x.rejects.csv").stat().st_mode) == 0o600


def test_the_next_run_removes_files_that_a_killed_run_left_behind(here: Path) -> None:
    """It does not remove the folder of a run that is still working, or a folder that only looks like one."""
    (here / ".nhsdx-abcd1234").mkdir()
    (here / ".nhsdx-abcd1234" / "table.csv").write_text("all rows", encoding="utf-8")
    (here / ".nhsdx-notes").mkdir()
    (here / "target").mkdir()
    (here / ".nhsdx-link1234").symlink_to("target")
    with open_work_folder(here / "x") as other:
        assert nhsdx("report", "a.toml", "-o", "x.md", cwd=here).code == 0
        assert other.is_dir()
    names = {one.name for one in here.iterdir() if one.name.startswith(".") or one.name == "target"}
    assert names == {".nhsdx-notes", ".nhsdx-link1234", "target"}


def test_the_name_of_an_output_may_be_as_long_as_the_system_allows(here: Path) -> None:
    """The temporary name does not count."""
    assert nhsdx("assess", "a.toml", "-o", f"{'x' * 250}.md", cwd=here).code == 0


def test_a_table_can_be_scored_in_a_read_only_folder_if_nothing_is_written(here: Path) -> None:
    """The current folder may be read-only."""
    closed = here / "closed"
    closed.mkdir()
    for name in ("t.csv", "rubric.toml"):
        shutil.copy(here / name, closed)
    closed.chmod(0o500)
    words = [*COMMAND, "batch", "t.csv", "--rubric", "rubric.toml", "--format", "json"]
    done = subprocess.run(words, cwd=closed, capture_output=True, check=False)
    assert done.returncode == 0
    assert json.loads(done.stdout)["rows"] == 2
    assert sorted(one.name for one in closed.iterdir()) == ["rubric.toml", "t.csv"]


def test_a_table_has_a_list_of_invalid_cells_beside_it(here: Path) -> None:
    """The list of invalid cells needs --force like the table, and is deleted once there are none."""
    assert batch(here, "-o", "x.csv").code == 0
    assert (here / "x.rejects.csv").read_text(encoding="utf-8") == "row,column\n2,skill\n"
    (here / "x.csv").unlink()
    assert batch(here, "-o", "x.csv").code == 2
    (here / "t.csv").write_text("skill\n3\n", encoding="utf-8")
    assert batch(here, "-o", "x.csv", "--force").code == 0
    assert not (here / "x.rejects.csv").exists()
