"""Small Excel workbooks, written by hand."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr


class Result(NamedTuple):
    """A cell with a formula, an error or both: its type, its value if the file has one, and its formula."""

    kind: str
    value: str | None
    formula: str | None = None


class Styled(NamedTuple):
    """A number, as it is in the file, in a style that shows it as something else."""

    value: str
    style: int


Cell = str | float | bool | datetime.date | Result | Styled | None
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FIRST_DAY = datetime.date(1899, 12, 30)
DAY_STYLE, PERCENT, TENTHS, OWN_PERCENT, OWN_SIGN = 1, 2, 3, 4, 5
STYLES = ("0", "14", "9", "10", "164", "165")
OWN = {"164": '[Red]0.0%;"down" 0.0%', "165": '0.0" %"'}
FORMATS = "".join(f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>' for number, code in OWN.items())
"""Two formats of a user: one for percentages, and one that only writes the sign after the number."""


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], merged: str = "") -> str:
    """Writes a workbook with these rows in its sheets and some cells of them merged, and returns its name."""
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{SHEET}.styles+xml"/>'
        + "".join(f'<Override PartName="/xl/worksheets/{n}.xml" ContentType="{SHEET}.worksheet+xml"/>' for n in numbers)
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="r" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        + "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}">'
        + "".join(f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/{n}.xml"/>' for n in numbers)
        + f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{FORMATS}</numFmts>'
        '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        f"<cellXfs>{''.join(f'<xf numFmtId={quoteattr(one)}/>' for one in STYLES)}</cellXfs></styleSheet>",
    }
    for number, rows in enumerate(sheets.values(), 1):
        body = "".join(f'<row r="{place}">{_write_row(place, row)}</row>' for place, row in enumerate(rows, 1))
        more = f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{more}</worksheet>'
        parts[f"xl/worksheets/{number}.xml"] = sheet
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return str(path)


def _write_row(place: int, row: Sequence[Cell]) -> str:
    return "".join(_write_cell(f"{_name_column(column)}{place}", cell) for column, cell in enumerate(row))


def _name_column(number: int) -> str:
    """The letters of a column, which is counted from 0."""
    above, last = divmod(number, 26)
    return (chr(64 + above) if above else "") + chr(65 + last)


def _write_cell(name: str, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Result):
        formula = "" if cell.formula is None else f"<f>{escape(cell.formula)}</f>"
        value = "" if cell.value is None else f"<v>{escape(cell.value)}</v>"
        return f'<c r="{name}" t="{cell.kind}">{formula}{value}</c>'
    if isinstance(cell, datetime.date):
        cell = Styled(str((cell - FIRST_DAY).days), DAY_STYLE)
    if isinstance(cell, Styled):
        return f'<c r="{name}" s="{cell.style}"><v>{cell.value}</v></c>'
    if isinstance(cell, bool):
        return f'<c r="{name}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, str):
        return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f'<c r="{name}"><v>{cell}</v></c>'
