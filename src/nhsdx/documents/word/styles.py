"""The styles in a Word report, and text in these styles: changing a style changes the whole report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, cast

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from nhsdx.documents.blocks import Line, Style, Tone
from nhsdx.documents.safe_text import clean_xml

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.styles.style import CharacterStyle, ParagraphStyle
    from docx.table import _Cell as Field
    from docx.text.paragraph import Paragraph as Words

PAGE_WIDTH, PAGE_HEIGHT, SIDE, ABOVE, BELOW = 210, 297, 15, 12, 14
"""The page size and margins, in mm."""
TEXT_WIDTH: Final = PAGE_WIDTH - 2 * SIDE
NAMES_WIDTH, CALLOUT_INDENT = 28, 3
BAR_WIDTH, BAR_HEIGHT = 43, 4.3
CELL_SIDE: Final = 4
"""The space at the right of a cell, in points."""
SPACING: Final = 1.08
"""The line spacing, as a multiple of the font's own line spacing."""


class Look(NamedTuple):
    """The font size of a style and the space around its paragraphs, as multiples of the text size."""

    letters: float
    above: float = 0.0
    below: float = 0.0


LEAD, NOTE, FACT, KEY_FIGURE, CAPTION = "Lead", "Note", "Fact", "Key figure", "Caption"
BODY, BULLETS, NUMBERED, FOOTER = "Normal", "List Bullet", "List Number", "Footer"
CELL, NUMBER, HEAD, NUMBER_HEAD, ROW_HEAD = "Cell", "Cell number", "Column heading", "Number heading", "Row heading"
CALLOUT, CALLOUT_TITLE = "Callout {}", "Callout {} title"
LOOKS: Final = {
    BODY: Look(1, 0.15, 0.3),
    "Heading 1": Look(1.85, 0, 0.3),
    "Heading 2": Look(1.22, 0.8, 0.25),
    "Heading 3": Look(1.1, 0.8, 0.3),
    LEAD: Look(1.25, 0, 0.4),
    NOTE: Look(0.88, 0.15, 0.3),
    BULLETS: Look(1),
    NUMBERED: Look(1),
    FACT: Look(1, 0, 0.1),
    CAPTION: Look(0.88, 0.6, 0.2),
    CELL: Look(0.94, 0.12, 0.08),
    NUMBER: Look(0.94, 0.12, 0.08),
    ROW_HEAD: Look(0.94, 0.12, 0.08),
    HEAD: Look(0.88),
    NUMBER_HEAD: Look(0.88),
    KEY_FIGURE: Look(1.35, 0.2),
    FOOTER: Look(1),
    CALLOUT: Look(1, 0, 0.35),
    CALLOUT_TITLE: Look(1, 0.35),
}
STYLES: Final = {Style.LEAD: LEAD, Style.BODY: BODY, Style.NOTE: NOTE}
TEXT_SIZE: Final = 9.5
"""The size of ordinary text, in points."""
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


def find_style_id(name: str) -> str:
    """The id of the style with the given name."""
    return name.replace(" ", "")


def name_callout_style(tone: Tone) -> str:
    """The name of the style of a callout's lines."""
    return CALLOUT.format(tone)


def name_callout_title(tone: Tone) -> str:
    """The name of the style of a callout's title."""
    return CALLOUT_TITLE.format(tone)


def add_styles(paper: Paper) -> None:
    """Adds all styles of a report to a document."""
    _add_text_styles(paper)
    for level in (1, 2, 3):
        _make_bold(_make_style(paper, f"Heading {level}", DEEP))
    _add_table_styles(paper)
    for tone, colour in TONES.items():
        _add_callout_styles(paper, tone, colour)
    code = cast("CharacterStyle", paper.styles.add_style(CODE, WD_STYLE_TYPE.CHARACTER))
    code.font.name, code.quick_style = FIXED_FONT, True


