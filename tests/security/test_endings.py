"""In whatever way a run ends, it leaves nothing behind, prints one line, and its exit code says what happened."""

from __future__ import annotations

import json
import pickle
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

import nhsdx as library
from nhsdx.errors import NhsdxError
from nhsdx.model import InvalidInputError
from tests.support.samples import assessment, level, small_rubric, write
from tests.support.surveys import survey_rubric

COMMAND = [sys.executable, "-m", "nhsdx"]
ONCE_STARTED = (
    sys.executable,
    "-c",
    "import runpy; print(flush=True); runpy.run_module('nhsdx', run_name='__main__', alter_sys=True)",
)
"""The program after an empty line, which says that Python has loaded its own first modules."""
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
NEW = ("--subject", "A", "--date", "2026-01-01", "--seen", "2026-01-01")
WRITERS = {
    "assess": ("assess", "a.toml", "--format", "json", "-o", "x.json"),
    "report": ("report", "a.toml", "-o", "x.docx"),
    "check": ("check", "a.toml", "-o", "x.md", "--also", "sarif:x.sarif", "--badge", "x.svg"),
    "batch": ("batch", "t.csv", "--rubric", "rubric.toml", "-o", "x.csv"),
    "survey": ("survey", "r.csv", "--map", "map.toml", "--into", "x.toml", *NEW, "--rejects", "x.csv"),
}
OUTPUTS = {
    "assess": {"x.json"},
    "report": {"x.docx"},
    "check": {"x.md", "x.sarif", "x.svg"},
    "batch": {"x.csv", "x.rejects.csv"},
    "survey": {"x.toml", "x.csv"},
}
WAITING = """
    import sys, time
    from nhsdx.__main__ import start
    from nhsdx.files import writing

    def wait(*_):
        print("here", flush=True)
        time.sleep(60)

    writing._sync_to_disk = wait
    start()
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with something to read for every command."""
    write(tmp_path / "rubric.toml", small_rubric())
    write(tmp_path / "a.toml", assessment({name: level(3) for name in ("skill", "time", "safety")}))
    write(tmp_path / "seen.toml", survey_rubric())
    text = 'format = "nhsdx.questionnaire/1"\nsource = "plain"\nrubric = "seen.toml"\n[criteria.care]\ncolumn = "Q"\n'
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    (tmp_path / "r.csv").write_text("Q\n" + "IT\n" * 12 + "wrong\n", encoding="utf-8")
    (tmp_path / "t.csv").write_text("skill\n3\nwrong\n", encoding="utf-8")
    return tmp_path


def names_in(folder: Path) -> set[str]:
    """The names in a folder."""
    return {one.name for one in folder.iterdir()}


# ---- signals


@pytest.mark.parametrize("sent", SIGNALS)
@pytest.mark.parametrize("command", WRITERS)
def test_a_signal_while_writing_leaves_no_output(here: Path, command: str, sent: signal.Signals) -> None:
    """The outputs are complete in their temporary places, and none has its final name yet."""
    before = names_in(here)
    code = textwrap.dedent(WAITING)
    process = subprocess.Popen(
        [sys.executable, "-c", code, *WRITERS[command]], cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(sent)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 128 + sent
    assert errors.splitlines()[-1] == b"nhsdx: interrupted"
    assert b"Traceback" not in errors
    assert b"a bug" not in errors
    assert names_in(here) == before


@pytest.mark.parametrize("command", WRITERS)
def test_a_signal_at_any_time_leaves_complete_outputs_or_none(here: Path, command: str) -> None:
    """The signal comes at a few places between the first import and the last rename; a script tries thousands."""
    before = names_in(here)
    for step in range(6):
        process = subprocess.Popen([*ONCE_STARTED, *WRITERS[command]], cwd=here, stdout=-1, stderr=-1)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.15 * step)
        process.send_signal(SIGNALS[step % 3])
        _, errors = process.communicate(timeout=60)
        made = names_in(here) - before
        # Before the first line of nhsdx, Python itself decides.
        assert process.returncode in (0, 128 + SIGNALS[step % 3], -SIGNALS[step % 3]), errors
        assert b"a bug" not in errors
        assert made in (set(), OUTPUTS[command])
        for name in made:
            (here / name).unlink()


