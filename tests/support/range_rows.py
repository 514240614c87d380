"""Rows of a chart of ranges, and scales of few and of many levels."""

from __future__ import annotations

from typing import Any

from nhsdx.documents.blocks import Column, RangeChart, RangeRow
from nhsdx.model.nodes import LevelMark
from nhsdx.model.reading import Reading

SCALE = tuple(LevelMark(f"Level {number}", 25.0 * number, number) for number in range(5))
MANY = tuple(LevelMark(f"Level {number}", float(number), number) for number in range(101))


def row(low: float | None, evidenced: float | None, claimed: float | None, high: float | None) -> RangeRow:
    """A row with these scores."""
    scores = dict(zip(Reading, (low, evidenced, claimed, high), strict=True))
    return RangeRow("Fit & <skill>", scores, ("1", "2"), "In words.")


def chart(scale: tuple[LevelMark, ...] = SCALE, **parts: Any) -> RangeChart:  # noqa: ANN401 - any field
    """A chart with this scale and no rows."""
    columns = (Column("Evidenced", is_number=True), Column("Level"))
    return RangeChart("Scores", scale, columns, (), **parts)
