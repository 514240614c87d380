"""A mistake in a policy or an option fails a check, and every format says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.programs.validators import junit_root, sarif_run
from tests.support.run import nhsdx
from tests.support.samples import assessment, level, small_rubric, write

GOOD = {"skill": level(3), "time": level(3), "safety": level(3)}
WAIVER = '[[waivers]]\nowner = "Medical director"\nreason = "Until November."\nexpires = 2026-11-30\n'
FOR_GATE = f'{WAIVER}gate = "safety-gate"\n'
SLIPS = (
    ("fail-under.peple = 90", "nhsdx.toml:1:12: error: policy-unused: no rubric of the files checked has", "people"),
    ("fail-under.Safety.low = 9", "nhsdx.toml:1:12: error: policy-unused: no rubric", "safety"),
    ("fail-under.people.evidenc = 9", 'nhsdx.toml:1:19: error: unknown-key: "evidenc" is not a key', "evidenced"),
    ('on = "claimd"', 'nhsdx.toml:1:6: error: not-allowed: "claimd" is not allowed', "claimed"),
    ('fail-on-finding = ["evidence aged"]', '1:20: error: unknown-reference: "evidence aged"', "evidence-aged"),
    (f'{WAIVER}gate = "safty-gate"', "nhsdx.toml:5:8: error: unknown-reference: no rubric", "safety-gate"),
    (f'{WAIVER}gate = "Safety gate"', 'has a gate "Safety gate"', "safety-gate"),
    (
        f'{WAIVER}finding = "regresion"',
        '5:11: error: unknown-reference: "regresion" is not the code of a finding',
        "regression",
    ),
    (f'{FOR_GATE}file = "one/trst.toml"', '6:8: error: file-not-found: "one/trst.toml" is not', "one/trust.toml"),
    (f'{FOR_GATE}file = "rubric.toml"', '6:8: error: file-not-found: "rubric.toml" is not an assessment', ""),
    ("fail_on_gate = true", '1:1: error: unknown-key: "fail_on_gate" is not a key here', "fail-on-gate"),
    ("require-complete = yes", "nhsdx.toml:1:20: error: toml-syntax: this value cannot be read", ""),
    ('no-regression = "gone"', "gone: error: file-not-found: there is no such baseline", ""),
)
"""A policy, what is said about it, and the word that was meant."""
UNUSABLE = (
    ("--policy", "none.toml"),
    ("--no-regression", "none"),
    ("--fail-on-finding", "evidence-agde"),
    ("--fail-under", "much"),
    ("--fail-under", "peple=5"),
    ("--golden", "none"),
)
FORMATS = ("json", "junit", "sarif", "github", "markdown", "html")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a rubric and an assessment that passes."""
    (tmp_path / "one").mkdir()
    write(tmp_path / "one" / "rubric.toml", small_rubric())
    write(tmp_path / "one" / "trust.toml", assessment(GOOD))
    return tmp_path


@pytest.mark.parametrize("paths", [".", "one", "one/trust.toml"])
@pytest.mark.parametrize(("text", "message", "meant"), SLIPS)
def test_a_slip_in_a_policy_is_an_error_with_a_suggestion(
    text: str, message: str, meant: str, paths: str, project: Path
) -> None:
    """What the policy refers to must exist, whether all of the project is checked or a part of it."""
    (project / "nhsdx.toml").write_text(text, encoding="utf-8")
    run = nhsdx("check", paths, "--today", "2026-11-01", "--format", "text", cwd=project, columns=160)
    assert run.code == 2, run.out
    assert message in run.out
    assert not meant or f'did you mean "{meant}"?' in run.out


def test_a_policy_may_refer_to_rubrics_that_are_not_part_of_the_check(project: Path) -> None:
    """A node and a gate of another rubric are not mistakes if only part of the project is checked."""
    other = small_rubric() | {"gates": {}}
    other["dimensions"] = {"teams": {"title": "Teams"}}
    other["criteria"] = {name: one | {"dimension": "teams"} for name, one in other["criteria"].items()}
    (project / "two").mkdir()
    write(project / "two" / "rubric.toml", other)
    write(project / "two" / "trust.toml", assessment(GOOD))
    policy = f'fail-under.teams = 10\n{WAIVER}gate = "safety-gate"\n'
    (project / "nhsdx.toml").write_text(policy, encoding="utf-8")
    for part in ("one/trust.toml", "two/trust.toml"):
        run = nhsdx("check", part, "--today", "2026-11-01", cwd=project)
        assert (run.code, "policy-unused" in run.out, "no rubric" in run.out) == (0, False, False)


