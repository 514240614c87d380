"""How large a document is, and how large it may be in each format."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from nhsdx.errors import NhsdxError
from nhsdx.limits import LARGEST_PAPER, LARGEST_TEXT

if TYPE_CHECKING:
    from nhsdx.documents.blocks import Document

REMEDY = "leave free text out with --without-notes, or give fewer files"


def refuse_huge_document(document: Document, format_: str) -> None:
    """Raises NhsdxError for a document that would take too long to write in a format."""
    most = LARGEST_TEXT if format_ == "text" else LARGEST_PAPER
    size = count_characters(document)
    if size > most:
        message = f"this page is too long for the format {format_}: it has {size:,} characters"
        other = "use --format html or markdown, " if format_ == "text" and size <= LARGEST_PAPER else ""
        raise NhsdxError(message, "", f"expected at most {most:,}; {other}{REMEDY}", code="file-too-large")


def count_characters(document: Document) -> int:
    """How many characters the texts in a document have in total."""
    found = 0
    waiting: list[object] = [document.sheets]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            found += len(part)
        elif isinstance(part, tuple):
            waiting.extend(part)
        elif is_dataclass(part):
            waiting.extend(getattr(part, field.name) for field in fields(part))
    return found
