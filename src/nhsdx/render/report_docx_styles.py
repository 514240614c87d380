"""The styles of a report in Word: what a company secretary changes once to change everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from nhsdx.model.report import Tone
from nhsdx.render.report_docx_looks import (
    BODY,
    BULLETS,
    CALLOUT,
    CALLOUT_INDENT,
    CALLOUT_TITLE,
    CAPTION,
    CELL,
    CELL_SIDE,
    FACT,
    FOOTER,
    HEAD,
    KEY_FIGURE,
    LEAD,
    LOOKS,
    NAMES_WIDTH,
    NOTE,
    NUMBER,
    NUMBER_HEAD,
    NUMBERED,
    ROW_HEAD,
    SPACING,
    TEXT_WIDTH,
    Look,
    letters,
)

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.styles.style import CharacterStyle, ParagraphStyle

FONT: Final = "Arial"
FIXED_FONT: Final = "Consolas"
INK, QUIET, DEEP = (RGBColor.from_string(colour) for colour in ("212B32", "4C6272", "003087"))
SHADE: Final = "F0F4F5"
TONES: Final = {
    Tone.STOP: "B3200F",
    Tone.WARNING: "8A5A00",
    Tone.OPEN: "4C6272",
    Tone.GOOD: "00662F",
    Tone.NOTE: "4C6272",
}
W: Final = nsdecls("w")
TABLE, STRONG, CODE = "Report table", "Strong", "Code"
FOOTER_SIZE: Final = 8
RULE: Final = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="{}"/>'
THIN, THICK = (4, "D8DDE0"), (12, INK)
BELOW_HEADS: Final = f"<w:tcBorders>{RULE.format('bottom', *THICK)}</w:tcBorders>"
ABOVE_TOTAL: Final = f"<w:tcBorders>{RULE.format('top', *THICK)}</w:tcBorders>"
TABLE_STYLE: Final = f"""
<w:style {W} w:type="table" w:customStyle="1" w:styleId="{TABLE.replace(" ", "")}">
  <w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="1"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>{RULE.format("bottom", *THIN)}{RULE.format("insideH", *THIN)}</w:tblBorders>
    <w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="{CELL_SIDE * 20}" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:tcPr>{BELOW_HEADS}<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>
  <w:tblStylePr w:type="lastRow"><w:tcPr>{ABOVE_TOTAL}</w:tcPr></w:tblStylePr>
</w:style>"""


def style_id(name: str) -> str:
    """The id of the style of this name."""
    return name.replace(" ", "")


def callout_style(tone: Tone) -> str:
    """The name of the style of a callout's lines."""
    return CALLOUT.format(tone)


def callout_title(tone: Tone) -> str:
    """The name of the style of a callout's title."""
    return CALLOUT_TITLE.format(tone)


def add_styles(paper: Paper, size: float) -> None:
    """Gives a document all styles of a report, whose text is set in so many points."""
    _text_styles(paper, size)
    for level in (1, 2, 3):
        _stressed(_style(paper, f"Heading {level}", size, DEEP))
    _table_styles(paper, size)
    for tone, colour in TONES.items():
        _callout_styles(paper, size, tone, colour)
    code = cast("CharacterStyle", paper.styles.add_style(CODE, WD_STYLE_TYPE.CHARACTER))
    code.font.name, code.quick_style = FIXED_FONT, True


def _text_styles(paper: Paper, size: float) -> None:
    for name in (BODY, BULLETS, NUMBERED):
        _style(paper, name, size)
    for name in (LEAD, NOTE):
        _style(paper, name, size, QUIET)
    fact = _style(paper, FACT, size).paragraph_format
    fact.left_indent, fact.first_line_indent = Mm(NAMES_WIDTH), -Mm(NAMES_WIDTH)
    fact.tab_stops.add_tab_stop(Mm(NAMES_WIDTH))
    stops = _style(paper, FOOTER, FOOTER_SIZE, QUIET).paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _table_styles(paper: Paper, size: float) -> None:
    """Our style of tables, instead of the many that the template brings, and those of what stands in them."""
    known = paper.styles.element
    for one in known.findall(f"{qn('w:style')}[@{qn('w:type')}='table']"):
        if one.get(qn("w:default")) is None:
            known.remove(one)
    known.append(parse_xml(TABLE_STYLE))
    caption = _style(paper, CAPTION, size, QUIET)
    caption.font.bold, caption.paragraph_format.keep_with_next = False, True
    _style(paper, CELL, size)
    _to_the_right(_style(paper, NUMBER, size))
    _stressed(_style(paper, HEAD, size))
    _to_the_right(_stressed(_style(paper, NUMBER_HEAD, size)))
    for name in (ROW_HEAD, KEY_FIGURE):
        _stressed(_style(paper, name, size), keeps=False)


def _callout_styles(paper: Paper, size: float, tone: Tone, colour: str) -> None:
    """A shaded box with a line at its left, dashed where something is open.

    Lines of one style share a box; the title's upper edge parts it from the box above.
    """
    title = _style(paper, callout_title(tone), size, RGBColor.from_string(colour), LOOKS[CALLOUT_TITLE])
    lines = _style(paper, callout_style(tone), size, look=LOOKS[CALLOUT])
    lines.element.get_or_add_pPr().insert_element_before(OxmlElement("w:contextualSpacing"), "w:ind", "w:jc")
    for style, edge in ((title, "top"), (lines, "bottom")):
        style.paragraph_format.left_indent = Mm(CALLOUT_INDENT)
        _boxed(style, edge, "dashed" if tone is Tone.OPEN else "single", colour)
    _stressed(title)


def _boxed(style: ParagraphStyle, edge: str, line: str, colour: str) -> None:
    left = f'<w:left w:val="{line}" w:sz="24" w:space="6" w:color="{colour}"/>'
    padding = f'<w:{edge} w:val="single" w:sz="4" w:space="2" w:color="{SHADE}"/>'
    borders = padding + left if edge == "top" else left + padding
    properties = style.element.get_or_add_pPr()
    for part in (f"<w:pBdr {W}>{borders}</w:pBdr>", f'<w:shd {W} w:val="clear" w:color="auto" w:fill="{SHADE}"/>'):
        properties.insert_element_before(parse_xml(part), "w:tabs", "w:spacing", "w:ind", "w:jc")


def _style(paper: Paper, name: str, size: float, colour: RGBColor = INK, look: Look | None = None) -> ParagraphStyle:
    """A style of paragraphs, made if it is not there, in our font for every script."""
    known = {style.name for style in paper.styles}
    style = cast(
        "ParagraphStyle",
        paper.styles[name] if name in known else paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH),
    )
    style.quick_style = True
    look = look or LOOKS[name]
    style.font.size, style.font.color.rgb, style.font.italic = Pt(letters(look, size)), colour, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    room = style.paragraph_format
    room.space_before, room.space_after, room.line_spacing = Pt(look.above * size), Pt(look.below * size), SPACING
    return style


def _stressed(style: ParagraphStyle, *, keeps: bool = True) -> ParagraphStyle:
    """Bold, and if it `keeps`, on one page with what follows."""
    style.font.bold = True
    if keeps:
        style.paragraph_format.keep_with_next = True
    return style


def _to_the_right(style: ParagraphStyle) -> ParagraphStyle:
    """As numbers are set, with room to what stands beside them."""
    style.paragraph_format.alignment, style.paragraph_format.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, Mm(1.2)
    return style
