"""Published frameworks as rubrics, in `tests/published/frameworks`: their rules give their published figures."""

from __future__ import annotations

import csv
import json
import shutil
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from nhsdx.model.nodes import NodeResult
from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.engine import score
from nhsdx.scoring.scale import round_half_up
from tests.support.build import Table, assessment_from, rubric_from
from tests.support.run import ROOT, nhsdx

FRAMEWORKS = ROOT / "tests" / "published" / "frameworks"
SP_800_171 = "sp-800-171.toml"
INFORM = json.loads((ROOT / "tests" / "published" / "26_inform_risk_2020.json").read_text(encoding="utf-8"))


@cache
def read_rubric(path: str) -> Rubric:
    """A rubric of the checkout."""
    return rubric_from(tomllib.loads((ROOT / path).read_text(encoding="utf-8")))


def score_with(path: str, answers: Table) -> Result:
    """The result of answers to a rubric of the checkout."""
    return score(read_rubric(path), assessment_from(read_rubric(path), answers))


def find_claimed(result: Result, node: str = "overall") -> str:
    """The claimed figure of a node, as people see it."""
    shown = result.rubric.find_shown(node)
    found = {str(reading): number for reading, number in result.find_node(node).scores.items()}["claimed"]
    assert found is not None
    return str(round_half_up(shown.convert(found), shown.decimals))


@pytest.mark.parametrize("name", sorted(path.name for path in FRAMEWORKS.glob("*.toml") if path.name != SP_800_171))
def test_the_rules_of_each_framework_give_its_published_figures(name: str) -> None:
    """Each file gives its source, and its test vectors pass."""
    run = nhsdx("rubric", "test", f"tests/published/frameworks/{name}")
    assert run.code == 0, run.out + run.err


# ---- NIST SP 800-171


class Gaps(NamedTuple):
    """The requirements that are not met, and the points that are left; a partly met requirement is at level 1 of 2."""

    points: int
    missing: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    authentication: int = 2
    cryptography: int = 2


def answer_but(gaps: Gaps) -> Table:
    """Answers in which everything else is met."""
    answers: Table = {"mfa": gaps.authentication, "fips": gaps.cryptography}
    for name, criterion in tomllib.loads((FRAMEWORKS / SP_800_171).read_text(encoding="utf-8"))["criteria"].items():
        items = {
            item: "not-applicable" if item in gaps.away else "no" if item in gaps.missing else "yes"
            for item in criterion.get("items", {})
        }
        if items:
            answers[name] = {"items": items, "reason": "There is no wireless network."}
    return answers


@pytest.mark.parametrize(
    "gaps",
    [
        Gaps(110),
        Gaps(105, missing=("ac1",)),
        Gaps(102, authentication=1, cryptography=0),
        Gaps(88, missing=("ac1", "ac2", "ac8", "ac9", "at1", "at2")),
        Gaps(105, missing=("ac1",), away=("ac16", "ac17")),
    ],
    ids=["all-met", "one-missing", "met-in-part", "conditional", "what-does-not-apply-is-met"],
)
def test_points_per_requirement_are_those_of_sp_800_171(gaps: Gaps) -> None:
    """NIST SP 800-171 DoD Assessment Methodology 1.2.1: 110 less the points of what is not met.

    A requirement that does not apply costs nothing, and does not change the points of another.
    """
    assert find_claimed(score_with(f"tests/published/frameworks/{SP_800_171}", answer_but(gaps))) == str(gaps.points)


def test_a_system_that_meets_no_requirement_has_minus_203_points() -> None:
    """NIST SP 800-171 DoD Assessment Methodology 1.2.1: the lowest score. 3.12.4 has no points."""
    every = tuple(
        item
        for criterion in tomllib.loads((FRAMEWORKS / SP_800_171).read_text(encoding="utf-8"))["criteria"].values()
        for item in criterion.get("items", {})
    )
    assert len(every) == 107
    assert (
        find_claimed(score_with(f"tests/published/frameworks/{SP_800_171}", answer_but(Gaps(-203, every, (), 0, 0))))
        == "-203"
    )


# ---- missing answers


def describe_readings(node: NodeResult) -> dict[str, Any]:
    """The score of a node under each reading."""
    return {str(reading): number for reading, number in node.scores.items()}


def test_one_known_answer_out_of_nine_gives_no_severity() -> None:
    """PHQ-9: more than two answers are missing, so there is no score. It is not "severe"."""
    result = score_with("tests/published/frameworks/phq-9.toml", {"interest": 3})
    scores = describe_readings(result.overall)
    assert (scores["evidenced"], scores["claimed"]) == (None, None)
    assert (scores["low"], scores["high"]) == (0, pytest.approx(100 * 24 / 27))


def test_pages_say_why_a_severity_cannot_be_given(tmp_path: Path) -> None:
    """Four of nine answers are known, so the page says so; high is bad, so unknown answers make a score worse."""
    shutil.copy(FRAMEWORKS / "phq-9.toml", tmp_path / "phq-9.toml")
    answers = ("interest = 3", "mood = 1", "sleep = 2", "energy = 1", "appetite = 1", "pace = 0", "self-worth = 0")
    head = 'format = "nhsdx.assessment/1"\nrubric = "phq-9.toml"\n[assessment]\nsubject = "A"\ndate = 2026-10-01'
    for name, count in (("four.toml", 4), ("seven.toml", 7)):
        (tmp_path / name).write_text("\n".join([head, "[answers]", *answers[:count]]), encoding="utf-8")
    four = " ".join(nhsdx("report", "four.toml", "--format", "markdown", cwd=tmp_path).out.split())
    assert "there is no score yet: Answers (not rated: 4 of 9 known, 7 needed)" in four
    assert "nothing is known" not in " ".join(nhsdx("assess", "four.toml", cwd=tmp_path).out.split())
    seven = " ".join(nhsdx("report", "seven.toml", "--format", "markdown", cwd=tmp_path).out.split())
    assert "which could worsen the claimed score from 10 to 14 or improve the claimed score from 10 to 8" in seven


