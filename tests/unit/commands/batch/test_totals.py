"""How scores are spread: counts by level, quartiles, and assessments without a score."""

from __future__ import annotations

import statistics

from hypothesis import given
from hypothesis import strategies as st

from nhsdx.commands.batch.totals import Grid, build_distribution, compute_quantiles
from nhsdx.model import AS_SCORED

TENTHS = Grid.of(AS_SCORED)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=60))
def test_quartiles_are_those_of_the_standard_library(tenths: list[int]) -> None:
    """The rule for quartiles includes both ends (Hyndman and Fan, type 7)."""
    counts = {value: tenths.count(value) for value in tenths}
    expected = [min(tenths), *statistics.quantiles(tenths, n=4, method="inclusive"), max(tenths)]
    found = compute_quantiles(counts, (0.0, 0.25, 0.5, 0.75, 1.0))
    assert all(abs(one - other) < 1e-9 for one, other in zip(found, expected, strict=True))


def test_assessments_without_a_score_are_counted_separately() -> None:
    """Such assessments are at no level and in no quartile."""
    found = build_distribution([(0, 100, 2), (1, 300, 1), (None, None, 4)], levels=3, grid=TENTHS)
    assert (found.levels, found.scored, found.left_out) == ((2, 1, 0), 3, 4)
    assert (found.minimum, found.median, found.maximum, found.spread) == (10.0, 10.0, 30.0, 10.0)


def test_a_table_without_scores_has_no_summary_figures() -> None:
    """The figures are missing, not 0."""
    found = build_distribution([(None, None, 2)], levels=2, grid=TENTHS)
    assert (found.scored, found.minimum, found.median, found.spread) == (0, None, None, None)
