"""The four fictional organisations and the other examples have the results that were worked out by hand."""

from __future__ import annotations

import json
import math
import re
import runpy
import shlex
import shutil
import tomllib
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.support.run import ROOT, nhsdx
from tests.support.samples import ORGANISATIONS, example, results

DIMENSIONS = ("leadership-fit", "outcome-horizon", "autonomy", "clinical-framing", "institutional-memory")
WEIGHTS = {"leadership-fit": 25, "outcome-horizon": 25, "autonomy": 15, "clinical-framing": 35}
# What each counted criterion scores, in the rubric's order, worked out by hand: a level, or a survey's counts with
# the score of each option.
SEES, HEARD = (0, 50, 100), (0, 33, 67, 100)
Survey = tuple[tuple[int, ...], tuple[int, ...]]
BY_HAND: dict[str, tuple[tuple[int | Survey, ...], ...]] = {
    "marlowe-vale": (
        (1, 3, 1, 3, 2, 2, 2),
        (2, 2, 2, 1, 2, 2, 1),
        (3, 2, 4, 2, 1),
        (1, ((68, 41, 20), SEES), ((30, 48, 34, 15), HEARD), 3, 3, 3, 4, 1, 2, 2),
        (1, 3, 3, ((58, 54, 16), SEES)),
    ),
    "fenmarch-saltings": (
        (3, 3, 2, 1, 2, 1, 2),
        (4, 4, 3, 4, 3, 2, 2),
        (1, 3, 4, 3, 2),
        (3, ((128, 62, 222), SEES), ((66, 118, 131, 97), HEARD), 4, 4, 3, 3, 2, 2, 4, 2),
        (3, 2, 3, ((139, 187, 86), SEES)),
    ),
    "harrowmere": (
        (4, 4, 4, 4, 1, 3, 4),
        (4, 4, 4, 4, 5, 3, 3),
        (4, 4, 1, 2, 3),
        (4, ((94, 169, 364), SEES), ((44, 132, 219, 232), HEARD), 4, 4, 4, 1, 4, 2, 4, 4),
        (4, 3, 3, ((88, 276, 263), SEES)),
    ),
    "otterbridge-wold": (
        (1, 2, 1, 3, 2, 0, 3),
        (2, 3, 2, 2, 1, 1, 1),
        (2, 3, 1, 1, 1),
        (3, ((4, 9, 13), SEES), 3, 3, 2, 0, 1, 2, 1, 2),
        (1, 3, 2),
    ),
}


def score_of(worth: int | Survey) -> Fraction:
    """The score of a level, or the mean of what the respondents chose."""
    if isinstance(worth, int):
        return Fraction(20 * worth)
    counts, options = worth
    return Fraction(sum(number * score for number, score in zip(counts, options, strict=True)), sum(counts))


def expected(name: str) -> dict[str, Fraction]:
    """Each dimension's evidenced score, 0-100, worked out by hand."""
    means = (sum(map(score_of, worths), Fraction()) / len(worths) for worths in BY_HAND[name])
    return dict(zip(DIMENSIONS, means, strict=True))


def states(name: str) -> dict[str, str]:
    """Each gate's state."""
    return {gate["id"]: gate["state"] for gate in results(example(name))["gates"]}


def near(found: float, wanted: Fraction) -> bool:
    """Whether a score equals an exact one, to nine decimals."""
    return math.isclose(found, wanted, rel_tol=0, abs_tol=1e-9)


