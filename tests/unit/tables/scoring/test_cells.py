"""The meaning of every kind of cell; an invalid cell never counts as an answer."""

from __future__ import annotations

import datetime
import sys
from typing import Any
from unittest.mock import patch

import polars as pl
import pyarrow as pa
import pytest

from nhsdx import NhsdxError
from nhsdx.scoring.instrument import Instrument
from nhsdx.tables import score_frame
from nhsdx.tables.frame import TableScorer
from nhsdx.tables.map import BatchMap
from tests.support.build import Table, flat_rubric, level_criterion, rubric_from

NODE = "all-of-it"
ITEMS = {"a": {"text": "A", "level": 1}, "b": {"text": "B", "level": 2}}
LEFT_OUT = {"may-be-left-out": ["not-applicable", "not-due"]}
RUBRIC = rubric_from(
    flat_rubric(
        {
            "one": level_criterion(levels=3, **LEFT_OUT),
            "must": level_criterion(levels=3, **{"may-be-left-out": ["not-due"]}),
            "ticks": {"kind": "checklist", "items": ITEMS},
            "months": {
                "kind": "measure",
                "unit": "months",
                "minimum": 0,
                "linear": {"worst": 0, "best": 10},
                **LEFT_OUT,
            },
            "asked": {"kind": "survey", "options": ["no", "yes"], "scores": [0, 100]},
        },
        levels=3,
    )
)
NAN = float("nan")


def scored(**columns: Any) -> tuple[float | None, float | None, int]:  # noqa: ANN401 - cells of any kind
    """The claimed score of a row with these columns, its coverage, and the number of invalid cells."""
    named = {name.replace("__", ".").replace("_", "-"): [value] for name, value in columns.items()}
    row = score_frame(pl.DataFrame(named, strict=False), RUBRIC).to_dicts()[0]
    return row[f"{NODE}.claimed"], row[f"{NODE}.coverage"], row["rejected"]


UNKNOWN = (None, 0.0, 0)
INVALID = (None, 0.0, 1)


@pytest.mark.parametrize("cell", ["2", " 2 ", "2.0", "Level 2", "LEVEL 2", 2, 2.0])
def test_a_level_may_be_written_in_several_ways(cell: object) -> None:
    """A level may be a number or label, in a column of text or of numbers."""
    assert scored(one=cell) == (100.0, 0.2, 0)


@pytest.mark.parametrize("cell", ["", "  ", "unknown", "Unknown", None])
def test_an_empty_cell_is_unknown(cell: object) -> None:
    """An empty cell is not invalid."""
    assert scored(one=cell) == UNKNOWN


@pytest.mark.parametrize("cell", ["3", "-1", "1.5", "two", "yes", "n/a", 3, -1, 1.5, NAN, True])
def test_a_cell_that_is_not_a_level_is_invalid(cell: object) -> None:
    """Such a cell never counts as the nearest level."""
    assert scored(one=cell) == INVALID


@pytest.mark.parametrize("word", ["not-due", "not-applicable"])
def test_a_criterion_that_does_not_apply_is_left_out(word: str) -> None:
    """This is so if the rubric allows that word; otherwise the cell is invalid."""
    assert scored(one=word, months=5.0) == (50.0, 0.25, 0)
    assert scored(must=word, months=5.0) == ((50.0, 0.25, 0) if word == "not-due" else (50.0, 0.2, 1))
    assert scored(months=word) == (None, 0.0, 0)


@pytest.mark.parametrize("cell", ["5", "5.0", "+5", "0.5e1", 5, 5.0])
def test_a_measure_may_be_written_in_several_ways(cell: object) -> None:
    """Any way to write a number is accepted for a measure."""
    assert scored(months=cell) == (50.0, 0.2, 0)


@pytest.mark.parametrize("cell", ["5 months", "5,0", "-1", "1e999", "inf", "nan", -1, NAN, float("inf")])
def test_a_cell_that_is_not_a_number_is_invalid_in_a_measure(cell: object) -> None:
    """A value out of bounds is invalid too, and not clamped."""
    assert scored(months=cell) == INVALID


