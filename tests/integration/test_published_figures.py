"""Reproduces published figures; they are in `tests/published` with their sources."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import tomllib
from functools import cache
from typing import Any

import pytest

from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.digest import encode_canonical
from nhsdx.scoring.engine import score
from nhsdx.scoring.scale import round_half_up
from tests.support.build import Table, assessment_from, flat_rubric, level_criterion, rubric_from, scored
from tests.support.run import ROOT


def published(name: str) -> Table:
    """A file of published figures."""
    figures: Table = json.loads((ROOT / "tests" / "published" / name).read_text(encoding="utf-8"))
    return figures


@cache
def example(name: str) -> Rubric:
    """A rubric of the examples folder."""
    return rubric_from(tomllib.loads((ROOT / "examples" / name / "rubric.toml").read_text(encoding="utf-8")))


def scored_example(name: str, answers: Table) -> Result:
    """The result of answers to an example rubric."""
    return score(example(name), assessment_from(example(name), answers))


def claimed(result: Result, node: str = "overall") -> float:
    """The claimed score of a node that has one."""
    found = {str(reading): number for reading, number in result.find_node(node).scores.items()}["claimed"]
    assert found is not None
    return found


# ---- Human Development Index 2021

HDI = published("03_undp_hdi_2021.json")
HDI_MEASURES = (
    "life-expectancy",
    "expected-years-of-schooling",
    "mean-years-of-schooling",
    "national-income-per-person",
)


def test_the_human_development_index_is_tested_for_all_countries() -> None:
    """UNDP, Human Development Report 2021/22: all 191 countries with a figure for 2021 are included."""
    assert len({row[0] for row in HDI["bulk"]["rows"]}) == 191


@pytest.mark.parametrize("row", HDI["bulk"]["rows"], ids=lambda row: row[0])
def test_the_human_development_index_is_reproduced(row: list[Any]) -> None:
    """UNDP, HDR 2021/22: the index and the group of each country.

    On our scale of 0-100 it has one decimal where UNDP prints three. UNDP uses the rounded index, so the test does too.
    """
    result = scored_example("human-development-index", dict(zip(HDI_MEASURES, row[1:5], strict=True)))
    index = round_half_up(claimed(result), 1)
    assert index == round_half_up(100 * row[5], 1)
    levels = example("human-development-index").levels
    group = [level.label for level in levels if (level.score or 0) <= float(index)][-1]
    assert group.casefold() == row[6].casefold()


# ---- ASEM Sustainable Connectivity Index

ASEM = published("05_coinr_asem.json")


def asem_ids() -> dict[str, str]:
    """The ids of the example rubric by COINr's codes, which are in brackets at the end of each title."""
    rubric = example("asem-connectivity")
    titled = [(name, table.title) for name, table in [*rubric.dimensions.items(), *rubric.criteria.items()]]
    codes = {str(match[1]): name for name, title in titled if (match := re.search(r"\((\w+)\)$", title))}
    return codes | {"Index": "overall"}


def scored_asem(unit: Table) -> Result:
    """The result of a country's indicators."""
    ids = asem_ids()
    answers = {ids[code]: value for code, value in zip(ASEM["indicators"], unit["values"], strict=True)}
    return scored_example("asem-connectivity", answers)


@pytest.mark.parametrize("unit", ASEM["units"], ids=lambda unit: unit["unit"])
def test_the_asem_connectivity_index_is_reproduced(unit: Table) -> None:
    """COINr's data ASEM_COIN (Joint Research Centre): eight pillars, two sub-indexes and the index of each country."""
    ids, result = asem_ids(), scored_asem(unit)
    found = {code: claimed(result, ids[code]) for code in ASEM["aggregates"]}
    expected = dict(zip(ASEM["aggregates"], unit["expected"], strict=True))
    assert found == pytest.approx(expected, rel=0, abs=1e-7)


