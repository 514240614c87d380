"""The page and the styles of a report in Word: what a company secretary changes once to change everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from nhsdx.model.report import Report, Tone

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

FONT: Final = "Arial"
INK, QUIET, DEEP = (RGBColor.from_string(colour) for colour in ("212B32", "4C6272", "003087"))
TONES: Final = {
    Tone.STOP: "B3200F",
    Tone.WARNING: "8A5A00",
    Tone.OPEN: "4C6272",
    Tone.GOOD: "00662F",
    Tone.NOTE: "4C6272",
}
TEXT_WIDTH: Final = Mm(210 - 2 * 16)
W: Final = nsdecls("w")
# White above each title parts callouts that follow each other, which would be one box otherwise.
GAP: Final = '<w:top w:val="single" w:sz="48" w:space="0" w:color="FFFFFF"/>'
LEAD, NOTE, FACT, CELL, NUMBER, HEAD = "Lead", "Note", "Fact", "Cell", "Cell number", "Cell heading"


def callout_style(tone: Tone) -> str:
    """The name of the style of a callout's lines."""
    return f"Callout {tone}"


def callout_title(tone: Tone) -> str:
    """The name of the style of a callout's title."""
    return f"Callout {tone} title"


def empty_paper(report: Report, size: float) -> Paper:
    """A document of A4 pages with all styles and a footer, whose text is set in so many points."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin, section.bottom_margin = Mm(13), Mm(15)
    section.footer_distance = Mm(7)
    _language(paper, report.language)
    _text_styles(paper, size)
    _heading_styles(paper, size)
    _cell_styles(paper, size)
    for tone, colour in TONES.items():
        _boxed(_style(paper, callout_style(tone), size), tone, colour)
        title = _style(paper, callout_title(tone), size, RGBColor.from_string(colour))
        _stressed(title)
        _boxed(title, tone, colour, above=GAP)
    _footer(paper, report)
    return paper


def _language(paper: Paper, language: str) -> None:
    for one in paper.styles.element.iter(qn("w:lang")):
        one.set(qn("w:val"), language)


def _text_styles(paper: Paper, size: float) -> None:
    _style(paper, "Normal", size, room=(size * 0.15, size * 0.3))
    _style(paper, LEAD, size * 1.25, QUIET, (0, size * 0.4))
    _style(paper, NOTE, size * 0.88, QUIET, (size * 0.15, size * 0.3))
    caption = _style(paper, "Caption", size * 0.88, QUIET, (size * 0.3, size * 0.2))
    caption.font.bold, caption.paragraph_format.keep_with_next = False, True
    for name in ("List Bullet", "List Number"):
        _style(paper, name, size, room=(0, size * 0.12))
    fact = _style(paper, FACT, size, room=(0, size * 0.1)).paragraph_format
    fact.left_indent, fact.first_line_indent = Mm(28), Mm(-28)
    fact.tab_stops.add_tab_stop(Mm(28))
    stops = _style(paper, "Footer", 8, QUIET).paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _heading_styles(paper: Paper, size: float) -> None:
    for level, (larger, above) in {1: (1.85, 0.0), 2: (1.22, 0.9), 3: (1.1, 0.8)}.items():
        room = (size * above, size * 0.3)
        _stressed(_style(paper, f"Heading {level}", size * larger, DEEP, room))


def _cell_styles(paper: Paper, size: float) -> None:
    room = (size * 0.08, size * 0.08)
    _style(paper, CELL, size * 0.94, room=room)
    _style(paper, NUMBER, size * 0.94, room=room).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _stressed(_style(paper, HEAD, size * 0.88))


def _style(
    paper: Paper,
    name: str,
    size: float,
    colour: RGBColor = INK,
    room: tuple[float, float] = (0, 0),
) -> ParagraphStyle:
    """A style of paragraphs, made if it is not there, in our font for every script; `room` is above and below it."""
    known = {style.name for style in paper.styles}
    style = cast(
        "ParagraphStyle",
        paper.styles[name] if name in known else paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH),
    )
    style.font.size, style.font.color.rgb, style.font.italic = Pt(round(size * 2) / 2), colour, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = map(Pt, room)
    style.paragraph_format.line_spacing = 1.08
    return style


def _stressed(style: ParagraphStyle) -> None:
    """Bold, and on one page with what follows."""
    style.font.bold, style.paragraph_format.keep_with_next = True, True


def _boxed(style: ParagraphStyle, tone: Tone, colour: str, *, above: str = "") -> None:
    """A shaded box with a line at its left, dashed where something is open; neighbours of one style share it."""
    style.paragraph_format.left_indent = Mm(3)
    line = "dashed" if tone is Tone.OPEN else "single"
    left = f'<w:left w:val="{line}" w:sz="24" w:space="6" w:color="{colour}"/>'
    properties = style.element.get_or_add_pPr()
    for part in (f"<w:pBdr {W}>{above}{left}</w:pBdr>", f'<w:shd {W} w:val="clear" w:color="auto" w:fill="F0F4F5"/>'):
        properties.insert_element_before(parse_xml(part), "w:tabs", "w:spacing", "w:ind", "w:jc")


def _footer(paper: Paper, report: Report) -> None:
    """Subject and date, and the page's number, which Word works out."""
    line = paper.sections[0].footer.paragraphs[0]
    line.add_run(f"{report.subject}, {report.date}\t")
    _field(line, "PAGE")
    line.add_run(" / ")
    _field(line, "NUMPAGES")


def _field(line: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(line.add_run("1")._r)  # noqa: SLF001 - the library has no fields
    line._p.append(field)  # noqa: SLF001 - as above
