"""Frames of pandas, where one missing cell makes a column of whole numbers one of others."""

from __future__ import annotations

import polars as pl
import pytest

from nhsdx.tables import score_frame
from tests.support.build import rubric_from
from tests.support.samples import small_rubric


def test_a_frame_of_pandas_has_the_scores_of_any_other() -> None:
    """Its own columns and its index stay as they are."""
    pandas = pytest.importorskip("pandas")
    rubric = rubric_from(small_rubric())
    cells = {"place": ["A", "B", "C"], "skill": [3.0, None, 9.0], "time": ["2", None, "unknown"], "safety": [1, 2, 3]}
    found = score_frame(pandas.DataFrame(cells, index=[7, 8, 9]), rubric)
    expected = score_frame(pl.DataFrame(cells), rubric)
    assert list(found.index) == [7, 8, 9]
    assert list(found.columns) == expected.columns
    assert list(found["overall.claimed"]) == expected["overall.claimed"].to_list()
    assert list(found["rejected"]) == expected["rejected"].to_list() == [0, 0, 1]
