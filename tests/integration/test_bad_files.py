"""Bad files: each is in tests/bad_files with the message that the user gets."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from nhsdx.model.codes import ERROR_CODES
from tests.support.bad_files import FOLDER, NAMES, lay_out
from tests.support.run import ROOT, UPDATE, nhsdx

STEMS = [name.removesuffix(".toml") for name in NAMES]
LINE = re.compile(r"^\S+\.toml(?::\d+:\d+)?: ([a-z0-9-]+): ", re.MULTILINE)
# Codes of files that cannot be kept in a folder or are not assessments, each tested below or in another module.
ELSEWHERE = {
    "column-taken",
    "conflict",
    "file-exists",
    "file-not-found",
    "file-too-large",
    "file-unreadable",
    "file-unwritable",
    "form-changed",
    "group-column",
    "hypothetical-result",
    "incomparable",
    "invited-incomplete",
    "json-syntax",
    "layout",
    "no-answer",
    "no-date",
    "not-installed",
    "plan-limits",
    "result-altered",
    "table-unreadable",
    "too-deep",
    "too-few-respondents",
    "too-many",
    "unknown-column",
    "unread-answers",
    "usage",
    "waiver-form",
}


@pytest.mark.parametrize("name", STEMS)
def test_a_bad_file_causes_its_expected_message_and_no_other(name: str) -> None:
    """Every problem has its place, what was expected and a suggestion; nothing is scored."""
    run = nhsdx("assess", f"{name}.toml", cwd=lay_out())
    expected = FOLDER / f"{name}.expected.txt"
    if os.environ.get(UPDATE):
        expected.write_text(run.err, encoding="utf-8")
    assert run.err == expected.read_text(encoding="utf-8")
    assert (run.code, run.out) == (2, "")


@pytest.mark.parametrize("name", STEMS)
def test_the_same_problems_are_reported_as_json(name: str) -> None:
    """With --format json the findings are JSON, with the same codes and places."""
    run = nhsdx("assess", f"{name}.toml", "--format", "json", cwd=lay_out())
    data = json.loads(run.out)
    assert data["format"] == "nhsdx.error/1"
    said = [f"{finding['where']}: {finding['code']}: " for finding in data["findings"]]
    assert [line for line in said if line not in run.err] == []
    assert run.code == 2


def test_every_error_code_has_a_test_file_that_causes_it() -> None:
    """Every documented code can occur, and every code that occurs is documented."""
    given = {
        code for name in STEMS for code in LINE.findall((FOLDER / f"{name}.expected.txt").read_text(encoding="utf-8"))
    }
    assert given | ELSEWHERE == set(ERROR_CODES)


def test_bad_files_are_all_reported_together(tmp_path: Path) -> None:
    """One bad file does not hide the next, and nothing is written."""
    target = tmp_path / "result.json"
    run = nhsdx(
        "assess", "dimensions/weight-negative.toml", "references/profile-unknown.toml", "-o", str(target), cwd=lay_out()
    )
    assert "weight-negative.toml:" in run.err
    assert "profile-unknown.toml:" in run.err
    assert (run.code, run.out, target.exists()) == (2, "", False)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe", "not-utf8"),
        (b"a = " + b"[" * 3000 + b"]" * 3000, "too-deep"),
        (b"a = " + b"[" * 70 + b"]" * 70, "too-deep"),
        (b"# long\n" * 800_000, "file-too-large"),
    ],
    ids=["not text", "very deep", "deep", "large"],
)
def test_a_file_that_is_binary_or_too_large_is_refused(content: bytes, code: str, tmp_path: Path) -> None:
    """A file that cannot be an assessment gives an error message, not a traceback."""
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    run = nhsdx("assess", str(path))
    assert run.code == 2
    assert f": {code}: " in run.err


def test_the_error_for_a_missing_file_suggests_a_file_with_a_similar_name(tmp_path: Path) -> None:
    """The error for a mistyped file name suggests the right one; a folder has its own message."""
    (tmp_path / "marlowe.toml").write_text("", encoding="utf-8")
    missing = nhsdx("assess", "marlow.toml", cwd=tmp_path)
    assert missing.err == 'marlow.toml: file-not-found: there is no such file\n  did you mean "marlowe.toml"?\n'
    folder = nhsdx("assess", str(tmp_path))
    assert ": file-unreadable: this is a folder" in folder.err
    assert (missing.code, folder.code) == (2, 2)
    (tmp_path / "responses").mkdir()
    table = nhsdx("survey", "responses", "--map", str(ROOT / "examples/survey/harrowmere.toml"), cwd=tmp_path)
    assert "file-unreadable: this is a folder without a Parquet file" in table.err
