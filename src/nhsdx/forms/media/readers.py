"""Chooses the reader for a form by the extension of its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path as FilePath
from typing import NamedTuple, TypeAlias

from nhsdx.errors import NhsdxError
from nhsdx.forms.opened import OpenForm
from nhsdx.model import quote_word
from nhsdx.tables.readers.text_blocks import Encoding


class FormOptions(NamedTuple):
    """How to open a form: the row of a table, the encoding of the text, another rubric, and the map of the columns."""

    row: int | None = None
    encoding: Encoding | None = None
    rubric: str | None = None
    map_name: str | None = None


FormOpener: TypeAlias = Callable[[str, FormOptions], OpenForm]


def _open_csv(name: str, options: FormOptions) -> OpenForm:
    from nhsdx.forms.media.csv_row import open_csv_row

    return open_csv_row(name, options.row, options.encoding)


def _open_toml(name: str, options: FormOptions) -> OpenForm:
    from nhsdx.forms.media.toml_form import open_toml_form

    return open_toml_form(name, options.rubric)


def _open_word(name: str, _: FormOptions) -> OpenForm:
    from nhsdx.forms.media.word.read import open_word_form

    return open_word_form(name)


def _open_fhir(name: str, _: FormOptions) -> OpenForm:
    from nhsdx.forms.media.fhir.reading import open_response

    return open_response(name)


def _refuse_html(name: str, _: FormOptions) -> OpenForm:
    """Raises NhsdxError, because the answers are not in the HTML form but in the file that the form saved."""
    message = "the answers are not in this file, but in the file that this form saves"
    hint = 'open this file in a browser, choose "Save answers", and import the file that ends in .toml'
    raise NhsdxError(message, name, hint, code="wrong-format")


def _open_workbook(name: str, _: FormOptions) -> OpenForm:
    from nhsdx.forms.media.workbook.read import open_workbook

    return open_workbook(name)


OPENERS: Mapping[str, FormOpener] = {
    ".csv": _open_csv,
    ".tsv": _open_csv,
    ".txt": _open_csv,
    ".toml": _open_toml,
    ".docx": _open_word,
    ".json": _open_fhir,
    ".html": _refuse_html,
    ".htm": _refuse_html,
    ".xlsx": _open_workbook,
}
"""The functions that open a form, keyed by the extension of the form's file."""
WORKBOOK = ".xlsx"
TABLES = frozenset(suffix for suffix, opener in OPENERS.items() if opener is _open_csv)


def open_form(name: str, options: FormOptions) -> OpenForm:
    """The filled-in form in a file.

    Raises NhsdxError for an unknown extension, or for options that do not suit the file.
    """
    suffix = FilePath(name).suffix.lower()
    if suffix not in OPENERS:
        message = f"nhsdx cannot read a form from a file that ends in {quote_word(suffix)}"
        message = message if suffix else "the name has no extension"
        raise NhsdxError(message, name, f"expected a file that ends in {', '.join(OPENERS)}", code="wrong-format")
    if options.map_name is not None:
        return _open_mapped(name, suffix, options.map_name, options)
    if suffix not in TABLES and (options.row is not None or options.encoding is not None):
        raise NhsdxError("this file is not a table", name, "leave out --row and --encoding", code="usage")
    return OPENERS[suffix](name, options)


def _open_mapped(name: str, suffix: str, map_name: str, options: FormOptions) -> OpenForm:
    """The filled-in form in one row of a survey program's export. Raises NhsdxError if the file is not a table."""
    from nhsdx.forms.media.surveys.whole.mapped_row import open_mapped_row

    if suffix not in (*TABLES, WORKBOOK):
        hint = "give the responses as CSV or .xlsx, or leave out --map"
        raise NhsdxError("a map is only needed for an export from a survey program", name, hint, code="usage")
    return open_mapped_row(name, map_name, options.row, options.encoding)
