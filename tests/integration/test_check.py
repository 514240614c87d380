"""`nhsdx check`: folders of assessments checked by CI."""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import Table
from tests.support.run import ROOT, Run, nhsdx
from tests.support.samples import assessment, level, small_rubric, write

GOOD: Table = {"skill": level(3), "time": level(3), "safety": level(3)}
GATED: Table = {"skill": level(5), "time": level(5), "safety": level(1)}
UNKNOWN: Table = {"skill": level(3), "time": "unknown", "safety": level(3)}


def folder(tmp_path: Path, files: Mapping[str, Table], rubric: Table | None = None) -> Path:
    """A folder of assessments by file name, each with `answers` and optional other keys, and a rubric beside each."""
    write(tmp_path / "rubric.toml", rubric or small_rubric())
    for name, table in files.items():
        path = tmp_path / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path.parent / "rubric.toml", rubric or small_rubric())
        write(path, assessment({}, subject=name) | table)
    return tmp_path


def check(path: Path, *arguments: str, columns: int | None = None) -> Run:
    """Runs `check` on a whole folder."""
    return nhsdx("check", ".", *arguments, cwd=path, columns=columns)


def report(path: Path, *arguments: str) -> dict[str, Any]:
    """The check report as data."""
    found: dict[str, Any] = json.loads(check(path, "--format", "json", *arguments).out)
    return found


def codes(path: Path, *arguments: str) -> dict[str, list[str]]:
    """The codes of the findings that fail, by file; the policy is one of the files."""
    data = report(path, *arguments)
    found: dict[str, list[str]] = {file["file"]: [] for file in data["files"]}
    for one in [*data["findings"], *(one for file in data["files"] for one in file["findings"])]:
        if one["verdict"] != "passed":
            found.setdefault(one["file"], []).append(one["code"])
    return found


def policy(path: Path, text: str, name: str = "nhsdx.toml") -> None:
    """Writes a policy."""
    (path / name).write_text(text, encoding="utf-8")


# ---- Finding assessments


def test_a_folder_is_searched_and_files_of_other_kinds_are_ignored(tmp_path: Path) -> None:
    """Assessments are found at any depth; rubrics, project files, hidden folders and results are skipped."""
    folder(tmp_path, {"b": {"answers": GOOD}, "deep/er/a": {"answers": GOOD}, ".hidden/c": {"answers": GOOD}})
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    (tmp_path / "broken.toml").write_text("this is = = not ours", encoding="utf-8")
    result = nhsdx("assess", "b.toml", "--format", "toml", cwd=tmp_path)
    (tmp_path / "result.toml").write_text(result.out, encoding="utf-8")
    run = check(tmp_path, "--format", "json")
    assert [file["file"] for file in json.loads(run.out)["files"]] == ["b.toml", "deep/er/a.toml"]
    assert run.code == 0
    assert run.err == "5 other TOML files ignored\n"


def test_a_one_file_assessment_is_checked_and_a_rubric_without_answers_is_not(tmp_path: Path) -> None:
    """A rubric is checked only if it contains an assessment."""
    whole = small_rubric() | {key: assessment(GOOD)[key] for key in ("assessment", "answers")}
    write(tmp_path / "whole.toml", whole)
    write(tmp_path / "bare.toml", small_rubric())
    assert list(codes(tmp_path)) == ["whole.toml"]


def test_a_file_that_is_clearly_meant_to_be_an_assessment_is_reported_and_not_skipped(tmp_path: Path) -> None:
    """A misspelt or missing format, or broken TOML, is an error and not a reason to skip a file."""
    folder(tmp_path, {"good": {"answers": GOOD}})
    text = (tmp_path / "good.toml").read_text(encoding="utf-8")
    (tmp_path / "misspelt.toml").write_text(text.replace("assessment/1", "asessment/1"), encoding="utf-8")
    (tmp_path / "without.toml").write_text(text.replace('format = "nhsdx.assessment/1"', ""), encoding="utf-8")
    (tmp_path / "broken.toml").write_text(text + "\n[oh no", encoding="utf-8")
    assert codes(tmp_path) == {
        "broken.toml": ["toml-syntax"],
        "good.toml": [],
        "misspelt.toml": ["wrong-format"],
        "without.toml": ["wrong-format"],
    }


