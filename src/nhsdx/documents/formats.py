"""The document formats, and the format for each file extension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from nhsdx.documents.size import refuse_huge_document
from nhsdx.extras import import_extra

if TYPE_CHECKING:
    from nhsdx.documents.blocks import Document
    from nhsdx.documents.terminal import Screen


DocumentFormat: TypeAlias = Literal["text", "markdown", "html", "docx", "pdf"]
"""The formats in which a document can be drawn."""


def draw_document(document: Document, format_: str, screen: Screen) -> str | bytes:
    """A document in the given format.

    Raises NhsdxError if the package that draws the format is not installed, or if the document is too long.
    """
    refuse_huge_document(document, format_)
    match format_:
        case "text":
            from nhsdx.documents.terminal import draw_text

            return draw_text(document, screen)
        case "markdown":
            from nhsdx.documents.markdown import draw_markdown

            return draw_markdown(document)
        case "html":
            from nhsdx.documents.html.page import draw_html

            return draw_html(document)
        case "docx":
            import_extra("docx", "docx")
            from nhsdx.documents.word.blocks import draw_docx

            return draw_docx(document)
        case "pdf":
            import_extra("typst", "pdf")
            from nhsdx.documents.pdf.file import draw_pdf

            return draw_pdf(document)
        case _:
            raise ValueError(format_)
