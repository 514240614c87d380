"""`nhsdx interview`: plain prompts, every answer saved immediately, and a session that can be stopped anywhere."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from nhsdx.commands.interview.answers_file import AnswersFile
from nhsdx.commands.interview.run import run_interview
from nhsdx.errors import NhsdxError
from tests.support.interviews import DAY, FILE, begin, interview_rubric, talk
from tests.support.run import ROOT, assert_snapshot, nhsdx
from tests.support.samples import ONE_FILE, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a rubric and an assessment in which nothing is answered."""
    begin(tmp_path)
    return tmp_path


def read(folder: Path) -> str:
    """The assessment as it is now."""
    return (folder / FILE).read_text(encoding="utf-8")


SESSIONS = {
    "answers": ["A place", "Lead; Deputy", "2", "3", "2", "2026-03-11", "yn", "", "6", "", "yp", ""],
    "keys": ["?", "", "", "", "?", "=", "n", "A note.", "u", "x", "1", "Later.", "b", "b9", "y", "skip", "q"],
    "mistakes": ["", "", "7", "1", "9", "six", "4", "perhaps", "3", "11/03/2026", "2026-13-40", "", "yyyy", "z", "-1"],
}


@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_shows_questions_and_writes_answers(name: str, folder: Path) -> None:
    """A whole session as a screen reader speaks it, and the file that it leaves."""
    run = talk(folder, SESSIONS[name])
    assert (run.code, run.err) == (0, "")
    assert "\x1b" not in run.out
    assert_snapshot(f"interview/{name}.txt", run.out)
    assert_snapshot(f"interview/{name}.toml", read(folder))


