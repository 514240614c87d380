"""`nhsdx compare`: what changed between assessments, why the scores moved, and how a series developed."""

from __future__ import annotations

import datetime
import json
import math
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.support import hostile
from tests.support.build import Table, flat_rubric
from tests.support.hostile import MARKUP, MARKUP_KINDS
from tests.support.programs.browser import needs_browser
from tests.support.programs.devtools import tab_of
from tests.support.run import Run, assert_snapshot, nhsdx
from tests.support.samples import (
    FOUR_KINDS,
    FOUR_KINDS_ANSWERS,
    SUBJECT,
    assessment,
    level,
    small_rubric,
    without_null,
    write,
)

OLD, NEW = "examples/marlowe-vale-2026-04.toml", "examples/marlowe-vale.toml"
SPRING, AUTUMN = datetime.date(2026, 4, 1), datetime.date(2026, 10, 1)
PARTS = ("answers", "evidence", "rubric", "weights", "gates")
READINGS = ("low", "evidenced", "claimed", "high")
CLOSE = 1e-9
BEFORE: Table = {"skill": level(1), "time": level(2), "safety": level(3, evidence="hearsay")}
AFTER: Table = {"skill": level(3), "time": level(2), "safety": level(4)}


def answered(answers: Table, date: datetime.date = AUTUMN, rubric: str = "rubric.toml", **parts: object) -> Table:
    """An assessment with this date; `subject`, `voice` and `profile` are optional."""
    table = assessment(answers, rubric)
    about = table["assessment"] | {"date": date} | {key: parts[key] for key in ("subject", "voice") if key in parts}
    return table | {"assessment": about} | {key: parts[key] for key in ("profile",) if key in parts}


def folder(path: Path, rubric: Table | None = None, **assessments: Table) -> Path:
    """A folder with a rubric and assessments by name."""
    write(path / "rubric.toml", rubric or small_rubric())
    for name, table in assessments.items():
        write(path / f"{name}.toml", table)
    return path


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """A folder with `old.toml` and `new.toml`, of the small rubric."""
    return folder(tmp_path, old=answered(BEFORE, SPRING), new=answered(AFTER))


@pytest.fixture
def other_rubric(tmp_path: Path) -> Path:
    """The same pair, the new one with a version that drops a criterion and weights the dimensions equally."""
    old: Table = {"skill": level(1), "time": level(4), "safety": level(2)}
    new: Table = {"skill": level(3), "safety": level(2)}
    changed = small_rubric()
    changed["rubric"]["version"] = "2.0.0"
    changed["dimensions"]["people"]["weight"] = 1
    del changed["criteria"]["time"]
    write(tmp_path / "rubric-2.toml", changed)
    return folder(tmp_path, old=answered(old, SPRING), new=answered(new, rubric="rubric-2.toml"))


def compare(path: Path, *arguments: str, stdin: bytes = b"", columns: int | None = None) -> Run:
    """One run in a folder."""
    return nhsdx("compare", *arguments, cwd=path, stdin=stdin, columns=columns)


def data(path: Path, *arguments: str) -> dict[str, Any]:
    """The JSON output of a comparison."""
    run = compare(path, *arguments, "--format", "json")
    assert run.code == 0, run.err
    found: dict[str, Any] = json.loads(run.out)
    return found


def results(path: Path, *names: str, format_: str = "json") -> str:
    """The published results of assessments."""
    run = nhsdx("assess", *names, "--format", format_, cwd=path)
    assert run.code == 0, run.err
    return run.out


def failure(path: Path, *arguments: str) -> str:
    """The code of the only error, which the JSON output gives as well."""
    run = compare(path, *arguments, "--format", "json")
    report = json.loads(run.out)
    assert (run.code, report["format"], len(report["findings"])) == (2, "nhsdx.error/1", 1), run.err
    code: str = report["findings"][0]["code"]
    assert f": {code}: " in run.err
    return code


# ---- why scores moved


