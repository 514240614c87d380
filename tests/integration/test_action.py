"""The GitHub Action: its steps run as a runner would run them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.programs.action import ACTION, EXPRESSION, STEPS, Ended, needs_bash, run_check
from tests.support.run import ROOT
from tests.support.samples import assessment, level, small_rubric, write

GOOD = {"skill": level(3), "time": level(3), "safety": level(3)}
GATED = {"skill": level(5), "time": level(5), "safety": level(1)}
UNKNOWN = {"skill": level(3), "time": "unknown", "safety": level(3)}
HOSTILE = """\
$(touch pwned)
`touch pwned`
"; touch pwned; "
--help
::error::pwned
exit-code=0"""
OWN_COMMAND = re.compile("::(?:error|warning|notice) (?:file=|title=nhsdx check::)")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The folder of a workflow's checkout, with a rubric."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    write(folder / "rubric.toml", small_rubric())
    return folder


def add(workspace: Path, name: str, answers: dict[str, Any]) -> None:
    """Adds an assessment with these answers."""
    write(workspace / name, assessment(answers, subject=name))


def check(workspace: Path, **inputs: str) -> Ended:
    """The action's check with these inputs, written with underscores in place of hyphens."""
    return run_check(workspace, {name.replace("_", "-"): text for name, text in inputs.items()})


def test_the_official_schema_accepts_the_action() -> None:
    """GitHub's schema of actions accepts the file."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_text_from_a_workflow_is_run_as_a_command() -> None:
    """Every input reaches the scripts as an environment variable, and none is left out or unexplained."""
    assert all("${{" not in step["run"] for step in STEPS.values())
    used = set(EXPRESSION.findall(" ".join(STEPS["check"]["env"].values())))
    assert used == {f"inputs.{name}" for name in ACTION["inputs"] if name != "python-version"} | {
        "steps.install.outputs.bin"
    }
    assert all(about["description"] and "default" in about for about in ACTION["inputs"].values())


def test_every_output_of_the_action_is_written() -> None:
    """The check writes every output that the action declares."""
    values = [EXPRESSION.fullmatch(about["value"]) for about in ACTION["outputs"].values()]
    assert [found and found[1] for found in values] == [f"steps.check.outputs.{name}" for name in ACTION["outputs"]]
    assert all(f"output {name} " in STEPS["check"]["run"] for name in ACTION["outputs"])


@needs_bash
def test_a_folder_of_good_assessments_passes(workspace: Path) -> None:
    """A good folder passes, with its table in the log and its summary on the job's page."""
    add(workspace, "good.toml", GOOD)
    ended = check(workspace)
    assert (ended.code, ended.commands) == (0, [])
    assert ended.outputs["exit-code"] == "0"
    assert ended.outputs["verdict"] == "passed"
    assert json.loads(Path(ended.outputs["report"]).read_text(encoding="utf-8"))["verdict"] == "passed"
    assert re.search(r"^good\.toml +passed", ended.log, re.MULTILINE)
    assert ended.summary.startswith("# nhsdx check: passed")


