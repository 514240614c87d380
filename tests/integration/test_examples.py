"""The four fictional organisations and the other examples have the results that were worked out by hand."""

from __future__ import annotations

import json
import math
import re
import shlex
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.support.run import ROOT, nhsdx
from tests.support.samples import ORGANISATIONS, example, results

DIMENSIONS = ("leadership-fit", "outcome-horizon", "autonomy", "clinical-framing", "institutional-memory")
WEIGHTS = {"leadership-fit": 25, "outcome-horizon": 25, "autonomy": 15, "clinical-framing": 35}
# Sum of levels and number of scored criteria of each dimension; domain.md, table 6E.
TABLE_6E = {
    "marlowe-vale": ((16, 7), (13, 7), (15, 6), (15, 6), (11, 5)),
    "fenmarch-saltings": ((14, 7), (22, 7), (16, 6), (22, 7), (13, 5)),
    "harrowmere": ((24, 7), (26, 7), (18, 6), (26, 7), (18, 5)),
    "otterbridge-wold": ((12, 7), (12, 6), (12, 6), (14, 6), (7, 4)),
}
CAPPING = ("clinical-safety", "shared-standards")
WATCHING = ("clinical-safety-watch", "shared-standards-watch")


def expected(name: str) -> dict[str, Fraction]:
    """Each dimension's evidenced score, 0-100, from the levels in table 6E."""
    means = (Fraction(total, count) for total, count in TABLE_6E[name])
    return {dimension: mean / 5 * 100 for dimension, mean in zip(DIMENSIONS, means, strict=True)}


def states(name: str) -> dict[str, str]:
    """Each gate's state."""
    return {gate["id"]: gate["state"] for gate in results(example(name))["gates"]}


def near(found: float, wanted: Fraction) -> bool:
    """Whether a score equals an exact one, to nine decimals."""
    return math.isclose(found, wanted, rel_tol=0, abs_tol=1e-9)


def test_the_overlay_s_example_differs_from_the_shared_one_in_three_answers() -> None:
    """The network is the same under both rubrics: criteria that the system adds are answered, dropped ones are not."""
    shared = results("examples/otterbridge-wold.toml")
    local = results("examples/wolds-and-levels/otterbridge-wold.toml")
    assert local["answers"].keys() ^ shared["answers"].keys() == {
        *("neighbourhood-record", "digital-inclusion"),
        "funding-freedom",
    }
    assert {name: local["answers"][name] for name in local["answers"].keys() & shared["answers"].keys()} == {
        name: answer for name, answer in shared["answers"].items() if name != "funding-freedom"
    }
    assert local["national"]["criteria"]["funding-freedom"]["status"] == "unknown"


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_evidenced_dimensions_are_as_worked_out_by_hand(name: str) -> None:
    """Every dimension of every organisation has the evidenced score of table 6E."""
    dimensions = results(example(name))["dimensions"]
    found = {
        dimension: Fraction(figures["score"]["evidenced"]).limit_denominator(1000)
        for dimension, figures in dimensions.items()
    }
    assert found == expected(name)
    assert all(
        near(figures["score"]["evidenced"], expected(name)[dimension]) for dimension, figures in dimensions.items()
    )


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_the_evidenced_overall_score_follows_from_the_weights(name: str) -> None:
    """The overall score before gates is the weighted mean of the dimensions, without the advisory memory dimension."""
    wanted = sum(weight * expected(name)[dimension] for dimension, weight in WEIGHTS.items()) / 100
    assert near(results(example(name))["overall"]["before_gates"]["evidenced"], Fraction(wanted))


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_as_many_criteria_count_as_worked_out_by_hand(name: str) -> None:
    """Only criteria that are not due, not applicable or unknown are left out of the denominator."""
    criteria = results(example(name))["criteria"].values()
    answered = [sum(one["dimension"] == d and one["status"] == "answered" for one in criteria) for d in DIMENSIONS]
    assert answered == [count for _, count in TABLE_6E[name]]


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_claims_are_never_below_the_evidence(name: str) -> None:
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
        (
            "otterbridge-wold",
            {"stress-test": "not-applicable", "perception-measured": "unknown", "confidence-measured": "unknown"},
        ),
    ],
)
def test_criteria_without_a_score_have_the_right_status(name: str, unscored: dict[str, str]) -> None:
    """Not due, not applicable and unknown are different statuses."""
    criteria = results(example(name))["criteria"]
    assert {one: figures["status"] for one, figures in criteria.items() if figures["status"] != "answered"} == unscored


@pytest.mark.parametrize("name", ["marlowe-vale", "fenmarch-saltings"])
def test_no_safety_gate_caps_marlowe_vale_or_fenmarch(name: str) -> None:
    """Weak leadership or contested decision rights do not trigger a safety gate."""
    found = states(name)
    assert "triggered" not in {found[gate] for gate in CAPPING}
    overall = results(example(name))["overall"]
    assert overall["score"]["claimed"] == overall["before_gates"]["claimed"]


def test_harrowmere_is_flagged_for_safety_whatever_its_average() -> None:
    """The best average of the four does not clear the gates on two safety criteria at level 2."""
    found = states("harrowmere")
    assert [gate for gate, state in found.items() if state != "clear"] == list(WATCHING)
    averages = {name: results(example(name))["overall"]["before_gates"]["evidenced"] for name in ORGANISATIONS}
    assert max(averages, key=lambda name: averages[name]) == "harrowmere"


def test_otterbridge_is_capped_by_clinical_safety() -> None:
    """A network that does not know its safety duty is capped at level 1 under every reading."""
    data = results(example("otterbridge-wold"))
    found = {gate["id"]: gate for gate in data["gates"]}
    assert found["clinical-safety"]["state"] == "triggered"
    assert found["clinical-safety"]["caps"] == {"overall": 1}
    assert found["shared-standards"]["state"] != "triggered"
    assert found["shared-standards-watch"]["state"] in ("triggered", "unproven")
    assert set(data["overall"]["level"].values()) == {1}
    assert data["overall"]["score"]["claimed"] == 20 < data["overall"]["before_gates"]["claimed"]


def test_all_examples_score_together() -> None:
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
        if path.name != "rubric.toml" and path.parent.name not in ("wolds-and-levels", "survey")
    ),
)
def test_every_other_example_scores(file: str) -> None:
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
