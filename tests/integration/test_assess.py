"""`nhsdx assess`: its output, files and exit codes."""

from __future__ import annotations

import datetime
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import tomli
import tomli_w

from tests.support.build import Table, flat_rubric, level_criterion
from tests.support.run import ROOT, nhsdx
from tests.support.samples import (
    ASEM,
    HDI,
    READINGS,
    SHIPPED,
    assessment,
    clean_environment,
    example,
    in_new_process,
    level,
    results,
    small_assessment,
    small_rubric,
    without_null,
    write,
)

FIGURES = {"title", "score", "level", "coverage"}
NODE_KEYS = FIGURES | {"before_gates", "weakest", "spread", "left_out"}
BY_READING = ("score", "level", "before_gates", "weakest", "spread")
GOOD = {"skill": level(4), "time": level(3), "safety": level(4)}
NOT_DUE = {"status": "not-due", "reason": "Before go-live."}
DATE_OF_RECORD = datetime.date(2026, 1, 1)


# ---- What is on stdout


def test_one_file_gives_one_json_object() -> None:
    """A program that reads one result does not have to unpack a list."""
    data = results(HDI)
    assert data["format"] == "nhsdx.result/1"
    assert data["assessment"]["subject"] == "United Kingdom"


def test_several_files_give_a_list_of_results_in_the_order_of_the_files() -> None:
    """Results come in the order of the files, whatever their scores."""
    folder = "examples/human-development-index"
    data = results(f"{folder}/ner.toml", f"{folder}/aus.toml", HDI)
    assert [one["assessment"]["subject"] for one in data] == ["Niger", "Australia", "United Kingdom"]