def test_the_asem_figures_printed_for_india_are_reproduced() -> None:
    """COINr's article `results`: India's figures to two decimals, and its ranks among the 51 countries."""
    ids = asem_ids()
    results = {unit["unit"]: scored_asem(unit) for unit in ASEM["units"]}
    printed = ASEM["published_summary"]
    shown = {code: float(round_half_up(claimed(results["IND"], ids[code]), 2)) for code in printed["expected"]}
    assert shown == printed["expected"]
    assert len(results) == 51
    for code, rank in printed["ranks"].items():
        ahead = [r for r in results.values() if claimed(r, ids[code]) > claimed(results["IND"], ids[code])]
        assert len(ahead) + 1 == rank


# ---- RFC 8785

JCS = published("20_jcs_rfc8785.json")


@pytest.mark.parametrize("case", JCS["cases"], ids=lambda case: case["id"])
def test_canonical_json_matches_rfc_8785(case: Table) -> None:
    """RFC 8785 and its published test data: the canonical text and its SHA-256, so others can check ours."""
    text = encode_canonical(json.loads(case["input"]))
    assert text.decode("utf-8") == case["canonical"]
    assert hashlib.sha256(text).hexdigest() == case["sha256"]


@pytest.mark.parametrize("number", JCS["numbers"], ids=lambda number: number["es6"])
def test_canonical_numbers_match_rfc_8785(number: Table) -> None:
    """RFC 8785, appendix B: numbers are written as ECMAScript writes them, minus zero and exponents included."""
    (value,) = struct.unpack(">d", bytes.fromhex(number["ieee754_hex"]))
    assert encode_canonical(value) == number["es6"].encode()


# ---- rounding

ROUNDING = published("23_rounding_determinism.json")


@pytest.mark.parametrize("vector", ROUNDING["decimal"], ids=lambda vector: vector["x"])
def test_numbers_are_rounded_half_up_when_they_are_shown(vector: Table) -> None:
    """Decimal half-up as CVSS v3.1 had to define it (published/23): 2.5 is shown as 3 and 2.675 as 2.68."""
    assert round_half_up(float(vector["x"]), vector["places"]) == vector["half_up"]


@pytest.mark.parametrize("vector", ROUNDING["float_noise"], ids=lambda vector: "-".join(vector["weights"]))
def test_floating_point_errors_do_not_lower_a_level(vector: Table) -> None:
    """Published/23 (CPython 3.11): weights .2/.7/.1 sum to 3.9999999999999996 from the left, yet level 4 is level 4.

    The source's scale is 0-5, ours 0-100, so its exact score is multiplied by 20.
    """
    weighted = zip(vector["weights"], vector["levels"], strict=True)
    criteria = {f"c{n}": level_criterion(weight=float(weight)) for n, (weight, _) in enumerate(weighted)}
    result = scored(flat_rubric(criteria), {f"c{n}": level for n, level in enumerate(vector["levels"])})
    assert claimed(result) == 20 * float(vector["exact"])
    assert set(result.overall.levels.values()) == {vector["floor_level_exact"]}


# ---- staged levels

STAGED = published("24_staged_levels.json")


def staged_levels(levels: dict[str, int], top: int, answers: dict[str, str]) -> set[int | None]:
    """The level under each reading of a staged checklist whose items belong to these levels."""
    items = {item: {"text": item, "level": level} for item, level in levels.items()}
    rubric = flat_rubric({"practices": {"kind": "checklist", "items": items}}, levels=top + 1)
    result = scored(rubric, {"practices": {"items": answers}})
    assert result.criteria["practices"].levels == result.overall.levels
    return set(result.overall.levels.values())


