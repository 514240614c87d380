"""Checks the unpacked size of pages in a Parquet file: a few bytes can unpack to huge texts or very many rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from nhsdx.errors import NhsdxError
from nhsdx.limits import LARGEST_PAGE, MOST_ROWS
from nhsdx.tables.engines.footers import read_footer

MAGIC = b"PAR1"
HEADER = 4096
"""A limit for the size of a page header, in bytes. Only a header with unusually long statistics is larger."""
SCHEMA, ROW_GROUPS, COLUMNS, CHUNK = 2, 4, 1, 3
NAME, CHILDREN = 4, 5
PACKED, DATA_START, DICTIONARY_START = 7, 9, 11
UNPACKED_PAGE, PACKED_PAGE, DATA_PAGES, VALUES = 2, 3, (5, 8), 1
"""Field numbers of the Parquet format."""

Fields = Mapping[int, Any]


def check_pages(name: str) -> list[str] | None:
    """The headings of a Parquet file, exactly as in the file.

    Empty for another kind of file, and None for a damaged one.

    Raises NhsdxError for a file with a huge page, or with very many rows.
    """
    rows = 0
    try:
        with Path(name).open("rb") as file:
            raw = read_footer(file, MAGIC)
            if raw is None:
                return []
            footer = _read_struct(BytesIO(raw))
            for group in footer[ROW_GROUPS]:
                rows += max(_count_rows(name, file, column[CHUNK]) for column in group[COLUMNS])
                _refuse_many_rows(name, rows)
        return _list_headings(footer)
    except (ArithmeticError, AttributeError, EOFError, LookupError, OSError, RecursionError, TypeError, ValueError):
        return None


def _list_headings(footer: Fields) -> list[str]:
    root, *elements = footer[SCHEMA]
    found, place = [], 0
    for _ in range(root[CHILDREN]):
        found.append(elements[place][NAME].decode())
        waiting = 1
        while waiting:
            waiting += elements[place].get(CHILDREN, 0) - 1
            place += 1
    return found


def _count_rows(name: str, file: BinaryIO, chunk: Fields) -> int:
    """How many rows a column has. Raises NhsdxError for a huge page."""
    starts = [chunk[start] for start in (DICTIONARY_START, DATA_START) if chunk.get(start)]
    place, rows = min(starts), 0
    end = place + chunk[PACKED]
    while place < end:
        file.seek(place)
        buffer = BytesIO(file.read(HEADER))
        page = _read_struct(buffer)
        rows += sum(page[kind][VALUES] for kind in DATA_PAGES if kind in page)
        if page[UNPACKED_PAGE] > LARGEST_PAGE:
            message = f"a part of the table is larger than {LARGEST_PAGE // 2**20} MB when unpacked"
            hint = "leave long texts out, or write the table again in smaller parts (pages or groups of rows)"
            raise NhsdxError(message, name, hint, code="file-too-large")
        _refuse_many_rows(name, rows)
        place += buffer.tell() + max(0, page[PACKED_PAGE])
    return rows


def _refuse_many_rows(name: str, rows: int) -> None:
    if rows > MOST_ROWS:
        message, hint = f"the table has more than {MOST_ROWS:,} rows", "split it"
        raise NhsdxError(message, name, hint, code="too-many")


def _read_struct(file: BytesIO) -> dict[int, Any]:
    """The fields of a struct in Thrift's compact protocol, each by its number."""
    fields: dict[int, Any] = {}
    number = 0
    while head := _read_byte(file):
        number = number + (head >> 4) if head >> 4 else _read_signed(file)
        fields[number] = _read_value(file, head & 15)
    return fields


def _read_value(file: BytesIO, kind: int) -> Any:  # noqa: ANN401 - of any kind
    return READERS[kind](file)


def _read_byte(file: BytesIO) -> int:
    byte = file.read(1)
    if not byte:
        raise EOFError
    return byte[0]


def _read_unsigned(file: BytesIO) -> int:
    value = shift = 0
    while (byte := _read_byte(file)) >= 2**7:
        value |= (byte - 2**7) << shift
        shift += 7
    return value | byte << shift


def _read_signed(file: BytesIO) -> int:
    value = _read_unsigned(file)
    return (value >> 1) ^ -(value & 1)


def _read_list(file: BytesIO) -> list[Any]:
    head = _read_byte(file)
    size = _read_unsigned(file) if head >> 4 == 15 else head >> 4  # noqa: PLR2004 - means that the size follows
    return [_read_byte(file) if head & 15 in (1, 2) else _read_value(file, head & 15) for _ in range(size)]


def _read_map(file: BytesIO) -> list[Any]:
    size = _read_unsigned(file)
    kinds = _read_byte(file) if size else 0
    return [(_read_value(file, kinds >> 4), _read_value(file, kinds & 15)) for _ in range(size)]


READERS: Mapping[int, Callable[[BytesIO], Any]] = {
    1: lambda _: True,
    2: lambda _: False,
    3: _read_byte,
    4: _read_signed,
    5: _read_signed,
    6: _read_signed,
    7: lambda file: file.read(8),
    8: lambda file: file.read(_read_unsigned(file)),
    9: _read_list,
    10: _read_list,
    11: _read_map,
    12: _read_struct,
    13: lambda file: file.read(16),
}
"""How each kind of value is read."""
