"""The laws of comparing: parts add up, are 0 if nothing changed, and agree with an independent calculation."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhsdx.analysis.case import Case
from nhsdx.commands.compare.comparison import compare, compute_trend, is_comparable
from nhsdx.commands.compare.model import Comparison, MovementPart
from nhsdx.errors import NhsdxError
from nhsdx.model.assessment import Answer
from nhsdx.model.nodes import CriterionStatus
from nhsdx.model.reading import Reading
from nhsdx.scoring.engine import score
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.local_and_national import compute_shapley
from tests.support.build import Table, rubric_from
from tests.support.laws.oracle import full, judge
from tests.support.laws.shapes import contexts
from tests.support.laws.strategies import (
    AGGREGATES,
    DATES,
    POSITIVE_WEIGHTS,
    aggregate_by,
    answers_to,
    cases,
    gate_tables,
    laws,
    rubrics,
    support,
)
from tests.support.laws.strategies import Case as Made

CLOSE = 1e-9
Pair: TypeAlias = tuple[Made, Made]
PARTS = tuple(MovementPart)
SEVERAL = settings(laws, max_examples=60)


def case_of(made: Made, name: str = "made") -> Case:
    """The generated case, scored."""
    rubric = rubric_from(made.rubric)
    assessment = made.assess(rubric)
    return Case.of(name, Instrument.of(rubric), assessment)


def compared(pair: Pair) -> Comparison:
    """The comparison of a generated pair, scored with the rubric of the new one if that differs."""
    return compare(case_of(pair[0], "old"), case_of(pair[1], "new"), rescore=True)


def shares(found: Comparison) -> Iterator[tuple[str, Reading, dict[MovementPart, float] | None]]:
    """The parts of every node under every reading."""
    for node, movement in found.nodes.items():
        for reading, parts in movement.parts.items():
            yield node, reading, None if parts is None else dict(parts)


def assert_nothing_from(found: Comparison, *idle: MovementPart) -> None:
    """Parts in which nothing changed have exactly 0 points in every node."""
    moved = [
        (node, reading, part)
        for node, reading, parts in shares(found)
        for part in idle
        if parts is not None and parts[part]
    ]
    assert moved == []


# ---- pairs


@st.composite
def answered_twice(draw: st.DrawFn) -> Pair:
    """One rubric and profile; every answer, the context and the date may differ."""
    old = draw(cases())
    date = draw(DATES)
    answers = {name: draw(answers_to(old.rubric, name, date)) for name in old.rubric["criteria"]}
    return old, replace(old, answers=answers, date=date, context=draw(contexts(old.rubric)))


@st.composite
def other_values(draw: st.DrawFn) -> Pair:
    """One rubric, profile and date; answers have different values or statuses on the same evidence."""
    old = draw(cases())
    answers = {}
    for name, criterion in old.rubric["criteria"].items():
        value, proof = (
            full(criterion, draw(answers_to(old.rubric, name, old.date))),
            full(criterion, old.answers.get(name)),
        )
        answers[name] = mixture(value, proof)
    return old, replace(old, answers=answers, context=draw(contexts(old.rubric)))


@st.composite
def other_evidence(draw: st.DrawFn) -> Pair:
    """One rubric and profile; known answers have different evidence, and the day to which it ages may differ."""
    old = draw(cases(graded()))
    date = draw(DATES)
    answers = dict(old.answers)
    for name, answer in old.answers.items():
        table = full(old.rubric["criteria"][name], answer)
        if "status" not in table:
            answers[name] = without_support(table) | draw(support(old.rubric, date))
    return old, replace(old, answers=answers, date=date)


@st.composite
def graded(draw: st.DrawFn) -> Table:
    """A rubric with several evidence grades."""
    rubric = draw(rubrics())
    if len(rubric["evidence-grades"]) < 2:
        supports = {"e0": 0, "e1": len(rubric["levels"]) - 1}
        rubric["evidence-grades"] = [{"id": name, "label": name, "supports": top} for name, top in supports.items()]
    return rubric


@st.composite
def other_weights(draw: st.DrawFn) -> Pair:
    """One set of answers; the new rubric has different weights."""
    old = draw(cases())
    return old, replace(old, rubric=draw(reweighed(old.rubric)))


@st.composite
def reweighed(draw: st.DrawFn, rubric: Table) -> Table:
    """The same rubric with different weights."""
    made = copy.deepcopy(rubric)
    for node in (*made["dimensions"].values(), *made["criteria"].values()):
        node["weight"] = draw(POSITIVE_WEIGHTS)
    return made


@st.composite
def revised(draw: st.DrawFn) -> Pair:
    """Different answers, date and profile, and a rubric that all old answers fit but may score differently."""
    old = draw(cases(with_a_short_profile()))
    rubric = draw(reweighed(old.rubric))
    rubric["rubric"]["version"] = "2.0.0"
    for node in (rubric["rubric"], *rubric["dimensions"].values()):
        if draw(st.booleans()):
            aggregate_by(node, draw(AGGREGATES))
    count = len(rubric["levels"])
    for level, tenth in zip(rubric["levels"], sorted(draw(distinct_tenths(count))), strict=True):
        level["score"] = tenth / 10
    for grade in rubric["evidence-grades"]:
        grade["supports"] = draw(st.integers(0, grade["supports"]))
    rubric["evidence-grades"].sort(key=lambda grade: grade["supports"])
    for criterion in rubric["criteria"].values():
        own = criterion.get("evidence-supports", {})
        order = [grade["id"] for grade in rubric["evidence-grades"] if grade["id"] in own]
        criterion["evidence-supports"] = dict(zip(order, sorted(own.values()), strict=True))
    rubric["gates"] = {f"g{number}": draw(gate_tables(rubric)) for number in range(draw(st.integers(0, 2)))}
    date = draw(DATES)
    answers = {name: draw(answers_to(rubric, name, date)) for name in rubric["criteria"]}
    profile = draw(st.sampled_from([None, *rubric["profiles"]]))
    return old, Made(rubric, answers, date, profile, draw(contexts(rubric)))


@st.composite
def with_a_short_profile(draw: st.DrawFn) -> Table:
    """A rubric with a profile that asks a single question."""
    rubric = draw(rubrics())
    rubric["profiles"]["short"] = {"title": "Short", "criteria": [draw(st.sampled_from(list(rubric["criteria"])))]}
    return rubric


def distinct_tenths(count: int) -> st.SearchStrategy[set[int]]:
    """Scores for a number of levels, in tenths."""
    return st.sets(st.integers(0, 1000), min_size=count, max_size=count)


def unrelated() -> st.SearchStrategy[Pair]:
    """Two cases of rubrics that share only the ids of some nodes, criteria and grades."""
    return st.tuples(cases(), cases())


def any_pair() -> st.SearchStrategy[Pair]:
    """Pairs of every kind."""
    return st.one_of(answered_twice(), revised(), unrelated(), other_weights())


# ---- the oracle: generated tables are mixed and scored by the specification, and all orders are tried


def without_support(answer: Table) -> Table:
    """Only the value of the answer."""
    return {key: part for key, part in answer.items() if key not in ("evidence", "seen")}


def mixture(value: Table, proof: Table) -> Table:
    """The value of the first answer with the evidence of the second, if both have a value."""
    if "status" in value or "status" in proof:
        return value
    return without_support(value) | {key: proof[key] for key in ("evidence", "seen") if key in proof}


def mixed_score(pair: Pair, switched: frozenset[MovementPart], node: str, reading: Reading) -> Fraction | None:
    """The specification's score without any gate, with some parts of the new case and all others of the old one."""

    def side(part: MovementPart) -> Made:
        return pair[part in switched]

    own, values, proofs = side(MovementPart.RUBRIC), side(MovementPart.ANSWERS), side(MovementPart.EVIDENCE)
    rubric = copy.deepcopy(own.rubric)
    for kind in ("dimensions", "criteria"):
        for name, table in rubric[kind].items():
            table["weight"] = side(MovementPart.WEIGHTS).rubric[kind][name].get("weight", 1)
    answers = {
        name: mixture(full(criterion, values.answers.get(name)), full(criterion, proofs.answers.get(name)))
        for name, criterion in rubric["criteria"].items()
    }
    scored = judge(rubric | {"gates": {}}, answers, proofs.date, own.profile, context=values.context)
    return scored.scores[node][reading.value]


