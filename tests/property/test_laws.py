"""The laws at the end of section 4 of the design, on generated rubrics and on the shipped one."""

from __future__ import annotations

import copy
import math
import os
import subprocess
import sys
import tomllib
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhsdx.model.conditions import GateState
from nhsdx.model.nodes import CriterionStatus, ParentResult
from nhsdx.model.reading import Reading
from nhsdx.model.result import Result
from tests.support.build import DATE, Table, flat_rubric, level_criterion, scored
from tests.support.laws.comparing import CLOSE, assert_close, assert_same, assert_same_figures, contribution, nodes_of
from tests.support.laws.odds import seldom
from tests.support.laws.oracle import OVERALL, READINGS, judge
from tests.support.laws.shapes import NUMBERS, contexts, renumber
from tests.support.laws.strategies import (
    Case,
    answers_to,
    cases,
    children_of,
    laws,
    list_counted,
    list_subjects,
    raised,
    reordered,
    resolved,
    rubrics,
    scale_of,
    shuffled,
    uniform,
    with_item_known,
    with_item_removed,
)

SHIPPED = tomllib.loads(
    (Path(__file__).parents[2] / "rubrics" / "nhs-digital-leadership.toml").read_text(encoding="utf-8")
)


def counted_children(rubric: Table, node: str) -> list[str]:
    """The ids of the node's children that count; of a staged one, what its stages look at."""
    stages = (rubric["rubric"] if node == OVERALL else rubric["dimensions"][node]).get("stages")
    return list(dict.fromkeys(list_subjects(stages))) if stages else list_counted(rubric, node)


def counted_criteria(rubric: Table, node: str) -> list[str]:
    """The ids of the criteria that count in the node, through any number of dimensions."""
    if node in rubric["criteria"]:
        return [node]
    return [name for child in counted_children(rubric, node) for name in counted_criteria(rubric, child)]


def parent(result: Result, node: str) -> ParentResult:
    """The figures of a dimension or of the whole."""
    return result.overall if node == OVERALL else result.dimensions[node]


def is_wholly_rated(rubric: Table, result: Result, node: str) -> bool:
    """Whether neither a node nor one that counts in it asks for more to be known."""
    if node in rubric["criteria"]:
        return True
    below = counted_children(rubric, node)
    return parent(result, node).unrated is None and all(is_wholly_rated(rubric, result, child) for child in below)


def assert_nowhere_lower(higher: Result, lower: Result, *, reading: str, other: str) -> None:
    """If both scores exist, the first result under `reading` is not lower than the second under `other`."""
    for node in (OVERALL, *lower.dimensions, *lower.criteria):
        above, below = score_of(higher, node, reading), score_of(lower, node, other)
        if above is not None and below is not None:
            assert above >= below - CLOSE, (node, reading, other, above, below)


def assert_clear_gates_stay_clear(before: Result, after: Result) -> None:
    """A gate that no unknown answer could trigger is neither triggered nor undecided once the answers are known."""
    clear, still = ({gate.id for gate in one.gates if gate.state is GateState.CLEAR} for one in (before, after))
    assert clear <= still


def score_of(result: Result, node: str, reading: str) -> float | None:
    """The score of a node under a reading."""
    return {str(key): score for key, score in result.find_node(node).scores.items()}[reading]


def assert_agrees(case: Case) -> None:
    """The engine and the oracle agree on every figure."""
    result = case.score()
    expected = judge(case.rubric, case.answers, case.date, case.profile, context=case.context)
    for node in nodes_of(case.rubric):
        found = result.find_node(node)
        for reading in READINGS:
            what = (node, reading)
            assert_close(score_of(result, node, reading), as_float(expected.scores[node][reading]), what)
            if isinstance(found, ParentResult):
                before = as_float(expected.before_gates[node][reading])
                assert_close(found.before_gates[Reading(reading)], before, (*what, "before gates"))
        assert {str(key): level for key, level in found.levels.items()} == expected.levels[node], node
        assert_close(found.coverage, as_float(expected.coverage[node]), (node, "coverage"))
        if isinstance(found, ParentResult):
            limited = None if found.unrated is None else (found.unrated.known, found.unrated.asked)
            assert limited == expected.unrated[node], (node, "unrated")
            shown = {name.replace("_", "-"): count for name, count in found.left_out._asdict().items()}
            assert shown == expected.left_out[node], (node, "left out")
        for known in (Reading.EVIDENCED, Reading.CLAIMED):
            if isinstance(found, ParentResult):
                assert list(found.spread[known]) == expected.spread[node][known], (node, known, "spread")
            points = as_float(expected.contributions[node][known])
            assert_close(contribution(result, node, known), points, (node, known, "contribution"))
    for name, criterion in result.criteria.items():
        if expected.scores[name]["claimed"] is not None:
            assert criterion.supported_level == expected.supported[name], (name, "supported level")
    assert {gate.id: tuple(map(str, gate.triggered_under)) for gate in result.gates} == expected.triggered_under
    assert {gate.id: str(gate.state) for gate in result.gates} == expected.states


