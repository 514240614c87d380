"""A result in a notebook: a small page in its own frame, so that page and notebook cannot change each other's style."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from nhsdx.documents.blocks import Block, Document, Heading, Paragraph, Sheet, Style
from nhsdx.documents.html.page import draw_html
from nhsdx.documents.parts import build_full_chart, build_left_out, build_unsupported, mark_hypothetical
from nhsdx.documents.phrases import make_line
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import describe_gate
from nhsdx.model import GateState, Result

FRAME = '<iframe sandbox="" title="{}" style="width: 100%; height: 32em; border: 0" srcdoc="{}"></iframe>'


def draw_result(result: Result) -> str:
    """A result as HTML: its scores, the gates that are not clear, and what is unsupported or left out."""
    document = build_document(result)
    return FRAME.format(escape(document.name), escape(draw_html(document)))


def build_document(result: Result) -> Document:
    """The scores of a result on a small page."""
    about, sheet = result.assessment, Sheet(tuple(_build_blocks(result)))
    document = Document(clean(result.rubric.title), (sheet,), clean(about.subject), about.date.isoformat())
    return mark_hypothetical(document, [result])


def _build_blocks(result: Result) -> Iterator[Block]:
    about = result.assessment
    yield Heading(1, clean(about.subject), "title")
    yield Paragraph(make_line(f"{clean(result.rubric.title)} {result.rubric.version}, {about.date}"), Style.NOTE)
    yield build_full_chart(result)
    for gate in result.gates:
        if gate.state is not GateState.CLEAR:
            yield Paragraph(make_line(describe_gate(result, gate)))
    yield from build_unsupported(result)
    yield from build_left_out(result)
