"""Without tree-sitter, problems give their key in place of a line, and nothing looks like a bug."""

from __future__ import annotations

import json
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from nhsdx.files.json_source import locate_in_json
from nhsdx.files.source import locate_in_toml
from nhsdx.files.toml_positions import find_toml_positions
from tests.support.run import nhsdx

MODULES = ("tree_sitter", "tree_sitter_json", "tree_sitter_toml")
RUBRIC = "rubric = 'nhs-digital-leadership@2'\nformat = 'nhsdx.assessment/1'\n"
WRONG = RUBRIC + (
    "[assessment]\nsubject = 'A'\ndate = 2026-10-01\nvoice = 'self'\n[answers]\nrealism-of-speed = { levl = 2 }\n"
)
HIDDEN = f"""
import sys
sys.modules.update(dict.fromkeys({MODULES}))
from nhsdx.main import main
main()
"""


@pytest.fixture(autouse=True)
def _forget_places() -> Iterator[None]:
    """Clears the cached positions of the last text, which another test may have read."""
    yield
    locate_in_json.cache_clear()
    locate_in_toml.cache_clear()


@pytest.fixture(params=[MODULES, *((module,) for module in MODULES[1:])], ids=["none", "no-json", "no-toml"])
def hidden(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """The packages that cannot be imported: all of them, or one grammar."""
    for module in request.param:
        monkeypatch.setitem(sys.modules, module, None)
    return tuple(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files with one problem each."""
    (tmp_path / "wrong.toml").write_text(WRONG, encoding="utf-8")
    (tmp_path / "policy.toml").write_text("format = 'nhsdx.policy/1'\nfail-undr = 3\n", encoding="utf-8")
    (tmp_path / "twice.json").write_text('{"a": {"b": 1, "b": 2}}', encoding="utf-8")
    (tmp_path / "wrong.json").write_text('[{"format": "nhsdx.result/1", "overall": 3}]', encoding="utf-8")
    return tmp_path


def test_a_problem_of_a_toml_file_gives_its_key(hidden: tuple[str, ...], folder: Path) -> None:
    """The path of the key replaces line and column if the parser cannot be loaded."""
    run = nhsdx("assess", "wrong.toml", cwd=folder)
    place = "wrong.toml:8:" if "tree_sitter_toml" not in hidden else "wrong.toml: answers.realism-of-speed.levl: "
    assert (run.code, place in run.err, "a bug in nhsdx" in run.err) == (2, True, False), run.err


def test_a_problem_of_a_json_file_gives_its_key(hidden: tuple[str, ...], folder: Path) -> None:
    """JSON works like TOML here. The message about a duplicate key gives its file."""
    found = "tree_sitter_json" not in hidden
    run = nhsdx("verify", "wrong.json", cwd=folder)
    place = "wrong.json:1:" if found else "wrong.json: [0].overall"
    assert (run.code, place in run.err, "a bug in nhsdx" in run.err) == (2, True, False), run.err
    run = nhsdx("verify", "twice.json", cwd=folder)
    place = 'twice.json:1:16: duplicate: the key "b" ' if found else 'twice.json: duplicate: the key "b" '
    assert (run.code, place in run.err) == (2, True), run.err


def test_the_message_of_a_check_gives_the_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of a finding stays the file, so that programs can open it; its line is not guessed."""
    for module in MODULES:
        monkeypatch.setitem(sys.modules, module, None)
    run = nhsdx("check", "wrong.toml", "--format", "json", cwd=folder)
    (finding,) = (found for file in json.loads(run.out)["files"] for found in file["findings"])
    assert (finding["file"], finding["line"]) == ("wrong.toml", None)
    assert finding["message"].startswith("answers.realism-of-speed.levl: ")
    run = nhsdx("check", "wrong.toml", "--policy", "policy.toml", cwd=folder)
    assert (run.code, "policy.toml: fail-undr" in run.err) == (2, True), run.err


def test_the_error_for_a_rewrite_says_which_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """`migrate` changes a file in place, so it does not guess where a key is."""
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    run = nhsdx("migrate", "examples/marlowe-vale.toml", "--to", "nhs-digital-leadership@2", "-o", "-")
    assert (run.code, run.out) == (2, "")
    assert "the package tree-sitter, which is not installed" in run.err
    assert "pip install tree-sitter tree-sitter-toml" in run.err


def test_without_the_parser_a_problem_in_a_file_is_not_reported_as_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    """This is also true of packages that nhsdx always needs."""
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.delitem(sys.modules, "nhsdx.documents.html.page", raising=False)
    run = nhsdx("assess", "examples/marlowe-vale.toml", "--format", "html")
    assert (run.code, "the package jinja2, which is not installed" in run.err) == (2, True)


def test_a_parser_of_the_wrong_version_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages that do not fit together are not reported as a bug in nhsdx."""
    grammar = types.ModuleType("tree_sitter_toml")
    monkeypatch.setitem(sys.modules, "tree_sitter_toml", grammar)
    assert find_toml_positions("a = 1\n").find(("a",)) is None
    monkeypatch.setattr(grammar, "language", lambda: "no capsule", raising=False)
    assert find_toml_positions("a = 1\n").find(("a",)) is None


@pytest.mark.parametrize("file", ["wrong.toml", "wrong.json", "twice.json"])
def test_the_program_itself_runs_without_a_parser(folder: Path, file: str) -> None:
    """The result is the same in a separate process, in which no parser has been imported."""
    command = "verify" if file.endswith(".json") else "assess"
    done = subprocess.run(
        [sys.executable, "-c", HIDDEN, command, file], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, file in done.stderr, "a bug in nhsdx" in done.stderr) == (2, True, False), done.stderr