def test_an_ignored_signal_stays_ignored(here: Path) -> None:
    """With nohup, a lost connection does not end the run."""
    code = "import signal, os, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    words = [sys.executable, "-c", code, *COMMAND, "batch", "t.csv", "--rubric", "rubric.toml", "-o", "x.csv"]
    process = subprocess.Popen(words, cwd=here, stdout=-1, stderr=-1)
    time.sleep(0.5)
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert (here / "x.csv").exists()


# ---- streams


def run_with(here: Path, redirect: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the program in a shell that closes or redirects a stream."""
    return subprocess.run(
        ["sh", "-c", f'"$@" {redirect}', "sh", *COMMAND, *arguments], cwd=here, capture_output=True, check=False
    )


@pytest.mark.parametrize("redirect", ["2>&-", "2>/dev/full"])
def test_stdout_has_only_results_and_no_messages(here: Path, redirect: str) -> None:
    """Messages never go into stdout, and do not change the exit code."""
    (here / "wide.csv").write_text("skill,strange\n3,1\n", encoding="utf-8")
    done = run_with(here, redirect, "batch", "wide.csv", "--rubric", "rubric.toml", "--format", "json", "-o", "x.csv")
    assert (done.returncode, json.loads(done.stdout)["rows"]) == (0, 1)
    assert (here / "x.csv").exists()
    wrong = run_with(here, redirect, "assess", "none.toml")
    assert (wrong.returncode, wrong.stdout) == (2, b"")


def test_no_output_file_reuses_the_descriptor_of_a_closed_stream(here: Path) -> None:
    """A file opened later must not get the number of stderr, or messages would be written into it."""
    done = run_with(here, "2>&- <&-", "batch", "t.csv", "--rubric", "rubric.toml", "-o", "x.csv", "--format", "none")
    assert done.returncode == 0
    assert (here / "x.csv").read_text(encoding="utf-8").startswith("overall")


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("assess", "--help"), ("assess", "a.toml"), ()])
def test_an_error_is_reported_if_stdout_is_full(here: Path, words: tuple[str, ...]) -> None:
    """The exit code is 2 and the message is one line, not a bug; this is also true of help."""
    done = run_with(here, ">/dev/full", *words)
    assert (done.returncode, b"a bug" in done.stderr, b"Traceback" in done.stderr) == (2, False, False)


def test_an_error_is_reported_if_stdout_is_closed(here: Path) -> None:
    """The page is what the user asked for; an interview also needs a person who answers."""
    for streams, command in (
        (">&-", "assess"),
        (">&-", "interview"),
        ("<&-", "interview"),
        (">/dev/full", "interview"),
    ):
        done = run_with(here, streams, command, "a.toml")
        assert (done.returncode, b"a bug" in done.stderr) == (2, False)


# ---- errors between processes


def test_errors_can_be_sent_between_processes_without_losing_a_part() -> None:
    """All parts of the error arrive."""
    error = pickle.loads(pickle.dumps(NhsdxError("m", "w", "h", code="usage")))  # noqa: S301 - our own
    assert (error.message, error.where, error.hint, error.code, str(error)) == ("m", "w", "h", "usage", "m")
    with pytest.raises(InvalidInputError) as raised:
        library.load_assessment("pyproject.toml")
    again = pickle.loads(pickle.dumps(raised.value))  # noqa: S301 - our own
    assert (again.findings, str(again)) == (raised.value.findings, str(raised.value))


def test_an_error_in_a_pool_of_processes_reaches_the_main_process() -> None:
    """The pool neither hangs nor breaks."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        error = pool.submit(library.load_assessment, "/nowhere.toml").exception(timeout=60)
    assert isinstance(error, NhsdxError)
    assert error.code == "file-not-found"
