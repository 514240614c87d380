"""Gates of tables are judged like those of a single assessment, in whatever order they depend on each other."""

from __future__ import annotations

import pytest

from nhsdx.scoring.engine import score
from tests.support.build import Table, assessment_from, rubric_from
from tests.support.gate_chains import TEXTS, chain_of
from tests.support.laws.frames import Engine, assert_row, by_duckdb, by_polars, frame_of


def circle_of(count: int) -> Table:
    """The last dimension also lowers the first, by a gate that a warning looks at."""
    rubric = chain_of(count)
    back = TEXTS | {"when": {"dimension": f"d{count}", "below": 50}, "cap": {"d0": 0}}
    warning = TEXTS | {"when": {"dimension": "overall", "above": 40}, "flag": True}
    return rubric | {"gates": {"warning": warning, "back": back} | rubric["gates"]}


@pytest.mark.parametrize(
    ("rubric", "engine"),
    [
        (chain_of(12, is_reversed=True, is_overall=True), by_polars),
        (chain_of(3, is_overall=True), by_duckdb),
        (circle_of(4), by_polars),
        (circle_of(2), by_duckdb),
    ],
)
def test_gates_that_depend_on_each_other_have_the_same_effect_as_in_the_reference_engine(
    rubric: Table, engine: Engine
) -> None:
    """Each gate looks at the scores that all others have lowered, even if they depend on each other in a circle."""
    whole = rubric_from(rubric)
    names = list(rubric["criteria"])
    answers = [dict.fromkeys(names, 1) | {name: 0} for name in (names[0], names[2], names[-1])]
    rows = engine(frame_of([{name: str(level) for name, level in one.items()} for one in answers]), whole)
    for row, one in zip(rows, answers, strict=True):
        assert_row(row, score(whole, assessment_from(whole, one)))