def test_a_missing_path_and_a_folder_without_assessments_are_errors(tmp_path: Path) -> None:
    """A check of no assessments does not pass, unless --allow-none is given."""
    empty = check(tmp_path)
    assert (empty.code, empty.out) == (2, "")
    assert check(tmp_path, "--allow-none").code == 0


def test_each_file_is_checked_only_once(tmp_path: Path) -> None:
    """A file given together with its folder is not counted twice."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    data = json.loads(nhsdx("check", ".", "a.toml", "./a.toml", "--format", "json", cwd=tmp_path).out)
    assert [file["file"] for file in data["files"]] == ["a.toml"]


# ---- One bad file, and the worst code


def test_one_bad_file_does_not_stop_the_check_of_other_files(tmp_path: Path) -> None:
    """All failures are shown at once, not one after the other."""
    folder(tmp_path, {"a": {"answers": {"skill": 9}}, "b": {"answers": {"skill": level(0)}}, "c": {"answers": GOOD}})
    assert codes(tmp_path, "--fail-under", "50") == {
        "a.toml": ["level-out-of-scale"],
        "b.toml": ["below-threshold"],
        "c.toml": [],
    }


@pytest.mark.parametrize("order", [("a", "b", "c"), ("c", "b", "a"), ("b", "a", "c")])
@pytest.mark.parametrize(
    ("kinds", "code"),
    [
        (("good", "good", "good"), 0),
        (("good", "unknown", "good"), 4),
        (("good", "unknown", "low"), 1),
        (("invalid", "unknown", "low"), 2),
        (("good", "good", "invalid"), 2),
    ],
)
def test_the_most_serious_exit_code_is_returned_whatever_the_order_of_the_files(
    tmp_path: Path, order: tuple[str, ...], kinds: tuple[str, ...], code: int
) -> None:
    """Invalid outranks failed, failed outranks undecided; the order of the files makes no difference."""
    answers = {"good": GOOD, "unknown": UNKNOWN, "low": GOOD | {"skill": level(0)}, "invalid": {"skill": 9}}
    folder(tmp_path, {name: {"answers": answers[kind]} for name, kind in zip(order, kinds, strict=True)})
    run = nhsdx("check", *(f"{name}.toml" for name in order), "--fail-under", "50", "--require-complete", cwd=tmp_path)
    assert run.code == code


# ---- Thresholds


@pytest.mark.parametrize(
    ("threshold", "fails"),
    [
        ("60", True),
        ("60.000000001", True),
        ("overall=60", True),
        ("people=60", True),
        ("people=40", False),
        ("overall.claimed=60", False),
        ("people=61", True),
        ("skill=61", True),
        ("skill.claimed=60", False),
        ("skill.evidenced=21", True),
        ("skill.evidenced=20", False),
        ("overall.high=60", False),
    ],
)
def test_a_threshold_can_be_set_for_any_node_under_any_reading(tmp_path: Path, threshold: str, fails: bool) -> None:
    """A minimum score can be set for the whole, a dimension or a criterion, under any reading."""
    answers = GOOD | {"skill": 3}
    folder(tmp_path, {"a": {"answers": answers}})
    assert codes(tmp_path, "--fail-under", threshold) == {"a.toml": ["below-threshold"] if fails else []}


def test_a_policy_can_set_the_reading_for_thresholds_that_do_not_give_one(tmp_path: Path) -> None:
    """The evidenced score of a node fails although the claimed score passes; without a reading, evidence counts."""
    folder(tmp_path, {"a": {"answers": GOOD | {"skill": 3}}})
    assert check(tmp_path, "--fail-under", "people=50").code == 1
    assert check(tmp_path, "--fail-under", "people=50", "--on", "claimed").code == 0
    assert check(tmp_path, "--fail-under", "people.claimed=50", "--on", "evidenced").code == 0


def test_every_threshold_is_checked(tmp_path: Path) -> None:
    """Each of several thresholds fails separately."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    assert codes(tmp_path, "--fail-under", "70", "--fail-under", "work=70", "--fail-under", "people=10") == {
        "a.toml": ["below-threshold", "below-threshold"]
    }


def test_a_missing_path_does_not_hide_the_verdicts_on_other_files(tmp_path: Path) -> None:
    """A wrong name is reported together with the verdicts on all other files."""
    folder(tmp_path, {"trust": {"answers": GOOD}})
    run = nhsdx("check", "trust.toml", "trsut.toml", cwd=tmp_path)
    assert run.code == 2
    assert "trsut.toml: error: file-not-found: there is no such file\n    did you mean" in run.out
    assert "trust.toml  passed" in run.out


