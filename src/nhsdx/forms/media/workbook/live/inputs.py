"""The answers that formulas use: each is found by its key, even if its row was moved.

Unreadable answers are refused.
"""

from __future__ import annotations

import datetime
from typing import Any

from nhsdx.forms import FormField, write_cell
from nhsdx.forms.media.workbook.formulas.formula import (
    CellFormula,
    Operand,
    add_products,
    all_of,
    any_of,
    choose,
    count_day,
    cut_down,
    is_number,
    round_off,
    trim,
    wrap,
)
from nhsdx.forms.media.workbook.live.book import LiveBook, refer_to_answers, refer_to_keys
from nhsdx.forms.media.workbook.words import write_choice
from nhsdx.model import Path, format_path

ASSESSED = ("assessment", "date")
FIRST_SURE_DAY = datetime.date(1900, 3, 1)
"""The first day to which Excel and other programs give the same number."""


def make_cell_value(field: FormField, value: Any) -> Any:  # noqa: ANN401 - any value of a file
    """The content of the cell for a value: the text of a choice, a number, a day, or any other text."""
    if field.kind == "choice":
        return write_choice(field, value)
    if field.kind in ("number", "whole"):
        return value
    if isinstance(value, datetime.date) and value >= FIRST_SURE_DAY:
        return value
    return write_cell(value)


def add_input(book: LiveBook, field: FormField) -> CellFormula | None:
    """Adds a row for an answer, and returns its code or number, which may be empty; None if no sheet has the field.

    `Wrong` is 1 if the entry is not a valid answer, or if its row is missing or repeated.
    """
    grid, key = book.grids["answers"], format_path(field.path)
    sheet = book.find_sheet(key)
    if sheet is None:
        return None
    if field.path in book.inputs:
        return grid.see(book.inputs[field.path], "Code")
    row = book.inputs[field.path] = grid.add_row()
    here = grid.put(row, "Key", key)
    found = grid.put(row, "Found", CellFormula(f"COUNTIF({refer_to_keys(sheet)},{here.text})", 1))
    cell = grid.put(row, "Answer", _look_up(book, field, here, found))
    code = grid.put(row, "Code", _read(book, field, cell))
    unread = all_of(cell.differs(""), code.equals("" if field.kind != "choice" else 0))
    grid.put(row, "Wrong", choose(any_of(found.differs(1), unread), 1, 0))
    return code


def _look_up(book: LiveBook, field: FormField, key: CellFormula, found: CellFormula) -> CellFormula:
    sheet = book.find_sheet(format_path(field.path))
    if sheet is None:
        raise AssertionError(field.path)
    given = make_cell_value(field, book.leaves[field.path]) if field.path in book.leaves else ""
    value = count_day(given) if isinstance(given, datetime.date) else given
    text = f"INDEX({refer_to_answers(sheet)},MATCH({key.text},{refer_to_keys(sheet)},0))"
    cell = CellFormula(text, value)
    return choose(found.equals(1), choose(trim(cell).equals(""), "", cell), "")


def _read(book: LiveBook, field: FormField, cell: CellFormula) -> CellFormula:
    if field.kind == "choice":
        words = book.lists.add(field)
        return choose(cell.equals(""), "", add_products(words.words.equals(trim(cell)) * words.codes))
    if field.kind == "day":
        return _read_day(cell)
    is_right = [is_number(cell)]
    lowest, highest = field.limits
    if field.kind == "whole":
        is_right.append(cut_down(cell).equals(cell))
    if lowest is not None:
        is_right.append(round_off(cell) >= lowest)
    if highest is not None:
        is_right.append(round_off(cell) <= highest)
    return choose(all_of(is_number(cell)), choose(all_of(*is_right), cell, ""), "")


def _read_day(cell: CellFormula) -> CellFormula:
    """The serial number of a day that was entered as a spreadsheet date or as text such as 2026-03-11."""
    is_day = all_of(cut_down(cell).equals(cell), cell >= count_day(FIRST_SURE_DAY))
    day = _parse_day(cell.value)
    text = cell.text
    parsed = f'IF(AND(LEN({text})=10,MID({text},5,1)="-",MID({text},8,1)="-"),IFERROR(DATEVALUE({text}),""),"")'
    return choose(is_number(cell), choose(is_day, cell, ""), CellFormula(parsed, day))


def _parse_day(text: object) -> int | str:
    try:
        day = datetime.date.fromisoformat(str(text))
    except ValueError:
        return ""
    return count_day(day) if day >= FIRST_SURE_DAY else ""


def read_input(book: LiveBook, path: Path) -> CellFormula:
    """The code or number of an answer; empty if the answer is not on any sheet."""
    return book.grids["answers"].see(book.inputs[path], "Code") if path in book.inputs else wrap("")


def default_to(code: Operand, usual: Operand) -> CellFormula:
    """The code of an answer, or the default code if the answer is missing or cannot be read."""
    part = wrap(code)
    return choose(is_number(part), part, usual)
