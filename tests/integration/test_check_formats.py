"""The formats of `nhsdx check` for other programs, from real files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.programs.validators import junit_root, sarif_run
from tests.support.run import ROOT, nhsdx
from tests.support.samples import assessment, level, small_rubric, write

POLICY = """\
format = "nhsdx.policy/1"
fail-on-gate = true

[[waivers]]
gate = "safety-gate"
file = "waived.toml"
owner = "Medical director"
reason = "It is being mended."
expires = 2027-01-31

[[waivers]]
finding = "regression"
owner = "Nobody"
reason = "Long ago."
expires = 2020-01-31
"""
ARGUMENTS = ("--today", "2026-11-23")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a good, a failing, a waived and an invalid assessment, and a policy with an expired waiver."""
    write(tmp_path / "rubric.toml", small_rubric())
    good, bad = level(3), level(1)
    for name, safety in (("good", good), ("gated", bad), ("waived", bad)):
        write(tmp_path / f"{name}.toml", assessment({"skill": good, "time": good, "safety": safety}))
    write(tmp_path / "invalid.toml", assessment({"skill": 99}))
    (tmp_path / "nhsdx.toml").write_text(POLICY, encoding="utf-8")
    return tmp_path


def line_of(folder: Path, name: str, number: int) -> str:
    """A line of a file, counted from 1."""
    return (folder / name).read_text(encoding="utf-8").splitlines()[number - 1]


def test_junit_has_a_suite_for_each_file(folder: Path) -> None:
    """A CI system sees a suite for each file and one for the policy; errors are not the same as failures."""
    run = nhsdx("check", ".", "--format", "junit", *ARGUMENTS, cwd=folder)
    assert run.code == 2
    suites = {suite.get("name"): suite for suite in junit_root(run.out)}
    found = {name: [case[0].tag for case in suite.iter("testcase") if len(case)] for name, suite in suites.items()}
    assert found == {
        "gated.toml": ["failure"],
        "good.toml": [],
        "invalid.toml": ["error"],
        "waived.toml": ["skipped"],
        "nhsdx.toml": ["failure"],
    }


def test_sarif_points_to_the_lines_of_the_answers(folder: Path) -> None:
    """Code scanning opens each file at the answer concerned, and the policy at the waiver."""
    run = nhsdx("check", ".", "--format", "sarif", *ARGUMENTS, cwd=folder)
    assert run.code == 2
    places = {}
    for result in sarif_run(run.out)["results"]:
        place = result["locations"][0]["physicalLocation"]
        name = place["artifactLocation"]["uri"]
        places[name, result["ruleId"]] = line_of(folder, name, place["region"]["startLine"])
    assert places["invalid.toml", "level-out-of-scale"] == "skill = 99"
    assert places["nhsdx.toml", "waiver-expired"] == "expires = 2020-01-31"
    safety = (folder / "gated.toml").read_text(encoding="utf-8").partition("[answers.safety]")[2]
    assert places["gated.toml", "gate-not-clear"] in ("[answers.safety]", *safety.splitlines())
    assert {name for name, _ in places} == {"gated.toml", "waived.toml", "invalid.toml", "nhsdx.toml"}


def test_github_annotates_the_lines_of_the_answers(folder: Path) -> None:
    """Annotations are at the same lines as the code scanning results."""
    run = nhsdx("check", ".", "--format", "github", *ARGUMENTS, cwd=folder)
    assert run.code == 2
    found = re.findall(r"^::(\w+) file=([^,]+),line=(\d+),col=\d+,title=nhsdx ([\w-]+)::", run.out, re.MULTILINE)
    assert len(found) == len(run.out.splitlines())
    assert {(kind, name, code) for kind, name, _, code in found} == {
        ("error", "gated.toml", "gate-not-clear"),
        ("notice", "waived.toml", "gate-not-clear"),
        ("error", "invalid.toml", "level-out-of-scale"),
        ("error", "nhsdx.toml", "waiver-expired"),
    }


@pytest.mark.parametrize("format_", ["junit", "sarif", "github"])
def test_the_examples_pass_in_every_format(format_: str) -> None:
    """The checks of this repository give valid reports, with the same bytes each time, and pass."""
    first, second = (nhsdx("check", "examples", "--format", format_) for _ in range(2))
    assert first.code == 0
    assert first.out == second.out
    if format_ == "junit":
        assert junit_root(first.out).get("failures") == "0"
    elif format_ == "sarif":
        assert sarif_run(first.out)["results"]
        names = {path.relative_to(ROOT).as_posix() for path in (ROOT / "examples").rglob("*.toml")}
        for result in sarif_run(first.out)["results"]:
            assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] in names
