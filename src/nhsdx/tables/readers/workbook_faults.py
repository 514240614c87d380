"""Cells of a workbook that its reader would take for empty: errors, and formulas without a result."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree

from nhsdx.errors import NhsdxError
from nhsdx.tables.readers.workbook_size import BLOCK, build_workbook_error

Place = tuple[int, int]
"""A row and a column, counted from 0."""
FAULTS = re.compile(rb"""<(?:\w+:)?f[\s/>]|\st\s*=\s*["']e["']""")
LONGEST_SIGN = 64
BOOK, LINKS_OF_BOOK = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
PLACE = re.compile(r"([A-Z]+)([0-9]+)")


def find_errors(name: str, sheet: str) -> dict[Place, str]:
    """The errors in a sheet, such as #N/A, by place. Raises NhsdxError for a formula without a result."""
    try:
        with zipfile.ZipFile(name) as file:
            part = _find_part(name, file, sheet)
            if part is None or not _may_have_faults(file, part):
                return {}
            with file.open(part) as stream:
                return dict(_list_errors(name, stream))
    except (zipfile.BadZipFile, ElementTree.ParseError, LookupError, OSError, ValueError):
        raise build_workbook_error(name) from None


def _find_part(name: str, file: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of the file with a sheet; None if it is not in the usual place."""
    if BOOK not in file.namelist():
        return None
    names = {one.get("name"): one for one in _list_tags(name, file, BOOK, "sheet")}
    ids = {value for key, value in names.get(sheet, {}).items() if key.endswith("}id")}
    targets = [one["Target"] for one in _list_tags(name, file, LINKS_OF_BOOK, "Relationship") if one.get("Id") in ids]
    found = {posixpath.normpath(posixpath.join("/xl", one)).lstrip("/") for one in targets}
    return next((part for part in file.namelist() if part in found), None)


def _list_tags(name: str, file: zipfile.ZipFile, part: str, tag: str) -> list[dict[str, str]]:
    """The attributes of all tags of a kind in a part."""
    with file.open(part) as stream:
        elements = ElementTree.iterparse(_Plain(name, stream))  # noqa: S314 - no entities
        return [element.attrib for _, element in elements if _name(element) == tag]


def _may_have_faults(file: zipfile.ZipFile, part: str) -> bool:
    rest = b""
    with file.open(part) as stream:
        while block := stream.read(BLOCK):
            if FAULTS.search(rest + block):
                return True
            rest = block[-LONGEST_SIGN:]
    return False


def _list_errors(name: str, stream: IO[bytes]) -> Iterator[tuple[Place, str]]:
    row = -1
    for _, element in ElementTree.iterparse(_Plain(name, stream)):  # noqa: S314 - no entities
        if _name(element) == "row":
            row = int(element.get("r", row + 2)) - 1
            yield from _read_row(name, row, element)
            element.clear()


def _read_row(name: str, row: int, element: ElementTree.Element) -> Iterator[tuple[Place, str]]:
    column = -1
    for cell in element:
        column = _read_column(cell.get("r", ""), column + 1)
        parts = {_name(child): child.text for child in cell}
        if cell.get("t") == "e":
            yield (row, column), parts.get("v") or "#ERROR"
        elif "f" in parts and "v" not in parts:
            message, hint = "this cell has a formula without a result", "open the workbook in Excel and save it again"
            raise NhsdxError(message, f"{name}:{row + 1}:{column + 1}", hint, code="table-unreadable")


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _read_column(place: str, default: int) -> int:
    match = PLACE.fullmatch(place)
    number = 0
    for letter in match[1] if match else "":
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1 if match else default


class _Plain:
    """The text of a part, which may not define entities."""

    def __init__(self, name: str, stream: IO[bytes]) -> None:
        self.name, self.stream, self.rest = name, stream, b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises NhsdxError for a document type."""
        text = self.stream.read(size)
        if b"<!DOCTYPE" in self.rest + text:
            raise build_workbook_error(self.name)
        self.rest = text[-LONGEST_SIGN:]
        return text
