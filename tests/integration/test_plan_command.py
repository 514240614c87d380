"""`nhsdx plan` from the command line: efforts from a file, what it proves in JSON, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.plans.checker import check_proof
from tests.support.run import ROOT, nhsdx

MARLOWE = str(ROOT / "examples" / "marlowe-vale.toml")
TARGET = ("--target", "clinical-framing=50")


def test_the_proof_in_json_is_accepted_by_the_checker() -> None:
    """The proof is written and read back, as in another program."""
    found = json.loads(nhsdx("plan", MARLOWE, *TARGET, "--format", "json").out)
    assert found["is_reached"]
    assert found["effort"] * found["effort_unit"] == found["proof"]["claim"]["below"]
    check_proof(found["proof"])


def test_efforts_can_come_from_a_file(tmp_path: Path) -> None:
    """The file's efforts and unit replace those of the rubric; `evidence` and `default` apply to other steps."""
    text = 'format = "nhsdx.effort/1"\nunit = "half-days"\nevidence = 9\ndefault = 7.5\n[effort]\n'
    (tmp_path / "efforts.toml").write_text(text + "identity.report-leads = 0.5\n", encoding="utf-8")
    given = ("--effort", str(tmp_path / "efforts.toml"), "--fix", "identity.report-leads", "--format", "json")
    found = json.loads(nhsdx("plan", MARLOWE, *TARGET, *given).out)
    efforts = {step["id"]: step["effort"] for step in found["steps"]}
    assert found["unit"] == "half-days"
    assert efforts["identity.report-leads"] == 0.5
    assert not any(step["is_assumed"] for step in found["steps"])


def test_mistakes_in_a_file_of_efforts_are_reported(tmp_path: Path) -> None:
    """All mistakes are reported together, with places and suggestions."""
    lines = ("[effort]", "identiti.report-leads = 1", "identity.report-lead = 1", "candour.evidence = -1", "")
    text = "\n".join(('format = "nhsdx.effort/1"', *lines))
    (tmp_path / "efforts.toml").write_text(text, encoding="utf-8")
    refused = nhsdx("plan", MARLOWE, *TARGET, "--effort", "efforts.toml", cwd=tmp_path)
    assert refused.code == 2
    assert "efforts.toml:5:" in refused.err
    (tmp_path / "efforts.toml").write_text(text.replace("-1", "1"), encoding="utf-8")
    refused = nhsdx("plan", MARLOWE, *TARGET, "--effort", "efforts.toml", cwd=tmp_path)
    assert refused.code == 2
    assert '"identiti" is not a criterion of this rubric' in refused.err
    assert '"report-lead" is not a step of `identity`' in refused.err


def test_a_file_of_another_kind_is_refused_as_a_file_of_efforts() -> None:
    """The error says what the file is, and nothing about its keys."""
    refused = nhsdx("plan", MARLOWE, *TARGET, "--effort", MARLOWE)
    assert "wrong-format: this file is an assessment\n" in refused.err
    assert "unknown-key" not in refused.err


def test_the_page_of_a_plan_from_few_answers_says_what_it_leaves_out(tmp_path: Path) -> None:
    """A score that rests on one answer is not shown as the score of the whole."""
    text = """format = "nhsdx.assessment/1"
rubric = "nhs-digital-leadership@2"
profile = "core"
[assessment]
subject = "A place"
date = 2026-10-01
[answers.appointment]
items.holder-named = "yes"
evidence = "governance-record"
"""
    (tmp_path / "few.toml").write_text(text, encoding="utf-8")
    page = " ".join(nhsdx("plan", "few.toml", "--target", "50", cwd=tmp_path).out.split())
    words = "criteria stay unknown, and the scores before and after the plan leave them out."
    assert f"11 {words} Answer them before you rely on this plan." in page
    assert "stay unknown" not in nhsdx("plan", MARLOWE, *TARGET).out
    clear = nhsdx("plan", "few.toml", "--target", "gates=clear", cwd=tmp_path)
    assert "stay unknown" not in clear.out


def test_equal_efforts_give_the_plan_with_the_fewest_steps() -> None:
    """The page says so, and counts steps instead of person-days."""
    shown = nhsdx("plan", MARLOWE, "--budget", "2", "--equal").out
    assert "The best plan for 2 steps takes 2 steps." in " ".join(shown.split())
    assert "person-days" not in shown


def test_a_target_out_of_reach_is_not_an_error() -> None:
    """The page gives the best score that a plan reaches, and says why."""
    shown = nhsdx("plan", MARLOWE, "--target", "100")
    assert shown.code == 0
    assert "The best score is 95.6" in " ".join(shown.out.split())
    assert "Why not" in shown.out
