"""The empty document: pages of A4, a footer, styles and properties."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from nhsdx.documents.blocks import LANGUAGE, Document
from nhsdx.documents.word.styles import ABOVE, BELOW, PAGE_HEIGHT, PAGE_WIDTH, SIDE, TEXT_SIZE, add_styles, clean_xml

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.opc.rel import Relationships
    from docx.text.paragraph import Paragraph

AUTHOR = "nhsdx"
# Of the library's template: a picture of a blank page, the name of another program, and styles a second time.
NOT_OURS = ("thumbnail", "extended-properties", "stylesWithEffects", "customXml")
NEWEST_WORD = "15"
UNDATED = "1980-01-01"
"""The day of a document that has none: that of the machine would change the file."""


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
    add_styles(paper, TEXT_SIZE)
    _set_language(paper)
    _add_footer(paper, document)
    _set_properties(paper, document)
    return paper


def _drop_template_parts(relations: Relationships) -> None:
    """Takes out what the template brings along."""
    for key in [key for key, one in relations.items() if one.reltype.endswith(NOT_OURS)]:
        del relations[key]


def _set_language(paper: Paper) -> None:
    """The language of all text, and no mode in which Word imitates an older one."""
    settings = paper.settings.element
    for one in (*paper.styles.element.iter(qn("w:lang")), *settings.iter(qn("w:themeFontLang"))):
        one.set(qn("w:val"), LANGUAGE)
    for one in settings.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), NEWEST_WORD)
    for one in settings.iter(qn("w:zoom")):
        one.set(qn("w:percent"), "100")


def _add_footer(paper: Paper, document: Document) -> None:
    """Subject and date, and the page's number, which Word works out."""
    line = paper.sections[0].footer.paragraphs[0]
    about = ", ".join(part for part in (clean_xml(document.subject), document.date) if part)
    line.add_run(f"{about}\t")
    _add_field(line, "PAGE")
    line.add_run(" / ")
    _add_field(line, "NUMPAGES")


def _add_field(line: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(line.add_run("1")._r)  # noqa: SLF001 - the library has no fields
    line._p.append(field)  # noqa: SLF001 - as above


def _set_properties(paper: Paper, document: Document) -> None:
    """Title, subject, language and dates: those of the document."""
    core = paper.core_properties
    core.title, core.subject = clean_xml(document.title), clean_xml(document.subject)
    core.author = core.last_modified_by = AUTHOR
    core.language, core.comments, core.keywords, core.revision = LANGUAGE, "", "", 1
    day = datetime.date.fromisoformat(document.date or UNDATED)
    core.created = core.modified = datetime.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - UTC, as the format has it
