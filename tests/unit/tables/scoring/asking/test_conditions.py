"""A question with a condition is asked in a table as in each assessment."""

from __future__ import annotations

from itertools import product
from typing import Any

import polars as pl
import pytest

from nhsdx.commands.batch.headers import check_headers
from nhsdx.commands.batch.rows import build_row
from nhsdx.errors import NhsdxError
from nhsdx.scoring import Instrument, score_with
from nhsdx.tables import score_frame
from nhsdx.tables.map import BatchMap, find_batch_map_problems
from tests.support.build import Table, assessment_from, flat_rubric, level_criterion, rubric_from
from tests.support.laws.frames import assert_row, by_polars, frame_of, typed

STAGE: Table = {"stage": {"title": "Stage", "options": ["before", "after", "3"]}}
LATER = {"context": "stage", "is": ["after", "3"]}


def rubric_of(scoring: str, **parts: object) -> Table:
    """A level decides about an item, an item about a measure, and the measure about a level; so does the context."""
    levels: Table = {"a": {"level": 1}, "b": {"level": 2}, "c": {"level": 2}}
    items: Table = {name: {"text": name} | (one if scoring == "staged" else {}) for name, one in levels.items()}
    items["b"]["asked-when"] = {"criterion": "roles", "at-least": 2}
    items["c"]["asked-when"] = LATER
    line = {"kind": "measure", "unit": "months", "linear": {"worst": 0, "best": 10}}
    both = [{"criterion": "list", "met": ["a"]}, {"any": [{"criterion": "roles", "at-least": 1}, LATER]}]
    criteria = {
        "last": level_criterion(levels=4, **{"asked-when": {"criterion": "measure", "at-least": 2}}),
        "measure": line | {"asked-when": {"all": both}},
        "list": {"kind": "checklist", "scoring": scoring, "items": items, **parts},
        "roles": level_criterion(levels=4),
    }
    missing = {"criterion": "list", "missing": ["b", "c"]}
    gates = {
        "missing": {"when": missing, "cap": {"all-of-it": 1}, "because": "It matters.", "remedy": "Do it."},
        "low": {
            "when": {"criterion": "last", "at-most": 1},
            "flag": True,
            "because": "It matters.",
            "remedy": "Do it.",
        },
    }
    grades: Table = {
        "evidence-grades": [
            {"id": "weak", "label": "Weak", "supports": 1},
            {"id": "good", "label": "Good", "supports": 3},
        ]
    }
    return flat_rubric(criteria, levels=4, context=STAGE, gates=gates, **grades)


def answers_of() -> list[tuple[Table, Table]]:
    """Answers that lead to every outcome of the conditions, with the context."""
    rows = []
    states = product(("yes", "no", "unknown"), ("yes", "no", "not-applicable"), ("yes", None))
    decided = product(states, (0, 2, "unknown"), (5, "unknown"), ("before", "3", None))
    # Every fifth of these has each pair of answers often enough.
    for (a, b, c), level, measure, stage in list(decided)[::5]:
        items = {name: state for name, state in {"a": a, "b": b, "c": c}.items() if state is not None}
        answers: Table = {"list": {"items": items, "reason": "Not here.", "evidence": "good"}, "roles": level}
        answers |= {"measure": measure, "last": {"level": 3, "evidence": "weak"}}
        rows.append((answers, {} if stage is None else {"stage": stage}))
    left_out = {"status": "not-applicable", "reason": "Not here."}
    rows += [({"list": left_out, "last": 2, "measure": 7}, {"stage": "after"}), ({}, {"stage": "before"})]
    only = {"items": {"a": "not-applicable", "b": "no"}, "reason": "Not here."}
    return [*rows, ({"list": only, "roles": 0, "last": left_out}, {"stage": "before"})]


@pytest.mark.parametrize(("scoring", "parts"), [("staged", {"not-applicable-counts": "met"}), ("share", {})])
def test_the_same_questions_are_asked_of_rows_and_of_assessments(scoring: str, parts: Table) -> None:
    """Criteria and items are asked, not asked or undecided, with answers that are unknown or do not apply."""
    rubric = rubric_from(rubric_of(scoring, **parts))
    read = [assessment_from(rubric, answers, context=context) for answers, context in answers_of()]
    rows = by_polars(typed(frame_of([build_row(one, rubric) for one in read])), rubric)
    for row, one in zip(rows, read, strict=True):
        assert row["rejected"] == 0
        assert_row(row, score_with(Instrument.of(rubric), one))


