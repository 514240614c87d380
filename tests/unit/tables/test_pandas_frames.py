"""Pandas frames, where one missing cell turns a column of whole numbers into floats."""

from __future__ import annotations

import re
from typing import Any

import polars as pl
import pytest

from nhsdx.errors import NhsdxError
from nhsdx.tables import score_frame
from nhsdx.tables.map import BatchMap
from tests.support.build import rubric_from
from tests.support.samples import small_rubric


def test_a_pandas_frame_gets_the_same_scores_as_any_other_frame() -> None:
    """The frame's own columns and index do not change."""
    pandas = pytest.importorskip("pandas")
    rubric = rubric_from(small_rubric())
    cells = {"place": ["A", "B", "C"], "skill": [3.0, None, 9.0], "time": ["2", None, "unknown"], "safety": [1, 2, 3]}
    found = score_frame(pandas.DataFrame(cells, index=[7, 8, 9]), rubric)
    expected = score_frame(pl.DataFrame(cells), rubric)
    assert list(found.index) == [7, 8, 9]
    assert list(found.columns) == expected.columns
    assert list(found["overall.claimed"]) == expected["overall.claimed"].to_list()
    assert list(found["rejected"]) == expected["rejected"].to_list() == [0, 0, 1]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["skill", 1], 'a column whose name is not text: "1"'),
        ([("skill", "2025"), ("time", "2025")], "a column whose name is not text"),
        (["skill", "Skill "], 'two columns have the heading "Skill "'),
        (["skill", "skill"], 'two columns have the heading "skill"'),
    ],
)
def test_columns_that_have_no_heading_of_their_own_are_refused(names: list[Any], message: str) -> None:
    """Pandas gives a column a number if its file has no headings, and a pair if it has two rows of them."""
    pandas = pytest.importorskip("pandas")
    with pytest.raises(NhsdxError, match=re.escape(message)):
        score_frame(pandas.DataFrame([[1, 2]], columns=names), rubric_from(small_rubric()))


def test_numbers_in_a_pandas_column_of_text_are_read_even_if_the_map_sets_a_decimal_comma() -> None:
    """A map with a decimal comma applies only to text; in a mixed column, 12.125 is never twelve thousand."""
    pandas = pytest.importorskip("pandas")
    rate = {"title": "Rate", "question": "?", "kind": "measure", "linear": {"worst": 0, "best": 100}}
    rubric = small_rubric()
    rubric["criteria"]["rate"] = rate | {"dimension": next(iter(rubric["dimensions"])), "unit": "percent"}
    signs = {"format": "nhsdx.batch-map/1", "numbers": {"thousands": ".", "decimal": ","}}
    frame = pandas.DataFrame({"rate": [12.125, "12,125", None]})
    found = score_frame(frame, rubric_from(rubric), translation=BatchMap.model_validate(signs))
    assert list(found["overall.claimed"])[:2] == [12.125, 12.125]
    assert list(found["rejected"]) == [0, 0, 0]
