"""`nhsdx verify`: a result is confirmed if and only if scoring its answers again gives the same result."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from nhsdx import __version__
from nhsdx.documents.data import json_text, toml_text
from nhsdx.model.codes import ERROR_CODES, VERIFICATION_CODES
from nhsdx.scoring.digest import compute_result_digest
from tests.support import hostile
from tests.support.build import Table
from tests.support.forgery import Edit, edits
from tests.support.programs.browser import needs_browser
from tests.support.programs.devtools import assert_good_page, tab_of
from tests.support.run import ROOT, UPDATE, Run, assert_snapshot, nhsdx
from tests.support.samples import (
    ASEM,
    ASEM_RUBRIC,
    FOUR_KINDS,
    FOUR_KINDS_ANSWERS,
    HDI,
    HDI_RUBRIC,
    ONE_FILE,
    ORGANISATIONS,
    SHIPPED,
    assessment,
    example,
    level,
    results,
    small_assessment,
    small_rubric,
    write,
)

BAD = ROOT / "tests" / "bad_results"
BAD_NAMES = sorted(path.name for path in BAD.iterdir() if path.suffix in {".json", ".toml"})
WRITERS = {"json": json_text, "toml": toml_text}
ANSWERS: Table = {"skill": level(3), "time": level(2, evidence="record"), "safety": level(4)}
BETTER: Table = ANSWERS | {"skill": level(5)}
# A result in which these are changed and the digests are new is still honest: the same answers read with
# another profile or on another day, which makes no difference; or written by another version.
SHARE = int(os.environ.get("NHSDX_EDITS", "5"))
"""One edit out of this many is tried; NHSDX_EDITS=1 tries all, which takes minutes."""
HONEST = {"tool.version: another text", "assessment.as_of: another text", "assessment.profile: taken out"}


def verify(*arguments: str, cwd: Path = ROOT, stdin: bytes = b"", columns: int = 160) -> Run:
    """Runs `nhsdx verify`."""
    return nhsdx("verify", *arguments, cwd=cwd, stdin=stdin, columns=columns)


def verified(*arguments: str, cwd: Path = ROOT) -> list[dict[str, Any]]:
    """The entry of each result in `nhsdx verify --format json`."""
    data = json.loads(verify(*arguments, "--format", "json", cwd=cwd).out)
    assert data["format"] == "nhsdx.verification/1"
    entries: list[dict[str, Any]] = data["results"]
    assert {code for entry in entries for code in codes(entry)} <= {*ERROR_CODES, *VERIFICATION_CODES}
    return entries


def codes(entry: dict[str, Any]) -> set[str]:
    """The codes of the findings on a result."""
    return {finding["code"] for finding in entry["findings"]}


def messages(entry: dict[str, Any]) -> list[str]:
    """The messages of the findings on a result."""
    return [finding["message"] for finding in entry["findings"]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a rubric and a result in JSON and in TOML."""
    small_assessment(tmp_path, ANSWERS)
    for form in WRITERS:
        made = nhsdx("assess", "assessment.toml", "--format", form, "-o", f"result.{form}", cwd=tmp_path)
        assert made.code == 0, made.err
    return tmp_path


def stored(folder: Path, name: str = "result.json") -> dict[str, Any]:
    """The data of a result in JSON."""
    data: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return data


def put(folder: Path, data: object, name: str = "edited.json") -> str:
    """Writes a result to a JSON file in a folder, and returns the file's name."""
    (folder / name).write_text(json_text(data), encoding="utf-8")
    return name


# ---- Results that are confirmed


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("name", [*map(example, ORGANISATIONS), ONE_FILE, HDI, ASEM])
def test_the_result_of_every_example_can_be_verified(name: str, form: str, tmp_path: Path) -> None:
    """Results from nhsdx are confirmed, in either format, with a shipped rubric or with --rubric."""
    target = str(tmp_path / f"result.{form}")
    assert nhsdx("assess", name, "--format", form, "-o", target).code == 0
    pool = [word for rubric in (ONE_FILE, HDI_RUBRIC, ASEM_RUBRIC) for word in ("--rubric", rubric)]
    run = verify(target, *pool)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("1 result: 1 confirmed\n  ✓ Confirmed: ")
    assert run.out.count("\n") == 2


