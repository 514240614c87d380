"""Rules for every command: its exit codes, and JSON on stdout with --format json."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from nhsdx.main import COMMANDS, RUBRIC_COMMANDS
from tests.support.programs.validators import expect_valid
from tests.support.run import ROOT, nhsdx
from tests.support.samples import assessment, level, small_rubric, write

GOOD = {"skill": level(3), "time": level(3), "safety": level(3)}
PROFILED = "profiled.toml"


class Case(NamedTuple):
    """A call of a command, and its exit code."""

    command: str
    arguments: tuple[str, ...]
    code: int
    has_json: bool = True


CASES = [
    Case("assess", ("good.toml",), 0),
    Case("assess", ("good.toml", "--fail-under", "70"), 1),
    Case("assess", ("gated.toml", "--fail-on-gate"), 1),
    Case("assess", ("unknown.toml", "--require-complete"), 4),
    Case("assess", ("bad.toml", "good.toml"), 2),
    Case("assess", ("good.toml", "--no-such-option"), 2),
    Case("assess", (), 2),
    Case("check", (".",), 2),
    Case("check", ("good.toml",), 0),
    Case("check", ("good.toml", "--fail-under", "70"), 1),
    Case("check", ("unknown.toml", "--require-complete"), 4),
    Case("check", ("bad.toml", "good.toml"), 2),
    Case("check", ("none.toml",), 2),
    Case("check", ("good.toml", "--fail-under", "much"), 2),
    Case("check", (), 2),
    Case("compare", ("good.toml", "gated.toml"), 0),
    Case("compare", ("good.toml", "gated.toml", "unknown.toml"), 0),
    Case("compare", ("good.toml", PROFILED), 2),
    Case("compare", ("good.toml", PROFILED, "--rescore"), 0),
    Case("compare", ("good.toml", "bad.toml"), 2),
    Case("compare", ("good.toml",), 2),
    Case("compare", (), 2),
    Case("explain", ("good.toml", "people"), 0),
    Case("explain", ("good.toml", "peple"), 2),
    Case("explain", ("bad.toml",), 2),
    Case("explain", (), 2),
    Case("plan", ("good.toml", "--target", "60"), 0),
    Case("plan", ("good.toml", "--target", "101"), 2),
    Case("plan", ("bad.toml", "--target", "60"), 2),
    Case("plan", (), 2),
    Case("crosswalk", ("harrowmere.toml", "--to", "what-good-looks-like"), 0),
    Case("crosswalk", ("harrowmere.toml", "--to", "what-looks-good"), 2),
    Case("crosswalk", ("bad.toml", "--to", "what-good-looks-like"), 2),
    Case("crosswalk", (), 2),
    Case("benefits", ("marlowe-vale-benefits.toml",), 0),
    Case("benefits", ("good.toml",), 2),
    Case("benefits", ("marlowe-vale-benefits.toml", "--assessment", "good.toml"), 2),
    Case("benefits", (), 2),
    Case("report", ("good.toml",), 0, has_json=False),
    Case("report", ("good.toml", "gated.toml", "--format", "markdown"), 0, has_json=False),
    Case("report", ("good.toml", "harrowmere.toml"), 2, has_json=False),
    Case("report", ("bad.toml",), 2, has_json=False),
    Case("report", (), 2, has_json=False),
    Case("survey", ("responses.csv", "--map", "map.toml"), 0),
    Case("survey", ("responses.csv", "--map", "map.toml", "--by", "place"), 2),
    Case("survey", ("none.csv", "--map", "map.toml"), 2),
    Case("survey", ("responses.csv", "--map", "bad.toml"), 2),
    Case("survey", (), 2),
    Case("batch", ("table.csv", "--rubric", "rubric.toml"), 0),
    Case("batch", ("table.csv", "--rubric", "rubric.toml", "--strict"), 2),
    Case("batch", ("none.csv", "--rubric", "rubric.toml"), 2),
    Case("batch", ("table.csv", "--rubric", "none.toml"), 2),
    Case("batch", (), 2),
    Case("interview", ("good.toml",), 0, has_json=False),
    Case("interview", ("bad.toml",), 2, has_json=False),
    Case("interview", (), 2, has_json=False),
    Case("import", ("good.toml",), 0, has_json=False),
    Case("import", ("bad.toml", "-o", "copy.toml"), 2, has_json=False),
    Case("import", ("good.toml", "-o", "gated.toml", "--merge"), 2, has_json=False),
    Case("import", (), 2, has_json=False),
    Case("migrate", ("good.toml", "--to", "rubric.toml"), 0, has_json=False),
    Case("migrate", ("good.toml", "--to", "no-such-rubric"), 2, has_json=False),
    Case("migrate", ("bad.toml", "--to", "rubric.toml"), 2, has_json=False),
    Case("migrate", ("good.toml", "--to", "rubric.toml", "-o", "moved.toml"), 0),
    Case("migrate", ("bad.toml", "--to", "rubric.toml", "-o", "moved.toml"), 2),
    Case("migrate", (), 2, has_json=False),
    Case("new", ("rubric.toml",), 0, has_json=False),
    Case("new", ("no-such-rubric",), 2, has_json=False),
    Case("new", (), 2, has_json=False),
    Case("verify", ("result.json", "--rubric", "rubric.toml"), 0),
    Case("verify", ("forged.json", "--rubric", "rubric.toml"), 1),
    Case("verify", ("result.json",), 2),
    Case("verify", ("good.toml",), 2),
    Case("verify", (), 2),
    Case("rubric list", (), 0),
    Case("rubric list", ("more",), 2),
    Case("rubric show", ("rubric.toml",), 0),
    Case("rubric show", ("rubric.toml", "safty"), 2),
    Case("rubric show", (), 2),
    Case("rubric lint", ("nhs-digital-leadership",), 0),
    Case("rubric lint", ("rubric.toml",), 1),
    Case("rubric lint", ("good.toml",), 2),
    Case("rubric lint", (), 2),
    Case("rubric diff", ("rubric.toml", "rubric.toml"), 0),
    Case("rubric diff", ("rubric.toml", "raised.toml"), 1),
    Case("rubric diff", ("rubric.toml", "none.toml"), 2),
    Case("rubric diff", (), 2),
    Case("rubric form", ("nhs-digital-leadership", "--to", "redcap", "--map", "form.map.toml"), 0, has_json=False),
    Case("rubric form", ("rubric.toml", "--to", "redcap", "-o", "form.csv"), 2, has_json=False),
    Case("rubric form", ("none.toml", "--to", "redcap", "-o", "form.csv"), 2, has_json=False),
    Case("rubric form", ("nhs-digital-leadership",), 2, has_json=False),
    Case("rubric extend", ("rubric.toml", "--id", "ours"), 0, has_json=False),
    Case("rubric extend", ("rubric.toml", "--id", "Not an id"), 2, has_json=False),
    Case("rubric extend", ("none.toml", "--id", "ours"), 2, has_json=False),
    Case("rubric extend", (), 2, has_json=False),
    Case("rubric test", ("nhs-digital-leadership",), 0),
    Case("rubric test", ("rubric.toml",), 1),
    Case("rubric test", ("none.toml",), 2),
    Case("rubric test", (), 2),
    Case("rubric schema", ("assessment",), 0, has_json=False),
    Case("rubric schema", ("nothing",), 2, has_json=False),
]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a rubric, assessments of every kind, a result, and a forged result."""
    write(tmp_path / "rubric.toml", small_rubric())
    raised = small_rubric()
    raised["dimensions"]["people"]["weight"] = 7
    write(tmp_path / "raised.toml", raised)
    shutil.copy(ROOT / "examples" / "harrowmere.toml", tmp_path)
    shutil.copy(ROOT / "examples" / "benefits" / "marlowe-vale.toml", tmp_path / "marlowe-vale-benefits.toml")
    write(tmp_path / "good.toml", assessment(GOOD))
    write(tmp_path / "gated.toml", assessment(GOOD | {"safety": level(0)}))
    write(tmp_path / "unknown.toml", assessment(GOOD | {"time": "unknown"}))
    write(tmp_path / PROFILED, assessment(GOOD) | {"profile": "short"})
    write(tmp_path / "bad.toml", assessment({"skil": 3, "time": 9}))
    (tmp_path / "table.csv").write_text("place,skill,time,safety\nA,3,2,high\n", encoding="utf-8")
    (tmp_path / "responses.csv").write_text("seen\n" + "An IT project\n" * 20, encoding="utf-8")
    shutil.copy(ROOT / "examples" / "survey" / "rubric.toml", tmp_path / "asked.toml")
    questions = {"seen-as-care": {"column": "seen"}}
    write(
        tmp_path / "map.toml",
        {"format": "nhsdx.questionnaire/1", "source": "plain", "rubric": "asked.toml", "criteria": questions},
    )
    result = nhsdx("assess", "good.toml", "--format", "json", cwd=tmp_path).out
    (tmp_path / "result.json").write_text(result, encoding="utf-8")
    (tmp_path / "forged.json").write_text(result.replace('"claimed": 60', '"claimed": 61'), encoding="utf-8")
    return tmp_path


