"""Scores in a framework's own figures: on pages, in JSON, in thresholds and in test vectors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.run import nhsdx

RISK = """
format = "nhsdx.rubric/1"
[rubric]
id = "risk"
version = "1.0.0"
title = "Risk"
aggregate = "geometric"
invert = true
shown = { from = 10, to = 0 }
[[levels]]
label = "High"
[[levels]]
label = "Low"
[dimensions.hazard]
title = "Hazard"
[dimensions.vulnerability]
title = "Vulnerability"
[criteria.h]
dimension = "hazard"
kind = "measure"
title = "Events"
unit = "points"
linear = { worst = 10, best = 0 }
[criteria.v]
dimension = "vulnerability"
kind = "measure"
title = "Weakness"
unit = "points"
linear = { worst = 10, best = 0 }
[[tests]]
name = "a geometric mean of risks"
answers = { h = 8, v = 2 }
expect = { overall = 4, hazard = 8 }
[assessment]
subject = "A country (fictional)"
date = 2026-10-01
[answers]
h = 8
v = 2
[expect]
overall = 4
"""


@pytest.fixture
def risk(tmp_path: Path) -> Path:
    """An index of risk in which high is bad, 0 to 10, with an assessment."""
    path = tmp_path / "risk.toml"
    path.write_text(RISK, encoding="utf-8")
    return path


def test_an_index_in_which_high_is_bad_is_one_rubric(risk: Path) -> None:
    """The square root of 8 times 2 is 4; pages, vectors and `[expect]` say so."""
    page = nhsdx("assess", str(risk)).out
    assert "4.0 claimed" in page
    assert "10 to 0" in page
    assert nhsdx("rubric", "test", str(risk)).code == 0
    assert nhsdx("check", str(risk)).code == 0


def test_json_has_the_figure_beside_the_score(risk: Path) -> None:
    """Programs compare scores of 0 to 100, and print what people see."""
    overall = json.loads(nhsdx("assess", str(risk), "--format", "json").out)["overall"]
    assert overall["score"]["claimed"] == pytest.approx(60)
    assert overall["shown"]["claimed"] == 4


@pytest.mark.parametrize(("threshold", "code"), [("3", 1), ("4", 0), ("5", 0), ("11", 2), ("-1", 2)])
def test_a_threshold_is_in_the_figures_of_the_rubric(risk: Path, threshold: str, code: int) -> None:
    """Where high is bad, a score fails if it is worse than the threshold."""
    run = nhsdx("assess", str(risk), f"--fail-under={threshold}")
    assert run.code == code
    if code == 1:
        assert "the evidenced overall score 4 is worse than 3" in run.err


def test_figures_may_be_below_zero_and_without_decimals(tmp_path: Path) -> None:
    """As in SP 800-171, where nothing met is -203."""
    path = tmp_path / "points.toml"
    shown = 'shown = { from = -203, to = 110, decimals = 0, unit = "points" }'
    path.write_text(RISK.replace("shown = { from = 10, to = 0 }", shown).replace("overall = 4", "overall = -15.2"))
    page = nhsdx("assess", str(path)).out
    assert "-203 to 110 points" in page
    assert "-15 claimed" in page