def type_in_terminal(folder: Path, typed: bytes, *arguments: str) -> str:
    """What a program shows on a real terminal, into which this was typed ahead."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "nhsdx", *arguments]
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs):
        os.close(theirs)
        os.write(ours, typed)
        shown = b""
        # Linux reports an error if the other end has been closed.
        with suppress(OSError):
            while part := os.read(ours, 65536):
                shown += part
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def test_the_help_explains_words_that_the_rubric_defines(folder: Path) -> None:
    """`?` gives the meanings of the words in a question, and of no others."""
    table = interview_rubric()
    table["rubric"]["words"] = {"Leader": "Whoever decides.", "the moon": "A satellite."}
    write(folder / "rubric.toml", table)
    run = talk(folder, ["?", "q"], "--from", "leader")
    assert "Here, Leader means: Whoever decides.\n" in run.out
    assert "satellite" not in run.out


def test_two_keystrokes_are_enough_for_a_question(folder: Path) -> None:
    """Without evidence, every statement and level takes a letter and Enter, and nothing else is asked."""
    run = talk(folder, ["A place", "Lead", "1", "3", "y", "n", "6", "y", "p"], "--skip-evidence")
    assert "\nAll 4 questions are answered.\nTo change an answer: nhsdx interview assessment.toml --from" in run.out
    text = read(folder)
    assert 'items.plan = "yes"\n' in text
    assert "interview" not in text
    assert nhsdx("assess", FILE, cwd=folder).code == 0


def test_an_answer_is_on_disk_before_the_next_prompt(folder: Path) -> None:
    """The file has every answer, and where to go on, when the input ends."""
    talk(folder, ["A place"])
    assert 'subject = "A place"' in read(folder)
    assert read(folder).endswith("\n# nhsdx interview goes on at assessment.assessors\n")
    assert talk(folder, []).out.count("Who made the assessment") == 1


def test_an_interview_keeps_comments_and_layout(folder: Path) -> None:
    """Only the lines of answers change; comments, questions and Windows line ends stay."""
    before = read(folder)
    (folder / FILE).write_bytes(before.replace("\n", "\r\n").encode())
    talk(folder, ["", "", "", "3", "", "yn", "", "", "", "", "", "", ""])
    found = (folder / FILE).read_bytes().decode()
    assert found.count("\n") == found.count("\r\n")
    lines = found.splitlines()
    assert [line for line in before.splitlines() if line.startswith("#")] == [line for line in lines if line[:1] == "#"]


def test_a_killed_interview_keeps_every_answer(folder: Path) -> None:
    """When the next prompt is shown, the answer is on disk, even if the process then ends in any way."""
    command = [sys.executable, "-m", "nhsdx", "interview", FILE]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    for line in ("A place", "Lead", "2", "3"):
        process.stdin.write(f"{line}\n".encode())
        process.stdin.flush()
    seen = b""
    while b"Evidence\n" not in seen:
        seen += os.read(process.stdout.fileno(), 65536)
    process.kill()
    process.communicate()
    killed = read(folder)
    assert "[answers.leader]\nlevel = 3\n" in killed
    begin(folder)
    talk(folder, ["A place", "Lead", "2", "3"])
    assert read(folder) == killed


def test_an_interview_on_a_rubric_begins_a_new_assessment(tmp_path: Path) -> None:
    """The name of the new file is given or asked for; a file that exists is not replaced."""
    write(tmp_path / "rubric.toml", interview_rubric())
    run = nhsdx("interview", "rubric.toml", "--profile", "short", *DAY, cwd=tmp_path, stdin=b"\nA place\n")
    assert (run.code, "File for the answers" in run.out) == (0, True)
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert 'rubric = "rubric.toml"\nprofile = "short"\n' in text
    assert 'subject = "A place"\ndate = 2026-10-01\n' in text
    assert nhsdx("interview", "rubric.toml", "-o", FILE, cwd=tmp_path).code == 2
    assert nhsdx("interview", FILE, "-o", "other.toml", cwd=tmp_path).code == 2


def test_assess_offers_an_interview_if_it_is_given_a_rubric_without_answers(tmp_path: Path) -> None:
    """In a terminal, `assess` asks whether to begin; in a pipe it says what to do."""
    write(tmp_path / "rubric.toml", interview_rubric())
    shown = type_in_terminal(tmp_path, b"y\n\nA place\nLead\n1\n3\nq\n", "assess", "rubric.toml")
    assert "This is a rubric, and nothing is answered yet. Answer its questions now? y yes, n no:" in shown
    assert "Stopped. Continue with: nhsdx interview assessment.toml" in shown
    assert "\x1b[" not in shown.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert "[answers.leader]\nlevel = 3\n" in read(tmp_path)
    run = nhsdx("assess", "rubric.toml", cwd=tmp_path)
    assert (run.code, "nhsdx interview rubric.toml -o assessment.toml" in run.err) == (2, True)
    run = nhsdx("assess", "nhs-digital-leadership", cwd=tmp_path)
    assert (run.code, "nhsdx interview nhs-digital-leadership -o assessment.toml" in run.err) == (2, True)


def test_an_interview_on_a_one_file_assessment_fills_in_that_file(tmp_path: Path) -> None:
    """Where one file has the rubric and the answers, only the lines of the answers change."""
    before = (ROOT / ONE_FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(before, encoding="utf-8")
    place = ("--from", "clinical-safety", "--skip-evidence")
    run = talk(tmp_path, ["note", "Two audits.", "q"], *place)
    assert (run.code, run.err) == (0, "")
    assert "Now: Internal audit of all four live systems. A new note replaces it." in run.out
    changed = before.replace("Internal audit of all four live systems.", "Two audits.")
    assert read(tmp_path).splitlines()[:-1] == changed.splitlines()
    assert nhsdx("assess", FILE, cwd=tmp_path).code == 0


def test_a_question_can_be_asked_again(folder: Path) -> None:
    """`--from` begins at a question; a question that does not exist is refused."""
    talk(folder, ["", "", "", "3"], "--skip-evidence")
    run = talk(folder, ["2", "q"], "--from", "leader", "--skip-evidence")
    assert "Level (now: 3)" in run.out
    assert "level = 2\n" in read(folder)
    run = talk(folder, [], "--from", "leaders")
    assert (run.code, 'did you mean "leader"?' in run.err) == (2, True)


def test_a_change_made_outside_the_interview_is_not_lost(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If somebody else changes the file in the meantime, the interview stops instead of replacing their work."""

    class Meddler(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            del size
            (folder / FILE).write_text(read(folder) + "# theirs\n", encoding="utf-8")
            return "A place\n"

    monkeypatch.setattr(sys, "stdin", Meddler())
    with pytest.raises(NhsdxError, match="this file changed"):
        run_interview(AnswersFile(str(folder / FILE)), None, with_evidence=True)
    assert read(folder).endswith("# theirs\n")


def test_the_command_that_began_an_interview_also_continues_it(tmp_path: Path) -> None:
    """As the help promises, no question is asked twice, and no answer is lost."""
    same = ["interview", "nhs-digital-leadership", "--profile", "core", "-o", FILE]
    assert nhsdx(*same, cwd=tmp_path, stdin=b"A place\n\n2\nq\n").code == 0
    kept = read(tmp_path)
    run = nhsdx(*same, cwd=tmp_path, stdin=b"q\n")
    assert (run.code, read(tmp_path)) == (0, kept)
    assert "Which stage" in run.out


@pytest.mark.parametrize(
    "other", [("--profile", "integrated-care-board"), (), ("--profile", "core", "--date", "2020-01-01")]
)
def test_an_interview_with_other_options_does_not_change_a_file_already_begun(
    other: tuple[str, ...], tmp_path: Path
) -> None:
    """The message says how to continue with the file."""
    nhsdx("interview", "nhs-digital-leadership", "--profile", "core", "-o", FILE, cwd=tmp_path, stdin=b"A place\nq\n")
    kept = read(tmp_path)
    run = nhsdx("interview", "nhs-digital-leadership", *other, "-o", FILE, cwd=tmp_path, stdin=b"q\n")
    assert (run.code, read(tmp_path)) == (2, kept)
    assert "file-exists" in run.err
    assert f"nhsdx interview {FILE}" in run.err