@pytest.mark.parametrize("form", WRITERS)
def test_several_results_in_one_file_are_verified_one_by_one(form: str) -> None:
    """A list of results in JSON, or under `results` in TOML, from stdin."""
    several = nhsdx("assess", *map(example, ORGANISATIONS), "--format", form)
    run = verify("-", stdin=several.out.encode())
    assert run.code == 0, run.err
    assert [line.split()[2] for line in run.out.splitlines()[1:]] == [f"<stdin>[{n}]:" for n in range(4)]


@pytest.mark.parametrize("name", ["results.jsonl", "-"])
def test_json_lines_are_verified_line_by_line(name: str, tmp_path: Path) -> None:
    """JSON lines can come from a file or a pipe; a problem has the line of its result."""
    lines = nhsdx("assess", *map(example, ORGANISATIONS), "--format", "jsonl").out
    (tmp_path / "results.jsonl").write_text(lines, encoding="utf-8")
    run = verify(name, cwd=tmp_path, stdin=lines.encode())
    assert (run.code, run.out.count("✓ Confirmed: "), "[3]: " in run.out) == (0, 4, True)
    (tmp_path / "results.jsonl").write_text(lines.replace('"voice":', '"voic":'), encoding="utf-8")
    run = verify("results.jsonl", cwd=tmp_path)
    assert [line for line in range(1, 6) if f"results.jsonl:{line}:" in run.err] == [1, 2, 3, 4]


def test_the_page_gives_the_profile_and_the_day_and_the_voice_of_the_result(folder: Path) -> None:
    """A result is scored again with its own profile and date."""
    options = ["--profile", "short", "--as-of", "2028-01-01"]
    assert nhsdx("assess", "assessment.toml", *options, "--format", "json", "-o", "other.json", cwd=folder).code == 0
    changed = [stored(folder, name)["overall"]["score"]["low"] for name in ("result.json", "other.json")]
    assert changed[0] != changed[1]
    assert verify("other.json", "--rubric", "rubric.toml", cwd=folder).code == 0


def test_a_result_without_its_nulls_is_confirmed(folder: Path) -> None:
    """Null and a missing key are the same, as in TOML; so are 20 and 20.0."""
    table = json.dumps(stored(folder)).replace(".0,", ",").replace(', "high": null', "")
    (folder / "short.json").write_text(table, encoding="utf-8")
    assert verify("short.json", "--rubric", "rubric.toml", cwd=folder).code == 0


def test_differences_below_nine_decimals_do_not_count(folder: Path) -> None:
    """Sums in another order differ in the last bits; a result with such figures is confirmed."""
    data = stored(folder)
    data["overall"]["score"]["claimed"] += 1e-11
    put(folder, data | {"digest": compute_result_digest(data)})
    assert verify("edited.json", "--rubric", "rubric.toml", cwd=folder).code == 0


def test_a_rubric_in_another_order_counts_as_the_same_rubric(folder: Path) -> None:
    """No digest or result depends on the order of a rubric's tables."""
    gate = small_rubric()["gates"]["safety-gate"]
    two = small_rubric(gates={"flag-gate": {**gate, "when": {"criterion": "time", "at-most": 2}}, "safety-gate": gate})
    write(folder / "rubric.toml", two)
    assert nhsdx("assess", "assessment.toml", "--format", "json", "-o", "two.json", cwd=folder).code == 0
    for key in ("gates", "criteria", "dimensions"):
        two[key] = dict(reversed(two[key].items()))
    write(folder / "rubric.toml", two)
    assert verify("two.json", "--rubric", "rubric.toml", cwd=folder).out.startswith("1 result: 1 confirmed\n")


# ---- Every single edit


