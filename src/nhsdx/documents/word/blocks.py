"""The blocks of a document in Word, and how they follow each other."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from nhsdx.documents.blocks import FOOTER, Block, Callout, Document, Facts, Heading, Listing, Paragraph, Span
from nhsdx.documents.word.paper import make_paper
from nhsdx.documents.word.styles import (
    BULLETS,
    FACT,
    NOTE,
    NUMBERED,
    STYLES,
    add_paragraph,
    clean_xml,
    name_callout_style,
    name_callout_title,
)
from nhsdx.documents.word.tables import draw_grid

if TYPE_CHECKING:
    from docx.document import Document as Paper

LONG_AGO = (1980, 1, 1, 0, 0, 0)
# The system that Word itself gives, so that a file is the same on each.
MADE_ON = 0


def draw_paper(document: Document) -> Paper:
    """The whole document; how to check its figures comes last."""
    paper = make_paper(document)
    for number, sheet in enumerate(document.sheets):
        begins = len(paper.paragraphs)
        for block in sheet.blocks:
            _draw(paper, block)
        if number:
            paper.paragraphs[begins].paragraph_format.page_break_before = True
    if document.footer:
        _draw(paper, Heading(2, FOOTER, "footer"))
    for entry in document.footer:
        add_paragraph(paper, entry, NOTE)
    return paper


def _draw(paper: Paper, block: Block) -> None:
    match block:
        case Heading():
            paper.add_heading(clean_xml(block.text), block.level)
        case Paragraph():
            add_paragraph(paper, block.line, STYLES[block.style])
        case Listing():
            _add_listing(paper, block)
        case Facts():
            for fact in block.facts:
                add_paragraph(paper, (Span(fact.name, strong=True), Span("\t"), *fact.line), FACT)
        case Callout():
            add_paragraph(paper, (Span(block.title),), name_callout_title(block.tone))
            for entry in block.lines:
                add_paragraph(paper, entry, name_callout_style(block.tone))
        case _:
            draw_grid(paper, block)


def _add_listing(paper: Paper, block: Listing) -> None:
    if not block.is_ordered:
        for item in block.items:
            add_paragraph(paper, item, BULLETS)
        return
    number = _start_numbers(paper)
    for item in block.items:
        made = add_paragraph(paper, item, NUMBERED)
        numbered = made._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - the library has no lists
        numbered.get_or_add_ilvl().val, numbered.get_or_add_numId().val = 0, number


def _start_numbers(paper: Paper) -> int:
    """The id of a numbering as that of `List Number`, which begins with 1 again."""
    numbering = paper.part.numbering_part.element
    used = paper.styles[NUMBERED].element.pPr.numPr.numId.val
    made = numbering.add_num(numbering.num_having_numId(used).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def draw_docx(document: Document) -> bytes:
    """The whole document as a file, the same for the same document: nothing in it comes from the machine."""
    from nhsdx.documents.word.blocks import draw_paper

    written = io.BytesIO()
    draw_paper(document).save(written)
    return _pack_again(written)


def _pack_again(written: io.BytesIO) -> bytes:
    """The file without the times at which its parts were written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, LONG_AGO)
            part.create_system = MADE_ON
            new.writestr(part, old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
