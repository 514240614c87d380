"""Reads the footer of a file: Parquet and Arrow files end with one, in the same form."""

from __future__ import annotations

from os import SEEK_END
from typing import BinaryIO

SIZE = 4
"""The bytes of the footer's size, which comes between the footer and the mark of the format."""


def read_footer(file: BinaryIO, magic: bytes) -> bytes | None:
    """The footer of a file that ends in the mark of a format; None if it does not."""
    ending = SIZE + len(magic)
    end = file.seek(0, SEEK_END)
    file.seek(max(0, end - ending))
    found = file.read()
    if not found.endswith(magic):
        return None
    size = int.from_bytes(found[:SIZE], "little")
    file.seek(end - ending - size)
    return file.read(size)
