"""What stands beside the range bars of a report in Word."""

from __future__ import annotations

from nhsdx.model.reading import Reading
from nhsdx.model.report import Cell, Column, RangeChart, Run
from nhsdx.render.figures import score_text

CHART = (
    Column("Dimension", share=14),
    Column("Evidence, claim and range", share=15),
    *(Column(name, is_number=True, share=share) for name, share in (("Evidenced", 7), ("Claimed", 6), ("Range", 8))),
    Column("Level by evidence", share=10),
)
BARS = 1
"""The column of the bars."""


def chart_rows(chart: RangeChart) -> list[list[Cell]]:
    """A row for each bar; the bar's own cell is empty."""
    rows: list[list[Cell]] = []
    for row in chart.rows:
        low, evidenced, claimed, high = (score_text(row.scores[reading]) for reading in Reading)
        label = f"{'– ' * row.depth}{row.label}{' (not counted)' if row.is_advisory else ''}"
        figures = (evidenced, claimed, f"{low}–{high}", row.level_label)
        rows.append([((Run(label),),), (), *(((Run(figure),),) for figure in figures)])
    return rows
