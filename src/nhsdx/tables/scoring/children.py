"""What a node is scored from, in columns: a criterion or a dimension under each reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nhsdx.model.reading import Reading
from nhsdx.tables.frame_builder import Expr

OUTWARD = (Reading.LOW, Reading.HIGH)
EXTREMES: Mapping[Reading, float] = {Reading.LOW: 0.0, Reading.HIGH: 100.0}


class ChildColumns(NamedTuple):
    """A criterion or a dimension in columns.

    `known` holds its scores where something is known of it, and null elsewhere. `whole` holds them under `low`
    and `high` wherever it applies at all, and `pivots` what they are there where nothing is known: one number for
    all rows, or a column that is null where something is known. `applies` is None where it applies in every
    row. `weakest` is the lowest claimed score of any criterion in it. `coverage` is the share of it that is known,
    null where it does not apply; None of what is known as a whole or not at all.
    """

    known: Mapping[Reading, Expr]
    whole: Mapping[Reading, Expr]
    pivots: Mapping[Reading, float | Expr]
    applies: Expr | None
    weakest: Expr
    coverage: Expr | None = None

    @property
    def is_known(self) -> Expr:
        """Where anything is known of it."""
        return ~self.known[Reading.CLAIMED].is_null()

    def score(self, reading: Reading) -> Expr:
        """Its score under a reading, null where it is left out."""
        return (self.whole if reading in OUTWARD else self.known)[reading]

    def seen(self, reading: Reading) -> Expr:
        """The score that a gate looks at: of what is not known, only under `low`."""
        return (self.whole if reading is Reading.LOW else self.known)[reading]


class WeightedChild(NamedTuple):
    """A child with its weight, above 0."""

    weight: float
    child: ChildColumns
