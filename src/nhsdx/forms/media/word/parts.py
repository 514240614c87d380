"""Reads the main part of a Word document as a tree.

The size of the document is limited, and XML entities are refused.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from xml.etree import ElementTree

from nhsdx.errors import NhsdxError
from nhsdx.files.source import read_bytes

LARGEST = 20_000_000
"""The largest size, in bytes, of a document and of each of its parts."""
DEEPEST = 100
"""How deep tags may be nested. In a form, tags are about 15 deep."""
RELATIONS = "_rels/.rels"
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read_document(name: str) -> ElementTree.Element:
    """The body of a Word document. Raises NhsdxError if the file is not a Word document, or is too large."""
    raw = read_bytes(name, LARGEST)
    if len(raw) > LARGEST:
        raise _build_size_error(name)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as file:
            root = _parse(_read_part(name, file, _find_main_part(name, file)))
    # A broken ZIP file can raise any of these errors.
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, zlib.error, EOFError, KeyError):
        raise build_document_error(name) from None
    body = next((child for child in root if name_element(child) == "body"), None)
    if body is None:
        raise build_document_error(name)
    return body


def build_document_error(name: str) -> NhsdxError:
    """The error for a file that is not a Word document."""
    remedy = "expected a Word document (.docx) without a password, made by nhsdx new"
    return NhsdxError("this cannot be read as a Word document", name, remedy, code="wrong-format")


def name_element(element: ElementTree.Element) -> str:
    """The name of an element without its namespace, because Word uses two namespaces for the same elements."""
    return str(element.tag).rpartition("}")[2]


def read_val(element: ElementTree.Element | None) -> str | None:
    """The attribute `val` of an element, whatever its namespace."""
    if element is None:
        return None
    return next((value for one, value in element.attrib.items() if one.rpartition("}")[2] == "val"), None)


def _build_size_error(name: str) -> NhsdxError:
    message = f"the document is larger than {LARGEST // 10**6} MB"
    return NhsdxError(message, name, "check that it is the right file", code="file-too-large")


def _find_main_part(name: str, file: zipfile.ZipFile) -> str:
    """The name of the part with the text. Some programs do not call this part word/document.xml."""
    for one in _parse(_read_part(name, file, RELATIONS)):
        if (one.get("Type") or "").endswith("/officeDocument"):
            return posixpath.normpath(posixpath.join("/", one.get("Target") or "")).lstrip("/")
    raise build_document_error(name)


def _read_part(name: str, file: zipfile.ZipFile, part: str) -> bytes:
    """The bytes of a part. Unpacking stops at the largest size that a document may have."""
    info = file.getinfo(part)
    if info.compress_type not in METHODS:
        raise build_document_error(name)
    with file.open(info) as stream:
        text = stream.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise _build_size_error(name)
    return text


class _PlainBuilder(ElementTree.TreeBuilder):
    """Builds a tree of limited depth from XML. Refuses a document type declaration, which could define entities."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ElementTree.Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(tag)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ElementTree.Element:
        self.depth -= 1
        return super().end(tag)

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise ValueError(name, public, system)


def _parse(text: bytes) -> ElementTree.Element:
    """The tree of a part. Raises ValueError for XML that is broken, is nested too deeply, or defines entities."""
    parser = ElementTree.XMLParser(target=_PlainBuilder())  # noqa: S314 - neither entities nor depth
    try:
        parser.feed(text)
        root: ElementTree.Element = parser.close()
    except ElementTree.ParseError:
        raise ValueError from None
    return root