def test_the_parts_of_a_change_in_answers_and_evidence_and_gates_are_those_worked_out_by_hand(pair: Path) -> None:
    """One answer rises, another rises and gets its evidence, and a gate on the evidenced score is cleared.

    The whole is (3 * people + work) / 4; people is the mean of skill and time, work is safety. A level is
    worth 20. Hearsay supports level 1, an audit any. Safety at level 1 or below caps the whole at 20.

        claimed    old  people (20 + 40) / 2 = 30, work 60: 37.5     new  people 50, work 80: 57.5
        evidenced  old  people 30, work 20: 27.5, capped at 20       new  people 50, work 80: 57.5
                   new answers, old evidence: people 50, work 20: 42.5
                   old answers, new evidence: people 30, work 60: 37.5

        claimed    answers 57.5 - 37.5 = 20, evidence 0
        evidenced  answers  ((42.5 - 27.5) + (57.5 - 37.5)) / 2 = 17.5, without the cap
                   evidence ((37.5 - 27.5) + (57.5 - 42.5)) / 2 = 12.5, without the cap
                   gates    27.5 - 20 = 7.5, which the cap no longer takes away; together 37.5 = 57.5 - 20
    """
    whole = data(pair, "old.toml", "new.toml")["nodes"]["overall"]
    assert (whole["old"]["claimed"], whole["new"]["claimed"]) == (37.5, 57.5)
    assert (whole["old"]["evidenced"], whole["new"]["evidenced"]) == (20, 57.5)
    assert (whole["old_without_gates"]["evidenced"], whole["new_without_gates"]["evidenced"]) == (27.5, 57.5)
    rest = {"rubric": 0, "weights": 0}
    assert whole["parts"]["claimed"] == pytest.approx({"answers": 20, "evidence": 0, **rest, "gates": 0})
    assert whole["parts"]["evidenced"] == pytest.approx({"answers": 17.5, "evidence": 12.5, **rest, "gates": 7.5})


def test_the_parts_of_a_change_in_answers_and_rubric_and_weights_are_those_worked_out_by_hand(
    other_rubric: Path,
) -> None:
    """The new version drops the criterion `time` and weighs people 1, not 3; the skill rises.

    Claimed scores by whose answers, rubric and weights (o, n) are taken; evidence does not move them.
    The new answers have no answer to `time`, so that under the old rubric people is the skill alone.

        ooo (3 * 50 + 40) / 4 = 47.5   oon (50 + 40) / 2 = 45   ono (3 * 20 + 40) / 4 = 25   onn (20 + 40) / 2 = 30
        noo (3 * 60 + 40) / 4 = 55     non (60 + 40) / 2 = 50   nno 55                       nnn 50

    A part is a third of what it adds first, a sixth of what it adds second, after each other, a third last:

        answers 7.5 / 3 + 30 / 6 + 5 / 6 + 20 / 3 = 15
        rubric  -22.5 / 3 + 0 / 6 - 15 / 6 + 0 / 3 = -10
        weights -2.5 / 3 - 5 / 6 + 5 / 6 - 5 / 3 = -2.5, together 2.5 = 50 - 47.5
    """
    found = data(other_rubric, "old.toml", "new.toml", "--rescore")
    whole = found["nodes"]["overall"]
    assert (found["rescored"], whole["old"]["claimed"], whole["new"]["claimed"]) == (True, 47.5, 50)
    assert whole["old_rescored"]["claimed"] == 30
    assert whole["parts"]["claimed"] == pytest.approx(
        {"answers": 15, "evidence": 0, "rubric": -10, "weights": -2.5, "gates": 0}
    )


@pytest.mark.parametrize("names", [(OLD, NEW), (NEW, OLD), (NEW, "examples/harrowmere.toml")])
def test_the_parts_of_a_change_add_up_to_the_whole_change_for_every_node_and_reading(names: tuple[str, str]) -> None:
    """For any change of answers to the real rubric, the parts add up to the difference."""
    found = json.loads(nhsdx("compare", *names, "--rescore", "--format", "json").out)
    for node in found["nodes"].values():
        for reading in READINGS:
            assert node["change"][reading] == pytest.approx(node["new"][reading] - node["old"][reading], abs=CLOSE)
            parts = node["parts"][reading]
            assert tuple(parts) == PARTS
            assert math.fsum(parts.values()) == pytest.approx(node["change"][reading], abs=CLOSE)


def test_an_assessment_compared_with_itself_has_not_changed() -> None:
    """There are no parts, criteria, gates or findings."""
    found = json.loads(nhsdx("compare", NEW, NEW, "--format", "json").out)
    moved = [share for node in found["nodes"].values() for parts in node["parts"].values() for share in parts.values()]
    assert not any(moved)
    lists = ("gates", "newly_unknown", "newly_known", "not_carried", "findings")
    assert (found["criteria"], [found[name] for name in lists]) == ({}, [[]] * len(lists))


