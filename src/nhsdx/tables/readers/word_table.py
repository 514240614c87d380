"""Tables of words, from a text file, a file of JSON lines or a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.tables.engines.engine import find_file, make_unwritable_error
from nhsdx.tables.readers.headings import Headings
from nhsdx.tables.readers.json_lines import read_json_lines
from nhsdx.tables.readers.parts import Parts
from nhsdx.tables.readers.text_blocks import Encoding
from nhsdx.tables.readers.text_table import read_text_table
from nhsdx.tables.readers.workbook import read_workbook

TEXTS = (".csv", ".tsv", ".tab", ".txt")
LINES = (".jsonl", ".ndjson")
WORKBOOKS = (".xlsx", ".xlsm")


class ReadOptions(NamedTuple):
    """The encoding of a text without a byte order mark, the sheet of a workbook, and the decimal sign.

    Cells that are numbers in the file are written with this decimal sign, which the table map expects.
    """

    encoding: Encoding | None = None
    sheet: str | None = None
    decimal: str = "."


AS_IT_IS = ReadOptions()


class WordTable(NamedTuple):
    """A folder of Parquet files with columns of text and a column of row numbers.

    `headings` are the headings of the table, and `place` is the heading line, or the name of the file.
    `blank_rows` is the number of rows that were left out because all their cells are empty.
    """

    folder: Path
    headings: tuple[str, ...]
    rows: int
    blank_rows: int
    place: str


def has_words(name: str) -> bool:
    """Whether a table is text, JSON lines or a workbook, according to the ending of its name."""
    return Path(name).suffix.lower() in (*TEXTS, *LINES, *WORKBOOKS) and not Path(name).is_dir()


def read_words(name: str, work: Path, options: ReadOptions = AS_IT_IS, *, may_repeat: bool = False) -> WordTable:
    """The table in a file, written into a work folder. Raises NhsdxError for a file that cannot be used."""
    file, suffix = find_file(name), Path(name).suffix.lower()
    if options.sheet is not None and suffix not in WORKBOOKS:
        raise NhsdxError(
            "only a workbook has sheets", name, "leave out --sheet, and remove `sheet` from the map", code="usage"
        )
    folder = work / "words"
    folder.mkdir()
    headings, parts = Headings(may_repeat), Parts(folder)
    try:
        _read_file(file, suffix, headings, parts, options)
        parts.close()
    except (parts.polars.exceptions.PolarsError, OSError) as error:
        raise make_unwritable_error(error) from None
    return WordTable(folder, headings.found, parts.rows, parts.blank_rows, headings.place or name)


def _read_file(name: str, suffix: str, headings: Headings, parts: Parts, options: ReadOptions) -> None:
    if suffix in WORKBOOKS:
        read_workbook(name, headings, parts, options.sheet, options.decimal)
    elif suffix in LINES:
        read_json_lines(name, headings, parts, options.encoding, options.decimal)
    else:
        read_text_table(name, headings, parts, options.encoding)
