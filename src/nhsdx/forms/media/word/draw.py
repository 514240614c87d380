"""Draws a form in Word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.shared import Mm

from nhsdx.documents.blocks import Document
from nhsdx.documents.safe_text import NOT_XML, clean
from nhsdx.documents.word.blocks import make_paper, pack_paper
from nhsdx.documents.word.styles import FOOTER, QUIET
from nhsdx.errors import NhsdxError
from nhsdx.forms import Form
from nhsdx.forms.media.word.pages import write_body
from nhsdx.forms.media.word.xml import EMPTY_STYLE
from nhsdx.model import Path, format_path

ABOVE, ABOVE_HEADER = 18, 8
"""The margins above the text and above the header, in mm."""


def draw_word_form(form: Form, leaves: Mapping[Path, Any]) -> bytes:
    """A form with the known values as a Word file. Raises NhsdxError for characters that Word cannot show."""
    for path, value in leaves.items():
        _refuse_signs(path, value)
    subject = clean(str(leaves.get(("assessment", "subject"), "")))
    day = leaves.get(("assessment", "date"))
    paper = make_paper(Document(clean(form.title), (), subject, "" if day is None else day.isoformat()))
    style = cast("Any", paper.styles.add_style(EMPTY_STYLE, WD_STYLE_TYPE.CHARACTER))
    style.font.color.rgb = QUIET
    stamp = form.stamp
    profile = "" if stamp.profile is None else f", profile {stamp.profile}"
    section = paper.sections[0]
    section.top_margin, section.header_distance = Mm(ABOVE), Mm(ABOVE_HEADER)
    header = section.header.paragraphs[0]
    header.style = paper.styles[FOOTER]
    header.add_run(f"{clean(form.title)}\t{form.reference}{profile}")
    body = parse_xml(write_body(form, leaves))
    # The last element has the margins. The time to move a table to a document grows with the square of its length.
    body.append(paper.element.body[-1])
    paper.element.replace(paper.element.body, body)
    return pack_paper(paper)


def _refuse_signs(path: Path, value: object) -> None:
    """Raises NhsdxError for a text with a control character, because such a text could not be read back."""
    texts = value if isinstance(value, list | tuple) else [value]
    if any(isinstance(text, str) and (NOT_XML.search(text) or "\r" in text) for text in texts):
        message = f"{format_path(path)} has a character that a Word document cannot contain"
        raise NhsdxError(message, hint="delete it from the text, or make another kind of form", code="bad-text")