def test_the_example_with_the_overlay_has_the_same_answers_except_where_the_overlay_changes_the_questions() -> None:
    """The network is the same under both rubrics: what the system adds is answered, what it drops is not."""
    shared = results("examples/otterbridge-wold.toml")
    local = results("examples/wolds-and-levels/otterbridge-wold.toml")
    assert local["answers"].keys() ^ shared["answers"].keys() == {
        *("neighbourhood-record", "digital-inclusion"),
        "funding-freedom",
    }
    assert local["answers"]["shared-standards"]["items"].pop("members-told") == "no"
    assert {name: local["answers"][name] for name in local["answers"].keys() & shared["answers"].keys()} == {
        name: answer for name, answer in shared["answers"].items() if name != "funding-freedom"
    }
    assert local["national"]["criteria"]["funding-freedom"]["status"] == "unknown"


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_evidenced_scores_of_dimensions_are_those_worked_out_by_hand(name: str) -> None:
    """Every dimension of every organisation has the evidenced score that its statements and counts come to."""
    dimensions = results(example(name))["dimensions"]
    assert all(
        near(figures["score"]["evidenced"], expected(name)[dimension]) for dimension, figures in dimensions.items()
    )


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_the_evidenced_overall_score_follows_from_the_weights(name: str) -> None:
    """The overall score before gates is the weighted mean of the dimensions, without the advisory memory dimension."""
    wanted = sum(weight * expected(name)[dimension] for dimension, weight in WEIGHTS.items()) / 100
    assert near(results(example(name))["overall"]["before_gates"]["evidenced"], Fraction(wanted))


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_the_number_of_criteria_that_count_is_the_one_worked_out_by_hand(name: str) -> None:
    """Only criteria that are not due, not applicable or unknown are left out of the denominator."""
    criteria = results(example(name))["criteria"].values()
    answered = [sum(one["dimension"] == d and one["status"] == "answered" for one in criteria) for d in DIMENSIONS]
    assert answered == [len(worths) for worths in BY_HAND[name]]


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_no_claimed_score_is_below_the_evidenced_score(name: str) -> None:
    """In every node low <= evidenced <= claimed <= high, and some claim is above the evidence."""
    data = results(example(name))
    ahead = 0
    for figures in (data["overall"], *data["dimensions"].values(), *data["criteria"].values()):
        order = [figures["score"][reading] for reading in ("low", "evidenced", "claimed", "high")]
        known = [score for score in order if score is not None]
        assert known == sorted(known)
        ahead += order[2] is not None and order[2] > order[1]
    assert ahead > 0


@pytest.mark.parametrize(
    ("name", "unscored"),
    [
        ("marlowe-vale", {"after-go-live": "not-due"}),
        ("fenmarch-saltings", {}),
        ("harrowmere", {}),
        ("otterbridge-wold", {"clinicians-heard": "unknown", "clinicians-confident": "unknown"}),
    ],
)
def test_criteria_without_a_score_have_the_right_status(name: str, unscored: dict[str, str]) -> None:
    """Not due, not applicable and unknown are different statuses."""
    criteria = results(example(name))["criteria"]
    assert {one: figures["status"] for one, figures in criteria.items() if figures["status"] != "answered"} == unscored


@pytest.mark.parametrize("name", ["marlowe-vale", "fenmarch-saltings"])
def test_no_gate_is_triggered_in_marlowe_vale_or_fenmarch(name: str) -> None:
    """Weak leadership or contested decision rights do not trigger a gate on safety or standards."""
    assert set(states(name).values()) == {"clear"}


def test_harrowmere_is_flagged_for_safety_despite_its_high_average() -> None:
    """The best average of the four does not clear the gates on a stale hazard log and a gap with no date."""
    found = states("harrowmere")
    assert [gate for gate, state in found.items() if state != "clear"] == [
        "clinical-safety-log",
        "shared-standards-gaps",
    ]
    averages = {name: results(example(name))["overall"]["before_gates"]["evidenced"] for name in ORGANISATIONS}
    assert max(averages, key=lambda name: averages[name]) == "harrowmere"


def test_the_score_of_otterbridge_is_capped_by_the_gate_on_its_safety_officer() -> None:
    """A network that does not know its safety duty is capped at level 1 under every reading."""
    data = results(example("otterbridge-wold"))
    found = {gate["id"]: gate for gate in data["gates"]}
    assert found["clinical-safety-officer"]["state"] == "triggered"
    assert found["clinical-safety-officer"]["caps"] == {"overall": 1}
    assert found["shared-standards-list"]["state"] == "triggered"
    assert found["shared-standards-releases"]["state"] == "undecided"
    assert set(data["overall"]["level"].values()) == {1}
    assert data["overall"]["score"]["claimed"] == 20 < data["overall"]["before_gates"]["claimed"]


