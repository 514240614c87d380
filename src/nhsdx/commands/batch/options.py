"""How a table of assessments is read and scored."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TypedDict

from nhsdx.tables.readers.text_blocks import Encoding


class BatchOptions(TypedDict, total=False):
    """Options of `batch`, all of which may be left out.

    `keep` lists columns without answers that are copied, and `by` lists the columns to group by. `profile` and `as_of`
    replace the values in each row. `engine` is `polars`, `duckdb` or `spark`; `source` is the table in a database, and
    `master` the Spark master. `encoding` applies to text without a byte order mark. `sheet` is the sheet to read in a
    workbook.
    """

    keep: Sequence[str]
    by: Sequence[str]
    profile: str | None
    as_of: datetime.date | None
    engine: str | None
    source: str | None
    master: str | None
    encoding: Encoding | None
    sheet: str | None
