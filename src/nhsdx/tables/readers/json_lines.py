"""JSON lines, read as words: each line is a row, and every key in any line is a column."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from itertools import chain
from typing import Any

from nhsdx.errors import NhsdxError
from nhsdx.files.json_source import describe_json_error
from nhsdx.tables.readers.headings import Headings, refuse_many, refuse_repeated
from nhsdx.tables.readers.parts import Parts
from nhsdx.tables.readers.text_blocks import Encoding, read_blocks, refuse_line
from nhsdx.tables.words import clean_heading

NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""Characters that a text may not contain. In JSON lines, such characters can only come from escapes."""
REMEDY = 'expected an object with one value for each key: {"organisation": "A", "lead": 2}'


def read_json_lines(name: str, headings: Headings, parts: Parts, encoding: Encoding | None, decimal: str) -> None:
    """Adds the rows of a file of JSON lines to `parts`.

    Numbers keep their spelling. Raises NhsdxError, with the line number, for a line that cannot be read.
    """
    seen, clean = 0, cache(clean_heading)
    for block in read_blocks(name, encoding):
        lines = block.text.split(b"\n")[:-1]
        rows = [_read_row(name, line, text, clean, decimal) for line, text in enumerate(lines, block.line)]
        parts.names = list(dict.fromkeys(chain(parts.names, *rows)))
        refuse_many(len(parts.names), name)
        parts.add_rows([[row.get(one) for one in parts.names] for row in rows], range(seen + 1, seen + len(rows) + 1))
        seen += len(rows)
    if not parts.names:
        raise NhsdxError("the file has no rows", name, REMEDY, code="table-unreadable")
    refuse_repeated(parts.names, name)
    headings.found = tuple(parts.names)


def _read_row(name: str, line: int, text: bytes, clean: Callable[[str], str], decimal: str) -> dict[str, str | None]:
    if not text.strip():
        return {}
    try:
        pairs = json.loads(
            text,
            parse_int=str,
            parse_float=lambda number: number.replace(".", decimal),
            parse_constant=str,
            object_pairs_hook=_Pairs,
        )
    except json.JSONDecodeError as error:
        message, remedy = describe_json_error(error)
        raise NhsdxError(message, f"{name}:{line}:{error.pos + 1}", remedy, code="table-unreadable") from None
    except RecursionError:
        pairs = None
    if not isinstance(pairs, _Pairs):
        refuse_line(name, line, "this line is not an object", REMEDY)
    row: dict[str, str | None] = {}
    if b"\\u" in text:
        _expect_text(name, line, pairs)
    for key, value in pairs:
        heading = clean(key)
        if heading in row or not heading:
            refuse_line(name, line, "a key is given twice" if heading else "a key is empty", REMEDY, "duplicate")
        row[heading] = _convert(name, line, heading, value)
    return row


def _expect_text(name: str, line: int, pairs: _Pairs) -> None:
    if NO_TEXT.search("".join(one for pair in pairs for one in pair if isinstance(one, str))):
        refuse_line(
            name, line, "the line has a character that text may not contain", "delete the escape sequence", "not-utf8"
        )


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of an object, in their order."""


def _convert(name: str, line: int, key: str, value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return refuse_line(name, line, f'the value of "{key}" is not a single value', REMEDY)
