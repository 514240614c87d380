"""Writes the sheets that people fill in: questions with drop-downs, documents and actions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from nhsdx.documents.safe_text import clean
from nhsdx.forms import Form, FormField
from nhsdx.forms.fields import STATES
from nhsdx.forms.media.workbook.layout import ACTIONS, DOCUMENTS, FIRST_ROW, HEADINGS, AnswerSheet
from nhsdx.forms.media.workbook.live.inputs import FIRST_SURE_DAY, make_cell_value
from nhsdx.forms.media.workbook.live.lists import Lists
from nhsdx.forms.media.workbook.paper import Book, Paper, SheetColumn
from nhsdx.forms.media.workbook.rules import CellRule, build_day_rule, build_list_rule, build_rule
from nhsdx.model import Path

WIDTHS = (20, 60, 30, 80, 18)
TOP = FIRST_ROW - 1
"""The first row of entries, counted from 0."""
LINES_TO_WRITE = 2
SPARE = 40
"""How many empty rows there are at the end, for further documents or actions."""
DOCUMENT_COLUMNS = {
    "id": SheetColumn("Id", 24),
    "title": SheetColumn("Title", 60),
    "date": SheetColumn("Date", 14),
    "url": SheetColumn("Address", 40),
    "sha256": SheetColumn("SHA-256", 30),
}
ACTION_COLUMNS = {
    "criterion": SheetColumn("Question", 40),
    "items": SheetColumn("Statements", 30),
    "what": SheetColumn("What will be done", 50),
    "owner": SheetColumn("Owner", 26),
    "due": SheetColumn("Due", 14),
    "state": SheetColumn("State", 12),
    "reason": SheetColumn("Reason", 30),
}
DOCUMENT_NOTE = "Documents that support answers. Ids use small letters, digits and hyphens, as in board-paper-14."
ACTION_NOTE = "What will be done about a question. Owners are roles, never names. A dropped action needs a reason."
MOST_OF_TITLE = 120


def write_answers(book: Book, sheet: AnswerSheet, leaves: Mapping[Path, Any], lists: Lists) -> None:
    """Writes a sheet with questions, and with the answers that are known already."""
    columns = [SheetColumn(heading, width) for heading, width in zip(HEADINGS, WIDTHS, strict=True)]
    paper = book.add_sheet(sheet.name, clean(sheet.title), clean(sheet.note), columns)
    for place, row in enumerate(sheet.rows, TOP):
        is_lead = row.field is None
        paper.write(place, 0, clean(row.part), "lead" if is_lead else "text")
        paper.write(place, 1, _tidy(row.text), "lead" if is_lead else "text")
        paper.write(place, 3, _tidy(row.help), "lead-text" if is_lead else "text")
        paper.write(place, 4, row.key, "key")
        if row.field is not None and row.field.kind in ("text", "texts"):
            paper.leave_room(place, LINES_TO_WRITE)
        if row.field is None:
            paper.write(place, 2, "", "lead-text")
        else:
            _write_field(paper, (place, 2), row.field, leaves.get(row.field.path), lists)
    paper.add_table(len(sheet.rows), sheet.title, f"Questions to answer: {clean(sheet.title)}")


def _tidy(text: str) -> str:
    """The text without unsafe characters. Line breaks are kept."""
    return "\n".join(map(clean, text.splitlines()))


def _write_field(paper: Paper, place: tuple[int, int], field: FormField, value: object, lists: Lists) -> None:
    """Writes a cell to fill in, with a rule for the entry, and with the value if it is known."""
    content = "" if value is None else make_cell_value(field, value)
    is_old = field.kind == "day" and isinstance(content, str) and content
    paper.write(*place, content, "field" if is_old else FIELD_STYLES.get(field.kind, "field"))
    rule = build_rule(field, lists)
    if rule is not None:
        paper.sheet.data_validation(*place, *place, rule)


FIELD_STYLES = {"choice": "field-choice", "number": "field-number", "whole": "field-number", "day": "field-day"}


def write_documents(book: Book, leaves: Mapping[Path, Any]) -> None:
    """Writes the sheet with documents."""
    paper = book.add_sheet(DOCUMENTS, DOCUMENTS, DOCUMENT_NOTE, tuple(DOCUMENT_COLUMNS.values()))
    names = list(dict.fromkeys(str(path[1]) for path in leaves if path[0] == "documents"))
    rows = [
        {"id": name} | {key: leaves.get(("documents", name, key)) for key in DOCUMENT_COLUMNS if key != "id"}
        for name in names
    ]
    _write_free_rows(paper, rows, DOCUMENT_COLUMNS, {"date": build_day_rule()})
    paper.add_table(len(rows) + SPARE, DOCUMENTS, DOCUMENT_NOTE)


def write_actions(book: Book, form: Form, leaves: Mapping[Path, Any], lists: Lists) -> None:
    """Writes the sheet with actions."""
    paper = book.add_sheet(ACTIONS, ACTIONS, ACTION_NOTE, tuple(ACTION_COLUMNS.values()))
    places = sorted({int(path[1]) for path in leaves if path[0] == "actions"})
    words = {name: word for word, name in list_question_words(form).items()}
    rows: list[dict[str, Any]] = [
        {key: leaves.get(("actions", place, key)) for key in ACTION_COLUMNS} for place in places
    ]
    for row in rows:
        row["criterion"] = words.get(row["criterion"], row["criterion"])
    questions = lists.add_column("Questions", list(words.values())).text
    states = lists.add_column("States", [str(state.value) for state in STATES]).text
    rules = {"due": build_day_rule(), "criterion": build_list_rule(questions), "state": build_list_rule(states)}
    _write_free_rows(paper, rows, ACTION_COLUMNS, rules)
    paper.add_table(len(rows) + SPARE, ACTIONS, ACTION_NOTE)


def list_question_words(form: Form) -> dict[str, str]:
    """The id of each question, keyed by its text in the drop-down: the question's title with the id in brackets."""
    return {f"{clean(one.title, MOST_OF_TITLE)} ({one.id})": one.id for one in form.all_questions}


def _write_free_rows(
    paper: Paper,
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, SheetColumn],
    rules: Mapping[str, CellRule],
) -> None:
    """Writes the rows for documents or actions, with spare rows, and with rules for entries in some columns."""
    last = TOP + len(rows) + SPARE - 1
    for place in range(TOP, last + 1):
        values = rows[place - TOP] if place - TOP < len(rows) else {}
        for column, key in enumerate(columns):
            content = _make_content(values.get(key))
            is_day = key in DAYS and (content == "" or isinstance(content, datetime.date))
            paper.write(place, column, content, "field-day" if is_day else "field")
    for column, key in enumerate(columns):
        if key in rules:
            paper.sheet.data_validation(TOP, column, last, column, rules[key])


DAYS = ("date", "due")


def _make_content(value: Any) -> Any:  # noqa: ANN401 - any value of a file
    """The content of a cell for a value of a document or an action."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value if value >= FIRST_SURE_DAY else value.isoformat()
    return " ".join(value) if isinstance(value, list | tuple) else value
