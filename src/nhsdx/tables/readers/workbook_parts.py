"""The XML parts of a workbook's file, which say more about cells than the workbook's reader does."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from xml.etree import ElementTree

from nhsdx.tables.readers.workbook_size import BLOCK, build_workbook_error

Place = tuple[int, int]
"""A row and a column, counted from 0."""
LONGEST_SIGN = 64
BOOK, LINKS_OF_BOOK = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
PLACE = re.compile(r"([A-Z]+)([0-9]+)")


@contextmanager
def open_parts(name: str) -> Iterator[zipfile.ZipFile]:
    """The parts of a workbook.

    Raises NhsdxError for a damaged workbook, even if the damage is only found while the workbook is read.
    """
    try:
        with zipfile.ZipFile(name) as file:
            yield file
    except (zipfile.BadZipFile, ElementTree.ParseError, LookupError, OSError, ValueError):
        raise build_workbook_error(name) from None


def find_part(name: str, file: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of the file that contains the given sheet; None if the part is not in the usual place."""
    if BOOK not in file.namelist():
        return None
    names = {one.get("name"): one for one in _list_tags(name, file, BOOK, "sheet")}
    ids = {value for key, value in names.get(sheet, {}).items() if key.endswith("}id")}
    targets = [one["Target"] for one in _list_tags(name, file, LINKS_OF_BOOK, "Relationship") if one.get("Id") in ids]
    found = {posixpath.normpath(posixpath.join("/xl", one)).lstrip("/") for one in targets}
    return next((part for part in file.namelist() if part in found), None)


def has_sign(file: zipfile.ZipFile, part: str, sign: re.Pattern[bytes]) -> bool:
    """Whether a pattern of at most 64 bytes occurs in a part.

    A part without the pattern, like most parts, needs no closer look.
    """
    rest = b""
    with file.open(part) as stream:
        while block := stream.read(BLOCK):
            if sign.search(rest + block):
                return True
            rest = block[-LONGEST_SIGN:]
    return False


def list_elements(name: str, file: zipfile.ZipFile, part: str, tag: str) -> Iterator[ElementTree.Element]:
    """The elements of a part with the given tag, each with its content."""
    with file.open(part) as stream:
        for _, element in ElementTree.iterparse(_Plain(name, stream)):  # noqa: S314 - no entities
            if get_tag(element) == tag:
                yield element


def list_cells(name: str, file: zipfile.ZipFile, part: str) -> Iterator[tuple[Place, ElementTree.Element]]:
    """The cells of a sheet, each with its place."""
    row = -1
    for element in list_elements(name, file, part, "row"):
        row, column = int(element.get("r", row + 2)) - 1, -1
        for cell in element:
            column = _read_column(cell.get("r", ""), column + 1)
            yield (row, column), cell
        element.clear()


def get_tag(element: ElementTree.Element) -> str:
    """The tag of an element, without the namespace."""
    return element.tag.rpartition("}")[2]


def get_texts(cell: ElementTree.Element) -> dict[str, str | None]:
    """The texts in a cell, by tag: `v` is the cell's value, and `f` the formula."""
    return {get_tag(child): child.text for child in cell}


def _list_tags(name: str, file: zipfile.ZipFile, part: str, tag: str) -> list[dict[str, str]]:
    """The attributes of all tags of the given kind in a part."""
    return [element.attrib for element in list_elements(name, file, part, tag)]


def _read_column(place: str, default: int) -> int:
    match = PLACE.fullmatch(place)
    number = 0
    for letter in match[1] if match else "":
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1 if match else default


class _Plain:
    """The text of a part. A part that defines entities is refused."""

    def __init__(self, name: str, stream: IO[bytes]) -> None:
        self.name, self.stream, self.rest = name, stream, b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises NhsdxError if the part has a document type."""
        text = self.stream.read(size)
        if b"<!DOCTYPE" in self.rest + text:
            raise build_workbook_error(self.name)
        self.rest = text[-LONGEST_SIGN:]
        return text