def test_a_threshold_on_an_unknown_node_fails(tmp_path: Path) -> None:
    """A misspelt dimension cannot make a check pass; with --allow-none it is only a warning."""
    folder(tmp_path, {"a": {"answers": GOOD}, "b": {"answers": {"skill": 9}}})
    assert codes(tmp_path, "--fail-under", "peple=5") == {
        "--fail-under": ["policy-unused"],
        "a.toml": [],
        "b.toml": ["level-out-of-scale"],
    }
    assert nhsdx("check", "a.toml", "--fail-under", "peple=5", cwd=tmp_path).code == 2
    assert nhsdx("check", "a.toml", "--fail-under", "peple=5", "--allow-none", cwd=tmp_path).code == 0


def test_if_a_node_has_several_thresholds_each_of_them_counts(tmp_path: Path) -> None:
    """A lower threshold does not cancel a higher one; an option replaces the policy's threshold for that reading."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    assert check(tmp_path, "--fail-under", "90", "--fail-under", "10").code == 1
    policy(tmp_path, "fail-under = { overall = { evidenced = 90 } }\nfail-on-finding = ['unknown-answer']\n")
    assert check(tmp_path, "--fail-under", "10").code == 0


@pytest.mark.parametrize(
    "word", ["much", "-1", "101", "nan", "people.loud=5", "people=", "=5", "a=b=5", "1_0", "٦٠", " 60"]
)
def test_a_wrong_threshold_is_a_usage_error(tmp_path: Path, word: str) -> None:
    """A mistake in a threshold cannot make a check pass."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    run = check(tmp_path, f"--fail-under={word}")
    assert (run.code, run.out) == (2, "")


def test_a_threshold_applies_only_to_rubrics_that_have_its_node(tmp_path: Path) -> None:
    """In a folder with several rubrics, a threshold applies to the rubrics that have the dimension."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    run = nhsdx("check", ".", str(ROOT / "examples"), "--fail-under", "people=61", cwd=tmp_path)
    assert run.code == 1
    assert run.out.count("below-threshold") == 1


# ---- Gates and completeness


def test_gates_are_always_shown_but_fail_a_check_only_if_an_option_says_so(tmp_path: Path) -> None:
    """A gate that is not clear is always shown; with --fail-on-gate it fails, at the answer it depends on."""
    folder(tmp_path, {"a": {"answers": GATED}})
    assert check(tmp_path).code == 0
    assert (
        "gate safety-gate is triggered (critical; caps the overall score at Label 1)"
        in check(tmp_path, columns=200).out
    )
    (found,) = (one for one in report(tmp_path, "--fail-on-gate")["files"][0]["findings"] if one["verdict"] == "failed")
    assert found["code"] == "gate-not-clear"
    line = (tmp_path / "a.toml").read_text(encoding="utf-8").splitlines()[found["line"] - 1]
    assert line == "[answers.safety]"


def test_an_undecided_gate_fails_the_check_unless_an_option_gives_a_reading(tmp_path: Path) -> None:
    """An undecided gate must not pass unnoticed."""
    folder(tmp_path, {"a": {"answers": {"skill": level(5)}}})
    assert codes(tmp_path, "--fail-on-gate") == {"a.toml": ["gate-not-clear"]}
    assert codes(tmp_path, "--fail-on-gate", "--on", "claimed") == {"a.toml": []}


def test_missing_answers_make_a_check_undecided_if_an_option_says_so(tmp_path: Path) -> None:
    """Missing answers have their own exit code, because nothing has failed."""
    folder(tmp_path, {"a": {"answers": UNKNOWN}})
    assert check(tmp_path).code == 0
    assert check(tmp_path, "--require-complete").code == 4
    assert report(tmp_path, "--require-complete")["files"][0]["verdict"] == "undecided"


def test_findings_fail_a_check_only_if_their_codes_are_given(tmp_path: Path) -> None:
    """A folder can be kept free of claims above their evidence."""
    folder(tmp_path, {"a": {"answers": GOOD | {"skill": 3}}})
    assert codes(tmp_path, "--fail-on-finding", "claim-above-evidence") == {"a.toml": ["claim-above-evidence"]}
    run = check(tmp_path, "--fail-on-finding", "claim-above-evidense")
    assert run.code == 2
    assert 'did you mean "claim-above-evidence"?' in run.err


# ---- What an assessment expects


@pytest.mark.parametrize(
    ("expect", "message", "line"),
    [
        ({"overall": 60}, None, ""),
        ({"overall": 61}, "overall (evidenced): expected 61, found 60", "overall = 61"),
        ({"overall": 60.4, "tolerance": 0.5}, None, ""),
        ({"overall": {"claimed": 60, "evidenced": 55}}, "overall (evidenced): expected 55, found 60", "evidenced = 55"),
        ({"people": {"level": 4}}, "people level (evidenced): expected 4, found 3", "level = 4"),
        ({"level": 2}, "overall level (evidenced): expected 2, found 3", "level = 2"),
        (
            {"gates": ["safety-gate"]},
            "gates that are triggered (evidenced): expected safety-gate, found none",
            "gates = [",
        ),
        ({"gates": [], "unproven": [], "undecided": []}, None, ""),
        ({"skill": 60, "reading": "low"}, None, ""),
    ],
)
def test_an_assessment_must_meet_its_own_expectations(
    tmp_path: Path, expect: Table, message: str | None, line: str
) -> None:
    """Expected scores, levels and gates fail the check, at their line, if the result differs."""
    folder(tmp_path, {"a": {"answers": GOOD, "expect": expect}})
    failed = [one for one in report(tmp_path)["files"][0]["findings"] if one["code"] == "expectation-missed"]
    assert [one["message"] for one in failed] == ([] if message is None else [message])
    assert check(tmp_path).code == (0 if message is None else 1)
    lines = (tmp_path / "a.toml").read_text(encoding="utf-8").splitlines()
    assert [lines[one["line"] - 1] for one in failed] == ([] if message is None else [line])


def test_an_expected_result_does_not_change_the_scores_or_their_digest(tmp_path: Path) -> None:
    """Adding the expectation does not change the result or its digest."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    before = nhsdx("assess", "a.toml", "--format", "json", cwd=tmp_path).out
    folder(tmp_path, {"a": {"answers": GOOD, "expect": {"overall": 60}}})
    assert nhsdx("assess", "a.toml", "--format", "json", cwd=tmp_path).out == before