def everything(folder: Path) -> dict[str, Any]:
    """A result with all kinds of criteria and answers, gates in several states, old evidence and findings."""
    kinds = ("basics", "funding", "view", "trust")
    criteria = {name: {"dimension": "people", **FOUR_KINDS[name]} for name in kinds}
    criteria["funding"]["may-be-left-out"] = ["not-due"]
    base = small_rubric()
    gate = base["gates"]["safety-gate"]
    parts: Table = {
        "criteria": base["criteria"] | criteria,
        "gates": {
            "safety-gate": gate,
            "flag-gate": {**gate, "when": {"criterion": "time", "at-most": 2}} | {"cap": {"people": 2, "overall": 3}},
            "watch-gate": {key: gate[key] for key in ("because", "remedy")}
            | {"when": {"dimension": "work", "below": 10}, "flag": True},
        },
        "context": {"stage": {"title": "Stage", "options": ["before", "after"]}},
    }
    answers: Table = {name: FOUR_KINDS_ANSWERS[name] for name in kinds} | {
        "skill": level(3, why="As seen.", documents=["paper"]),
        "time": level(4, evidence="record", seen=datetime.date(2025, 1, 1)),
        "safety": "unknown",
        "funding": {"status": "not-due", "reason": "Later."},
        "trust": {"counts": [1, 2, 3]},
    }
    write(folder / "rubric.toml", small_rubric(**parts))
    action = {"criterion": "skill", "what": "Appoint", "owner": "Chief nurse", "due": datetime.date(2026, 9, 1)}
    actions = [action, {**action, "criterion": "basics", "items": ["test"], "state": "dropped", "reason": "Not now."}]
    table = assessment(answers) | {"documents": {"paper": {"title": "Paper"}}, "profile": "whole"}
    table |= {"context": {"stage": "before"}, "actions": actions}
    table["assessment"]["assessors"] = ["Programme lead", "Role, not name"]
    made: dict[str, Any] = results(write(folder / "all.toml", table))
    return made


def not_caught(folder: Path, made: Iterable[Edit], form: str) -> tuple[set[str], set[str]]:
    """The edits that verify does not catch, and all edits."""
    names: dict[str, str] = {}
    for number, edit in enumerate(made):
        name = f"{number}.{form}"
        (folder / name).write_text(WRITERS[form](edit.data), encoding="utf-8")
        names[name] = edit.name
    run = verify(*names, "--rubric", "rubric.toml", "--format", "json", cwd=folder)
    found = json.loads(run.out)["results"]
    assert [entry["file"] for entry in found] == list(names)
    assert run.code == 2
    return {names[entry["file"]] for entry in found if entry["holds"] is True}, set(names.values())


@pytest.mark.parametrize(("form", "first"), [("json", 0), ("toml", 1)])
def test_every_single_edit_is_detected(form: str, first: int, tmp_path: Path) -> None:
    """Any changed number, text, truth value, null or entry of a result is found."""
    made = list(edits(everything(tmp_path)))
    missed, _ = not_caught(tmp_path, made[first::SHARE], form)
    assert missed == set()


def test_new_digests_do_not_hide_an_edit(tmp_path: Path) -> None:
    """Recomputing finds a change even with a new digest, unless the result is still correct.

    Actions do not follow from answers, so a result with a different action or date is still correct.
    """
    signed = [edit.signed_again() for edit in edits(everything(tmp_path)) if edit.path != ("digest",)]
    missed, tried = not_caught(tmp_path, signed[2::SHARE], "json")
    assert {edit for edit in missed if not edit.startswith("actions")} == HONEST & tried


def test_every_edit_of_the_shipped_example_is_detected() -> None:
    """The same for a real result with the shipped rubric: every headline score of every node."""
    data = results(example("marlowe-vale"))
    for path in [("overall",), *(("dimensions", name) for name in data["dimensions"])]:
        edited = json.loads(json.dumps(data))
        node = edited
        for part in path:
            node = node[part]
        node["score"]["claimed"] += 0.1
        run = verify("-", stdin=json_text(edited | {"digest": compute_result_digest(edited)}).encode())
        assert run.code == 1
        assert f"{'.'.join(path)}.score.claimed is " in run.out


