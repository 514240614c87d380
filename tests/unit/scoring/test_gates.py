"""Gates that depend on scores that other gates lower are judged with little work, however many there are."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest

from nhsdx.commands.rubric.lint.reach import find_possible_gates
from nhsdx.model import Reading
from nhsdx.scoring import Scale, is_met
from nhsdx.scoring.tree import evaluate
from tests.support.build import Table, rubric_from, scored
from tests.support.gate_chains import TEXTS, chain_of


def answers_to(rubric: Table) -> Table:
    """The answers: the first criterion is not met, and all others are."""
    return {name: int(name != "c0") for name in rubric["criteria"]}


def count_calls(rubric: Table) -> int:
    """How many nodes are evaluated and conditions judged to score a rubric."""
    calls = 0

    def counted(what: Any) -> Any:  # noqa: ANN401 - any function
        def call(*arguments: Any) -> Any:  # noqa: ANN401 - any function
            nonlocal calls
            calls += 1
            return what(*arguments)

        return call

    with (
        patch("nhsdx.scoring.gates.is_met", counted(is_met)),
        patch("nhsdx.scoring.gates.evaluate", counted(evaluate)),
    ):
        scored(rubric, answers_to(rubric))
    return calls


@pytest.mark.parametrize("is_reversed", [False, True])
@pytest.mark.parametrize("is_overall", [False, True])
def test_every_gate_of_a_chain_is_triggered(is_reversed: bool, is_overall: bool) -> None:
    """The first answer lowers the first dimension, and each gate lowers the next one."""
    rubric = chain_of(40, is_reversed=is_reversed, is_overall=is_overall)
    result = scored(rubric, answers_to(rubric))
    assert {str(gate.state) for gate in result.gates} == {"triggered"}
    assert {score for node in result.dimensions.values() for score in node.scores.values()} == {0}
    assert set(result.overall.scores.values()) == {0}


@pytest.mark.parametrize("is_reversed", [False, True])
def test_the_work_for_a_chain_of_gates_grows_in_proportion_to_its_length(is_reversed: bool) -> None:
    """Four times as many gates need about four times as many steps, not sixteen or sixty-four times."""
    short, long = (count_calls(chain_of(count, is_reversed=is_reversed)) for count in (25, 100))
    assert long <= 4.5 * short


def test_a_part_of_a_condition_is_judged_again_only_if_the_score_of_its_own_node_changes() -> None:
    """A gate on every node that a chain lowers judges each part only when its own node changes."""

    def watched(count: int) -> Table:
        rubric = chain_of(count)
        every = [{"dimension": f"d{n}", "below": 50} for n in range(count + 1)]
        return rubric | {"gates": rubric["gates"] | {"all": TEXTS | {"when": {"all": every}, "cap": {"overall": 0}}}}

    short, long = (count_calls(watched(count)) for count in (25, 100))
    assert long <= 4.5 * short
    rubric = watched(25)
    assert scored(rubric, answers_to(rubric)).gates[-1].state == "triggered"


def test_many_gates_on_one_falling_score_are_judged_without_trying_each_gate_at_every_step() -> None:
    """A score that falls step by step does not judge every bound at every step."""

    def stairs(count: int) -> Table:
        rubric = chain_of(count)
        more = {
            f"s{n}": TEXTS | {"when": {"dimension": "overall", "below": 90 * n / count}, "cap": {"overall": 0}}
            for n in range(count)
        }
        return rubric | {"gates": rubric["gates"] | more}

    short, long = (count_calls(stairs(count)) for count in (25, 100))
    assert long <= 4.5 * short


@pytest.mark.parametrize("word", ["any", "all"])
def test_a_nested_any_needs_one_part_and_a_nested_all_needs_every_part(word: str) -> None:
    """Any part of `any` is enough, and every part of `all` is needed, one inside the other."""
    rubric = chain_of(3)
    low, high = ({"criterion": name, "at-most": 0} for name in ("c0", "c3"))
    other = "all" if word == "any" else "any"
    when = {word: [low, {other: [high, low]}]}
    rubric |= {"gates": {"g": TEXTS | {"when": when, "cap": {"overall": 0}}}}
    assert scored(rubric, answers_to(rubric)).gates[0].state == "triggered"
    assert scored(rubric, answers_to(rubric) | {"c0": 1}).gates[0].state == "clear"
    only_high = scored(rubric, answers_to(rubric) | {"c0": 1, "c3": 0}).gates[0].state
    assert only_high == "clear"


@pytest.mark.parametrize("is_reversed", [False, True])
def test_a_gate_on_the_overall_score_can_lower_it_again_through_a_dimension(is_reversed: bool) -> None:
    """All scores that depend on a capped node are worked out again until no further gate is triggered."""
    gates = {
        "first": TEXTS | {"when": {"dimension": "overall", "below": 80}, "cap": {"d1": 0, "d2": 0}},
        "second": TEXTS | {"when": {"dimension": "overall", "below": 30}, "cap": {"d3": 0}},
    }
    rubric = chain_of(3) | {"gates": dict(reversed(gates.items())) if is_reversed else gates}
    result = scored(rubric, answers_to(rubric))
    assert result.overall.scores[Reading.EVIDENCED] == 0
    assert {node.scores[Reading.EVIDENCED] for node in result.dimensions.values()} == {0}
    assert {str(gate.state) for gate in result.gates} == {"triggered"}


def test_the_linter_takes_into_account_that_a_cap_can_trigger_another_gate() -> None:
    """Every gate of a chain can be triggered, in either order."""
    for is_reversed in (False, True):
        rubric = rubric_from(chain_of(30, is_reversed=is_reversed))
        assert find_possible_gates(rubric, Scale.of(rubric.levels)) == set(rubric.gates)
