"""The scores of a rubric as columns: its leaves, nodes and gates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from nhsdx.model import Rubric
from nhsdx.scoring import Instrument
from nhsdx.tables.frame_builder import Expr, FrameBuilder
from nhsdx.tables.scoring.asked_criteria import find_asked_criteria
from nhsdx.tables.scoring.cells import read_text
from nhsdx.tables.scoring.children import ChildColumns
from nhsdx.tables.scoring.criterion import Cells
from nhsdx.tables.scoring.dates import DayColumns
from nhsdx.tables.scoring.gates import Triggers, score_gated_nodes
from nhsdx.tables.scoring.leaf import ReadCells, build_leaves, read_cells


class ScoreColumns(NamedTuple):
    """A rubric's nodes and gates as columns."""

    instrument: Instrument
    nodes: Mapping[str, ChildColumns]
    triggered: Triggers


class Asking(NamedTuple):
    """How rows are asked: by a rubric, by one profile for all or their own, and to which day evidence ages.

    `used` is the rubric with the profiles.
    """

    instrument: Instrument
    profile: str | None
    used: Rubric
    days: DayColumns | None

    def read(self, table: FrameBuilder) -> ReadCells:
        """The cells of a table."""
        rubric = self.instrument.rubric
        asked = find_asked_criteria(table, rubric, self.profile, self.used)
        cells = read_cells(table, rubric, asked, self.days)
        return cells._replace(wrong={**asked.wrong, **cells.wrong})

    def score(
        self, table: FrameBuilder, asked: Mapping[str, Cells], answers: Mapping[tuple[str, str], Expr]
    ) -> ScoreColumns:
        """The scores of a table, from the answers of every criterion as columns."""
        leaves = build_leaves(table, self.instrument.rubric, asked, answers)
        nodes, triggered = score_gated_nodes(table, self.instrument, leaves)
        return ScoreColumns(self.instrument, nodes, triggered)


def read_texts(table: FrameBuilder, columns: Iterable[str]) -> list[Expr]:
    """The folded texts of some columns."""
    return [read_text(table, column, is_phrase=True) for column in columns]
