"""The laws of local rubrics, on generated rubrics and overlays of every kind of change."""

from __future__ import annotations

import math
import tomllib
from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nhsdx.commands.rubric.show.merged import format_merged_toml
from nhsdx.model.conditions import GateState
from nhsdx.model.reading import Reading
from nhsdx.model.result import Cause, LocalAndNational, Result
from nhsdx.scoring.digest import compute_content_digest, compute_scoring_digest
from nhsdx.scoring.engine import score
from tests.support.build import Table, assessment_from, rubric_from
from tests.support.laws.comparing import CLOSE, assert_close, assert_same, nodes_of
from tests.support.laws.local_cases import CAUSES, LocalCase, answered, asked, both_of, known, local_cases, overlays
from tests.support.laws.oracle import months_before
from tests.support.laws.strategies import AGGREGATES, laws, plain_rubrics, reordered
from tests.support.overlays import base_of, laid, overlay_of

ORDERED = [Reading.LOW, Reading.EVIDENCED, Reading.CLAIMED, Reading.HIGH]


# ---- overlays


@st.composite
def heard_cases(draw: st.DrawFn) -> LocalCase:
    """A small case in which old evidence, nested nodes or other gates often trigger gates."""
    nodes = st.sampled_from(["overall", "outer", "inner"])
    subjects = st.sampled_from([{"criterion": f"c{n}"} for n in range(4)]) | st.builds(
        lambda d: {"dimension": d}, nodes
    )
    bounds = st.sampled_from([{"at-most": 0}, {"at-most": 1}, {"at-most": 2}, {"below": 50}, {"below": 70}])
    effects = st.just({"flag": True}) | st.builds(lambda node, level: {"cap": {node: level}}, nodes, st.integers(0, 2))
    words = {"because": "It matters.", "remedy": "Mend it."}
    gates = st.builds(lambda *parts: {"when": parts[0] | parts[1]} | parts[2] | words, subjects, bounds, effects)
    grades = [{"id": f"e{n}", "label": f"Grade {n}", "supports": n, "max-age-months": 12} for n in (1, 2, 3)]
    where = st.sampled_from(["outer", "inner", "inner"])
    rubric: Table = {
        "format": "nhsdx.rubric/1",
        "rubric": {"id": "made-up", "version": "1.0.0", "title": "Made up", "aggregate": draw(AGGREGATES)},
        "levels": [{"label": f"Level {number}"} for number in range(4)],
        "evidence-grades": grades,
        "dimensions": {
            "outer": {"title": "Outer", "aggregate": draw(AGGREGATES)},
            "inner": {"title": "Inner", "aggregate": draw(AGGREGATES), "parent": "outer"},
        },
        "criteria": {f"c{n}": {"dimension": draw(where), "title": f"C{n}", "levels": list("0123")} for n in range(4)},
        "gates": {f"g{number}": gate for number, gate in enumerate([draw(gates), draw(gates)])},
        "profiles": {"p": {"title": "P", "without": []}},
    }
    base = base_of(rubric)
    case = draw(answered(base, draw(overlays(base, draw(st.sampled_from([CAUSES, *((one,) for one in CAUSES)]))))))
    seen = st.sampled_from([months_before(case.date, months) for months in (1, 24)])
    known = st.fixed_dictionaries({"level": st.integers(1, 3), "evidence": st.sampled_from(["e2", "e3"]), "seen": seen})
    return replace(case, answers=case.answers | {name: draw(known) for name in rubric["criteria"]})


# ---- what is compared

WEIGHED: dict[str, object] = {"weight": 1, "aggregate": None, "minimum-coverage": None}
"""The keys of an entry whose change is one of weights and aggregation, with their values if not given."""


def occurring(case: LocalCase) -> set[Cause]:
    """The causes by which the two rubrics differ, from their data."""
    base: Any = case.base.data
    local: Any = case.local.data
    nationally, locally = asked(case)
    found = {Cause.ADDED} if locally - nationally else set()
    found |= {Cause.DROPPED} if nationally - locally else set()
    for section in ("dimensions", "criteria"):
        for name, one in base[section].items():
            other = local[section].get(name, one)
            if any(one.get(key, usual) != other.get(key, usual) for key, usual in WEIGHED.items()):
                found.add(Cause.REWEIGHTED)
    if base["rubric"].get("aggregate") != local["rubric"].get("aggregate"):
        found.add(Cause.REWEIGHTED)
    found |= {Cause.EVIDENCE} if base["evidence-grades"] != local["evidence-grades"] else set()
    return found | ({Cause.GATES} if base["gates"] != local["gates"] else set())


def assert_parts_sum(both: LocalAndNational) -> None:
    """In every node and reading, the parts that exist add up to the difference."""
    for two in both.nodes.values():
        for reading, parts in two.parts.items():
            if parts is not None:
                assert set(parts) == set(Cause)
                difference = two.difference[reading]
                assert difference is not None
                assert abs(math.fsum(parts.values()) - difference) <= CLOSE, (two.id, reading, parts)


def assert_silence_is_named(result: Result) -> None:
    """Each shared gate that is clear or missing locally and not clear nationally has a departure."""
    both = both_of(result)
    heard = {gate.id for gate in result.gates if gate.state is not GateState.CLEAR}
    silenced = {gate.id for gate in both.national.gates if gate.state is not GateState.CLEAR} - heard
    assert {f"gates.{gate}" for gate in silenced} <= {one.where for one in both.origin.departures}


# ---- the laws