@pytest.mark.parametrize("files", [[HDI], [HDI, "examples/human-development-index/ner.toml"]], ids=["one", "two"])
def test_json_lines_have_each_result_on_its_own_line_even_if_there_is_only_one_result(files: list[str]) -> None:
    """Each line is the object that `json` gives for one file, however many files there are."""
    lines = nhsdx("assess", *files, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == [results(file) for file in files]


def test_an_error_in_json_lines_takes_one_line() -> None:
    """A program that reads lines gets a line even for an error."""
    run = nhsdx("assess", "none.toml", "--format", "jsonl")
    (line,) = run.out.splitlines()
    assert (run.code, json.loads(line)["format"]) == (2, "nhsdx.error/1")


def test_stdout_has_only_the_results_and_stderr_is_empty(tmp_path: Path) -> None:
    """Stdout is valid JSON with nothing before or after it, and stderr is empty."""
    run = nhsdx("assess", small_assessment(tmp_path, GOOD), "--format", "json")
    json.loads(run.out)
    assert run.out.startswith("{")
    assert run.out.endswith("}\n")
    assert run.err == ""


def test_a_failed_check_still_prints_complete_json(tmp_path: Path) -> None:
    """If the check fails, the whole result is still on stdout, and the reason is on stderr."""
    name = small_assessment(tmp_path, GOOD)
    run = nhsdx("assess", name, "--format", "json", "--fail-under", "99")
    assert run.code == 1
    assert json.loads(run.out)["overall"]["score"]["evidenced"] < 99
    assert run.err == f"{name}: the evidenced overall score 72.5 is below 99\n"


@pytest.mark.parametrize(("format_", "read"), [("json", json.loads), ("toml", tomli.loads)], ids=["json", "toml"])
def test_an_error_is_written_as_json_or_toml_if_that_format_was_asked_for(
    format_: str, read: Callable[[str], Any]
) -> None:
    """Programs get JSON or TOML even for an error, and stderr has the same message in words."""
    run = nhsdx("assess", "no-such-file.toml", "--format", format_)
    data = read(run.out)
    assert run.code == 2
    assert data["format"] == "nhsdx.error/1"
    assert [finding["code"] for finding in data["findings"]] == ["file-not-found"]
    assert run.err.startswith("no-such-file.toml: file-not-found: ")


def test_one_bad_file_among_good_ones_stops_the_run() -> None:
    """Either all files are scored or none, so that a missing result cannot be overlooked."""
    run = nhsdx("assess", HDI, "no-such-file.toml", ASEM, "--format", "json")
    assert run.code == 2
    assert json.loads(run.out)["format"] == "nhsdx.error/1"


# ---- The shape of a result


def test_the_result_has_the_published_keys(tmp_path: Path) -> None:
    """Every part of a result has its published name."""
    data = results(small_assessment(tmp_path, GOOD))
    assert list(data) == [
        "format",
        "tool",
        "rubric",
        "assessment",
        "overall",
        "dimensions",
        "criteria",
        "gates",
        "findings",
        "context",
        "overlay",
        "both",
        "national",
        "answers",
        "actions",
        "digest",
    ]
    assert set(data["tool"]) == {"name", "version"}
    assert set(data["rubric"]) == {
        "id",
        "version",
        "title",
        "checked",
        "audience",
        "effort_unit",
        "scoring_digest",
        "content_digest",
    }
    assert set(data["assessment"]) == {"subject", "date", "voice", "assessors", "profile", "as_of", "digest"}


def test_every_node_has_the_published_keys(tmp_path: Path) -> None:
    """The overall node, dimensions and criteria share most keys; readings are always in the same order."""
    data = results(small_assessment(tmp_path, GOOD))
    own = {"parent", "weight", "advisory", "contribution"}
    support = {"evidence", "counted_as", "evidence_date_problem", "supported_level"}
    leaf = {"dimension", "kind", "weight", "status", "answer", "contribution"} | support
    assert set(data["overall"]) == NODE_KEYS
    assert {name: set(node) for name, node in data["dimensions"].items()} == dict.fromkeys(
        ("people", "work"), NODE_KEYS | own
    )
    assert {name: set(node) for name, node in data["criteria"].items()} == dict.fromkeys(
        ("skill", "time", "safety"), FIGURES | leaf
    )
    assert {tuple(data["overall"][key]) for key in BY_READING} == {("evidenced", "claimed", "low", "high")}


def test_a_node_shows_the_spread_of_its_criteria_and_how_many_are_left_out(tmp_path: Path) -> None:
    """A node has the number of criteria at each level, the lowest level, and the criteria without a value by status."""
    people = results(small_assessment(tmp_path, {"skill": level(4), "safety": NOT_DUE}))
    assert people["dimensions"]["people"]["spread"] == {
        "evidenced": [0, 0, 0, 0, 1, 0],
        "claimed": [0, 0, 0, 0, 1, 0],
        "low": [1, 0, 0, 0, 1, 0],
        "high": [0, 0, 0, 0, 1, 1],
    }
    assert people["overall"]["weakest"] == {"evidenced": 4, "claimed": 4, "low": 0, "high": 4}
    assert people["overall"]["left_out"] == {
        "unknown": 1,
        "not-due": 1,
        "not-applicable": 0,
        "unknown-items": 0,
        "not-applicable-items": 0,
    }
    assert people["dimensions"]["work"]["weakest"] == dict.fromkeys(READINGS)


def test_gates_and_findings_have_the_published_keys(tmp_path: Path) -> None:
    """A gate has its state, the readings that trigger it, its cap, the reason, and what to do."""
    data = results(small_assessment(tmp_path, GOOD | {"safety": 1}))
    (gate,) = data["gates"]
    assert gate == {
        "id": "safety-gate",
        "title": None,
        "state": "triggered",
        "triggered_under": ["low", "evidenced", "claimed", "high"],
        "severity": "critical",
        "caps": {"overall": 1},
        "because": "unsafe work harms",
        "remedy": "make it safe",
    }
    data = results(small_assessment(tmp_path, {"skill": 5}))
    assert {frozenset(finding) for finding in data["findings"]} == {
        frozenset({"code", "severity", "message", "where", "remedy"})
    }


def test_an_excluded_criterion_and_its_dimension_have_null_scores(tmp_path: Path) -> None:
    """A criterion that does not apply has no score under any reading; it is never 0."""
    data = results(small_assessment(tmp_path, GOOD | {"safety": NOT_DUE}))
    for node in (data["criteria"]["safety"], data["dimensions"]["work"]):
        assert set(node["score"].values()) == set(node["level"].values()) == {None}
        assert node["coverage"] is None
    assert data["criteria"]["safety"]["status"] == "not-due"
    assert data["overall"]["score"]["claimed"] == 70


def test_an_unknown_criterion_has_no_score_under_readings_that_leave_it_out(tmp_path: Path) -> None:
    """An unknown criterion has no claimed score, and its range is the whole scale."""
    criterion = results(small_assessment(tmp_path, {"skill": level(4)}))["criteria"]["time"]
    assert [criterion["score"][reading] for reading in READINGS] == [None, None, 0, 100]
    assert (criterion["status"], criterion["answer"], criterion["evidence"]) == ("unknown", None, None)


def test_numbers_in_a_result_are_not_rounded(tmp_path: Path) -> None:
    """Scores have all their digits, for further calculations."""
    rubric = flat_rubric({name: level_criterion() for name in ("one", "two", "three")})
    write(tmp_path / "rubric.toml", rubric)
    data = results(write(tmp_path / "assessment.toml", assessment({"one": 1, "two": 2, "three": 2})))
    score = data["overall"]["score"]["claimed"]
    assert math.isclose(score, 100 / 3, rel_tol=0, abs_tol=1e-13)
    assert score != round(score, 9)


def test_a_result_includes_all_answers_in_full(tmp_path: Path) -> None:
    """A result contains the answers, so it can be checked on its own."""
    answers = {"skill": level(4, why="seen"), "time": 2, "safety": NOT_DUE}
    assert results(small_assessment(tmp_path, answers))["answers"] == {
        "skill": {"level": 4, "evidence": "audit", "seen": "2026-10-01", "why": "seen"},
        "time": {"level": 2},
        "safety": NOT_DUE,
    }


@pytest.mark.parametrize("files", [[HDI], [HDI, ASEM]], ids=["one", "several"])
def test_toml_has_the_same_content_as_json_except_for_nulls(files: list[str]) -> None:
    """TOML results are the JSON results without nulls; several results are under `results`."""
    data = results(*files)
    run = nhsdx("assess", *files, "--format", "toml")
    assert run.code == 0
    assert tomli.loads(run.out) == without_null(data if len(files) == 1 else {"results": data})


def test_a_result_has_the_same_content_in_toml_as_in_json_without_nulls(tmp_path: Path) -> None:
    """Excluded and unknown nodes do not keep a result from being TOML."""
    name = small_assessment(tmp_path, {"skill": 3, "safety": NOT_DUE})
    run = nhsdx("assess", name, "--format", "toml")
    assert tomli.loads(run.out) == without_null(results(name))


def test_a_claim_is_supported_if_its_evidence_supports_exactly_the_claimed_level(tmp_path: Path) -> None:
    """5.4 of 9 is exactly 60, which records support; 60.00000000000001 is not a claim beyond the evidence."""
    rubric = small_rubric()
    line = {"kind": "measure", "unit": "months", "linear": {"worst": 0, "best": 9}}
    rubric["criteria"]["skill"] = {"dimension": "people", "title": "Skill", **line}
    write(tmp_path / "rubric.toml", rubric)
    answers = GOOD | {"skill": {"value": 5.4, "evidence": "record", "seen": datetime.date(2026, 9, 1)}}
    assert results(write(tmp_path / "assessment.toml", assessment(answers)))["findings"] == []


# ---- Output files


def test_an_output_file_gets_the_whole_output_and_stdout_gets_nothing(tmp_path: Path) -> None:
    """`-o` writes the same bytes as stdout would get."""
    shown = nhsdx("assess", HDI, "--format", "json").out
    run = nhsdx("assess", HDI, "--format", "json", "-o", str(tmp_path / "result.json"))
    assert (run.code, run.out, run.err) == (0, "", "")
    assert (tmp_path / "result.json").read_bytes() == shown.encode()


def test_an_existing_file_is_not_replaced_without_force(tmp_path: Path) -> None:
    """A mistyped name cannot destroy a file."""
    target = tmp_path / "result.json"
    target.write_text("mine")
    run = nhsdx("assess", HDI, "--format", "json", "-o", str(target))
    assert (run.code, run.out) == (2, "")
    assert "file-exists" in run.err
    assert "--force" in run.err
    assert target.read_text() == "mine"


def test_the_force_option_replaces_an_existing_file(tmp_path: Path) -> None:
    """`--force` allows the old file to be replaced."""
    target = tmp_path / "result.json"
    target.write_text("mine")
    assert nhsdx("assess", HDI, "--format", "json", "-o", str(target), "--force").code == 0
    assert json.loads(target.read_text(encoding="utf-8"))["format"] == "nhsdx.result/1"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["disk", "ctrl-c"])