@pytest.mark.parametrize("case", STAGED["odi"]["cases"], ids=lambda case: f"odi-{case['expected']}")
def test_staged_levels_match_the_open_data_pathway(case: Table) -> None:
    """ODI Open Data Pathway, assessment_scorer_spec.rb: no level after the first "no" to five questions counts.

    Its scores 1-5 are our levels 0-4. Each of the first four questions leads to the next level; the fifth belongs to
    the top level as well, as a "no" to it can score 4 at most. Questions after the first "no" are not asked, and
    answers to them would change nothing.
    """
    questions = {f"q{number}": min(number, 4) for number in range(1, 6)}
    asked = {question: "yes" if yes else "no" for question, yes in zip(questions, case["answers"], strict=False)}
    for rest in ("unknown", "yes", "no"):
        assert staged_levels(questions, 4, dict.fromkeys(questions, rest) | asked) == {case["expected"] - 1}


@pytest.mark.parametrize("case", STAGED["c2m2"]["cases"], ids=lambda case: "".join(case["answers"].values()))
@pytest.mark.parametrize(("rule", "largely"), [("strict", "partly"), ("lenient", "yes")])
def test_staged_levels_match_c2m2(case: Table, rule: str, largely: str) -> None:
    """US DOE C2M2 v2.1: a maturity indicator level needs all practices of it and of the levels below.

    Fully implemented (FI) is met. Partly met is not met in a staged checklist, so largely implemented (LI) is not
    enough; where a reading of the method says that it is enough, the practice is answered as met.
    """
    words = {"FI": "yes", "LI": largely, "PI": "partly", "NI": "no"}
    answers = {practice: words[word] for practice, word in case["answers"].items()}
    assert staged_levels(STAGED["c2m2"]["practices"], 3, answers) == {case[rule]}


def test_staged_levels_match_emram() -> None:
    """HIMSS EMRAM, seven cumulative stages: a gap at stage 3 keeps the site at stage 2, whatever it has above."""
    emram = STAGED["emram"]
    stages = {f"stage-{number}": number for number in range(1, emram["stages"] + 1)}
    reached = zip(stages, emram["requirements_met"], strict=True)
    answers = {stage: "yes" if is_met else "no" for stage, is_met in reached}
    assert staged_levels(stages, emram["stages"], answers) == {emram["expected_stage"]}


# ---- unknown and not applicable

BOUNDS = published("25_unknown_bounds.json")


def bounds_rubric(case: Table) -> Table:
    """The case's criteria in one node, with its gate if it has one."""
    weights = case.get("weights")
    criteria = {f"c{number}": level_criterion(weight=weight) for number, weight in enumerate(weights or [])}
    gates: Table = {}
    if "gate" in case:
        gate = case["gate"]
        gates["knockout"] = {
            "when": {"criterion": f"c{gate['criterion']}", "below": 20 * gate["below"]},
            "cap": {"overall": int(gate["cap"])},
            "because": "It matters.",
            "remedy": "Mend it.",
        }
    rule = str(case.get("aggregate", "mean"))
    return flat_rubric(criteria, aggregate="geometric" if rule == "geom" else rule, gates=gates)


@pytest.mark.parametrize("case", BOUNDS["cases"], ids=lambda case: case["id"])
def test_unknown_answers_give_the_published_range(case: Table) -> None:
    """After Manski (2003), Partial Identification: the range, the renormalised score and the coverage (published/25).

    The source's scale is 0-5, ours 0-100, so its figures are multiplied by 20.
    """
    away = {
        "unknown": {"status": "unknown"},
        "na": {"status": "not-applicable", "reason": "Does not apply here."},
    }
    answers = {
        f"c{number}": away[case["state"][str(number)]] if level is None else level
        for number, level in enumerate(case["levels"])
    }
    overall = scored(bounds_rubric(case), answers).overall
    found = {str(reading): number for reading, number in overall.scores.items()}
    expected = {"low": case["low"], "high": case["high"]}
    if {"renormalised", "value"} & case.keys():
        expected["claimed"] = case.get("renormalised", case.get("value"))
    for reading, number in expected.items():
        assert found[reading] == pytest.approx(20 * number, abs=1e-9), reading
    if "coverage" in case:
        assert overall.coverage == pytest.approx(case["coverage"], abs=1e-12)