def test_a_changed_answer_with_matching_digests_is_detected_from_the_figures(folder: Path) -> None:
    """With both digests computed again, the figures still show that an answer was changed."""
    data, other = stored(folder), results(small_assessment(folder, BETTER, "better.toml"))
    data["answers"], data["assessment"]["digest"] = other["answers"], other["assessment"]["digest"]
    put(folder, data | {"digest": compute_result_digest(data)})
    (entry,) = verified("edited.json", "--rubric", "rubric.toml", cwd=folder)
    assert codes(entry) == {"figure-changed"}


# ---- What verify reports


def test_a_changed_number_is_reported_with_both_values(folder: Path) -> None:
    """The message gives the place and both values, with enough digits to show the difference."""
    data = stored(folder)
    right = data["overall"]["score"]["claimed"]
    for wrong, shown in ((right + 10, "67.5"), (right + 1e-6, "57.500001")):
        data["overall"]["score"]["claimed"] = wrong
        put(folder, data)
        (entry,) = verified("edited.json", "--rubric", "rubric.toml", cwd=folder)
        assert messages(entry)[1] == f"overall.score.claimed is {shown} in the file, 57.5 recomputed"
        assert codes(entry) == {"figure-changed", "result-changed"}


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("overall", "score", "claimed"), None, "overall.score.claimed is nothing in the file, 57.5 recomputed"),
        (
            ("dimensions", "people", "parent"),
            "work",
            'dimensions.people.parent is "work" in the file, nothing recomputed',
        ),
        (
            ("dimensions", "people", "advisory"),
            True,
            "dimensions.people.advisory is true in the file, false recomputed",
        ),
        (("gates", 0, "state"), "triggered", 'gates[0].state is "triggered" in the file, "clear" recomputed'),
        (("gates", 0, "triggered_under"), ["low"], "gates[0].triggered_under has 1 entry in the file, 0 recomputed"),
        (("gates", 0, "because"), "no reason", "gates[0].because differs from the recomputed value"),
        (("criteria", "skill", "answer"), {"x": "yes"}, "criteria.skill.answer differs from the recomputed value"),
    ],
)
def test_a_difference_in_any_other_figure_is_also_reported(
    path: tuple[str | int, ...], value: object, said: str, folder: Path
) -> None:
    """Every kind of change has a message; free text is not repeated."""
    data: Any = stored(folder)
    holder = data
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = value
    put(folder, data)
    (entry,) = verified("edited.json", "--rubric", "rubric.toml", cwd=folder)
    assert said in messages(entry)


def test_changed_answers_are_listed(folder: Path) -> None:
    """The findings say that answers were changed, and which ones."""
    data = stored(folder)
    data["answers"]["skill"]["level"] = 5
    put(folder, data)
    (entry,) = verified("edited.json", "--rubric", "rubric.toml", cwd=folder)
    assert codes(entry) == {"answers-changed", "result-changed", "figure-changed"}
    assert "the answer to skill differs from the answer in criteria.skill" in messages(entry)
    assert "overall.score.claimed is 57.5 in the file, 72.5 recomputed" in messages(entry)


def test_a_changed_subject_counts_as_a_changed_answer(folder: Path) -> None:
    """The digest of the answers covers the subject and the date."""
    data = stored(folder)
    data["assessment"]["subject"] = "Somebody else"
    put(folder, data)
    (entry,) = verified("edited.json", "--rubric", "rubric.toml", cwd=folder)
    assert codes(entry) == {"answers-changed", "result-changed"}


def test_answers_that_do_not_fit_the_rubric_are_reported(folder: Path) -> None:
    """Levels, criteria and profiles that the rubric does not have are reported."""
    data = stored(folder)
    data["answers"]["skill"]["level"] = 9
    data["answers"]["speed"] = {"level": 1}
    data["assessment"]["profile"] = "shrt"
    put(folder, data)
    (entry,) = verified("edited.json", "--rubric", "rubric.toml", cwd=folder)
    assert {"level-out-of-scale", "unknown-reference"} <= codes(entry)
    assert '"shrt" is not a profile of this result\'s rubric' in messages(entry)
    assert '"speed" is not a criterion of the rubric of this result' in messages(entry)
    assert entry["holds"] is False


