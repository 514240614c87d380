"""Reads the footer at the end of a Parquet or Arrow file. Both kinds of footer have the same form."""

from __future__ import annotations

from os import SEEK_END
from typing import BinaryIO

SIZE = 4
"""How many bytes give the footer's size. These bytes come between the footer and the mark of the format."""


def read_footer(file: BinaryIO, magic: bytes) -> bytes | None:
    """The footer of a file that ends with the mark of its format; None if the file does not end with this mark."""
    ending = SIZE + len(magic)
    end = file.seek(0, SEEK_END)
    file.seek(max(0, end - ending))
    found = file.read()
    if not found.endswith(magic):
        return None
    size = int.from_bytes(found[:SIZE], "little")
    file.seek(end - ending - size)
    return file.read(size)
