"""How many answers of respondents can be read, and whether that is enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias, TypedDict

from nhsdx.analysis.release_plan import Cell, add_tallies

MOST_WRONG, FEW_WRONG = 0.05, 1
"""Invalid answers cast doubt on the rest if they are more than this share of all answers and more than this number."""


Reading: TypeAlias = tuple[int, int]
"""How many answers can be read, and how many are invalid."""


class Legibility(NamedTuple):
    """How many answers to a question or a statement can be read, and how many are invalid."""

    readable: int
    wrong: int

    @property
    def is_poor(self) -> bool:
        """Whether no answer can be read, or more answers are invalid than readable."""
        return not self.readable or self.wrong > self.readable

    @property
    def is_doubtful(self) -> bool:
        """Whether most answers can be read, but so many are invalid that the rest could mislead."""
        is_much = self.wrong > max(FEW_WRONG, MOST_WRONG * (self.readable + self.wrong))
        return is_much and not self.is_poor


class Unclear(TypedDict):
    """Questions or statements with few readable answers, and others with many invalid ones."""

    unread: tuple[str, ...]
    doubtful: tuple[str, ...]


def find_unclear(readings: Mapping[str, Mapping[Cell, Reading]], cells: Sequence[Cell]) -> Unclear:
    """The questions or statements to which a group gave few readable answers, or many invalid ones."""
    sums = {name: Legibility(*add_tallies(by[cell] for cell in cells)) for name, by in readings.items()}
    unread = tuple(name for name, reading in sums.items() if reading.is_poor)
    return Unclear(unread=unread, doubtful=tuple(name for name, reading in sums.items() if reading.is_doubtful))