def test_a_write_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """A full disk or Ctrl-C leaves no partial or temporary file, and keeps the old file."""
    target = tmp_path / "result.json"
    target.write_text("mine")

    def fails(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fails)
    run = nhsdx("assess", HDI, "-o", str(target), "--force")
    assert run.code != 0
    assert target.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["result.json"]


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
def test_an_output_file_has_ordinary_permissions(tmp_path: Path) -> None:
    """A result has the same permissions as other files that the user creates."""
    nhsdx("assess", HDI, "-o", str(tmp_path / "result.txt"))
    (tmp_path / "other.txt").touch()
    assert (tmp_path / "result.txt").stat().st_mode == (tmp_path / "other.txt").stat().st_mode


@pytest.mark.parametrize("target", ["no/such/folder/result.txt", "."])
def test_an_output_that_cannot_be_written_is_an_error(tmp_path: Path, target: str) -> None:
    """A wrong folder is a user error, and no file is left behind."""
    run = nhsdx("assess", str(ROOT / HDI), "--format", "text", "-o", target, "--force", cwd=tmp_path)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"{target}: file-unwritable: ")
    assert list(tmp_path.iterdir()) == []


def test_an_invalid_assessment_writes_no_file(tmp_path: Path) -> None:
    """If nothing can be scored, no file is written that could be mistaken for a result."""
    name = small_assessment(tmp_path, {"skill": 9})
    run = nhsdx("assess", name, "-o", str(tmp_path / "result.txt"))
    assert run.code == 2
    assert not (tmp_path / "result.txt").exists()


