"""Reads a filled-in workbook. Each answer is found by its key, even if its row has moved.

Unreadable cells are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from nhsdx.forms import FilledCell, Form, FormStamp, OpenForm, fold_cell
from nhsdx.forms.media.workbook.draw import STAMP_FIELDS
from nhsdx.forms.media.workbook.fill import ACTION_COLUMNS, DOCUMENT_COLUMNS, list_question_words
from nhsdx.forms.media.workbook.layout import (
    ACTIONS,
    DOCUMENTS,
    HEADINGS,
    NOT_READ,
    STAMP,
    AnswerSheet,
    plan_sheets,
)
from nhsdx.forms.media.workbook.sheets import FilledBook, ReadCell, ReadSheet
from nhsdx.forms.media.workbook.words import read_choice
from nhsdx.model import Finding, InvalidInputError, Path, format_path, is_id, quote_word, suggest

MOST_SHOWN = 3
"""The maximum number of missing rows of a sheet that are listed."""


def open_workbook(name: str) -> OpenForm:
    """The filled-in form in a workbook. Raises NhsdxError for a file that is not a workbook."""
    book = FilledBook.open(name)
    return OpenForm(name, _read_stamp(book), partial(_read_cells, book))


def _read_stamp(book: FilledBook) -> FormStamp | None:
    """The stamp of the rubric that the workbook is for; None if the sheet with the stamp is missing."""
    if STAMP not in book.sheets:
        return None
    rows = book.list_cells(STAMP)
    given = {row[0]: row[1].strip() for row in rows if len(row) > 1}
    if not given.keys() >= set(STAMP_FIELDS):
        return None
    rubric, version, digest, profile = (given[name] for name in STAMP_FIELDS)
    return FormStamp(rubric, version, digest, profile or None) if rubric and version and digest else None


def _read_cells(book: FilledBook, form: Form) -> dict[Path, FilledCell]:
    """The cells of a workbook, keyed by the paths of their fields. Raises InvalidInputError with all problems."""
    found: dict[Path, FilledCell] = {}
    findings: list[Finding] = []
    planned = plan_sheets(form, {})
    asked = _RowReader(form, planned)
    for name in book.sheets:
        if name in NOT_READ:
            continue
        if name in (DOCUMENTS, ACTIONS):
            columns = DOCUMENT_COLUMNS if name == DOCUMENTS else ACTION_COLUMNS
            sheet = book.read_sheet(name, [column.heading for column in columns.values()])
            found |= _read_documents(sheet) if name == DOCUMENTS else _read_actions(sheet, form)
        elif any(map(any, book.list_cells(name))):
            sheet = book.read_sheet(name, HEADINGS)
            found |= asked.read(sheet)
        else:
            continue
        findings += sheet.findings
    findings += _list_missing(book, planned, asked)
    if findings:
        raise InvalidInputError(tuple(findings))
    return found


class _RowReader:
    """Reads the sheets with questions, and remembers the place of each key."""

    def __init__(self, form: Form, planned: tuple[AnswerSheet, ...]) -> None:
        """Prepares to read the sheets of a form."""
        self.fields = {format_path(field.path): field for field in form.fields}
        self.leads = {question.id for question in form.all_questions}
        self.planned = planned
        self.places: dict[str, str] = {}
        self.broken: set[str] = set()
        """The sheets in which no row could be read."""

    def read(self, sheet: ReadSheet) -> dict[Path, FilledCell]:
        """The answers of a sheet."""
        found: dict[Path, FilledCell] = {}
        if sheet.findings and not sheet.rows:
            self.broken.add(sheet.name)
        for row, cells in sheet.rows:
            key, answer = sheet.see(row, cells, "Key"), sheet.see(row, cells, "Answer")
            if self._refuse_row(sheet, key, answer):
                continue
            self.places[key.text.strip()] = key.place
            field = self.fields.get(key.text.strip())
            if field is not None and answer.text:
                cell = FilledCell(answer.text, answer.place)
                found[field.path] = read_choice(field, cell) if field.kind == "choice" else cell
        return found

    def _refuse_row(self, sheet: ReadSheet, key: ReadCell, answer: ReadCell) -> bool:
        """Notes the problem with a row, and returns whether the row must be skipped."""
        word = key.text.strip()
        if not word:
            if answer.text:
                message, remedy = (
                    "this answer has no key in its row",
                    "put the key back, or move the answer to the row of its question",
                )
                sheet.refuse("missing-key", message, answer.place, remedy)
            return True
        if word in self.places:
            message = f"the key {quote_word(word)} appears twice; it is also at {self.places[word]}"
            sheet.refuse("duplicate", message, key.place, "delete one of the two rows")
            return True
        if word not in self.fields and word not in self.leads:
            near = suggest(word, [*self.fields])
            sheet.refuse(
                "unknown-key", f"the form has no field {quote_word(word)}", key.place, f"put the key back{near}"
            )
            return True
        if word in self.leads and answer.text:
            message, remedy = "this row does not need an answer", "move the answer to a row of the question below"
            sheet.refuse("unknown-key", message, answer.place, remedy)
        return False


def _list_missing(book: FilledBook, planned: tuple[AnswerSheet, ...], asked: _RowReader) -> Iterator[Finding]:
    """A finding for each sheet and row that has been deleted since the workbook was made."""
    for sheet in planned:
        if sheet.name not in asked.broken:
            yield from _list_missing_rows(book, sheet, asked.places)
    for name in (DOCUMENTS, ACTIONS):
        if name not in book.sheets:
            yield _build_missing(f"the sheet {quote_word(name)} is missing", book.name)


def _list_missing_rows(book: FilledBook, sheet: AnswerSheet, places: Mapping[str, str]) -> Iterator[Finding]:
    keys = [row.key for row in sheet.rows if row.field is not None]
    gone = [key for key in keys if key not in places]
    if sheet.name not in book.sheets and gone == keys:
        yield _build_missing(f"the sheet {quote_word(sheet.name)} is missing", book.name)
        return
    place = ReadSheet(sheet.name, book.name).place()
    for key in gone[:MOST_SHOWN]:
        yield _build_missing(f"the row with the key {quote_word(key)} is missing", place)
    if len(gone) > MOST_SHOWN:
        yield _build_missing(f"{len(gone) - MOST_SHOWN} more rows are missing", place)


def _build_missing(message: str, place: str) -> Finding:
    return Finding("missing-key", "error", message, place, "copy the answers into a new workbook, made with nhsdx new")


def _read_documents(sheet: ReadSheet) -> dict[Path, FilledCell]:
    """The values of the documents, keyed by paths that contain the documents' ids."""
    found: dict[Path, FilledCell] = {}
    places: dict[str, str] = {}
    for row, cells in sheet.rows:
        key = sheet.see(row, cells, DOCUMENT_COLUMNS["id"].heading)
        name = key.text.strip()
        values = _read_row(sheet, row, cells, DOCUMENT_COLUMNS)
        values.pop("id")
        if not is_id(name):
            message = "this document has no id" if not name else f"{quote_word(name)} is not an id"
            sheet.refuse(
                "missing-key", message, key.place, "expected small letters, digits and hyphens, as in board-paper-14"
            )
        elif name in places:
            message = f"the document {quote_word(name)} appears twice; it is also at {places[name]}"
            sheet.refuse("duplicate", message, key.place, "give one of the two documents another id")
        elif not values["title"].text:
            sheet.refuse("missing-key", "this document has no title", values["title"].place, "give it a title")
        else:
            found |= _take("documents", name, values)
        places.setdefault(name, key.place)
    return found


def _read_actions(sheet: ReadSheet, form: Form) -> dict[Path, FilledCell]:
    """The values of the actions, in the order of their rows."""
    found: dict[Path, FilledCell] = {}
    words = {fold_cell(word): name for word, name in list_question_words(form).items()}
    for number, (row, cells) in enumerate(sheet.rows):
        values = _read_row(sheet, row, cells, ACTION_COLUMNS)
        question = values["criterion"]
        values["criterion"] = question._replace(text=words.get(fold_cell(question.text), question.text.strip()))
        found |= _take("actions", number, values)
    return found


def _read_row(sheet: ReadSheet, row: int, cells: list[str], columns: Mapping[str, object]) -> dict[str, ReadCell]:
    headings = {key: str(getattr(column, "heading", "")) for key, column in columns.items()}
    return {key: sheet.see(row, cells, heading) for key, heading in headings.items()}


def _take(part: str, name: str | int, values: Mapping[str, ReadCell]) -> dict[Path, FilledCell]:
    return {(part, name, key): FilledCell(cell.text, cell.place) for key, cell in values.items() if cell.text}
