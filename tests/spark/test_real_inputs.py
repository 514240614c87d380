"""Tables as people's programs write them, on Spark."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.support.nasty.spark import unite
from tests.support.need_spark import needs_spark
from tests.support.real_inputs import REAL_INPUTS, REJECTED, SCORE, count_scores

CASE = "case"
pytestmark = needs_spark


@pytest.mark.usefixtures("session")
def test_tables_from_real_programs_have_the_right_scores(tmp_path: Path) -> None:
    """All tables are read in one job, because planning a job takes seconds. Their folders have special characters."""
    from pyspark.sql import functions

    parts = []
    for given in REAL_INPUTS:
        folder = tmp_path / f"{given.case} [100%]"
        folder.mkdir()
        scored = given.open(folder, "spark")
        parts.append(scored.select(functions.lit(given.case).alias(CASE), f"`{SCORE}`", REJECTED))
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in unite(parts).collect():
        found[row[CASE]].append(row.asDict())
    assert {case: count_scores(rows) for case, rows in found.items()} == {
        given.case: given.expect() for given in REAL_INPUTS
    }