@laws
@given(st.data())
def test_an_empty_overlay_changes_no_score(data: st.DataObject) -> None:
    """A local rubric without changes scores as its base does; every difference is 0 and has no parts."""
    base = base_of(data.draw(plain_rubrics()))
    case = data.draw(answered(base, overlay_of(base)))
    assert compute_scoring_digest(case.local.rubric) == compute_scoring_digest(base.rubric)
    result = case.result
    plain = score(base.rubric, case.assess(base.rubric))
    assert_same(result, plain, nodes_of(dict(base.data)))
    for two in both_of(result).nodes.values():
        assert set(two.difference.values()) <= {0.0, None}
        assert all(not any(parts.values()) for parts in two.parts.values() if parts is not None)
        assert all((two.parts[reading] is None) == (two.difference[reading] is None) for reading in Reading)


@laws
@given(local_cases())
def test_the_national_scores_are_those_of_the_base(case: LocalCase) -> None:
    """No overlay, whatever it changes, changes a national figure or gate."""
    shared = case.profile if case.profile in case.base.rubric.profiles else None
    plain = score(
        case.base.rubric, assessment_from(case.base.rubric, known(case, case.base), case.date, shared, case.context)
    )
    national = both_of(case.result).national
    assert national.overall == plain.overall
    assert (national.dimensions, national.criteria, national.gates) == (plain.dimensions, plain.criteria, plain.gates)
    for name, two in both_of(case.result).nodes.items():
        assert two.national == plain.find_node(name).scores


@settings(laws, max_examples=200)
@given(local_cases() | heard_cases())
def test_a_gate_that_is_not_clear_only_nationally_is_a_departure(case: LocalCase) -> None:
    """For any overlay, a shared gate that is clear only locally has a named departure."""
    assert_silence_is_named(case.result)


@laws
@given(st.data(), local_cases())
def test_changes_of_an_overlay_in_any_order_give_the_same_rubric(data: st.DataObject, case: LocalCase) -> None:
    """An overlay is a set of changes: their order in the file makes no difference."""
    other = data.draw(reordered(case.overlay))
    for section in ("dimensions", "criteria", "gates", "profiles"):
        other[section] = data.draw(reordered(other[section]))
    if "evidence-grades" in other:
        other["evidence-grades"] = data.draw(st.permutations(other["evidence-grades"]))
    shuffled = replace(case, overlay=other)
    assert compute_content_digest(shuffled.local.rubric) == compute_content_digest(case.local.rubric)
    assert compute_scoring_digest(shuffled.local.rubric) == compute_scoring_digest(case.local.rubric)
    assert_same(shuffled.result, case.result, nodes_of(dict(case.local.data)))


@laws
@given(local_cases())
def test_the_parts_of_every_difference_sum_to_it(case: LocalCase) -> None:
    """Every point of a difference has a cause, and a cause that does not occur has no part."""
    both = both_of(case.result)
    assert_parts_sum(both)
    absent = set(Cause) - occurring(case)
    for two in both.nodes.values():
        for parts in two.parts.values():
            assert parts is None or all(parts[cause] == 0 for cause in absent)


@laws
@given(st.sampled_from(CAUSES).flatmap(lambda cause: st.tuples(st.just(cause), local_cases((cause,)))))
def test_a_single_cause_explains_the_whole_difference(drawn: tuple[Cause, LocalCase]) -> None:
    """If the two rubrics differ in only one respect, this respect causes the whole difference."""
    cause, case = drawn
    # A profile, or a dimension that would lose its last weight, can need a second change.
    assume(occurring(case) <= {cause})
    for two in both_of(case.result).nodes.values():
        for reading, parts in two.parts.items():
            assert (parts is None) == (two.difference[reading] is None)
            if parts is not None:
                assert_close(parts[cause], two.difference[reading], (two.id, reading))


@laws
@given(local_cases())
def test_a_merged_rubric_needs_no_base(case: LocalCase) -> None:
    """Written out in full, a local rubric is a complete one with the same digests and the local scores."""
    local = case.local
    assert local.origin is not None
    written = rubric_from(tomllib.loads(format_merged_toml(local.data, local.origin.origins)))
    assert compute_content_digest(written) == compute_content_digest(local.rubric)
    assert compute_scoring_digest(written) == compute_scoring_digest(local.rubric)
    plain = score(written, assessment_from(written, known(case, local), case.date, case.profile, case.context))
    result = case.result
    assert (result.overall, result.dimensions, result.criteria) == (plain.overall, plain.dimensions, plain.criteria)
    assert result.gates == plain.gates


@laws
@given(local_cases())
def test_the_readings_keep_their_order_nationally_and_locally(case: LocalCase) -> None:
    """For every node, low <= evidenced <= claimed <= high, nationally and locally."""
    for two in both_of(case.result).nodes.values():
        for scores in (two.national, two.local):
            held = [found for reading in ORDERED if (found := scores[reading]) is not None]
            assert all(low <= high + CLOSE for low, high in pairwise(held)), (two.id, scores)


@laws
@given(st.data())
def test_an_overlay_of_an_overlay_is_compared_with_the_national_rubric(data: st.DataObject) -> None:
    """An organisation's overlay of a system's overlay of the national rubric keeps the system's departures."""
    base = base_of(data.draw(plain_rubrics()))
    system = laid(base, data.draw(overlays(base, local_id="system")))
    overlay = data.draw(overlays(system, local_id="trust"))
    case = data.draw(answered(system, overlay))
    result = case.result
    both = both_of(result)
    shared = case.profile if case.profile in base.rubric.profiles else None
    plain = score(base.rubric, assessment_from(base.rubric, known(case, base), case.date, shared, case.context))
    assert both.national.overall == plain.overall
    assert both.national.dimensions == plain.dimensions
    assert both.origin.chain == ("trust@1.0.0", "system@1.0.0", "made-up@1.0.0")
    assert system.origin is not None
    below = system.origin.departures
    assert both.origin.departures[: len(below)] == below
    assert_silence_is_named(result)
    assert_parts_sum(both)