def test_scores_cannot_be_compared_if_the_new_rubric_has_a_wider_bound(tmp_path: Path) -> None:
    """An unknown value lies within the bounds, so they can change a score; answers beyond the old bound are listed."""
    funding = {
        "dimension": "work",
        "title": "Funding",
        "kind": "measure",
        "unit": "months",
        "minimum": 0,
        "bands": [{"from": 0, "score": 0}, {"from": 6, "score": 100}],
    }
    for name, maximum in (("rubric", 12), ("rubric-2", 24)):
        table = small_rubric()
        table["criteria"]["funding"] = funding | {"maximum": maximum}
        write(tmp_path / f"{name}.toml", table)
    write(tmp_path / "old.toml", answered(AFTER | {"funding": {"value": 3}}, SPRING))
    write(tmp_path / "new.toml", answered(AFTER | {"funding": {"value": 18}}, rubric="rubric-2.toml"))
    assert failure(tmp_path, "old.toml", "new.toml") == "incomparable"
    found = data(tmp_path, "old.toml", "new.toml", "--rescore")
    assert found["not_carried"] == ["funding"]
    work = found["nodes"]["work"]
    assert math.fsum(work["parts"]["high"].values()) == pytest.approx(work["change"]["high"], abs=CLOSE)


def test_the_page_says_if_a_change_cannot_be_split_into_parts(tmp_path: Path) -> None:
    """A dimension without known answers has no old score, and so no change and no parts; it did not rise from 0."""
    table = answered({"skill": level(1), "time": level(2), "safety": "unknown"}, SPRING)
    path = folder(tmp_path, old=table, new=answered(AFTER))
    work = data(path, "old.toml", "new.toml")["nodes"]["work"]
    assert (work["old"]["claimed"], work["change"]["claimed"], work["parts"]["claimed"]) == (None, None, None)
    page = compare(path, "old.toml", "new.toml").out
    assert "A dash means that a score is missing" in page
    assert any(line.split() == ["Work", "-", "80.0", *"----"] for line in page.splitlines())


# ---- what changed


def test_only_criteria_that_changed_are_listed(pair: Path) -> None:
    """The page lists criteria in the rubric's order, gates with both states, and what became known or unknown."""
    write(pair / "new.toml", answered(AFTER | {"time": {"status": "unknown"}}))
    found = data(pair, "old.toml", "new.toml")
    assert {name: change["changed"] for name, change in found["criteria"].items()} == {
        "skill": ["answer", "score"],
        "time": ["status", "answer", "evidence", "score"],
        "safety": ["answer", "evidence", "score"],
    }
    assert found["criteria"]["safety"]["old"]["evidence"] == "hearsay"
    assert found["gates"] == [{"id": "safety-gate", "old": "unproven", "new": "clear"}]
    assert (found["newly_unknown"], found["newly_known"]) == (["time"], [])
    back = data(pair, "new.toml", "old.toml")
    assert (back["newly_unknown"], back["newly_known"]) == ([], ["time"])
    assert [(gate["old"], gate["new"]) for gate in back["gates"]] == [("clear", "unproven")]


def test_answers_of_every_kind_are_shown_in_a_few_words(tmp_path: Path) -> None:
    """Answers are a level, a value with all its digits, a number of items met, the counts of a survey, or a status."""
    table = flat_rubric(FOUR_KINDS)
    after = FOUR_KINDS_ANSWERS | {
        "leader": {"status": "not-due", "reason": "Not yet."},
        "basics": {"items": {"plan": "yes", "test": "yes"}},
        "funding": {"value": 1000002.5},
        "trust": {"counts": [1, 2, 30]},
    }
    before = FOUR_KINDS_ANSWERS | {"funding": {"value": 1000001}}
    path = folder(tmp_path, table, old=answered(before, SPRING), new=answered(after))
    page = compare(path, "old.toml", "new.toml", columns=140).out
    for words in (
        "level 3 to not due",
        "test: no to yes",
        "1000001 to 1000002.5",
        "20 replies; number invited not given to 33 replies; number invited not given",
        "replies by option: 5, 5, 10 to 1, 2, 30",
    ):
        assert words in page


def test_the_page_says_which_profile_and_day_were_used(pair: Path) -> None:
    """Both affect the score, so the page gives them for each side."""
    page = compare(pair, "old.toml", "new.toml", "--profile", "short", "--as-of", "2026-12-24", columns=140).out
    assert page.count("profile short, evidence as of 2026-12-24, small@1.2.0\n") == 2


