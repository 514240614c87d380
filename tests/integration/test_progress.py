"""The progress of a long check: a bar on a terminal, and nothing elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.samples import assessment, level, small_rubric, write

pty = pytest.importorskip("pty", reason="a terminal can be played only where Python has pty")
COMMAND = [sys.executable, "-m", "nhsdx", "check", "."]


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder with many assessments."""
    write(tmp_path / "rubric.toml", small_rubric())
    for number in range(120):
        write(tmp_path / f"a{number:03}.toml", assessment({"skill": level(3), "safety": level(3)}))
    return tmp_path


def seen_on_a_terminal(folder: Path, **environment: str) -> tuple[bytes, bytes]:
    """What the check writes to stdout, a pipe, and to stderr, a terminal."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        COMMAND, cwd=folder, stdout=subprocess.PIPE, stderr=theirs, env=os.environ | {"TERM": "xterm"} | environment
    )
    os.close(theirs)
    shown = bytearray()
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # Linux reports this error if the other end has been closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    out, _ = running.communicate()
    assert running.returncode == 0
    return out, bytes(shown)


def test_a_terminal_gets_a_progress_bar(many: Path) -> None:
    """The bar shows the progress of the check, and does not affect the report."""
    out, shown = seen_on_a_terminal(many)
    assert b"Checking" in shown
    piped = subprocess.run(COMMAND, cwd=many, capture_output=True, check=True)
    assert out == piped.stdout


def test_a_pipe_or_a_dumb_terminal_gets_no_progress_bar(many: Path) -> None:
    """Logs stay readable."""
    piped = subprocess.run(COMMAND, cwd=many, capture_output=True, check=True)
    assert piped.stderr == b"1 other TOML file ignored\n"
    _, shown = seen_on_a_terminal(many, TERM="dumb")
    assert b"Checking" not in shown
    assert b"\x1b" not in shown


def test_a_report_on_many_files_lists_only_those_that_did_not_pass(many: Path) -> None:
    """A hundred files that passed are only counted; the one that did not is listed."""
    write(many / "b.toml", assessment({"skill": 9}))
    done = subprocess.run(COMMAND, cwd=many, capture_output=True, check=False, text=True)
    assert done.returncode == 2
    assert "120 passed and are not listed." in done.stdout
    assert "a000.toml" not in done.stdout
    assert "b.toml  invalid" in done.stdout
