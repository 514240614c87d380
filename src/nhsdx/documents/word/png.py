"""Range bars as PNG, for programs that show no vector drawing."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable, Sequence

from nhsdx.documents.blocks import RangeRow
from nhsdx.documents.html.svg import list_marks
from nhsdx.model.reading import Reading
from nhsdx.model.result import LevelMark

WIDTH, HEIGHT = 660, 66
"""Of the picture; at a height of 4 mm, 420 points an inch."""
SIDE = 30
"""Room at either end, for marks at 0 and 100."""
MIDDLE = HEIGHT // 2
THICK = 13
"""Half of a bar's thickness; that of lines is `THIN`."""
THIN = 2
TALL = 21
DISC = 15
DIAMOND = 21
RING = 5
STRIPE = 14
COLOURS = ("ffffff", "ffffff", "f0f4f5", "d8dde0", "005eb8", "003087", "212b32")
PALETTE = tuple(bytes.fromhex(colour) for colour in COLOURS)
CLEAR, WHITE, SOFT, PALE, BLUE, DEEP, INK = range(len(PALETTE))


def draw_bar(row: RangeRow, scale: Sequence[LevelMark]) -> bytes:
    """One row: evidence as a filled bar and a disc, the claim hatched and a diamond, the range as a thin line."""
    canvas = _Canvas()
    low, evidenced, claimed, high = (row.scores[reading] for reading in Reading)
    canvas.fill(0, 100, THICK, SOFT)
    for _, mark in list_marks(scale):
        canvas.draw_tick(mark.score, MIDDLE, PALE)
    if evidenced is not None and claimed is not None:
        canvas.fill(0, evidenced, THICK, BLUE)
        canvas.hatch(evidenced, claimed)
    if low is not None and high is not None:
        canvas.fill(low, high, THIN, INK)
        canvas.draw_tick(low, TALL, INK)
        canvas.draw_tick(high, TALL, INK)
    if claimed is not None:
        canvas.draw_mark(claimed, DIAMOND, lambda x, y: abs(x) + abs(y), ring=DEEP, inside=WHITE)
    if evidenced is not None:
        canvas.draw_mark(evidenced, DISC, math.hypot, ring=WHITE, inside=DEEP)
    return canvas.encode()


class _Canvas:
    """Rows of pixels, each the number of a colour."""

    def __init__(self) -> None:
        self._collect_rows = [bytearray([CLEAR]) * WIDTH for _ in range(HEIGHT)]

    def fill(self, start: float, end: float, half: int, colour: int) -> None:
        """Fills from one score to another, so far above and below the middle."""
        left, right = _find_pixel(start), _find_pixel(end)
        for row in self._collect_rows[MIDDLE - half : MIDDLE + half]:
            row[left:right] = bytes([colour]) * (right - left)

    def hatch(self, start: float, end: float) -> None:
        """Stripes from one score to another."""
        for y in range(MIDDLE - THICK, MIDDLE + THICK):
            for x in range(_find_pixel(start), _find_pixel(end)):
                if (x + y) % STRIPE < STRIPE // 2:
                    self._collect_rows[y][x] = BLUE

    def draw_tick(self, score: float, half: int, colour: int) -> None:
        """An upright line at a score."""
        at = _find_pixel(score)
        for row in self._collect_rows[MIDDLE - half : MIDDLE + half]:
            row[at - THIN : at + THIN] = bytes([colour]) * 2 * THIN

    def draw_mark(
        self, score: float, size: int, distance: Callable[[float, float], float], *, ring: int, inside: int
    ) -> None:
        """A shape at a score: all that is less than `size` away from it, with a ring of another colour."""
        for y in range(-size, size + 1):
            for x in range(-size, size + 1):
                away = distance(x, y)
                if away <= size:
                    self._collect_rows[MIDDLE + y][_find_pixel(score) + x] = ring if away > size - RING else inside

    def encode(self) -> bytes:
        """The picture: https://www.w3.org/TR/png-3/, with a palette of one byte for each pixel, the first one clear."""
        header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
        lines = b"".join(b"\0" + row for row in self._collect_rows)
        parts = {
            b"IHDR": header,
            b"PLTE": b"".join(PALETTE),
            b"tRNS": b"\0",
            b"IDAT": zlib.compress(lines, 9),
            b"IEND": b"",
        }
        return b"\x89PNG\r\n\x1a\n" + b"".join(_pack_chunk(kind, data) for kind, data in parts.items())


def _find_pixel(score: float) -> int:
    """The pixel at which a score of 0-100 lies."""
    return SIDE + round(score / 100 * (WIDTH - 2 * SIDE))


def _pack_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
