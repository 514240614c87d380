"""The rubrics that come with nhsdx as a document."""

from __future__ import annotations

from collections.abc import Sequence

from nhsdx.documents.blocks import Column, Document, Heading, Sheet, Span, Table
from nhsdx.documents.phrases import make_cell
from nhsdx.documents.safe_text import clean
from nhsdx.model import Rubric

TITLE = "Rubrics that come with nhsdx"
COLUMNS = (
    Column("Rubric", share=3),
    Column("Title", share=4),
    Column("Criteria", is_number=True),
    Column("Profiles", is_number=True),
)


def build_document(rubrics: Sequence[Rubric]) -> Document:
    """A table with a row for each rubric."""
    rows = tuple(
        (
            ((Span(one.reference, code=True),),),
            make_cell(clean(one.rubric.title)),
            make_cell(str(len(one.criteria))),
            make_cell(str(len(one.profiles))),
        )
        for one in rubrics
    )
    table = Table("Each rubric by id and version, with the number of its criteria and profiles", COLUMNS, rows)
    return Document(TITLE, (Sheet((Heading(1, TITLE, "title"), table)),))