def test_a_different_rubric_is_not_reported_as_changed_numbers(folder: Path) -> None:
    """With a rubric that scores differently, no numbers are compared."""
    write(
        folder / "heavier.toml",
        small_rubric(dimensions={"people": {"title": "P", "weight": 1}, "work": {"title": "W"}}),
    )
    (entry,) = verified("result.json", "--rubric", "heavier.toml", cwd=folder)
    assert codes(entry) == {"another-rubric"}
    assert "small@1.2.0 may give other scores than the rubric of this result, so no number was compared" in messages(
        entry
    )


def test_a_rubric_with_a_different_id_counts_as_a_different_rubric(folder: Path) -> None:
    """A rubric that scores the same but has another id or version is reported."""
    header = {"id": "other", "version": "1.3.0", "title": "A small rubric"}
    write(folder / "other.toml", small_rubric(rubric=header))
    (entry,) = verified("result.json", "--rubric", "other.toml", cwd=folder)
    assert codes(entry) == {"another-rubric", "another-version", "other-words"}


def test_a_reworded_rubric_is_reported_once_and_changes_no_number(folder: Path) -> None:
    """A reworded rubric is reported once, not for each text that differs."""
    base = small_rubric()
    gate = base["gates"]["safety-gate"] | {"because": "reworded", "severity": "minor"}
    write(folder / "reworded.toml", small_rubric(gates={"safety-gate": gate}))
    (entry,) = verified("result.json", "--rubric", "reworded.toml", cwd=folder)
    assert (codes(entry), entry["holds"]) == ({"other-words"}, False)


def test_of_several_rubrics_the_one_that_the_result_was_scored_with_is_used(folder: Path) -> None:
    """A rubric that scores the same is preferred to one with the same id, in any order."""
    write(
        folder / "heavier.toml",
        small_rubric(dimensions={"people": {"title": "P", "weight": 1}, "work": {"title": "W"}}),
    )
    for pool in (("heavier.toml", "rubric.toml"), ("rubric.toml", "heavier.toml")):
        options = [word for name in pool for word in ("--rubric", name)]
        assert verify("result.json", *options, cwd=folder).code == 0


def test_a_shipped_rubric_of_another_minor_version_is_used_and_a_finding_says_so(tmp_path: Path) -> None:
    """A result of another minor version is recomputed with the shipped rubric, and a finding says so."""
    data = results(example("marlowe-vale"))
    data["rubric"]["version"] = "2.999.0"
    put(tmp_path, data | {"digest": compute_result_digest(data)})
    (entry,) = verified("edited.json", cwd=tmp_path)
    assert codes(entry) == {"another-version"}
    data["rubric"]["version"] = "3.0.0"
    put(tmp_path, data | {"digest": compute_result_digest(data)})
    run = verify("edited.json", cwd=tmp_path)
    assert run.code == 2
    assert f"rubric-not-found: there is no rubric {SHIPPED}@3.0.0 with which to recompute this result" in run.err


def test_another_version_of_nhsdx_is_reported_as_a_note(folder: Path) -> None:
    """A result of another version of nhsdx is confirmed as long as the figures are the same."""
    data = stored(folder)
    data["tool"]["version"] = "0.0.1"
    put(folder, data | {"digest": compute_result_digest(data)})
    run = verify("edited.json", "--rubric", "rubric.toml", cwd=folder)
    assert run.code == 0
    assert f"another-tool: the result was written by another version of nhsdx; this is version {__version__}" in run.out
    (entry,) = verified("edited.json", "--rubric", "rubric.toml", cwd=folder)
    assert [(finding["code"], finding["severity"]) for finding in entry["findings"]] == [("another-tool", "info")]


@pytest.mark.parametrize(("version", "expected"), [("0.0.1", {"another-tool"}), (__version__, {"text-changed"})])
def test_a_new_wording_of_findings_does_not_contradict_results_of_older_versions(
    version: str, expected: set[str], tmp_path: Path
) -> None:
    """The text of a finding is compared only if the same version of nhsdx wrote it."""
    data = results(example("marlowe-vale"))
    data["tool"]["version"] = version
    data["findings"][0] |= {"message": "Said in other words", "remedy": "Do it in another way."}
    put(tmp_path, data | {"digest": compute_result_digest(data)})
    (entry,) = verified("edited.json", cwd=tmp_path)
    assert codes(entry) == expected


