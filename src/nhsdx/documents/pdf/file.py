"""A document as PDF: tagged and bookmarked to PDF/UA-1, set by typst from a fixed template."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nhsdx.documents.bars import describe_shapes, tabulate_bars
from nhsdx.documents.blocks import (
    FOOTER,
    LANGUAGE,
    Document,
    Heading,
    Histogram,
    Paragraph,
    RangeChart,
    StackedBars,
    Style,
)
from nhsdx.errors import NhsdxError
from nhsdx.limits import LARGEST_PDF

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from nhsdx.documents.blocks import Block

TEMPLATE = Path(__file__).parent / "document.typ"


def draw_pdf(document: Document) -> bytes:
    """The whole document as a PDF file. Texts reach the template as data, so that no text is ever read as a command.

    The text uses the engine's own fonts, so that it looks the same everywhere. For letters that the engine's fonts
    lack, the machine's fonts are used. If no font has a letter, the PDF marks the place of the letter. PDF/UA does not
    allow missing letters, so a file with missing letters does not claim to follow PDF/UA. Raises NhsdxError for a
    document that is too long.
    """
    from typst import TypstError

    data = json.dumps(_list_data(document), allow_nan=False, ensure_ascii=False)
    if len(data) > LARGEST_PDF:
        message = f"this page is too long for PDF: it has {len(data):,} characters"
        hint = f"expected at most {LARGEST_PDF:,}; use --format html or docx, or leave free text out: --without-notes"
        raise NhsdxError(message, "", hint, code="file-too-large")
    for is_alike_everywhere in (True, False):
        try:
            return _set_pages(data, is_accessible=True, is_alike_everywhere=is_alike_everywhere)
        except TypstError:
            continue
    return _set_pages(data, is_accessible=False, is_alike_everywhere=False)


def _set_pages(data: str, *, is_accessible: bool, is_alike_everywhere: bool) -> bytes:
    """The PDF file. Raises TypstError if the file has to be accessible but no font has one of its letters."""
    import typst

    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        format="pdf",
        sys_inputs={"report": data},
        pdf_standards="ua-1" if is_accessible else None,
        ignore_system_fonts=is_alike_everywhere,
        # Nothing depends on the clock, which may be wrong.
        timestamp=0,
    )


def _list_data(document: Document) -> dict[str, Any]:
    """The document in the form that the template reads: pages of blocks, each block with its kind."""
    closing: list[Block] = []
    if document.footer:
        closing = [Heading(2, FOOTER, "footer"), *(Paragraph(entry, Style.NOTE) for entry in document.footer)]
    return {
        "title": document.title,
        "name": document.name,
        "subject": document.subject,
        "date": document.date,
        "language": LANGUAGE,
        "is_paper": document.is_paper,
        "banner": document.banner,
        "pages": [_make_plain(sheet.blocks) for sheet in document.sheets],
        "closing": _make_plain(closing),
    }


def _make_plain(part: object) -> Any:  # noqa: ANN401 - any part of a document becomes a value of JSON
    if isinstance(part, tuple | list):
        return [_make_plain(one) for one in part]
    if isinstance(part, Mapping):
        return {key: _make_plain(value) for key, value in part.items()}
    if isinstance(part, StackedBars | Histogram):
        return _make_plain(tabulate_bars(part))
    return _list_fields(part) if is_dataclass(part) and not isinstance(part, type) else part


def _list_fields(part: DataclassInstance) -> dict[str, Any]:
    """The fields of a block or row, and other values that the template needs."""
    table = {field.name: _make_plain(getattr(part, field.name)) for field in fields(part)}
    if isinstance(part, RangeChart):
        table["scale"] = [mark.score for mark in part.scale]
        table["legend"] = describe_shapes(part)
    return {"kind": type(part).__name__, **table}
