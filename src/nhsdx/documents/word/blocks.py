"""A document for Word, with real headings, lists, tables and styles, so that people can edit the document."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING, NamedTuple, cast

import docx
from docx.opc.packuri import PackURI
from docx.opc.phys_pkg import PhysPkgWriter
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from nhsdx.documents.blocks import (
    FOOTER,
    LANGUAGE,
    Block,
    Callout,
    Document,
    Facts,
    Heading,
    Listing,
    Paragraph,
    Span,
    Tone,
    Verbatim,
)
from nhsdx.documents.safe_text import clean_xml
from nhsdx.documents.word.styles import (
    ABOVE,
    BELOW,
    BULLETS,
    FACT,
    NOTE,
    NUMBERED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SIDE,
    STYLES,
    add_paragraph,
    add_styles,
    name_callout_style,
    name_callout_title,
)
from nhsdx.documents.word.tables import draw_grid

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.opc.rel import Relationships
    from docx.text.paragraph import Paragraph as Words

LONG_AGO = (1980, 1, 1, 0, 0, 0)
# The operating system that Word itself records, so that a file is the same on every machine.
MADE_ON = 0
AUTHOR = "nhsdx"
# Unwanted parts of the library's template: a blank thumbnail, another program's name, a second set of styles.
NOT_OURS = ("thumbnail", "extended-properties", "stylesWithEffects", "customXml")
NEWEST_WORD = "15"
UNDATED = "1980-01-01"
"""The date for a document without one: today's date would make every file different."""


def make_paper(document: Document) -> Paper:
    """An empty document with all styles and a footer."""
    paper = docx.Document()
    for relations in (paper.part.package.rels, paper.part.rels):
        _drop_template_parts(relations)
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    section.left_margin = section.right_margin = Mm(SIDE)
    section.top_margin, section.bottom_margin = Mm(ABOVE), Mm(BELOW)
    section.footer_distance = Mm(7)
    add_styles(paper)
    _set_language(paper)
    _add_banner(paper, document)
    _add_footer(paper, document)
    _set_properties(paper, document)
    return paper


def _drop_template_parts(relations: Relationships) -> None:
    """Removes the unwanted parts of the template."""
    for key in [key for key, one in relations.items() if one.reltype.endswith(NOT_OURS)]:
        del relations[key]


def _set_language(paper: Paper) -> None:
    """Sets the language of all text, and turns off the compatibility mode for older versions of Word."""
    settings = paper.settings.element
    for one in (*paper.styles.element.iter(qn("w:lang")), *settings.iter(qn("w:themeFontLang"))):
        one.set(qn("w:val"), LANGUAGE)
    for one in settings.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), NEWEST_WORD)
    for one in settings.iter(qn("w:zoom")):
        one.set(qn("w:percent"), "100")


def _add_banner(paper: Paper, document: Document) -> None:
    """Adds the banner to the head of every page."""
    if document.banner:
        section = paper.sections[0]
        section.top_margin, section.header_distance = Mm(ABOVE + 8), Mm(7)
        line = section.header.paragraphs[0]
        line.style = paper.styles[name_callout_title(Tone.STOP)]
        line.add_run(clean_xml(document.banner))


def _add_footer(paper: Paper, document: Document) -> None:
    """Adds a footer with the subject, the date, and a page number that Word works out."""
    line = paper.sections[0].footer.paragraphs[0]
    about = ", ".join(part for part in (clean_xml(document.subject), document.date) if part)
    line.add_run(f"{about}\t")
    _add_field(line, "PAGE")
    line.add_run(" / ")
    _add_field(line, "NUMPAGES")


def _add_field(line: Words, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(line.add_run("1")._r)  # noqa: SLF001 - the library has no fields
    line._p.append(field)  # noqa: SLF001 - as above


def _set_properties(paper: Paper, document: Document) -> None:
    """Fills in the file's properties from the document: title, subject, language and dates."""
    core = paper.core_properties
    core.title, core.subject = clean_xml(document.title), clean_xml(document.subject)
    core.author = core.last_modified_by = AUTHOR
    core.language, core.comments, core.keywords, core.revision = LANGUAGE, "", "", 1
    day = datetime.date.fromisoformat(document.date or UNDATED)
    core.created = core.modified = datetime.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - UTC, as the format has it


def draw_paper(document: Document) -> Paper:
    """The whole document in Word. The section on how to check the figures comes last."""
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
        case Verbatim():
            for line in block.lines:
                add_paragraph(paper, (Span(line, code=True),), NOTE)
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
    """The id of a new numbered list in the style `List Number`, which starts from 1."""
    numbering = paper.part.numbering_part.element
    used = paper.styles[NUMBERED].element.pPr.numPr.numId.val
    made = numbering.add_num(numbering.num_having_numId(used).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def draw_docx(document: Document) -> bytes:
    """The whole document as a Word file."""
    return pack_paper(draw_paper(document))


def pack_paper(paper: Paper) -> bytes:
    """A Word document as a file with the same bytes on every machine and at any time."""
    package = paper.part.package
    packed = io.BytesIO()
    for part in package.parts:
        part.before_marshal()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        packer = cast("PhysPkgWriter", _Packer(file))
        # The library's own writer gives each part the current time, and fails before 1980.
        for write, what in (
            (PackageWriter._write_content_types_stream, package.parts),  # noqa: SLF001 - as above
            (PackageWriter._write_pkg_rels, package.rels),  # noqa: SLF001
            (PackageWriter._write_parts, package.parts),  # noqa: SLF001
        ):
            write(packer, what)
    return packed.getvalue()


class _Packer(NamedTuple):
    """Adds parts to a zip file, without the times at which the parts were written."""

    file: zipfile.ZipFile

    def write(self, place: PackURI, content: bytes) -> None:
        """Adds a part."""
        part = zipfile.ZipInfo(place.membername, LONG_AGO)
        part.create_system = MADE_ON
        self.file.writestr(part, content, zipfile.ZIP_DEFLATED)