def as_float(score: Fraction | None) -> float | None:
    """The reference calculation's fraction as a number of the engine."""
    return None if score is None else float(score)


@st.composite
def shipped_answers(draw: st.DrawFn) -> Table:
    """Answers to the shipped rubric, with any evidence."""
    return {name: draw(answers_to(SHIPPED, name, DATE)) for name in SHIPPED["criteria"] if not draw(seldom)}


@settings(laws, max_examples=250)
@given(cases())
def test_the_engine_agrees_with_a_simple_reference_calculation(case: Case) -> None:
    """Every score, level, gate state, weakest level, coverage and contribution is as specified."""
    assert_agrees(case)


@settings(laws, max_examples=40)
@given(shipped_answers(), st.sampled_from([None, *SHIPPED.get("profiles", {})]))
def test_the_engine_agrees_with_a_simple_reference_calculation_on_the_shipped_rubric(
    answers: Table, profile: str | None
) -> None:
    """The shipped rubric is scored as specified, whatever the answers."""
    assert_agrees(Case(SHIPPED, answers, DATE, profile))


@laws
@given(cases())
def test_scores_never_fall_from_the_low_reading_to_the_high_reading(case: Case) -> None:
    """For every node low <= evidenced <= claimed <= high, so both scores are always in the range."""
    result = case.score()
    for lower, higher in pairwise(READINGS):
        assert_nowhere_lower(result, result, reading=higher, other=lower)


@laws
@given(uniform())
def test_all_answers_at_one_level_give_that_level_to_every_node(made: tuple[Case, int]) -> None:
    """For all weights and aggregation rules, answering level l everywhere gives exactly level l."""
    case, level = made
    result = case.score()
    for node in nodes_of(case.rubric):
        found = result.find_node(node)
        if found.coverage is not None and is_wholly_rated(case.rubric, result, node):
            assert set(found.scores.values()) == {scale_of(case)[level]}, node
            assert set(found.levels.values()) == {level}, node
            assert not isinstance(found, ParentResult) or set(found.weakest.values()) == {level}, node


@laws
@given(cases())
def test_every_score_lies_between_the_lowest_and_highest_of_its_children(case: Case) -> None:
    """Before its own gates, a node scores between its worst and its best child, except for nodes with stages."""
    result = case.score()
    tables = {OVERALL: case.rubric["rubric"], **case.rubric["dimensions"]}
    for node in (node for node, table in tables.items() if "stages" not in table):
        befores = {str(key): value for key, value in parent(result, node).before_gates.items()}
        for reading in READINGS:
            children = [score_of(result, child, reading) for child in counted_children(case.rubric, node)]
            scores = [score for score in children if score is not None]
            before = befores[reading]
            is_unrated = parent(result, node).unrated is not None and reading in ("evidenced", "claimed")
            assert (before is None) == (not scores or is_unrated), (node, reading)
            if before is not None:
                assert min(scores) - CLOSE <= before <= max(scores) + CLOSE, (node, reading)


@laws
@given(raised())
def test_raising_an_answer_lowers_no_score(pair: tuple[Case, Case]) -> None:
    """A better answer or item, stronger evidence, or a date for it never lowers any score, even with gates."""
    worse, better = map(Case.score, pair)
    for reading in READINGS:
        assert_nowhere_lower(better, worse, reading=reading, other=reading)
    triggered = {gate.id: set(gate.triggered_under) for gate in worse.gates}
    assert all(set(gate.triggered_under) <= triggered[gate.id] for gate in better.gates if gate.caps)


