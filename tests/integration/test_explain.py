"""`nhsdx explain`: the arithmetic behind every number."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import Table, flat_rubric, level_criterion
from tests.support.programs.browser import needs_browser
from tests.support.programs.devtools import tab_of
from tests.support.run import ROOT, assert_snapshot, nhsdx
from tests.support.samples import (
    ASEM,
    FOUR_KINDS,
    FOUR_KINDS_ANSWERS,
    HDI,
    ONE_FILE,
    ORGANISATIONS,
    READINGS,
    assessment,
    example,
    level,
    results,
    small_assessment,
    small_rubric,
    write,
)

FILES = (*(example(name) for name in ORGANISATIONS), ONE_FILE, ASEM, HDI)
EXPLAINED = "otterbridge-wold"


def explanation(name: str, node: str = "overall") -> Any:  # noqa: ANN401 - JSON holds anything
    """The explanation of a node as data."""
    run = nhsdx("explain", name, node, "--format", "json")
    assert run.code == 0, run.err
    return json.loads(run.out)


def steps_of(explained: Any, reading: str) -> list[Any]:  # noqa: ANN401 - JSON holds anything
    """The steps of one reading, in their order."""
    return [step for step in explained["steps"] if step["reading"] == reading]


def nodes(data: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - JSON holds anything
    """Every node of a result by its id."""
    yield "overall", data["overall"]
    yield from data["dimensions"].items()
    yield from data["criteria"].items()


# ---- The pages as they are


@pytest.mark.parametrize(
    "node",
    ["overall", "clinical-framing", "institutional-memory", "clinical-safety", "perception-measured", "stress-test"],
)
def test_the_page_of_a_node_matches_its_snapshot(node: str) -> None:
    """Pages of a capped score, a mean, an advisory mean, an answer, an unknown criterion and one left out."""
    for columns in (80, 60) if node == "overall" else (80,):
        run = nhsdx("explain", example(EXPLAINED), node, columns=columns)
        assert (run.code, run.err) == (0, "")
        assert_snapshot(f"explain/{EXPLAINED}-{node}-{columns}.txt", run.out)


@pytest.mark.parametrize("kind", FOUR_KINDS)
def test_the_page_of_each_kind_of_criterion_matches_its_snapshot(tmp_path: Path, kind: str) -> None:
    """The page shows how each kind of answer becomes a score, with the real numbers."""
    write(tmp_path / "rubric.toml", flat_rubric(FOUR_KINDS | {"leader": level_criterion(title="Leader")}))
    name = write(tmp_path / "assessment.toml", assessment(FOUR_KINDS_ANSWERS))
    run = nhsdx("explain", name, kind)
    assert run.code == 0
    assert_snapshot(f"explain/kind-{kind}-80.txt", run.out)


@pytest.mark.parametrize("node", ["overall", "clinical-safety"])
def test_the_page_in_markdown_matches_its_snapshot(node: str) -> None:
    """The same blocks, with tables that other programs read."""
    run = nhsdx("explain", example(EXPLAINED), node, "--format", "markdown")
    assert (run.code, run.err) == (0, "")
    assert_snapshot(f"explain/{EXPLAINED}-{node}.md", run.out)


def test_readings_with_the_same_steps_are_shown_together() -> None:
    """A fully supported answer has one explanation for all four readings, which makes the page shorter."""
    out = nhsdx("explain", HDI, "national-income-per-person").out
    assert "Every reading: " in out
    assert out.count("limited to 0 to 100") == 1


@pytest.mark.parametrize("name", FILES)
def test_explanations_show_the_evidenced_score_before_the_claimed_one(name: str) -> None:
    """Evidenced comes first in both the facts and the tables; without evidence grades it is not shown."""
    out = nhsdx("explain", name, columns=140).out
    titles = ("Claimed", "Low", "High") if name in (HDI, ASEM) else ("Evidenced", "Claimed", "Low", "High")
    places = [out.index(title) for title in titles]
    assert places == sorted(places)
    assert ("Evidenced" in out) is ("Evidenced" in titles)


@needs_browser
@pytest.mark.media
@pytest.mark.parametrize("node", ["overall", "clinical-safety", "perception-measured"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_html_page_is_accessible(tmp_path: Path, node: str, scheme: str, width: int) -> None:
    """This is true for wide and narrow pages, in light and dark, and no page scrolls sideways."""
    file = tmp_path / "why.html"
    assert nhsdx("explain", example(EXPLAINED), node, "-o", str(file)).code == 0
    with tab_of(file) as tab:
        tab.colours(scheme)
        tab.resize(width)
        assert tab.accessibility_problems() == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.messages == []


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    """The error comes before anything is read."""
    run = nhsdx("explain", "none.toml", "-o", str(tmp_path / "why.docx"))
    assert (run.code, "no format for the extension" in run.err) == (2, True)


def test_the_overall_score_is_explained_by_default() -> None:
    """`nhsdx explain FILE` explains the overall score."""
    assert nhsdx("explain", HDI).out == nhsdx("explain", HDI, "overall").out


# ---- The arithmetic is right


@pytest.mark.parametrize("name", FILES)
def test_contributions_of_children_add_up_to_the_score(name: str) -> None:
    """In every mean the points of the children sum to the score, under each reading."""
    data = results(name)
    checked = 0
    for node in ("overall", *data["dimensions"]):
        for step in explanation(name, node)["steps"]:
            if step["rule"] == "mean":
                points = [given["points"] for given in step["inputs"]]
                assert math.isclose(math.fsum(points), step["output"], rel_tol=0, abs_tol=1e-9), (node, step["reading"])
                checked += 1
    assert checked > 0


@pytest.mark.parametrize("name", FILES)
def test_every_score_in_an_explanation_is_the_output_of_a_step(name: str) -> None:
    """The last step of each reading gives the score, so that every number is explained."""
    for node, figures in nodes(results(name)):
        explained = explanation(name, node)
        for reading in READINGS:
            steps = steps_of(explained, reading)
            assert steps[-1]["output"] == figures["score"][reading], (node, reading)
            assert explained["score"][reading] == figures["score"][reading]
            aggregated = [step["output"] for step in steps if step["rule"] != "gate"]
            assert figures.get("before_gates", figures["score"])[reading] == aggregated[-1]


@pytest.mark.parametrize("name", FILES)
def test_every_step_of_a_node_starts_from_the_scores_of_its_children(name: str) -> None:
    """The inputs of a step are the scores on the pages of its children."""
    data = results(name)
    scores = dict(nodes(data))
    for node in ("overall", *data["dimensions"]):
        for step in explanation(name, node)["steps"]:
            if step["rule"] in ("mean", "geometric", "min"):
                for given in step["inputs"]:
                    assert given["value"] == scores[given["name"]]["score"][step["reading"]]
                    assert given["weight"] == scores[given["name"]]["weight"]


@pytest.mark.parametrize("name", FILES)
def test_contributions_of_criteria_add_up_to_the_overall_score_before_gates(name: str) -> None:
    """Where every node is a mean, the points of all answers sum to the overall score before gates."""
    data = results(name)
    points = [one["contribution"]["claimed"] for one in data["criteria"].values()]
    given = [one for one in points if one is not None]
    means = all(step["rule"] != "geometric" for step in explanation(name)["steps"])
    if means:
        total = data["overall"]["before_gates"]["claimed"]
        assert math.isclose(math.fsum(given), total, rel_tol=0, abs_tol=1e-9)
    else:
        assert given == []


def test_an_explanation_has_a_separate_step_for_a_cap(tmp_path: Path) -> None:
    """The explanation of a capped score shows the score before the cap, the gate, and the score after it."""
    answers: Table = {"skill": level(5), "time": level(5), "safety": level(1)}
    (mean, gate) = steps_of(explanation(small_assessment(tmp_path, answers)), "claimed")
    assert (mean["rule"], mean["output"]) == ("mean", 80)
    assert (gate["rule"], gate["output"]) == ("gate", 20)
    assert [(one["name"], one["value"]) for one in gate["inputs"]] == [("before gates", 80), ("safety-gate", 20)]


def test_an_explanation_has_a_separate_step_for_evidence_that_supports_less_than_the_claim(tmp_path: Path) -> None:
    """The explanation of an evidenced score gives the grade that counted and what it supports."""
    name = small_assessment(tmp_path, {"skill": level(4, evidence="record")})
    (claim, evidence) = steps_of(explanation(name, "skill"), "evidenced")
    assert (claim["rule"], claim["output"]) == ("level", 80)
    assert (evidence["rule"], evidence["output"]) == ("evidence", 60)
    assert [(one["name"], one["value"]) for one in evidence["inputs"]] == [("claimed", 80), ("record", 60)]
    page = " ".join(nhsdx("explain", name, "skill").out.split())
    assert "evidence (record): the lower of 80.000 and the score that it supports, 60.000 = 60.000" in page


def test_old_evidence_is_described_as_old_and_not_as_weak(tmp_path: Path) -> None:
    """A record that is too old counts as hearsay; the page must not say that records support level 1."""
    answers: Table = {"skill": level(4, evidence="record")}
    name = small_assessment(tmp_path, answers)
    explained = nhsdx("explain", name, "skill", "--as-of", "2028-01-01").out
    page = nhsdx("assess", name, "--as-of", "2028-01-01").out
    assert "record (too old: counts as hearsay), supports Label 1 at most" in explained
    assert "(record)" not in page


def test_an_answer_is_shown_with_all_its_digits() -> None:
    """To check the sum by hand, readers need the number that was answered: 45224.76564, not 45224.8."""
    assert "ln 45224.76564 -" in nhsdx("explain", HDI, "national-income-per-person").out


# ---- What can be explained


@pytest.mark.parametrize(("word", "meant"), [("peopel", "people"), ("safty", "safety"), ("overal", "overall")])
def test_an_unknown_id_is_an_error_with_a_suggestion(tmp_path: Path, word: str, meant: str) -> None:
    """A mistyped id gets a suggestion."""
    run = nhsdx("explain", small_assessment(tmp_path, {}), word)
    assert (run.code, run.out) == (2, "")
    assert f'unknown-reference: "{word}"' in run.err
    assert f'did you mean "{meant}"?' in run.err


def test_an_explanation_uses_the_profile_and_rubric_and_date_that_are_given(tmp_path: Path) -> None:
    """`explain` explains the number that `assess` gives with the same options."""
    answers: Table = {"skill": level(3, evidence="record"), "time": level(0), "safety": level(3)}
    name = small_assessment(tmp_path, answers)
    other = write(
        tmp_path / "other.toml", small_rubric() | {"profiles": {"short": {"title": "S", "without": ["time"]}}}
    )
    options = ("--profile", "short", "--rubric", other, "--as-of", "2028-01-01")
    run = nhsdx("explain", name, "--format", "json", *options)
    assert run.code == 0
    scores = results(name, *options)["overall"]["score"]
    assert json.loads(run.out)["score"] == scores
    assert scores["evidenced"] != results(name)["overall"]["score"]["evidenced"]


def test_an_explanation_can_be_written_to_a_file(tmp_path: Path) -> None:
    """`-o` writes the explanation, and does not replace what is there."""
    target = str(tmp_path / "why.json")
    arguments = ("explain", HDI, "education", "--format", "json", "-o", target)
    assert nhsdx(*arguments).code == 0
    assert json.loads(Path(target).read_text(encoding="utf-8"))["id"] == "education"
    assert nhsdx(*arguments).code == 2
    assert nhsdx(*arguments, "--force").code == 0


def test_an_explanation_can_use_an_assessment_from_stdin() -> None:
    """An assessment can come from a pipe."""
    run = nhsdx("explain", "-", cwd=(ROOT / HDI).parent, stdin=(ROOT / HDI).read_bytes())
    assert (run.code, run.out) == (0, nhsdx("explain", HDI).out)
