"""The empty document of a report: pages of A4, a footer, styles, and what it says about itself."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from nhsdx.model.report import Report
from nhsdx.render.report_docx_looks import ABOVE, BELOW, PAGE_HEIGHT, PAGE_WIDTH, SIDE
from nhsdx.render.report_docx_styles import add_styles
from nhsdx.render.report_docx_text import shown

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.opc.rel import Relationships
    from docx.text.paragraph import Paragraph

AUTHOR = "nhsdx"
# Of the library's template: a picture of a blank page, the name of another program, and styles a second time.
NOT_OURS = ("thumbnail", "extended-properties", "stylesWithEffects", "customXml")
NEWEST_WORD = "15"


def empty_paper(report: Report, size: float) -> Paper:
    """A document with all styles and a footer, whose text is set in so many points."""
    paper = Document()
    for relations in (paper.part.package.rels, paper.part.rels):
        _drop(relations)
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    section.left_margin = section.right_margin = Mm(SIDE)
    section.top_margin, section.bottom_margin = Mm(ABOVE), Mm(BELOW)
    section.footer_distance = Mm(7)
    add_styles(paper, size)
    _settings(paper, report.language)
    _footer(paper, report)
    _properties(paper, report)
    return paper


def _drop(relations: Relationships) -> None:
    """Takes out what the template brings along."""
    for key in [key for key, one in relations.items() if one.reltype.endswith(NOT_OURS)]:
        del relations[key]


def _settings(paper: Paper, language: str) -> None:
    """The language of all text, and no mode in which Word imitates an older one."""
    settings = paper.settings.element
    for one in (*paper.styles.element.iter(qn("w:lang")), *settings.iter(qn("w:themeFontLang"))):
        one.set(qn("w:val"), language)
    for one in settings.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), NEWEST_WORD)
    for one in settings.iter(qn("w:zoom")):
        one.set(qn("w:percent"), "100")


def _footer(paper: Paper, report: Report) -> None:
    """Subject and date, and the page's number, which Word works out."""
    line = paper.sections[0].footer.paragraphs[0]
    line.add_run(f"{shown(report.subject)}, {report.date}\t")
    _field(line, "PAGE")
    line.add_run(" / ")
    _field(line, "NUMPAGES")


def _field(line: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(line.add_run("1")._r)  # noqa: SLF001 - the library has no fields
    line._p.append(field)  # noqa: SLF001 - as above


def _properties(paper: Paper, report: Report) -> None:
    """Title, subject, language and dates: those of the report."""
    core = paper.core_properties
    core.title, core.subject = shown(report.title), shown(report.subject)
    core.author = core.last_modified_by = AUTHOR
    core.language, core.comments, core.keywords, core.revision = report.language, "", "", 1
    day = datetime.date.fromisoformat(report.date)
    core.created = core.modified = datetime.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - UTC, as the format has it
