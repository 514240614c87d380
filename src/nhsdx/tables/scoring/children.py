"""The children that a node is scored from, in columns: criteria or dimensions under each reading."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from nhsdx.model import Reading, Status
from nhsdx.tables.frame_builder import Expr, join_all
from nhsdx.tables.scoring.items import MissingItems

OUTWARD = (Reading.LOW, Reading.HIGH)
KNOWN = (Reading.EVIDENCED, Reading.CLAIMED)
EXTREMES: Mapping[Reading, float] = {Reading.LOW: 0.0, Reading.HIGH: 100.0}


class Pivot(NamedTuple):
    """The score of a child, under `low` or `high`, in rows where it is not known.

    `values` are all scores that the child can have. `column` has the score, null where something is known; None if the
    score is the same in all rows. If the pivot is `open`, the score can have any value.
    """

    values: tuple[float, ...]
    column: Expr | None = None
    open: bool = False

    @property
    def only(self) -> float | None:
        """The score if it is the same in all rows."""
        return self.values[0] if self.column is None else None


class ChildColumns(NamedTuple):
    """A criterion or a dimension in columns.

    `known` has its scores where anything in it is known, and null elsewhere. `whole` has its scores under `low` and
    `high` wherever it applies, and `pivots` these scores where nothing is known. `applies` is None if it applies in
    every row. `weakest` is the lowest score of a criterion in it, under the readings that leave out what is unknown,
    and `left_out` the number of criteria in it that do not count, by status. `not_asked` is the number of criteria that
    are not asked because of other answers; None if there can be no such criterion. `coverage` is the share of it that
    is known, null where it does not apply; None if it can only be known as a whole. `missing` is about the items of a
    checklist.
    """

    known: Mapping[Reading, Expr]
    whole: Mapping[Reading, Expr]
    pivots: Mapping[Reading, Pivot]
    applies: Expr | None
    weakest: Mapping[Reading, Expr]
    left_out: Mapping[Status, Expr]
    coverage: Expr | None = None
    missing: MissingItems | None = None
    not_asked: Expr | None = None

    @property
    def is_known(self) -> Expr:
        """Where anything in it is known."""
        return ~self.known[Reading.CLAIMED].is_null()

    @property
    def is_unknown(self) -> Expr:
        """Where it applies and nothing in it is known."""
        return ~self.is_known if self.applies is None else ~self.is_known & self.applies

    def find_at(self, reading: Reading, pivot: float, bounds: tuple[float, float]) -> Expr | None:
        """Where it is unknown with a score, under `low` or `high`, within bounds around a pivot; None for nowhere."""
        own = self.pivots[reading]
        if pivot not in own.values:
            return None
        if own.column is None:
            return self.is_unknown
        low, high = bounds
        conditions = [own.column > low] if math.isfinite(low) else []
        conditions += [own.column <= high] if math.isfinite(high) else []
        return join_all(conditions or [~own.column.is_null()])

    def score(self, reading: Reading) -> Expr:
        """Its score under a reading, null where it is left out."""
        return (self.whole if reading in OUTWARD else self.known)[reading]


class WeightedChild(NamedTuple):
    """A child with its weight, above 0."""

    weight: float
    child: ChildColumns