def test_a_failed_check_still_writes_the_output_file(tmp_path: Path) -> None:
    """A CI job can keep the result of a failed run."""
    name = small_assessment(tmp_path, GOOD)
    run = nhsdx("assess", name, "--format", "json", "-o", str(tmp_path / "result.json"), "--fail-under", "99")
    assert (run.code, run.out) == (1, "")
    assert json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))["format"] == "nhsdx.result/1"


def test_a_dash_as_output_means_stdout() -> None:
    """`-o -` means stdout."""
    run = nhsdx("assess", HDI, "--format", "json", "-o", "-")
    assert json.loads(run.out)["assessment"]["subject"] == "United Kingdom"


# ---- Input files


def test_a_dash_as_input_means_stdin(tmp_path: Path) -> None:
    """An assessment can come from a pipe; the path of its rubric is then relative to the current folder."""
    name = Path(small_assessment(tmp_path, GOOD))
    run = nhsdx("assess", "-", "--format", "json", cwd=tmp_path, stdin=name.read_bytes())
    assert run.code == 0
    assert json.loads(run.out) == results(str(name))


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
    ],
    ids=["no newline at the end", "Windows lines", "byte order mark"],
)
def test_line_endings_and_byte_order_marks_from_editors_do_not_change_a_result(
    tmp_path: Path, changed: Callable[[str], str]
) -> None:
    """A missing last newline, Windows line ends or a byte order mark do not change a result."""
    name = Path(small_assessment(tmp_path, GOOD))
    before = results(str(name))
    name.write_bytes(changed(name.read_text(encoding="utf-8")).encode())
    assert results(str(name)) == before


def test_a_rubric_file_with_answers_is_an_assessment(tmp_path: Path) -> None:
    """One file can contain both questions and answers, and scores like two files."""
    two = results(small_assessment(tmp_path, GOOD))
    inside = small_rubric() | {key: assessment(GOOD)[key] for key in ("assessment", "answers")}
    one = results(write(tmp_path / "one.toml", inside))
    assert one == two


def test_a_one_file_assessment_may_choose_one_of_its_own_profiles(tmp_path: Path) -> None:
    """A one-file assessment chooses among its own profiles."""
    parts = {key: assessment(GOOD)[key] for key in ("assessment", "answers")}
    data = results(write(tmp_path / "one.toml", {"profile": "short"} | small_rubric() | parts))
    assert data["assessment"]["profile"] == "short"
    assert data["criteria"]["time"]["status"] == "outside-profile"


def test_the_error_for_a_rubric_without_answers_says_how_to_begin_an_assessment() -> None:
    """The error for a rubric gives the command that starts an assessment."""
    name = f"rubrics/{SHIPPED}.toml"
    run = nhsdx("assess", name)
    assert (run.code, run.out) == (2, "")
    assert f"{name}: no-assessment: " in run.err
    assert f"nhsdx new {name} -o assessment.toml" in run.err


def test_the_command_suggested_in_the_error_works(tmp_path: Path) -> None:
    """The command in the error message creates an assessment that can be scored."""
    write(tmp_path / "rubric.toml", small_rubric())
    said = nhsdx("assess", "rubric.toml", cwd=tmp_path).err
    words = said.split("start an empty file with: nhsdx ", 1)[1].split()
    assert nhsdx(*words, cwd=tmp_path).code == 0
    assert nhsdx("assess", "assessment.toml", cwd=tmp_path).code == 0


