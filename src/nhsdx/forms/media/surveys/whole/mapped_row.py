"""Reads a row of a survey program's export as a filled-in form, with the map that was made for the form."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path as FilePath
from typing import NamedTuple

from nhsdx.files.source import SourceText
from nhsdx.forms import FilledCell, Form, FormField, FormStamp, OpenForm
from nhsdx.forms.media.csv_records import Record, read_row
from nhsdx.forms.media.surveys.whole.form import find_options, find_sign, list_question_texts
from nhsdx.forms.media.surveys.whole.map import read_form_map
from nhsdx.model import Finding, InvalidInputError, Path, Problem, format_path, quote_word, suggest, suggest_one_of
from nhsdx.tables.map import FormMap
from nhsdx.tables.readers.text_blocks import Encoding
from nhsdx.tables.words import fold_word


class _ReadRow(NamedTuple):
    """A row of a file, with the headings of the file."""

    name: str
    headings: Record
    record: Record


def open_mapped_row(name: str, map_name: str, row: int | None, encoding: Encoding | None) -> OpenForm:
    """The filled-in form in a row of an exported file.

    Raises NhsdxError or InvalidInputError for a faulty map or row.
    """
    source, read = read_form_map(map_name)
    headings, record = read_row(name, row, encoding)
    stamp = FormStamp(_move(read.rubric, map_name, name), read.version, read.digest, read.profile)
    return OpenForm(name, stamp, partial(_read_cells, _ReadRow(name, headings, record), source, read))


def _move(rubric: str, map_name: str, name: str) -> str:
    """The rubric that the map gives.

    A path that is relative to the map's folder is changed to a path relative to the export's folder.
    """
    if not rubric.endswith(".toml"):
        return rubric
    return FilePath(os.path.relpath(FilePath(map_name).parent / rubric, FilePath(name).parent)).as_posix()


def _read_cells(row: _ReadRow, source: SourceText, read: FormMap, form: Form) -> dict[Path, FilledCell]:
    """The cells of the map's columns, keyed by the paths of their fields.

    Raises InvalidInputError if columns are missing.
    """
    fields = {format_path(field.path): field for field in form.fields}
    source.refuse(_find_field_problems(read, fields))
    places = _find_places(row, read, list_question_texts(form, read.program))
    if not places:
        remedy = "give responses to the form of this map, exported with question names or question texts as headings"
        where, message = f"{row.name}:{row.headings.line}:1", "this file has none of the columns of the map"
        raise InvalidInputError((Finding("unknown-column", "error", message, where, remedy),))
    source.refuse(_find_column_problems(read, places, row.headings))
    sign, cells = find_sign(form), {}
    for column, path in read.columns.items():
        field, text = fields[path], row.record.cells[places[column]]
        option = find_options(field, sign).get(fold_word(text))
        where = f"{row.name}:{row.record.line}:{places[column] + 1}"
        cells[field.path] = FilledCell(text if option is None else option.value, where)
    return cells


def _find_places(row: _ReadRow, read: FormMap, texts: Mapping[str, str]) -> dict[str, int]:
    """The places of the map's columns. The heading of a column is its name, the text of its question, or both."""
    headings = {fold_word(heading): place for place, heading in enumerate(row.headings.cells)}
    both = {re.sub(r"\W+", " ", heading): place for heading, place in headings.items()}
    found = {}
    for column, path in read.columns.items():
        name, text = fold_word(column), fold_word(texts[path])
        together = re.sub(r"\W+", " ", f"{name} {text}")
        place = headings.get(name, headings.get(text, both.get(together)))
        if place is not None:
            found[column] = place
    return found


def _find_field_problems(read: FormMap, fields: Mapping[str, FormField]) -> Iterator[Problem]:
    """A problem for each path that is not a form field, or that two columns fill."""
    seen: set[str] = set()
    for column, path in read.columns.items():
        where: Path = ("columns", column)
        if path not in fields or path.endswith(".documents"):
            message = f"{quote_word(path)} is not a form field"
            yield Problem(where, "unknown-reference", message, suggest_one_of(path, list(fields)))
        elif path in seen:
            yield Problem(where, "duplicate", f"two columns fill {quote_word(path)}", "delete one of them")
        seen.add(path)


def _find_column_problems(read: FormMap, places: Mapping[str, int], headings: Record) -> Iterator[Problem]:
    """A problem for each column that the export does not have."""
    for column in read.columns:
        if column not in places:
            message = f"the responses have no column {quote_word(column)}"
            near = suggest(column, headings.cells)
            remedy = f"correct the heading, or delete this line if the question was not asked{near}"
            yield Problem(("columns", column), "unknown-column", message, remedy, at_key=True)
