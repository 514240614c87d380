"""Measures a workbook before its reader makes room for every cell up to the last row and column."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import NoReturn

from nhsdx.errors import NhsdxError

LARGEST = 2**30
"""The largest total size of a workbook's parts, in bytes; its reader keeps them all in memory."""
LARGEST_AREA = 10_000_000
"""The highest number of cells in all sheets together, counting empty cells up to each sheet's last row and column."""
BLOCK = 2**20
LONGEST_TAG = 2**16
PLACE = re.compile(rb"""<(?:\w+:)?(?:row|c)\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Za-z]*)([0-9]*)""")
"""A row or a cell with its place, such as B7."""


def refuse_large_workbook(name: str) -> None:
    """Raises NhsdxError for a workbook that is too large, or a file that is not a workbook."""
    try:
        with zipfile.ZipFile(name) as file:
            if sum(one.file_size for one in file.infolist()) > LARGEST:
                _refuse(name, f"the workbook is larger than {LARGEST // 2**30} GB")
            area = sum(_measure_area(name, file, one) for one in file.infolist())
    # Every fault inside a ZIP file has its own error.
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, zlib.error, EOFError):
        raise build_workbook_error(name) from None
    if area > LARGEST_AREA:
        _refuse(name, f"the workbook's sheets have more than {LARGEST_AREA:,} cells up to the last row and column")


def _refuse(name: str, message: str) -> NoReturn:
    raise NhsdxError(message, name, "save the sheet as CSV UTF-8", code="file-too-large")


def build_workbook_error(name: str) -> NhsdxError:
    """The error for a file that is not a workbook."""
    remedy = "expected a workbook without a password; save it again as .xlsx, or the sheet as CSV UTF-8"
    return NhsdxError("this cannot be read as a workbook", name, remedy, code="table-unreadable")


def _measure_area(name: str, file: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many cells a sheet has from its first cell to its last row and column.

    Any part of the file may be a sheet.
    """
    row, column = 0, 1
    for text in _read_tags(name, file, part):
        for letters, digits in PLACE.findall(text):
            row, column = max(row, int(digits[:10] or b"0")), max(column, _read_letters(letters[:10]))
    return row * column


def _read_letters(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - ord("A") + 1
    return number


def _read_tags(name: str, file: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The text of a part, in blocks that end between tags."""
    rest = b""
    with file.open(part) as stream:
        while block := stream.read(BLOCK):
            text = rest + block
            whole, sign, tail = text.rpartition(b"<")
            rest = sign + tail if b">" not in tail else b""
            if len(rest) > LONGEST_TAG:
                raise build_workbook_error(name)
            yield whole if rest else text
        yield rest