HALF = 0.1
"""The coverage counts half of one of five criteria."""


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("yes", "yes", (100.0, 0.2, 0)),
        ("YES", " no ", (50.0, 0.2, 0)),
        ("yes", "partly", (50.0, 0.2, 0)),
        ("no", "yes", (0.0, 0.2, 0)),
        ("not-applicable", "yes", (100.0, 0.2, 0)),
        ("yes", "", (50.0, HALF, 0)),
        ("yes", None, (50.0, HALF, 0)),
        ("unknown", "yes", (None, HALF, 0)),
        ("yes", "perhaps", (50.0, HALF, 1)),
        ("met", "true", (*INVALID[:2], 2)),
        (True, False, (*INVALID[:2], 2)),
        (1, 0, (*INVALID[:2], 2)),
        ("not-applicable", "not-applicable", INVALID),
    ],
)
def test_a_checklist_is_scored_item_by_item(first: object, second: object, expected: object) -> None:
    """Five words are valid for an item. Other words do not count. If no item applies, the answer is invalid."""
    assert scored(ticks__a=first, ticks__b=second) == expected


def test_an_item_without_a_column_is_unknown() -> None:
    """The other items still count: without the first item there is no score; without the second, one up to it."""
    assert scored(ticks__a="yes") == (50.0, HALF, 0)
    assert scored(ticks__b="yes") == (None, HALF, 0)


def test_a_map_can_say_what_words_for_items_mean() -> None:
    """A survey program may export yes and no as true and false, or as numbers."""
    words = {"ticks.a": {"true": "yes"}, "ticks.b": {"0": "no"}}
    translation = BatchMap.model_validate({"format": "nhsdx.batch-map/1", "words": words})
    frame = pl.DataFrame({"ticks.a": [True, False], "ticks.b": [0, 1]})
    found = score_frame(frame, RUBRIC, translation=translation)
    assert found[f"{NODE}.claimed"].to_list() == [50.0, None]
    assert found["rejected"].to_list() == [0, 2]


@pytest.mark.parametrize(
    ("no", "yes", "expected"),
    [
        (10, 30, (75.0, 0.2, 0)),
        ("10", "30", (75.0, 0.2, 0)),
        (5, 5, UNKNOWN),
        ("10", "", UNKNOWN),
        (10.5, 30, INVALID),
        (-1, 30, INVALID),
    ],
)
def test_a_survey_is_counted_option_by_option(no: object, yes: object, expected: object) -> None:
    """Too few respondents, or a missing count, make it unknown."""
    assert scored(asked__option__1=no, asked__option__2=yes) == expected


def test_a_survey_without_a_column_for_each_option_is_unknown() -> None:
    """The other counts do not matter."""
    assert scored(asked__option__1=30) == UNKNOWN


@pytest.mark.parametrize(
    ("word", "claimed", "coverage", "rejected"),
    [("", 100.0, 1.0, 0), ("unknown", None, 0.0, 0), ("not-due", None, None, 0), ("2", None, 0.0, 1)],
)
def test_a_status_in_the_column_of_a_checklist_overrides_its_items(
    word: str, claimed: float | None, coverage: float | None, rejected: int
) -> None:
    """A status overrides the items; an answer is not allowed there. The range follows the status."""
    only = rubric_from(flat_rubric({"ticks": {"kind": "checklist", "items": ITEMS, **LEFT_OUT}}, levels=3))
    frame = pl.DataFrame({"ticks": [word], "ticks.a": ["yes"], "ticks.b": ["yes"]})
    row = score_frame(frame, only).to_dicts()[0]
    assert (row[f"{NODE}.claimed"], row[f"{NODE}.coverage"], row["rejected"]) == (claimed, coverage, rejected)
    ends = {"": (100.0, 100.0), "not-due": (None, None)}.get(word, (0.0, 100.0))
    assert (row[f"{NODE}.low"], row[f"{NODE}.high"]) == ends
    left_out = [row[f"{NODE}.left-out.{status}"] for status in ("unknown", "not-due", "not-applicable")]
    assert left_out == [int(claimed is None and word != "not-due"), int(word == "not-due"), 0]


def grades_from(level: int) -> Table:
    """Two grades of evidence: one supports a level, the other level 2 for a year."""
    said = {"id": "said", "label": "Said", "supports": level}
    return {"evidence-grades": [said, {"id": "seen", "label": "Seen", "supports": 2, "max-age-months": 12}]}


