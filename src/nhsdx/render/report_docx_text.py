"""Text in Word: paragraphs of a style, and runs that are stressed or an id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nhsdx.model.report import Line
from nhsdx.render.report_docx_styles import CODE, STRONG, style_id

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.table import _Cell as Field
    from docx.text.paragraph import Paragraph as Words

# What XML cannot hold: https://www.w3.org/TR/xml/#charsets
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def shown(text: str) -> str:
    """A text without what no XML file can hold, marked where it stood."""
    return NO_XML.sub("\ufffd", text)


def add_paragraph(place: Paper | Field, entry: Line, style: str) -> Words:
    """A new paragraph of this style."""
    made = styled(place.add_paragraph(), style)
    write(made, entry)
    return made


def styled(words: Words, style: str) -> Words:
    """A paragraph in a style, named by its id: the library's own way searches all styles for each paragraph."""
    words._p.style = style_id(style)  # noqa: SLF001 - the library has no ids
    return words


def write(words: Words, entry: Line) -> None:
    """Puts runs of text into a paragraph."""
    for run in entry:
        made = words.add_run(shown(run.text))
        if run.code or run.strong:
            made._r.style = style_id(CODE if run.code else STRONG)  # noqa: SLF001 - as above