def test_the_error_for_a_rubric_without_answers_from_stdin_says_what_to_do(tmp_path: Path) -> None:
    """A rubric from a pipe has to be saved first; following the message leads to an assessment that can be scored."""
    raw = tomli_w.dumps(small_rubric()).encode()
    said = nhsdx("assess", "-", cwd=tmp_path, stdin=raw).err
    assert "save it as rubric.toml, then answer its questions with: " in said
    (tmp_path / "rubric.toml").write_bytes(raw)
    words = said.split("start an empty file with: nhsdx ", 1)[1].split()
    assert nhsdx(*words, cwd=tmp_path).code == 0
    assert nhsdx("assess", "assessment.toml", cwd=tmp_path).code == 0


# ---- Options


def test_a_rubric_on_the_command_line_replaces_the_rubric_of_the_file(tmp_path: Path) -> None:
    """An assessment can be scored with a changed rubric without editing it."""
    name = small_assessment(tmp_path, GOOD)
    heavier = small_rubric(dimensions={"people": {"title": "P", "weight": 1}, "work": {"title": "W", "weight": 1}})
    other = write(tmp_path / "other.toml", heavier)
    assert results(name)["overall"]["score"]["claimed"] == 72.5
    assert results(name, "--rubric", other)["overall"]["score"]["claimed"] == 75


def test_a_rubric_on_the_command_line_replaces_a_missing_one(tmp_path: Path) -> None:
    """An assessment sent without its rubric can still be scored."""
    other = write(tmp_path / "other.toml", small_rubric())
    name = write(tmp_path / "assessment.toml", assessment(GOOD, rubric="gone.toml"))
    assert nhsdx("assess", name).code == 2
    assert results(name, "--rubric", other)["overall"]["score"]["claimed"] == 72.5


def test_criteria_outside_the_profile_are_left_out_and_listed(tmp_path: Path) -> None:
    """A profile scores fewer questions; the result lists those that were not asked, and warns of answers to them."""
    name = small_assessment(tmp_path, GOOD)
    data = results(name, "--profile", "short")
    assert data["assessment"]["profile"] == "short"
    assert data["criteria"]["time"]["status"] == "outside-profile"
    assert data["overall"]["score"]["claimed"] == 80
    (finding,) = data["findings"]
    assert (finding["code"], finding["severity"], finding["where"]) == (
        "answer-outside-profile",
        "warning",
        "answers.time",
    )
    unanswered = results(small_assessment(tmp_path, GOOD | {"time": "unknown"}), "--profile", "short")
    assert [one["code"] for one in unanswered["findings"]] == ["outside-profile"]
    page = nhsdx("assess", name, "--profile", "short").out
    assert "profile short" in page
    assert "Outside the profile (1): Time" in page


def test_an_unknown_profile_is_an_error_with_a_suggestion(tmp_path: Path) -> None:
    """A mistyped profile never falls back to the whole rubric."""
    run = nhsdx("assess", small_assessment(tmp_path, GOOD), "--profile", "shor")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith('--profile: unknown-reference: "shor" is not a profile of small@1.2.0')
    assert 'did you mean "short"?' in run.err


def test_the_age_of_evidence_is_counted_up_to_the_given_day(tmp_path: Path) -> None:
    """On a later date, an old record supports less and the claim is unchanged; page and data give the date."""
    record = {"evidence": "record", "seen": DATE_OF_RECORD}
    name = small_assessment(tmp_path, {"skill": level(3, **record), "time": level(3, **record), "safety": level(4)})
    fresh = results(name, "--as-of", "2027-01-01")
    aged = results(name, "--as-of", "2027-01-02")
    assert [fresh["dimensions"]["people"]["score"][reading] for reading in READINGS] == [60, 60, 60, 60]
    assert [aged["dimensions"]["people"]["score"][reading] for reading in READINGS] == [60, 20, 20, 60]
    assert aged["assessment"]["as_of"] == "2027-01-02"
    assert aged["assessment"]["date"] == "2026-10-01"
    assert [one["code"] for one in aged["findings"]].count("evidence-aged") == 2
    assert "evidence-aged" not in [one["code"] for one in fresh["findings"]]
    assert "evidence as of 2027-01-02" in nhsdx("assess", name, "--as-of", "2027-01-02").out


# ---- Checks


@pytest.mark.parametrize(("bound", "code"), [("0", 0), ("72.4", 0), ("72.5", 0), ("72.500001", 1), ("100", 1)])
def test_a_score_below_the_threshold_fails(tmp_path: Path, bound: str, code: int) -> None:
    """A score below `--fail-under` fails; an equal score passes."""
    run = nhsdx("assess", small_assessment(tmp_path, GOOD), "--fail-under", bound)
    assert run.code == code
    assert ("is below" in run.err) == bool(code)