def test_aged_evidence_is_shown_with_the_grade_it_counts_as(tmp_path: Path) -> None:
    """The grade did not change, but it now counts as a weaker one; the page shows both."""
    answers: Table = {name: level(3, evidence="record", seen=datetime.date(2025, 9, 1)) for name in AFTER}
    path = folder(tmp_path, old=answered(answers, SPRING), new=answered(answers))
    page = compare(path, "old.toml", "new.toml", columns=140).out
    row = next(line for line in page.splitlines() if line.startswith("Skill"))
    assert row.split("  ")[-1].strip() == "evidence: record to record (too old: counts as hearsay)"
    assert "Label 3 to Label 1" in row
    assert "60.0 to 20.0" in page


def test_a_change_of_evidence_alone_does_not_change_the_claimed_score(tmp_path: Path) -> None:
    """After half a year a record is too old, unless both assessments are scored as of the same day."""
    answers: Table = {name: level(3, evidence="record", seen=datetime.date(2025, 9, 1)) for name in AFTER}
    path = folder(tmp_path, old=answered(answers, SPRING), new=answered(answers))
    whole = data(path, "old.toml", "new.toml")["nodes"]["overall"]
    assert whole["change"] == pytest.approx({"low": -40, "evidenced": -40, "claimed": 0, "high": 0})
    assert whole["parts"]["low"] == pytest.approx(
        {"answers": 0, "evidence": -40, "rubric": 0, "weights": 0, "gates": 0}
    )
    as_of = data(path, "old.toml", "new.toml", "--as-of", "2026-04-01")
    assert as_of["new"]["assessment"]["as_of"] == "2026-04-01"
    assert not any(as_of["nodes"]["overall"]["change"].values())


@pytest.mark.parametrize("what", ["subject", "voice"])
def test_a_different_subject_or_voice_causes_a_warning(pair: Path, what: str) -> None:
    """Two subjects or voices can be compared, but every format warns that the difference may not be a change."""
    changed: dict[str, Any] = {what: "clinicians"}
    write(pair / "new.toml", answered(AFTER, **changed))
    assert [finding["code"] for finding in data(pair, "old.toml", "new.toml")["findings"]] == [f"other-{what}"]
    for format_ in ("text", "markdown", "html"):
        out = compare(pair, "old.toml", "new.toml", "--format", format_).out
        assert f"have different {what}s" in " ".join(out.split())
    assert f"have different {what}s" in compare(pair, "old.toml", "new.toml", "old.toml", columns=140).out


# ---- refusing, and scoring again


def test_assessments_with_different_rubrics_are_refused(other_rubric: Path) -> None:
    """The error gives both rubrics and what to do, and nothing is printed."""
    run = compare(other_rubric, "old.toml", "new.toml")
    assert (run.code, run.out) == (2, "")
    for words in ("old.toml", "new.toml", "incomparable", "small@1.2.0", "small@2.0.0", "--rescore"):
        assert words in run.err
    assert failure(other_rubric, "old.toml", "new.toml") == "incomparable"
    assert failure(other_rubric, "old.toml", "old.toml", "new.toml") == "incomparable"


def test_assessments_with_different_profiles_are_refused(pair: Path) -> None:
    """Different questions give different scores; with one profile for both they can be compared."""
    write(pair / "new.toml", answered(AFTER, profile="short"))
    run = compare(pair, "old.toml", "new.toml")
    assert (run.code, run.out) == (2, "")
    for words in ("incomparable", "none and short", "--rescore"):
        assert words in run.err
    assert data(pair, "old.toml", "new.toml", "--profile", "short")["rescored"] is False
    rescored = data(pair, "old.toml", "new.toml", "--rescore")
    assert rescored["rescored"] is True
    assert rescored["nodes"]["overall"]["parts"]["claimed"]["weights"] == 0


def test_the_page_says_if_an_assessment_was_rescored(other_rubric: Path) -> None:
    """The page gives the rubric, the rescored figures and the published figures."""
    for format_ in ("text", "markdown", "html"):
        out = compare(other_rubric, "old.toml", "new.toml", "--rescore", "--format", format_).out
        words = " ".join(out.replace("\\", "").split())
        assert "Scored with small@2.0.0, the old answers give 30.0 evidenced, 30.0 claimed, range 30.0–30.0." in words
        assert "no longer in the rubric" in words
        assert "47.5" in words


