"""When a change loosens a shared gate: by its caps, its severity, its condition, or who is still asked."""

from __future__ import annotations

import pytest

from nhsdx.model.departures import is_loosened, unasked_gates
from nhsdx.model.rubric import Gate, Rubric
from tests.build import Table, rubric_from
from tests.integration.samples import small_rubric

SAFE: Table = {"criterion": "safety", "at-most": 2}
LOW: Table = {"criterion": "safety", "below": 40}


def gate(when: Table, **parts: object) -> Gate:
    """A major gate that caps the whole at level 1, unless told otherwise."""
    return Gate.model_validate({"when": when, "cap": {"overall": 1}, "because": "harm", "remedy": "mend"} | parts)


@pytest.mark.parametrize(
    "changed",
    [
        gate(SAFE),
        gate(SAFE, cap={"overall": 0}),
        gate(SAFE, cap={"overall": 1, "people": 1}),
        gate(SAFE, severity="critical"),
        gate(SAFE | {"at-most": 3}),
        gate(SAFE, because="other words"),
    ],
)
def test_a_gate_as_strict_or_stricter_departs_from_nothing(changed: Gate) -> None:
    """Whoever holds more, or says it better, need not explain a departure."""
    assert not is_loosened(gate(SAFE), changed)


@pytest.mark.parametrize(
    "changed",
    [
        gate(SAFE, cap={"overall": 2}),
        gate(SAFE, cap={"people": 1}),
        gate(SAFE, severity="minor"),
        gate(SAFE | {"at-most": 1}),
        gate({"criterion": "skill", "at-most": 2}),
        gate({"dimension": "work", "at-most": 2}),
        gate(LOW),
        gate({"all": [SAFE]}),
    ],
)
def test_a_gate_that_may_let_more_pass_is_looser(changed: Gate) -> None:
    """A higher cap, a lighter severity or a condition that cannot be seen to hold as often is a departure."""
    assert is_loosened(gate(SAFE), changed)


def test_scores_below_which_a_gate_fires_are_compared_as_levels_are() -> None:
    """A gate that fires below 50 holds whenever one that fires below 40 does, and not the other way round."""
    assert not is_loosened(gate(LOW), gate(LOW | {"below": 50}))
    assert is_loosened(gate(LOW), gate(LOW | {"below": 30}))


def rubric(profiles: Table, **parts: object) -> Rubric:
    """The small rubric with these profiles."""
    return rubric_from(small_rubric(profiles=profiles, **parts))


def test_a_profile_that_no_longer_asks_what_a_gate_hangs_on_silences_the_gate() -> None:
    """A gate cannot fire in a profile that leaves out its criterion, however strict its words are."""
    base = rubric({"short": {"title": "Short", "criteria": ["skill", "safety"]}})
    less = {"short": {"title": "Short", "criteria": ["skill"]}}
    assert list(unasked_gates(base, rubric(less), "short")) == ["safety-gate"]
    assert list(unasked_gates(base, base, "short")) == []
    assert list(unasked_gates(base, rubric(less, gates={}), "short")) == []


def test_a_gate_of_the_overlay_s_own_is_not_a_shared_one() -> None:
    """What a system adds itself, it may leave unasked as it likes."""
    without = {"short": {"title": "Short", "criteria": ["skill"]}}
    base = rubric({"short": {"title": "Short", "criteria": ["skill", "safety"]}}, gates={})
    assert list(unasked_gates(base, rubric(without), "short")) == []
