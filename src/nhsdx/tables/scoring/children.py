"""The children from which a node is scored, as columns: criteria or dimensions under each reading."""

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
    """The score of a child, under `low` or `high`, in rows in which the child is unknown.

    `values` are all scores that the child can have. `column` has the score, or null in rows in which something in the
    child is known. `column` is None if all rows have the same score. If the pivot is `open`, the score can have any
    value.
    """

    values: tuple[float, ...]
    column: Expr | None = None
    open: bool = False

    @property
    def only(self) -> float | None:
        """The score, if all rows have the same score."""
        return self.values[0] if self.column is None else None


class ChildColumns(NamedTuple):
    """A criterion or a dimension as columns.

    `known` has the scores in rows in which anything in the child is known, and null in other rows. `whole` has the
    scores under `low` and `high` in all rows in which the child applies. `pivots` has the same scores, but only in rows
    in which nothing in the child is known. `applies` is None if the child applies in every row. `weakest` is the lowest
    score of any criterion in the child, under the readings that leave out unknown answers. `left_out` gives, for each
    status, the number of criteria in the child that do not count. `not_asked` is the number of criteria that are not
    asked because of other answers; None if there can be no such criterion. `coverage` is the share of the child that is
    known: null in rows in which the child does not apply, and None if the child can only be known as a whole. `missing`
    finds missing items of a checklist, for gates.
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
        """The rows in which anything in the child is known."""
        return ~self.known[Reading.CLAIMED].is_null()

    @property
    def is_unknown(self) -> Expr:
        """The rows in which the child applies and nothing in it is known."""
        return ~self.is_known if self.applies is None else ~self.is_known & self.applies

    def find_at(self, reading: Reading, pivot: float, bounds: tuple[float, float]) -> Expr | None:
        """The rows in which the child is unknown and has a score within bounds around a pivot; None for no rows."""
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
        """The child's score under a reading; null in rows in which the child is left out."""
        return (self.whole if reading in OUTWARD else self.known)[reading]


class WeightedChild(NamedTuple):
    """A child with its weight, which is above 0."""

    weight: float
    child: ChildColumns
