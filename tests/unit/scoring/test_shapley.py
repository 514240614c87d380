"""The Shapley average, on games whose solution is published."""

from __future__ import annotations

import pytest

from nhsdx.scoring.local_and_national import compute_shapley

RUNWAYS = {"a": 8.0, "b": 11.0, "c": 13.0, "d": 18.0}


def longest_runway(landing: frozenset[str]) -> float:
    """The cost of the longest of the runways needed."""
    return max((RUNWAYS[one] for one in landing), default=0.0)


def pairs_of_gloves(holders: frozenset[str]) -> float:
    """The number of pairs among two left gloves and a right one."""
    return float(min(len(holders & {"left", "other-left"}), len(holders & {"right"})))


def test_the_airport_game() -> None:
    """Runways of 8, 11, 13 and 18 cost their users 2, 3, 4 and 9 (Littlechild and Owen, 1973)."""
    assert compute_shapley(list(RUNWAYS), longest_runway) == pytest.approx({"a": 2, "b": 3, "c": 4, "d": 9})


def test_the_glove_game() -> None:
    """The right glove is worth four sixths of a pair, each left glove one sixth."""
    found = compute_shapley(["left", "other-left", "right"], pairs_of_gloves)
    assert found == pytest.approx({"left": 1 / 6, "other-left": 1 / 6, "right": 4 / 6})


def test_every_set_of_players_is_valued_once() -> None:
    """Scoring is the costly part, so that no mixture is scored twice."""
    asked: list[frozenset[str]] = []

    def value(subset: frozenset[str]) -> float:
        asked.append(subset)
        return len(subset)

    compute_shapley("abcd", value)
    assert len(asked) == len(set(asked)) == 2**4


@pytest.mark.parametrize("missing", [frozenset(), frozenset("a"), frozenset("ab")], ids=["none", "one", "all"])
def test_a_value_that_does_not_exist_leaves_nothing_to_share(missing: frozenset[str]) -> None:
    """Unknown is never zero: if one score is missing in between, there are no parts."""
    assert compute_shapley("ab", lambda subset: None if subset == missing else 1.0) is None
