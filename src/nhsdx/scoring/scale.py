"""Between levels and scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nhsdx.model.rubric import Level
from nhsdx.scoring.numbers import compare


class Scale(NamedTuple):
    """The score, 0-100, of each level of a rubric; strictly rising."""

    scores: tuple[float, ...]

    @classmethod
    def of(cls, levels: Sequence[Level]) -> Scale:
        """The levels' scores: as the rubric states them, else in equal steps, `100 * l / (n - 1)`."""
        steps = len(levels) - 1
        return cls(tuple(100 * n / steps if level.score is None else level.score for n, level in enumerate(levels)))

    def find_level(self, score: float) -> int:
        """The highest level whose score is reached; 0 where none is."""
        return max((n for n, bound in enumerate(self.scores) if compare(score, bound) >= 0), default=0)
