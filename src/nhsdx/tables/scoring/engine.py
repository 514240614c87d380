"""The scores of a rubric as columns: its leaves, nodes and gates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nhsdx.model import Rubric
from nhsdx.scoring import Instrument
from nhsdx.tables.frame_builder import Expr, FrameBuilder
from nhsdx.tables.scoring.asked_criteria import find_asked_criteria
from nhsdx.tables.scoring.children import ChildColumns
from nhsdx.tables.scoring.dates import DayColumns
from nhsdx.tables.scoring.gates import Triggers, score_gated_nodes
from nhsdx.tables.scoring.leaf import build_leaves, find_wrong_answers


class ScoreColumns(NamedTuple):
    """A rubric's nodes and gates as columns, and the invalid cells of each column of answers."""

    instrument: Instrument
    nodes: Mapping[str, ChildColumns]
    triggered: Triggers
    wrong: Mapping[str, Expr]


def score_rubric(
    table: FrameBuilder, instrument: Instrument, profile: str | None, used: Rubric, days: DayColumns | None
) -> ScoreColumns:
    """The scores under a rubric; `used` is the one with the profiles, and evidence ages by `days`."""
    asked = find_asked_criteria(table, instrument.rubric, profile, used)
    leaves = build_leaves(table, instrument.rubric, asked, days)
    nodes, triggered = score_gated_nodes(table, instrument, leaves.children)
    return ScoreColumns(instrument, nodes, triggered, {**asked.wrong, **leaves.wrong})


def find_wrong_cells(
    table: FrameBuilder, rubric: Rubric, profile: str | None, used: Rubric, days: DayColumns | None
) -> dict[str, Expr]:
    """The invalid cells of each column of answers, as `score_rubric` finds them."""
    return {**find_asked_criteria(table, rubric, profile, used).wrong, **find_wrong_answers(table, rubric, days)}
