"""Numbers that a workbook shows as percentages: people see 50%, but the workbook's reader gives 0.5."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal

from nhsdx.tables.readers.workbook_parts import (
    Place,
    find_part,
    get_tag,
    get_texts,
    has_sign,
    list_cells,
    list_elements,
    open_parts,
)

STYLES = "xl/styles.xml"
BUILT_IN = frozenset({"9", "10"})
"""The numbers of Excel's own formats 0% and 0.00%."""
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
"""What a number format shows unchanged: text in quotation marks, and the character after a backslash, `_` or `*`."""


def find_percents(name: str, sheet: str, decimal: str = ".") -> dict[Place, str]:
    """The numbers that a sheet shows as percentages, by place.

    The numbers are written in full and with the percent sign: 0.775 is 77.5%.
    """
    with open_parts(name) as file:
        part = find_part(name, file, sheet)
        if part is None or STYLES not in file.namelist():
            return {}
        styles = frozenset(_list_styles(name, file))
        sign = rb"""\ss\s*=\s*["'](?:%s)["']""" % b"|".join(style.encode() for style in sorted(styles))
        if not styles or not has_sign(file, part, re.compile(sign)):
            return {}
        return {place: word.replace(".", decimal) for place, word in _list_percents(name, file, part, styles)}


def _list_styles(name: str, file: zipfile.ZipFile) -> Iterator[str]:
    """The number of each cell style that shows percentages."""
    formats = set(BUILT_IN)
    for element in list_elements(name, file, STYLES, "numFmt"):
        if "%" in LITERAL.sub("", element.get("formatCode", "")):
            formats.add(element.get("numFmtId", ""))
    for table in list_elements(name, file, STYLES, "cellXfs"):
        styles = (one for one in table if get_tag(one) == "xf")
        yield from (str(number) for number, one in enumerate(styles) if one.get("numFmtId") in formats)


def _list_percents(name: str, file: zipfile.ZipFile, part: str, styles: frozenset[str]) -> Iterator[tuple[Place, str]]:
    for place, cell in list_cells(name, file, part):
        value = get_texts(cell).get("v")
        if value and cell.get("s") in styles and cell.get("t", "n") == "n":
            # A float's shortest text has none of the noise in the digits that Excel writes.
            percent = Decimal(repr(float(value))) * 100
            yield place, f"{percent.normalize():f}%"
