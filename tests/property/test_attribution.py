"""Why scores moved: the laws of the split, on generated rubrics and answers."""

from __future__ import annotations

import copy
import math
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhsdx.analysis.attribution import shapley
from nhsdx.analysis.case import Case as Scored
from nhsdx.analysis.comparison import compare
from nhsdx.errors import NhsdxError
from nhsdx.model.comparison import Comparison, Part
from nhsdx.model.reading import Reading
from nhsdx.scoring.engine import score
from nhsdx.scoring.instrument import Instrument
from tests.build import Table, assessment_from, rubric_from
from tests.strategies import Case, answers_to, cases, known_answers, laws, support

CLOSE = 1e-9
WEIGHTS = st.sampled_from([1, 2, 3, 0.1, 0.7, 5, 12.5])


def scored(case: Case) -> Scored:
    """The case as the engine scores it."""
    rubric = rubric_from(case.rubric)
    assessment = assessment_from(rubric, case.answers, case.date, case.profile)
    return Scored.of("case", Instrument.of(rubric), assessment)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Case, Case]:
    """Two cases of one rubric and profile, with other answers to some criteria."""
    old = draw(cases())
    new = old
    for name in old.rubric["criteria"]:
        if draw(st.booleans()):
            new = new.answering(name, draw(answers_to(old.rubric, name, old.date)))
    return old, new


@st.composite
def revalued(draw: st.DrawFn) -> tuple[Case, Case]:
    """Two cases that differ in values alone: every answer has the same evidence in both."""
    case = draw(cases())
    old, new = case, case
    for name, criterion in case.rubric["criteria"].items():
        proof = draw(support(case.rubric, case.date))
        old = old.answering(name, draw(known_answers(case.rubric, criterion)) | proof)
        new = new.answering(name, draw(known_answers(case.rubric, criterion)) | proof)
    return old, new


@st.composite
def reproved(draw: st.DrawFn) -> tuple[Case, Case]:
    """Two cases that differ in evidence alone: every value is the same in both."""
    case = draw(cases())
    old, new = case, case
    for name, criterion in case.rubric["criteria"].items():
        value = draw(known_answers(case.rubric, criterion))
        old = old.answering(name, value | draw(support(case.rubric, case.date)))
        new = new.answering(name, value | draw(support(case.rubric, case.date)))
    return old, new


@st.composite
def reweighted(draw: st.DrawFn) -> tuple[Case, Case]:
    """Two cases of the same answers, to rubrics that differ in their weights alone."""
    old = draw(cases())
    rubric: Table = copy.deepcopy(old.rubric)
    for table in (*rubric["dimensions"].values(), *rubric["criteria"].values()):
        table["weight"] = draw(WEIGHTS)
    return old, Case(rubric, old.answers, old.date, old.profile)


def assert_adds_up(comparison: Comparison) -> None:
    """The parts of every node and reading are the whole of its change."""
    for node in comparison.nodes.values():
        for reading, parts in node.parts.items():
            old, new = node.old[reading], node.new[reading]
            if parts is not None:
                assert old is not None
                assert new is not None
                assert abs(math.fsum(parts.values()) - (new - old)) <= CLOSE, (node.id, reading)


def parts_of(comparison: Comparison, *wanted: Part) -> set[float]:
    """What these parts brought, over all nodes and readings."""
    splits = [parts for node in comparison.nodes.values() for parts in node.parts.values() if parts is not None]
    return {parts[part] for parts in splits for part in wanted}


@laws
@given(pair=pairs())
def test_the_parts_are_the_whole_change(pair: tuple[Case, Case]) -> None:
    """Every point that a score moved by has its reason; a rubric that is the same brought nothing."""
    found = compare(*map(scored, pair))
    assert_adds_up(found)
    assert parts_of(found, Part.RUBRIC, Part.WEIGHTS) <= {0.0}


@laws
@given(case=cases())
def test_nothing_changed_between_a_case_and_itself(case: Case) -> None:
    """A comparison invents no change."""
    found = compare(scored(case), scored(case))
    assert parts_of(found, *Part) <= {0.0}
    assert (found.criteria, found.gates, found.newly_known, found.newly_unknown) == ((), (), (), ())