def named(case: Case) -> str:
    """A case in the form in which it is typed on the command line."""
    return " ".join((case.command, *case.arguments))


def test_no_command_is_left_out_of_these_tests() -> None:
    """A new command needs cases here."""
    below = {f"rubric {name}" for name in RUBRIC_COMMANDS}
    assert {case.command for case in CASES} == {*COMMANDS, *below}


@pytest.mark.parametrize("case", CASES, ids=named)
def test_every_command_ends_with_the_exit_code_that_it_promises(files: Path, case: Case) -> None:
    """0 is success, 1 a failed check, 2 wrong usage or input, 4 undecided; errors have a message on stderr."""
    run = nhsdx(*case.command.split(), *case.arguments, cwd=files)
    assert run.code == case.code, run.err
    assert run.code != 2 or run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize("case", [case for case in CASES if case.has_json], ids=named)
def test_json_parses_on_success_and_on_failure(files: Path, case: Case) -> None:
    """With --format json, stdout is strict JSON, even for an error."""
    run = nhsdx(*case.command.split(), *case.arguments, "--format", "json", cwd=files)
    assert run.code == case.code
    data = json.loads(run.out, parse_constant=pytest.fail)
    if case.command != "rubric show" or run.code:
        expect_valid(run.out)
    if run.code == 2 and data["format"] == "nhsdx.error/1":
        assert data["findings"]


