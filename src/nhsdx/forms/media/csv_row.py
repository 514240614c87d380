"""Writes and reads a form as one row of a table. If possible, columns have the names that `nhsdx batch` uses."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from nhsdx.forms import FilledCell, Form, FormField, FormStamp, OpenForm, spread_counts, write_cell
from nhsdx.forms.cells import add_wrong_cells
from nhsdx.forms.fields import ACTION_KEYS, DOCUMENT_KEYS
from nhsdx.forms.media.csv_records import Record, read_row
from nhsdx.limits import MOST_ALIKE
from nhsdx.model import Finding, InvalidInputError, Path, Status, quote_word, suggest
from nhsdx.tables.columns import FORMULA, name_option_column
from nhsdx.tables.readers.text_blocks import Encoding
from nhsdx.tables.words import fold_word

START = re.compile(f"'*{FORMULA}")
"""The start of texts that need an apostrophe: the start of a formula, with or without apostrophes before it."""
MARK = re.compile(f"^'(?={START.pattern})")
"""The apostrophe before a text that a spreadsheet would read as a formula."""
FIRST_WORDS = {"documents": "document", "actions": "action"}
STAMP = ("rubric", "version", "digest", "profile")


def open_csv_row(name: str, row: int | None = None, encoding: Encoding | None = None) -> OpenForm:
    """The filled-in form in a row of a text table. Raises NhsdxError if there are several rows and `row` is None."""
    headings, record = read_row(name, row, encoding)
    given = dict(zip(map(fold_word, headings.cells), record.cells, strict=True))
    read = partial(_read_cells, f"{name}:{record.line}", headings, record, f"{name}:{headings.line}")
    return OpenForm(name, _read_stamp(given), read)


def format_csv_row(form: Form, leaves: Mapping[Path, Any]) -> str:
    """A table with the headings of a form's fields and, below the headings, a row with the given values."""
    stamp = dict(zip(STAMP, form.stamp, strict=True))
    known = {field.path: column for column, field in _list_columns(form)}
    more = {path: _name_column(path) for path in leaves if path[0] in ("documents", "actions")}
    cells = spread_counts(leaves)
    columns = known | more
    merged: dict[str, str] = {name: write_cell(value) for name, value in stamp.items() if value is not None}
    for path, column in columns.items():
        merged[column] = merged.get(column) or (_write_text(cells[path]) if path in cells else "")
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([merged, merged.values()])
    return text.getvalue()


def _write_text(value: object) -> str:
    """A value as the text of a cell. An apostrophe is put before a text that a spreadsheet would read as a formula."""
    text = write_cell(value)
    return f"'{text}" if isinstance(value, str) and START.match(text) else text


def _read_stamp(given: Mapping[str, str]) -> FormStamp | None:
    """The rubric's stamp in a row; None unless the row has the rubric's id, version and digest."""
    rubric, version, digest, profile = (given.get(name, "").strip() for name in STAMP)
    return FormStamp(rubric, version, digest, profile or None) if rubric and version and digest else None


def _read_cells(at: str, headings: Record, record: Record, at_headings: str, form: Form) -> dict[Path, FilledCell]:
    """The cells of a row, keyed by the paths of their fields.

    Raises InvalidInputError for columns that the form does not have.
    """
    columns: dict[str, Path] = {fold_word("profile"): ("profile",)}
    for column, field in _list_columns(form):
        columns.setdefault(fold_word(column), field.path)
    found: dict[Path, FilledCell] = {}
    known = list(columns)
    unknown: list[Finding] = []
    for place, (heading, cell) in enumerate(zip(headings.cells, record.cells, strict=True), 1):
        word = fold_word(heading)
        path = columns.get(word) or _find_free_path(word)
        if path is not None:
            path = _find_status_path(path, cell)
            found[path] = FilledCell(MARK.sub("", cell), f"{at}:{place}")
        elif word not in STAMP and cell.strip():
            message = f"no field of the form is called {quote_word(heading)}"
            near = suggest(word, known) if len(unknown) < MOST_ALIKE else ""
            remedy = f"delete this column, or correct its heading{near}"
            unknown.append(Finding("unknown-column", "error", message, f"{at_headings}:{place}", remedy))
    if unknown:
        raise InvalidInputError(add_wrong_cells(unknown, form, found))
    return found


def _find_status_path(path: Path, cell: str) -> Path:
    """The path of a criterion's status if the cell is the name of a status, and otherwise the path of the column."""
    is_own = path[0] == "answers" and path[-1] in ("level", "value")
    return (*path[:2], "status") if is_own and fold_word(cell) in list(Status) else path


def _find_free_path(word: str) -> Path | None:
    """The path of the key for a column of a document or an action; None for any other column."""
    match word.split("."):
        case ["document", name, key] if key in DOCUMENT_KEYS:
            return ("documents", name, key)
        case ["action", number, key] if key in ACTION_KEYS and number.isdecimal() and int(number):
            return ("actions", int(number) - 1, key)
    return None


def _list_columns(form: Form) -> Iterator[tuple[str, FormField]]:
    for field in form.fields:
        yield _name_column(field.path), field


def _name_column(path: Path) -> str:
    """The name of the column for a field. A status goes into the column of its criterion."""
    part, *rest = path
    if part == "answers":
        return _name_answer_column(str(rest[0]), rest[1:])
    if part == "assessment":
        return str(rest[0])
    if part == "actions":
        rest[0] = int(rest[0]) + 1
    return ".".join([FIRST_WORDS.get(str(part), str(part)), *map(str, rest)])


def _name_answer_column(criterion: str, rest: Sequence[str | int]) -> str:
    if rest[0] in ("level", "value", "status"):
        return criterion
    return name_option_column(criterion, int(rest[1]) + 1) if rest[0] == "counts" else f"{criterion}.{rest[-1]}"
