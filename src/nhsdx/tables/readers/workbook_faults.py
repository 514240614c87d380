"""Cells that a workbook's reader would treat as empty: errors, and formulas without a result."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from nhsdx.errors import NhsdxError
from nhsdx.tables.readers.workbook_parts import Place, find_part, get_texts, has_sign, list_cells, open_parts

FAULTS = re.compile(rb"""<(?:\w+:)?f[\s/>]|\st\s*=\s*["']e["']""")


def find_errors(name: str, sheet: str) -> dict[Place, str]:
    """The errors in a sheet, such as #N/A, by place. Raises NhsdxError for a formula without a result."""
    with open_parts(name) as file:
        part = find_part(name, file, sheet)
        return dict(_list_errors(name, file, part)) if part is not None and has_sign(file, part, FAULTS) else {}


def _list_errors(name: str, file: zipfile.ZipFile, part: str) -> Iterator[tuple[Place, str]]:
    for (row, column), cell in list_cells(name, file, part):
        texts = get_texts(cell)
        if cell.get("t") == "e":
            yield (row, column), texts.get("v") or "#ERROR"
        elif "f" in texts and "v" not in texts:
            message, hint = "this cell has a formula without a result", "open the workbook in Excel and save it again"
            raise NhsdxError(message, f"{name}:{row + 1}:{column + 1}", hint, code="table-unreadable")
