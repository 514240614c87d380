"""Every command and format shows where a local rubric departs from the shared one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.build import Table
from tests.support.overlays import WHY, base_of, overlay_of
from tests.support.run import Run, nhsdx
from tests.support.samples import assessment, level, small_rubric, write

ANSWERS: Table = {"skill": level(4), "time": level(2), "safety": level(1)}
MAPPED: Table = {"framework": "looks", "ref": "safe", "relation": "intersect"}
TOLD = ("No cap on safety", "gates.safety-gate", "It was decided here.", "The board of the system", "2026-06-18")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A base with a framework, an overlay that drops its gate and a criterion, and two assessments a year apart."""
    base = small_rubric(frameworks={"looks": {"title": "Looks", "headings": {"safe": "Safe"}}})
    base["criteria"]["safety"]["maps"] = [MAPPED]
    gate = {"drop": True, "departure": "No cap on safety"} | WHY
    overlay = overlay_of(base_of(base), gates={"safety-gate": gate}, criteria={"time": {"drop": True} | WHY})
    write(tmp_path / "base.toml", base)
    write(tmp_path / "local.toml", overlay)
    for year in (2026, 2027):
        table = assessment(ANSWERS, rubric="local.toml")
        table["assessment"]["date"] = table["assessment"]["date"].replace(year=year)
        write(tmp_path / f"{year}.toml", table)
    return tmp_path


def run(folder: Path, *arguments: str) -> Run:
    """Runs a command with wide output; it must succeed."""
    done = nhsdx(*arguments, cwd=folder, columns=400)
    assert (done.code, done.err) == (0, "")
    return done


READS: dict[str, tuple[str, ...]] = {
    "crosswalk": ("crosswalk", "2026.toml", "--to", "looks"),
    "crosswalk, markdown": ("crosswalk", "2026.toml", "--to", "looks", "--format", "markdown"),
    "crosswalk, json": ("crosswalk", "2026.toml", "--to", "looks", "--format", "json"),
    "compare": ("compare", "2026.toml", "2027.toml"),
    "compare, markdown": ("compare", "2026.toml", "2027.toml", "--format", "markdown"),
    "compare, json": ("compare", "2026.toml", "2027.toml", "--format", "json"),
    "compare, toml": ("compare", "2026.toml", "2027.toml", "--format", "toml"),
    "trend": ("compare", "2026.toml", "2027.toml", "2027.toml"),
    "trend, markdown": ("compare", "2026.toml", "2027.toml", "2027.toml", "--format", "markdown"),
    "trend, json": ("compare", "2026.toml", "2027.toml", "2027.toml", "--format", "json"),
    "explain": ("explain", "2026.toml", "safety"),
    "explain of what is dropped": ("explain", "2026.toml", "time"),
    "explain of what is dropped, json": ("explain", "2026.toml", "time", "--format", "json"),
    "the rubric": ("rubric", "show", "local.toml"),
}


@pytest.mark.parametrize("what", READS)
def test_departures_from_the_national_rubric_are_shown(folder: Path, what: str) -> None:
    """Every command and format that shows a level gives each departure with its reason, who decided it and when."""
    out = run(folder, *READS[what]).out.replace("\\", "")
    assert [words for words in TOLD if words not in out] == []


def test_a_badge_has_both_scores_and_the_departures(folder: Path) -> None:
    """A badge with only a local score could be mistaken for a national one."""
    run(folder, "check", "2026.toml", "--badge", "badge.svg")
    svg = (folder / "badge.svg").read_text(encoding="utf-8")
    assert "; nationally 20.0" in svg
    assert "No cap on safety" in svg


def test_the_summary_of_a_job_has_both_scores(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each score has a row, and a gate that is triggered only nationally is in the national row."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    nhsdx("check", "2026.toml", "--format", "github", cwd=folder)
    text = (folder / "summary.md").read_text(encoding="utf-8").replace("\\", "")
    rows = [line for line in text.splitlines() if line.startswith("| 2026.toml")]
    assert "“safety gate” (safety-gate; triggered)" not in rows[0]
    assert "2026.toml, nationally" in rows[1]
    assert "“safety gate” (safety-gate; triggered)" in rows[1]


def test_the_explanation_of_the_national_score_includes_dropped_criteria(folder: Path) -> None:
    """The page says so, because the local score has no such figure."""
    out = run(folder, "explain", "2026.toml", "time").out
    assert "Dropped by the local rubric but still asked nationally: every figure here belongs to the national" in out
    data = json.loads(run(folder, "explain", "2026.toml", "time", "--format", "json").out)
    assert (data["scored_with"], data["overlay"]["chain"]) == ("national", ["local@1.0.0", "small@1.2.0"])
    other = json.loads(run(folder, "explain", "2026.toml", "skill", "--format", "json").out)
    assert other["scored_with"] == "local"
    assert "Dropped by" not in run(folder, "explain", "2026.toml", "skill").out


def test_no_departures_are_shown_without_a_local_rubric(folder: Path) -> None:
    """The page has no text or row about departures, and the data have null."""
    write(folder / "2026.toml", assessment(ANSWERS, rubric="base.toml"))
    assert "Departs" not in run(folder, "crosswalk", "2026.toml", "--to", "looks").out
    data = json.loads(run(folder, "crosswalk", "2026.toml", "--to", "looks", "--format", "json").out)
    assert data["overlay"] is None
    assert "Local rubric" not in run(folder, "rubric", "show", "base.toml").out