def test_each_finding_points_to_its_line(folder: Path) -> None:
    """The error gives the place of the wrong value."""
    (folder / "list.json").write_text(json_text([stored(folder), stored(folder) | {"digest": f"sha256:{0:064}"}]))
    (sound, faulty) = verified("list.json", "--rubric", "rubric.toml", cwd=folder)
    assert (sound["holds"], sound["index"], faulty["holds"], faulty["index"]) == (True, 0, False, 1)
    (finding,) = faulty["findings"]
    name, line, column = finding["where"].split(":")
    assert (name, finding["severity"]) == ("list.json", "error")
    assert (folder / name).read_text(encoding="utf-8").splitlines()[int(line) - 1][
        int(column) - 1 :
    ] == f'"sha256:{0:064}"'


def test_the_page_of_several_results_matches_its_snapshot(folder: Path) -> None:
    """The counts, then each result with its findings and what to do."""
    changed = stored(folder)
    changed["answers"]["skill"]["level"] = 5
    put(folder, changed, "answers.json")
    number = stored(folder)
    number["overall"]["score"]["claimed"] = 60.0
    put(folder, number, "number.json")
    (folder / "broken.json").write_text('{ "format": "nhsdx.result/1"', encoding="utf-8")
    names = ("result.json", "result.toml", "number.json", "answers.json", "broken.json", "none.json")
    run = verify(*names, "--rubric", "rubric.toml", cwd=folder, columns=80)
    assert run.code == 2
    assert_snapshot("verify/verified-80.txt", run.out)
    wide = verify(*names, "--rubric", "rubric.toml", cwd=folder, columns=140)
    assert_snapshot("verify/verified-140.txt", wide.out)
    markdown = verify(*names, "--rubric", "rubric.toml", "--format", "markdown", cwd=folder)
    assert_snapshot("verify/verified.md", markdown.out)
    assert markdown.err == run.err
    assert_snapshot("verify/verified.err.txt", run.err)
    data = verify(*names, "--rubric", "rubric.toml", "--format", "json", cwd=folder)
    assert data.err == run.err
    assert_snapshot("verify/verified.json", data.out.replace(f'"version": "{__version__}"', '"version": "…"'))


@needs_browser
def test_the_html_page_is_accessible_and_complete(folder: Path) -> None:
    """The page has the errors that a terminal shows on stderr."""
    (folder / "broken.json").write_text('{ "format": "nhsdx.result/1"', encoding="utf-8")
    run = verify("result.json", "broken.json", "--rubric", "rubric.toml", "-o", "page.html", cwd=folder)
    assert (run.code, run.out) == (2, "")
    assert "json-syntax:" in (folder / "page.html").read_text(encoding="utf-8")
    with tab_of(folder / "page.html") as tab:
        assert_good_page(tab)


def test_an_input_is_never_replaced_by_the_output(folder: Path) -> None:
    """This is refused even with --force."""
    run = verify("result.json", "--format", "json", "-o", "result.json", "--force", cwd=folder)
    assert (run.code, run.out) == (2, "")
    assert "result.json: file-exists" in run.err


# ---- Several files, exit codes, bad input


def test_one_bad_file_does_not_hide_another_and_the_most_serious_code_is_returned(folder: Path) -> None:
    """0 confirmed, 1 not confirmed, 2 not verifiable; the order of the files does not matter."""
    data = stored(folder)
    put(folder, data | {"digest": f"sha256:{0:064}"})
    (folder / "bad.json").write_text("{", encoding="utf-8")
    pool = ("--rubric", "rubric.toml")
    assert verify("result.json", *pool, cwd=folder).code == 0
    assert verify("edited.json", "result.json", *pool, cwd=folder).code == 1
    for order in (("edited.json", "bad.json", "result.json"), ("bad.json", "result.json", "edited.json")):
        run = verify(*order, *pool, cwd=folder)
        assert run.code == 2
        assert run.out.startswith("3 results: 1 confirmed, 1 not confirmed, 1 cannot be verified\n")
        held = {entry["file"]: entry["holds"] for entry in verified(*order, *pool, cwd=folder)}
        assert held == {"edited.json": False, "bad.json": None, "result.json": True}