PAGES = {
    case.command: case.arguments
    for case in reversed(CASES)
    if case.code == 0 and (case.has_json or case.command == "report")
}


@pytest.mark.parametrize(("command", "arguments"), PAGES.items())
def test_the_ending_of_the_output_decides_the_format_of_every_page(
    files: Path, command: str, arguments: tuple[str, ...]
) -> None:
    """`-o page.md` writes the page as Markdown; an ending that is not a format is an error, and nothing is written."""
    given = [*command.split(), *[one for one in arguments if one not in ("-o", "moved.toml")]]
    assert nhsdx(*given, "-o", "page.odt", cwd=files).code == 2
    assert not (files / "page.odt").exists()
    run = nhsdx(*given, "-o", "page.md", cwd=files)
    assert (run.code, run.out) == (0, ""), run.err
    assert (files / "page.md").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("command", sorted({case.command for case in CASES}))
def test_a_bug_ends_every_command_with_exit_code_3(files: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in nhsdx has its own exit code, and shows a traceback only with --debug."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a slip")

    monkeypatch.setattr("nhsdx.cli.output._write_stdout", broken)
    monkeypatch.setattr("nhsdx.commands.interview.run._Talk.show", broken)
    good = next(case for case in CASES if case.command == command and case.code == 0)
    run = nhsdx(*command.split(), *good.arguments, cwd=files)
    assert run.code == 3
    assert "a bug in nhsdx" in run.err
    assert "Traceback" not in run.err
    assert "RuntimeError: a slip" in nhsdx("--debug", *command.split(), *good.arguments, cwd=files).err
