"""Range bars as pictures: each mark is where its score is; a missing score is not drawn."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import pytest

from nhsdx.documents.word.png import BLUE, CLEAR, DEEP, HEIGHT, INK, PALE, SIDE, SOFT, WHITE, WIDTH, draw_bar
from tests.support.range_rows import MANY, SCALE, row

MIDDLE = HEIGHT // 2
BELOW = MIDDLE + 10
"""A line of pixels inside the bar, beside the thin line of the range."""


def parts(picture: bytes) -> dict[bytes, bytes]:
    """The parts of a PNG file, each with a right checksum."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    found, at = {}, 8
    while at < len(picture):
        size = struct.unpack(">I", picture[at : at + 4])[0]
        kind, data = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        assert struct.unpack(">I", picture[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + data)
        found[kind], at = data, at + 12 + size
    return found


def colours(*scores: float | None) -> Callable[[float, int], int]:
    """The colour of a picture at a score and at a line of pixels."""
    data = zlib.decompress(parts(draw_bar(row(*scores), SCALE))[b"IDAT"])
    lines = [data[start + 1 : start + 1 + WIDTH] for start in range(0, len(data), WIDTH + 1)]
    return lambda score, line: lines[line][SIDE + round(score / 100 * (WIDTH - 2 * SIDE))]


def test_it_is_a_picture_of_its_size() -> None:
    """With its parts in their order."""
    found = parts(draw_bar(row(10, 40, 60, 90), SCALE))
    assert list(found) == [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"]
    assert struct.unpack(">II", found[b"IHDR"][:8]) == (WIDTH, HEIGHT)
    assert len(zlib.decompress(found[b"IDAT"])) == (WIDTH + 1) * HEIGHT


def test_marks_are_where_their_scores_are() -> None:
    """Evidence filled from 0, the claim hatched from there on, a thin line for the range, a disc and a diamond."""
    at = colours(10, 40, 60, 90)
    assert {at(score, BELOW) for score in (5, 20, 30)} == {BLUE}
    assert {at(45 + step / 2, BELOW) for step in range(8)} == {BLUE, SOFT}
    assert at(80, BELOW) == SOFT
    assert [at(score, MIDDLE) for score in (5, 20, 40, 50, 60, 70, 95)] == [BLUE, INK, DEEP, INK, WHITE, INK, SOFT]
    assert [at(score, MIDDLE + 16) for score in (10, 90, 25, 5)] == [INK, INK, PALE, CLEAR]


@pytest.mark.parametrize("score", [0, 100])
def test_marks_at_the_ends_are_whole(score: float) -> None:
    """Nothing is cut off."""
    assert colours(score, score, score, score)(score, MIDDLE) == DEEP


def test_an_unknown_score_has_a_range_and_no_mark() -> None:
    """A node that is left out has neither."""
    unknown, left_out = colours(0, None, None, 100), colours(None, None, None, None)
    assert [unknown(score, MIDDLE) for score in (10, 60)] == [INK, INK]
    assert [left_out(score, MIDDLE) for score in (10, 60)] == [SOFT, SOFT]


def test_many_levels_do_not_make_a_fence() -> None:
    """Only the first and the last are marked."""
    data = zlib.decompress(parts(draw_bar(row(None, None, None, None), MANY))[b"IDAT"])
    top = data[1 : 1 + WIDTH]
    assert [top[SIDE + round(score / 100 * (WIDTH - 2 * SIDE))] for score in (0, 50, 100)] == [PALE, CLEAR, PALE]