def test_every_example_has_the_result_that_it_expects() -> None:
    """The shipped examples contain expectations that their results meet."""
    data = json.loads(nhsdx("check", "examples", "--format", "json").out)
    for file in data["files"]:
        text = (ROOT / file["file"]).read_text(encoding="utf-8")
        assert "[expect]" in text, file["file"]
        assert file["verdict"] == "passed"


# ---- No regression


def test_a_result_that_is_worse_than_the_baseline_fails_the_check(tmp_path: Path) -> None:
    """A lower claimed or evidenced score, or a newly triggered gate, fails; an improvement does not."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    baseline = tmp_path / "baseline.json"
    baseline.write_text(nhsdx("assess", "a.toml", "--format", "json", cwd=tmp_path).out, encoding="utf-8")
    guard = ("--no-regression", "baseline.json")
    assert codes(tmp_path, *guard) == {"a.toml": []}
    folder(tmp_path, {"a": {"answers": GOOD | {"skill": level(4)}}})
    assert codes(tmp_path, *guard) == {"a.toml": []}
    folder(tmp_path, {"a": {"answers": GOOD | {"skill": 3}}})
    messages = [
        one["message"] for one in report(tmp_path, *guard)["files"][0]["findings"] if one["code"] == "regression"
    ]
    assert messages == ["overall (evidenced) fell from 60 to 45", "people (evidenced) fell from 60 to 40"]
    assert codes(tmp_path, *guard, "--on", "claimed") == {"a.toml": []}
    folder(tmp_path, {"a": {"answers": GOOD | {"safety": level(1)}}})
    assert "gate safety-gate was clear in the baseline, and is triggered now" in [
        one["message"] for one in report(tmp_path, *guard)["files"][0]["findings"]
    ]


def test_a_score_that_no_longer_exists_is_a_regression(tmp_path: Path) -> None:
    """Calling everything unknown does not avoid a regression."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    (tmp_path / "baseline.json").write_text(nhsdx("assess", "a.toml", "--format", "json", cwd=tmp_path).out)
    folder(tmp_path, {"a": {"answers": {"skill": "unknown", "time": "unknown", "safety": level(3)}}})
    messages = [one["message"] for one in report(tmp_path, "--no-regression", "baseline.json")["files"][0]["findings"]]
    assert "people (evidenced) was 60 in the baseline, and has no score now" in messages


