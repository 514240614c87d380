"""The blocks of a report in Word, and how they follow each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nhsdx.model.report import (
    FOOTER,
    Block,
    Callout,
    Facts,
    Heading,
    Listing,
    Paragraph,
    Report,
    Run,
)
from nhsdx.render.report_docx_looks import BULLETS, FACT, NOTE, NUMBERED, STYLES
from nhsdx.render.report_docx_paper import empty_paper
from nhsdx.render.report_docx_styles import callout_style, callout_title
from nhsdx.render.report_docx_tables import draw_grid
from nhsdx.render.report_docx_text import add_paragraph, shown

if TYPE_CHECKING:
    from docx.document import Document as Paper


def drawn(report: Report, size: float) -> Paper:
    """The document, its text in so many points; what vouches for the figures closes it."""
    paper = empty_paper(report, size)
    for number, page in enumerate(report.pages):
        begins = len(paper.paragraphs)
        for block in page.blocks:
            _draw(paper, block)
        if number:
            paper.paragraphs[begins].paragraph_format.page_break_before = True
    _draw(paper, Heading(2, FOOTER, "footer"))
    for entry in report.footer:
        add_paragraph(paper, entry, NOTE)
    return paper


def _draw(paper: Paper, block: Block) -> None:
    match block:
        case Heading():
            paper.add_heading(shown(block.text), block.level)
        case Paragraph():
            add_paragraph(paper, block.line, STYLES[block.style])
        case Listing():
            _listing(paper, block)
        case Facts():
            for fact in block.facts:
                add_paragraph(paper, (Run(fact.name, strong=True), Run("\t"), *fact.line), FACT)
        case Callout():
            add_paragraph(paper, (Run(block.title),), callout_title(block.tone))
            for entry in block.lines:
                add_paragraph(paper, entry, callout_style(block.tone))
        case _:
            draw_grid(paper, block)


def _listing(paper: Paper, block: Listing) -> None:
    if not block.is_ordered:
        for item in block.items:
            add_paragraph(paper, item, BULLETS)
        return
    number = _new_numbers(paper)
    for item in block.items:
        made = add_paragraph(paper, item, NUMBERED)
        numbered = made._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - the library has no lists
        numbered.get_or_add_ilvl().val, numbered.get_or_add_numId().val = 0, number


def _new_numbers(paper: Paper) -> int:
    """The id of a numbering as that of `List Number`, which begins with 1 again."""
    numbering = paper.part.numbering_part.element
    used = paper.styles[NUMBERED].element.pPr.numPr.numId.val
    made = numbering.add_num(numbering.num_having_numId(used).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)