def test_no_level_is_claimed_if_the_first_stage_is_not_met() -> None:
    """ISO/IEC 33020: without a rating of performance no level is reached, and level 0 is not claimed either."""
    known = {"pa21": 90, "pa22": 90, "pa31": 90, "pa32": 90}
    scores = describe_readings(score_with("tests/published/frameworks/iso-33020.toml", known).overall)
    assert scores == {"low": 0, "evidenced": None, "claimed": None, "high": 100}


def test_each_question_that_adds_to_a_total_is_shown_with_its_own_points(tmp_path: Path) -> None:
    """PHQ-9: a question at its worst adds 3 to the sum; no page shows 27 for it; a threshold on it is in its points."""
    shutil.copy(FRAMEWORKS / "phq-9.toml", tmp_path / "phq-9.toml")
    head = 'format = "nhsdx.assessment/1"\nrubric = "phq-9.toml"\n[assessment]\nsubject = "A"\ndate = 2026-10-01'
    names = ("interest", "mood", "sleep", "energy", "appetite", "self-worth", "concentration", "pace", "self-harm")
    answers = "\n".join([f"{name} = 0" for name in names[1:]])
    (tmp_path / "a.toml").write_text(f"{head}\n[answers]\ninterest = 3\n{answers}\n[expect]\noverall = 3\ninterest = 3")
    assert nhsdx("check", "a.toml", cwd=tmp_path).code == 0
    page = nhsdx("explain", "a.toml", "interest", cwd=tmp_path).out
    assert "Every reading: 3" in page
    assert "27" not in page.replace("0 to 27", "")
    report = nhsdx("report", "a.toml", "--format", "markdown", cwd=tmp_path).out
    assert "3 points; scores 3" in report
    found = json.loads(nhsdx("assess", "a.toml", "--format", "json", cwd=tmp_path).out)
    assert found["criteria"]["interest"]["shown"]["claimed"] == found["overall"]["shown"]["claimed"] == 3
    assert found["criteria"]["interest"]["score"]["claimed"] == 0
    assert nhsdx("assess", "a.toml", "--fail-under=interest=2", cwd=tmp_path).code == 1
    assert nhsdx("assess", "a.toml", "--fail-under=interest=4", cwd=tmp_path).code == 2


def test_each_family_of_sp_800_171_is_shown_with_the_points_that_it_has_lost() -> None:
    """Access control is worth 54 of the 313 points: with 3.1.1 not met, it loses 5 and the whole is 105."""
    gaps = Gaps(105, ("ac1",), (), 2, 2)
    result = score_with(f"tests/published/frameworks/{SP_800_171}", answer_but(gaps))
    assert (find_claimed(result, "ac"), find_claimed(result)) == ("-5", "105")


# ---- INFORM Risk

INFORM_RISK = "examples/inform-risk/rubric.toml"
DIMENSIONS = ("hazard-and-exposure", "susceptibility", "institutions-and-infrastructure")


def test_inform_risk_is_tested_for_all_countries() -> None:
    """INFORM Global Risk Index 2020: all 191 countries are included."""
    assert len({row[0] for row in INFORM["rows"]}) == 191


@pytest.mark.parametrize("row", INFORM["rows"], ids=lambda row: row[0])
def test_inform_risk_is_reproduced(row: list[Any]) -> None:
    """INFORM Global Risk Index 2020: the risk of each country to one decimal, where high is bad, and its class."""
    result = score_with(INFORM_RISK, dict(zip(DIMENSIONS, row[1:4], strict=True)))
    assert float(find_claimed(result)) == row[4]
    (place,) = {level for level in result.overall.levels.values() if level is not None}
    assert read_rubric(INFORM_RISK).levels[place].label.casefold() == row[5].casefold()


def test_inform_risk_is_reproduced_from_a_table(tmp_path: Path) -> None:
    """All countries in one table have the published risks and classes as well."""
    cells = [["country", *DIMENSIONS], *(row[:4] for row in INFORM["rows"])]
    table, scores = tmp_path / "countries.csv", tmp_path / "scores.csv"
    table.write_text("\n".join(",".join(map(str, row)) for row in cells), encoding="utf-8")
    run = nhsdx("batch", str(table), "--rubric", INFORM_RISK, "--keep", "country", "-o", str(scores))
    assert run.code == 0, run.err
    assert "Overall, claimed" in run.out
    assert "evidenced" not in run.out
    with scores.open(encoding="utf-8", newline="") as file:
        rows = {row["country"]: row for row in csv.DictReader(file)}
    classes = {str(level.number): level.label.casefold() for level in read_rubric(INFORM_RISK).levels}
    for country, *_, risk, name in INFORM["rows"]:
        assert float(round_half_up(10 - float(rows[country]["overall.claimed"]) / 10, 1)) == risk, country
        assert classes[rows[country]["overall.claimed.level"]] == name.casefold(), country