def test_an_assessment_is_not_compared_with_later_results(tmp_path: Path) -> None:
    """A folder with the assessments of several years can be its own baseline."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    older = assessment(GOOD | {"skill": level(1)}, subject="a")
    older["assessment"]["date"] = datetime.date(2025, 10, 1)
    write(tmp_path / "older.toml", older)
    every = nhsdx("assess", "a.toml", "older.toml", "--format", "json", cwd=tmp_path).out
    (tmp_path / "baseline.json").write_text(every, encoding="utf-8")
    assert codes(tmp_path, "--no-regression", "baseline.json") == {"a.toml": [], "older.toml": []}


def test_a_baseline_from_another_rubric_cannot_be_compared_and_fails_the_check(tmp_path: Path) -> None:
    """Results that cannot be compared fail."""
    folder(tmp_path, {"a": {"answers": GOOD, "profile": "whole"}})
    folder(tmp_path, {"old/a": {"answers": GOOD, "assessment": {"subject": "a", "date": datetime.date(2026, 1, 1)}}})
    run = nhsdx("check", "a.toml", "--no-regression", "old", "--format", "json", cwd=tmp_path)
    assert [one["code"] for one in json.loads(run.out)["files"][0]["findings"]] == ["baseline-incomparable"]
    assert run.code == 1


def test_an_assessment_missing_from_the_baseline_is_reported(tmp_path: Path) -> None:
    """A new organisation does not fail, but the missing baseline is reported."""
    folder(tmp_path, {"a": {"answers": GOOD}, "old/b": {"answers": GOOD}})
    run = nhsdx("check", "a.toml", "--no-regression", "old", "--format", "json", cwd=tmp_path)
    assert [one["code"] for one in json.loads(run.out)["files"][0]["findings"]] == ["baseline-missing"]
    assert run.code == 0
    assert nhsdx("check", "a.toml", "--no-regression", "none", cwd=tmp_path).code == 2


def test_a_baseline_that_was_changed_is_refused(tmp_path: Path) -> None:
    """Nobody makes a check pass by lowering the scores of an old result by hand."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    kept = nhsdx("assess", "a.toml", "--format", "json", cwd=tmp_path).out
    altered = json.loads(kept)
    altered["overall"]["score"]["evidenced"] -= 10
    (tmp_path / "baseline.json").write_text(json.dumps(altered), encoding="utf-8")
    run = nhsdx("check", "a.toml", "--no-regression", "baseline.json", cwd=tmp_path)
    assert (run.code, "result-altered" in run.err) == (2, True)


# ---- Policy and waivers


def test_a_policy_is_found_in_a_parent_folder_and_options_override_it(tmp_path: Path) -> None:
    """A project has its conditions in one file; each option overrides one of them."""
    folder(tmp_path, {"deep/a": {"answers": GOOD}})
    policy(tmp_path, "fail-under = { overall = 70, people.evidenced = 65 }\n")
    deep = tmp_path / "deep"
    assert codes(deep) == {"a.toml": ["below-threshold", "below-threshold"]}
    assert codes(deep, "--fail-under", "60") == {"a.toml": ["below-threshold"]}
    assert codes(deep, "--fail-under", "60", "--fail-under", "people.evidenced=60") == {"a.toml": []}


def test_a_policy_may_be_in_a_pyproject_file(tmp_path: Path) -> None:
    """A Python project can use its pyproject.toml; nhsdx.toml in the same folder takes precedence."""
    folder(tmp_path, {"a": {"answers": UNKNOWN}})
    policy(tmp_path, '[project]\nname = "x"\n[tool.nhsdx]\nrequire-complete = true\n', "pyproject.toml")
    assert check(tmp_path).code == 4
    assert check(tmp_path, "--no-require-complete").code == 0
    policy(tmp_path, "fail-under = 90\n")
    assert check(tmp_path).code == 1