def test_an_answer_that_does_not_fit_counts_as_unknown_and_is_listed(pair: Path) -> None:
    """The old answer does not fit a criterion whose kind has changed; pair and series both say so."""
    changed = small_rubric()
    changed["criteria"]["time"] = {
        "dimension": "people",
        "title": "Time",
        "kind": "measure",
        "unit": "days a week",
        "bands": [{"from": 0, "level": 0}, {"from": 2, "level": 3}],
        "minimum": 0,
    }
    write(pair / "rubric-2.toml", changed)
    answers = AFTER | {"time": {"value": 2, "evidence": "audit"}}
    write(pair / "new.toml", answered(answers, rubric="rubric-2.toml"))
    write(pair / "mid.toml", answered(BEFORE, datetime.date(2026, 7, 1)))
    for names in (["old.toml", "new.toml"], ["old.toml", "mid.toml", "new.toml"]):
        assert data(pair, *names, "--rescore")["not_carried"] == ["time"]
        page = compare(pair, *names, "--rescore").out
        markdown = compare(pair, *names, "--rescore", "--format", "markdown").out
        assert "or its evidence as the weakest\ngrade\n  - Time\n" in page
        assert (
            "## Not carried over: the answer counts as unknown, or its evidence as the weakest grade\n\n- Time\n"
            in markdown
        )
    old = data(pair, "old.toml", "new.toml", "--rescore")["nodes"]["people"]["old_rescored"]
    assert old == pytest.approx({"low": 10, "evidenced": 20, "claimed": 20, "high": 40})


# ---- a series


def test_a_series_is_in_date_order(tmp_path: Path) -> None:
    """The order of the files does not matter, except for the same date; each step's parts add up."""
    days = {"c": AUTUMN, "a": datetime.date(2025, 10, 1), "b": SPRING, "d": SPRING}
    for name, answers in zip(days, (AFTER, BEFORE, AFTER, BEFORE), strict=True):
        folder(tmp_path, **{name: answered(answers, days[name])})
    found = data(tmp_path, *(f"{name}.toml" for name in days))
    assert found["format"] == "nhsdx.trend/1"
    assert [point["file"] for point in found["points"]] == ["a.toml", "b.toml", "d.toml", "c.toml"]
    assert found["points"][0]["change"] is None
    for before, point in zip(found["points"], found["points"][1:], strict=False):
        for reading in READINGS:
            moved = point["overall"]["score"][reading] - before["overall"]["score"][reading]
            assert math.fsum(point["change"]["parts"][reading].values()) == pytest.approx(moved, abs=CLOSE)


def test_a_series_of_different_profiles_is_scored_with_the_last_profile(pair: Path) -> None:
    """If the last has no profile, all assessments are scored without one."""
    write(pair / "first.toml", answered(AFTER, datetime.date(2025, 4, 1), profile="short"))
    names = ["first.toml", "old.toml", "new.toml"]
    assert failure(pair, *names) == "incomparable"
    found = data(pair, *names, "--rescore")
    assert (found["rescored"], [point["assessment"]["profile"] for point in found["points"]]) == (True, [None] * 3)
    first = found["points"][0]
    assert (first["overall"]["score"]["claimed"], first["published"]["claimed"]) == (57.5, 65)


# ---- what it reads


@pytest.mark.parametrize("format_", ["json", "toml"])
def test_results_are_compared_in_the_same_way_as_their_assessments(pair: Path, format_: str) -> None:
    """A file with two results is two cases; --rubric gives the rubric of a result."""
    both, old = f"both.{format_}", f"old-result.{format_}"
    (pair / both).write_text(results(pair, "old.toml", "new.toml", format_=format_), encoding="utf-8")
    (pair / old).write_text(results(pair, "old.toml", format_=format_), encoding="utf-8")
    expected = data(pair, "old.toml", "new.toml")
    assert data(pair, both, "--rubric", "rubric.toml") == expected
    assert data(pair, old, "new.toml", "--rubric", "rubric.toml") == expected
    assert failure(pair, old, "new.toml") == "rubric-not-found"


def test_a_result_that_was_edited_is_not_compared(pair: Path) -> None:
    """An edited result is refused."""
    text = results(pair, "old.toml").replace('"claimed": 37.5', '"claimed": 47.5', 1)
    (pair / "old.json").write_text(text, encoding="utf-8")
    assert failure(pair, "old.json", "new.toml", "--rubric", "rubric.toml") == "result-altered"


