"""The results that the formulas of a workbook give, beside those of the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import python_calamine

from nhsdx.documents.words import describe_level, describe_place
from nhsdx.forms import spread_counts
from nhsdx.forms.media.workbook.layout import FIRST_ROW, GATES, RESULTS, plan_sheets
from nhsdx.forms.media.workbook.live.build import build_book
from nhsdx.forms.media.workbook.live.results import (
    GATE_HEADINGS,
    NO_FIGURE,
    ORDER,
    RESULT_HEADINGS,
    list_gates,
    list_results,
)
from nhsdx.model import OVERALL, NodeResult, Result
from nhsdx.scoring import score_with
from tests.support.laws.filled import Sample

Row = Mapping[str, Any]
CLOSE = 1e-9


def score_sample(sample: Sample) -> Result:
    """The engine's result."""
    return score_with(sample.loaded.instrument, sample.loaded.assessment)


def work_out(sample: Sample) -> tuple[list[Row], list[Row]] | None:
    """The rows of results and of gates by the formulas themselves; None if the workbook says that it cannot."""
    leaves = spread_counts(sample.leaves)
    book = build_book(sample.form, plan_sheets(sample.form, leaves), leaves)
    if not book.can_score:
        return None
    rows = [[getattr(cell, "value", cell) for cell in row.cells] for row in list_results(book)]
    gates = [[getattr(cell, "value", cell) for cell in cells] for cells in list_gates(book)]
    return _name(RESULT_HEADINGS, rows), _name(GATE_HEADINGS, gates)


def read_out(path: Path) -> tuple[list[Row], list[Row]]:
    """The rows of results and of gates that are written in a workbook."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    rows, gates = (book.get_sheet_by_name(name).to_python()[FIRST_ROW - 1 :] for name in (RESULTS, GATES))
    return _name(RESULT_HEADINGS, rows), _name(GATE_HEADINGS, [row for row in gates if row[-1]])


def _name(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Row]:
    return [dict(zip(headings, row, strict=True)) for row in rows]


def list_differences(result: Result, rows: tuple[list[Row], list[Row]]) -> Iterator[str]:
    """The places where figures, levels, shares or gates differ from those of the engine."""
    results, gates = rows
    for row in results:
        name = row["Id"]
        node: NodeResult = result.overall if name == OVERALL else result.dimensions.get(name) or result.criteria[name]
        shown = result.rubric.find_shown(name)
        wanted = [shown.convert_any(node.scores[reading]) for reading in ORDER] + [node.coverage]
        found = [*list(row.values())[2:6], row["Share known"]]
        for want, got in zip(wanted, found, strict=True):
            if not is_close(want, got):
                yield f"{name}: {want} is {got}"
        for level, heading in zip(
            _list_levels(result, node, name), ("Level, evidenced", "Level, claimed"), strict=True
        ):
            if row[heading] not in (level, NO_FIGURE):
                yield f"{name}: {level} is {row[heading]}"
    for gate, row in zip(result.gates, gates, strict=True):
        if row["State"].lower() != gate.state.value:
            yield f"{gate.id}: {gate.state} is {row['State']}"


def _list_levels(result: Result, node: NodeResult, name: str) -> list[str]:
    if name in result.criteria:
        return [describe_level(result, node.levels[reading]) for reading in ORDER[:2]]
    return [NO_FIGURE if node.scores[one] is None else describe_place(result, node.scores[one]) for one in ORDER[:2]]


def is_close(want: float | None, got: object) -> bool:
    """Whether a figure is the wanted one, or a dash where there is none."""
    if want is None or not isinstance(got, int | float):
        return want is None and got == NO_FIGURE
    return abs(want - got) <= CLOSE
