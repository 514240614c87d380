"""Every form of expectation about a result, and when it is met."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from nhsdx.analysis.expectations import find_misses, is_near
from nhsdx.model.expectation import Expectation, NodeExpectation
from nhsdx.model.reading import Reading
from nhsdx.model.result import Result
from tests.support.build import Table, scored
from tests.support.cases import AUDIT, gate, two_questions

# The evidence for skill supports level 1 of 3, and safety is audited at level 2: 62.5 claimed, 37.5 evidenced.
ANSWERS: Table = {"skill": {"level": 3}, "safety": {"level": 2} | AUDIT}
GATES = {
    "triggered": gate(when={"criterion": "safety", "at-most": 2}, cap={"overall": 4}),
    "unproven": gate(when={"criterion": "skill", "at-most": 1}, cap={"overall": 4}),
    "undecided": gate(when={"criterion": "funding", "at-most": 1}, cap={"overall": 4}),
    "clear": gate(),
}


@pytest.fixture
def result() -> Result:
    """A result with a gate in each state; the funding is unknown."""
    rubric = two_questions(gates=GATES)
    rubric["criteria"]["funding"] = rubric["criteria"]["skill"] | {"title": "Funding"}
    rubric["criteria"]["nobody"] = rubric["criteria"]["skill"] | {"title": "Nobody"}
    return scored(rubric, ANSWERS | {"nobody": {"status": "not-applicable", "reason": "Nobody there."}})


def missed(result: Result, **expect: Any) -> list[tuple[tuple[str | int, ...], str]]:  # noqa: ANN401 - as in a file
    """Path and sentence of every expectation not met, as claimed unless it says otherwise; write `_` for `-`."""
    table = {"reading": "claimed"} | {key.replace("_", "-"): value for key, value in expect.items()}
    wanted = Expectation.model_validate(table)
    return [(miss.path, miss.message) for miss in find_misses(result, wanted)]


@pytest.mark.parametrize(
    "expect",
    [
        {},
        {"overall": 62.5, "level": 2, "all_of_it": 62.5, "skill": 75, "safety": 50},
        {"overall": 37.5, "level": 1, "skill": 25, "reading": "evidenced"},
        {"overall": {"low": 25, "evidenced": 37.5, "claimed": 62.5, "high": 75, "level": 2}},
        {"skill": {"evidenced": 25, "level": 3}, "safety": {"level": 2}},
        {"skill": {"level": 1}, "reading": "evidenced"},
        {"gates": ["triggered"], "unproven": ["unproven"], "undecided": ["undecided"]},
        {"gates": ["unproven", "triggered"], "reading": "evidenced"},
        {"gates": ["undecided", "unproven", "triggered"], "reading": "low"},
    ],
)
def test_an_expectation_that_is_met_is_not_listed(result: Result, expect: Table) -> None:
    """Scores and levels of any node under any reading, and gates by state, can be expected in any order."""
    assert missed(result, **expect) == []


@pytest.mark.parametrize(
    ("expect", "path", "sentence"),
    [
        ({"overall": 60}, ("overall", "claimed"), "overall (claimed): expected 60, found 62.5"),
        (
            {"overall": 62.5, "reading": "evidenced"},
            ("overall", "evidenced"),
            "overall (evidenced): expected 62.5, found 37.5",
        ),
        ({"safety": {"high": 75}}, ("safety", "high"), "safety (high): expected 75, found 50"),
        ({"skill": {"level": 2}}, ("skill", "level"), "skill level (claimed): expected 2, found 3"),
        ({"level": 3}, ("level",), "overall level (claimed): expected 3, found 2"),
        ({"level": 2, "reading": "low"}, ("level",), "overall level (low): expected 2, found 1"),
        ({"funding": 0}, ("funding", "claimed"), "funding (claimed): expected 0, found no score"),
        ({"nobody": {"level": 0}}, ("nobody", "level"), "nobody level (claimed): expected 0, found none"),
        ({"gates": []}, ("gates",), "gates that are triggered (claimed): expected none, found triggered"),
        (
            {"gates": ["clear", "triggered"]},
            ("gates",),
            "gates that are triggered (claimed): expected clear, triggered, found triggered",
        ),
        ({"unproven": ["triggered"]}, ("unproven",), "unproven gates: expected triggered, found unproven"),
        ({"undecided": []}, ("undecided",), "undecided gates: expected none, found undecided"),
    ],
)
def test_an_expectation_that_is_not_met_is_described_in_a_sentence(
    result: Result, expect: Table, path: tuple[str, ...], sentence: str
) -> None:
    """The sentence says what was expected and what was found; an unknown score is never 0."""
    assert missed(result, **expect) == [(path, sentence)]


def test_every_expectation_that_is_not_met_is_listed(result: Result) -> None:
    """The list does not stop at the first one."""
    found = missed(result, overall={"low": 1, "high": 2, "level": 0}, level=0, gates=[], unproven=[], undecided=[])
    assert [path for path, _ in found] == [
        ("overall", "low"),
        ("overall", "high"),
        ("overall", "level"),
        ("level",),
        ("gates",),
        ("unproven",),
        ("undecided",),
    ]


@pytest.mark.parametrize(
    ("wanted", "tolerance", "is_met"),
    [
        (62.5, None, True),
        (62.5 + 4e-10, None, True),
        (62.500000001, None, False),
        (62.4, 0.1, True),
        (62.6, 0.1, True),
        (62.39, 0.1, False),
        (62.61, 0.1, False),
        (62.5, 0, True),
        (62.6, 0, False),
    ],
)
def test_a_score_may_differ_from_the_expected_score_by_the_tolerance(
    result: Result, wanted: float, tolerance: float | None, is_met: bool
) -> None:
    """The tolerance is in points, up or down and inclusive, even if floats go slightly over; the default is 1e-9."""
    assert is_near(62.5, wanted, tolerance) is is_met
    expect = {"overall": wanted} | ({} if tolerance is None else {"tolerance": tolerance})
    assert (missed(result, **expect) == []) is is_met


def test_the_tolerance_of_an_expected_result_does_not_apply_to_levels(result: Result) -> None:
    """A level is either reached or not."""
    assert missed(result, overall=63, level=3, tolerance=50) == [
        (("level",), "overall level (claimed): expected 3, found 2")
    ]


# ---- the forms it may be written in


def test_an_expected_number_without_a_reading_is_a_score_under_the_reading_of_its_table() -> None:
    """Without a reading, it is the evidenced score."""
    for reading in Reading:
        wanted = Expectation.model_validate({"reading": reading.value, "overall": 40, "skill": {"high": 50}})
        assert {node: one.scores for node, one in wanted.nodes.items()} == {
            "overall": {reading: 40},
            "skill": {Reading.HIGH: 50},
        }
    assert Expectation.model_validate({"overall": 0}).nodes["overall"].scores == {Reading.EVIDENCED: 0}


@pytest.mark.parametrize(
    ("expect", "is_empty"),
    [
        ({}, True),
        ({"tolerance": 1, "reading": "low"}, True),
        ({"overall": {}}, True),
        ({"overall": 0}, False),
        ({"level": 0}, False),
        ({"overall": {"level": 0}}, False),
        ({"overall": {"low": 0}}, False),
        ({"gates": []}, False),
        ({"unproven": []}, False),
        ({"undecided": []}, False),
    ],
)
def test_an_expected_result_with_only_a_reading_or_a_tolerance_counts_as_empty(expect: Table, is_empty: bool) -> None:
    """A score or level of 0 and an empty list of gates can fail; a reading or a tolerance alone cannot."""
    assert Expectation.model_validate(expect).is_empty is is_empty


@pytest.mark.parametrize(
    "expect",
    [
        {"overall": "60"},
        {"overall": True},
        {"overall": {"lowest": 1}},
        {"overall": {"low": 1e16}},
        {"level": 2.0},
        {"reading": "lowest"},
        {"tolerance": -1},
        {"gates": "triggered"},
    ],
)
def test_no_value_of_an_expectation_is_converted_or_guessed(expect: Table) -> None:
    """A wrong type, a number out of range or an unknown word is an error."""
    with pytest.raises(ValidationError):
        Expectation.model_validate(expect)


def test_an_expectation_made_in_python_equals_the_same_expectation_read_from_a_file() -> None:
    """The table of a node may be given as a `NodeExpectation`."""
    made = Expectation.model_validate({"overall": NodeExpectation(low=20)})
    assert made == Expectation.model_validate({"overall": {"low": 20}})
