"""The children that a node is scored from, in columns: criteria or dimensions under each reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nhsdx.model import Reading
from nhsdx.tables.frame_builder import Expr

OUTWARD = (Reading.LOW, Reading.HIGH)
EXTREMES: Mapping[Reading, float] = {Reading.LOW: 0.0, Reading.HIGH: 100.0}


class ChildColumns(NamedTuple):
    """A criterion or a dimension in columns.

    `known` has its scores where anything in it is known, and null elsewhere. `whole` has its scores under `low` and
    `high` wherever it applies, and `pivots` these scores where nothing is known: one number for all rows, or a column
    that is null where something is known. `applies` is None if it applies in every row. `weakest` is the lowest
    claimed score of a criterion in it. `coverage` is the share of it that is known, null where it does not apply;
    None if it can only be known as a whole.
    """

    known: Mapping[Reading, Expr]
    whole: Mapping[Reading, Expr]
    pivots: Mapping[Reading, float | Expr]
    applies: Expr | None
    weakest: Expr
    coverage: Expr | None = None

    @property
    def is_known(self) -> Expr:
        """Where anything in it is known."""
        return ~self.known[Reading.CLAIMED].is_null()

    def score(self, reading: Reading) -> Expr:
        """Its score under a reading, null where it is left out."""
        return (self.whole if reading in OUTWARD else self.known)[reading]

    def find_gated_score(self, reading: Reading) -> Expr:
        """The score that gates use; unknown answers count under `low` only."""
        return (self.whole if reading is Reading.LOW else self.known)[reading]


class WeightedChild(NamedTuple):
    """A child with its weight, above 0."""

    weight: float
    child: ChildColumns