@pytest.mark.parametrize("option", UNUSABLE)
@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_has_the_error_that_stops_a_check(format_: str, option: tuple[str, str], project: Path) -> None:
    """Stdout is never empty, so no system that reads it takes an empty output for success."""
    run = nhsdx("check", "one/trust.toml", *option, "--format", format_, cwd=project)
    assert run.code == 2
    if format_ == "json":
        data = json.loads(run.out)
        assert data["findings"]
    elif format_ == "junit":
        assert [case for suite in junit_root(run.out) for case in suite.iter("error")]
    elif format_ == "sarif":
        assert [one for one in sarif_run(run.out)["results"] if one["level"] == "error"]
    elif format_ == "github":
        assert run.out.startswith("::error ")
    else:
        assert "invalid" in run.out
        assert "error" in run.out


@pytest.mark.parametrize("name", ["report.sarif", "report.xml", "report.json", "report.md"])
def test_a_report_file_also_shows_the_error_that_stops_a_check(name: str, project: Path) -> None:
    """A pipeline that uploads the file finds the error in it."""
    also = ("--also", "github:annotations.txt")
    run = nhsdx("check", "one/trust.toml", "--policy", "none.toml", "-o", name, *also, cwd=project)
    assert (run.code, run.out) == (2, "")
    assert "none.toml: file-not-found: there is no such file" in run.err
    assert "there is no such file" in (project / name).read_text(encoding="utf-8")
    assert "::error file=none.toml" in (project / "annotations.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", [*UNUSABLE, ("--on", "claimd"), ("--today", "soon"), ("gone",), ("--also", "sarif")])
def test_every_report_file_has_the_error_that_stops_a_check_before_it_starts(
    option: tuple[str, ...], project: Path
) -> None:
    """All formats come from one run; a file that is not a check report is not replaced, even with --force."""
    files = {"junit": "a.xml", "sarif": "a.sarif", "github": "a.txt", "json": "a.json", "html": "a.html"}
    also = [word for name, file in files.items() for word in ("--also", f"{name}:{file}")]
    for file in ("one/trust.toml", "a.sarif"):
        before = (project / "one" / "trust.toml").read_bytes()
        run = nhsdx("check", "one", *option, *also, f"--also=markdown:{file}", "-oa.md", "--force", cwd=project)
        assert run.code == 2
        assert (project / "one" / "trust.toml").read_bytes() == before
    assert sarif_run((project / "a.sarif").read_text("utf-8"))["results"]
    assert [case for suite in junit_root((project / "a.xml").read_text("utf-8")) for case in suite.iter("error")]
    assert (project / "a.txt").read_text("utf-8").startswith("::error ")
    assert json.loads((project / "a.json").read_text("utf-8"))["findings"]
    assert all("error" in (project / name).read_text("utf-8") for name in ("a.html", "a.md"))


def test_every_test_case_has_its_own_name(project: Path) -> None:
    """Two identical findings have different places; two without a place have different numbers."""
    answers = {"skill": {"level": 9}, "time": {"level": 9}, "safety": {"level": 9}}
    write(project / "one" / "twice.toml", assessment(answers))
    thresholds = ("--fail-under", "peple=5", "--fail-under", "peple=6")
    run = nhsdx("check", "one", *thresholds, "--format", "junit", cwd=project)
    cases = [
        (case.get("classname"), case.get("name")) for suite in junit_root(run.out) for case in suite.iter("testcase")
    ]
    assert len(set(cases)) == len(cases)
    assert ("one/twice.toml", "level-out-of-scale: there is no level 9 (9:9)") in cases
    assert ("--fail-under", 'policy-unused: no rubric of the files checked has "peple" (2)') in cases


def test_a_check_never_suggests_changing_an_answer(project: Path) -> None:
    """A failed check is not a reason to answer differently."""
    expect = {"expect": {"overall": 99}}
    low = {"skill": level(1), "time": level(1), "safety": level(0)}
    write(project / "one" / "trust.toml", assessment(low) | expect)
    run = nhsdx("check", ".", "--fail-under", "90", "--fail-on-gate", "--format", "json", cwd=project)
    remedies = [one["remedy"] for file in json.loads(run.out)["files"] for one in file["findings"]]
    assert run.code == 1
    assert not [one for one in remedies if "answer" in one]
