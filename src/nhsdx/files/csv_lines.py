"""Reads the lines of CSV strictly, so that no reader of tables can lose or shift a row without a word."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.files.source import is_file

LONGEST_LINE = 1_000_000
"""The most bytes in a line; a longer one is no line of a table."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
FIRST = 3


class CsvLines(NamedTuple):
    """The headings of a CSV file, its first records, headings included, and how many rows follow the headings.

    `has_blank_end` says that blank lines follow the last row: they are not rows.
    """

    headings: tuple[str, ...]
    first: tuple[tuple[str, ...], ...]
    rows: int
    has_blank_end: bool

    @property
    def duplicates(self) -> frozenset[str]:
        """The headings that several columns have."""
        return frozenset(one for one in self.headings if self.headings.count(one) > 1)


class _Record(NamedTuple):
    line: int
    text: bytes
    commas: int


def read_csv_lines(name: str) -> CsvLines:
    """The headings of a CSV file and the number of its rows.

    Raises NhsdxError, with the line, for a file that is no CSV in UTF-8: engines would read it differently, or lose
    rows of it.
    """
    if not is_file(name):
        _refuse_missing(name)
    first: list[_Record] = []
    rows = blank = 0
    for record in _read_records(name):
        if not record.text.strip(b"\r\n"):
            blank = blank or record.line
            continue
        if blank:
            _refuse(name, blank, "this line is blank", "delete it, or write the empty cells")
        if len(first) < FIRST:
            first.append(record)
        _expect_cells(name, record, first[0])
        rows += 1
    cells = tuple(_split_cells(name, record) for record in first)
    if not cells or not any(cells[0]):
        raise NhsdxError("the file has no headings", name, "expected them in its first line", code="table-unreadable")
    return CsvLines(cells[0], cells, rows - 1, blank > 0)


def _expect_cells(name: str, record: _Record, headings: _Record) -> None:
    """Raises NhsdxError unless a row has a cell for each heading."""
    if record.commas != headings.commas:
        message = f"this row has {record.commas + 1} cells, and the headings are {headings.commas + 1}"
        _refuse(name, record.line, message, "expected a cell for each heading; write one with a comma in quotes")


def _refuse_missing(name: str) -> None:
    if Path(name).exists():
        raise NhsdxError("this is not a file", name, "expected a CSV file", code="file-unreadable")
    raise NhsdxError("there is no such file", name, "check the path", code="file-not-found")


def _refuse(name: str, line: int, message: str, hint: str, code: str = "table-unreadable") -> None:
    raise NhsdxError(message, f"{name}:{line}:1", hint, code=code)


def _read_records(name: str) -> Iterator[_Record]:
    """The records of a file; one may run over several lines, inside quotation marks."""
    parts: list[bytes] = []
    commas, start, is_quoted = 0, 1, False
    for line, text in _read_lines(name):
        if not parts:
            start, commas = line, 0
        is_quoted, found = _scan_line(name, line, text, is_quoted=is_quoted)
        commas += found
        parts.append(text)
        if not is_quoted:
            yield _Record(start, b"".join(parts), commas)
            parts.clear()
        elif sum(map(len, parts)) > LONGEST_LINE:
            _refuse(name, start, "a quotation mark opens here and does not close", "close it, or delete it")
    if parts:
        _refuse(name, start, "a quotation mark opens here and does not close", "is the file complete?")


def _read_lines(name: str) -> Iterator[tuple[int, bytes]]:
    """Each line with its number. Raises NhsdxError for a line that is too long or not UTF-8."""
    try:
        with Path(name).open("rb") as file:
            if file.read(len(BYTE_ORDER_MARK)) != BYTE_ORDER_MARK:
                file.seek(0)
            number = 0
            while text := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(text) > LONGEST_LINE:
                    message = f"this line is longer than {LONGEST_LINE // 1_000_000} MB"
                    _refuse(name, number, message, "check that it is the right file", "file-too-large")
                if not text.isascii():
                    _expect_utf8(name, number, text)
                yield number, text
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise NhsdxError(message, name, "check its permissions", code="file-unreadable") from None


def _expect_utf8(name: str, number: int, text: bytes) -> None:
    try:
        text.decode()
    except UnicodeDecodeError:
        _refuse(name, number, "the file is not UTF-8 text", "save it as CSV UTF-8", "not-utf8")


def _scan_line(name: str, line: int, text: bytes, *, is_quoted: bool) -> tuple[bool, int]:
    """Whether a quoted cell goes on after the line, and how many commas separate cells in it."""
    if b'"' not in text and b"\r" not in text[:-2]:
        return is_quoted, 0 if is_quoted else text.count(b",")
    pieces = text.rstrip(b"\r\n").split(b'"')
    commas = 0
    for place in range(int(is_quoted), len(pieces), 2):
        piece = pieces[place]
        if b"\r" in piece:
            _refuse(name, line, "a line ends in a way that few programs read", "save the file as CSV UTF-8 again")
        if not _is_between_cells(piece, follows=place > 0, precedes=place < len(pieces) - 1):
            _refuse(name, line, "a quotation mark is inside a cell", 'write it twice, and the cell in quotes: """"')
        commas += piece.count(b",")
    return is_quoted != (len(pieces) % 2 == 0), commas


def _is_between_cells(piece: bytes, *, follows: bool, precedes: bool) -> bool:
    """Whether what is outside of quoted cells may stand after one that it follows, and before one that it precedes."""
    if piece == b"":
        # Between two marks it makes them one mark inside a cell.
        return True
    return (not follows or piece.startswith(b",")) and (not precedes or piece.endswith(b","))


def _split_cells(name: str, record: _Record) -> tuple[str, ...]:
    csv.field_size_limit(2 * LONGEST_LINE)
    try:
        (cells,) = csv.reader([record.text.decode().rstrip("\r\n")], strict=True)
    except (csv.Error, ValueError):
        raise NhsdxError(
            "this line cannot be read", f"{name}:{record.line}:1", "expected CSV", code="table-unreadable"
        ) from None
    return tuple(cells)
