"""The sums on the page about scoring are correct and match what nhsdx computes."""

from __future__ import annotations

import ast
import json
import operator
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from nhsdx.scoring.scale import round_half_up
from tests.support.build import flat_rubric, scored
from tests.support.pages import block_after, run_block, text_of

SCORING = text_of("docs/scoring.md")
SUM = re.compile(r"(?P<node>[a-z-]+), (?P<reading>[a-z]+) +(?P<expression>.+) = (?P<value>[\d.]+)")
OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def worth(expression: str) -> Fraction:
    """The exact value of a sum as the page writes it."""
    return _worth(ast.parse(expression.replace("×", "*"), mode="eval").body)


def _worth(node: ast.expr) -> Fraction:
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](_worth(node.left), _worth(node.right))
    if isinstance(node, ast.Call):
        return min(map(_worth, node.args))
    assert isinstance(node, ast.Constant)
    return Fraction(str(node.value))


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The result of the worked example, as JSON."""
    folder = tmp_path_factory.mktemp("worked")
    (folder / "worked-example.toml").write_text(block_after(SCORING, "file: worked-example.toml"), encoding="utf-8")
    result: dict[str, Any] = json.loads(run_block("nhsdx assess worked-example.toml --format json", folder).text)
    return result


@pytest.mark.parametrize("line", block_after(SCORING, "sums").splitlines())
def test_the_sums_of_the_worked_example_are_right_and_agree_with_nhsdx(line: str, worked: dict[str, Any]) -> None:
    """Each sum on the page equals the value printed after it, and the score of the node in the result."""
    found = SUM.fullmatch(line)
    assert found is not None
    assert worth(found["expression"]) == Fraction(found["value"])
    node = worked["overall"] if found["node"] == "overall" else worked["dimensions"][found["node"]]
    assert node["score"][found["reading"]] == float(found["value"])


def test_the_scores_of_the_worked_answers_are_those_on_the_page(worked: dict[str, Any]) -> None:
    """The table of answers shows the claimed and the evidenced score of every criterion."""
    rows = re.findall(
        r"^\| `([\w-]+)` \| (\d*) ?\| (\d*) ?\| .+ \|$", SCORING.partition("## A worked example")[2], re.MULTILINE
    )
    shown = {name: [float(cell) if cell else None for cell in cells] for name, *cells in rows}
    assert shown == {
        name: [one["score"]["claimed"], one["score"]["evidenced"]] for name, one in worked["criteria"].items()
    }


def test_the_other_figures_of_the_worked_example_are_those_on_the_page(worked: dict[str, Any]) -> None:
    """Levels, gate, coverage and contributions on the page match the result of the worked example."""
    overall, skill, time, safety = (
        worked["overall"],
        *(worked["criteria"][name] for name in ("skill", "time", "safety")),
    )
    text = " ".join(SCORING.split())
    assert (overall["level"]["claimed"], overall["weakest"]["claimed"]) == (2, 1)
    assert "between level 2 (50) and level 3 (75), and the weakest criterion is at level 1" in text
    assert [gate["state"] for gate in worked["gates"]] == ["unproven"]
    assert "The gate is `unproven`" in text
    assert overall["coverage"] == float(worth("(2 * 1 + 3 * ((3/4 + 0) / 2)) / 5"))
    assert "(3/4 + 0) / 2 = 37.5%" in text
    assert "(2 × 1 + 3 × 37.5%) / 5 = 62.5%" in text
    assert [one["contribution"]["claimed"] for one in (skill, time, safety)] == [20, 5, 45]
    assert "20 for skill, 5 for time and 45 for safety: 70 together" in text
    assert [one["contribution"]["evidenced"] for one in (skill, time, safety)] == [15, 5, 15]
    assert "15, 5 and 15, or 35 together" in text


def test_an_unknown_survey_widens_the_range_down_to_its_worst_score_and_up_to_its_best_score() -> None:
    """The page's survey worth 20 to 60 beside a 90 gives a range of 55 to 90, not of 55 to 75."""
    survey = {"kind": "survey", "options": ["No", "Yes"], "scores": [20, 60]}
    measure = {"kind": "measure", "unit": "points", "linear": {"worst": 0, "best": 100}}
    result = scored(flat_rubric({"known": measure, "unknown": survey}), {"known": {"value": 90}})
    assert {str(reading): score for reading, score in result.overall.scores.items()} == {
        "low": float(worth("(90 + 20) / 2")),
        "evidenced": 90,
        "claimed": 90,
        "high": 90,
    }
    text = " ".join(SCORING.split())
    assert all(part in text for part in ("(90 + 60) / 2 = 75", "(90 + 20) / 2 = 55", "here 90."))


def test_numbers_are_rounded_half_up_as_the_page_says() -> None:
    """62.25 is shown as 62.3, where Python's own rounding says 62.2."""
    assert round_half_up(62.25) == "62.3"
    assert str(round(62.25, 1)) == "62.2"
    assert "62.25 is shown as 62.3" in SCORING
