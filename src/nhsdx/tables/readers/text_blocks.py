"""The text of a file in blocks of whole lines, as UTF-8, whatever its encoding."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, NoReturn, TypeAlias

from nhsdx.errors import NhsdxError

Encoding: TypeAlias = Literal["utf-8", "utf-16", "cp1252"]
BLOCK = 4 * 2**20
LONGEST_LINE = 2 * 2**20
"""The maximum number of bytes in a line or record; a file with a longer one is refused."""
OWN_FORMAT = re.compile(rb"""(?m)^format *= *["'](nhsdx\.[a-z-]+)/[0-9]+["']""")
"""The line with which every file of nhsdx begins."""
OWN_ENCODING = "leave out --encoding, and remove `encoding` from the map"
BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
TITLES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Block(NamedTuple):
    """Whole lines, each ending in a line feed, and the number of the first line."""

    line: int
    text: bytes


def refuse_line(name: str, line: int, message: str, remedy: str, code: str = "table-unreadable") -> NoReturn:
    """Raises NhsdxError with the name of the file and the number of the line."""
    raise NhsdxError(message, f"{name}:{line}:1", remedy, code=code)


def read_blocks(name: str, encoding: Encoding | None = None) -> Iterator[Block]:
    """The lines of a text file.

    A byte order mark decides the encoding. Without a mark, the encoding is the given one, or else UTF-8. Raises
    NhsdxError, with the line number, for text that is not in this encoding.
    """
    line, rest = 1, b""
    for text in _read_utf8(name, encoding):
        if line == 1:
            _refuse_own_file(name, text)
        whole, feed, tail = (rest + text).rpartition(b"\n")
        if len(tail) > LONGEST_LINE:
            message = f"this line is longer than {LONGEST_LINE // 2**20} MB"
            refuse_line(name, line + whole.count(b"\n"), message, "check that it is the right file", "file-too-large")
        rest = tail
        if feed:
            yield Block(line, whole + feed)
            line += whole.count(b"\n") + 1
    if rest:
        yield Block(line, rest + b"\n")


def _refuse_own_file(name: str, text: bytes) -> None:
    """Raises NhsdxError for one of nhsdx's own files, such as an assessment or a map. Such a file is not a table."""
    found = OWN_FORMAT.search(text)
    if found is None:
        return
    from nhsdx.loading.rubric_data import KINDS

    kind = KINDS.get(found[1].decode())
    if kind is not None:
        line = text[: found.start()].count(b"\n") + 1
        remedy = "expected a table such as CSV or a workbook (.xlsx); to add answers to an assessment, use --into"
        refuse_line(name, line, f"this file is {kind}", remedy, "wrong-format")


def _read_utf8(name: str, encoding: Encoding | None) -> Iterator[bytes]:
    try:
        with Path(name).open("rb") as file:
            first = file.read(4)
            mark = next((mark for mark in MARKS if first.startswith(mark)), b"")
            file.seek(len(mark))
            wide = "utf-16-be" if first.startswith(b"\0") else "utf-16-le"
            codec = MARKS[mark] if mark else {"utf-16": wide}.get(encoding or "", encoding or "utf-8")
            decoder = _Decoder(name, codec, codecs.getincrementaldecoder(codec)())
            while raw := file.read(BLOCK):
                yield decoder.decode(raw)
            yield decoder.decode(b"", is_last=True)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise NhsdxError(message, name, "check the file's name and permissions", code="file-unreadable") from None


@dataclass(slots=True)
class _Decoder:
    """Decodes the text of a file in blocks, and counts its lines."""

    name: str
    codec: str
    decoder: codecs.IncrementalDecoder
    line: int = 1
    may_be_utf8: bool = True

    def decode(self, raw: bytes, *, is_last: bool = False) -> bytes:
        """The next part of the text, as UTF-8. Raises NhsdxError for text that is not in the encoding."""
        if self.codec == "cp1252" and self.may_be_utf8:
            self._refuse_utf8(raw)
        try:
            text = self.decoder.decode(raw, is_last).encode()
        except UnicodeDecodeError as error:
            line = self.line + error.object[: error.start].decode(self.codec, "ignore").count("\n")
            kind = "UTF-8" if Path(self.name).suffix.lower() in (".jsonl", ".ndjson") else "CSV UTF-8"
            remedy = f"save it as {kind}; or, if an older program wrote it, give --encoding cp1252"
            if self.codec != "utf-8":
                remedy = "give another --encoding"
            refuse_line(
                self.name, line, f"the file is not {TITLES.get(self.codec, self.codec)} text", remedy, "not-utf8"
            )
        if b"\0" in text:
            line = self.line + text[: text.index(b"\0")].count(b"\n")
            remedy = "expected text; if the file is UTF-16, give --encoding utf-16"
            refuse_line(self.name, line, "the file has a character that text may not contain", remedy, "not-utf8")
        self.line += text.count(b"\n")
        return text

    def _refuse_utf8(self, raw: bytes) -> None:
        """Raises NhsdxError if the first non-ASCII characters are UTF-8, because they would be nonsense in cp1252."""
        whole = raw[: raw.rfind(b"\n") + 1] or raw
        first = BEYOND_ASCII.search(whole)
        if first is None:
            return
        self.may_be_utf8 = False
        with suppress(UnicodeDecodeError):
            whole.decode()
            line = self.line + whole[: first.start()].count(b"\n")
            refuse_line(self.name, line, "the file is UTF-8 text, not cp1252", OWN_ENCODING, "not-utf8")
