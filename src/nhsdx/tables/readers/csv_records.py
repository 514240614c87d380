"""CSV records according to RFC 4180, with any of three separators.

A file that breaks the rules of CSV is refused at its first fault.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from nhsdx.tables.readers.text_blocks import LONGEST_LINE, Block, refuse_line

SEPARATORS = {b",": "commas", b";": "semicolons", b"\t": "tabs"}
DECLARED = re.compile(rb"sep=([,;|\t])\r?", re.IGNORECASE)
BLANK = b" \t\r,;"
"""The characters that a line without cells may contain, whatever the separator."""
SAMPLE = 100
OPEN = "a quotation mark opens here and does not close"


class Records(NamedTuple):
    """Records without their line endings, the line in which each begins, and whether any has a quotation mark."""

    texts: list[bytes]
    lines: list[int]
    is_quoted: bool


def read_records(name: str, blocks: Iterator[Block]) -> Iterator[Records]:
    """The records of a file; a record may run over several lines inside quotation marks."""
    parts: list[bytes] = []
    start = 1
    for block in blocks:
        if not parts and b'"' not in block.text:
            yield _split_plain(name, block)
            continue
        texts, lines = [], []
        for number, text in enumerate(block.text.split(b"\n")[:-1], block.line):
            is_odd = text.count(b'"') % 2 == 1
            start = start if parts else number
            parts.append(text)
            if bool(is_odd) == (len(parts) == 1):
                # The quotation mark has just been opened, or is still open.
                _expect_room(name, start, parts)
                continue
            texts.append(b"\n".join(parts).removesuffix(b"\r"))
            lines.append(start)
            parts.clear()
        yield Records(texts, lines, is_quoted=True)
    if parts:
        refuse_line(name, start, OPEN, "close it, or delete it; is the file complete?")


def _expect_room(name: str, start: int, parts: list[bytes]) -> None:
    if len(parts) == 1 and not re.search(rb'(?:^|[,;|\t])"(?:[^"]|"")*+$', parts[0]):
        refuse_line(name, start, "there is a quotation mark inside a cell", QUOTES)
    if sum(map(len, parts[-1:])) + len(parts) > LONGEST_LINE or (
        len(parts) % 1000 == 0 and sum(map(len, parts)) > LONGEST_LINE
    ):
        refuse_line(name, start, OPEN, "close it, or delete it")


QUOTES = 'put the cell in quotation marks, and write each quotation mark inside it twice: "5"" screens"'


def _split_plain(name: str, block: Block) -> Records:
    text = block.text.replace(b"\r\n", b"\n")
    texts = text.split(b"\n")[:-1]
    if b"\r" in text:
        line = block.line + text[: text.index(b"\r")].count(b"\n")
        refuse_line(name, line, "few programs can read this line ending", "save the file as CSV UTF-8 again")
    return Records(texts, list(range(block.line, block.line + len(texts))), is_quoted=False)


def choose_separator(name: str, records: Records) -> tuple[bytes, int]:
    """The separator in a table, and the place of the headings among the first records."""
    filled = [place for place, text in enumerate(records.texts) if text.strip(BLANK)]
    if not filled:
        refuse_line(name, 1, "the file has no headings", "expected headings in the first line")
    place = filled[0]
    if len(filled) > 1 and (declared := DECLARED.fullmatch(records.texts[place])):
        return declared[1], filled[1]
    found, fitting = _find_separators([_strip_quoted(records.texts[one]) for one in filled[: SAMPLE + 1]])
    if len(found) < 2:  # noqa: PLR2004 - one is clear
        return b"".join(found) or b",", place
    if len(fitting) != 1:
        _refuse_separators(name, records.lines[place], found)
    return fitting[0], place


def _refuse_separators(name: str, line: int, found: list[bytes]) -> NoReturn:
    words = " and ".join(SEPARATORS[sign] for sign in found)
    remedy = (
        "put a heading with one of these in quotation marks, or write the separator above the headings, as in sep=;"
    )
    refuse_line(name, line, f"the headings have {words}: which of these separates the columns?", remedy)


def _find_separators(sample: list[bytes]) -> tuple[list[bytes], list[bytes]]:
    """The characters that may separate the headings, and those of them that occur equally often in each row."""
    found = [sign for sign in SEPARATORS if sign in sample[0]]
    return found, [sign for sign in found if len({text.count(sign) for text in sample}) == 1]


def _strip_quoted(text: bytes) -> bytes:
    return re.sub(rb'"(?:[^"]|"")*+"', b"", text)


class Splitter(NamedTuple):
    """Splits records into cells."""

    name: str
    separator: bytes

    def find_fault(self, text: bytes) -> bool:
        """Whether a record with quotation marks breaks the rules of CSV."""
        sign = re.escape(self.separator)
        cell = rb'(?:"(?:[^"]++|"")*+"|[^"\r\n' + sign + rb"]*+)"
        return re.fullmatch(cell + rb"(?:" + sign + cell + rb")*+", text) is None

    def split(self, records: Records) -> list[list[str]]:
        """The cells of each record. Raises NhsdxError for the first record that is not CSV."""
        for text, line in zip(records.texts, records.lines, strict=True):
            if b'"' in text and self.find_fault(text):
                refuse_line(self.name, line, "there is a quotation mark inside a cell", QUOTES)
            if b'"' not in text and b"\r" in text:
                refuse_line(
                    self.name, line, "few programs can read this line ending", "save the file as CSV UTF-8 again"
                )
        csv.field_size_limit(2 * LONGEST_LINE)
        texts = (text.decode() for text in records.texts)
        return list(csv.reader(texts, delimiter=self.separator.decode(), strict=True))