@laws
@given(cases(), st.data(), st.sampled_from([0.1, 0.3, 3, 7, 1000]))
def test_scaling_the_weights_of_a_node_changes_no_score(case: Case, data: st.DataObject, factor: float) -> None:
    """Weights that add up to 1, to 10 or to 100 give the same scores."""
    node = data.draw(st.sampled_from([None, *case.rubric["dimensions"]]))
    rubric = copy.deepcopy(case.rubric)
    for child in children_of(rubric, node):
        child["weight"] *= factor
    assert_same(case.score(), replace(case, rubric=rubric).score(), nodes_of(rubric))


@laws
@given(cases(), st.data())
def test_the_order_of_children_and_answers_changes_no_score(case: Case, data: st.DataObject) -> None:
    """Moving a criterion, dimension, item or answer up or down in its file changes no score."""
    other = data.draw(shuffled(case))
    assert_same(case.score(), other.score(), nodes_of(case.rubric))


@laws
@given(cases(), st.data(), st.sampled_from(["not-due", "not-applicable", "profile"]))
def test_not_applicable_has_the_same_effect_as_removing_the_criterion(
    case: Case, data: st.DataObject, way: str
) -> None:
    """A criterion that does not apply, is not due or is outside the profile changes no other figure."""
    rubric = copy.deepcopy(case.rubric)
    home = data.draw(st.sampled_from(list(rubric["dimensions"])))
    levels = len(rubric["levels"])
    allowed = ["not-applicable", "not-due"]
    left_out = level_criterion(levels, dimension=home, title="Left out", weight=3) | {"may-be-left-out": allowed}
    rubric["criteria"]["left-out"] = left_out
    rubric["gates"]["left-out-gate"] = {
        "when": {"criterion": "left-out", "at-most": levels - 1},
        "cap": {OVERALL: 0},
        "because": "It matters.",
        "remedy": "Mend it.",
    }
    if way == "profile":
        asked = [name for name in case.rubric["criteria"] if name in _asked(case)]
        rubric["profiles"]["narrow"] = {"title": "Narrow", "criteria": asked}
        larger = replace(case, rubric=rubric, profile="narrow").answering("left-out", 0)
    else:
        for profile in rubric["profiles"].values():
            profile.get("criteria", []).append("left-out")
        larger = replace(case, rubric=rubric).answering("left-out", {"status": way, "reason": "Not here."})
    result = larger.score()
    assert_same(case.score(), result, nodes_of(case.rubric))
    assert set(result.find_node("left-out").scores.values()) == {None}
    assert [str(gate.state) for gate in result.gates if gate.id == "left-out-gate"] == ["clear"]


def _asked(case: Case) -> set[str]:
    if case.profile is None:
        return set(case.rubric["criteria"])
    profile = case.rubric["profiles"][case.profile]
    return set(profile.get("criteria", set(case.rubric["criteria"]) - set(profile.get("without", []))))


@laws
@given(resolved())
def test_an_answer_that_becomes_known_keeps_the_score_in_the_range_and_never_widens_it(pair: tuple[Case, Case]) -> None:
    """When an unknown answer becomes known, every score is within the earlier range, and a clear gate stays clear."""
    before, after = map(Case.score, pair)
    for reading in READINGS:
        assert_nowhere_lower(after, before, reading=reading, other="low")
        assert_nowhere_lower(before, after, reading="high", other=reading)
    assert_clear_gates_stay_clear(before, after)


@laws
@given(cases(), st.sampled_from(NUMBERS))
def test_the_numbers_of_levels_change_no_figure(case: Case, numbers: list[Any]) -> None:
    """A scale that counts from 1, has letters or half steps scores as the same scale counted from 0."""
    rubric, answers = renumber(case.rubric, case.answers, numbers)
    assert_same(case.score(), replace(case, rubric=rubric, answers=answers).score(), nodes_of(rubric))


@laws
@given(cases(), st.data())
def test_a_fact_that_becomes_known_keeps_the_score_in_the_range_and_never_widens_it(
    case: Case, data: st.DataObject
) -> None:
    """If a context question decides what is asked, its answer leaves every score within the earlier range."""
    before = replace(case, context={}).score()
    after = replace(case, context=data.draw(contexts(case.rubric))).score()
    for reading in READINGS:
        assert_nowhere_lower(after, before, reading=reading, other="low")
        assert_nowhere_lower(before, after, reading="high", other=reading)
    assert_clear_gates_stay_clear(before, after)