def test_results_on_stdin_are_read_only_once(folder: Path) -> None:
    """Two dashes are an error."""
    run = verify("-", "-", cwd=folder)
    assert (run.code, run.err) == (2, "<stdin>: duplicate: stdin can only be read once\n  give - only once\n")


def test_a_rubric_that_cannot_be_read_is_reported_as_a_separate_error(folder: Path) -> None:
    """An error in `--rubric` is reported once, not for each result."""
    run = verify("result.json", "result.toml", "--rubric", "none.toml", "--format", "json", cwd=folder)
    assert run.code == 2
    assert json.loads(run.out)["format"] == "nhsdx.error/1"
    assert run.err.startswith("none.toml: file-not-found: ")


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_bad_result_causes_its_expected_message_and_no_other(name: str) -> None:
    """Every problem of a result file has its place, what was expected and what was probably meant."""
    run = verify(name, cwd=BAD)
    expected = BAD / f"{name}.expected.txt"
    if os.environ.get(UPDATE):
        expected.write_text(run.err, encoding="utf-8")
    assert run.err == expected.read_text(encoding="utf-8")
    assert run.code == 2
    (entry,) = verified(name, cwd=BAD)
    assert (entry["file"], entry["holds"]) == (name, None)
    assert [
        line for finding in entry["findings"] if (line := f"{finding['where']}: {finding['code']}: ") not in run.err
    ] == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"a": "\xff"}', "not-utf8"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too-deep"),
        (b'{"a": ' + b"[" * 70 + b"]" * 70 + b"}", "too-deep"),
        (b'{"a": ' + b"9" * 5000 + b"}", "json-syntax"),
        (b" " * 50_000_001, "file-too-large"),
    ],
    ids=["not text", "very deep", "deep", "endless number", "large"],
)
def test_a_file_that_is_binary_or_too_large_is_refused(content: bytes, code: str, tmp_path: Path) -> None:
    """The error is a sentence, not a traceback."""
    (tmp_path / "bad.json").write_bytes(content)
    run = verify("bad.json", cwd=tmp_path)
    assert run.code == 2
    assert f": {code}: " in run.err


def test_the_error_for_a_missing_file_suggests_a_file_with_a_similar_name(folder: Path) -> None:
    """The message for a mistyped file name suggests the right one."""
    run = verify("resutl.json", cwd=folder)
    assert run.err == 'resutl.json: file-not-found: there is no such file\n  did you mean "result.json"?\n'


def test_hostile_text_in_a_file_stays_text(tmp_path: Path) -> None:
    """No text of a result acts on the terminal or appears in a message."""
    write(tmp_path / "rubric.toml", hostile.RUBRIC)
    data = results(write(tmp_path / "assessment.toml", hostile.ASSESSMENT))
    put(tmp_path, data, "result.json")
    data["overall"]["title"] = data["gates"][0]["because"] = f"changed {hostile.HOSTILE}"
    data["criteria"]["level-one"]["title"] = hostile.HOSTILE
    put(tmp_path, data)
    assert verify("result.json", "--rubric", "rubric.toml", cwd=tmp_path).code == 0
    for form in ("text", "markdown", "html", "json"):
        run = verify("result.json", "edited.json", "--rubric", "rubric.toml", "--format", form, cwd=tmp_path)
        assert run.code == 1
        assert hostile.FORBIDDEN.findall(run.out + run.err) == []
    (_, entry) = verified("result.json", "edited.json", "--rubric", "rubric.toml", cwd=tmp_path)
    assert not [message for message in messages(entry) if "evil" in message]


def test_verifying_writes_no_file(folder: Path) -> None:
    """Verifying writes nothing."""
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    verify("result.json", "result.toml", "--rubric", "rubric.toml", cwd=folder)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
