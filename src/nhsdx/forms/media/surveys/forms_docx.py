"""Writes a Word file that Microsoft Forms imports: numbered questions with lettered options, as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from string import ascii_uppercase

from nhsdx.documents.blocks import Block, Document, Heading, Paragraph, Sheet, Span
from nhsdx.extras import import_extra
from nhsdx.forms.media.surveys.model import SurveyForm


def draw_forms_docx(form: SurveyForm) -> bytes:
    """The Word file. The rubric is in the properties of the file, because Microsoft Forms has no place for it."""
    import_extra("docx", "docx")
    from nhsdx.documents.word.blocks import draw_docx

    stamp = f"{form.reference}, {form.digest}"
    return draw_docx(Document(form.title, (Sheet(tuple(_list_blocks(form))),), subject=stamp))


def _list_blocks(form: SurveyForm) -> Iterator[Block]:
    yield Heading(1, form.title, "title")
    for text in form.intro:
        yield Paragraph((Span(text),))
    numbers = count(1)
    for part in form.parts:
        if part.lead is not None:
            yield Paragraph((Span(part.lead),))
        for question in part.questions:
            yield Paragraph((Span(f"{next(numbers)}. {question.text}"),))
            for letter, option in zip(ascii_uppercase, form.list_options(question), strict=False):
                yield Paragraph((Span(f"{letter}. {option.text}"),))
