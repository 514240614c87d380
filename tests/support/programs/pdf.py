"""The content of a PDF, as a screen reader finds it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

SHOWN = (b"Tj", b"TJ", b"'", b'"', b"Do", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh")
"""The operators that draw something on the page."""


def words(reader: PdfReader) -> str:
    """The text of all pages in order, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def lines(*pages: PageObject) -> list[str]:
    """The text of these pages line by line."""
    return [line.strip() for page in pages for line in page.extract_text().splitlines()]


def elements(reader: PdfReader) -> list[Any]:
    """The elements of the structure, in the order in which a screen reader reads them."""
    return list(within(reader.root_object["/StructTreeRoot"]))


def within(parent: Any) -> Iterator[Any]:  # noqa: ANN401 - as the library has it
    """The elements inside an element, in order."""
    found = parent.get("/K", ArrayObject()).get_object()
    for child in found if isinstance(found, ArrayObject) else [found]:
        element = child.get_object()
        if isinstance(element, DictionaryObject) and "/S" in element:
            yield element
            yield from within(element)


def of_kind(reader: PdfReader, kind: str) -> list[Any]:
    """The elements of one kind, such as /Figure."""
    return [one for one in elements(reader) if one["/S"] == kind]


def attribute(element: DictionaryObject, name: str) -> Any:  # noqa: ANN401 - as the library has it
    """An attribute of an element, or None."""
    tables: Any = element.get("/A", ArrayObject())
    return next((table[name] for table in tables if name in table), None)


def bookmarks(outline: list[Any]) -> list[str]:
    """The titles of the bookmarks, in order."""
    return [title for one in outline for title in (bookmarks(one) if isinstance(one, list) else [one.title])]


def objects(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every table in a file."""
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        found = reader.get_object(number)
        if isinstance(found, DictionaryObject):
            yield found


def unmarked(page: PageObject) -> list[bytes]:
    """The content of a page that is neither part of the structure nor marked as decoration."""
    contents: Any = page.get_contents()
    is_open: list[bool] = []
    found = []
    for operands, operator in contents.operations:
        if operator in (b"BDC", b"BMC"):
            is_open.append(operands[0] == "/Artifact" or (len(operands) > 1 and "/MCID" in operands[1]))
        elif operator == b"EMC":
            is_open.pop()
        elif operator in SHOWN and not any(is_open):
            found.append(operator)
    return found