def test_a_policy_that_cannot_be_read_stops_the_check(tmp_path: Path) -> None:
    """Every mistake is reported with its line, and nothing is checked."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    policy(
        tmp_path,
        '[tool.nhsdx]\nfail-undr = 3\nfail-on-finding = ["x"]\n'
        '[[tool.nhsdx.waivers]]\nowner = "a"\nreason = "b"\nexpires = 2026-01-01\n',
        "pyproject.toml",
    )
    run = check(tmp_path, "--format", "json")
    assert run.code == 2
    places = [(one["where"], one["code"]) for one in json.loads(run.out)["findings"]]
    assert places == [
        ("pyproject.toml:2:1", "unknown-key"),
        ("pyproject.toml:3:20", "unknown-reference"),
        ("pyproject.toml:4:14", "waiver-form"),
    ]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("fail-under = 101", "1:14: out-of-range"),
        ('fail-under = "60"', "1:14: wrong-type"),
        ("fail-under = true", "1:14: wrong-type"),
        ("fail-under = [5]", "1:14: wrong-type"),
        ("fail-under = { overall = 101 }", "1:26: out-of-range"),
        ("fail-under = { overall = { clamed = 5 } }", "1:28: unknown-key"),
        ("fail-under = { overall = { claimed = 101 } }", "1:38: out-of-range"),
    ],
)
def test_a_wrong_threshold_in_a_policy_is_reported_at_its_place(tmp_path: Path, line: str, place: str) -> None:
    """In every form of fail-under, the error is at the wrong value or key."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    policy(tmp_path, f"{line}\n")
    run = check(tmp_path)
    assert run.code == 2
    assert f"nhsdx.toml:{place}: " in (run.out + run.err).replace("error: ", "")


WAIVER = """
fail-on-gate = true
fail-under = 50
[[waivers]]
gate = "safety-gate"
owner = "Medical director"
reason = "Officer in post from November"
expires = 2026-11-30
"""


def test_the_scores_with_and_without_a_waived_gate_are_both_shown(tmp_path: Path) -> None:
    """A waived gate does not fail the check, but is not hidden."""
    folder(tmp_path, {"a": {"answers": GATED}})
    assert codes(tmp_path, "--fail-on-gate", "--fail-under", "50") == {"a.toml": ["gate-not-clear", "below-threshold"]}
    policy(tmp_path, WAIVER)
    run = check(tmp_path, "--today", "2026-11-30", columns=160)
    assert run.code == 0
    assert "waived: gate-not-clear: gate safety-gate is triggered" in run.out
    assert "waived by Medical director until 2026-11-30: Officer in post from November" in run.out
    assert re.search(r"a\.toml, with +20\.0 +20\.0", run.out)
    assert re.search(r"a\.toml, without +80\.0 +80\.0", run.out)
    data = report(tmp_path, "--today", "2026-11-30")["files"][0]
    assert (data["overall"]["score"]["claimed"], data["without_waived"]["claimed"]) == (20, 80)


def test_an_expired_waiver_has_no_effect_and_is_reported(tmp_path: Path) -> None:
    """The day after its last day the gate fails again, and the finding gives the owner."""
    folder(tmp_path, {"a": {"answers": GATED}})
    policy(tmp_path, WAIVER)
    assert codes(tmp_path, "--today", "2026-12-01") == {
        "a.toml": ["gate-not-clear", "below-threshold"],
        "nhsdx.toml": ["waiver-expired"],
    }
    (found,) = report(tmp_path, "--today", "2026-12-01")["findings"]
    assert (found["line"], found["remedy"].startswith("Medical director: ")) == (8, True)


