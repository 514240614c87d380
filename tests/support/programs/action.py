"""The GitHub Action's steps, run as a runner would run them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.support.run import ROOT
from tests.support.samples import clean_environment


def read_yaml(text: str) -> Any:  # noqa: ANN401 - YAML holds anything
    """The content of a YAML document."""
    return YAML(typ="safe", pure=True).load(text)


ACTION: dict[str, Any] = read_yaml((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: dict[str, dict[str, Any]] = {step["id"]: step for step in ACTION["runs"]["steps"] if "id" in step}
EXPRESSION = re.compile(r"\$\{\{ ([\w.-]+) \}\}")

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash to run the action's steps")


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a step: exit code, outputs, commands for the runner, log, and the job's summary."""

    code: int
    outputs: dict[str, str]
    commands: list[str]
    log: str
    summary: str


def run_step(step: dict[str, Any], workspace: Path, context: Mapping[str, str], action: Path = ROOT) -> Ended:
    """Runs a step's script like a runner: expressions in `env` are filled in, and bash runs the script unchanged."""
    temporary = workspace.parent
    files = {name: temporary / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("", encoding="utf-8")
    given = {key: EXPRESSION.sub(lambda found: context[found[1]], text) for key, text in step.get("env", {}).items()}
    script = temporary / "script.sh"
    script.write_text(step["run"], encoding="utf-8")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=workspace,
        env=clean_environment()
        | {name: str(file) for name, file in files.items()}
        | {"RUNNER_TEMP": str(temporary), "GITHUB_ACTION_PATH": str(action), "GITHUB_WORKSPACE": str(workspace)}
        | given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    outputs = outputs_of(files["GITHUB_OUTPUT"].read_text(encoding="utf-8"))
    summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
    return Ended(done.returncode, outputs, obeyed(done.stdout), done.stdout, summary)


def run_check(workspace: Path, given: Mapping[str, str]) -> Ended:
    """The action's check with these inputs, which it must declare."""
    assert given.keys() <= ACTION["inputs"].keys()
    context = {f"inputs.{name}": given.get(name, about["default"]) for name, about in ACTION["inputs"].items()}
    context["steps.install.outputs.bin"] = str(Path(sys.executable).parent)
    return run_step(STEPS["check"], workspace, context)


def outputs_of(text: str) -> dict[str, str]:
    """The outputs in an output file, as the runner reads them."""
    found, lines = {}, iter(text.splitlines())
    for line in lines:
        name, is_long, mark = line.partition("<<")
        if not is_long:
            name, _, value = line.partition("=")
            found[name] = value
            continue
        parts = []
        for part in lines:
            if part == mark:
                break
            parts.append(part)
        found[name] = "\n".join(parts)
    return found


def obeyed(log: str) -> list[str]:
    """The lines that a runner treats as commands, without those between the marks of `stop-commands`."""
    found, mark = [], None
    for line in map(str.strip, log.splitlines()):
        if mark is not None:
            mark = None if line == f"::{mark}::" else mark
        elif line.startswith("::stop-commands::"):
            mark = line.removeprefix("::stop-commands::")
        elif line.startswith("::") or "##[" in line:
            found.append(line)
    assert mark is None
    return found