def by_orders(players: Sequence[str], value: Callable[[frozenset[str]], Fraction]) -> dict[str, Fraction]:
    """What each player adds when it joins, averaged over every order of joining."""
    orders = list(permutations(players))
    found = dict.fromkeys(players, Fraction(0))
    for order in orders:
        for place, player in enumerate(order):
            before = frozenset(order[:place])
            found[player] += (value(before | {player}) - value(before)) / len(orders)
    return found


@settings(SEVERAL)
@given(st.integers(0, 5).flatmap(lambda count: st.lists(st.floats(-1e3, 1e3), min_size=2**count, max_size=2**count)))
def test_shapley_is_the_average_over_all_orders(worths: list[float]) -> None:
    """This is true of any game of up to five players; the shares add up to the whole value."""
    players = "abcde"[: len(worths).bit_length() - 1]
    subsets = [frozenset(one) for size in range(len(players) + 1) for one in combinations(players, size)]
    game = dict(zip(subsets, worths, strict=True))
    found = compute_shapley(players, game.__getitem__)
    expected = by_orders(players, lambda subset: Fraction(game[subset]))
    assert found is not None
    assert found.keys() == expected.keys()
    for player, share in found.items():
        assert share == pytest.approx(float(expected[player]), abs=CLOSE)
    assert math.fsum(found.values()) == pytest.approx(game[frozenset(players)] - game[frozenset()], abs=CLOSE)