def test_a_date_column_may_contain_dates_or_text() -> None:
    """Dates may also be text. 30 February is invalid, and a day after the assessment counts like a missing one."""
    rubric = rubric_from(flat_rubric({"one": level_criterion(levels=3)}, levels=3, **grades_from(1)))
    days = [datetime.date(2025, 10, 1), datetime.date(2025, 9, 30), datetime.date(2026, 10, 2), None]
    made = [datetime.date(2026, 10, 1)] * 4
    frame = pl.DataFrame({"one": [2] * 4, "one.evidence": ["seen"] * 4, "one.seen": days, "date": made})
    assert score_frame(frame, rubric)[f"{NODE}.evidenced"].to_list() == [100, 50, 50, 50]
    words = frame.with_columns(pl.Series("one.seen", ["2025-10-01", "2025-02-30", "2026-10-02", ""]))
    assert score_frame(words, rubric)[f"{NODE}.evidenced"].to_list() == [100, 50, 50, 50]
    wrong = TableScorer(instrument=Instrument.of(rubric)).find_wrong_cells(words)
    assert wrong["one.seen"].to_list() == [False, True, False, False]


def test_evidence_dated_after_the_assessment_counts_as_old_whatever_the_day_of_scoring() -> None:
    """Evidence dated after the assessment counts as old, whatever date is used to work out how old evidence is."""
    rubric = rubric_from(flat_rubric({"one": level_criterion(levels=3)}, levels=3, **grades_from(0)))
    days = ["2026-10-01", "2026-10-02"]
    frame = pl.DataFrame({"one": [2, 2], "one.evidence": ["seen"] * 2, "one.seen": days, "date": ["2026-10-01"] * 2})
    later = score_frame(frame, rubric, as_of=datetime.date(2026, 12, 1))
    assert later[f"{NODE}.evidenced"].to_list() == [100, 0]
    earlier = score_frame(frame, rubric, as_of=datetime.date(2026, 9, 1))
    assert earlier[f"{NODE}.evidenced"].to_list() == [0, 0]


def test_evidence_counts_as_old_if_the_table_has_no_column_for_its_dates() -> None:
    """No date is needed to score such a table, and no date could make the evidence count for more."""
    criteria = {"one": level_criterion(levels=3), "two": level_criterion(levels=3, **{"evidence-ages": False})}
    rubric = rubric_from(flat_rubric(criteria, levels=3, **grades_from(1)))
    frame = pl.DataFrame({"one": [2], "one.evidence": ["seen"], "two": [2], "two.evidence": ["seen"]})
    assert score_frame(frame, rubric)[f"{NODE}.evidenced"].to_list() == [75]


def test_an_ambiguous_label_is_invalid() -> None:
    """A label is ambiguous if two levels have it, or if it is another level's number."""
    table = flat_rubric({"one": level_criterion(levels=3)}, levels=3)
    table["levels"] = [{"label": "Good"}, {"label": " good"}, {"label": "0"}]
    frame = pl.DataFrame({"one": ["Good", "0", "2"]})
    found = score_frame(frame, rubric_from(table))
    assert found[f"{NODE}.claimed"].to_list() == [None, 0, 100]


def test_a_scored_frame_has_the_same_type_as_the_given_frame() -> None:
    """Lazy frames stay lazy, Arrow stays Arrow; columns without answers stay."""
    frame = pl.DataFrame({"name": ["A"], "one": [2]})
    lazy = score_frame(frame.lazy(), RUBRIC)
    assert isinstance(lazy, pl.LazyFrame)
    arrow = score_frame(frame.to_arrow(), RUBRIC)
    assert isinstance(arrow, pa.Table)
    assert arrow.column_names[0] == "name"
    assert arrow["overall.claimed"].to_pylist() == lazy.collect()["overall.claimed"].to_list() == [100]


def test_the_error_without_narwhals_gives_the_command_that_installs_it() -> None:
    """The command gives the same error."""
    with patch.dict(sys.modules, {"narwhals": None}), pytest.raises(NhsdxError) as caught:
        score_frame(pl.DataFrame({"one": [2]}), RUBRIC)
    assert 'pip install "nhsdx[batch]"' in caught.value.hint


@pytest.mark.parametrize(("listed", "wanted"), [(["b"], 0), ([], 1), (["a"], 1)], ids=str)
def test_not_applicable_is_an_invalid_cell_for_an_item_that_may_not_be_left_out(listed: list[str], wanted: int) -> None:
    """The word not-applicable counts only for the items that the rubric lists; elsewhere the item is unknown."""
    ticks = {"kind": "checklist", "items": ITEMS, "items-may-be-left-out": listed}
    rubric = rubric_from(flat_rubric({"ticks": ticks}, levels=3))
    frame = pl.DataFrame({"ticks.a": ["yes"], "ticks.b": ["not-applicable"]})
    row = score_frame(frame, rubric).to_dicts()[0]
    assert (row["rejected"], row[f"{NODE}.coverage"]) == (wanted, 0.5 if wanted else 1.0)