@laws
@given(pair=pairs())
def test_the_way_back_is_the_way_there_negated(pair: tuple[Case, Case]) -> None:
    """What brought points on the way there takes them on the way back."""
    old, new = map(scored, pair)
    there, back = compare(old, new), compare(new, old)
    for name, node in there.nodes.items():
        for reading, parts in node.parts.items():
            other = back.nodes[name].parts[reading]
            assert (parts is None) == (other is None)
            for part in Part if parts is not None and other is not None else ():
                assert parts is not None
                assert other is not None
                assert abs(parts[part] + other[part]) <= CLOSE


@laws
@given(pair=revalued())
def test_other_values_are_no_other_evidence(pair: tuple[Case, Case]) -> None:
    """Where only values changed, answers brought all of it."""
    found = compare(*map(scored, pair))
    assert_adds_up(found)
    assert parts_of(found, Part.EVIDENCE, Part.RUBRIC, Part.WEIGHTS) <= {0.0}


@laws
@given(pair=reproved())
def test_other_evidence_moves_no_claim(pair: tuple[Case, Case]) -> None:
    """Where only evidence changed, it brought all of it, and what is claimed stays."""
    found = compare(*map(scored, pair))
    assert_adds_up(found)
    assert parts_of(found, Part.ANSWERS, Part.RUBRIC, Part.WEIGHTS) <= {0.0}
    for node in found.nodes.values():
        for reading in (Reading.CLAIMED, Reading.HIGH):
            assert node.old[reading] == node.new[reading]


@laws
@given(pair=reweighted())
def test_other_weights_bring_all_where_nothing_else_changed(pair: tuple[Case, Case]) -> None:
    """Rubrics that differ in weights alone are told apart from those that ask otherwise."""
    old, new = map(scored, pair)
    found = compare(old, new, rescore=True)
    assert_adds_up(found)
    assert parts_of(found, Part.ANSWERS, Part.EVIDENCE, Part.RUBRIC) <= {0.0}
    assert found.not_carried == ()
    if old.instrument.stamp.scoring_digest != new.instrument.stamp.scoring_digest:
        with pytest.raises(NhsdxError) as refused:
            compare(old, new)
        assert refused.value.code == "incomparable"


@laws
@given(pair=reweighted())
def test_rescored_is_what_the_engine_gives(pair: tuple[Case, Case]) -> None:
    """The old answers under the new rubric are scored as if they had been given to it."""
    old, new = map(scored, pair)
    found = compare(old, new, rescore=True)
    again = score(new.instrument.rubric, old.assessment, profile=new.profile, as_of=old.as_of)
    for name, node in found.nodes.items():
        assert node.rescored == again.node(name).scores


@given(
    values=st.lists(st.floats(0, 100, allow_nan=False), min_size=16, max_size=16),
    count=st.integers(1, 4),
)
def test_an_independent_average_over_all_orders_agrees(values: list[float], count: int) -> None:
    """The definition itself, in fractions: each order switches one after the other, and all orders count alike."""
    players = list(Part)[:count]
    value_of = {
        frozenset(one for position, one in enumerate(players) if number >> position & 1): values[number]
        for number in range(2**count)
    }
    totals = dict.fromkeys(players, Fraction(0))
    orders = list(permutations(players))
    for order in orders:
        switched: frozenset[Part] = frozenset()
        for player in order:
            after = switched | {player}
            totals[player] += Fraction(value_of[after]) - Fraction(value_of[switched])
            switched = after
    found = shapley(players, value_of.__getitem__)
    assert found is not None
    for player in players:
        assert abs(Fraction(found[player]) - totals[player] / len(orders)) < Fraction(1, 10**9)


def test_no_split_where_a_value_on_the_way_is_missing() -> None:
    """A score that does not exist cannot be averaged over; the split is left out rather than made up."""
    missing = frozenset({Part.EVIDENCE})
    assert shapley((Part.ANSWERS, Part.EVIDENCE), lambda one: None if one == missing else 1.0) is None
