"""Unusual clocks, folders, names, widths and disks: each gives a correct answer or an error message, never a bug."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.support.run import nhsdx
from tests.support.samples import assessment, level, small_rubric, write

COMMAND = [sys.executable, "-m", "nhsdx"]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a rubric, an assessment and a table."""
    write(tmp_path / "rubric.toml", small_rubric())
    write(tmp_path / "a.toml", assessment({name: level(3) for name in ("skill", "time", "safety")}))
    (tmp_path / "t.csv").write_text("skill\n3\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_a_report_does_not_depend_on_the_clock(here: Path, suffix: str) -> None:
    """Archives cannot store a year before 1980 or after 2107."""
    made = set()
    for number, year in enumerate((1971, 2026, 2150)):
        moment = time.struct_time((year, 1, 1, 0, 0, 0, 0, 1, 0))
        with patch.object(time, "localtime", lambda *_, moment=moment: moment):
            assert nhsdx("report", "a.toml", "-o", f"{number}.{suffix}", cwd=here).code == 0
        made.add((here / f"{number}.{suffix}").read_bytes())
    assert len(made) == 1


def test_a_clock_that_python_cannot_read_is_an_error(here: Path) -> None:
    """The message says that it is the clock."""
    error = OverflowError("timestamp too large to convert to C _PyTime_t")
    with patch("nhsdx.commands.check.run.build_settings", side_effect=error):
        run = nhsdx("check", "a.toml", cwd=here)
    assert (run.code, "clock" in run.err) == (2, True)


@pytest.mark.parametrize("columns", ["9" * 5000, "0", "-1", "x", "³"])
def test_an_impossible_screen_width_is_ignored(here: Path, columns: str) -> None:
    """Pages and help have the same width as in a pipe."""
    for words in (("assess", "a.toml"), ("assess", "--help")):
        environment = {**os.environ, "COLUMNS": columns}
        done = subprocess.run([*COMMAND, *words], cwd=here, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert len(done.stdout) > 500


@pytest.mark.parametrize(
    "words",
    [("check", "."), ("check", "{here}/a.toml"), ("assess", "a.toml", "-o", "x.md"), ("batch", "{here}/t.csv")],
    ids=" ".join,
)
def test_a_deleted_working_folder_is_an_error(here: Path, words: tuple[str, ...]) -> None:
    """Another program may have removed it."""
    given = [word.format(here=here) for word in words]
    given += ["--rubric", f"{here}/rubric.toml", "--format", "none"] if words[0] == "batch" else []
    script = 'mkdir "$0" && cd "$0" && rmdir "$0" && exec "$@"'
    done = subprocess.run(["sh", "-c", script, f"{here}/gone", *COMMAND, *given], capture_output=True, check=False)
    assert done.returncode in (0, 2)
    assert b"a bug" not in done.stderr


ODD = {"not UTF-8": os.fsdecode(b"caf\xe9.toml"), "a line end": "a\nb.toml", "an escape": "a\x1bb.toml"}


@pytest.mark.parametrize("case", ODD)
def test_a_new_file_never_refers_to_a_path_that_it_cannot_contain(here: Path, case: str) -> None:
    """A reference to such a file would make another file unreadable."""
    (here / "rubric.toml").rename(here / ODD[case])
    for words in (
        ("new", ODD[case], "-o", "x.toml"),
        ("rubric", "extend", ODD[case], "--id", "local", "-o", "x.toml"),
    ):
        run = nhsdx(*words, cwd=here)
        assert (run.code, "cannot be written into another file" in run.err, "\x1b" in run.err) == (2, True, False)
        assert not (here / "x.toml").exists()


@pytest.mark.parametrize("case", ODD)
def test_an_assessment_with_any_file_name_is_read(here: Path, case: str) -> None:
    """A file name is a series of bytes: it is read unchanged, and shown with escapes."""
    (here / "a.toml").rename(here / ODD[case])
    for words in (
        ("assess", ODD[case]),
        ("check", "."),
        ("check", ".", "--format", "json"),
        ("check", ".", "--format", "sarif"),
        ("batch", ".", "--rubric", "rubric.toml", "-o", "x.csv", "--force"),
    ):
        done = subprocess.run([*COMMAND, *words], cwd=here, capture_output=True, check=False)
        assert (done.returncode, b"\x1b" in done.stdout + done.stderr) == (0, False), done.stderr
        done.stdout.decode()


def test_a_full_disk_is_an_error(here: Path) -> None:
    """The old file stays, and nothing temporary is left."""
    (here / "t.csv").write_text("skill,text\n" + f"3,{'x' * 100}\n" * 20_000, encoding="utf-8")
    (here / "x.csv").write_text("old", encoding="utf-8")
    words = [*COMMAND, "batch", "t.csv", "--rubric", "rubric.toml", "-o", "x.csv", "--force"]
    script = 'ulimit -f 100; trap "" XFSZ; exec "$@"'
    done = subprocess.run(["sh", "-c", script, "sh", *words], cwd=here, capture_output=True, check=False)
    assert (done.returncode, b"cannot be written" in done.stderr, b"a bug" in done.stderr) == (2, True, False)
    assert (here / "x.csv").read_text(encoding="utf-8") == "old"
    assert not [one for one in here.iterdir() if one.name.startswith(".")]


def test_no_plugin_of_another_package_is_run(here: Path, tmp_path: Path) -> None:
    """Packages can register code that pydantic runs in every program; nhsdx does not allow that."""
    site = tmp_path / "site"
    (site / "sneaky-1.0.dist-info").mkdir(parents=True)
    (site / "sneaky-1.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: sneaky\nVersion: 1.0\n", encoding="utf-8"
    )
    (site / "sneaky-1.0.dist-info" / "entry_points.txt").write_text("[pydantic]\nx = sneaky:plugin\n", encoding="utf-8")
    (site / "sneaky.py").write_text("print('I run')\nplugin = object()\n", encoding="utf-8")
    paths = os.pathsep.join([str(site), *filter(None, [os.environ.get("PYTHONPATH")])])
    run = subprocess.run(
        [*COMMAND, "assess", "a.toml"],
        cwd=here,
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        check=False,
    )
    assert (run.returncode, b"I run" in run.stdout) == (0, False), run.stderr
