"""CSV as a table: each column needs a heading of its own."""

from __future__ import annotations

from nhsdx.errors import NhsdxError
from nhsdx.files.csv_lines import CsvLines, read_csv_lines
from nhsdx.model import quote_word


def read_table_lines(name: str) -> CsvLines:
    """The headings and the number of rows of a table. Raises NhsdxError if two columns have one heading."""
    lines = read_csv_lines(name)
    if lines.duplicates:
        message = f"two columns have the heading {quote_word(min(lines.duplicates))}"
        raise NhsdxError(message, f"{name}:1:1", "give each column a heading of its own", code="duplicate")
    return lines