def test_a_score_exactly_on_the_threshold_passes_despite_binary_floats(tmp_path: Path) -> None:
    """Weights of 0.1 put an exact 20 at 19.999999999999996, which is not below 20."""
    rubric = flat_rubric({name: level_criterion(weight=0.1) for name in ("one", "two", "three")})
    write(tmp_path / "rubric.toml", rubric)
    name = write(tmp_path / "assessment.toml", assessment({"one": 0, "two": 0, "three": 3}))
    assert results(name)["overall"]["score"]["claimed"] < 20
    assert nhsdx("assess", name, "--fail-under", "20").code == 0


@pytest.mark.parametrize("bound", ["0", "50"])
def test_a_missing_score_does_not_meet_a_threshold(tmp_path: Path, bound: str) -> None:
    """An assessment without known answers does not pass."""
    run = nhsdx("assess", small_assessment(tmp_path, {}), "--fail-under", bound)
    assert run.code == 1
    assert "there is no evidenced overall score" in run.err


SAFETY: dict[str, object] = {
    "triggered": level(1),
    "unproven": {"level": 4, "evidence": "hearsay"},
    "undecided": "unknown",
    "clear": level(4),
}


@pytest.mark.parametrize("state", SAFETY)
def test_a_gate_fails_the_check_unless_it_is_clear(tmp_path: Path, state: str) -> None:
    """A gate also fails if evidence or an answer is missing."""
    name = small_assessment(tmp_path, GOOD | {"safety": SAFETY[state]})
    run = nhsdx("assess", name, "--fail-on-gate")
    assert run.code == (0 if state == "clear" else 1)
    assert run.err == ("" if state == "clear" else f"{name}: gate safety-gate is {state}\n")


@pytest.mark.parametrize(
    ("state", "failing"),
    [
        ("triggered", {"low", "evidenced", "claimed", "high"}),
        ("unproven", {"low", "evidenced"}),
        ("undecided", {"low"}),
        ("clear", set()),
    ],
)
def test_gates_can_be_checked_under_a_single_reading(tmp_path: Path, state: str, failing: set[str]) -> None:
    """`--on` judges gates only by the reading that the user chose."""
    name = small_assessment(tmp_path, GOOD | {"safety": SAFETY[state]})
    runs = {reading: nhsdx("assess", name, "--fail-on-gate", "--on", reading) for reading in READINGS}
    assert {reading for reading, run in runs.items() if run.code == 1} == failing
    assert {
        reading for reading, run in runs.items() if f"is triggered under the {reading} reading" in run.err
    } == failing


def test_the_score_can_be_checked_under_a_single_reading(tmp_path: Path) -> None:
    """The evidenced score is compared with the bound, unless `--on` gives another reading."""
    name = small_assessment(tmp_path, GOOD | {"skill": {"level": 4, "evidence": "hearsay"}})
    for reading in ((), ("--on", "evidenced")):
        run = nhsdx("assess", name, "--fail-under", "60", *reading)
        assert run.code == 1
        assert "the evidenced overall score 50 is below 60" in run.err
    assert nhsdx("assess", name, "--fail-under", "60", "--on", "claimed").code == 0
    run = nhsdx("assess", name, "--fail-under", "73", "--on", "claimed")
    assert run.code == 1
    assert "the claimed overall score 72.5 is below 73" in run.err


def test_an_incomplete_assessment_can_make_a_check_undecided(tmp_path: Path) -> None:
    """`--require-complete` exits 4 and lists the unknown answers; without it they do not matter."""
    name = small_assessment(tmp_path, {"skill": level(4), "safety": level(4)})
    run = nhsdx("assess", name, "--require-complete")
    assert run.code == 4
    assert run.err == f"{name}: not answered: time\n"
    assert nhsdx("assess", name).code == 0


def test_criteria_that_do_not_apply_do_not_count_as_missing_answers(tmp_path: Path) -> None:
    """Not due and outside the profile are complete answers."""
    name = small_assessment(tmp_path, {"skill": level(4), "safety": NOT_DUE})
    assert nhsdx("assess", name, "--require-complete", "--profile", "short").code == 0