def test_one_of_the_assessments_may_come_from_stdin(pair: Path) -> None:
    """One of the files may be `-`, but not both."""
    expected = compare(pair, "old.toml", "new.toml").out
    assert compare(pair, "-", "new.toml", stdin=(pair / "old.toml").read_bytes()).out == expected
    old = results(pair, "old.toml").encode()
    assert compare(pair, "-", "new.toml", "--rubric", "rubric.toml", stdin=old).out == expected
    assert failure(pair, "-", "-") == "duplicate"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["old.toml"], "usage"),
        ([], "usage"),
        (["old.toml", "nowhere.toml"], "file-not-found"),
        (["old.toml", "new.toml", "--profile", "shrot"], "unknown-reference"),
        (["old.toml", "new.toml", "--format", "yaml"], "usage"),
        (["old.toml", "new.toml", "--rubric", "nowhere.toml"], None),
        (["old.toml", "new.toml", "-o", "new.toml", "--force"], "file-exists"),
    ],
)
def test_wrong_usage_is_refused(pair: Path, arguments: list[str], code: str | None) -> None:
    """The exit code is 2 with an error code; a rubric that no result needs is never opened."""
    before = (pair / "new.toml").read_bytes()
    run = compare(pair, *arguments)
    assert (run.code, f": {code}: " in run.err) == ((2, True) if code else (0, False))
    assert (pair / "new.toml").read_bytes() == before


def test_every_problem_of_every_file_is_reported_at_once(pair: Path) -> None:
    """One bad file does not hide the other, in text, JSON and TOML."""
    write(pair / "old.toml", answered({"skill": 7, "tiem": 2}, SPRING))
    write(pair / "new.toml", answered({"skill": True}))
    run = compare(pair, "old.toml", "new.toml", "--format", "json")
    codes = [finding["code"] for finding in json.loads(run.out)["findings"]]
    assert (run.code, sorted(codes)) == (2, ["answer-form", "level-out-of-scale", "unknown-reference"])
    found = tomllib.loads(compare(pair, "old.toml", "new.toml", "--format", "toml").out)
    assert [finding["code"] for finding in found["findings"]] == codes
    assert compare(pair, "old.toml", "new.toml", "--format", "markdown").out == ""


def test_an_output_file_is_complete_and_never_replaces_another(pair: Path) -> None:
    """-o writes the same as stdout, and needs --force to replace a file."""
    run = compare(pair, "old.toml", "new.toml", "--format", "markdown", "-o", "found.md")
    assert (run.code, run.out) == (0, "")
    expected = compare(pair, "old.toml", "new.toml", "--format", "markdown").out
    assert (pair / "found.md").read_text(encoding="utf-8") == expected
    again = compare(pair, "old.toml", "new.toml", "-o", "found.md")
    assert (again.code, "file-exists" in again.err) == (2, True)
    assert compare(pair, "old.toml", "new.toml", "-o", "found.md", "--force").code == 0


# ---- what it shows


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize(
    ("name", "files"),
    [("compare/marlowe-vale", (OLD, NEW)), ("compare/trend", (OLD, NEW, "examples/harrowmere.toml", "--rescore"))],
)
def test_the_page_matches_its_snapshot(name: str, files: tuple[str, ...], columns: int) -> None:
    """A pair and a series at 80 columns and wider; no line is longer than the page."""
    run = nhsdx("compare", *files, columns=columns)
    assert run.code == 0, run.err
    assert all(len(line) <= columns for line in run.out.splitlines())
    assert_snapshot(f"{name}-{columns}.txt", run.out)


def test_the_page_of_a_rescored_pair_matches_its_snapshot(other_rubric: Path) -> None:
    """The page has all four parts and the old answers scored with the new rubric."""
    assert_snapshot("compare/rescored-80.txt", compare(other_rubric, "old.toml", "new.toml", "--rescore").out)


@pytest.mark.parametrize("ending", ["md", "json", "toml"])
@pytest.mark.parametrize(("name", "files"), [("compare/small", ["old"]), ("compare/small-trend", ["old", "new"])])
def test_the_other_formats_match_their_snapshots(pair: Path, name: str, files: list[str], ending: str) -> None:
    """The snapshots are in Markdown, JSON and TOML, of a pair and of a series."""
    format_ = "markdown" if ending == "md" else ending
    run = compare(pair, *(f"{one}.toml" for one in files), "new.toml", "--format", format_)
    assert run.code == 0, run.err
    assert_snapshot(f"{name}.{ending}", run.out)