def test_a_needless_waiver_is_reported(tmp_path: Path) -> None:
    """A waiver that is not needed now could excuse a later failure."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    policy(tmp_path, WAIVER)
    assert codes(tmp_path, "--today", "2026-11-01") == {"a.toml": [], "nhsdx.toml": ["waiver-needless"]}


def test_a_waiver_for_one_file_does_not_apply_to_others(tmp_path: Path) -> None:
    """A waiver for one file is judged only if that file is checked; a file that is not there is an error."""
    folder(tmp_path, {"a": {"answers": GATED}, "b": {"answers": GATED}})
    policy(tmp_path, WAIVER.replace("owner", 'file = "b.toml"\nowner'))
    today = ("--today", "2026-11-01")
    assert codes(tmp_path, *today) == {"a.toml": ["gate-not-clear", "below-threshold"], "b.toml": []}
    assert nhsdx("check", "a.toml", "--no-fail-on-gate", "--fail-under", "0", *today, cwd=tmp_path).code == 0
    (tmp_path / "b.toml").unlink()
    run = nhsdx("check", "a.toml", *today, cwd=tmp_path)
    assert (run.code, "waiver-needless" in run.out) == (2, False)
    assert '"b.toml" is not an assessment' in run.out


def test_a_check_of_one_file_does_not_report_waivers_for_other_files_as_needless(tmp_path: Path) -> None:
    """A hook that checks one file does not fail because the waiver is for another."""
    folder(tmp_path, {"a": {"answers": GOOD}, "b": {"answers": GATED}})
    policy(tmp_path, WAIVER)
    assert nhsdx("check", "a.toml", "--today", "2026-11-01", cwd=tmp_path).code == 0
    assert check(tmp_path, "--today", "2026-11-01").code == 0


def test_a_waived_gate_is_not_a_regression(tmp_path: Path) -> None:
    """A waived gate does not fail as a regression instead."""
    folder(tmp_path, {"a": {"answers": {"skill": level(5), "time": level(5), "safety": level(2)}}})
    (tmp_path / "baseline.json").write_text(nhsdx("assess", "a.toml", "--format", "json", cwd=tmp_path).out)
    folder(tmp_path, {"a": {"answers": GATED}})
    policy(tmp_path, WAIVER)
    found = codes(tmp_path, "--today", "2026-11-01", "--no-regression", "baseline.json")
    assert found == {"a.toml": ["regression"] * 2}
    messages = [one["message"] for one in report(tmp_path, "--no-regression", "baseline.json")["files"][0]["findings"]]
    assert not any("gate" in message and "baseline" in message for message in messages)


def test_a_finding_can_be_waived(tmp_path: Path) -> None:
    """Missing answers can be waived for a time, like gates."""
    folder(tmp_path, {"a": {"answers": UNKNOWN}})
    policy(
        tmp_path,
        "require-complete = true\n[[waivers]]\nfinding = 'unknown-answer'\nowner = 'CNIO'\n"
        "reason = 'Survey runs in December'\nexpires = 2026-12-31\n",
    )
    assert check(tmp_path, "--today", "2026-12-01").code == 0
    assert check(tmp_path, "--today", "2027-01-01").code == 1


def test_an_unused_threshold_in_a_policy_is_reported(tmp_path: Path) -> None:
    """A misspelt dimension in a policy is an error, as on the command line."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    policy(tmp_path, "fail-under.peple = 90\n")
    (found,) = report(tmp_path)["findings"]
    assert (found["code"], found["verdict"], found["line"]) == ("policy-unused", "invalid", 1)
    assert 'did you mean "people"?' in found["remedy"]
    assert found["remedy"].startswith("expected one of: overall, people, work, skill, time, safety")


# ---- Outputs


