"""The first sheet: how to fill in the workbook, and the terms, levels and evidence grades of its rubric."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.documents.safe_text import clean
from nhsdx.forms import Form
from nhsdx.forms.media.workbook.layout import ABOUT, ACTIONS, DOCUMENTS, FIRST_ROW, GATES, RESULTS, START
from nhsdx.forms.media.workbook.paper import Book, SheetColumn

COLUMNS = (SheetColumn("About", 28), SheetColumn("What to know", 110))
NOTE = "Fill in the pale yellow cells. All other cells are locked."
MOST_OF_HEAD = 120


def write_cover(book: Book, form: Form) -> None:
    """Writes the first sheet of a workbook."""
    paper = book.add_sheet(START, clean(form.title, MOST_OF_HEAD), NOTE, COLUMNS)
    rows = list(_list_rows(form))
    for place, (about, text) in enumerate(rows, FIRST_ROW - 1):
        paper.write(place, 0, about, "lead")
        paper.write(place, 1, text, "text")
    paper.add_table(len(rows), START, "How to fill in this workbook, and the terms, levels and grades of its rubric.")


def _list_rows(form: Form) -> Iterator[tuple[str, str]]:
    yield "Rubric", clean(form.reference)
    if form.profile_title is not None:
        yield "Profile", clean(form.profile_title)
    yield from STEPS
    if form.how_to_answer:
        yield "How to judge", clean(form.how_to_answer)
    for level in form.levels:
        yield f"Level {level.value}", ": ".join(filter(None, (clean(level.label), clean(level.meaning))))
    for grade in form.grades:
        age = f" This evidence counts less after {grade.max_age_months} months." if grade.max_age_months else ""
        document = " It needs a document." if grade.needs_document else ""
        yield "Evidence", f"{clean(grade.label)}: supports answers up to level {grade.supports}.{age}{document}"
    for word, meaning in form.words:
        yield f"Word: {clean(word)}", clean(meaning)
    yield "Privacy", clean(form.privacy)


STEPS = (
    ("1. Begin", f"Go to the sheet {ABOUT}. Say who is assessed, and give the date."),
    (
        "2. Answer",
        (
            "Go through the sheet of each dimension. Choose from the list in each cell, or leave it empty if nobody "
            "knows: an empty cell and unknown mean the same, and are never counted as zero."
        ),
    ),
    ("3. Evidence", "For each question, choose the strongest evidence and give its date. Add a note if it helps."),
    (
        "4. Leave out",
        (
            "If a question does not apply or is not due yet, say so under No answer, and give the reason. The "
            "list offers only what the rubric allows."
        ),
    ),
    (
        "5. Documents",
        (
            f"Give each document an id and a title on the sheet {DOCUMENTS}, and enter the id beside the answers that "
            "the document supports."
        ),
    ),
    ("6. Actions", f"Write on the sheet {ACTIONS} what will be done, who will do it and by when. Owners are roles."),
    (
        "7. Results",
        f"The sheets {RESULTS} and {GATES} change with your answers. nhsdx assess gives the final figures.",
    ),
    (
        "8. Hand it back",
        "Save the workbook. nhsdx import finds each answer by the key in the last column: do not change the keys.",
    ),
)
"""The instructions for filling in a workbook."""
