"""Reads the headings and one row of a table in a text file or a workbook, each with its line number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nhsdx.documents.phrases import count_words
from nhsdx.errors import NhsdxError
from nhsdx.limits import MOST_FORM_COLUMNS, MOST_FORM_ROWS
from nhsdx.tables.readers.csv_records import Splitter, choose_separator, read_records
from nhsdx.tables.readers.headings import refuse_repeated
from nhsdx.tables.readers.text_blocks import Encoding, read_blocks
from nhsdx.tables.readers.workbook import choose_sheet, list_rows, open_sheets

WORKBOOK = ".xlsx"


class Record(NamedTuple):
    """A record of a file, and its line number."""

    cells: list[str]
    line: int


def read_row(name: str, row: int | None, encoding: Encoding | None) -> tuple[Record, Record]:
    """The headings of a table and one of its rows. Raises NhsdxError if there are several rows and `row` is None."""
    headings, chosen, rows = None, None, 0
    is_workbook = name.lower().endswith(WORKBOOK)
    for record in _list_sheet(name) if is_workbook else _list_records(name, encoding):
        if headings is None:
            headings = record
            _refuse_many_columns(name, headings)
            refuse_repeated(headings.cells, f"{name}:{headings.line}:1")
            continue
        rows += 1
        # The other rows are counted but not kept, because a table may have many.
        chosen = record if rows == (row or 1) else chosen
        if rows > MOST_FORM_ROWS:
            hint = "give a table with fewer rows, or score the whole table with nhsdx batch"
            raise NhsdxError(f"the table has more than {MOST_FORM_ROWS:,} rows", name, hint, code="too-many")
    if headings is None:
        hint = "expected headings in the first line"
        raise NhsdxError("the file has no headings", f"{name}:1:1", hint, code="table-unreadable")
    record = _expect_row(name, chosen, rows, row)
    if len(record.cells) != len(headings.cells):
        message = f"this row has {count_words(len(record.cells), 'cell')}, but there are {len(headings.cells)} headings"
        hint = "expected a cell for each heading"
        raise NhsdxError(message, f"{name}:{record.line}:1", hint, code="table-unreadable")
    return headings, record


def _refuse_many_columns(name: str, headings: Record) -> None:
    if len(headings.cells) > MOST_FORM_COLUMNS:
        message, hint = f"the table has {len(headings.cells):,} columns", f"expected at most {MOST_FORM_COLUMNS:,}"
        raise NhsdxError(message, f"{name}:{headings.line}:1", hint, code="too-many")


def _list_records(name: str, encoding: Encoding | None) -> Iterator[Record]:
    """The headings of a table and its rows; empty rows are left out."""
    splitter = None
    for part in read_records(name, read_blocks(name, encoding)):
        first = 0
        if splitter is None:
            separator, first = choose_separator(name, part)
            splitter = Splitter(name, separator)
        for cells, line in zip(splitter.split(part)[first:], part.lines[first:], strict=True):
            if any(cell.strip() for cell in cells):
                yield Record(cells, line)


def _list_sheet(name: str) -> Iterator[Record]:
    """The headings and rows of the only sheet that has cells; empty rows are left out."""
    found, visible = open_sheets(name)
    sheet = choose_sheet(name, found, visible, None)
    for line, cells in list_rows(name, sheet, found[sheet]):
        if any(cell and cell.strip() for cell in cells):
            yield Record([cell or "" for cell in cells], line)


def _expect_row(name: str, chosen: Record | None, rows: int, row: int | None) -> Record:
    if row is None and rows > 1:
        hint = "choose a row with --row, counted from 1, or score all rows with nhsdx batch"
        raise NhsdxError(
            f"the table has {rows} rows, but an assessment is made from a single row", name, hint, code="usage"
        )
    if chosen is None:
        message = f"the table has {count_words(rows, 'row')} below its headings"
        hint = "give a row with answers below the headings" if row is None else f"there is no row {row}: correct --row"
        raise NhsdxError(message, name, hint, code="table-unreadable")
    return chosen
