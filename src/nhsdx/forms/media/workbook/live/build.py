"""All calculations for a form: answers, criteria, nodes and gates, and how many entries cannot be counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any

from nhsdx.forms import Form
from nhsdx.forms.media.workbook.formulas.formula import CellFormula, add_up, choose
from nhsdx.forms.media.workbook.layout import AnswerSheet
from nhsdx.forms.media.workbook.live.book import LiveBook
from nhsdx.forms.media.workbook.live.criteria import add_criteria
from nhsdx.forms.media.workbook.live.inputs import ASSESSED, add_input
from nhsdx.forms.media.workbook.live.scores import add_missing
from nhsdx.forms.media.workbook.live.tree import add_nodes
from nhsdx.model import Path

LONGEST_FORMULA = 5_500
"""Excel allows 8,192 characters in a formula and 255 values in a function.

Formulas of nhsdx that are this long have fewer than 255 values.
"""
DEEPEST = 60
"""Excel allows at most 64 levels of nested functions."""


def build_book(form: Form, sheets: tuple[AnswerSheet, ...], leaves: Mapping[Path, Any]) -> LiveBook:
    """The calculations for a form.

    `can_score` in the result is false if a spreadsheet cannot calculate what the rubric asks for.
    """
    book = LiveBook(form, sheets, leaves)
    needed = {("context", name) for names in _list_contexts(book) for name in names} | {ASSESSED}
    for field in (*form.about, *form.context):
        if field.path in needed:
            add_input(book, field)
    add_criteria(book)
    add_missing(book)
    book.can_score = add_nodes(book) and _is_short(book)
    _add_checks(book)
    return book


def _is_short(book: LiveBook) -> bool:
    """Whether every formula is within the limits of a spreadsheet."""
    cells = (cell for grid in book.grids.values() for row in grid.rows for cell in row)
    return all(len(cell.text) <= LONGEST_FORMULA and _measure_depth(cell.text) <= DEEPEST for cell in cells)


def _measure_depth(text: str) -> int:
    """How deeply the brackets of a formula are nested."""
    return max(accumulate({"(": 1, ")": -1}.get(sign, 0) for sign in text), default=0)


def _list_contexts(book: LiveBook) -> Iterator[list[str]]:
    """The questions about the context that decide whether something is asked."""
    for criterion in book.rubric.criteria.values():
        conditions = [criterion.asked_when, *(one.asked_when for one in getattr(criterion, "items", {}).values())]
        yield from (condition.list_contexts() for condition in conditions if condition is not None)


def _add_checks(book: LiveBook) -> None:
    """Adds a row for each reason why entries cannot be counted, with the number of these entries."""
    grid = book.grids["checks"]
    date = book.grids["answers"].see(book.inputs[ASSESSED], "Code")
    counts: list[tuple[str, CellFormula]] = [
        ("Answers that cannot be read, and rows that are missing or repeated", _count(book, "answers")),
        (
            "Answers that also have a status, incomplete answers, and values that are out of bounds",
            _count(book, "criteria"),
        ),
        ("A missing date of the assessment", choose(date.equals(""), 1, 0)),
    ]
    for name, count in counts:
        row = grid.add_row()
        grid.put(row, "Check", name)
        grid.put(row, "Count", count)
    rows = range(len(grid.rows))
    row = grid.add_row()
    grid.put(row, "Check", "Total")
    grid.put(row, "Count", add_up(grid.span(rows, "Count")))


def _count(book: LiveBook, name: str) -> CellFormula:
    grid = book.grids[name]
    return add_up(grid.span(range(len(grid.rows)), "Wrong"))
