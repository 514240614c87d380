"""Every limit refuses a count that is just above it, and accepts the limit itself."""

from __future__ import annotations

from typing import Any

import pytest

from nhsdx.errors import NhsdxError
from nhsdx.files.source import check_size
from nhsdx.limits import DEEPEST, LIMITS, PRODUCTS, Limit, find_excesses, measure
from nhsdx.model.codes import ERROR_CODES
from tests.support.limit_inputs import SCENARIOS


def data_with(place: str, count: int) -> dict[str, Any]:
    """Data with this many entries at a place; some of them in a second table where the place allows any key."""
    first, _, below = place.partition(".")
    if first == "**":
        return {"all": [{} for _ in range(count - 1)]}
    if not below:
        return {first: {f"entry-{number}": {} for number in range(count)}}
    if below.startswith("*."):
        half = count // 2
        inner = below.removeprefix("*.")
        return {first: {"a": data_with(inner, half), "b": data_with(inner, count - half)}}
    if below == "*":
        return {first: {"a": dict.fromkeys(map(str, range(count)))}}
    return {first: data_with(below, count)}


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.what)
def test_an_input_that_exceeds_a_limit_by_one_is_refused(limit: Limit) -> None:
    """A file may have as many entries as the limit says, in all tables together, and not one more."""
    for place in limit.places:
        assert limit.what not in {excess.what for excess in find_excesses(data_with(place, limit.most))}
        found = [excess for excess in find_excesses(data_with(place, limit.most + 1)) if excess.what == limit.what]
        assert [(excess.found, excess.most) for excess in found] == [(limit.most + 1, limit.most)]


def test_two_counts_can_exceed_a_limit_together_even_if_each_is_within_its_own_limit() -> None:
    """Many gates on many criteria, and many test vectors of many criteria, are too much work together."""
    many: dict[str, Any] = {
        name: {f"{name}-{n}": {} for n in range(900)} for name in ("gates", "dimensions", "criteria")
    }
    many |= {"tests": [{} for _ in range(900)]}
    found = {excess.what for excess in find_excesses(many)}
    assert found >= {product.what for product in PRODUCTS}


def test_the_counting_of_depth_and_values_stops_soon_after_a_limit_is_exceeded() -> None:
    """Counting stops soon after a limit, however much data there is."""
    assert measure({"a": [1, {"b": 2}]}, 10) == (3, 4)
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert measure(deep, 10**6)[0] == DEEPEST + 1
    with pytest.raises(NhsdxError) as error:
        check_size("a.toml", {"a": list(range(20))}, 20)
    assert (error.value.code, error.value.message) == ("too-many", "the file has more than 20 values")
    assert error.value.code in ERROR_CODES


def test_every_limit_has_an_input_in_the_benchmark() -> None:
    """The benchmark has an input for every limit on counts, one entry above which a file is refused."""
    scenarios = {scenario.what: scenario for scenario in SCENARIOS}
    assert {limit.what for limit in LIMITS} <= set(scenarios)
    for limit in LIMITS:
        scenario = scenarios[limit.what]
        files = [one for one in scenario.build(limit.most + 1).values() if isinstance(one, dict)]
        assert limit.what in {excess.what for one in files for excess in find_excesses(one)}
