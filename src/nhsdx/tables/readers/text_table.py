"""Text tables: CSV with commas, semicolons or tabs, read strictly into columns of text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from nhsdx.model import Finding, InvalidInputError
from nhsdx.tables.readers.csv_records import SEPARATORS, Records, Splitter, choose_separator, read_records
from nhsdx.tables.readers.headings import Headings
from nhsdx.tables.readers.parts import Parts
from nhsdx.tables.readers.text_blocks import Encoding, read_blocks
from nhsdx.tables.words import INVISIBLE, SPACES

MOST_FINDINGS = 20


def read_text_table(name: str, headings: Headings, parts: Parts, encoding: Encoding | None) -> None:
    """Adds the rows of a text table to parts.

    Raises NhsdxError or InvalidInputError, with the line number, for a file that programs could read in different ways.
    """
    table: _TextTable | None = None
    for records in read_records(name, read_blocks(name, encoding)):
        body = records
        if table is None:
            separator, place = choose_separator(name, records)
            table = _TextTable(name, Splitter(name, separator), parts)
            first = Records(records.texts[place : place + 1], records.lines[place : place + 1], records.is_quoted)
            parts.names = headings.name(table.splitter.split(first)[0], f"{name}:{first.lines[0]}:1")
            body = Records(records.texts[place + 1 :], records.lines[place + 1 :], records.is_quoted)
        table.add(body)
    if table is None:
        choose_separator(name, Records([], [], is_quoted=False))
    elif table.findings:
        raise InvalidInputError(tuple(table.findings))


def is_blank(text: bytes, separator: bytes) -> bool:
    """Whether all cells are empty in a record without quotation marks."""
    rest = text.strip(separator + b" \t")
    return not rest or (not rest.isascii() and not rest.replace(separator, b"").decode().strip(SPACES + INVISIBLE))


@dataclass(slots=True)
class _TextTable:
    """Adds the rows of a table to parts, and collects the problems in these rows."""

    name: str
    splitter: Splitter
    parts: Parts
    seen: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, records: Records) -> None:
        """Adds rows."""
        kept = [place for place, text in enumerate(records.texts) if not is_blank(text, self.splitter.separator)]
        numbers = [self.seen + place + 1 for place in kept]
        self.parts.blank_rows += len(records.texts) - len(kept)
        self.seen += len(records.texts)
        texts, lines = [records.texts[place] for place in kept], [records.lines[place] for place in kept]
        if records.is_quoted:
            self._add_quoted(Records(texts, lines, is_quoted=True), numbers)
        elif kept:
            self._add_plain(Records(texts, lines, is_quoted=False), numbers)

    def _add_quoted(self, records: Records, numbers: Sequence[int]) -> None:
        rows = self.splitter.split(records)
        self._check_widths([len(row) for row in rows], records)
        if not self.findings:
            self.parts.add_rows(rows, numbers)

    def _add_plain(self, records: Records, numbers: Sequence[int]) -> None:
        """Adds rows without quotation marks, so every separator ends a cell."""
        separator = self.splitter.separator
        self._check_widths([text.count(separator) + 1 for text in records.texts], records)
        if self.findings:
            return
        polars = self.parts.polars
        frame = polars.read_csv(
            io.BytesIO(b"\n".join(records.texts) + b"\n"),
            has_header=False,
            schema=dict.fromkeys(self.parts.names, polars.String),
            separator=separator.decode(),
            quote_char=None,
        )
        self.parts.add_frame(frame, numbers)

    def _check_widths(self, widths: Sequence[int], records: Records) -> None:
        wanted = len(self.parts.names)
        for place, width in enumerate(widths):
            if width == wanted:
                continue
            line = records.lines[place]
            headings = "is 1 heading" if wanted == 1 else f"are {wanted} headings"
            message = f"this row has {width} cell{'s' * (width != 1)}, and there {headings}"
            self.findings.append(
                Finding(
                    "table-unreadable",
                    "error",
                    message,
                    f"{self.name}:{line}:1",
                    self._find_remedy(records.texts[place]),
                )
            )
            if len(self.findings) >= MOST_FINDINGS:
                raise InvalidInputError(tuple(self.findings))

    def _find_remedy(self, text: bytes) -> str:
        own, wanted = self.splitter.separator, len(self.parts.names) - 1
        others = [sign for sign in SEPARATORS if sign != own and wanted and text.count(sign) == wanted]
        if others:
            return f"it has {SEPARATORS[others[0]]} where the headings have {SEPARATORS.get(own, 'another sign')}"
        if not wanted:
            return "expected the headings in the first line: delete any title or remark above the headings"
        sign = {b"\t": "a tab", b";": "a semicolon"}.get(own, "a comma")
        return f"expected a cell for each heading; put a cell with {sign} in quotation marks"