def test_one_run_can_write_several_formats(tmp_path: Path) -> None:
    """A CI job gets its log, annotations and files from a single check."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    run = check(tmp_path, "--also", "json:out.json", "--also", "sarif:out.sarif", "--badge", "badge.svg")
    assert run.code == 0
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["verdict"] == "passed"
    assert json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert (tmp_path / "badge.svg").read_text(encoding="utf-8").startswith("<?xml")
    for word in ("pdf:x", "json", "json:", ":x"):
        assert check(tmp_path, "--also", word).code == 2


def test_the_report_is_written_even_if_no_badge_can_be_drawn(tmp_path: Path) -> None:
    """If a file cannot be scored, the report is written but no badge."""
    folder(tmp_path, {"a": {"answers": {"skill": 9}}})
    run = check(tmp_path, "--badge", "badge.svg")
    assert run.code == 2
    assert "level-out-of-scale" in run.out
    assert not (tmp_path / "badge.svg").exists()


@pytest.mark.parametrize(
    "options",
    [
        ("--also", "json:x.json", "-o", "x.json"),
        ("-o", "x.docx"),
        ("-o", "x"),
        ("--also", "json:-"),
        ("--badge", "-"),
        ("--also", "json:x", "--also", "sarif:./x"),
        ("--also", "json:there.json"),
        ("-o", "nhsdx.toml", "--force"),
        ("-o", "rubric.toml", "--force"),
    ],
)
def test_outputs_that_cannot_be_written_are_refused_before_anything_is_written(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    """Two outputs with one name, an existing file, or an input: nothing is written or lost."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    policy(tmp_path, "fail-under = 10\n")
    (tmp_path / "there.json").write_text("kept", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert check(tmp_path, *options).code == 2
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_check_refuses_stdin(tmp_path: Path) -> None:
    """`check` needs files; the error gives the command that reads an assessment from stdin."""
    run = nhsdx("check", "-", cwd=tmp_path)
    assert run.code == 2
    assert "nhsdx assess reads an assessment from stdin" in run.err


def test_assessments_in_unusual_encodings_are_checked_and_pipes_are_skipped(tmp_path: Path) -> None:
    """Files with a byte order mark, in UTF-16, or with rubric and answers in one are checked; a pipe is skipped."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    text = (tmp_path / "a.toml").read_text(encoding="utf-8")
    (tmp_path / "mark.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    (tmp_path / "wide.toml").write_bytes(text.encode("utf-16"))
    write(tmp_path / "half.toml", small_rubric() | {"answers": GOOD})
    os.mkfifo(tmp_path / "pipe.toml")
    data = report(tmp_path)
    assert {file["file"]: file["verdict"] for file in data["files"]} == {
        "a.toml": "passed",
        "half.toml": "invalid",
        "mark.toml": "passed",
        "wide.toml": "invalid",
    }


def test_impossible_file_names_are_errors_and_not_bugs(tmp_path: Path) -> None:
    """A name that is too long is an error like any other wrong name."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    long = "x" * 300
    for arguments in (
        (long,),
        ("a.toml", "--no-regression", long),
        ("a.toml", "--also", f"json:{long}"),
        ("a.toml", "-o", f"{long}/x"),
        ("a.toml", "--policy", long),
    ):
        assert nhsdx("check", *arguments, cwd=tmp_path).code == 2, arguments


def test_an_empty_baseline_is_an_error(tmp_path: Path) -> None:
    """A folder that contains only rubrics is not a baseline."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    (tmp_path / "old").mkdir()
    write(tmp_path / "old" / "rubric.toml", small_rubric())
    assert nhsdx("check", "a.toml", "--no-regression", "old", cwd=tmp_path).code == 2
    write(tmp_path / "old" / "a.toml", assessment(GOOD, subject="a"))
    assert nhsdx("check", "a.toml", "--no-regression", "old", cwd=tmp_path).code == 0


def test_a_badge_can_show_only_one_assessment(tmp_path: Path) -> None:
    """A badge for a folder could not show the result of every file."""
    folder(tmp_path, {"a": {"answers": GOOD}, "b": {"answers": GOOD}})
    run = check(tmp_path, "--badge", "badge.svg")
    assert run.code == 2
    assert not (tmp_path / "badge.svg").exists()


def test_an_output_never_replaces_an_assessment(tmp_path: Path) -> None:
    """This is refused even with --force."""
    folder(tmp_path, {"a": {"answers": GOOD}})
    for option in (("-o", "a.toml", "--format", "text"), ("--also", "json:a.toml"), ("--badge", "a.toml")):
        run = check(tmp_path, *option, "--force")
        assert run.code == 2
        assert "this is the file being read" in run.err


def test_github_gets_a_summary_of_the_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The summary is appended to the existing summary of the job."""
    folder(tmp_path, {"a": {"answers": GATED}})
    page = tmp_path / "summary.md"
    page.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    run = check(tmp_path, "--format", "github", "--fail-on-gate")
    assert run.code == 1
    assert run.out.startswith("::error file=a.toml,line=")
    assert page.read_text(encoding="utf-8").startswith("before\n")
    assert "safety-gate" in page.read_text(encoding="utf-8")
    assert check(tmp_path).out
    assert page.read_text(encoding="utf-8").count("# nhsdx check") == 1


def test_every_format_gives_the_same_line_number_for_a_finding(tmp_path: Path) -> None:
    """The text leaves out some findings; the others have the same lines as in JSON."""
    folder(tmp_path, {"a": {"answers": GATED | {"skill": 3}}})
    run = check(tmp_path, "--fail-on-gate", columns=160)
    for finding in report(tmp_path, "--fail-on-gate")["files"][0]["findings"]:
        place = f"{finding['file']}:{finding['line']}:{finding['column']}: "
        assert (place in run.out) == (finding["verdict"] != "passed")


def test_a_pipe_gets_no_progress_bar(tmp_path: Path) -> None:
    """In a pipe, stderr contains sentences and no control sequences."""
    folder(tmp_path, {f"a{number}": {"answers": GOOD} for number in range(30)})
    assert check(tmp_path).err == "1 other TOML file ignored\n"
