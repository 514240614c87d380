"""One row of a table, of text or in a workbook, with its headings and their places."""

from __future__ import annotations

from typing import NamedTuple

from nhsdx.documents.phrases import count_words
from nhsdx.errors import NhsdxError
from nhsdx.tables.readers.csv_records import Splitter, choose_separator, read_records
from nhsdx.tables.readers.headings import refuse_repeated
from nhsdx.tables.readers.text_blocks import Encoding, read_blocks
from nhsdx.tables.readers.workbook import choose_sheet, list_rows, open_sheets

WORKBOOK = ".xlsx"


class Record(NamedTuple):
    """A record of a file, and its line."""

    cells: list[str]
    line: int


def read_row(name: str, row: int | None, encoding: Encoding | None) -> tuple[Record, Record]:
    """The headings of a table and one of its rows. Raises NhsdxError if there are several and none is chosen."""
    is_workbook = name.lower().endswith(WORKBOOK)
    headings, *rows = _list_sheet(name) if is_workbook else _list_records(name, encoding)
    refuse_repeated(headings.cells, f"{name}:{headings.line}:1")
    record = _choose_row(name, rows, row)
    if len(record.cells) != len(headings.cells):
        message = f"this row has {count_words(len(record.cells), 'cell')}, and there are {len(headings.cells)} headings"
        hint = "expected a cell for each heading"
        raise NhsdxError(message, f"{name}:{record.line}:1", hint, code="table-unreadable")
    return headings, record


def _list_records(name: str, encoding: Encoding | None) -> list[Record]:
    records: list[Record] = []
    splitter = None
    for part in read_records(name, read_blocks(name, encoding)):
        first = 0
        if splitter is None:
            separator, first = choose_separator(name, part)
            splitter = Splitter(name, separator)
        rows = splitter.split(part)
        found = zip(rows[first:], part.lines[first:], strict=True)
        records += [Record(cells, line) for cells, line in found if any(cell.strip() for cell in cells)]
    if not records:
        hint = "expected them in its first line"
        raise NhsdxError("the file has no headings", f"{name}:1:1", hint, code="table-unreadable")
    return records


def _list_sheet(name: str) -> list[Record]:
    """The rows of the only sheet with cells."""
    found, visible = open_sheets(name)
    sheet = choose_sheet(name, found, visible, None)
    rows = [Record([cell or "" for cell in cells], line) for line, cells in list_rows(found[sheet], ".", {})]
    return [row for row in rows if any(cell.strip() for cell in row.cells)]


def _choose_row(name: str, rows: list[Record], row: int | None) -> Record:
    if row is None and len(rows) > 1:
        hint = "choose one with --row, counted from 1; nhsdx batch scores them all"
        raise NhsdxError(f"the table has {len(rows)} rows, and an assessment is one", name, hint, code="usage")
    number = row or 1
    if not 1 <= number <= len(rows):
        message = f"the table has {count_words(len(rows), 'row')} below its headings"
        hint = "give a row with answers below the headings" if row is None else f"--row {row} is not one of them"
        raise NhsdxError(message, name, hint, code="table-unreadable")
    return rows[number - 1]
