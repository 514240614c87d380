"""A table scores every combination of answers to the items of a checklist as the core engine does."""

from __future__ import annotations

import datetime
from itertools import cycle, product

import pytest

from nhsdx.commands.batch.rows import build_row
from nhsdx.model import ItemState
from nhsdx.model.conditions import GateState
from nhsdx.scoring import score_with
from nhsdx.scoring.instrument import Instrument
from tests.support.build import Table, assessment_from, flat_rubric, level_criterion, rubric_from
from tests.support.laws.frames import Engine, assert_row, by_duckdb, by_polars, frame_of

STATES = [*ItemState, None]
"""Every word, and an empty cell."""
STAGED = {"a": 1, "b": 1, "c": 2, "d": 3}
WEIGHTS = {"a": 1, "b": 0, "c": 2.5, "d": 0.7}
SUPPORT: list[Table] = [
    {},
    {"evidence": "weak"},
    {"evidence": "fair", "seen": datetime.date(2026, 1, 1)},
    {"evidence": "fair"},
]
GATES: Table = {
    "missing": {"missing": ["b", "d"]},
    "low": {"at-most": 0},
    "high": {"at-least": 2},
    "above": {"above": 50},
    "between": {"all": [{"criterion": "items", "above": 20}, {"criterion": "items", "below": 70}]},
    "either": {"any": [{"criterion": "items", "missing": ["a"]}, {"dimension": "all-of-it", "at-least": 3}]},
}


def rubric_of(scoring: str) -> Table:
    """A checklist of four items beside a level question, evidence that ages, and a gate of each kind."""
    items = {
        item: {"text": item} | ({"level": STAGED[item]} if scoring == "staged" else {"weight": WEIGHTS[item]})
        for item in STAGED
    }
    criteria = {
        "items": {"kind": "checklist", "scoring": scoring, "items": items, "evidence-supports": {"weak": 1}},
        "other": level_criterion(levels=4, weight=0.5),
    }
    weak = {"id": "weak", "label": "Weak", "supports": 0}
    fair = {"id": "fair", "label": "Fair", "supports": 2, "max-age-months": 12}
    grades: Table = {"evidence-grades": [weak, fair]}
    gates: Table = {}
    for name, when in GATES.items():
        condition = when if when.keys() & {"any", "all"} else {"criterion": "items", **when}
        is_cap = name in ("missing", "low")
        effect: Table = {"cap": {"all-of-it": 1}} if is_cap else {"flag": True}
        gates[name] = {"when": condition, "because": "It matters.", "remedy": "Do it.", **effect}
    return flat_rubric(criteria, levels=4, gates=gates, **grades)


def answers_of(rubric: Table) -> list[Table]:
    """Answers with every combination of states, with evidence and the other question in turn."""
    evidence, others = cycle(SUPPORT), cycle([{"other": 0}, {"other": 3}, {}])
    found = []
    for states in product(STATES, repeat=len(STAGED)):
        given = {item: str(state) for item, state in zip(STAGED, states, strict=True) if state is not None}
        counted = [item for item in STAGED if rubric["criteria"]["items"]["items"][item].get("weight", 1)]
        if all(given.get(item) == ItemState.NOT_APPLICABLE for item in counted):
            continue
        answer: Table = {"items": given, "reason": "Not here."} | next(evidence)
        found.append({"items": answer} | next(others))
    return found


@pytest.mark.parametrize("scoring", ["staged", "share"])
@pytest.mark.parametrize("engine", [by_polars, by_duckdb])
def test_every_combination_of_items_has_the_same_scores_as_in_the_core_engine(scoring: str, engine: Engine) -> None:
    """Scores, levels, coverage, what is left out, and the state of each gate; and every state of a gate occurs."""
    table = rubric_of(scoring)
    instrument = Instrument.of(rubric_from(table))
    read = [assessment_from(instrument.rubric, answers) for answers in answers_of(table)]
    rows = engine(frame_of([build_row(one, instrument.rubric) for one in read]), instrument)
    states = set()
    for row, one in zip(rows, read, strict=True):
        result = score_with(instrument, one)
        assert_row(row, result)
        states |= {(gate.id, gate.state) for gate in result.gates}
    assert {state for _, state in states} == set(GateState)
    assert {name for name, state in states if state is GateState.UNDECIDED} >= {"missing", "high", "between"}
