"""Where results go: files are replaced only with --force, and inputs and devices are never replaced."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.run import nhsdx
from tests.support.samples import assessment, level, small_rubric, write

GOOD = {"skill": level(3), "time": level(3), "safety": level(3)}
COMMAND = [sys.executable, "-m", "nhsdx"]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a rubric and two assessments."""
    write(tmp_path / "rubric.toml", small_rubric())
    write(tmp_path / "a.toml", assessment(GOOD))
    write(tmp_path / "b.toml", assessment(GOOD))
    return tmp_path


def test_a_pipe_is_not_replaced_by_a_file(files: Path) -> None:
    """A named pipe or a device is not replaced."""
    os.mkfifo(files / "pipe")
    run = nhsdx("assess", "a.toml", "--format", "json", "-o", "pipe", "--force", cwd=files)
    assert (run.code, "file-unwritable" in run.err) == (2, True)
    assert stat.S_ISFIFO((files / "pipe").stat().st_mode)


def test_writing_through_a_link_keeps_the_link(files: Path) -> None:
    """The target of the link gets the text."""
    (files / "real.json").write_text("old", encoding="utf-8")
    (files / "link.json").symlink_to("real.json")
    assert nhsdx("assess", "a.toml", "--format", "json", "-o", "link.json", "--force", cwd=files).code == 0
    assert (files / "link.json").is_symlink()
    assert json.loads((files / "real.json").read_text(encoding="utf-8"))["format"] == "nhsdx.result/1"


@pytest.mark.parametrize(
    "arguments",
    [
        ("assess", "a.toml", "-o", "rubric.toml"),
        ("assess", "a.toml", "--rubric", "rubric.toml", "-o", "rubric.toml"),
        ("explain", "a.toml", "--format", "text", "-o", "rubric.toml"),
        ("compare", "a.toml", "b.toml", "-o", "rubric.toml"),
        ("compare", "a.toml", "b.toml", "-o", "b.toml"),
    ],
    ids=" ".join,
)
def test_a_rubric_that_is_being_read_is_not_replaced(files: Path, arguments: tuple[str, ...]) -> None:
    """This is refused even with --force, because it would destroy the user's work."""
    before = (files / "rubric.toml").read_bytes()
    run = nhsdx(*arguments, "--force", cwd=files)
    assert (run.code, "this is the file being read" in run.err) == (2, True)
    assert (files / "rubric.toml").read_bytes() == before


def test_a_full_disk_is_not_reported_as_a_failed_check(files: Path) -> None:
    """An error keeps its exit code if its JSON cannot be written."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "assess", "no.toml", "--format", "json"],
            cwd=files,
            stdout=full,
            capture_output=False,
            check=False,
        )
    assert done.returncode == 2


def test_a_closed_pipe_does_not_change_the_exit_code(files: Path) -> None:
    """With `| head`, the command still has its own exit code."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*COMMAND, "assess", "a.toml"], cwd=files, stdout=writer, stderr=subprocess.PIPE, check=False)
    failed = subprocess.run(
        [*COMMAND, "assess", "a.toml", "--fail-under", "90"],
        cwd=files,
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")
    assert failed.returncode == 1


def test_all_problems_of_several_rubrics_are_reported(files: Path) -> None:
    """The second bad rubric is not hidden by the first."""
    (files / "one.toml").write_text("format = 1", encoding="utf-8")
    for command in ("lint", "test"):
        run = nhsdx("rubric", command, "one.toml", "none.toml", cwd=files)
        assert run.code == 2
        assert "one.toml:1:10" in run.err
        assert "none.toml: file-not-found" in run.err


def test_a_new_assessment_refers_only_to_rubrics_with_which_it_can_be_scored(files: Path) -> None:
    """A rubric whose file does not end in .toml is refused before a file refers to it."""
    (files / "rubric.txt").write_bytes((files / "rubric.toml").read_bytes())
    run = nhsdx("new", "rubric.txt", "-o", "new.toml", cwd=files)
    assert run.code == 2
    assert not (files / "new.toml").exists()


def test_no_output_contains_a_negative_zero(tmp_path: Path) -> None:
    """The worst value of a falling scale scores 0, not -0."""
    rubric = small_rubric()
    rubric["criteria"]["time"] = {
        "dimension": "people",
        "title": "Time",
        "kind": "measure",
        "unit": "days",
        "linear": {"worst": 10, "best": 0},
    }
    write(tmp_path / "rubric.toml", rubric)
    write(tmp_path / "a.toml", assessment(GOOD | {"time": 10.0}))
    assert "-0.0" not in nhsdx("assess", "a.toml", "--format", "json", cwd=tmp_path).out