@laws
@given(with_item_known())
def test_an_item_that_becomes_known_keeps_the_score_in_the_range_and_never_widens_it(pair: tuple[Case, Case]) -> None:
    """When an unknown item becomes known, every score is within the earlier range, and a clear gate stays clear."""
    before, after = map(Case.score, pair)
    for reading in READINGS:
        assert_nowhere_lower(after, before, reading=reading, other="low")
        assert_nowhere_lower(before, after, reading="high", other=reading)
    assert_clear_gates_stay_clear(before, after)


@laws
@given(with_item_removed())
def test_an_item_that_does_not_apply_counts_as_if_it_were_not_asked(pair: tuple[Case, Case]) -> None:
    """It changes no figure, as long as another item is at its level."""
    marked, removed = pair
    assert_same(marked.score(), removed.score(), nodes_of(marked.rubric))


@pytest.mark.parametrize(("answer", "level"), [("not-applicable", 2), ("unknown", 1), ("no", 1)])
def test_a_level_whose_items_do_not_apply_counts_as_reached(answer: str, level: int) -> None:
    """A level whose items do not apply does not stop an organisation; a level that is unknown does."""
    items = {"first": {"text": "First", "level": 1}, "second": {"text": "Second", "level": 2}}
    rubric = flat_rubric({"steps": {"kind": "checklist", "items": items}})
    case = Case(rubric, {}, DATE, None).answering_items("steps", {"first": "yes", "second": answer})
    assert_agrees(case)
    assert case.score().criteria["steps"].levels[Reading.CLAIMED] == level


@laws
@given(cases())
def test_every_criterion_asked_is_in_the_spread_or_among_those_left_out(case: Case) -> None:
    """A spread sums to the criteria that count, under `low` and `high` also to unknown ones that move the score."""
    result = case.score()
    for node in (OVERALL, *case.rubric["dimensions"]):
        found, below = parent(result, node), counted_criteria(case.rubric, node)
        uncounted = [name for name in below if result.criteria[name].scores[Reading.CLAIMED] is None]
        statuses = [result.criteria[name].status for name in uncounted]
        left_out = found.left_out
        assert (left_out.unknown, left_out.not_due, left_out.not_applicable) == tuple(
            statuses.count(CriterionStatus(word)) for word in ("unknown", "not-due", "not-applicable")
        )
        if not is_wholly_rated(case.rubric, result, node):
            continue
        asked = len(below) - sum(not status.is_asked for status in statuses)
        counted = asked - left_out.unknown - left_out.not_due - left_out.not_applicable
        for reading, spread in found.spread.items():
            most = counted if reading in (Reading.EVIDENCED, Reading.CLAIMED) else counted + left_out.unknown
            assert counted <= sum(spread) <= most, (node, reading)
            assert (sum(spread) == 0) == (found.scores[reading] is None), (node, reading)
            levels = [result.criteria[name].levels[reading] for name in below]
            assert all(count <= levels.count(level) for level, count in enumerate(spread)), (node, reading)


@laws
@given(cases(rubrics(aggregates=st.just("mean"), gates=False)))
def test_contributions_sum_to_the_overall_score(case: Case) -> None:
    """In a tree of means the points of all criteria, or of all top dimensions, make up the overall score."""
    result = case.score()
    overall = score_of(result, OVERALL, "claimed")
    if overall is None:
        return
    criteria = [contribution(result, name) or 0.0 for name in case.rubric["criteria"]]
    tops = counted_children(case.rubric, OVERALL)
    assert math.isclose(math.fsum(criteria), overall, rel_tol=0, abs_tol=CLOSE)
    assert math.isclose(math.fsum(contribution(result, name) or 0.0 for name in tops), overall, abs_tol=CLOSE)


@laws
@given(cases())
def test_contributions_of_children_sum_to_the_score_of_their_node(case: Case) -> None:
    """Wherever a dimension's points can be divided among its children, they are, and without a remainder."""
    result = case.score()
    for node, dimension in result.dimensions.items():
        for reading, total in dimension.contribution.items():
            children = [contribution(result, child, reading) for child in counted_children(case.rubric, node)]
            shared = [points for points in children if points is not None]
            if total is not None and shared:
                assert math.isclose(math.fsum(shared), total, abs_tol=CLOSE), (node, reading)


