"""Checks the unpacked size of the buffers in an Arrow file or stream, because a few bytes can unpack to a huge text."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.limits import LARGEST_PAGE
from nhsdx.tables.engines.footers import read_footer

MAGIC = b"ARROW1"
DICTIONARIES, BATCHES = 2, 3
KIND, HEADER, LENGTH, DATA = 1, 2, 3, 1
BUFFERS, COMPRESSION = 2, 3
"""Field numbers of the Arrow format."""
BLOCK, BUFFER = 24, 16
NEXT = b"\xff\xff\xff\xff"
"""The bytes with which a message in a stream begins."""
KINDS = {2: True, 3: False}
"""The kinds of messages that have buffers, and whether the buffers belong to a dictionary."""
PREFIX = 8
"""How many bytes are used for the length in front of a message, and for the length of an unpacked buffer."""


def check_buffers(name: str) -> bool:
    """Whether the buffers in a file can be found; if not, the Arrow file or stream is damaged.

    Raises NhsdxError for a file with a huge buffer.
    """
    try:
        with Path(name).open("rb") as file:
            for size in _list_stream_sizes(file) if file.read(len(NEXT)) == NEXT else _list_sizes(file):
                _refuse_large(name, size)
    except (LookupError, OSError, ValueError, struct.error):
        return False
    return True


def _refuse_large(name: str, size: int) -> None:
    if size > LARGEST_PAGE:
        message = f"one column in a group of rows is larger than {LARGEST_PAGE // 2**20} MB"
        hint = "leave long texts out, or write the table as Parquet"
        raise NhsdxError(message, name, hint, code="file-too-large")


def _list_sizes(file: BinaryIO) -> Iterator[int]:
    """The unpacked size of every buffer."""
    raw = read_footer(file, MAGIC)
    if raw is None:
        return
    footer = _Table.open(raw)
    for number in (DICTIONARIES, BATCHES):
        for block in footer.list_structs(number, BLOCK):
            start, length = struct.unpack_from("<qi", block)
            yield from _list_buffers(file, start, length, is_dictionary=number == DICTIONARIES)


def _list_stream_sizes(file: BinaryIO) -> Iterator[int]:
    """The unpacked size of every buffer in a stream.

    Raises ValueError for a stream that ends within a message, because a reader would leave out that message's rows.
    """
    place, end = 0, file.seek(0, os.SEEK_END)
    while file.seek(place) == place and (prefix := file.read(PREFIX)):
        size = int.from_bytes(prefix[4:], "little")
        if len(prefix) < PREFIX or not prefix.startswith(NEXT):
            raise ValueError(place)
        if size == 0:
            return
        message = _Table.open(file.read(size))
        kind, length = message.raw[message.find(KIND)], message.find(LENGTH)
        if kind in KINDS:
            yield from _list_buffers(file, place, PREFIX + size, is_dictionary=KINDS[kind])
        place += PREFIX + size + (struct.unpack_from("<q", message.raw, length)[0] if length else 0)
        if place > end:
            raise ValueError(place)


def _list_buffers(file: BinaryIO, start: int, length: int, *, is_dictionary: bool) -> Iterator[int]:
    file.seek(start + PREFIX)
    header = _Table.open(file.read(length - PREFIX)).follow(HEADER)
    batch = header.follow(DATA) if is_dictionary else header
    for buffer in batch.list_structs(BUFFERS, BUFFER):
        place, size = struct.unpack("<qq", buffer)
        yield size
        if size and batch.find(COMPRESSION):
            file.seek(start + length + place)
            yield int.from_bytes(file.read(PREFIX), "little", signed=True)


class _Table(NamedTuple):
    """A table in a flat buffer, and the table's place in it."""

    raw: bytes
    place: int

    @classmethod
    def open(cls, raw: bytes) -> _Table:
        """The root table of a flat buffer."""
        return cls(raw, *struct.unpack_from("<I", raw))

    def find(self, number: int) -> int:
        """The place of a field; 0 if the field is left out."""
        start = self.place - struct.unpack_from("<i", self.raw, self.place)[0]
        size = struct.unpack_from("<H", self.raw, start)[0]
        entry = 4 + 2 * number
        offset = struct.unpack_from("<H", self.raw, start + entry)[0] if entry < size else 0
        return self.place + offset if offset else 0

    def follow(self, number: int) -> _Table:
        """The table in a field."""
        place = self.find(number)
        return self._replace(place=place + struct.unpack_from("<I", self.raw, place)[0])

    def list_structs(self, number: int, size: int) -> Iterator[bytes]:
        """The structs in a field, all of the same size."""
        place = self.find(number)
        if place:
            place += struct.unpack_from("<I", self.raw, place)[0]
            for count in range(struct.unpack_from("<I", self.raw, place)[0]):
                yield self.raw[place + 4 + count * size : place + 4 + (count + 1) * size]