@settings(SEVERAL)
@given(st.one_of(answered_twice(), revised(), other_weights()), st.data())
def test_parts_are_those_that_the_specification_defines(pair: Pair, data: st.DataObject) -> None:
    """Mixtures scored by the oracle in every order give the same parts; there are none if a score is missing."""
    found = compared(pair)
    node, reading = data.draw(st.sampled_from(list(found.nodes))), data.draw(st.sampled_from(Reading))
    players = PARTS[:-1] if found.is_rescored else (MovementPart.ANSWERS, MovementPart.EVIDENCE)
    subsets = [frozenset(one) for size in range(len(players) + 1) for one in combinations(players, size)]
    worths = {subset: mixed_score(pair, subset, node, reading) for subset in subsets}
    known = {frozenset(map(str, subset)): worth for subset, worth in worths.items() if worth is not None}
    parts = found.nodes[node].parts[reading]
    assert (parts is None) == (len(known) < len(worths)), (node, reading)
    if parts is None:
        return
    expected = by_orders([str(player) for player in players], known.__getitem__)
    movement = found.nodes[node]
    change, without_gates = movement.change[reading], movement.new_without_gates[reading]
    assert change is not None
    assert without_gates == pytest.approx(float(known[frozenset(map(str, players))]), abs=CLOSE)
    free_change = known[frozenset(map(str, players))] - known[frozenset()]
    expected["gates"] = Fraction(change) - free_change
    assert tuple(parts) == PARTS
    for part in PARTS:
        assert parts[part] == pytest.approx(float(expected.get(str(part), 0)), abs=CLOSE), (node, reading, part)


# ---- the laws


@settings(SEVERAL)
@given(any_pair())
def test_parts_add_up_to_the_change(pair: Pair) -> None:
    """No point of any node is lost or invented under any reading."""
    found = compared(pair)
    for node, reading, parts in shares(found):
        old, new = found.old.find_node(node).scores[reading], found.new.find_node(node).scores[reading]
        movement = found.nodes[node]
        assert (movement.old[reading], movement.new[reading]) == (old, new)
        if parts is not None:
            assert old is not None
            assert new is not None
            assert abs(math.fsum(parts.values()) - (new - old)) <= CLOSE, (node, reading)


@settings(SEVERAL)
@given(any_pair(), st.data())
def test_gates_contribute_only_to_the_part_of_the_gates(pair: Pair, data: st.DataObject) -> None:
    """Gates change no other part: a lifted cap is not progress in the answers, and a new cap is not a step back."""
    others = [
        replace(made, rubric=made.rubric | {"gates": {"g": data.draw(gate_tables(made.rubric))}}) for made in pair
    ]
    if pair[0].rubric == pair[1].rubric:
        others[1] = replace(others[1], rubric=others[0].rubric)
    found, changed = compared(pair), compared((others[0], others[1]))
    for node, reading, parts in shares(found):
        other = changed.nodes[node].parts[reading]
        if found.is_rescored is changed.is_rescored and parts is not None and other is not None:
            for part in PARTS[:-1]:
                assert abs(parts[part] - other[part]) <= CLOSE, (node, reading, part)


@settings(SEVERAL)
@given(any_pair())
def test_swapping_old_and_new_negates_the_parts(pair: Pair) -> None:
    """A change that adds points in one direction costs the same points in the other."""
    there, back = compared(pair), compared((pair[1], pair[0]))
    assert there.nodes.keys() == back.nodes.keys()
    for node, reading, parts in shares(there):
        reverse = back.nodes[node].parts[reading]
        assert (parts is None) == (reverse is None), (node, reading)
        if parts is not None and reverse is not None:
            for part in PARTS:
                assert abs(parts[part] + reverse[part]) <= CLOSE, (node, reading, part)
    assert set(there.not_carried) == set(back.not_carried)


@settings(SEVERAL)
@given(cases())
def test_a_case_compared_with_itself_has_not_changed(made: Made) -> None:
    """Every part is 0, and nothing is listed."""
    found = compare(case_of(made), case_of(made))
    assert_nothing_from(found, *PARTS)
    lists = (found.criteria, found.gates, found.newly_unknown, found.newly_known, found.not_carried, found.findings)
    assert lists == ((),) * len(lists)
    assert not found.is_rescored


