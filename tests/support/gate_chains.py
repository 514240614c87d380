"""Rubrics whose gates depend on each other."""

from __future__ import annotations

from tests.support.build import Table

TEXTS = {"because": "so", "remedy": "do"}


def chain_of(count: int, *, is_reversed: bool = False, is_overall: bool = False) -> Table:
    """Dimensions in a row: a gate on each caps the next at level 0. In a file, the last gate may come first."""
    numbers = range(count + 1)
    links = {
        f"g{n}": TEXTS
        | {
            "when": {"dimension": f"d{n}", "below": 50},
            "cap": {f"d{n + 1}": 0} | ({"overall": 0} if is_overall else {}),
        }
        for n in range(count)
    }
    return {
        "format": "nhsdx.rubric/1",
        "rubric": {"id": "chain", "version": "1.0.0", "title": "Chain"},
        "levels": [{"label": "A"}, {"label": "B"}],
        "dimensions": {f"d{n}": {"title": "D"} for n in numbers},
        "criteria": {f"c{n}": {"dimension": f"d{n}", "title": "C", "levels": ["no", "yes"]} for n in numbers},
        "gates": dict(reversed(links.items())) if is_reversed else links,
    }
