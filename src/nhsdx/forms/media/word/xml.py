"""The XML of a form in Word: paragraphs, tables, and content controls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from nhsdx.documents.safe_text import clean, clean_xml
from nhsdx.documents.word.styles import CELL, HEAD, NOTE, ROW_HEAD, TABLE, find_style_id
from nhsdx.forms import FormField
from nhsdx.forms.media.word.boxes import (
    LONGEST_TAG,
    NOT_TICKED,
    TICKED,
    describe_empty,
    list_labels,
)

NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
TWIPS: Final = 1440 / 25.4
"""How many twentieths of a point there are in a millimetre."""
EMPTY_STYLE: Final = "Empty box"
TICK_FONT: Final = "MS Gothic"
STATES: Final = (("checkedState", TICKED), ("uncheckedState", NOT_TICKED))
DAY_PARTS: Final = (
    '<w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val="en-GB"/><w:storeMappedDataAs w:val="date"/>'
    '<w:calendar w:val="gregorian"/>'
)


class GridColumn(NamedTuple):
    """A column of a table: its heading, and its width in mm."""

    title: str
    width: float


class Control(NamedTuple):
    """A content control: its tag, the name that a screen reader announces, and its text (None if it is empty)."""

    tag: str
    title: str
    text: str | None


def escape_text(text: str) -> str:
    """A text as XML, with its line breaks and tabs."""
    lines = []
    for line in text.split("\n"):
        parts = (
            f'<w:t xml:space="preserve">{escape(clean_xml(part))}</w:t>' if part else "" for part in line.split("\t")
        )
        lines.append("<w:tab/>".join(parts))
    return "<w:br/>".join(lines)


def write_run(text: str, style: str = "") -> str:
    """A text in the given character style, as XML."""
    look = f'<w:rPr><w:rStyle w:val="{find_style_id(style)}"/></w:rPr>' if style else ""
    return f"<w:r>{look}{escape_text(text)}</w:r>"


def write_paragraph(style: str, *parts: str) -> str:
    """A paragraph that consists of the given texts and content controls, as XML."""
    return f'<w:p><w:pPr><w:pStyle w:val="{find_style_id(style)}"/></w:pPr>{"".join(parts)}</w:p>'


class ControlWriter:
    """Writes content controls, each with its own number."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def write_box(self, field: FormField, control: Control) -> str:
        """A box to write in, or to choose from."""
        return self._write(control, _write_kind(field, control), describe_empty(field))

    def write_locked(self, control: Control) -> str:
        """A text in a content control that people cannot change."""
        return self._write(control, "<w:text/>", "", lock="sdtContentLocked")

    def write_tick(self, control: Control, *, ticked: bool) -> str:
        """A box to tick."""
        states = "".join(f'<w14:{key} w14:val="{ord(sign):04X}" w14:font="{TICK_FONT}"/>' for key, sign in STATES)
        kind = f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/>{states}</w14:checkbox>'
        fonts = f'<w:rFonts w:ascii="{TICK_FONT}" w:hAnsi="{TICK_FONT}" w:eastAsia="{TICK_FONT}" w:hint="eastAsia"/>'
        run = f'<w:r><w:rPr>{fonts}<w:sz w:val="26"/></w:rPr><w:t>{TICKED if ticked else NOT_TICKED}</w:t></w:r>'
        return self._wrap(control, kind, run)

    def _write(self, control: Control, kind: str, empty: str, lock: str = "sdtLocked") -> str:
        if control.text is None:
            return self._wrap(control, f"<w:showingPlcHdr/>{kind}", write_run(empty, EMPTY_STYLE), lock)
        return self._wrap(control, kind, write_run(control.text), lock)

    def _wrap(self, control: Control, kind: str, run: str, lock: str = "sdtLocked") -> str:
        title = quoteattr(clean_xml(control.title)[:LONGEST_TAG])
        head = f"<w:alias w:val={title}/><w:tag w:val={quoteattr(control.tag)}/>"
        properties = f'{head}<w:id w:val="{next(self._numbers)}"/><w:lock w:val="{lock}"/>{kind}'
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>"


def _write_kind(field: FormField, control: Control) -> str:
    """The kind of entry that a control allows."""
    if field.kind == "choice":
        return _write_list({label: str(option.value) for label, option in list_labels(field).items()})
    if field.kind == "day":
        whole = "" if control.text is None else f' w:fullDate="{control.text}T00:00:00Z"'
        return f"<w:date{whole}>{DAY_PARTS}</w:date>"
    return '<w:text w:multiLine="1"/>' if field.kind in ("text", "texts") else "<w:text/>"


def _write_list(values: Mapping[str, str]) -> str:
    items = (f"<w:listItem w:displayText={quoteattr(k)} w:value={quoteattr(v)}/>" for k, v in values.items())
    return f"<w:dropDownList>{''.join(items)}</w:dropDownList>"


def write_table(caption: str, columns: Sequence[GridColumn], rows: Iterable[Sequence[str]], height: float = 0) -> str:
    """A table with its headings in the first row, which is repeated on each page. Each cell contains paragraphs.

    A screen reader announces `caption`. Rows are at least `height` mm high.
    """
    widths = [round(column.width * TWIPS) for column in columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = [write_paragraph(HEAD, write_run(column.title)) for column in columns]
    lines = [_write_row(heads, widths, "<w:cantSplit/><w:tblHeader/>")]
    least = f'<w:trHeight w:val="{round(height * TWIPS)}" w:hRule="atLeast"/>' if height else ""
    lines += [_write_row(row, widths, f"<w:cantSplit/>{least}") for row in rows]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{find_style_id(TABLE)}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" '
        f'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/><w:tblCaption w:val={quoteattr(clean_xml(caption))}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def _write_row(cells: Sequence[str], widths: Sequence[int], properties: str) -> str:
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{written}</w:tr>"


def write_notes(entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Small paragraphs, each with a label in bold."""
    for lead, text in entries:
        first = [write_run(f"{lead} ", "Strong")] if lead else []
        yield write_paragraph(NOTE, *first, write_run(clean(text)))


def write_cells(*texts: str) -> list[str]:
    """Cells of plain text. The first cell is the heading of its row."""
    return [write_paragraph(CELL if place else ROW_HEAD, write_run(text)) for place, text in enumerate(texts)]