@settings(SEVERAL)
@given(other_values())
def test_different_values_alone_contribute_only_to_the_part_of_the_answers(pair: Pair) -> None:
    """Every change is exactly the part of the answers."""
    found = compared(pair)
    assert_nothing_from(found, MovementPart.EVIDENCE, MovementPart.RUBRIC, MovementPart.WEIGHTS)
    assert found.not_carried == ()


@settings(SEVERAL)
@given(other_evidence())
def test_different_evidence_alone_changes_no_claimed_score(pair: Pair) -> None:
    """Claimed and high stay as they are; every other change is exactly the part of the evidence."""
    found = compared(pair)
    assert_nothing_from(found, MovementPart.ANSWERS, MovementPart.RUBRIC, MovementPart.WEIGHTS)
    for movement in found.nodes.values():
        for reading in (Reading.CLAIMED, Reading.HIGH):
            assert movement.old[reading] == movement.new[reading]
    assert not any({"answer", "status"} & {*change.parts} for change in found.criteria)


@settings(SEVERAL)
@given(other_weights())
def test_different_weights_alone_contribute_only_to_the_part_of_the_weights(pair: Pair) -> None:
    """Every change is exactly the part of the weights; no criterion is listed, because no answer changed."""
    found = compared(pair)
    assert_nothing_from(found, MovementPart.ANSWERS, MovementPart.EVIDENCE, MovementPart.RUBRIC)
    assert (found.criteria, found.not_carried) == ((), ())


@settings(SEVERAL)
@given(st.one_of(revised(), other_weights(), answered_twice()))
def test_cases_that_cannot_be_compared_are_refused(pair: Pair) -> None:
    """Another scoring digest or profile needs `--rescore`; otherwise nothing is rescored."""
    old, new = case_of(pair[0], "old"), case_of(pair[1], "new")
    was, now = old.result.rubric.scoring_digest, new.result.rubric.scoring_digest
    if (was, pair[0].profile) == (now, pair[1].profile):
        assert is_comparable(old, new)
        assert not compare(old, new).is_rescored
        return
    with pytest.raises(NhsdxError) as refused:
        compare(old, new)
    assert refused.value.code == "incomparable"
    assert compare(old, new, rescore=True).is_rescored


@settings(SEVERAL)
@given(st.one_of(revised(), other_weights()))
def test_rescoring_scores_the_old_answers_with_the_new_rubric(pair: Pair) -> None:
    """Rescoring equals scoring them again with the new profile, on their own date."""
    old, new = case_of(pair[0], "old"), case_of(pair[1], "new")
    found = compare(old, new, rescore=True)
    afresh = score(
        rubric_from(pair[1].rubric), old.assessment._replace(profile=None), profile=pair[1].profile, as_of=pair[0].date
    )
    assert found.not_carried == ()
    for node, movement in found.nodes.items():
        expected = afresh.find_node(node).scores
        for reading in Reading:
            assert movement.rescored[reading] == pytest.approx(expected[reading], abs=CLOSE), (node, reading)
    first = compute_trend([old, new], rescore=True).points if old.as_of <= new.as_of else ()
    assert not first or first[0].overall.scores == afresh.overall.scores


def adds_nothing(answer: Answer, given_before: Answer) -> bool:
    """Whether an answer is the one given before, or says the same of fewer items."""
    if answer.items is None or given_before.items is None:
        return answer.build_value_data() == given_before.build_value_data()
    return answer.items.items() <= given_before.items.items()


@settings(SEVERAL)
@given(unrelated())
def test_rescoring_with_another_rubric_invents_no_answers(pair: Pair) -> None:
    """A criterion known after rescoring had the same value before; any other is listed or left out."""
    old, new = (case_of(replace(made, profile=None, date=pair[1].date)) for made in pair)
    series = compute_trend([old, new], rescore=True)
    first, lost = series.points[0], set(series.not_carried)
    for name, criterion in first.criteria.items():
        given_before = old.assessment.answers.get(name)
        if criterion.status is CriterionStatus.ANSWERED:
            assert given_before is not None
            assert criterion.answer is not None
            assert adds_nothing(criterion.answer, given_before)
        if name not in lost:
            assert first.answers.get(name) == (None if given_before is None else given_before.build_data())
    assert lost <= set(old.assessment.answers)


@settings(SEVERAL)
@given(unrelated())
def test_only_answers_to_criteria_of_both_rubrics_can_be_lost(pair: Pair) -> None:
    """A criterion that is new or removed is listed as such, not as one whose answer was lost."""
    found = compared(pair)
    shared = found.old.criteria.keys() & found.new.criteria.keys()
    assert shared >= set(found.not_carried)
    only_one = {change.id for change in found.criteria if {"added", "dropped"} & {*change.parts}}
    assert only_one == (found.old.criteria.keys() ^ found.new.criteria.keys())