def _add_text_styles(paper: Paper) -> None:
    for name in (BODY, BULLETS, NUMBERED):
        _make_style(paper, name)
    for name in (LEAD, NOTE):
        _make_style(paper, name, QUIET)
    fact = _make_style(paper, FACT).paragraph_format
    fact.left_indent, fact.first_line_indent = Mm(NAMES_WIDTH), -Mm(NAMES_WIDTH)
    fact.tab_stops.add_tab_stop(Mm(NAMES_WIDTH))
    stops = _make_style(paper, FOOTER, QUIET, size=FOOTER_SIZE).paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _add_table_styles(paper: Paper) -> None:
    """Adds our table style, which replaces the template's many table styles, and the styles for text in tables."""
    known = paper.styles.element
    for one in known.findall(f"{qn('w:style')}[@{qn('w:type')}='table']"):
        if one.get(qn("w:default")) is None:
            known.remove(one)
    known.append(parse_xml(TABLE_STYLE))
    caption = _make_style(paper, CAPTION, QUIET)
    caption.font.bold, caption.paragraph_format.keep_with_next = False, True
    _make_style(paper, CELL)
    _align_right(_make_style(paper, NUMBER))
    _make_bold(_make_style(paper, HEAD))
    _align_right(_make_bold(_make_style(paper, NUMBER_HEAD)))
    for name in (ROW_HEAD, KEY_FIGURE):
        _make_bold(_make_style(paper, name), keeps=False)


def _add_callout_styles(paper: Paper, tone: Tone, colour: str) -> None:
    """Adds the styles of a callout: a shaded box with a line on its left, which is dashed for open questions.

    Lines of the same style share a box. The upper edge of the title separates the box from any box above it.
    """
    title = _make_style(paper, name_callout_title(tone), RGBColor.from_string(colour), LOOKS[CALLOUT_TITLE])
    lines = _make_style(paper, name_callout_style(tone), look=LOOKS[CALLOUT])
    lines.element.get_or_add_pPr().insert_element_before(OxmlElement("w:contextualSpacing"), "w:ind", "w:jc")
    for style, edge in ((title, "top"), (lines, "bottom")):
        style.paragraph_format.left_indent = Mm(CALLOUT_INDENT)
        _draw_box(style, edge, "dashed" if tone is Tone.OPEN else "single", colour)
    _make_bold(title)


def _draw_box(style: ParagraphStyle, edge: str, line: str, colour: str) -> None:
    left = f'<w:left w:val="{line}" w:sz="24" w:space="6" w:color="{colour}"/>'
    padding = f'<w:{edge} w:val="single" w:sz="4" w:space="2" w:color="{SHADE}"/>'
    borders = padding + left if edge == "top" else left + padding
    properties = style.element.get_or_add_pPr()
    for part in (f"<w:pBdr {W}>{borders}</w:pBdr>", f'<w:shd {W} w:val="clear" w:color="auto" w:fill="{SHADE}"/>'):
        properties.insert_element_before(parse_xml(part), "w:tabs", "w:spacing", "w:ind", "w:jc")


def _make_style(
    paper: Paper, name: str, colour: RGBColor = INK, look: Look | None = None, size: float = TEXT_SIZE
) -> ParagraphStyle:
    """A paragraph style, created if missing, that uses our font for every script."""
    known = {style.name for style in paper.styles}
    style = cast(
        "ParagraphStyle",
        paper.styles[name] if name in known else paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH),
    )
    style.quick_style = True
    look = look or LOOKS[name]
    style.font.size, style.font.color.rgb, style.font.italic = Pt(round(look.letters * size * 2) / 2), colour, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    room = style.paragraph_format
    room.space_before, room.space_after, room.line_spacing = Pt(look.above * size), Pt(look.below * size), SPACING
    return style


def _make_bold(style: ParagraphStyle, *, keeps: bool = True) -> ParagraphStyle:
    """Makes a style bold and, if `keeps` is true, keeps its paragraphs on the same page as the next paragraph."""
    style.font.bold = True
    if keeps:
        style.paragraph_format.keep_with_next = True
    return style


def _align_right(style: ParagraphStyle) -> ParagraphStyle:
    """Aligns a style to the right, for numbers, with space before the next column."""
    style.paragraph_format.alignment, style.paragraph_format.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, Mm(1.2)
    return style


def add_paragraph(place: Paper | Field, entry: Line, style: str) -> Words:
    """A new paragraph in the given style."""
    made = set_style(place.add_paragraph(), style)
    write(made, entry)
    return made


def set_style(words: Words, style: str) -> Words:
    """Gives a paragraph the style with the given name. The library's own method would search all styles each time."""
    words._p.style = find_style_id(style)  # noqa: SLF001 - the library has no ids
    return words


def write(words: Words, entry: Line) -> None:
    """Puts runs of text into a paragraph."""
    for span in entry:
        made = words.add_run(clean_xml(span.text))
        if span.code or span.strong:
            made._r.style = find_style_id(CODE if span.code else STRONG)  # noqa: SLF001 - as above
