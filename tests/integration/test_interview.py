"""`nhsdx interview`: plain prompts, every answer saved at once, and a session that can be stopped anywhere."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nhsdx.commands.interview.answers_file import AnswersFile
from nhsdx.commands.interview.run import run_interview
from nhsdx.errors import NhsdxError
from tests.support.interviews import DAY, FILE, begin, interview_rubric, make_script, talk
from tests.support.run import ROOT, assert_snapshot, nhsdx
from tests.support.samples import write


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


def test_two_keystrokes_are_enough_for_a_question(folder: Path) -> None:
    """Without evidence, every statement and level takes a letter and Enter, and nothing else is asked."""
    run = talk(folder, ["A place", "Lead", "1", "3", "y", "n", "6", "y", "p"], "--skip-evidence")
    assert "\nAll 4 questions are answered.\nChange an answer: nhsdx interview assessment.toml --from" in run.out
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


def test_comments_and_layout_stay(folder: Path) -> None:
    """Only the lines of answers change; comments, questions and Windows line ends stay."""
    before = read(folder)
    (folder / FILE).write_bytes(before.replace("\n", "\r\n").encode())
    talk(folder, ["", "", "", "3", "", "yn", "", "", "", "", "", "", ""])
    found = (folder / FILE).read_bytes().decode()
    assert found.count("\n") == found.count("\r\n")
    lines = found.splitlines()
    assert [line for line in before.splitlines() if line.startswith("#")] == [line for line in lines if line[:1] == "#"]


@pytest.mark.parametrize("seed", range(6))
def test_stopping_anywhere_changes_nothing(seed: int, folder: Path) -> None:
    """A session that ends after any line and goes on later writes the same bytes as one that never stops."""
    script = make_script(seed)
    start = folder / "start.toml"
    shutil.copy(folder / FILE, start)
    talk(folder, script)
    whole = read(folder)
    for cut in (3, 11, 19):
        shutil.copy(start, folder / FILE)
        stop = _find_stop(script, cut)
        talk(folder, script[:stop])
        talk(folder, script[stop:])
        assert read(folder) == whole, (seed, stop)


def _find_stop(script: list[str], cut: int) -> int:
    """The first place from a cut on at which no note, choice or reason is being typed: it would be typed again."""
    return next((place for place in range(cut, len(script)) if not _is_open(script[:place])), len(script))


def _is_open(lines: list[str]) -> bool:
    return bool({"note", "x", "n"} & set(lines[-3:]))


def test_a_killed_interview_keeps_every_answer(folder: Path) -> None:
    """When the next prompt is there, the answer is on disk: the process may end at once, in any way."""
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


def test_a_rubric_begins_a_new_assessment(tmp_path: Path) -> None:
    """The name of the new file is given or asked for; a file that exists is not replaced."""
    write(tmp_path / "rubric.toml", interview_rubric())
    run = nhsdx("interview", "rubric.toml", "--profile", "short", *DAY, cwd=tmp_path, stdin=b"\nA place\n")
    assert (run.code, "Save the answers as" in run.out) == (0, True)
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert 'rubric = "rubric.toml"\nprofile = "short"\n' in text
    assert 'subject = "A place"\ndate = 2026-10-01\n' in text
    assert nhsdx("interview", "rubric.toml", "-o", FILE, cwd=tmp_path).code == 2
    assert nhsdx("interview", FILE, "-o", "other.toml", cwd=tmp_path).code == 2


def test_a_question_can_be_asked_again(folder: Path) -> None:
    """`--from` begins at a question; one that there is not is refused."""
    talk(folder, ["", "", "", "3"], "--skip-evidence")
    run = talk(folder, ["2", "q"], "--from", "leader", "--skip-evidence")
    assert "Level (now: 3)" in run.out
    assert "level = 2\n" in read(folder)
    run = talk(folder, [], "--from", "leaders")
    assert (run.code, 'did you mean "leader"?' in run.err) == (2, True)


def test_a_change_from_outside_is_not_lost(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If somebody else writes the file meanwhile, the interview stops instead of replacing their work."""

    class Meddler(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            del size
            (folder / FILE).write_text(read(folder) + "# theirs\n", encoding="utf-8")
            return "A place\n"

    monkeypatch.setattr(sys, "stdin", Meddler())
    with pytest.raises(NhsdxError, match="this file changed"):
        run_interview(AnswersFile(str(folder / FILE)), None, with_evidence=True)
    assert read(folder).endswith("# theirs\n")