EXPORTS = ("marlowe-vale.csv", "harrowmere.xlsx", "fenmarch-saltings.csv", "otterbridge-wold.csv")


@pytest.mark.parametrize("export", EXPORTS)
def test_the_answers_of_clinicians_come_from_the_example_exports(tmp_path: Path, export: str) -> None:
    """`nhsdx survey` makes the clinicians' answers in each assessment, with day and grade, from the exports."""
    name = export.partition(".")[0]
    into = tmp_path / "made.toml"
    new = ("--into", str(into), "--subject", name, "--date", "2026-10-20")
    run = nhsdx("survey", f"examples/survey/{export}", "--map", f"examples/survey/{name}.toml", *new)
    assert run.code == 0, run.err
    keys = ("counts", "invited", "seen", "evidence")
    given, made = (
        {
            criterion: [answer[key] for key in keys]
            for criterion, answer in tomllib.loads(file.read_text(encoding="utf-8"))["answers"].items()
            if "counts" in answer
        }
        for file in (ROOT / "examples" / f"{name}.toml", into)
    )
    assert made == given


def test_the_example_exports_are_those_that_their_tool_writes(tmp_path: Path) -> None:
    """Nobody has edited them by hand; for the workbook its parts are compared, as programs compress differently."""
    runpy.run_path(str(ROOT / "tools" / "write_surveys.py"))["write_surveys"](tmp_path)
    folder = ROOT / "examples" / "survey"
    for export in EXPORTS[2:]:
        assert (tmp_path / export).read_bytes() == (folder / export).read_bytes()
    made, given = (zipfile.ZipFile(place / EXPORTS[1]) for place in (tmp_path, folder))
    with made, given:
        assert made.namelist() == given.namelist()
        assert all(made.read(part) == given.read(part) for part in made.namelist())


def test_all_examples_can_be_scored_in_one_run() -> None:
    """One run over all example assessments gives one list."""
    files = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "examples").glob("*.toml"))
    run = nhsdx("assess", *files, "--format", "json")
    assert run.code == 0, run.err
    data: Any = json.loads(run.out)
    assert isinstance(data, list)
    assert len(data) == len(files) >= len(ORGANISATIONS) + 1


@pytest.mark.parametrize(
    "file",
    sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "examples").glob("*/*.toml")
        if path.name != "rubric.toml"
        and path.parent.name not in ("benefits", "wolds-and-levels", "survey", "batch", "process-capability")
    ),
)
def test_the_examples_from_other_fields_can_be_scored(file: str) -> None:
    """Every assessment under `examples` can be scored without editing."""
    assert results(file)["overall"]["coverage"] == 1


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_the_organisations_are_marked_as_fictional(name: str) -> None:
    """Every example says that its organisation is fictional."""
    assert "fictional" in results(example(name))["assessment"]["subject"]


COMMANDS = (("assess",), ("explain",), ("new",), *(("rubric", name) for name in ("list", "show", "lint", "test")))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_example_in_the_help_of_a_command_works(tmp_path: Path, command: tuple[str, ...]) -> None:
    """The call shown in the help of each command works in a checkout."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    help_ = nhsdx(*command, "--help", columns=160)
    assert (help_.code, help_.err) == (0, "")
    (shown,) = re.findall(r"Example: nhsdx (.+)", help_.out)
    arguments = shlex.split(shown)
    assert arguments[: len(command)] == list(command)
    run = nhsdx(*arguments, cwd=tmp_path)
    assert run.code == 0, run.err


def test_a_process_that_might_not_meet_its_first_stage_is_not_rated() -> None:
    """In process capability nobody rated what releases achieve: they have no level, only a range."""
    run = nhsdx("assess", "examples/process-capability/quillmoor.toml")
    assert "Releases (not rated: 3 of 5 known, but not all that the first stage needs)" in " ".join(run.out.split())
    assert results("examples/process-capability/quillmoor.toml")["overall"]["level"]["claimed"] == 1
