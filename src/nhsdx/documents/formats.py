"""The formats of documents, and which one a file's name asks for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from nhsdx.extras import import_extra

if TYPE_CHECKING:
    from nhsdx.documents.blocks import Document
    from nhsdx.documents.terminal import Screen


class DocumentFormat(StrEnum):
    """The media that draw a document."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


def draw_document(document: Document, format_: DocumentFormat, screen: Screen) -> str | bytes:
    """A document in a format.

    Raises NhsdxError where the package that draws the format is not installed.
    """
    match format_:
        case DocumentFormat.TEXT:
            from nhsdx.documents.terminal import draw_text

            return draw_text(document, screen)
        case DocumentFormat.MARKDOWN:
            from nhsdx.documents.markdown import draw_markdown

            return draw_markdown(document)
        case DocumentFormat.HTML:
            from nhsdx.documents.html.page import draw_html

            return draw_html(document)
        case DocumentFormat.DOCX:
            import_extra("docx", "docx")
            from nhsdx.documents.word.blocks import draw_docx

            return draw_docx(document)
        case DocumentFormat.PDF:
            import_extra("typst", "pdf")
            from nhsdx.documents.pdf.file import draw_pdf

            return draw_pdf(document)