@pytest.mark.parametrize("order", list(permutations(("failed", "undecided", "fine"))), ids=" ".join)
def test_a_failed_check_outranks_an_undecided_one_whatever_the_order_of_the_files(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    """The worst outcome decides, not the last file."""
    answers: dict[str, Table] = {
        "failed": GOOD | {"skill": level(0), "time": level(0)},
        "undecided": {name: answer for name, answer in GOOD.items() if name != "time"},
        "fine": GOOD,
    }
    files = {name: small_assessment(tmp_path, given, f"{name}.toml") for name, given in answers.items()}
    demands = ("--fail-under", "50", "--require-complete")
    assert nhsdx("assess", *(files[name] for name in order), *demands).code == 1
    assert nhsdx("assess", *(files[name] for name in order if name != "failed"), *demands).code == 4
    assert nhsdx("assess", files["fine"], *demands).code == 0


def test_every_reason_for_a_failed_check_is_given(tmp_path: Path) -> None:
    """A check that fails for three reasons lists all three, each with its file."""
    name = small_assessment(tmp_path, {"skill": level(0)})
    run = nhsdx("assess", name, "--fail-under", "50", "--fail-on-gate", "--require-complete")
    assert run.code == 1
    assert run.err.splitlines() == [
        f"{name}: the evidenced overall score 0 is below 50",
        f"{name}: gate safety-gate is undecided",
        f"{name}: not answered: time, safety",
    ]


# ---- Wrong usage


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["no-such-command"],
        ["assess"],
        ["assess", HDI, "--format", "table"],
        ["assess", HDI, "-o", "result.xlsx"],
        ["assess", HDI, "-o", "result"],
        ["assess", HDI, "--no-such-option"],
        ["assess", HDI, "--fail-under", "101"],
        ["assess", HDI, "--fail-under", "-1"],
        ["assess", HDI, "--fail-under", "nan"],
        ["assess", HDI, "--fail-under", "much"],
        ["assess", HDI, "--as-of", "tomorrow"],
        ["assess", HDI, "--as-of", "2026-02-30"],
        ["assess", HDI, "--on", "claimed"],
        ["assess", HDI, "--on", "both", "--fail-on-gate"],
        ["assess", HDI, "--rubric", "no-such-rubric"],
        ["assess", "examples"],
        ["assess", ""],
        ["explain"],
        ["explain", HDI, ASEM, "overall"],
        ["rubric"],
        ["rubric", "show"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_with_code_2(arguments: list[str]) -> None:
    """Wrong usage has its own exit code, and nothing is written to stdout."""
    run = nhsdx(*arguments)
    assert run.code == 2
    assert "Traceback" not in run.err
    assert run.err or "Usage: " in run.out


# ---- The same bytes


PLACES = [
    {"PYTHONHASHSEED": "0", "LANG": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati"},
    {"PYTHONHASHSEED": "4242", "LANG": "de_DE.UTF-8", "TZ": "America/Los_Angeles"},
]


@pytest.mark.parametrize("format_", ["json", "toml"])
def test_the_same_input_gives_the_same_bytes_on_any_machine(tmp_path: Path, format_: str) -> None:
    """Hash seed, locale, time zone and repeated runs do not change a byte of a result."""
    name = small_assessment(tmp_path, {"skill": level(4), "time": 2})
    runs = [in_new_process("assess", name, ASEM, "--format", format_, environment=place) for place in PLACES]
    assert {(run.code, run.err) for run in runs} == {(0, "")}
    assert {run.out for run in runs} == {nhsdx("assess", name, ASEM, "--format", format_).out}


def test_the_same_input_gives_the_same_page_on_any_machine(tmp_path: Path) -> None:
    """The page does not depend on the machine."""
    name = small_assessment(tmp_path, {"skill": level(4), "time": 2})
    runs = [in_new_process("assess", name, ASEM, environment=place | {"PYTHONIOENCODING": "utf-8"}) for place in PLACES]
    assert {run.out for run in runs} == {nhsdx("assess", name, ASEM).out}


def test_json_is_printed_as_utf_8_in_any_terminal(tmp_path: Path) -> None:
    """JSON is UTF-8 even if the terminal is not."""
    name = small_assessment(tmp_path, GOOD, subject="Ysbyty Gŵyr – £5")
    run = in_new_process("assess", name, "--format", "json", environment={"PYTHONIOENCODING": "ascii"})
    assert json.loads(run.out)["assessment"]["subject"] == "Ysbyty Gŵyr – £5"


# ---- When things go wrong


def test_a_bug_ends_the_command_with_exit_code_3_and_a_short_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug gives two lines that say where to report it and do not quote any answers."""
    monkeypatch.setattr("nhsdx.analysis.case.score_both", _breaks)
    run = nhsdx("assess", HDI)
    assert (run.code, run.out) == (3, "")
    assert len(run.err.splitlines()) == 2
    assert "a bug in nhsdx (ZeroDivisionError)" in run.err
    assert "https://github.com/nhsdx/nhsdx/issues" in run.err
    assert "Traceback" not in run.err
    assert "secret words" not in run.err


def test_the_debug_option_shows_the_traceback_of_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    """The traceback shows where the bug is."""
    monkeypatch.setattr("nhsdx.analysis.case.score_both", _breaks)
    run = nhsdx("--debug", "assess", HDI)
    assert run.code == 3
    assert "Traceback (most recent call last)" in run.err
    assert "_breaks" in run.err


def _breaks(*_: object, **__: object) -> None:
    raise ZeroDivisionError("secret words")


def test_a_closed_pipe_is_not_an_error() -> None:
    """`nhsdx … | head` ends quietly."""
    command = f"{sys.executable} -m nhsdx assess {' '.join([ASEM] * 20)} --format json | head -c 10"
    ended = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=clean_environment(), capture_output=True, timeout=60, check=False
    )
    assert ended.stdout == b"[\n  {\n    "
    assert ended.stderr == b""


def test_a_full_disk_is_not_reported_as_a_bug() -> None:
    """If stdout cannot be written, the message says so and does not blame a bug."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")
    with full.open("wb") as out:
        ended = subprocess.run(
            [sys.executable, "-m", "nhsdx", "assess", HDI],
            cwd=ROOT,
            env=clean_environment(),
            stdout=out,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert b"a bug in nhsdx" not in ended.stderr
    assert b"Traceback" not in ended.stderr
    assert ended.returncode == 2


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "json", "jsonl", "toml"])
def test_every_output_ends_with_a_newline_and_no_line_ends_with_spaces(format_: str) -> None:
    """Output can be pasted, appended and compared without stray blanks."""
    text = nhsdx("assess", HDI, ASEM, "--format", format_).out
    assert text.endswith("\n")
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_the_version_option_prints_the_version() -> None:
    """`--version` prints the version on one line."""
    run = nhsdx("--version")
    assert run.code == 0
    assert run.out.startswith("nhsdx ")
    assert len(run.out.splitlines()) == 1


def test_the_command_in_the_help_text_scores_an_example() -> None:
    """The command in the help text works as shown."""
    assert nhsdx("assess", example("marlowe-vale")).code == 0


# ---- Formats of the page

SUFFIXES = {"text": "txt", "markdown": "md", "html": "html", "json": "json", "jsonl": "jsonl", "toml": "toml"}


@pytest.mark.parametrize(("format_", "suffix"), SUFFIXES.items())
def test_the_ending_of_the_output_file_decides_the_format(tmp_path: Path, format_: str, suffix: str) -> None:
    """`-o page.md` writes Markdown without `--format`."""
    named, given = tmp_path / f"named.{suffix}", tmp_path / "given"
    assert nhsdx("assess", HDI, "-o", str(named)).code == 0
    assert nhsdx("assess", HDI, "--format", format_, "-o", str(given)).code == 0
    assert named.read_bytes() == given.read_bytes()


def test_an_unknown_file_ending_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    """The error for a wrong ending lists the endings that work."""
    run = nhsdx("assess", "no-such-file.toml", "-o", "result.xlsx", cwd=tmp_path)
    assert (run.code, run.out) == (2, "")
    assert "this command has no format for the extension '.xlsx'; expected .txt, .md" in run.err
    assert list(tmp_path.iterdir()) == []


def test_an_html_page_contains_the_data_of_the_results_that_it_shows(tmp_path: Path) -> None:
    """The results in the page can be verified."""
    page = tmp_path / "page.html"
    assert nhsdx("assess", example("marlowe-vale"), example("harrowmere"), "-o", str(page)).code == 0
    assert nhsdx("verify", str(page)).code == 0
    text = page.read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "default-src 'none'" in text
    assert text.count("<h1") == 1


@pytest.mark.parametrize(("suffix", "start"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_results_can_be_written_as_word_and_pdf_files(tmp_path: Path, suffix: str, start: bytes) -> None:
    """The page can be written for an office program."""
    page = tmp_path / f"page.{suffix}"
    assert nhsdx("assess", HDI, "-o", str(page)).code == 0
    assert page.read_bytes().startswith(start)


def test_only_characters_missing_from_the_code_page_of_a_console_are_replaced() -> None:
    """On a Windows console with code page 1252, dashes and quotation marks stay, and only bars are replaced."""
    run = in_new_process("assess", HDI, environment={"PYTHONIOENCODING": "cp1252"}, encoding="cp1252")
    plain = nhsdx("assess", HDI).out
    assert "92.9–92.9" in run.out
    assert run.out == plain.replace("█", "#").replace("▒", "=").replace("░", ":")