def test_context_is_read_in_the_same_way_as_answers() -> None:
    """The context may have words in any case, and words and numbers of a map; an invalid cell has no effect."""
    rubric = rubric_from(flat_rubric({"only": level_criterion(levels=6, **{"asked-when": LATER})}, context=STAGE))
    given = BatchMap.model_validate(
        {
            "format": "nhsdx.batch-map/1",
            "columns": {"Phase": "context.stage"},
            "words": {"context.stage": {"done": "after"}},
        }
    )
    assert list(find_batch_map_problems(given, rubric)) == []
    cells = ["AFTER", "done", "3.0", "before", "sometime", "", None]
    table = pl.DataFrame({"Phase": cells, "only": ["2"] * len(cells)})
    found = score_frame(table, rubric, translation=given)
    assert found["overall.claimed"].to_list() == [40.0, 40.0, 40.0, None, None, None, None]
    assert found["overall.high"].to_list() == [40.0, 40.0, 40.0, None, 40.0, 40.0, 40.0]
    assert found["rejected"].to_list() == [0, 0, 0, 0, 1, 0, 0]
    assert found["context.stage" if "context.stage" in found.columns else "Phase"].to_list() == cells


def warn(rubric: Table, *found: str) -> list[str]:
    """The warnings about the columns of a table."""
    instrument = Instrument.of(rubric_from(rubric))
    return [one.message for one in check_headers(found, instrument, None, keep=(), profile=None, where="table.csv")]


def test_a_missing_context_column_is_reported_if_it_decides_what_is_asked() -> None:
    """A column of the context is known, and is reported as missing if it decides whether something is asked."""
    rubric: Any = flat_rubric({"only": level_criterion(levels=6, **{"asked-when": LATER})}, context=STAGE)
    assert warn(rubric, "only", "context.stage") == []
    assert warn(rubric, "only") == ["these context columns are missing: context.stage"]
    del rubric["criteria"]["only"]["asked-when"]
    assert warn(rubric, "only") == []


def test_a_column_with_two_meanings_is_refused() -> None:
    """A checklist named like the context may not have an item named like its question."""
    items = {"stage": {"text": "Stage", "level": 1}}
    rubric = rubric_from(flat_rubric({"context": {"kind": "checklist", "items": items}}, context=STAGE))
    with pytest.raises(NhsdxError, match="an answer and a fact about the context"):
        score_frame(pl.DataFrame({"context.stage": ["yes"]}), rubric)


def test_conditions_above_a_limit_are_refused() -> None:
    """Each criterion in a chain of conditions takes one step."""
    chain = {
        f"c{n}": level_criterion(levels=6, **({"asked-when": {"criterion": f"c{n - 1}", "at-least": 1}} if n else {}))
        for n in range(32)
    }
    table = pl.DataFrame({"c0": ["1"], "c1": ["1"]})
    with pytest.raises(
        NhsdxError, match="this rubric has a chain of 31 criteria, each of which depends on the one before"
    ):
        score_frame(table, rubric_from(flat_rubric(chain)))
    del chain["c31"]
    assert score_frame(table, rubric_from(flat_rubric(chain)))["overall.claimed"].to_list() == [20.0]


def test_a_table_is_refused_if_too_many_conditional_criteria_can_take_every_possible_score() -> None:
    """Each of these scores is tried as the last one that widens the range, so their number is limited."""
    line = {"kind": "measure", "unit": "months", "linear": {"worst": 0, "best": 10}, "asked-when": LATER}
    rubric = rubric_from(flat_rubric({f"c{n}": line for n in range(31)}, context=STAGE))
    with pytest.raises(NhsdxError, match="31 criteria in one dimension are asked only under a condition"):
        score_frame(pl.DataFrame({"c0": ["1"]}), rubric)
