"""Overlays that change how a node makes its score: stages, minimums and inversion."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from nhsdx.model.reading import Reading
from tests.support.build import Table
from tests.support.overlays import WHY, base_of, laid, overlay_of, refusals, scored_both, source_of

BOTH: Table = {"level": 2, "all": [{"criterion": "a", "at-least": 2}, {"criterion": "b", "at-least": 1}]}
STAGES: list[Table] = [{"level": 1, "criterion": "a", "at-least": 1}, BOTH]
HARDER: list[Table] = [{"level": 1, "criterion": "a", "at-least": 2}]
ANYWAY: Table = {"departure": "Not heard here"} | WHY
WHERE = {"a": "work", "b": "work", "c": "rest", "d": "rest"}
BASE: Table = {
    "format": "nhsdx.rubric/1",
    "rubric": {"id": "base", "version": "1.0.0", "title": "Base"},
    "levels": [{"label": "No"}, {"label": "Some"}, {"label": "All"}],
    "dimensions": {
        "work": {"title": "Work", "aggregate": "staged", "stages": STAGES},
        "rest": {"title": "Rest", "minimum-known": 2},
    },
    "criteria": {name: {"dimension": where, "title": name, "levels": list("012")} for name, where in WHERE.items()},
    "gates": {
        "g": {"when": {"dimension": "work", "at-most": 0}, "flag": True, "because": "Harm.", "remedy": "Act."},
        "h": {"when": {"dimension": "rest", "below": 50}, "cap": {"overall": 1}, "because": "Harm.", "remedy": "Act."},
    },
}


def find_codes(**sections: Any) -> list[str]:  # noqa: ANN401 - whatever TOML holds
    """The codes of the problems of an overlay with these sections."""
    base = base_of(BASE)
    return [finding.code for finding in refusals(base, overlay_of(base, **copy.deepcopy(sections)))]


@pytest.mark.parametrize(
    ("sections", "codes"),
    [
        ({"dimensions": {"work": {"stages": HARDER} | WHY}}, ["overlay-departure"]),
        ({"dimensions": {"work": {"stages": HARDER} | WHY}, "gates": {"g": ANYWAY}}, []),
        ({"dimensions": {"work": {"aggregate": "mean"} | WHY}, "gates": {"g": ANYWAY}}, ["stages"]),
        ({"dimensions": {"work": {"aggregate": "mean", "stages": []} | WHY}, "gates": {"g": ANYWAY}}, []),
        ({"dimensions": {"work": {"invert": True} | WHY}, "gates": {"g": ANYWAY}}, ["stages"]),
        ({"dimensions": {"rest": {"minimum-known": 1} | WHY}}, ["overlay-departure"]),
        ({"dimensions": {"rest": {"minimum-coverage": 0.5} | WHY}}, ["overlay-departure"]),
        ({"dimensions": {"rest": {"minimum-known": 3} | WHY}, "gates": {"h": ANYWAY}}, ["minimum-known"]),
        ({"dimensions": {"rest": {"invert": True} | WHY}}, []),
        ({"dimensions": {"rest": {"invert": True, "aggregate": "geometric"} | WHY}}, ["overlay-departure"]),
        ({"criteria": {"b": {"drop": True} | WHY}, "gates": {"g": ANYWAY}}, ["overlay-change"]),
        ({"criteria": {"d": {"drop": True} | WHY}, "gates": {"h": ANYWAY}}, ["minimum-known"]),
        ({"head": {"minimum-known": 1}}, ["missing-key"]),
        ({"head": {"minimum-known": 1} | WHY}, []),
        ({"head": {"aggregate": "staged"} | WHY}, ["stages"]),
    ],
    ids=str,
)
def test_a_change_to_a_node_needs_a_reason_and_is_a_departure_if_it_may_clear_a_gate(
    sections: Table, codes: list[str]
) -> None:
    """An inverted mean is the same mean; any other change above may clear a gate on the node."""
    assert find_codes(**sections) == codes


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        ({"b": {"drop": True}}, "drop", 'the stages of "work" depend on this criterion'),
        ({"b": {"weight": 0, "weight-reason": "w"}}, "[criteria.b]", 'in "work", "b" does not count in this node'),
        ({"d": {"drop": True}}, "[criteria.d]", 'in "rest", only 1 child counts here, so there would never be a score'),
    ],
)
def test_a_change_that_breaks_a_node_of_the_base_is_an_error_at_its_line_in_the_overlay(
    change: Table, line: str, message: str
) -> None:
    """The overlay changes neither stages nor a minimum, but removes something that they need."""
    base, gates = base_of(BASE), {"g": ANYWAY} if "b" in change else {"h": ANYWAY}
    overlay = overlay_of(base, criteria={name: one | WHY for name, one in change.items()}, gates=gates)
    (finding,) = refusals(base, overlay)
    assert finding.message == message
    lines = source_of(overlay).text.splitlines()
    assert lines[int(finding.where.split(":")[1]) - 1].startswith(line)


def test_a_minimum_that_only_the_overlay_sets_does_not_change_the_national_score() -> None:
    """Too little is known locally; nationally, the same answers have a score."""
    national = copy.deepcopy(BASE) | {"gates": {}}
    del national["dimensions"]["rest"]["minimum-known"]
    local = laid(base_of(national), dimensions={"rest": {"minimum-known": 2} | WHY})
    result = scored_both(local, {"a": 2, "b": 2, "c": 1, "d": "unknown"})
    assert result.both is not None
    rest = result.both.nodes["rest"]
    assert (rest.national[Reading.CLAIMED], rest.local[Reading.CLAIMED]) == (50, None)