@pytest.mark.parametrize("weights", [(0.1, 0.7, 0.1), (0.2, 0.3, 0.2), (1, 1, 1)])
def test_a_cap_that_lowers_no_score_changes_no_contribution(weights: tuple[float, ...]) -> None:
    """A node at its cap except for rounding (60.00000000000001) still divides its points among its criteria."""
    gate = {"when": {"criterion": "c0", "at-most": 5}, "cap": {"all-of-it": 3}, "because": "It matters.", "remedy": "-"}
    criteria = {f"c{number}": level_criterion(weight=weight) for number, weight in enumerate(weights)}
    case = Case(flat_rubric(criteria, gates={"capped": gate}), {"c0": 2, "c1": 3, "c2": 4}, DATE, None)
    assert_agrees(case)


@laws
@given(cases())
def test_gates_only_lower_scores(case: Case) -> None:
    """Removing all gates may raise scores and lowers none; gates never cap criteria."""
    gated, free = case.score(), replace(case, rubric=case.rubric | {"gates": {}}).score()
    for reading in READINGS:
        assert_nowhere_lower(free, gated, reading=reading, other=reading)
    for node in (OVERALL, *case.rubric["dimensions"]):
        for reading, before in parent(gated, node).before_gates.items():
            after = parent(gated, node).scores[reading]
            assert (after is None) == (before is None)
            assert after is None or before is None or after <= before
    for name in case.rubric["criteria"]:
        assert_same_figures(free.criteria[name], gated.criteria[name])


@laws
@given(cases(), st.data())
def test_the_order_of_gates_changes_no_score(case: Case, data: st.DataObject) -> None:
    """Gates that cap the nodes of other gates give the same scores, whichever is first in the file."""
    gates = data.draw(reordered(case.rubric["gates"]))
    other = replace(case, rubric=case.rubric | {"gates": gates})
    assert_same(case.score(), other.score(), nodes_of(case.rubric))


@laws
@given(cases())
def test_the_same_input_gives_the_same_result(case: Case) -> None:
    """Scoring twice gives equal results in every field, digests and findings included."""
    assert case.score() == copy.deepcopy(case).score()


@pytest.mark.parametrize("hash_seed", ["0", "1", "4711"])
def test_the_result_does_not_depend_on_the_hash_seed(hash_seed: str) -> None:
    """Another process with another hash seed writes the same result, character for character."""
    code = "from tests.property.test_laws import shipped_result; print(shipped_result())"
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == str(shipped_result())


def shipped_result() -> Result:
    """A result of the shipped rubric with every kind of answer."""
    answers: Table = {
        name: some_answer(table, position) for position, (name, table) in enumerate(SHIPPED["criteria"].items())
    }
    names = list(answers)
    answers[names[3]] = "unknown"
    del answers[names[10]]
    return scored(SHIPPED, answers)


def some_answer(criterion: Table, position: int) -> Table:
    """An answer to a criterion of any kind, not the same at every position."""
    if "items" in criterion:
        words = ["yes", "yes", "no", "partly", "unknown"]
        return {"items": {item: words[(position + at) % 5] for at, item in enumerate(criterion["items"])}}
    if "options" in criterion:
        return {"counts": [position + 11] * len(criterion["options"])}
    if "unit" in criterion:
        return {"value": float(criterion.get("minimum", 0) + position)}
    return {"level": position % len(criterion["levels"])}


@laws
@given(cases(), st.data())
def test_a_criterion_of_weight_0_changes_no_score(case: Case, data: st.DataObject) -> None:
    """A criterion or dimension of weight 0 is shown and changes no score, not even a geometric mean or a minimum."""
    rubric = copy.deepcopy(case.rubric)
    home = rubric["criteria"][data.draw(st.sampled_from(list(rubric["criteria"])))]["dimension"]
    weight = 0
    if data.draw(st.booleans()):
        rubric["dimensions"]["shown"] = {"title": "Shown", "weight": 0, "parent": home}
        home, weight = "shown", 1
    levels = len(rubric["levels"])
    rubric["criteria"]["extra"] = level_criterion(levels, dimension=home, title="Extra", weight=weight)
    for profile in rubric["profiles"].values():
        profile.get("criteria", []).append("extra")
    answer = data.draw(answers_to(rubric, "extra", case.date))
    larger = replace(case, rubric=rubric).answering("extra", answer)
    assert_same(case.score(), larger.score(), nodes_of(case.rubric))
