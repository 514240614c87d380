"""Bars are divided exactly, and small parts never disappear."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nhsdx.documents.bars import BINS, SHADES, divide_bar, divide_range_bar, draw_bins, draw_range_bar, find_shade
from nhsdx.model.reading import Reading, Scores


def make_scores(low: float | None, evidenced: float | None, claimed: float | None, high: float | None) -> Scores:
    """Scores by reading."""
    return dict(zip(Reading, (low, evidenced, claimed, high), strict=True))


@given(st.lists(st.floats(0, 100), min_size=4, max_size=4), st.integers(12, 40))
def test_a_range_bar_fills_its_width(scores: list[float], width: int) -> None:
    """Every bar ends at 100, so that bars can be compared by eye."""
    bar = draw_range_bar(make_scores(*sorted(scores)), width)
    assert len(bar) == width
    assert bar == "".join(sorted(bar, key="█▒░·".index))


def test_a_claim_beyond_the_evidence_is_always_visible() -> None:
    """Even a claim a tenth of a point above its evidence is visible."""
    assert "▒" in draw_range_bar(make_scores(50.0, 50.0, 50.1, 50.1), 20)


def test_a_bar_shows_where_the_scale_ends() -> None:
    """Half of the scale fills half of the bar, and the rest is marked."""
    assert draw_range_bar(make_scores(50.0, 50.0, 50.0, 50.0), 20) == "█" * 10 + "·" * 10


def test_a_node_without_scores_has_an_empty_bar() -> None:
    """An excluded node has no bar."""
    assert divide_range_bar(make_scores(None, None, None, None), 12) == [("█", 0), ("▒", 0), ("░", 0), ("·", 12)]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9), st.integers(1, 60))
def test_the_parts_of_a_bar_add_up_to_its_width(counts: list[int], width: int) -> None:
    """The shares of all options fill the whole bar, unless nobody answered."""
    cells = divide_bar(counts, width)
    assert sum(cells) == (width if sum(counts) else 0)
    assert min(cells) >= 0


@given(st.integers(1, 30))
def test_the_first_option_has_the_darkest_shade_and_the_last_the_lightest(count: int) -> None:
    """Shades follow the order of any number of options."""
    shades = [find_shade(place, count) for place in range(count)]
    assert shades == sorted(shades)
    assert shades[0] == 0
    assert count == 1 or shades[-1] == len(SHADES) - 1


def test_in_a_small_bar_chart_a_zero_shows_nothing_and_the_highest_count_has_the_tallest_block() -> None:
    """A single case is visible beside a thousand."""
    assert draw_bins([0, 1, 1000]) == f" {BINS[0]}{BINS[-1]}"