@pytest.mark.parametrize("files", [(OLD, NEW), (OLD, NEW, NEW)])
def test_toml_has_the_same_data_as_json(files: tuple[str, ...]) -> None:
    """TOML has the same data without the nulls."""
    as_json = json.loads(nhsdx("compare", *files, "--format", "json").out)
    as_toml = tomllib.loads(nhsdx("compare", *files, "--format", "toml").out)
    assert as_toml == without_null(as_json)


@pytest.mark.parametrize("count", [1, 2])
def test_text_from_files_stays_text_in_markdown(tmp_path: Path, count: int) -> None:
    """Text in a subject or title never becomes HTML, a link, emphasis, code or a table cell."""
    rubric = small_rubric()
    rubric["rubric"]["title"] = MARKUP
    rubric["levels"] = [{"label": f"{number} {MARKUP}"} for number in range(6)]
    for table in (*rubric["dimensions"].values(), *rubric["criteria"].values()):
        table["title"] = MARKUP
    old, new = (answered(answers, day, subject=MARKUP) for answers, day in ((BEFORE, SPRING), (AFTER, AUTUMN)))
    path = folder(tmp_path, rubric, old=old, new=new)
    text = compare(path, *["old.toml"] * count, "new.toml", "--format", "markdown").out
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    inner = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in tokens} | {child.type for child in inner}
    assert kinds & MARKUP_KINDS <= {"strong_open", "em_open", "code_inline"}
    assert "https://" not in text
    assert "www." not in text
    shown = ["".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline"]
    assert any(MARKUP in one for one in shown)
    assert all("** c ** `d`" in one for one in shown if "| a | b" in one)
    assert all("~~i~~ _j_" in one for one in shown if "alert(1)" in one)
    rows: list[int] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append(0)
        elif token.type in ("th_open", "td_open"):
            rows[-1] += 1
    assert {7} <= set(rows) <= {4, 5, 7, 8, 9}


@pytest.mark.parametrize("format_", ["text", "json", "toml", "markdown", "html"])
@pytest.mark.parametrize("count", [1, 2])
def test_hostile_text_in_a_file_stays_text(tmp_path: Path, format_: str, count: int) -> None:
    """No escape sequence, control character or direction mark gets through in any format."""
    folder(tmp_path, hostile.RUBRIC, new=hostile.ASSESSMENT)
    older: Table = {name: answer for name, answer in hostile.ASSESSMENT["answers"].items() if name != "level-one"}
    about = hostile.ASSESSMENT["assessment"] | {"date": SPRING, "subject": f"other {hostile.HOSTILE}"}
    write(tmp_path / "old.toml", hostile.ASSESSMENT | {"answers": older, "assessment": about})
    run = compare(tmp_path, *["old.toml"] * count, "new.toml", "--format", format_, columns=160)
    assert run.code == 0, run.err
    # TOML writes a tab as it is; a tab moves no cursor back and hides nothing.
    assert set(hostile.FORBIDDEN.findall(run.out)) <= ({"\t"} if format_ == "toml" else set())
    if format_ == "text":
        assert "[bold red]marked[/bold red]" in run.out


def test_a_reader_with_an_ascii_screen_gets_only_ascii(pair: Path) -> None:
    """Every symbol on a page has an ASCII replacement, so no question marks are shown."""
    from nhsdx.commands.compare.comparison import compare as compare_cases
    from nhsdx.commands.compare.comparison import compute_trend
    from nhsdx.commands.compare.document import build_document
    from nhsdx.commands.compare.trend_document import build_document as build_trend_document
    from nhsdx.documents.terminal import Screen, draw_text
    from nhsdx.results.cases import CaseLoader

    old, new = (CaseLoader().load_any(str(pair / name))[0] for name in ("old.toml", "new.toml"))
    documents = build_document(compare_cases(old, new)), build_trend_document(compute_trend([old, old, new]))
    for text in (draw_text(document, Screen(80, encoding="ascii")) for document in documents):
        assert text.isascii()
        assert "?" not in text


def test_no_meaning_is_shown_by_colour_alone(pair: Path) -> None:
    """Every rise and fall has a sign, so that colour is not needed."""
    page = compare(pair, "old.toml", "new.toml").out
    whole = next(line for line in page.splitlines() if line.startswith("Evidenced"))
    assert whole.split() == ["Evidenced", "20.0", "57.5", "+37.5", "+17.5", "+12.5", "+7.5"]
    back = compare(pair, "new.toml", "old.toml").out
    whole = next(line for line in back.splitlines() if line.startswith("Evidenced"))
    assert whole.split() == ["Evidenced", "57.5", "20.0", "-37.5", "-17.5", "-12.5", "-7.5"]
    assert SUBJECT in page


def test_the_ending_of_the_output_decides_the_format(pair: Path) -> None:
    """Each ending gives what `--format` gives; an unknown one is refused before anything is read or written."""
    for ending, format_ in (("txt", "text"), ("md", "markdown"), ("html", "html"), ("json", "json"), ("toml", "toml")):
        assert compare(pair, "old.toml", "new.toml", "-o", f"found.{ending}").code == 0
        compare(pair, "old.toml", "new.toml", "--format", format_, "-o", "expected.bin", "--force")
        assert (pair / f"found.{ending}").read_bytes() == (pair / "expected.bin").read_bytes()
    run = compare(pair, "nowhere.toml", "new.toml", "-o", "found.xlsx")
    assert (run.code, "this command has no format for the extension '.xlsx'" in run.err) == (2, True)
    assert not (pair / "found.xlsx").exists()


@pytest.mark.parametrize("names", [["old.toml", "new.toml"], ["old.toml", "new.toml", "new.toml"]])
def test_html_shows_the_same_facts_and_can_be_verified(pair: Path, names: list[str]) -> None:
    """The page has the figures of the text page, and contains the results it was made from."""
    assert compare(pair, *names, "-o", "found.html").code == 0
    page = (pair / "found.html").read_text(encoding="utf-8")
    for words in ("57.5", "+37.5", "+12.5", "Evidenced", SUBJECT.split(" ", 1)[0]):
        assert words in page
    assert nhsdx("verify", "found.html", "--rubric", "rubric.toml", cwd=pair).code == 0


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_word_and_pdf_documents_are_written_to_a_file(pair: Path, ending: str) -> None:
    """Comparisons and trends can be written as documents for a meeting."""
    for names in (["old.toml", "new.toml"], ["old.toml", "new.toml", "new.toml"]):
        run = compare(pair, *names, "-o", f"found-{len(names)}.{ending}")
        assert (run.code, run.err) == (0, "")
        assert (pair / f"found-{len(names)}.{ending}").read_bytes().startswith(b"PK" if ending == "docx" else b"%PDF")


@needs_browser
@pytest.mark.parametrize("files", [(OLD, NEW), (OLD, NEW, NEW)])
def test_html_is_accessible_and_fits_a_phone(tmp_path: Path, files: tuple[str, ...]) -> None:
    """A checker finds no problem in light or dark, wide or at 320 pixels, and there is no sideways scrolling."""
    assert nhsdx("compare", *files, "-o", str(tmp_path / "found.html")).code == 0
    with tab_of(tmp_path / "found.html") as tab:
        for scheme, width in (("light", 1280), ("dark", 320)):
            tab.colours(scheme)
            tab.resize(width)
            assert tab.accessibility_problems() == []
            assert tab.evaluate("document.documentElement.scrollWidth") == width
        assert tab.messages == []


def test_results_of_one_assessment_are_labelled_with_their_days(pair: Path) -> None:
    """The same answers, scored on several days, differ only in the date used to work out how old evidence is."""
    for day in ("2026-10-02", "2027-10-02", "2028-10-02"):
        run = nhsdx("assess", "new.toml", "--as-of", day, "--format", "jsonl", "-o", f"{day}.jsonl", cwd=pair)
        assert run.code == 0
    days = ("2026-10-02", "2027-10-02", "2028-10-02")
    page = compare(pair, *(f"{day}.jsonl" for day in days), "--rubric", "rubric.toml", columns=140).out
    for before, after in pairwise(days):
        assert f"as of {before} to as of {after}" in page


def test_a_page_that_compares_two_voices_shows_the_answers_of_both(pair: Path) -> None:
    """Only common criteria are compared, but the results in the page are whole, so that they can be verified."""
    write(pair / "new.toml", answered({"skill": level(4)}, voice="clinicians"))
    found = data(pair, "old.toml", "new.toml")
    assert found["common"] == ["skill"]
    assert found["nodes"]["overall"]["new"]["claimed"] == 80
    assert found["old"]["published"]["claimed"] == 37.5
    assert compare(pair, "old.toml", "new.toml", "-o", "found.html").code == 0
    assert nhsdx("verify", "found.html", "--rubric", "rubric.toml", cwd=pair).out.startswith("2 results: 2 confirmed")
