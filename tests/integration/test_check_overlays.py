"""`nhsdx check` and `nhsdx assess` with local rubrics: conditions apply to both scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nhsdx.loading.rubric_file import load_rubric
from tests.support.build import Table
from tests.support.overlays import WHY, base_of, overlay_of
from tests.support.run import Run, nhsdx
from tests.support.samples import assessment, level, small_rubric, write

UNSAFE: Table = {"skill": level(4), "time": level(4), "safety": level(1)}
NO_GATE: Table = {"gates": {"safety-gate": {"drop": True, "departure": "No cap on safety"} | WHY}}
FORMATS = ("text", "markdown", "html", "json", "junit", "sarif", "github")


def local(folder: Path, answers: Table, **changes: Any) -> Path:  # noqa: ANN401 - any TOML value
    """A base, an overlay of it with these changes, and an assessment scored with the overlay."""
    write(folder / "base.toml", small_rubric())
    write(folder / "local.toml", overlay_of(base_of(small_rubric()), **changes))
    write(folder / "a.toml", assessment(answers, rubric="local.toml"))
    return folder


def check(folder: Path, *arguments: str) -> Run:
    """A check of that assessment, with wide output."""
    return nhsdx("check", "a.toml", *arguments, cwd=folder, columns=300)


def failing(folder: Path, *arguments: str) -> list[str]:
    """The findings of a check that fail or are undecided."""
    (file,) = json.loads(check(folder, "--format", "json", *arguments).out)["files"]
    return [one["message"] for one in file["findings"] if one["verdict"] != "passed"]


# ---- Both scores are judged


def test_a_gate_that_is_triggered_only_nationally_fails_the_check(tmp_path: Path) -> None:
    """A departure is not a waiver, because it has no last day: the shared gate still fails."""
    local(tmp_path, UNSAFE, **NO_GATE)
    assert failing(tmp_path, "--fail-on-gate") == [
        "nationally: gate safety-gate is triggered (critical; caps the overall score at Label 1)"
    ]
    assert check(tmp_path, "--fail-on-gate").code == 1
    assert check(tmp_path).code == 0


def test_a_gate_that_is_triggered_only_locally_fails_the_check(tmp_path: Path) -> None:
    """The message says that it is the local score."""
    own = {"when": {"criterion": "skill", "at-most": 4}, "cap": {"overall": 1}, "because": "b", "remedy": "r"} | WHY
    local(tmp_path, UNSAFE | {"safety": level(5)}, gates={"own": own})
    assert failing(tmp_path, "--fail-on-gate") == [
        "locally: gate own is triggered (major; caps the overall score at Label 1)"
    ]


def test_a_finding_that_applies_to_both_scores_is_reported_only_once(tmp_path: Path) -> None:
    """The message does not say which of the two scores it is about."""
    local(tmp_path, UNSAFE)
    assert failing(tmp_path, "--fail-on-gate") == [
        "gate safety-gate is triggered (critical; caps the overall score at Label 1)"
    ]


def test_a_threshold_applies_to_both_scores(tmp_path: Path) -> None:
    """The local score of 65 passes, but the national score, which a gate caps at 20, fails."""
    local(tmp_path, UNSAFE, **NO_GATE)
    assert failing(tmp_path, "--fail-under", "50") == ["nationally: the evidenced overall score 20 is below 50"]
    assert failing(tmp_path, "--fail-under", "15") == []


def test_a_threshold_may_be_set_for_a_criterion_that_only_the_national_rubric_has(tmp_path: Path) -> None:
    """A criterion that is dropped locally still has a national score."""
    local(tmp_path, UNSAFE, criteria={"time": {"drop": True} | WHY})
    assert failing(tmp_path, "--fail-under", "time=90") == ["nationally: the evidenced score of time 80 is below 90"]
    assert check(tmp_path, "--fail-under", "time=70").code == 0


def test_a_check_reports_a_missing_answer_that_only_the_national_score_needs(tmp_path: Path) -> None:
    """Dropping a criterion does not make an assessment complete."""
    answers = {name: answer for name, answer in UNSAFE.items() if name != "time"}
    local(tmp_path, answers, criteria={"time": {"drop": True} | WHY})
    assert failing(tmp_path, "--require-complete") == ["nationally: not answered: time"]
    assert check(tmp_path, "--require-complete").code == 4
    assert failing(tmp_path, "--fail-on-finding", "unknown-answer") == [
        "nationally: Time: not answered, which widens the range"
    ]


@pytest.mark.parametrize("form", ["json", "toml"])
def test_a_check_also_fails_if_only_the_national_score_falls(tmp_path: Path, form: str) -> None:
    """The local score does not change, because its weight for the dimension that fell is 0."""
    folder = local(tmp_path, UNSAFE, criteria={"time": {"weight": 0, "weight-reason": "None here."} | WHY})
    nhsdx("assess", "a.toml", "--format", form, "-o", f"before.{form}", cwd=folder)
    assert failing(folder, "--no-regression", f"before.{form}") == []
    write(folder / "a.toml", assessment(UNSAFE | {"time": level(0)}, rubric="local.toml"))
    assert "nationally: people (evidenced) fell from 80 to 40" in failing(folder, "--no-regression", f"before.{form}")
    assert all(one.startswith("nationally: ") for one in failing(folder, "--no-regression", f"before.{form}"))


def test_a_baseline_from_before_the_overlay_is_compared_with_the_national_score(tmp_path: Path) -> None:
    """The national score is compared with the last national result; the local score has no earlier one."""
    folder = local(tmp_path, UNSAFE, criteria={"time": {"weight": 3, "weight-reason": "It matters."} | WHY})
    nhsdx("assess", "a.toml", "--rubric", "base.toml", "--format", "json", "-o", "before.json", cwd=folder)
    write(folder / "a.toml", assessment(UNSAFE | {"time": level(0)}, rubric="local.toml"))
    assert "nationally: people (evidenced) fell from 80 to 40" in failing(folder, "--no-regression", "before.json")
    assert "locally: the baseline has no result" in check(folder, "--no-regression", "before.json").out


def test_a_waiver_of_a_national_gate_is_shown(tmp_path: Path) -> None:
    """The waiver has an owner and a last day; thresholds then use the national score without the gate."""
    folder = local(tmp_path, UNSAFE, **NO_GATE)
    waiver = '[[waivers]]\ngate = "safety-gate"\nowner = "CCIO"\nreason = "Until go-live."\nexpires = 2026-12-31\n'
    (folder / "nhsdx.toml").write_text(f"fail-on-gate = true\nfail-under = 50\n{waiver}", encoding="utf-8")
    run = check(folder, "--today", "2026-11-01")
    assert run.code == 0, run.out
    assert "waived: gate-not-clear: nationally: gate safety-gate is triggered" in run.out
    assert check(folder, "--today", "2027-01-01").code == 1


def test_an_expected_result_is_compared_with_the_score_under_the_local_rubric(tmp_path: Path) -> None:
    """[expect] applies to the local score, from the rubric of the assessment."""
    folder = local(tmp_path, UNSAFE, **NO_GATE)
    write(folder / "a.toml", assessment(UNSAFE, rubric="local.toml") | {"expect": {"overall": 65}})
    assert failing(folder) == []


def test_assess_applies_the_same_conditions_to_both_scores(tmp_path: Path) -> None:
    """The same options for one file give the same messages."""
    folder = local(tmp_path, UNSAFE, **NO_GATE)
    for demand, said in (
        (("--fail-on-gate",), "a.toml: nationally: gate safety-gate is triggered\n"),
        (("--fail-under", "50"), "a.toml: nationally: the evidenced overall score 20 is below 50\n"),
    ):
        run = nhsdx("assess", "a.toml", *demand, cwd=folder)
        assert (run.code, run.err) == (1, said)


# ---- Departures


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_of_a_check_shows_the_departures(tmp_path: Path, form: str) -> None:
    """Every format says which shared gate does not apply locally, why, and who decided it."""
    folder = local(tmp_path, UNSAFE, **NO_GATE)
    out = check(folder, "--format", form).out
    for words in ("No cap on safety", "gates.safety-gate", "It was decided here.", "The board of the system"):
        assert words in out


def test_a_departure_made_by_an_overlay_further_down_the_chain_is_also_shown(tmp_path: Path) -> None:
    """A check of an organisation also shows the departures of its system."""
    folder = local(tmp_path, UNSAFE, **NO_GATE)
    write(folder / "trust.toml", overlay_of(load_rubric(str(folder / "local.toml")), "trust") | {"extends": "local@1"})
    write(folder / "a.toml", assessment(UNSAFE, rubric="trust.toml"))
    assert "departure: departs from the shared rubric: No cap on safety" in check(folder).out
