"""Changes files at random: bits, pieces, lines, numbers and words with a meaning in their format."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from random import Random

NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
NUMBERS = (b"-1", b"0", b"-0.0", b"1e308", b"9" * 400, b"0.1", b"1e-320", b"nan", b"inf", b"0x1f", b"007", b"1_0")
WORDS = {
    "toml": (
        *(b"[", b"]", b"[[", b"]]", b"{", b"}", b"=", b",", b".", b'"', b"'", b'"""', b"'''", b"#", b"\\", b"\n"),
        *(b"[answers]\n", b"[gates.g]\n", b"[[tests]]\n", b"x = 1\n", b"a.b.c = {}\n", b"true", b"2026-02-30"),
        *(b'"unknown"', b'"not-applicable"', b"1979-05-27T07:32:00Z", b"\\u0000", b"\\ud800", b'""', b"[]", b"[" * 99),
    ),
    "json": (
        *(b"{", b"}", b"[", b"]", b":", b",", b'"', b"null", b"true", b"{}", b"[]", b'""', b"NaN", b"Infinity"),
        *(b"\\u0000", b"\\ud800", b"\\", b"// x\n", b'{"a":' * 99, b'"format": "nhsdx.result/1",'),
    ),
    "csv": (b",", b";", b"\t", b'"', b'""', b"\n", b"\r", b"\r\n", b"=1+1", b" ", b"row", b"*", b"^.*$", b"\n\n", b"'"),
    "xml": (b"<", b">", b"/>", b"&", b"&#0;", b"&x;", b'"', b"<row>", b"</row>", b'<c t="s"><v>9</v></c>', b"<!--"),
}
ODD = (
    *(b"\x00", b"\x1b[31m", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\x0c", b"\x85"),
    *(one.encode() for one in "\u202e\u2028\u200b\ufeff\u0301\u0130\u00df\U000e0041\uffff\u00a0"),
)
PACKED = ("xlsx", "docx")
"""The formats that consist of parts in a ZIP file."""
LONGEST = 200_000
"""The most bytes of a changed file; more bytes would only take time."""


def change(data: bytes, others: Sequence[bytes], form: str, random: Random) -> bytes:
    """A file changed in one to four ways, with pieces of other files of its kind."""
    if form in PACKED and random.random() < 0.7:
        return _change_part(data, random)
    if form == "html" and b"<script" in data and random.random() < 0.8:
        return _change_script(data, others, random)
    words = WORDS.get({"jsonl": "json", "html": "json", "xlsx": "xml", "docx": "xml"}.get(form, form), ())
    for _ in range(random.choice([1, 1, 1, 2, 2, 4])):
        data = random.choice(WAYS)(data, others, words, random)
    return data[:LONGEST]


def _change_part(data: bytes, random: Random) -> bytes:
    """A workbook or a document with one of its parts changed, removed or doubled."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    name = random.choice(sorted(parts))
    if random.random() < 0.05:
        del parts[name]
    else:
        parts[name] = change(parts[name], [parts[one] for one in sorted(parts)], "xml", random)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for part, content in parts.items():
            file.writestr(zipfile.ZipInfo(part), content)
    return written.getvalue()


def _change_script(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """A page with the data in it changed, and the rest as it was."""
    start = data.index(b">", data.index(b"<script")) + 1
    end = data.index(b"</script", start)
    return data[:start] + change(data[start:end], others, "json", random) + data[end:]


def _flip(data: bytes, _others: Sequence[bytes], _words: Sequence[bytes], random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice([1, 1, 3, 10]) if data else 0):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _insert(data: bytes, _others: Sequence[bytes], words: Sequence[bytes], random: Random) -> bytes:
    place = random.randint(0, len(data))
    return data[:place] + random.choice([*words, *ODD]) * random.choice([1, 1, 1, 1, 50]) + data[place:]


def _replace_number(data: bytes, _others: Sequence[bytes], _words: Sequence[bytes], random: Random) -> bytes:
    found = list(NUMBER.finditer(data))
    if not found:
        return data
    one = random.choice(found)
    return data[: one.start()] + random.choice(NUMBERS) + data[one.end() :]


def _cut(data: bytes, _others: Sequence[bytes], _words: Sequence[bytes], random: Random) -> bytes:
    start, end = _draw_piece(data, random)
    return data[:start] + data[end:]


def _cut_off(data: bytes, _others: Sequence[bytes], _words: Sequence[bytes], random: Random) -> bytes:
    return data[: random.randint(0, len(data))]


def _repeat(data: bytes, _others: Sequence[bytes], _words: Sequence[bytes], random: Random) -> bytes:
    start, end = _draw_piece(data, random)
    return data[:end] + data[start:end] * random.choice([1, 1, 2, 100]) + data[end:]


def _borrow(data: bytes, others: Sequence[bytes], _words: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(others) if others else data
    start, end = _draw_piece(other, random)
    place = random.randint(0, len(data))
    return data[:place] + other[start:end] + data[place:]


def _move_line(data: bytes, _others: Sequence[bytes], _words: Sequence[bytes], random: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if lines:
        line = lines.pop(random.randrange(len(lines)))
        for _ in range(random.choice([0, 1, 2])):
            lines.insert(random.randint(0, len(lines)), line)
    return b"".join(lines)


def _exchange_words(data: bytes, _others: Sequence[bytes], _words: Sequence[bytes], random: Random) -> bytes:
    parts = re.split(rb"([\w-]+)", data)
    if len(parts) > 4:
        one, other = (random.randrange(1, len(parts), 2) for _ in range(2))
        parts[one], parts[other] = parts[other], parts[one]
    return b"".join(parts)


def _draw_piece(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.choice([1, 4, 20, 200]))


WAYS: tuple[Callable[[bytes, Sequence[bytes], Sequence[bytes], Random], bytes], ...] = (
    _flip,
    _insert,
    _insert,
    _replace_number,
    _cut,
    _cut_off,
    _repeat,
    _borrow,
    _move_line,
    _move_line,
    _exchange_words,
    _exchange_words,
)