@needs_bash
def test_a_failure_is_annotated_at_the_line_concerned_and_reported_in_every_format(workspace: Path) -> None:
    """The step fails with the exit code of nhsdx, and the requested reports are written."""
    add(workspace, "gated.toml", GATED)
    reports = {"sarif_file": "out/check.sarif", "junit_file": "out/check.xml", "badge": "out/badge.svg"}
    (workspace / "out").mkdir()
    ended = check(workspace, fail_on_gate="true", **reports)
    assert (ended.code, ended.outputs["verdict"]) == (1, "failed")
    (line,) = ended.commands
    assert re.match(r"::error file=gated\.toml,line=\d+,col=\d+,title=nhsdx gate-not-clear::", line)
    assert ended.outputs["sarif-file"] == "out/check.sarif"
    assert json.loads((workspace / "out/check.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert all((workspace / file).is_file() for file in reports.values())


@needs_bash
def test_each_input_of_the_action_has_the_same_effect_as_the_option_it_stands_for(workspace: Path) -> None:
    """Thresholds (one per line), readings, profiles, policies and baselines have the same effect as the options."""
    add(workspace, "good.toml", GOOD)
    add(workspace, "unknown.toml", UNKNOWN)
    assert check(workspace, paths="good.toml", fail_under="50\npeople=70\n").code == 1
    assert check(workspace, paths="good.toml", fail_under="50\npeople=60\n").code == 0
    assert check(workspace, require_complete="true").code == 4
    assert check(workspace, require_complete="true", paths="good.toml").code == 0
    assert check(workspace, fail_on_finding="unknown-answer").code == 1
    assert check(workspace, fail_under="60", on="low").code == 1
    assert check(workspace, require_complete="true", profile="short").code == 0
    assert check(workspace, no_regression="nowhere").code == 2
    (workspace / "other.toml").write_text('format = "nhsdx.policy/1"\nfail-under = 90\n', encoding="utf-8")
    assert check(workspace, policy="other.toml").code == 1


@needs_bash
def test_an_input_of_the_action_overrides_the_policy(workspace: Path) -> None:
    """An empty switch follows the policy; true and false override it; anything else is an error."""
    add(workspace, "gated.toml", GATED)
    (workspace / "nhsdx.toml").write_text('format = "nhsdx.policy/1"\nfail-on-gate = true\n', encoding="utf-8")
    assert check(workspace).code == 1
    assert check(workspace, fail_on_gate="false").code == 0
    ended = check(workspace, fail_on_gate="yes")
    assert ended.code == 2
    assert ended.commands == ["::error title=nhsdx check::the input fail-on-gate must be true, false or empty"]


@needs_bash
def test_an_empty_folder_is_an_error_unless_it_is_allowed(workspace: Path) -> None:
    """A path without assessments must not pass unnoticed."""
    ended = check(workspace)
    assert (ended.code, ended.outputs["exit-code"], ended.outputs["verdict"]) == (2, "2", "invalid")
    assert "there is no assessment among these paths" in Path(ended.outputs["report"]).read_text(encoding="utf-8")
    (command,) = ended.commands
    assert command.startswith("::error file=.,title=nhsdx file-not-found::there is no assessment among these paths")
    assert "there is no assessment among these paths" in ended.log
    assert check(workspace, allow_none="true").code == 0


@needs_bash
@pytest.mark.parametrize("name", [name for name in ACTION["inputs"] if name not in ("python-version", "on")])
def test_an_input_is_never_run_as_a_command(name: str, workspace: Path) -> None:
    """A pull request title, or any other text from a workflow, is only a value."""
    add(workspace, "good.toml", GOOD)
    ended = check(workspace, **{name: HOSTILE})
    assert not (workspace / "pwned").exists()
    assert ended.code in (0, 2)
    assert ended.outputs.get("exit-code", "2") == str(ended.code)
    assert "Usage" not in ended.log
    assert all(OWN_COMMAND.match(line) for line in ended.commands), ended.commands


@needs_bash
@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names of files")
def test_no_file_can_give_commands_to_the_runner(workspace: Path) -> None:
    """Names and texts of files that look like workflow commands stay text."""
    (workspace / "::error::pwned.toml").write_text('format = "nhsdx.assessment/1"\nrubric = 3\n', encoding="utf-8")
    write(workspace / "b.toml", assessment(GATED, subject="x\n::set-output name=verdict::pwned"))
    ended = check(workspace, fail_on_gate="true")
    assert (ended.code, ended.outputs["verdict"]) == (2, "invalid")
    assert "::error::pwned.toml" in ended.log
    assert len(ended.commands) > 1
    assert all(OWN_COMMAND.match(line) for line in ended.commands), ended.commands
