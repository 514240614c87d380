"""Text in Word: paragraphs of a style, and runs that are stressed or an id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nhsdx.documents.blocks import Line
from nhsdx.documents.word.styles import CODE, STRONG, find_style_id

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.table import _Cell as Field
    from docx.text.paragraph import Paragraph as Words

# What XML cannot hold: https://www.w3.org/TR/xml/#charsets
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean_xml(text: str) -> str:
    """A text without what no XML file can hold, marked where it stood."""
    return NO_XML.sub("\ufffd", text)


def add_paragraph(place: Paper | Field, entry: Line, style: str) -> Words:
    """A new paragraph of this style."""
    made = set_style(place.add_paragraph(), style)
    write(made, entry)
    return made


def set_style(words: Words, style: str) -> Words:
    """A paragraph in a style, named by its id: the library's own way searches all styles for each paragraph."""
    words._p.style = find_style_id(style)  # noqa: SLF001 - the library has no ids
    return words


def write(words: Words, entry: Line) -> None:
    """Puts runs of text into a paragraph."""
    for span in entry:
        made = words.add_run(clean_xml(span.text))
        if span.code or span.strong:
            made._r.style = find_style_id(CODE if span.code else STRONG)  # noqa: SLF001 - as above
